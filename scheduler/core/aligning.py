"""Where the words of one text stand in another version of it: by its paragraphs, and within them by words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from quotes import verbatim
from quotes.blocks import Block, split, trimmed
from quotes.matching import cuts_a_word
from scheduler.core.differences import marked, pieces

_MOST_WORDS = 2_000
"""Paragraphs of more words than this, in which much changed, are not compared word by word: it takes long."""
_RUN = 8
"""Characters of the runs by which two texts are likened: a word and a half, in most scripts."""
_MARKS = {"“": '["“”]', "”": '["“”]', '"': '["“”]', "‘": "['‘’]", "’": "['‘’]", "'": "['‘’]"}


def in_common(one: str, other: str) -> float:
    """How much of the shorter text stands in the other one: its runs of some characters that are in both."""
    first, second = (_runs(verbatim.collapse(text).casefold()) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _runs(text: str) -> set[str]:
    return {text[n : n + _RUN] for n in range(max(1, len(text) - _RUN + 1))}


def places(text: str, raw: str) -> list[tuple[int, int]]:
    """Where *raw* stands in *text* so that it is shown in the same way, without parting a word."""
    shown = verbatim.display(raw)
    words = ("".join(_MARKS.get(char, re.escape(char)) for char in word) for word in raw.split())
    pattern = re.compile(r"\s+".join(words))
    found = (match.span() for match in pattern.finditer(text)) if raw.strip() else ()
    return [
        span
        for span in found
        if not any(cuts_a_word(text, at) for at in span) and verbatim.display(text[slice(*span)]) == shown
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Paragraphs of both texts that belong together, and what in them is the same."""

    old: tuple[int, int]
    new: tuple[int, int]
    """Empty where they were taken out."""
    same: tuple[tuple[int, int, int], ...]
    """Offset in the old text, offset in the new one, length."""
    unchanged: bool


class Alignment:
    """An old and a new version of a text. Offsets are code points."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._stretches = list(_stretches(old, new))
        self._starts = [each.old[0] for each in self._stretches if each.old[0] < each.old[1]]
        self._known = [each for each in self._stretches if each.old[0] < each.old[1]]

    def changes(self, *, around: int) -> list[str]:
        """What changed, paragraph by paragraph, with so many characters around it on each side."""
        return [
            marked(self._old[slice(*each.old)], self._new[slice(*each.new)], around=around)
            for each in self._stretches
            if not each.unchanged
        ]

    def unchanged(self, start: int, end: int) -> bool:
        """Whether the paragraphs around these offsets of the old text stand in the new one as they were."""
        return all(each.unchanged for each in self._around(start, end))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """What stands now where the old text has these offsets; None where nothing of it is left."""
        touched = self._around(start, end)
        kept = [each for each in touched if each.new[0] < each.new[1]]
        if not kept:
            return None
        first, last = kept[0], kept[-1]
        begins = max((_right_of(same, start) for same in first.same if same[0] < start), default=first.new[0])
        ends = min(
            (_left_of(same, end) for same in last.same if same[0] + same[2] > end), default=last.new[1]
        )
        found = trimmed(self._new, begins, max(begins, ends))
        return found if found[0] < found[1] else None

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the words at these offsets of the old text stand in the new one, shown in the same way.

        Where they stand several times: the place that follows from what is around them, else their order.
        """
        raw = self._old[start:end]
        found = places(self._new, raw)
        here = self.span(start, end)
        if len(found) < 2 or here in found:
            return here if here in found else next(iter(found), None)
        before = places(self._old, raw)
        if len(before) == len(found) and (start, end) in before:
            return found[before.index((start, end))]
        about = here[0] if here else start
        return min(found, key=lambda each: abs(each[0] - about))

    def _around(self, start: int, end: int) -> list[_Stretch]:
        first = max(0, bisect_right(self._starts, start) - 1)
        return [each for each in self._known[first:] if each.old[0] < end and each.old[1] > start]


def _right_of(same: tuple[int, int, int], at: int) -> int:
    """Where the new text goes on after what is the same up to *at*."""
    return same[1] + min(same[2], at - same[0])


def _left_of(same: tuple[int, int, int], at: int) -> int:
    """Where the new text is the same again from *at* on."""
    return same[1] + max(0, at - same[0])


def _stretches(old: str, new: str) -> Iterator[_Stretch]:
    before, after = split(old), split(new)
    was, now = _collapsed(old, before), _collapsed(new, after)
    for _, i, j, k, n in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if j - i == n - k:
            yield from (_stretch(old, new, [a], [b]) for a, b in zip(before[i:j], after[k:n], strict=True))
        else:
            yield _stretch(old, new, before[i:j], after[k:n])


def _collapsed(text: str, blocks: Sequence[Block]) -> list[str]:
    return [verbatim.collapse(block.of(text)) for block in blocks]


def _stretch(old: str, new: str, before: Sequence[Block], after: Sequence[Block]) -> _Stretch:
    first = (before[0].start, before[-1].end) if before else (0, 0)
    second = (after[0].start, after[-1].end) if after else (0, 0)
    was, now = old[slice(*first)], new[slice(*second)]
    return _Stretch(
        old=first,
        new=second,
        same=tuple(_same(was, now, first[0], second[0])),
        unchanged=bool(before) and verbatim.display(was) == verbatim.display(now),
    )


def _same(was: str, now: str, old: int, new: int) -> Iterator[tuple[int, int, int]]:
    """What *was* and *now* have in common, in order, where they begin at the offsets *old* and *new*."""
    if was == now:
        yield old, new, len(was)
        return
    if max(was.count(" "), now.count(" ")) > _MOST_WORDS:
        return
    for piece in pieces(was, now):
        length = len(piece.text)
        if piece.kind == "same":
            yield old, new, length
        old += length if piece.kind != "new" else 0
        new += length if piece.kind != "gone" else 0
