"""The halt: everything stops, durably, until a person resumes."""

import threading
from dataclasses import dataclass

from scheduler.core import gates
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import HaltUnconfirmed, Refused, Stale
from scheduler.core.records import Halt
from scheduler.core.storage import Unit
from scheduler.services.approving import decision, save
from scheduler.services.desk import Desk

CONFIRM_WITHIN = 10.0  # seconds
_LOOK_EVERY = 0.05  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """A halt in force: no request can begin any more; ``on_wire`` may still arrive."""

    halt: Halt
    on_wire: tuple[Delivery, ...]
    new: bool
    """False if it was halted before already."""


def halt(desk: Desk, reason: str, *, actor: str) -> Halted:
    """Stop everything, and return when no request can begin any more.

    Without a daemon that is at once. Raises ``HaltUnconfirmed`` if a running daemon has not confirmed it
    within ``CONFIRM_WITHIN``; the halt is recorded all the same.
    """
    with desk.store.write() as unit:
        current = unit.halts.current()
        new = current is None
        current = current or unit.halts.begin(at=desk.clock.now(), by=actor, reason=reason)
    _await_confirmation(desk, current)
    return Halted(halt=current, on_wire=on_wire(desk), new=new)


def _await_confirmation(desk: Desk, halt: Halt) -> None:
    deadline = desk.clock.monotonic() + CONFIRM_WITHIN
    nobody = threading.Event()
    while desk.lock.holder() is not None:
        with desk.store.read() as unit:
            run = unit.runs.latest()
        if run is not None and run.halt_confirmed is not None and run.halt_confirmed >= halt.id:
            return
        if desk.clock.monotonic() > deadline:
            names = ", ".join(each.id for each in on_wire(desk)) or "what is being sent"
            raise HaltUnconfirmed(
                f"The halt is recorded, but the daemon did not confirm it in {CONFIRM_WITHIN:.0f} seconds; "
                f"{names} may still go out.",
                remedy=f"End the daemon ({desk.lock.holder()}) to be sure.",
            )
        desk.clock.wait(nobody, _LOOK_EVERY)


def on_wire(desk: Desk) -> tuple[Delivery, ...]:
    """Deliveries whose request may be on the wire now."""
    with desk.store.read() as unit:
        return tuple(each for each in unit.deliveries.sending() if each.launched)


def current(desk: Desk) -> Halt | None:
    """The halt in force, if there is one."""
    with desk.store.read() as unit:
        return unit.halts.current()


def due_at_resume(desk: Desk) -> list[Delivery]:
    """What fell due during the halt: a resume holds it, so that a person decides."""
    with desk.store.read() as unit:
        return _due(desk, unit)


def _due(desk: Desk, unit: Unit) -> list[Delivery]:
    now = desk.clock.now()
    queued = unit.deliveries.due_behind_gates(now)
    return [each for each in queued if each.due_at is not None and each.due_at <= now]


def resume(desk: Desk, *, actor: str, seen: int | None = None) -> list[Delivery]:
    """End the halt; whatever is queued and due is held (halted), in the same transaction.

    Raises ``Refused`` where nothing is halted, ``Stale`` where *seen* is not the halt in force.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        current = unit.halts.current()
        if current is None:
            raise Refused("Nothing is halted.", remedy="See 'drumbeat status'.")
        if seen is not None and seen != current.id:
            raise Stale("It was resumed and halted again since.", remedy="Look again: drumbeat status")
        held = []
        for old in _due(desk, unit):
            new = old.move(State.HELD, reason=Reason.HALTED, why=f"due during the halt: {current.reason}")
            save(unit, old, new)
            detail = {"gate": str(gates.Gate.HALT), "halt": current.id}
            unit.deliveries.note(decision(new, actor, now, "held (halted)", **detail))
            held.append(new)
        unit.halts.end(current, at=now, by=actor)
    return held
