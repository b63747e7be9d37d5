"""From the lines of pages to paragraphs: where one ends, what repeats, which hyphens are the text's own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from quotes.readers.lines import joined

_EDGE = 2
"""Lines at the top and at the bottom of a page that may be its furniture."""
_PAGE_NUMBER = re.compile(r"\W*(?:\w{1,8}\s)?\d{1,3}(?:\s*(?:/|\w{1,4})\s*\d{1,3})?\W*")
_GOES_ON = re.compile(r"\W*more\W*", re.IGNORECASE)
_WIDER = 1.25
"""So much more than the usual distance between lines stands between paragraphs."""
_ROOM = 0.82
"""A line that the next word would have made no longer than this, to a full line, was ended on purpose."""
_INDENT = (6.0, 60.0)  # points by which a paragraph's first line is set in
_BULLET = re.compile(r"(?:[•◦▪‣●·►➢✓]|[*–-]\s|\(?\d{1,2}[.)]\s)")
_ENDS = re.compile(r"[.!?…:。！？؟][\"”’»)\]]*$")
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_GOES_WITH = re.compile(r"(?:and|or|und|oder|bzw|y|o|e|et|ou)\b")
"""After these a hyphen stands for the rest of a word: "Frauen- und Männer"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page: its words, where it begins, in points from the left and the bottom, and its size."""

    text: str
    left: float
    bottom: float
    size: float

    def longer(self, text: str) -> "Line":
        """The line with *text* after it."""
        return replace(self, text=self.text + text)


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """*pages* without what repeats at their edges, kept once; and what was left out."""
    pages = [[replace(line, text=" ".join(line.text.split())) for line in lines] for lines in pages]
    kinds = Counter(kind for lines in pages for kind in {_kind(line) for line in _edges(lines)})
    repeated = {kind for kind, count in kinds.items() if count > 1 and 2 * count > len(pages)}
    seen: set[tuple[str, int]] = set()
    left_out: dict[str, None] = {}
    kept: list[list[Line]] = []
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        kept.append([])
        for line in lines:
            furniture = id(line) in edges and len(pages) > 1 and _is_furniture(line, repeated, seen)
            if furniture:
                left_out[line.text] = None
            else:
                kept[-1].append(line)
    return kept, list(left_out)


def _edges(lines: Sequence[Line]) -> Sequence[Line]:
    by_height = sorted(lines, key=lambda line: -line.bottom)
    return (*by_height[:_EDGE], *by_height[max(_EDGE, len(lines) - _EDGE) :])


def _kind(line: Line) -> tuple[str, int]:
    """What makes two lines the same furniture: the words but for numbers, and the height."""
    return re.sub(r"\d+", "0", line.text), round(line.bottom / 4)


def _is_furniture(line: Line, repeated: set[tuple[str, int]], seen: set[tuple[str, int]]) -> bool:
    if _GOES_ON.fullmatch(line.text):
        return True
    kind = _kind(line)
    if kind not in repeated:
        return False
    again = kind in seen
    seen.add(kind)
    return again or _PAGE_NUMBER.fullmatch(line.text) is not None


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[str, list[str]]:
    """The text of *pages*, an empty line between paragraphs; and words whose hyphen may not be theirs."""
    lines = [line for page in pages for line in page]
    starts = {id(page[0]) for page in pages if page}
    ends = _Ends(lines)
    words = _Hyphens(lines)
    text = ""
    for before, line in pairwise((None, *lines)):
        if line is None:
            continue
        if before is None:
            text = line.text
        elif ends.between(before, line, page_turned=id(line) in starts):
            text += "\n\n" + line.text
        else:
            text = words.join(text, line.text)
    return text, words.doubtful


class _Ends:
    """Whether a paragraph ends between two lines, by the habits of the whole text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        lengths = sorted(len(line.text) * line.size for line in lines)
        self._full = quantiles(lengths, n=20)[-1] if len(lengths) > 1 else 0.0
        steps = Counter(
            round(step, 1) for before, line in pairwise(lines) if (step := _step(before, line)) > 0
        )
        self._step = steps.most_common(1)[0][0] if steps else 0.0
        self._left = Counter(round(line.left) for line in lines).most_common(1)[0][0] if lines else 0

    def between(self, before: Line, line: Line, *, page_turned: bool) -> bool:
        """Whether *line* begins a paragraph after *before*."""
        if abs(before.size - line.size) > 0.06 * before.size or _BULLET.match(line.text):
            return True
        if self._has_room(before, line):
            return True
        if page_turned:
            return _ENDS.search(before.text) is not None
        step = _step(before, line)
        return step <= 0 or step > _WIDER * self._step or self._is_indented(before, line)

    def _has_room(self, before: Line, line: Line) -> bool:
        """Whether the first word of *line* would have stood on the line *before*."""
        word = line.text.partition(" ")[0]
        return (len(before.text) + 1 + len(word)) * before.size < _ROOM * self._full

    def _is_indented(self, before: Line, line: Line) -> bool:
        low, high = _INDENT
        return low <= line.left - before.left <= high and abs(before.left - self._left) < low


def _step(before: Line, line: Line) -> float:
    """The distance between two lines, as a multiple of their size; 0 where it says nothing."""
    return (before.bottom - line.bottom) / line.size if line.size > 0 else 0.0


class _Hyphens:
    """Joins words that were broken at a line's end, where the rest of the text shows how they are written."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.doubtful: list[str] = []
        self._words = {word.lower() for line in lines for word in _whole_words(line.text)}

    def join(self, text: str, line: str) -> str:
        """*text* with *line* after it, as one line."""
        if text.endswith("\u00ad"):
            return text[:-1] + line
        broken = _BROKEN.search(text)
        rest = re.match(r"[^\W\d_]+", line)
        if not broken or not rest or not rest[0][0].islower() or _GOES_WITH.match(line):
            return text + line if broken and rest and not _GOES_WITH.match(line) else joined(text, line)
        whole, apart = (f"{broken[1]}{sign}{rest[0]}" for sign in ("", "-"))
        if whole.lower() in self._words and apart.lower() not in self._words:
            return text[:-1] + line
        if apart.lower() not in self._words:
            self.doubtful.append(apart)
        return text + line


def _whole_words(line: str) -> Iterator[str]:
    """The words of *line* that are not cut by its ends."""
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", line):
        if not line.startswith("-", match.end()):
            yield match[0]
