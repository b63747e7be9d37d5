"""A statement's blocks: its paragraphs and lines, with exact offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a block is in its statement. Excerpts come from ``BODY`` and ``QUOTATION`` alone."""

    HEADLINE = "headline"
    SUBHEAD = "sub-head"
    HEADING = "heading"
    """A title between paragraphs."""
    RELEASE_LINE = "release line"
    """ "For immediate release", a date."""
    CONTACT = "contact"
    DATELINE = "dateline"
    LEAD_IN = "lead-in"
    """ "… released the following statement:" """
    SALUTATION = "salutation"
    BODY = "body"
    QUOTATION = "quotation"
    """Holds words between quotation marks that somebody is quoted with."""
    ATTRIBUTION = "attribution"
    """ "– Name, role", on its own line below a quotation."""
    CALL_TO_ACTION = "call to action"
    LIST = "list of names"
    SCHEDULE = "schedule"
    SIGN_OFF = "sign-off"
    SIGNATORIES = "signatories"
    BACKGROUND = "background"
    ABOUT = "about"
    TRANSLATOR_NOTE = "translator's note"
    """Who translated the text, or that it is a translation."""
    END_MARK = "end mark"
    FURNITURE = "site furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph or line, trimmed: ``text[start:end]``, without the bullet before it."""

    start: int
    end: int
    bullet: bool = False
    role: Role = Role.BODY

    def of(self, text: str) -> str:
        """The block's words."""
        return text[self.start : self.end]


_LINE = re.compile(r"[^\n\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(
    r"(?:[•◦▪‣●∙·►➢✓]\s*|[*–-]\s+|\(?\d{1,2}(?:[.)]\s+|[.)、](?=[\u4e00-\u9fff]))|[一二三四五六七八九十]{1,3}、)"
    r"(?=[\w\"“«‘'「(¿¡])"
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？：؟؛][\"”’»)\]]*$")
_WRAPPED = (45, 100)
"""A hard-wrapped line's length, in characters."""


def split(text: str) -> list[Block]:
    """*text*'s blocks in order. Hard-wrapped lines are joined; else each line is a block."""
    return [block for group in _paragraphs(text) for block in _blocks(text, group)]


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without an empty line between them, as trimmed spans."""
    group: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        span = trimmed(text, match.start(), match.end())
        if span[0] == span[1] or text.count("\n", last, match.start()) > 1:
            if group:
                yield group
            group = []
        if span[0] < span[1]:
            group.append(span)
        last = match.end()
    if group:
        yield group


def _blocks(text: str, lines: list[tuple[int, int]]) -> Iterator[Block]:
    if _is_wrapped(text, lines):
        lines = [(lines[0][0], lines[-1][1])]
    for start, end in lines:
        bullet = _BULLET.match(text, start, end)
        inside = bullet.end() if bullet and bullet.end() < end else start
        yield Block(start=inside, end=end, bullet=inside > start)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether these lines are one paragraph that an editor broke at a fixed width."""
    full = [text[a:b] for a, b in lines[:-1]]
    if len(full) < 2 or any(_BULLET.match(text, a, b) for a, b in lines[1:]):
        return False
    low, high = _WRAPPED
    if not all(low <= len(line) <= high for line in full):
        return False
    return sum(bool(_ENDS_SENTENCE.search(line)) for line in full) <= len(full) / 3


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; empty at *start* if there is nothing else."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def width(words: str) -> int:
    """Length in characters; a Chinese or Japanese one says as much as two."""
    return len(words) + sum("\u3040" <= char <= "\u9fff" for char in words)
