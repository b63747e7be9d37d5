"""Lines on a card: the words of a paragraph, each where it is to be drawn. Pixels, y downwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quotes.cards.lines import Glyph, Measure, Paragraph
from quotes.cards.theme import Ink, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a line in one font and one ink, its origin at *x*; its glyphs in ems from there."""

    text: str
    ink: Ink
    x: float
    font: str
    glyphs: tuple[Glyph, ...]
    advance: float
    """In pixels."""


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
    top: float
    """Where its ink may end above the baseline, in ems, y upwards; like ``bottom``."""
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def moved(self, left: float) -> "Line":
        """The line sideways, so that it begins at *left*."""
        by = left - self.left
        runs = tuple(replace(run, x=run.x + by) for run in self.runs)
        return replace(self, left=left, right=self.right + by, runs=runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where lines stand: between two edges, along the one where lines start, the other, or in the middle.

    Edges are told as if lines started at the left; ``mirrored`` are those of a card whose lines start at the
    right.
    """

    left: int
    right: int
    align: Literal["start", "centre", "end"]

    @property
    def width(self) -> int:
        return self.right - self.left

    def place(self, width: float) -> float:
        """The left end of a line that is *width* wide."""
        if self.align == "start":
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
        self.part = part
        self.paragraph = Paragraph(text, measure, opening=marks[0], closing=marks[1], reach=reach)

    def lines(
        self, breaks: Sequence[tuple[int, int]], size: int, column: Column, *, mirrored: int | None = None
    ) -> list[Line]:
        """The lines of *breaks* on the baseline 0; *mirrored*: the width of a card that runs leftwards."""
        return [self._line(start, end, size, column, mirrored) for start, end in breaks]

    def _line(self, start: int, end: int, size: int, column: Column, mirrored: int | None) -> Line:
        width = self.paragraph.width(start, end) * size
        left = column.place(width)
        if mirrored is not None:
            left = mirrored - left - width
        return Line(
            part=self.part,
            text=self.paragraph.text(start, end),
            after=self.paragraph.after(end),
            size=size,
            baseline=0,
            left=left,
            right=left + width,
            runs=self.runs(start, end, size, left),
            top=self.paragraph.top,
            bottom=self.paragraph.bottom,
        )

    def runs(self, start: int, end: int, size: int, left: float, ink: Ink | None = None) -> tuple[Run, ...]:
        """The pieces of a line from left to right, its box beginning at *left*."""
        return tuple(
            Run(
                text=piece.text,
                ink=ink or ("marks" if piece.mark else self.part),
                x=left + piece.x * size,
                font=piece.font,
                glyphs=piece.glyphs,
                advance=piece.extent.advance * size,
            )
            for piece in self.paragraph.runs(start, end)
        )
