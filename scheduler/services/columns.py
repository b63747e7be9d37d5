"""The columns of a table of posts: which there are, by which headings, and what a row says in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from scheduler.core.errors import LinesError
from scheduler.services.tables import Record, Table, cells, plain

WHEN, WORDS, EXCERPT, ON, REPLY_TO = "when", "words", "excerpt", "on", "reply_to"
_SAME: Mapping[str, str] = {
    "at": WHEN,
    "date": "date",
    "time": "time",
    "text": WORDS,
    "excerpts": EXCERPT,
    "accounts": ON,
    "account": ON,
    "picture": "image",
    "alt_text": "alt",
}
"""Headings that people write for ours; ``date`` and ``time`` together are ``when``."""
_NUMBERED = re.compile(r"(?P<name>image|picture|alt|alt_text)_?(?P<n>[1-4])?")
_WORDS_ON = re.compile(r"(?:words|text)_?(?:on_)?\(?(?P<on>[a-z0-9][a-z0-9_-]*)\)?")
KNOWN = (WHEN, WORDS, EXCERPT, ON, REPLY_TO, "image", "alt", *_SAME)
"""Headings by which a table is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says, each text as it stands in its cells."""

    line: int
    when: str = ""
    words: str = ""
    words_on: Mapping[str, str] = field(default_factory=dict)
    """By account or network."""
    images: Mapping[int, str] = field(default_factory=dict)
    alts: Mapping[int, str] = field(default_factory=dict)
    excerpt: str = ""
    on: str = ""
    reply_to: str = ""


def read(table: Table, names: Sequence[str]) -> tuple[list[Said], list[str]]:
    """What the rows of *table* say, and what is to be told of columns that are passed over.

    *names* are the accounts and networks that words can be for. Raises ``LinesError`` for a heading that is
    nearly one that is known, one that is there twice, and where there is no time or nothing to say.
    """
    columns: dict[str, int] = {}
    problems, remarks = [], []
    for n, heading in enumerate(table.headings):
        name = _column(plain(heading), names)
        if name is None:
            near = get_close_matches(
                plain(heading), [*KNOWN, *(f"words_{each}" for each in names)], n=1, cutoff=0.8
            )
            if near or plain(heading).startswith("words"):
                hint = f"did you mean {near[0]!r}" if near else f"words can be for {', '.join(names)}"
                problems.append(f"line {table.line}: no column is called {heading.strip()!r}; {hint}?")
            elif heading.strip():
                remarks.append(f"The column {heading.strip()!r} is passed over.")
        elif name in columns:
            problems.append(f"line {table.line}: there are two columns for {name}.")
        else:
            columns[name] = n
    if not {WHEN, "date"} & columns.keys():
        problems.append(f"line {table.line}: no column is called 'when'.")
    if not any(name in {WORDS, EXCERPT} or name.startswith("words ") for name in columns):
        problems.append(f"line {table.line}: no column is called 'words' or 'excerpt'.")
    if problems:
        raise LinesError(problems, remedy=_HELP)
    return [_said(record, columns, cells(table, record)) for record in table.records], remarks


_HELP = "Columns: when, words, words_ACCOUNT, image, alt, excerpt, on, reply_to."


def _column(heading: str, names: Sequence[str]) -> str | None:
    """The column that *heading* names; ``words NAME`` for those of one account or network."""
    if heading in {WHEN, WORDS, EXCERPT, ON, REPLY_TO}:
        return heading
    if match := _NUMBERED.fullmatch(heading):
        return f"{_SAME.get(match['name'], match['name'])} {match['n'] or 1}"
    if heading in _SAME:
        return _SAME[heading]
    if match := _WORDS_ON.fullmatch(heading):
        for name in names:
            if match["on"].replace("_", "-") == name.replace("_", "-"):
                return f"words {name}"
    return None


def _said(record: Record, columns: Mapping[str, int], row: Mapping[int, str]) -> Said:
    def cell(name: str) -> str:
        return row[columns[name]] if name in columns else ""

    def numbered(name: str) -> dict[int, str]:
        found = {n: cell(f"{name} {n}") for n in range(1, 5)}
        return {n: text for n, text in found.items() if text.strip()}

    both = " ".join(filter(None, (cell("date").strip(), cell("time").strip())))
    words_on = {name.removeprefix("words "): cell(name) for name in columns if name.startswith("words ")}
    return Said(
        line=record.line,
        when=cell(WHEN).strip() or both,
        words=cell(WORDS),
        words_on={name: text for name, text in words_on.items() if text.strip()},
        images=numbered("image"),
        alts=numbered("alt"),
        excerpt=cell(EXCERPT).strip(),
        on=cell(ON).strip(),
        reply_to=cell(REPLY_TO).strip(),
    )
