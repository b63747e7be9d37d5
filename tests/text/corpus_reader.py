"""The corpus of statements that were written for these tests, with what is expected of each.

``corpus/README.md`` describes the marks.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quotes.passages import Reading, read
from quotes.statement import Statement, normalise
from quotes.verbatim import collapse

CORPUS = Path(__file__).parent / "corpus"
_MARK = re.compile(r"⟦(?P<role>[^⟧]+)⟧|⟨(?P<voice>[^|⟩]+)\||(?P<end>⟩)|(?P<cut>¦)|(?P<never>⟪)|(?P<over>⟫)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, and who says it; None where the statement does not tell."""

    start: int
    end: int
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A statement of the corpus with what is expected of it. Offsets are code points."""

    id: str
    statement: Statement
    blocks: tuple[tuple[int, str], ...]
    """Where each block begins, without its bullet, and its role."""
    sentences: tuple[Sentence, ...]
    never: tuple[tuple[int, int], ...]
    """Where no excerpt may begin."""

    @property
    def text(self) -> str:
        return self.statement.text

    @property
    def reading(self) -> Reading:
        """How the engine reads it."""
        return read(self.statement, self.statement.lang)


def load(path: Path) -> Expected:
    """The statement that *path* holds."""
    head, _, marked = path.read_text("utf-8").partition("\n\n")
    about = dict(line.split(": ", 1) for line in head.splitlines())
    parts: list[str] = []
    blocks: list[tuple[int, str]] = []
    sentences: list[Sentence] = []
    never: list[tuple[int, int]] = []
    at, began, forbidden, speaker = 0, 0, 0, ""
    cursor = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[cursor : mark.start()])
        at += mark.start() - cursor
        cursor = mark.end()
        if mark["role"]:
            blocks.append((at, mark["role"]))
        elif mark["voice"]:
            began, speaker = at, mark["voice"]
        elif mark["cut"] or mark["end"]:
            sentences.append(_sentence("".join(parts), began, at, speaker, about["issuer"]))
            began = at
        elif mark["never"]:
            forbidden = at
        else:
            never.append((forbidden, at))
    text = "".join(parts) + marked[cursor:]
    assert normalise(text) == text, f"{path.name} is not normalised"
    return Expected(
        id=path.stem,
        statement=Statement(text=text, issuer=about["issuer"], lang=about["lang"]),
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        never=tuple(never),
    )


def _sentence(text: str, start: int, end: int, speaker: str, issuer: str) -> Sentence:
    inside = text[start:end]
    return Sentence(
        start=start + len(inside) - len(inside.lstrip()),
        end=start + len(inside.rstrip()),
        speaker={"=": issuer, "?": None}.get(speaker, speaker),
    )


STATEMENTS = [load(path) for path in sorted(CORPUS.glob("*.txt"))]


def shown(text: str, start: int, end: int | None = None) -> str:
    """Words of *text* on one line: all of them, or the first if no *end* is given."""
    if end is None:
        return collapse(text[start : start + 60].split("\n", maxsplit=1)[0])
    return collapse(text[start:end])


def difference(expected: Sequence[str], found: Sequence[str]) -> str:
    """What is expected (-) and what was found (+), line by line; nothing if they are equal."""
    if list(expected) == list(found):
        return ""
    lines = difflib.unified_diff(expected, found, "expected", "found", n=1, lineterm="")
    return "\n" + "\n".join(line for line in lines if not line.startswith("@@"))
