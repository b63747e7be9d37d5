"""Breaking a text into lines of one size: where it may break, and which breaks look best.

Pure: it knows a text's measure only through a callable. Measures are ems, y upwards.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The room a text takes: its advance, and where its ink begins, ends above and ends below, in ems."""

    advance: float
    left: float
    top: float
    bottom: float


Measure = Callable[[str], Extent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An unbreakable piece of a text, and the space after it, which vanishes at a line's end."""

    text: str
    after: str


_ROUNDING = 1e-9
"""Sums of advances taken in another order may differ by so much."""
_THIN = 0.1
"""A text may be all of invisible characters; its width is taken for so much, to compare with."""

_STAYS = "\u00a0\u2007\u202f\u2060\ufeff"
_SPACE = rf"[^\S{_STAYS}]"
_BREAKS = re.compile(
    rf"""
    {_SPACE}+                                      # after white space that is not glue
    | (?<=[^\W\d_][-\u2010/]) (?=[^\W\d_])         # after a hyphen or a slash between letters
    | (?<=[\w.,;:!?)\u2019\u201d][\u2014\u2e3a]) (?=\w)     # after a long dash between words
    | (?<=\w\u2013) (?=[^\W\d_])                   # after a short dash, but not within 2019–2021
    | (?<=\u200b)                                  # where a zero-width space says so
    """,
    re.VERBOSE,
)
"""A subset of the Unicode line breaking rules, UAX #14 (https://www.unicode.org/reports/tr14/), that is
enough for scripts with spaces between words."""


def words(text: str) -> list[Word]:
    """*text* cut where a line may end; put together again, with the spaces, it is *text* exactly."""
    found, start = [], 0
    for match in _BREAKS.finditer(text):
        if match.start() > 0 and match.end() < len(text):
            found.append(Word(text=text[start : match.start()], after=match.group()))
            start = match.end()
    found.append(Word(text=text[start:], after=""))
    return found


class Paragraph:
    """A text's words with their measures, ready to be tried at many widths."""

    def __init__(self, text: str, measure: Measure, *, opening: str = "", reach: float = 0.0) -> None:
        """*opening* is the part of *text* that hangs to the left of the lines, by *reach* ems at most."""
        self.words = words(text)
        extents = [measure(word.text) for word in self.words]
        self.top = max(extent.top for extent in extents)
        self.bottom = min(extent.bottom for extent in extents)
        bare = measure(self.words[0].text.removeprefix(opening))
        self.hang = min(extents[0].advance - bare.advance + bare.left - extents[0].left, reach)
        """How far the ink of the opening stands to the left of the lines."""
        self._indents = [self.hang + extents[0].left, *(extent.left for extent in extents[1:])]
        spaces = [measure(word.after).advance if word.after else 0.0 for word in self.words]
        steps = [extent.advance + space for extent, space in zip(extents, spaces, strict=True)]
        self._starts = [0.0, *accumulate(steps)]
        self._ends = [end - space for end, space in zip(self._starts[1:], spaces, strict=True)]

    def offset(self, start: int, word: int) -> float:
        """Where *word* begins in a line that begins with *start*: at 0 the ink of the line begins."""
        return self._starts[word] - self._starts[start] - self._indents[start]

    def width(self, start: int, end: int) -> float:
        """The width of the words *start* to *end* as one line, from the margin."""
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
            for end in range(start + 1, total + 1):
                wide = self.width(start, end)
                if wide > width + _ROUNDING:
                    break
                if last and end < total:
                    continue
                cost = before + ((ideal - wide) / ideal) ** 2 + self._strain(end)
                if last and start and (end - start == 1 or wide < 0.4 * ideal):
                    cost += 4.0  # a last line of one word, or a short one
                if end not in found or cost < found[end][0]:
                    found[end] = (cost, start)
        return found

    def _strain(self, end: int) -> float:
        """What a break before the word *end* costs the reader; less than nothing after punctuation."""
        return 0.0 if end == len(self.words) else strain(self.words[end - 1].text, self.words[end].text)


def strain(before: str, after: str) -> float:
    """What a line's end between two words costs the reader, beside a line's squared raggedness.

    A short word is stranded; a figure wants its unit, a compound or a name its other half; a break after
    punctuation reads well.
    """
    if before[-1:] in ",;:.!?—–":
        return -0.01
    if before[-1:].isdigit() or before[-1:] in "-\u2010/":
        return 0.06
    if before[:1].isupper() and after[:1].isupper():
        return 0.08
    return 0.02 if len(before) <= 2 else 0.0
