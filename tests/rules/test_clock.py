"""The clocks: the system's, and the one that leaps over the time in which nothing is due."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.clock import LeapingClock, SystemClock

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SLACK = timedelta(minutes=10)
"""How long a busy machine may take between two lines; a leap of a day is far more."""


@pytest.mark.parametrize("clock", [SystemClock(), LeapingClock(), LeapingClock(START)])
def test_now_is_aware(clock: SystemClock) -> None:
    """An instant in UTC, never without a zone."""
    assert clock.now().tzinfo is UTC


def test_starts_where_it_is_told() -> None:
    """At the given instant, or else at the present."""
    assert timedelta(0) <= LeapingClock(START).now() - START < SLACK
    assert abs(LeapingClock().now() - SystemClock().now()) < SLACK


def test_leaps() -> None:
    """When nothing is due before a moment it is that moment at once, with nothing left to wait for."""
    clock = LeapingClock(START)
    assert clock.rest_until(START + DAY) == 0.0
    assert timedelta(0) <= clock.now() - (START + DAY) < SLACK


def test_monotonic_leaps_along() -> None:
    """Intervals are as long as the wall clock says, so that time-outs of the rehearsed time hold."""
    clock = LeapingClock(START)
    before = clock.monotonic()
    clock.rest_until(START + DAY)
    assert abs(timedelta(seconds=clock.monotonic() - before) - DAY) < SLACK


@pytest.mark.parametrize("moment", [START, START - DAY])
def test_never_goes_back(moment: datetime) -> None:
    """A moment that has passed moves nothing."""
    clock = LeapingClock(START)
    clock.rest_until(START + DAY)
    wall, ticks = clock.now(), clock.monotonic()
    assert clock.rest_until(moment) == 0.0
    assert clock.now() >= wall
    assert clock.monotonic() >= ticks


def test_leaps_of_several_threads_do_not_add_up() -> None:
    """All of them want to be at one moment; nobody lands a day later."""
    clock = LeapingClock(START)
    threads = [threading.Thread(target=clock.rest_until, args=(START + DAY,)) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert clock.now() - (START + DAY) < SLACK


@pytest.mark.parametrize("clock", [SystemClock(), LeapingClock(START)])
def test_a_wait_ends_with_its_flag(clock: SystemClock) -> None:
    """It tells whether it was set; a leaping clock's waits are real ones."""
    flag = threading.Event()
    assert clock.wait(flag, 0.001) is False
    flag.set()
    assert clock.wait(flag, 1000.0) is True


class Asked(threading.Event):
    """A flag that notes how long it was waited for, and ends the wait at once."""

    def wait(self, timeout: float | None = None) -> bool:
        """Note *timeout*."""
        self.timeout = timeout
        return False


@pytest.mark.parametrize("clock", [SystemClock(), LeapingClock(START)])
def test_a_wait_is_as_long_as_it_is_told(clock: SystemClock) -> None:
    """In real seconds, also on a clock that leaps."""
    flag = Asked()
    assert clock.wait(flag, 12.5) is False
    assert flag.timeout == 12.5


def test_the_system_clock_waits_out_the_difference() -> None:
    """What is ahead is waited for, what has passed is not."""
    clock = SystemClock()
    hour = timedelta(hours=1)
    assert hour - SLACK < timedelta(seconds=clock.rest_until(clock.now() + hour)) <= hour
    assert clock.rest_until(clock.now() - hour) == 0.0
