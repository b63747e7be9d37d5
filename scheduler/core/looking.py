"""What one look at a network tells about a part whose fate is unknown."""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core.delivery import Part
from scheduler.core.limits import Lookup
from scheduler.core.ports import NetworkConnection, Published

SKEW = timedelta(seconds=60)
"""How far a network's clock may be behind ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """It is out. On a keyed network what is there may be other content: compare before trusting it."""

    published: Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """It is certainly not out: the network was asked by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSeen:
    """It is not among the account's recent posts, which proves nothing."""


Verdict = Found | Absent | NotSeen


def look(connection: NetworkConnection, lookup: Lookup, part: Part, since: datetime) -> Verdict:
    """Ask the network once whether *part*, first launched at *since*, is out.

    A keyed network is asked for the record key. On a searched one the account's posts from a minute
    before *since* are matched by any media key of the part or, if it has no pictures, by its words.
    Changes nothing. Errors of the network pass through; ``ValueError`` if a keyed part has no key.
    """
    if lookup is Lookup.KEYED:
        return _ask(connection, part)
    found = _match(part, connection.recent(since - SKEW))
    return Found(published=found) if found else NotSeen()


def _ask(connection: NetworkConnection, part: Part) -> Verdict:
    if part.record_key is None:
        raise ValueError(f"part {part.n} has no record key to ask for")
    found = connection.find(part.record_key)
    return Found(published=found) if found else Absent()


def _match(part: Part, recent: Sequence[Published]) -> Published | None:
    own = set(part.media_keys)
    for published in recent:
        if own.intersection(published.media_keys):
            return published
    if part.pictures:
        return None
    return next((published for published in recent if same_words(part.words, published)), None)


def same_words(words: str, published: Published) -> bool:
    """Networks compose letters, fold white space, and some escape ``&``, ``<`` and ``>`` for HTML."""
    return _plain(words) in {_plain(published.words), _plain(html.unescape(published.words))}


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())
