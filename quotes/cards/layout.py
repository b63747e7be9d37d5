"""Where everything on a card goes: arithmetic on measures, without a font, a file or a picture.

From above: a head, if the theme has one; the quote, as large as it fits; the foot with name and role. All
positions are pixels of the finished card, y downwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from typing import TypeVar
from unicodedata import mirrored

from quotes.cards.card import Words
from quotes.cards.fit import Block, Box
from quotes.cards.furniture import Fill, Furniture, Spot
from quotes.cards.lines import Measure
from quotes.cards.setting import Column, Line, Typesetter
from quotes.cards.theme import Part, Theme
from quotes.errors import CardError

SAFE = 0.03
"""No ink comes nearer to an edge than this share of the shorter side; only the hanging mark comes near it."""
_MOST_LINES = 3
"""Of a name, and of a role."""
_MOST_HEAD = 2
"""Lines of a headline; one that needs more stays away."""
_STEP = 1.25
"""From baseline to baseline in head and foot, a multiple of the larger size."""
_HANGS_WHOLE = 0.8
"""A mark too wide for the margin hangs in part, so that the quote may be so much of its largest size."""
_LESS_AIR = 0.6
"""What is left of the air above and below a quote that would else not fit."""
_CLEAR = 0.08
"""At least so much between the ink of two lines in head and foot, in ems."""
_GAP = 0.7
"""Between a name and a role that share a line, in ems of the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A card with everything in its place."""

    width: int
    height: int
    lines: tuple[Line, ...]
    panel: int
    """Where the panel begins, which goes down to the bottom edge; the card's height where there is none."""
    tail: tuple[tuple[float, float], ...]
    """The corners of the notch by which the upper field points at the name; empty for none."""
    fills: tuple[Fill, ...]
    """Rules, bands and frames."""
    mark: Line | None
    """The decorative mark."""
    rtl: bool
    """Whether all starts at the right."""
    logo: Spot | None

    def read(self, part: Part) -> str:
        """The words of *part* read back from the lines, in order."""
        return "".join(line.text + line.after for line in self.lines if line.part == part)


