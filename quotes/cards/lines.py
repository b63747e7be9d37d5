"""Breaking a text into lines of one size: which breaks look best, and where each piece then stands.

Pure: it knows a text's measure only through a ``Measure``. Measures are ems, y upwards.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Protocol

from quotes.cards.bidi import order
from quotes.cards.breaks import strain


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The room a text takes, in ems.

    Of its *advance*, *left* and *right* are empty (less than nothing where ink sticks out); *top* and
    *bottom* are where its ink ends, above and below the baseline.
    """

    advance: float
    left: float
    top: float
    bottom: float
    right: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A glyph by its number in its font, at its origin: ems, y upwards."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a word that is in one font and runs one way, its glyphs from its own left.

    ``x`` is where it stands in its line, from the left end of the line's box.
    """

    text: str
    font: str
    level: int
    glyphs: tuple[Glyph, ...]
    extent: Extent
    mark: bool = False
    """Whether it is a mark around the quote."""
    x: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An unbreakable piece of a text, and the space after it, which vanishes at a line's end."""

    text: str
    after: str
    pieces: tuple[Piece, ...]
    space: Piece | None = None
    """The space, as it stands where the line goes on."""


class Measure(Protocol):
    """How long and high text is in a part's fonts."""

    lang: str | None

    def __call__(self, text: str) -> Extent:
        """The room that *text* takes in one line, from left to right."""
        ...

    def rtl(self, text: str) -> bool:
        """Whether the paragraph *text* runs from right to left."""
        ...

    def words(self, text: str, *, opening: str, closing: str) -> Sequence[Word]:
        """*text* cut where a line may end; its *opening* and *closing* marks are pieces of their own."""
        ...

    def line_height(self, words: Sequence[Word]) -> float:
        """From baseline to baseline at least, for the scripts of *words*."""
        ...


_ROUNDING = 1e-9
"""Sums of advances taken in another order may differ by so much."""
_THIN = 0.1
"""A text may be all of invisible characters; its width is taken for so much, to compare with."""


class Paragraph:
    """A text's words with their measures, ready to be tried at many widths."""

    def __init__(
        self, text: str, measure: Measure, *, opening: str = "", closing: str = "", reach: float = 0.0
    ) -> None:
        """*opening*, where *text* begins, hangs out of the lines at their start, by *reach* ems at most."""
        self.rtl = measure.rtl(text)
        """Whether it runs from right to left: then lines start at the right."""
        self.words = measure.words(text, opening=opening, closing=closing)
        self.line_height = measure.line_height(self.words)
        """From baseline to baseline at least, in ems, for its scripts."""
        pieces = [piece for word in self.words for piece in word.pieces]
        self.top = max((piece.extent.top for piece in pieces), default=0.0)
        self.bottom = min((piece.extent.bottom for piece in pieces), default=0.0)
        self._indents = [self._bearing(word.pieces) for word in self.words]
        self.hang = self._hang(reach)
        """How far the ink of the opening stands out of the lines."""
        if self.hang:
            self._indents[0] += self.hang
        advances = [sum(piece.extent.advance for piece in word.pieces) for word in self.words]
        spaces = [word.space.extent.advance if word.space else 0.0 for word in self.words]
        steps = [advance + space for advance, space in zip(advances, spaces, strict=True)]
        self._starts = [0.0, *accumulate(steps)]
        self._ends = [end - space for end, space in zip(self._starts[1:], spaces, strict=True)]
        self._strains = [strain(a.text, a.after, b.text, measure.lang) for a, b in pairwise(self.words)] + [
            0.0
        ]

    def _bearing(self, pieces: Sequence[Piece]) -> float:
        """What is empty before the ink of a line that starts with *pieces*.

        Nothing where the first of them runs against the paragraph: it may stand anywhere in the line.
        """
        if not pieces or pieces[0].level != self.rtl:
            return 0.0
        return pieces[0].extent.right if self.rtl else pieces[0].extent.left

    def _hang(self, reach: float) -> float:
        first = self.words[0].pieces
        if len(first) < 2 or not first[0].mark or first[0].level != self.rtl:
            return 0.0
        return min(first[0].extent.advance + self._bearing(first[1:]) - self._indents[0], reach)

    def width(self, start: int, end: int) -> float:
        """The width of the words *start* to *end* as one line, without what hangs."""
        return self._ends[end - 1] - self._starts[start] - self._indents[start]

    def fewest(self, width: float) -> int | None:
        """The least number of lines no wider than *width*; None if a word is wider."""
        start, lines = 0, 0
        while start < len(self.words):
            end = bisect_right(self._ends, width + self._starts[start] + self._indents[start], lo=start)
            if end == start:
                return None
            start, lines = end, lines + 1
        return lines

    def text(self, start: int, end: int) -> str:
        """The words *start* to *end* as they read in one line, without the space after the last."""
        return (
            "".join(word.text + word.after for word in self.words[start : end - 1]) + self.words[end - 1].text
        )

    def after(self, end: int) -> str:
        """The space that a line's end after the word before *end* swallows."""
        return self.words[end - 1].after

    def runs(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of the words *start* to *end* in one line, from left to right.

        The line's box is ``width(start, end)`` wide; what hangs, and the bearing of the first letter, stand
        outside of it.
        """
        pieces: list[Piece] = []
        for word in self.words[start:end]:
            pieces += word.pieces
            if word.space:
                pieces.append(word.space)
        if end > start and self.words[end - 1].space:
            pieces.pop()
        if any(piece.level for piece in pieces):
            pieces = [pieces[place] for place in order([piece.level for piece in pieces])]
        pen = 0.0 if self.rtl else -self._indents[start]
        placed = []
        for piece in pieces:
            if not piece.text.isspace():
                placed.append(replace(piece, x=pen))
            pen += piece.extent.advance
        return tuple(placed)

    def best(self, width: float, count: int) -> tuple[float, list[tuple[int, int]]] | None:
        """The most even way to set exactly *count* lines no wider than *width*, and its cost a line.

        A dynamic programme over the break points. None if there is no way.
        """
        ideal = max(_THIN, min(width, 1.02 * self.width(0, len(self.words)) / count))
        reached: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for line in range(1, count + 1):
            reached.append(self._next(reached[-1], width, ideal, last=line == count))
        if len(self.words) not in reached[-1]:
            return None
        breaks = [len(self.words)]
        for row in reversed(reached[1:]):
            breaks.append(row[breaks[-1]][1])
        return reached[-1][len(self.words)][0] / count, list(pairwise(reversed(breaks)))

    def _next(
        self, row: dict[int, tuple[float, int]], width: float, ideal: float, *, last: bool
    ) -> dict[int, tuple[float, int]]:
        """Where the next line may end, each with the least cost so far and where that line began."""
        found: dict[int, tuple[float, int]] = {}
        total = len(self.words)
        for start, (before, _) in row.items():
            from_here = self._starts[start] + self._indents[start]
            for end in (total,) if last else range(start + 1, total):
                wide = self._ends[end - 1] - from_here
                if wide > width + _ROUNDING:
                    break
                cost = before + ((ideal - wide) / ideal) ** 2 + self._strains[end - 1]
                if last and start and (end - start == 1 or wide < 0.4 * ideal):
                    cost += 4.0  # a last line of one word, or a short one
                if end not in found or cost < found[end][0]:
                    found[end] = (cost, start)
        return found
