"""Slots as they are kept, and what an account has taken of them."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.delivery import Reason, State
from scheduler.core.slots import Slot, Taken

MORNING = Slot(days=frozenset(range(5)), wall_time=time(9), zone="America/New_York")
NOON = Slot(days=frozenset({0, 2}), wall_time=time(12, 30), zone="Europe/Berlin")
DAY = date(2026, 3, 2)


@pytest.fixture
def slotted(store: SqlStore, make: Any) -> SqlStore:
    """A store with two slots."""
    with store.write() as unit:
        unit.slots.add(NOON, at=make.now, by="ann")
        unit.slots.add(MORNING, at=make.now, by="ann")
    return store


def test_slots_come_back_in_order(slotted: SqlStore) -> None:
    """Every field of a slot is kept; they are listed by day and time."""
    with slotted.read() as unit:
        assert unit.slots.all() == [MORNING, NOON]


def test_a_removed_slot_can_be_added_again(slotted: SqlStore, make: Any) -> None:
    """A removed slot is not listed, keeps its row, which deliveries refer to, and comes back under the same name."""
    filled = make.delivery(slot=NOON.id, slot_date=DAY)
    with slotted.write() as unit:
        unit.deliveries.add(filled)
        unit.slots.remove(NOON, at=make.now, by="ben")
    with slotted.read() as unit:
        assert unit.slots.all() == [MORNING]
        assert unit.deliveries.get(filled.id) == filled
        assert unit.slots.holder((NOON.id, DAY), "x-main") == filled.id
    with slotted.write() as unit:
        unit.slots.add(NOON, at=make.now, by="ann")
        assert unit.slots.all() == [MORNING, NOON]


TAKEN = [
    # state, reason, whether its time counts, whether its place does
    (State.DRAFT, None, True, True),
    (State.QUEUED, None, True, True),
    (State.SENDING, None, True, True),
    (State.UNCERTAIN, None, True, True),
    (State.HELD, Reason.CHECK, True, True),
    (State.POSTED, None, True, True),
    (State.FAILED, None, False, True),  # nothing went out; a person may send it there again
    (State.CANCELLED, None, False, False),
]


@pytest.mark.parametrize(("state", "reason", "timed", "placed"), TAKEN)
def test_what_an_account_has_taken(
    slotted: SqlStore, make: Any, state: State, reason: Reason | None, timed: object, placed: object
) -> None:
    """All that may go out, or did, takes its time and its place; what is cancelled frees both."""
    one = make.delivery(state=state, reason=reason, slot=NOON.id, slot_date=DAY, next_try_at=make.now)
    with slotted.write() as unit:
        unit.deliveries.add(one)
        expected = Taken(
            times=(make.now,) if timed else (), places=frozenset({(NOON.id, DAY)} if placed else ())
        )
        assert unit.slots.taken("x-main", make.now, but=frozenset()) == expected
        assert unit.slots.between("x-main", make.now, make.now) == ({one.id: make.now} if timed else {})
        assert unit.slots.holder((NOON.id, DAY), "x-main") == (one.id if placed else None)


def test_taken_since_when_and_by_whom(slotted: SqlStore, make: Any) -> None:
    """Of that account alone, since the instant, included, and aside from those that are about to move."""
    own = [make.delivery(n, planned_at=make.after(n)) for n in (1, 2, 3)]
    other = make.delivery(4, "b-main", planned_at=make.after(4))
    unset = make.delivery(5, state=State.DRAFT, planned_at=None)
    with slotted.write() as unit:
        unit.deliveries.add_all([*own, other, unset])
        found = unit.slots.taken("x-main", make.after(2), but=frozenset({own[2].id}))
        assert found.times == (make.after(2),)
        assert unit.slots.between("x-main", make.after(2), make.after(3)) == {
            own[1].id: make.after(2),
            own[2].id: make.after(3),
        }


def test_a_move_frees_the_slot(slotted: SqlStore, make: Any) -> None:
    """A delivery that gets another time leaves its slot, which another takes."""
    first, second = make.delivery(1, slot=NOON.id, slot_date=DAY), make.delivery(2)
    taking = second.planned(second.planned_at, "2026-03-02T12:30:00", slot=(NOON.id, DAY))
    moved = first.planned(make.now + timedelta(hours=1), "2026-03-02T13:30:00")
    with slotted.write() as unit:
        unit.deliveries.add_all([first, second])
        assert unit.deliveries.save(first, moved)
        assert unit.deliveries.save(second, taking)
        assert unit.slots.holder((NOON.id, DAY), "x-main") == second.id
    assert (moved.slot, moved.slot_date) == (None, None)
    assert replace(taking, slot=None, slot_date=None) == second.planned(
        second.planned_at, "2026-03-02T12:30:00"
    )
