"""Whether words name somebody who is not to be named.

The full name counts in any case, with or without accents, and run together as in handles and hashtags.
A surname alone counts as it is written, unless the statement has another person of that name there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quotes.names import is_person, is_title

_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SHORTEST = 3
"""A surname has so many letters, else it is an initial or a particle."""

_ALSO_WORDS = frozenset({"april", "august", "hope", "june", "justice", "march", "may", "will"})
"""Surnames that sentences have as words too: these alone name nobody."""


def named(words: str, names: Iterable[str], statement: str) -> str | None:
    """The first of *names* that *words* name, or None; *statement* tells people of one surname apart."""
    plain = _plain(words)
    return next((name for name in sorted(names) if _stands(plain, name, statement)), None)


def _stands(plain: str, name: str, statement: str) -> bool:
    whole, surnames = _patterns(name)
    return whole.search(plain) is not None or any(
        not _is_other(plain, found.start(), found.group(), name, statement)
        for surname in surnames
        for found in surname.finditer(plain)
    )


@lru_cache(maxsize=64)
def _patterns(name: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """What finds *name* as a whole, and each of its surnames alone, in ``_plain`` words."""
    parts = [re.escape(part) for part in _plain(name).split()]
    if _SPACELESS.search(name):
        return re.compile(r"[\s·・]*".join(parts)), ()
    joined = r"[\s._-]*".join(parts)
    return re.compile(rf"(?<!\w)[وفبلك]?{joined}(?!\w)", re.IGNORECASE), tuple(
        re.compile(rf"(?:(?<!\w)|(?<=[@#])|(?<=[a-z])(?<!\bMc)(?<!\bMac))[وفبلك]?{surname}(?![a-zß-ÿ])")
        for surname in _surnames(name)
    )


def _surnames(name: str) -> Iterator[str]:
    """The words of *name*, as ``_plain``, that name the person alone."""
    parts = name.split()
    if len(parts) > 1 and name[:1].isupper() and not is_person(name):
        return  # an organization
    for part in parts[1:] or parts:
        alone = len(part) >= _SHORTEST and not part[:1].islower() and not part.endswith(".")
        if alone and part.lower() not in _ALSO_WORDS:
            yield re.escape(_plain(part))


def _is_other(plain: str, at: int, surname: str, name: str, statement: str) -> bool:
    """Whether *surname* at *at* is another person's, of a first name that it has in the statement too."""
    before = re.search(r"([^\W\d_a-z][\w'-]+)\s+$", plain[:at])
    if not before or is_title(before[1]) or before[1] in _plain(name).split():
        return False
    return f"{before[1]} {surname}" in _plain(statement)


@lru_cache(maxsize=64)
def _plain(words: str) -> str:
    """*words* without accents, with plain apostrophes and single spaces."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare.replace("’", "'"))
