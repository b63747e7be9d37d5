"""Withdrawing a statement, which is never refused, and restoring it."""

from dataclasses import dataclass, replace

from quotes.verbatim import collapse
from scheduler.core.checking import withdrawal
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import Refused
from scheduler.core.records import KeptStatement
from scheduler.services import corrected, lookups
from scheduler.services.approving import Checks, decision, save
from scheduler.services.corrected import Live
from scheduler.services.desk import Desk

_STOPPED = frozenset({State.DRAFT, State.QUEUED})
"""What a withdrawal holds. What is held already waits for a person as it is, and meets the gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A withdrawn statement: what it stopped, what it came too late for."""

    statement: KeptStatement
    held: tuple[Delivery, ...]
    """Those that it stopped, now or before."""
    under_way: tuple[Delivery, ...]
    """Sending or uncertain: stopped where no request has begun."""
    live: tuple[Live, ...]
    others: tuple[str, ...]
    """Statements that stand, and say the same: newer versions and translations."""

    @property
    def seen(self) -> tuple[str, ...]:
        """The deliveries that followers can see or may come to see: what there is to delete."""
        return tuple(dict.fromkeys([each.delivery for each in self.live] + [d.id for d in self.under_way]))


def withdraw(desk: Desk, id: str, *, actor: str, because: str | None = None) -> Withdrawn:
    """Withdraw the statement called *id*: hold all of it that is not out, in all campaigns. Never refused.

    Raises ``NotFound``. Again, it holds what quotes it and came since, and keeps who withdrew it first.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        statement = lookups.statement(unit, id)
        first = statement.withdrawn_at is None
        if first:
            why = collapse(because or "") or None
            gone = replace(statement, withdrawn_at=now, withdrawn_by=actor, withdrawn_why=why)
            unit.statements.save(gone)
            statement = replace(gone, revision=statement.revision + 1)
        told, checks = withdrawal(statement) or "", Checks(desk, unit)
        after = []
        for old in corrected.quoting(unit, id):
            new = old
            if old.state in _STOPPED and (first or checks.withdrawn(old)):
                new = old.move(State.HELD, reason=Reason.WITHDRAWN, why=told, next_try_at=None)
                save(unit, old, new)
            if new is not old or old.state in corrected.UNDER_WAY:
                unit.deliveries.note(decision(new, actor, now, "withdrawn", why=told))
            after.append(new)
        return Withdrawn(
            statement=statement,
            held=tuple(each for each in after if each.reason is Reason.WITHDRAWN),
            under_way=tuple(each for each in after if each.state in corrected.UNDER_WAY),
            live=tuple(corrected.live(unit, after)),
            others=tuple(corrected.standing_beside(unit, statement)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A statement that stands again, and what became of the deliveries that its withdrawal held."""

    statement: KeptStatement
    deliveries: tuple[Delivery, ...]

    def those(self, state: State) -> list[Delivery]:
        """Those of them that are in *state* now."""
        return [each for each in self.deliveries if each.state is state]


def restore(desk: Desk, id: str, *, actor: str) -> Restored:
    """Take a withdrawal back: what was approved and is still to come is queued, what never was is a draft.

    What should have gone meanwhile stays held, for a person. Raises ``NotFound``, ``Refused``.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        statement = lookups.statement(unit, id)
        if statement.withdrawn_at is None:
            raise Refused(f"{id} was not withdrawn.", remedy=f"See 'drumbeat statement show {id}'.")
        back = replace(statement, withdrawn_at=None, withdrawn_by=None, withdrawn_why=None, changed_by=actor)
        unit.statements.save(back)
        checks, after = Checks(desk, unit), []
        for old in corrected.quoting(unit, id):
            if old.reason is not Reason.WITHDRAWN:
                continue
            new = corrected.lifted(old, checks, now)
            save(unit, old, new)
            unit.deliveries.note(decision(new, actor, now, "restored"))
            after.append(new)
    return Restored(
        statement=replace(back, revision=statement.revision + 1),
        deliveries=tuple(after),
    )
