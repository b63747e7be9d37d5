"""What a person corrected in the reading of a statement. A ruling always wins over what the engine finds.

Rulings name places by offsets, and people by the names that they are listed under, so that they hold
whatever engine reads the statement later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quotes.blocks import Block, Role


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
