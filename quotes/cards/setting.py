"""Lines on a card: the words of a paragraph, each where it is to be drawn. Pixels, y downwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quotes.cards.lines import Measure, Paragraph
from quotes.cards.theme import Ink, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a line that is shaped by itself and drawn in one ink, its origin at *x*."""

    text: str
    ink: Ink
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line on its baseline. ``after`` is the space that its end swallowed, ``size`` the pixels of an em.

    It takes the room from ``left`` to ``right``, but for a mark that hangs out of it.
    """

    part: Part
    text: str
    after: str
    size: int
    baseline: int
    left: float
    right: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where lines stand: between two edges, along one of them or in their middle."""

    left: int
    right: int
    align: Literal["left", "centre", "right"]

    @property
    def width(self) -> int:
        return self.right - self.left

    def place(self, width: float) -> float:
        """The left end of a line that is *width* wide."""
        if self.align == "left":
            return self.left
        room = self.width - width
        return self.left + (room / 2 if self.align == "centre" else room)


class Typesetter:
    """One part of a card as a paragraph, with the marks around it, if any."""

    def __init__(
        self,
        part: Part,
        text: str,
        measure: Measure,
        *,
        marks: tuple[str, str] = ("", ""),
        reach: float = 0.0,
    ) -> None:
        """*reach* is how far, in ems, the opening of the *marks* may hang out of the lines."""
        self.part, self.measure, self.marks = part, measure, marks
        self.paragraph = Paragraph(text, measure, opening=marks[0], reach=reach)
        self.capital = measure("H").top
        """The height of a capital, in ems."""

    def lines(self, breaks: Sequence[tuple[int, int]], size: int, column: Column) -> list[Line]:
        """The lines of *breaks*, all on the baseline 0."""
        return [self._line(start, end, size, column) for start, end in breaks]

    def _line(self, start: int, end: int, size: int, column: Column) -> Line:
        width = self.paragraph.width(start, end) * size
        left = column.place(width)
        return Line(
            part=self.part,
            text=self.paragraph.text(start, end),
            after=self.paragraph.words[end - 1].after,
            size=size,
            baseline=0,
            left=left,
            right=left + width,
            runs=tuple(self._runs(start, end, size, left)),
        )

    def _runs(self, start: int, end: int, size: int, left: float) -> Iterator[Run]:
        """The words of a line, with the marks around the text as runs of their own."""
        words = self.paragraph.words
        for n in range(start, end):
            at = self.paragraph.offset(start, n)
            opening = self.marks[0] if n == 0 else ""
            closing = self.marks[1] if n == len(words) - 1 else ""
            for piece, mark, offset in self._pieces(words[n].text, opening, closing):
                yield Run(text=piece, ink="marks" if mark else self.part, x=left + (at + offset) * size)

    def _pieces(self, word: str, opening: str, closing: str) -> Iterator[tuple[str, bool, float]]:
        """A word cut at its marks, each piece where it stands within the whole word, in ems."""
        rest, whole = word.removeprefix(opening), self.measure(word).advance
        if opening:
            yield opening, True, 0.0
        if inner := rest.removesuffix(closing):
            yield inner, False, whole - self.measure(rest).advance
        if closing:
            yield closing, True, whole - self.measure(closing).advance
