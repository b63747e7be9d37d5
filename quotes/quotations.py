"""Where quotation marks open and close, across paragraphs, whatever marks the statement uses.

A quotation whose paragraph lacks the closing mark goes on in the next one, with or without a new
opening mark. Marks within marks stay inside. What is too short to be a quotation (a term, a scare
quote) or grows out of the narrator's own sentence (she said it would "leave us behind") is kept apart:
nobody can be quoted with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quotes.blocks import Block, trimmed

OPENING = "“„«「『"
CLOSING = "”»」』"
MARKS = re.compile(f'["{OPENING}{CLOSING}‟❝❞＂]')
_FAR = 8
"""A quotation without its closing mark goes on over at most so many paragraphs."""
_MIN_WORDS, _MIN_WIDE = 5, 10
"""Fewer words, or Chinese and Japanese characters, are a term and not a quotation."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ENDS_CLAUSE = frozenset('.,:;!?…–—-)]”"»：，。、،؛')
_MARK_OR_SPACE = f' \t\u00a0\u202f"{OPENING}'
_SAYS_THAT = re.compile(r"(?:\bthat|\bque|\bqu['’]|\bdass|\bche|أن)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The inside of a pair of marks within one block: ``text[start:end]``."""

    start: int
    end: int
    block: int
    """Index of its block."""
    thread: int
    """The same for the parts of one quotation over several paragraphs."""
    whole: bool
    """Whether somebody can be quoted with it: no term, no piece of the narrator's sentence."""


def find(text: str, blocks: Sequence[Block]) -> list[Quotation]:
    """All quotations of *text* in order."""
    found: list[Quotation] = []
    goes_on, thread = False, 0
    for n, block in enumerate(blocks):
        for start, end, closed in _spans(text, block, goes_on=goes_on):
            thread += not goes_on
            goes_on = not closed and _goes_on(text, blocks, n)
            span = trimmed(text, start, end)
            if span[0] < span[1]:
                whole = _is_whole(text, block, span)
                found.append(Quotation(start=span[0], end=span[1], block=n, thread=thread, whole=whole))
    return found


def _spans(text: str, block: Block, *, goes_on: bool) -> Iterator[tuple[int, int, bool]]:
    """The insides of the block's outer marks, and whether each is closed."""
    depth, begin = (1, _after_mark(text, block)) if goes_on else (0, block.start)
    for match in MARKS.finditer(text, begin, block.end):
        at = match.start()
        if _opens(text, at, block, depth):
            begin = at + 1 if depth == 0 else begin
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield begin, at, True
    if depth:
        yield begin, block.end, False


def _after_mark(text: str, block: Block) -> int:
    return block.start + (MARKS.match(text, block.start) is not None)


def _opens(text: str, at: int, block: Block, depth: int) -> bool:
    """Whether the mark at *at* opens: by what stands beside it, else by its shape.

    Typists mix up the marks ("worse,“ she said") and leave out spaces (Force."Those who).
    """
    mark = text[at]
    before = text[at - 1] if at > block.start else " "
    after = text[at + 1] if at + 1 < block.end else " "
    if mark in "「『":
        return True
    if mark in "」』":
        return False
    free = before.isspace() or before in "([—–-/¿¡‘'" or MARKS.match(before) is not None
    if mark in "«»":
        return mark == "«" or (free and not after.isspace() and depth == 0)
    if free != (after.isspace() or after in ".,;:!?…)]"):
        return free
    if mark == '"':
        return depth == 0
    return mark in OPENING and not (mark == "“" and _low_open(text, block, at))


def _low_open(text: str, block: Block, at: int) -> bool:
    """Whether “ closes here, as in German: a „ stands open before it."""
    return text.rfind("„", block.start, at) > text.rfind("“", block.start, at)


def _goes_on(text: str, blocks: Sequence[Block], n: int) -> bool:
    """Whether the quotation left open in block *n* goes on in the next one."""
    for later in blocks[n + 1 : n + 1 + _FAR]:
        first = MARKS.match(text, later.start, later.end)
        if first and _opens(text, later.start, later, 0):
            return True
        if _closes_first(text, later):
            return True
    return False


def _closes_first(text: str, block: Block) -> bool:
    """Whether a mark closes in *block* that was opened before it."""
    depth = 1
    for match in MARKS.finditer(text, block.start, block.end):
        depth += 1 if _opens(text, match.start(), block, depth) else -1
        if depth == 0:
            return True
    return False


def _is_whole(text: str, block: Block, span: tuple[int, int]) -> bool:
    inside = text[span[0] : span[1]]
    if len(inside.split()) < _MIN_WORDS and len(_WIDE.findall(inside)) < _MIN_WIDE:
        return False
    before = text[block.start : span[0]].rstrip(_MARK_OR_SPACE)
    if not before or before[-1] in _ENDS_CLAUSE:
        return True
    return not _SAYS_THAT.search(before) and inside[0].isupper() and inside[-1] in ".!?…,"
