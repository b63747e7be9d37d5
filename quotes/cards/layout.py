"""Where everything on a card goes: arithmetic on measures, without a font, a file or a picture.

A card has two fields. The quote stands on the upper one, as large as it fits; name and role stand on
the panel below it. All positions are pixels of the finished card, y downwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from quotes.cards.fit import Block, Box
from quotes.cards.lines import Measure, Paragraph
from quotes.cards.theme import Shape
from quotes.errors import CardError

Part = Literal["quote", "name", "role"]
Ink = Literal["quote", "marks", "name", "role"]

SAFE = 0.03
"""No ink comes nearer to an edge than this share of the shorter side; only the hanging mark comes near it."""
_MOST_LINES = 3
"""Of a name, and of a role."""
_STEP = 1.25
"""From baseline to baseline on the panel, a multiple of the larger size."""
_GAP = 0.7
"""Between a name and a role that share a line, in ems of the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words of a card. ``opening`` and ``closing`` are the marks around the quote."""

    opening: str
    quote: str
    closing: str
    name: str | None
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a line that is shaped by itself and drawn in one ink, its origin at *x*."""

    text: str
    ink: Ink
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line on its baseline. ``after`` is the space that its end swallowed, ``size`` the pixels of an em."""

    part: Part
    text: str
    after: str
    size: int
    baseline: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A card with everything in its place."""

    width: int
    height: int
    lines: tuple[Line, ...]
    panel: int
    """Where the panel begins; it goes down to the bottom edge."""
    tail: tuple[tuple[float, float], ...]
    """The corners of the notch by which the upper field points at the name; empty for none."""

    def read(self, part: Part) -> str:
        """The words of *part* read back from the lines, in order."""
        return "".join(line.text + line.after for line in self.lines if line.part == part)


def lay_out(text: Text, *, shape: Shape, width: int, height: int, measures: Mapping[Part, Measure]) -> Layout:
    """The card laid out. Raises ``CardError`` where it would not be legible; nothing is ever left out."""
    card = _Card(text, shape, width, height, measures)
    for panel in card.panels():
        top = height - card.panel_height(panel)
        quote = card.quote_lines(top)
        if quote:
            break
    else:
        raise card.too_long(top)
    return Layout(
        width=width,
        height=height,
        lines=(*quote, *(replace(line, baseline=line.baseline + top) for line in panel)),
        panel=top,
        tail=card.tail(top) if panel else (),
    )


