"""Whether words stand alone: what in them points outside the excerpt."""

import re
from dataclasses import dataclass

from quotes.languages import Words

_MARKS = '"“«„‘「¿¡([ '
_EARLY = 3
"""A pronoun among so many first words has nothing before it to stand for."""
_COMMA = re.compile(r"[,،，]")
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z]\w+")
_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """What points outside: the opening, and references inside the first sentence."""

    opening: str | None
    inside: tuple[str, ...]
    surely: str | None
    """What nobody can understand without what stands before."""


def pointers(first: str, words: Words) -> Pointers:
    """What in *first*, an excerpt's first sentence, points outside; a later sentence may point at it."""
    bare = first.lstrip(_MARKS)
    match = words.back.match(bare)
    well = words.opens_well.match(bare)
    opening = match.group() if match and not well else None
    rest = bare[max(match.end() if match else 0, well.end() if well else 0) :]
    found = [found.group().strip() for found in words.deictic.finditer(rest)]
    nobody, outside = _unnamed(bare, words), words.outside.search(rest)
    if not match and (pronoun := _early_pronoun(bare, words) or nobody):
        found.insert(0, pronoun)
    surely = outside.group() if outside else nobody
    return Pointers(opening=opening, inside=tuple(found), surely=surely)


def stands(first: str, words: Words) -> bool:
    """Whether an excerpt whose first sentence is *first* can be understood alone."""
    found = pointers(first, words)
    part = words.fragment.match(first.lstrip(_MARKS)) and not _COMMA.search(first)
    return found.opening is None and found.surely is None and not part


def _early_pronoun(bare: str, words: Words) -> str | None:
    """A pronoun of the third person before anything that it could stand for."""
    for word in list(_WORD.finditer(bare))[:_EARLY]:
        if words.third.fullmatch(word.group()):
            return word.group()
    return None


def _unnamed(bare: str, words: Words) -> str | None:
    """A pronoun for a person whom nothing before it names."""
    pronoun = words.person.search(bare)
    return pronoun.group() if pronoun and not _NAME.search(bare, 1, pronoun.start()) else None
