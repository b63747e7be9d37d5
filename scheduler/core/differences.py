"""What differs between two texts, word by word, for a person who must see it before they say yes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W\d_][^\W_]*|\d+|\s+|.", re.DOTALL)
"""A word, a number, white space, or one other character. Scripts without spaces give whole runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of both texts (``same``), of the old alone (``gone``) or of the new alone (``new``)."""

    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """The stretches that make *old* of the same and gone ones, and *new* of the same and new ones."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[Piece] = []
    for kind, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(kind="same", text="".join(before[i:j])))
            continue
        if i < j:
            found.append(Piece(kind="gone", text="".join(before[i:j])))
        if k < n:
            found.append(Piece(kind="new", text="".join(after[k:n])))
    return found


_SEAMS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


def marked(old: str, new: str, *, around: int | None = None) -> str:
    """Both texts in one: ``[-gone-]`` and ``{+new+}``, also where no colour is.

    *around* is how many characters of what stayed the same are kept on each side of a change; None keeps all.
    """
    return "".join(_marked(pieces(old, new), around))


def _marked(found: list[Piece], around: int | None) -> Iterator[str]:
    for n, piece in enumerate(found):
        before, after = _SEAMS[piece.kind]
        text = piece.text
        if piece.kind == "same" and around is not None:
            text = _shortened(text, around, first=n == 0, last=n == len(found) - 1)
        yield f"{before}{text}{after}"


def _shortened(text: str, around: int, *, first: bool, last: bool) -> str:
    head = "" if first else text[:around]
    tail = "" if last else text[-around:]
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"