class _Card:
    """One card's layout under way; turns shares of the width into pixels."""

    def __init__(
        self, text: Text, shape: Shape, width: int, height: int, measures: Mapping[Part, Measure]
    ) -> None:
        self.text, self.width, self.height, self.measures = text, width, height, measures
        self.shape = shape
        self.margin, self.air = round(shape.margin * width), round(shape.air * width)
        self.padding, self.notch = round(shape.padding * width), round(shape.tail * width)
        self.least, self.most = ceil(shape.smallest * width), int(shape.largest * width)
        self.sizes: dict[Part, int] = {"name": ceil(shape.name * width), "role": ceil(shape.role * width)}
        self.column = width - 2 * self.margin
        room = self.margin - SAFE * min(width, height) - 1  # a pixel for the ink's soft edge
        whole = text.opening + text.quote + text.closing
        self.quote = Paragraph(whole, measures["quote"], opening=text.opening, reach=room / self.least)
        if self.quote.hang * self.most > room:
            self.most = max(self.least, int(room / self.quote.hang))

    # --- the quote ------------------------------------------------------------------------------

    def quote_lines(self, floor: int) -> list[Line]:
        """The quote's lines between the card's top edge and *floor*; none if they do not fit."""
        block = self._box(floor).best(self.least, self.most)
        if block is None:
            return []
        first = self._first_baseline(block, floor)
        return [
            Line(
                part="quote",
                text=self.quote.text(start, end),
                after=self.quote.words[end - 1].after,
                size=block.size,
                baseline=round(first + n * block.leading),
                runs=tuple(self._quote_runs(block.size, start, end)),
            )
            for n, (start, end) in enumerate(block.breaks)
        ]

    def _box(self, floor: int) -> Box:
        line_height = self.shape.line_height
        return Box(self.quote, self.column, floor - 2 * self.air, line_height=line_height)

    def _first_baseline(self, block: Block, floor: int) -> float:
        """Centres the block from its capitals to its last baseline, and keeps all ink within the air."""
        capital = self.measures["quote"]("H").top * block.size
        spread = (len(block.breaks) - 1) * block.leading
        highest = self.air + self.quote.top * block.size
        lowest = floor - self.air + self.quote.bottom * block.size - spread
        return max(highest, min(lowest, (floor - capital - spread) / 2 + capital))

    def _quote_runs(self, size: int, start: int, end: int) -> Iterator[Run]:
        """The words of a line, with the marks around the quote as runs of their own."""
        words = self.quote.words
        for n in range(start, end):
            left = self.quote.offset(start, n)
            opening = self.text.opening if n == 0 else ""
            closing = self.text.closing if n == len(words) - 1 else ""
            for piece, ink, offset in self._pieces(words[n].text, opening, closing):
                yield Run(text=piece, ink=ink, x=self.margin + (left + offset) * size)

    def _pieces(self, word: str, opening: str, closing: str) -> Iterator[tuple[str, Ink, float]]:
        """A word cut at its marks, each piece where it stands within the whole word, in ems."""
        measure = self.measures["quote"]
        rest, whole = word.removeprefix(opening), measure(word).advance
        if opening:
            yield opening, "marks", 0.0
        if inner := rest.removesuffix(closing):
            yield inner, "quote", whole - measure(rest).advance
        if closing:
            yield closing, "marks", whole - measure(closing).advance

    def too_long(self, floor: int) -> CardError:
        """Why the quote is refused, in figures, and what would help."""
        length = len(self.text.quote)
        if self.quote.fewest(self.column / self.least) is None:
            widest = max(self.quote.words, key=lambda word: self.measures["quote"](word.text).advance).text
            return CardError(
                f"“{widest}” is wider than a card of {self.width}×{self.height} at {self.least} pixels, the "
                "smallest legible size.",
                remedy="Choose an excerpt without this word.",
            )
        fitting = self._box(floor).largest(1, self.least) or 1
        enough = int(length * (fitting / self.least) ** 2)
        taller = "" if self.height > self.width else " A taller card, such as 1080×1350, holds more."
        return CardError(
            f"A quote of {length} characters fits on a card of {self.width}×{self.height} only at {fitting} "
            f"pixels; the smallest legible size is {self.least}.",
            remedy=f"Choose an excerpt of about {enough} characters or fewer.{taller}",
        )

    # --- the panel ------------------------------------------------------------------------------

    def panels(self) -> Iterator[list[Line]]:
        """The ways to set name and role, their baselines counted from the panel's top, the best first."""
        name, role = self._panel_part("name", self.text.name), self._panel_part("role", self.text.role)
        yield self._stacked([*name, *role])
        if self.shape.abreast and len(name) == len(role) == 1:
            beside = self._beside(name[0], role[0])
            if beside:
                yield beside

    def _stacked(self, lines: list[Line]) -> list[Line]:
        found: list[Line] = []
        for line in lines:
            found.append(replace(line, baseline=self._next_baseline(found, line)))
        return found

    def _next_baseline(self, above: list[Line], line: Line) -> int:
        if above:
            return above[-1].baseline + round(_STEP * max(above[-1].size, line.size))
        return self.padding + self.notch // 4 + round(self.measures[line.part]("H").top * line.size)

    def _beside(self, name: Line, role: Line) -> list[Line]:
        """Name and role on one baseline; none if that is too wide."""
        last = name.runs[-1]
        shift = last.x + self.measures["name"](last.text).advance * name.size + _GAP * role.size - self.margin
        runs = tuple(replace(run, x=run.x + shift) for run in role.runs)
        end = runs[-1].x + self.measures["role"](runs[-1].text).advance * role.size
        if end > self.margin + self.column:
            return []
        baseline = self._next_baseline([], name)
        return [replace(name, baseline=baseline), replace(role, baseline=baseline, runs=runs)]

    def _panel_part(self, part: Part, text: str | None) -> list[Line]:
        """The lines of a name or a role, at no baseline yet."""
        if not text:
            return []
        size, paragraph = self.sizes[part], Paragraph(text, self.measures[part])
        count = paragraph.fewest(self.column / size)
        best = paragraph.best(self.column / size, count) if count and count <= _MOST_LINES else None
        if best is None:
            raise CardError(
                f"“{text}” does not fit on a card of {self.width}×{self.height} in {_MOST_LINES} lines of "
                f"{size} pixels.",
                remedy="Shorten the name of the speaker or the issuer.",
            )
        return [self._panel_line(part, size, paragraph, start, end) for start, end in best[1]]

    def _panel_line(self, part: Part, size: int, paragraph: Paragraph, start: int, end: int) -> Line:
        runs = (
            Run(text=paragraph.words[n].text, ink=part, x=self.margin + paragraph.offset(start, n) * size)
            for n in range(start, end)
        )
        return Line(
            part=part,
            text=paragraph.text(start, end),
            after=paragraph.words[end - 1].after,
            size=size,
            baseline=0,
            runs=tuple(runs),
        )

    def panel_height(self, lines: list[Line]) -> int:
        """Down from its top; a band where there is nobody to name."""
        return lines[-1].baseline + self.padding if lines else self.padding // 3

    def tail(self, top: int) -> tuple[tuple[float, float], ...]:
        """The notch at the panel's *top*, its long side above the name's first letter."""
        if not self.notch:
            return ()
        left, right = self.margin, self.margin + self.notch
        return (left, top), (right, top), (left, top + 0.8 * self.notch)
