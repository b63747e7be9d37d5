"""Whether a laid-out card can be read: a last look, by other means than those that laid it out.

The layout should never break these rules; a card that does is refused with the figures.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from quotes.cards.card import Card
from quotes.cards.colour import luminance, ratio
from quotes.cards.layout import SAFE, Layout
from quotes.cards.setting import Line
from quotes.cards.theme import LEAST_CONTRAST, LEAST_NAME, LEAST_QUOTE, LEAST_ROLE, PHONE, Part
from quotes.errors import CardError

Extremes = Callable[[tuple[int, int, int, int]], tuple[float, float]]

_LEAST: dict[Part, float] = {
    "quote": LEAST_QUOTE,
    "name": LEAST_NAME,
    "role": LEAST_ROLE,
    "head": LEAST_ROLE,
    "date": LEAST_ROLE,
}
_CLEAR = 0.3
"""What stays free around the logo, a multiple of its height."""


def check(card: Card, layout: Layout) -> None:
    """Raise ``CardError`` for the first thing on *card* that could not be read well."""
    for error in (*_sizes(card, layout), *_overflows(card, layout), *_collisions(card, layout)):
        raise error


def check_contrast(card: Card, layout: Layout, extremes: Extremes) -> list[CardError]:
    """What cannot be read on the ground behind it, of which *extremes* tells the least and most luminance."""
    found = []
    for line in layout.lines:
        if card.theme.under(line.part) != "ground":
            continue
        behind = extremes(_box(line))
        for ink in dict.fromkeys(run.ink for run in line.runs):
            light = luminance(getattr(card.theme.colours, ink))
            least = min(ratio(light, each) for each in behind)
            if least < LEAST_CONTRAST:
                message = (
                    f"“{line.text}” has a contrast of {least:.2f}:1 with what is behind it; "
                    f"at least {LEAST_CONTRAST}:1 is needed."
                )
                remedy = (
                    f"Choose another picture, or make {ink} lighter or darker in theme {card.theme.name}."
                )
                found.append(CardError(message, remedy=remedy))
    return found


def _sizes(card: Card, layout: Layout) -> Iterator[CardError]:
    for line in layout.lines:
        least = _LEAST[line.part]
        if line.size < least * card.width:
            shown, wanted = line.size * PHONE / card.width, least * PHONE
            yield CardError(
                f"“{line.text}” would be {shown:.1f} pixels high on a phone; {wanted:.1f} is the least.",
                remedy=f"Make {line.part} larger in theme {card.theme.name}.",
            )


def _overflows(card: Card, layout: Layout) -> Iterator[CardError]:
    safe = SAFE * min(card.width, card.height)
    for line in layout.lines:
        left, top, right, bottom = _box(line)
        over = max(safe - left, safe - top, right - card.width + safe, bottom - card.height + safe)
        if over > 1:
            yield CardError(
                f"“{line.text}” comes within {safe - over:.0f} pixels of the edge; {safe:.0f} stay free.",
                remedy="Choose a shorter excerpt, or another theme.",
            )


def _collisions(card: Card, layout: Layout) -> Iterator[CardError]:
    for one, other in combinations(layout.lines, 2):
        if one.part != other.part and _meet(_box(one), _box(other)):
            yield CardError(
                f"“{one.text}” and “{other.text}” lie on one another.", remedy="Choose another theme."
            )
    if layout.logo:
        spot, clear = layout.logo, round(_CLEAR * (layout.logo.bottom - layout.logo.top))
        around = (spot.left - clear, spot.top - clear, spot.right + clear, spot.bottom + clear)
        for line in layout.lines:
            if _meet(_box(line), around):
                yield CardError(
                    f"The logo comes within {clear} pixels of “{line.text}”.",
                    remedy=f"Make the logo smaller in theme {card.theme.name}.",
                )


def _box(line: Line) -> tuple[int, int, int, int]:
    """The room that a line's letters take, from their highest to their lowest."""
    return (
        int(line.left),
        line.baseline - round(line.top * line.size),
        int(line.right) + 1,
        line.baseline - round(line.bottom * line.size),
    )


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
