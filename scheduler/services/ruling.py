"""What a person corrects in the reading of a statement, and how every ruling is kept; the roles of blocks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from quotes.blocks import Block, Role
from quotes.passages import reading
from quotes.rulings import Kind
from scheduler.core.errors import InputError, Stale
from scheduler.core.records import KeptRuling, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import lookups, signing
from scheduler.services.desk import Desk

AUTO = "auto"
"""In a role's place: as the engine finds it."""
_MARK = re.compile(r"(\d+):(.+)")
_ROLES = {re.sub(r"[^a-z]", "", role.value): role for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A block of a statement with its number."""

    n: int
    block: Block
    ruling: KeptRuling | None
    """The person's, where one gave it its role."""


def blocks(statement: KeptStatement) -> list[Shown]:
    """The blocks of *statement* with their roles, numbered from 1."""
    marks = [each for each in statement.rulings if each.kind is Kind.ROLE]

    def by_person(block: Block) -> KeptRuling | None:
        return next((each for each in reversed(marks) if each.ruling.covers(block.start)), None)

    found = enumerate(reading(statement.as_text()).blocks, start=1)
    return [Shown(n=n, block=block, ruling=by_person(block)) for n, block in found]


def mark(desk: Desk, id: str, marks: Sequence[str], *, actor: str, seen: int | None = None) -> "Corrected":
    """Give blocks of a statement the roles in *marks*, each ``NUMBER:ROLE``, or ``NUMBER:auto`` to undo.

    All of them or none. Raises ``InputError``, ``NotFound``, ``Stale``.
    """

    def rule(act: Act) -> None:
        shown = blocks(act.statement)
        for n, role in dict(_parsed(each, shown, id) for each in marks).items():
            _mark(act, shown[n - 1], role)

    return changed(desk, id, rule, actor=actor, seen=seen)


def _mark(act: "Act", shown: Shown, role: Role | None) -> None:
    """Give one block its role; what a person said of it before is undone."""
    old = shown.ruling
    if old is not None and role is not None and old.value == role.value:
        return
    if old is not None:
        act.undo(old)
    if role is not None:
        act.add(Kind.ROLE, start=shown.block.start, end=shown.block.end, value=role.value)


def _parsed(mark: str, shown: Sequence[Shown], id: str) -> tuple[int, Role | None]:
    """The number and the role in *mark*; None for ``auto``."""
    found = _MARK.fullmatch(mark.strip())
    if not found:
        raise InputError(f"{mark!r} marks nothing.", remedy="Write a block's number and its role: 12:about.")
    n, word = int(found[1]), found[2].strip()
    if not 1 <= n <= len(shown):
        raise InputError(
            f"There is no block {n}: {id} has {len(shown)}.", remedy=f"See 'drumbeat statement show {id}'."
        )
    if word == AUTO:
        return n, None
    role = _ROLES.get(re.sub(r"[^a-z]", "", word.lower()))
    if role is None:
        roles = f"Roles: {', '.join(Role)}, or {AUTO} to undo."
        raise InputError(f"There is no role {word!r}.", remedy=roles)
    return n, role


# --- what every ruling does ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A statement after a ruling, and the drafts that were signed anew by it."""

    statement: KeptStatement
    signed: tuple[signing.Signed, ...] = ()
    kept_back: tuple[tuple[str, str], ...] = ()
    """Deliveries that may not go out because of whom they name, with the reason."""
    live: tuple[signing.LiveName, ...] = ()
    """What followers can see of whom it must not name."""


@dataclass(slots=True, kw_only=True)
class Act:
    """One change of the rulings on a statement, within a transaction."""

    unit: Unit
    statement: KeptStatement
    actor: str
    now: datetime

    def add(self, kind: Kind, **place: Any) -> KeptRuling:
        """Keep a new ruling; *place* is its span, its name and its value, as far as it has them."""
        numbers = [each.n for each in self.unit.statements.rulings(self.statement.id)]
        ruling = KeptRuling(
            statement=self.statement.id,
            n=max(numbers, default=0) + 1,
            kind=kind,
            at=self.now,
            by=self.actor,
            **place,
        )
        self.unit.statements.add_ruling(ruling)
        self.statement = replace(self.statement, rulings=(*self.statement.rulings, ruling))
        return ruling

    def undo(self, ruling: KeptRuling) -> None:
        """Take *ruling* back."""
        self.unit.statements.undo_ruling(ruling, at=self.now, by=self.actor)
        left = tuple(each for each in self.statement.rulings if each.n != ruling.n)
        self.statement = replace(self.statement, rulings=left)


def changed(desk: Desk, id: str, rule: Callable[[Act], None], *, actor: str, seen: int | None) -> Corrected:
    """Let *rule* correct the statement called *id*, and whatever is on its way follow.

    *seen* is the revision that the person saw, if any. Raises ``NotFound``, ``Stale``.
    """
    with desk.store.write() as unit:
        before = lookups.statement(unit, id)
        if seen is not None and seen != before.revision:
            raise Stale(f"{id} was changed since it was shown.", remedy=f"See 'drumbeat speakers {id}'.")
        act = Act(unit=unit, statement=before, actor=actor, now=desk.clock.now())
        rule(act)
        if act.statement.rulings == before.rulings:
            return Corrected(statement=before)
        unit.statements.save(replace(before, changed_by=actor))
        signing.follow(unit, before, act.statement, actor=actor, now=act.now)
    return signed_anew(desk, id, actor=actor)


def signed_anew(desk: Desk, id: str, *, actor: str) -> Corrected:
    """Let the drafts of the statement called *id* name whom their excerpts are by; raises ``NotFound``."""
    signed = tuple(signing.sign(desk, id, actor=actor))
    with desk.store.read() as unit:
        statement = lookups.statement(unit, id)
    return Corrected(
        statement=statement,
        signed=signed,
        kept_back=tuple(signing.kept_back(desk, id)),
        live=tuple(signing.live_names(desk, id)),
    )
