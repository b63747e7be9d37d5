"""The last look at a card: each rule is broken here by hand, for the layout never does it."""

from dataclasses import replace

import pytest

from quotes.cards.compose import compose
from quotes.cards.furniture import Spot
from quotes.cards.layout import Layout
from quotes.cards.legibility import check
from quotes.cards.samples import SHORT
from quotes.cards.schema import load
from quotes.errors import CardError

CARD = SHORT.card(load("newsprint"), (1600, 900))
LAYOUT = compose(CARD)


def changed(part: str, **change: object) -> Layout:
    """The layout with the first line of *part* changed."""
    lines = list(LAYOUT.lines)
    n = next(n for n, line in enumerate(lines) if line.part == part)
    lines[n] = replace(lines[n], **change)  # type: ignore[arg-type]
    return replace(LAYOUT, lines=tuple(lines))


NAME = next(line for line in LAYOUT.lines if line.part == "name")
NEAR = round(NAME.right) + 5
BROKEN = {
    "role too small": (changed("role", size=40), "would be 8.9 pixels high on a phone; 10.7 is the least"),
    "quote too small": (changed("quote", size=60), "would be 13.4 pixels high on a phone; 16.1 is the least"),
    "off the left edge": (changed("quote", left=-20.0), "comes within -20 pixels of the edge; 27 stay free"),
    "off the right edge": (changed("date", right=1595.0), "comes within 4 pixels of the edge; 27 stay free"),
    "off the bottom": (changed("role", baseline=890), "of the edge; 27 stay free"),
    "off the top": (changed("head", baseline=20), "of the edge; 27 stay free"),
    "name on role": (changed("name", baseline=NAME.baseline + 60), "lie on one another"),
    "head on quote": (changed("head", baseline=300), "lie on one another"),
    "logo too close": (
        replace(LAYOUT, logo=Spot(left=NEAR, top=NAME.baseline - 60, right=NEAR + 200, bottom=NAME.baseline)),
        "The logo comes within 18 pixels of “Marisol Vega-Ortiz”",
    ),
}


def test_what_the_layout_makes_is_right() -> None:
    """A card as it comes from the layout passes."""
    check(CARD, LAYOUT)
    far = Spot(left=1300, top=740, right=1450, bottom=800)
    check(CARD, replace(LAYOUT, logo=far))


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_rules_are_refused(broken: str) -> None:
    """Text too small, off the card, on other text or near the logo: refused with the figures and a remedy."""
    layout, says = BROKEN[broken]
    with pytest.raises(CardError) as error:
        check(CARD, layout)
    assert says in error.value.message
    assert error.value.remedy