def lay_out(
    words: Words,
    *,
    theme: Theme,
    width: int,
    height: int,
    measures: Mapping[Part, Measure],
    logo: float | None = None,
) -> Layout:
    """The card laid out. Raises ``CardError`` where it would not be legible; no word is ever left out.

    *logo* is how many times wider than high the logo is.
    """
    card = _Card(words, theme, (width, height), measures, logo)
    head, quote, foot = card.fitted()
    panel = foot.top if theme.design.foot == "panel" else height
    return Layout(
        width=width,
        height=height,
        lines=(*head.lines, *quote, *foot.lines),
        panel=panel,
        tail=card.tail(panel) if foot.lines else (),
        fills=tuple(card.sided(fill) for fill in (*card.furniture.bands(), *head.fills, *foot.fills)),
        mark=card.mark(),
        rtl=card.mirrored is not None,
        logo=card.sided(foot.logo) if foot.logo else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """Headline or issuer in its place, and what goes with it."""

    bottom: int
    lines: tuple[Line, ...]
    fills: tuple[Fill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foot:
    """Name and role in their places, and what goes with them."""

    top: int
    lines: tuple[Line, ...]
    fills: tuple[Fill, ...]
    logo: Spot | None


_BoxKind = TypeVar("_BoxKind", Fill, Spot)


class _Card:
    """One card's layout under way; turns shares of the width into pixels."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        size: tuple[int, int],
        measures: Mapping[Part, Measure],
        logo: float | None,
    ) -> None:
        self.words, self.measures, self.design = words, measures, theme.design
        self.width, self.height = size
        self.shape = shape = theme.shape(*size)
        self.furniture = Furniture(theme, size)
        self.air, self.padding = round(shape.air * self.width), round(shape.padding * self.width)
        self.least, self.most = ceil(shape.smallest * self.width), int(shape.largest * self.width)
        self.sizes: dict[Part, int] = {
            "name": ceil(shape.name * self.width),
            "role": ceil(shape.role * self.width),
            "head": ceil(shape.head * self.width),
            "date": ceil(shape.head * self.width),
        }
        self.logo = self.furniture.logo(logo) if logo else None
        self.column = self._column()
        room = 0.0
        if self.design.align == "start":
            room = (
                self.furniture.left - self.furniture.inner.left - SAFE * min(size) - 1
            )  # a pixel for the ink's soft edge
        self.quote = Typesetter(
            "quote",
            words.opening + words.quote + words.closing,
            measures["quote"],
            marks=(words.opening, words.closing),
            reach=room / (_HANGS_WHOLE * self.most),
        )
        self.mirrored = self.width if self.quote.paragraph.rtl else None
        """The card's width where its quote runs from right to left: then all starts at the right."""
        if self.quote.paragraph.hang * self.most > room:
            self.most = max(self.least, int(room / self.quote.paragraph.hang))

    def _column(self, share: float = 1.0) -> Column:
        """The room between the margins, or so much of it."""
        left, right = self.furniture.left, self.furniture.right
        align = self.design.align
        if align == "centre":
            cut = round((right - left) * (1 - share) / 2)
            return Column(left=left + cut, right=right - cut, align="centre")
        return Column(left=left, right=left + round((right - left) * share), align="start")

    def sided(self, box: _BoxKind) -> _BoxKind:
        """*box* on the side where it belongs."""
        if self.mirrored is None:
            return box
        return replace(box, left=self.mirrored - box.right, right=self.mirrored - box.left)

    # --- the quote ------------------------------------------------------------------------------

    def fitted(self) -> tuple[_Head, list[Line], _Foot]:
        """Head, quote and foot. Rather than be refused, a long quote takes air, and the headline's place."""
        heads, feet, airs = self.heads(), list(self.feet()), (self.air, round(_LESS_AIR * self.air))
        for head, self.air, foot in product(heads, airs, feet):
            if quote := self.quote_lines(head.bottom, foot.top):
                return head, quote, foot
        raise self.too_long(heads[-1].bottom, feet[-1].top)

    def quote_lines(self, ceiling: int, floor: int) -> list[Line]:
        """The quote's lines between *ceiling* and *floor*; none if they do not fit."""
        block = self._box(ceiling, floor).best(self.least, self.most)
        if block is None:
            return []
        first = self._first_baseline(block, ceiling, floor)
        column = self._column(self.shape.column)
        lines = self.quote.lines(block.breaks, block.size, column, mirrored=self.mirrored)
        return [replace(line, baseline=round(first + n * block.leading)) for n, line in enumerate(lines)]

    def _box(self, ceiling: int, floor: int) -> Box:
        column = self._column(self.shape.column)
        return Box(
            self.quote.paragraph,
            column.width,
            floor - ceiling - 2 * self.air,
            line_height=self.shape.line_height,
        )

    def _first_baseline(self, block: Block, ceiling: int, floor: int) -> float:
        """Centres the block from its capitals to its last baseline, and keeps all ink within the air."""
        capital = self.measures["quote"]("H").top * block.size
        spread = (len(block.breaks) - 1) * block.leading
        highest = ceiling + self.air + self.quote.paragraph.top * block.size
        lowest = floor - self.air + self.quote.paragraph.bottom * block.size - spread
        if self.design.stand == "middle":
            return max(highest, min(lowest, (ceiling + floor - capital - spread) / 2 + capital))
        return highest if self.design.stand == "top" else lowest

    def too_long(self, ceiling: int, floor: int) -> CardError:
        """Why the quote is refused, in figures, and what would help."""
        length, paragraph = len(self.words.quote), self.quote.paragraph
        column = self._column(self.shape.column)
        if paragraph.fewest(column.width / self.least) is None:
            places = range(len(paragraph.words))
            widest = paragraph.words[max(places, key=lambda n: paragraph.width(n, n + 1))].text
            return CardError(
                f"“{widest}” is wider than a card of {self.width}×{self.height} at {self.least} pixels, the "
                "smallest legible size.",
                remedy="Choose an excerpt without this word.",
            )
        fitting = self._box(ceiling, floor).largest(1, self.least) or 1
        enough = int(length * (fitting / self.least) ** 2)
        taller = "" if self.height > self.width else " A taller card, such as 1080×1350, holds more."
        return CardError(
            f"A quote of {length} characters fits on a card of {self.width}×{self.height} only at {fitting} "
            f"pixels; the smallest legible size is {self.least}.",
            remedy=f"Choose an excerpt of about {enough} characters or fewer.{taller}",
        )

    def mark(self) -> Line | None:
        """The decorative mark, if the theme has one."""
        if self.design.mark == "none":
            return None
        char = self.words.opening.strip()
        if self.mirrored is None:
            return self.furniture.mark(char, self.measures["quote"])
        # Alone a mark runs from left to right; where it would be mirrored, its partner has its shape.
        shown = self.words.closing.strip() if mirrored(char) else char
        mark = self.furniture.mark(shown, self.measures["quote"])
        return mark.moved(self.mirrored - mark.right)

    def tail(self, panel: int) -> tuple[tuple[float, float], ...]:
        """The notch at the *panel*'s top, if there is a panel."""
        corners = self.furniture.tail(panel) if panel < self.height else ()
        return tuple((x if self.mirrored is None else self.mirrored - x, y) for x, y in corners)

    # --- the head -------------------------------------------------------------------------------

    def heads(self) -> list[_Head]:
        """The ways to set what stands above the quote, the best first."""
        inner = self.furniture.inner
        if self.design.head == "none":
            return [_Head(bottom=inner.top, lines=(), fills=())]
        top = inner.top + round(self.shape.top * self.width)
        rule = self.furniture.head_rule(top)
        date = self._part("date", self.words.date, self.column, 1) if self.words.date else []
        column = self.column
        if date and self.design.align == "start":
            date = self._part("date", self.words.date, replace(column, align="end"), 1)
            column = replace(column, right=round(column.right - date[0].width) - self.sizes["date"])
        title = self._part("head", self.words.head, column, _MOST_HEAD, needed=False)
        above = round((0.75 if rule.bottom > rule.top else 0) * self.sizes["head"])
        rises = [line.top * line.size for line in (*title[:1], *date[:1])]
        baseline = rule.bottom + max(above + round(self._capital("head")), ceil(max(rises, default=0)))
        if self.design.align == "centre":
            lines = self._stacked([*title, *date], baseline)
        else:
            lines = [*self._stacked(title, baseline), *self._stacked(date, baseline)]
        depths = [line.baseline + max(line.size / 3, -line.bottom * line.size) for line in lines]
        fills = (rule,) if rule.bottom > rule.top else ()
        found = [_Head(bottom=ceil(max(depths, default=rule.bottom)), lines=tuple(lines), fills=fills)]
        if self.design.head == "title":
            found.append(_Head(bottom=rule.bottom, lines=(), fills=fills))
        return found

    # --- the foot -------------------------------------------------------------------------------

    def feet(self) -> Iterator[_Foot]:
        """The ways to set name and role, the best first."""
        column = self.furniture.beside_rule(self.column)
        if self.logo:
            column = replace(column, right=column.right - self.furniture.keep_off(self.logo))
        name = self._part("name", self.words.name, column, _MOST_LINES)
        role = self._part("role", self.words.role, column, _MOST_LINES)
        lines = [*name, *role]
        yield self._foot(self._stacked(lines, self._foot_first(lines)))
        if self.shape.abreast and len(name) == len(role) == 1:
            beside = self._beside(name[0], role[0], column)
            if beside:
                yield self._foot(beside)

    def _foot_first(self, lines: list[Line]) -> int:
        """From the foot's top to its first baseline; more where the ink of a script needs it."""
        if not lines:
            return 0
        capital, rise = round(self._capital(lines[0].part)), lines[0].top * lines[0].size
        if self.design.foot == "panel":
            notch = self.furniture.notch
            return max(self.padding + notch // 4 + capital, ceil(0.4 * self.padding + 0.8 * notch + rise))
        above = self.furniture.above_names()
        return max(above + capital, ceil(0.4 * above + rise))

    def _foot(self, lines: list[Line]) -> _Foot:
        """*lines*, their baselines counted from the foot's top, set at the bottom of the card."""
        inner = self.furniture.inner
        last = lines[-1].baseline if lines else 0
        if self.logo:
            last = max(last, self.furniture.above_names() + self.logo[1])
        deep = max((line.baseline - line.bottom * line.size for line in lines), default=0)
        tall = ceil(max(last + self.padding, deep + SAFE * min(self.width, self.height)))
        if not lines and not self.logo:
            tall = self.padding // 3
        top = inner.bottom - tall
        moved = [replace(line, baseline=line.baseline + top) for line in lines]
        first = moved[0].baseline - round(self._capital(moved[0].part)) if moved else 0
        ends = (first, moved[-1].baseline) if moved else None
        return _Foot(
            top=top,
            lines=tuple(moved),
            fills=self.furniture.foot_rules(top, ends),
            logo=self.furniture.place_logo(self.logo, ends or (top, top + last)) if self.logo else None,
        )

    def _beside(self, name: Line, role: Line, column: Column) -> list[Line]:
        """Name and role on one baseline; none if that is too wide."""
        gap = _GAP * role.size
        width = name.width + gap + role.width
        if width > column.width:
            return []
        left = column.place(width)
        lines = [self._at(name, left), self._at(role, left + name.width + gap)]
        return [replace(line, baseline=self._foot_first(lines)) for line in lines]

    def _at(self, line: Line, left: float) -> Line:
        """*line* moved to *left*, or to where that is when all starts at the right."""
        return line.moved(left if self.mirrored is None else self.mirrored - left - line.width)

    # --- lines ----------------------------------------------------------------------------------

    def _part(
        self, part: Part, text: str | None, column: Column, most: int, *, needed: bool = True
    ) -> list[Line]:
        """The lines of a name, a role, a head or a date, at no baseline yet."""
        if not text:
            return []
        size, setter = self.sizes[part], Typesetter(part, text, self.measures[part])
        count = setter.paragraph.fewest(column.width / size)
        best = setter.paragraph.best(column.width / size, count) if count and count <= most else None
        if best is not None:
            return setter.lines(best[1], size, column, mirrored=self.mirrored)
        if not needed:
            return []
        raise CardError(
            f"“{text}” does not fit on a card of {self.width}×{self.height} in {most} lines of {size} "
            "pixels.",
            remedy="Shorten the name of the speaker or the issuer.",
        )

    def _stacked(self, lines: list[Line], first: int) -> list[Line]:
        """*lines* one below the other, the first on the baseline *first*."""
        found: list[Line] = []
        for line in lines:
            found.append(replace(line, baseline=_below(found[-1], line) if found else first))
        return found

    def _capital(self, part: Part) -> float:
        """The height of a capital, in pixels."""
        return self.measures[part]("H").top * self.sizes[part]


def _below(above: Line, line: Line) -> int:
    """The baseline of *line* under the line *above*; lower where the ink of a script needs it."""
    ink = line.top * line.size - above.bottom * above.size + _CLEAR * line.size
    return above.baseline + max(round(_STEP * max(above.size, line.size)), ceil(ink))
