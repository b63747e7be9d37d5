"""Whether words stand alone: what in them points outside the excerpt."""

from dataclasses import dataclass

from quotes.languages import Words

_MARKS = "\"“«„「‘'¿¡([ "


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """What points outside: the opening, and references inside the first sentence."""

    opening: str | None
    inside: tuple[str, ...]


def pointers(first: str, words: Words) -> Pointers:
    """What in *first*, an excerpt's first sentence, points outside; a later one points at it."""
    bare = first.lstrip(_MARKS)
    match = words.back.match(bare)
    opening = match.group() if match and not words.opens_well.match(bare) else None
    rest = bare[match.end() :] if match else bare
    inside = tuple(found.group().strip() for found in words.deictic.finditer(rest))
    return Pointers(opening=opening, inside=inside)
