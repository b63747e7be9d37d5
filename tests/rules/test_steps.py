"""What two readings of the clocks tell."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.clock import LeapingClock, SystemClock
from scheduler.core.steps import DRIFT, slept, stepped
from scheduler.testing import FixedClock

NOTHING = timedelta(0)
HOUR = timedelta(hours=1)
LONG = timedelta(days=3652)


def put(by: timedelta) -> Callable[[FixedClock], None]:
    """Sets the wall clock, forward or back."""
    return lambda clock: clock.set(clock.now() + by)


@pytest.mark.parametrize(
    ("happens", "step", "sleep"),
    [
        ([], NOTHING, NOTHING),
        ([lambda clock: clock.advance(HOUR)], NOTHING, NOTHING),  # time passes
        ([put(HOUR)], HOUR, NOTHING),
        ([put(-HOUR)], -HOUR, NOTHING),
        ([put(LONG)], LONG, NOTHING),
        ([put(HOUR), put(-HOUR)], NOTHING, NOTHING),  # and back again
        ([lambda clock: clock.suspend(8 * HOUR)], NOTHING, 8 * HOUR),  # no step: the wall clock went on
        ([lambda clock: clock.suspend(8 * HOUR), put(-HOUR)], -HOUR, 8 * HOUR),
        ([lambda clock: clock.advance(HOUR), put(HOUR)], HOUR, NOTHING),
    ],
)
def test_what_happened_between(
    happens: list[Callable[[FixedClock], None]], step: timedelta, sleep: timedelta
) -> None:
    """A step is what only the wall clock went through, sleep what the clock of the awake did not see."""
    clock = FixedClock()
    before = clock.read()
    for each in happens:
        each(clock)
    after = clock.read()
    assert (stepped(before, after), slept(before, after)) == (step, sleep)


@pytest.mark.parametrize("clock", [SystemClock(), LeapingClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))])
def test_a_real_clock_keeps_step(clock: SystemClock) -> None:
    """Read twice, it was neither set nor asleep; its instant is aware."""
    before, after = clock.read(), clock.read()
    assert before.now.tzinfo is UTC
    assert abs(stepped(before, after)) < DRIFT
    assert abs(slept(before, after)) < DRIFT
    assert after.steady >= before.steady


def test_a_leap_is_no_step() -> None:
    """Whoever reads while another thread leaps from day to day sees neither a step nor sleep."""
    clock = LeapingClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    before, done = clock.read(), threading.Event()

    def leap() -> None:
        for day in range(2000):
            clock.rest_until(before.now + timedelta(days=day))
        done.set()

    leaping = threading.Thread(target=leap)
    leaping.start()
    worst = NOTHING
    while not done.is_set():
        here = clock.read()
        worst = max(worst, abs(stepped(before, here)), abs(slept(before, here)))
    leaping.join()
    assert worst < DRIFT
