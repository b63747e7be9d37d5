"""The watch on the wall clock, and what a step of it changes in the database."""

from datetime import timedelta
from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.delivery import Part, State
from scheduler.services.watch import Watch, pull_back
from scheduler.testing import FixedClock

HOUR = timedelta(hours=1)
MOST = 6 * HOUR
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(make: Any) -> FixedClock:
    """A clock at ``make.now``."""
    return FixedClock(make.now)


@pytest.mark.parametrize(
    ("step", "believed", "noticed", "halts"),
    [
        (timedelta(0), True, False, False),
        (SECOND, True, False, False),  # a time server's correction
        (-SECOND, True, False, False),
        (HOUR, True, True, False),
        (-HOUR, True, True, False),
        (-4000 * 24 * HOUR, True, True, False),  # however far back: nothing can go out too early
        (MOST, True, True, False),  # the limit is still within it
        (MOST + SECOND, False, True, True),
        (3652 * 24 * HOUR, False, True, True),
    ],
)
def test_a_step(
    store: SqlStore, clock: FixedClock, step: timedelta, *, believed: bool, noticed: bool, halts: bool
) -> None:
    """Far forward nothing is believed until it is settled by a halt; whatever else happens is gone by at once."""
    watch = Watch(store, clock, MOST)
    clock.set(clock.now() + step)
    assert watch.now() == (clock.now() if believed else None)
    assert watch.settle("daemon:1") is noticed
    assert watch.now() == clock.now()
    assert watch.settle("daemon:1") is False
    with store.read() as unit:
        halt = unit.halts.current()
    assert (halt is not None) == halts
    if halt is not None:
        assert (halt.by, halt.at) == ("daemon:1", clock.now())
        assert "beyond 6h a person must see that it is right" in halt.reason


def test_a_step_and_back_before_anybody_settled_it(store: SqlStore, clock: FixedClock) -> None:
    """A clock that is right again is believed again, and nothing is halted."""
    watch = Watch(store, clock, MOST)
    clock.set(clock.now() + 3652 * 24 * HOUR)
    assert watch.now() is None
    clock.set(clock.now() - 3652 * 24 * HOUR)
    assert watch.now() == clock.now()
    assert watch.settle("daemon:1") is False


def test_a_halt_that_is_on_stays(store: SqlStore, clock: FixedClock) -> None:
    """A person's halt keeps its reason; it serves the step as well."""
    with store.write() as unit:
        unit.halts.begin(at=clock.now(), by="ana", reason="wrong name")
    watch = Watch(store, clock, MOST)
    clock.set(clock.now() + 2 * MOST)
    assert watch.settle("daemon:1") is True
    with store.read() as unit:
        halt = unit.halts.current()
    assert halt is not None
    assert halt.reason == "wrong name"


def test_time_and_sleep_are_no_steps(store: SqlStore, clock: FixedClock) -> None:
    """However long the day, and however long the computer sleeps."""
    watch = Watch(store, clock, MOST)
    clock.advance(100 * HOUR)
    clock.suspend(100 * HOUR)
    assert watch.now() == clock.now()
    assert watch.settle("daemon:1") is False


@pytest.mark.parametrize(
    ("state", "wait", "left"),
    [
        (State.QUEUED, 3 * HOUR, 2 * HOUR),  # a wait of two hours, as it was meant
        (State.QUEUED, HOUR / 2, timedelta(0)),
        (State.QUEUED, -HOUR, -HOUR),  # it is due already
        (State.UNCERTAIN, 3 * HOUR, 2 * HOUR),
        (State.UNCERTAIN, -HOUR, -HOUR),
    ],
)
def test_waits_after_a_step_back(
    store: SqlStore, make: Any, state: State, wait: timedelta, left: timedelta
) -> None:
    """A next try or look comes when it was to come; times that a person set stay."""
    old = make.delivery(1, state=state, next_try_at=make.now + wait)
    with store.write() as unit:
        unit.deliveries.add(old)
        pull_back(unit, HOUR, make.now)
        new = unit.deliveries.get(old.id)
    assert (new.next_try_at, new.planned_at, new.state) == (make.now + left, old.planned_at, state)


@pytest.mark.parametrize(
    ("state", "remote_id", "earlier"),
    [
        (State.UNCERTAIN, None, True),  # it is looked for from when it was launched by this clock
        (State.SENDING, None, True),
        (State.UNCERTAIN, "77", False),  # what is out keeps its record
        (State.POSTED, "77", False),
    ],
)
def test_launches_after_a_step_back(
    store: SqlStore, make: Any, state: State, remote_id: str | None, *, earlier: bool
) -> None:
    """What may be out is not looked for among later posts alone."""
    part = Part(n=1, words="Words", launched_at=make.now, remote_id=remote_id)
    old = make.delivery(1, state=state, parts=(part,), next_try_at=make.now)
    with store.write() as unit:
        unit.deliveries.add(old)
        pull_back(unit, HOUR, make.now)
        (new,) = unit.deliveries.get(old.id).parts
    assert new.launched_at == make.now - (HOUR if earlier else timedelta(0))


def test_a_step_forward_moves_nothing(store: SqlStore, make: Any) -> None:
    """Waits end sooner then, which does no harm."""
    old = make.delivery(1, next_try_at=make.now + HOUR)
    with store.write() as unit:
        unit.deliveries.add(old)
        pull_back(unit, -HOUR, make.now)
        assert unit.deliveries.get(old.id) == old
