"""Ideas of the excerpt engine that can be switched off one at a time, to see what each is worth.

Every name of ``quotes.scoring.WEIGHTS`` is one: it counts nothing then. The others are parts of the engine
that are put out of action, each by what stands in the place of one of its names.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from quotes import passages, pick, scoring
from quotes.blocks import Role
from quotes.excerpt import find
from quotes.standing import Pointers
from quotes.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """What is put in the place of which names while an idea is off."""

    what: str
    places: Mapping[str, Any]
    """By ``module:name``."""


def _none(*_about: object, **_more: object) -> list[Any]:
    """In the place of what finds something."""
    return []


SWITCHES: Mapping[str, Switch] = {
    "roles": Switch(
        what="excerpts come from every block, whatever its role",
        places={"quotes.roles:SPOKEN": frozenset(Role)},
    ),
    "standing alone": Switch(
        what="nothing is taken to point outside",
        places={
            "quotes.standing:stands": lambda *_: True,
            "quotes.scoring:pointers": lambda *_: Pointers(opening=None, inside=(), surely=None),
            "quotes.candidates:pointers": lambda *_: Pointers(opening=None, inside=(), surely=None),
        },
    ),
    "windows": Switch(
        what="one sentence alone, never two or three", places={"quotes.candidates:MOST_SENTENCES": 1}
    ),
    "clauses": Switch(what="no clause of a long sentence", places={"quotes.candidates:_clauses": _none}),
    "openings": Switch(
        what="no opening is left off",
        places={
            "quotes.candidates:_after_linker": lambda *_: None,
            "quotes.candidates:_after_opening": lambda *_: None,
        },
    ),
    "variety": Switch(
        what="what says the same, and whose speaker has others, costs nothing",
        places={"quotes.pick:_REPEATS": 0.0, "quotes.pick:_SAME_SPEAKER": 0.0},
    ),
    "floor": Switch(
        what="whatever its score, it is worth posting",
        places={f"quotes.pick:{name}": -99.0 for name in ("FLOOR", "WORTHLESS", "_DOUBTFUL")},
    ),
}


def names() -> list[str]:
    """All that can be switched off."""
    return [*SWITCHES, *scoring.WEIGHTS]


@contextlib.contextmanager
def without(name: str) -> Iterator[None]:
    """Switch *name* off for a while.

    Raises ``LookupError`` if there is no such idea, or if its place in the engine is gone.
    """
    if name in SWITCHES:
        places = SWITCHES[name].places
    elif name in scoring.WEIGHTS:
        places = {"quotes.scoring:WEIGHTS": {**scoring.WEIGHTS, name: 0.0}}
    else:
        raise LookupError(f"There is no idea {name!r}; there are: {', '.join(names())}.")
    with _put(places):
        yield


@contextlib.contextmanager
def weighing(weights: Mapping[str, float]) -> Iterator[None]:
    """Put other *weights* in the place of the engine's for a while; what they leave out stays."""
    with _put({"quotes.scoring:WEIGHTS": {**scoring.WEIGHTS, **weights}}):
        yield


def amounts(statement: Statement) -> list[tuple[tuple[int, int], dict[str, float]]]:
    """The span of every candidate that the engine chooses among, with the amounts of its features."""
    caught: list[pick.Scored] = []

    def choose(candidates: Sequence[pick.Scored], **_about: object) -> list[pick.Scored]:
        caught.extend(candidates)
        return []

    ones = dict.fromkeys(scoring.WEIGHTS, 1.0)
    with _put({"quotes.scoring:WEIGHTS": ones, "quotes.pick:choose": choose}):
        find(statement)
    return [
        ((each.candidate.start, each.candidate.end), {part.name: part.points for part in each.reasons})
        for each in caught
    ]


@contextlib.contextmanager
def _put(places: Mapping[str, Any]) -> Iterator[None]:
    owners = {place: _owner(place) for place in places}
    before = {place: getattr(owner, name) for place, (owner, name) in owners.items()}
    passages.read.cache_clear()
    try:
        for place, (owner, name) in owners.items():
            setattr(owner, name, places[place])
        yield
    finally:
        for place, (owner, name) in owners.items():
            setattr(owner, name, before[place])
        passages.read.cache_clear()


def _owner(place: str) -> tuple[Any, str]:
    module, _, name = place.partition(":")
    owner = import_module(module)
    if not hasattr(owner, name):
        raise LookupError(f"The engine has no {place} any more: bench/switches.py must follow it.")
    return owner, name
