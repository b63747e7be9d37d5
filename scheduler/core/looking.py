"""What one look at a network tells about a part whose fate is unknown."""

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core.delivery import Part
from scheduler.core.limits import Lookup
from scheduler.core.ports import NetworkConnection, Published

SKEW = timedelta(seconds=60)
"""How far a network's clock may be behind ours."""

_SCHEME = re.compile("https?://", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a look is for: *part*, first launched at *since*, as an answer to *reply_to*."""

    part: Part
    since: datetime
    reply_to: str | None = None
    taken: Callable[[str], bool] = lambda remote_id: False
    """Whether a remote id is that of another part already: words alone may be those of two."""


def look(connection: NetworkConnection, lookup: Lookup, sought: Sought) -> Verdict:
    """Ask the network once whether what is *sought* is out.

    A keyed network is asked for the record key. On a searched one the account's posts from a minute before
    the launch are matched by any media key of the part or, if it has no pictures, by its words and by what
    it answers. Changes nothing. Errors of the network pass through; ``ValueError`` if a keyed part has no
    key.
    """
    if lookup is Lookup.KEYED:
        return _ask(connection, sought.part)
    found = _match(sought, connection.recent(sought.since - SKEW))
    return Found(published=found) if found else NotSeen()


def _ask(connection: NetworkConnection, part: Part) -> Verdict:
    if part.record_key is None:
        raise ValueError(f"part {part.n} has no record key to ask for")
    found = connection.find(part.record_key)
    return Found(published=found) if found else Absent()


def _match(sought: Sought, recent: Sequence[Published]) -> Published | None:
    part = sought.part
    own = set(part.media_keys)
    for published in recent:
        if own.intersection(published.media_keys):
            return published
    if part.pictures:
        return None
    return next((published for published in recent if _is_it(sought, published)), None)


def _is_it(sought: Sought, published: Published) -> bool:
    """Whether a post is a part without pictures: by its words and what it answers, if no other part is it."""
    same = same_words(sought.part.words, published) and published.reply_to == sought.reply_to
    return same and not sought.taken(published.remote_id)


def same_words(words: str, published: Published) -> bool:
    """Networks compose letters, fold white space, and some escape ``&``, ``<`` and ``>`` for HTML.

    A domain alone becomes a link by ``http://`` being put before it.
    """
    return _plain(words) in {_plain(published.words), _plain(html.unescape(published.words))}


def _plain(words: str) -> str:
    return _SCHEME.sub("", " ".join(unicodedata.normalize("NFC", words).split()))
