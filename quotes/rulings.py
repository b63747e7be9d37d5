"""What a person corrected in the reading of a statement. A ruling always wins over what the engine finds.

Rulings name places by offsets, and people by the names that they are listed under, so that they hold
whatever engine reads the statement later.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quotes.blocks import Block, Role

_JOINED = re.compile(r"(,\s+|\s+(?:and|y|e|et|und|&)\s+)")
"""Between the names of people who speak jointly."""


class Kind(StrEnum):
    """What a ruling is about."""

    ROLE = "role"
    """``value`` is the role of the blocks that begin within the span."""
    SPEAKER = "speaker"
    """``value`` says the quotations that begin within the span; None: nobody knows who."""
    NAME = "name"
    """Who is listed as ``name`` is called ``value``."""
    TITLE = "title"
    """``value`` is the title of ``name``: "Executive Director"; kept apart from the name."""
    NEVER = "never"
    """``name`` is not quoted and not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One correction by a person; later ones win over earlier ones. Offsets are code points."""

    kind: Kind
    start: int | None = None
    end: int | None = None
    name: str | None = None
    value: str | None = None

    def covers(self, offset: int) -> bool:
        """Whether *offset* lies in its span."""
        return self.start is not None and self.end is not None and self.start <= offset < self.end


def marked(blocks: Sequence[Block], rulings: Iterable[Ruling]) -> list[Block]:
    """*blocks* with the roles that a person gave them."""
    found = list(blocks)
    for ruling in rulings:
        if ruling.kind is Kind.ROLE and ruling.value is not None:
            role = Role(ruling.value)
            found = [replace(each, role=role) if ruling.covers(each.start) else each for each in found]
    return found


class Names:
    """What people are called, after the rulings in their order."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self._renamed = [each for each in rulings if each.kind is Kind.NAME]
        self.titles: dict[str, str] = {}
        """By name, where a person gave a title."""
        never: set[str] = set()
        for each in rulings:
            if each.name is None:
                continue
            if each.kind is Kind.TITLE:
                self.titles[each.name] = each.value or ""
            elif each.kind is Kind.NEVER:
                never.add(each.name)
            elif each.value is not None and each.name in self.titles:
                self.titles.setdefault(each.value, self.titles.pop(each.name))
        self.never = frozenset(naming for name in never for naming in self.namings(self.called(name)))
        """All namings of those who are not quoted and not named."""

    def called(self, name: str) -> str:
        """What somebody is called whom the statement calls *name*, or several who speak jointly."""
        for each in self._renamed:
            parts = [name] if name == each.name else _JOINED.split(name)
            name = "".join(each.value or part if part == each.name else part for part in parts)
        return name

    def namings(self, name: str) -> frozenset[str]:
        """*name* and all that rulings call by it."""
        others = {each.name for each in self._renamed if each.name and self.called(each.name) == name}
        return frozenset({name, *others})
