"""Statements that readers have judged, as a folder holds them.

``statements/ID.txt`` is a text in UTF-8, whose offsets are code points. What was said of it stands in
``statements/ID.json`` (up to five picks each of several readers, and what must be no excerpt), or in one
``picks.json`` for all (the picks of one reader, best first).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from quotes.statement import Statement, normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a statement, in code points of its normalised text."""

    start: int
    end: int
    speaker: str | None = None
    """Who is said to say it."""
    reason: str = ""
    """Why an editor avoids it."""

    def shared_with(self, other: "Span") -> int:
        """How many characters both hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def meets(self, other: "Span") -> bool:
        """Whether they share at least 60 % of either."""
        shared = self.shared_with(other)
        return shared >= 0.6 * (other.end - other.start) and shared >= 0.6 * max(1, self.end - self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A statement, and what readers said of it."""

    id: str
    text: str
    """Normalised, as Drumbeat keeps it."""
    lang: str
    issuer: str
    default_speaker: str
    """Who signs the text's own voice."""
    readers: tuple[tuple[Span, ...], ...]
    """The picks of each reader, best first."""
    best: tuple[Span, ...]
    """What at least two of several readers picked, or all that a single one did."""
    boilerplate: tuple[Span, ...] = ()
    avoid: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    aliases: Mapping[str, tuple[str, ...]]
    """Other namings of a speaker that are right."""

    @property
    def statement(self) -> Statement:
        """As an organizer would add it: with its issuer, its language left to be found."""
        return Statement(text=self.text, issuer=self.issuer)


def read(folder: Path) -> list[Judged]:
    """The judged statements of *folder* by id.

    Raises ``FileNotFoundError`` if it holds none.
    """
    found = list(_by_one(folder) if (folder / "picks.json").exists() else _by_several(folder))
    if not found:
        raise FileNotFoundError(f"{folder} holds no judged statements: no picks.json, no statements/*.json.")
    return sorted(found, key=lambda each: each.id)


def _by_several(folder: Path) -> Iterator[Judged]:
    below = folder / "statements"
    for path in (below if below.is_dir() else folder).glob("*.json"):
        said = _loaded(path)
        raw = _raw(path.with_suffix(".txt"))
        spans = partial(_spans, raw)
        yield Judged(
            id=said["id"],
            text=normalise(raw),
            lang=said["lang"],
            issuer=said["issuer"],
            default_speaker=said["default_speaker"],
            readers=tuple(spans(picks) for picks in said["readers"].values()),
            best=spans(said["best"]),
            boilerplate=spans(said["boilerplate"]),
            avoid=spans(said["avoid"]),
            quotes=spans(said["quotes"]),
            aliases={name: tuple(others) for name, others in said.get("aliases", {}).items()},
        )


def _by_one(folder: Path) -> Iterator[Judged]:
    for name, said in _loaded(folder / "picks.json").items():
        raw = _raw(folder / "statements" / f"{name}.txt")
        picks = _spans(raw, said["picks"])
        yield Judged(
            id=name,
            text=normalise(raw),
            lang=said["lang"],
            issuer=said["issuer"],
            default_speaker=said["issuer"],
            readers=(picks,),
            best=picks,
            aliases={},
        )


def _loaded(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def _raw(path: Path) -> str:
    """The file's text with its line ends as they are, for offsets count them."""
    return path.read_bytes().decode("utf-8")


def _spans(raw: str, told: list[dict[str, Any]]) -> tuple[Span, ...]:
    """The spans that *told* gives for *raw*, moved to where their words stand in the normalised text."""
    return tuple(
        Span(
            start=len(normalise(raw[: each["start"]])),
            end=len(normalise(raw[: each["end"]])),
            speaker=each.get("speaker"),
            reason=each.get("reason", ""),
        )
        for each in told
    )
