"""Clocks that can be set, on computers that can sleep."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.clock import LeapingClock
from scheduler.core.steps import Reading
from scheduler.testing import FixedClock


class LooseClock(LeapingClock):
    """A clock that can be set, on a computer that can sleep; it runs and leaps else."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
        self._put, self._asleep = timedelta(0), timedelta(0)

    def now(self) -> datetime:
        """The wall clock as it was set."""
        return super().now() + self._put + self._asleep

    def read(self) -> Reading:
        """All clocks."""
        here = super().read()
        now, steady = here.now + self._put + self._asleep, here.steady + self._asleep.total_seconds()
        return replace(here, now=now, steady=steady)

    def put(self, by: timedelta) -> None:
        """Set the wall clock, forward or back."""
        self._put += by

    def suspend(self, length: timedelta) -> None:
        """Sleep."""
        self._asleep += length


class StillClock(FixedClock):
    """A clock that stands still but for what a test lets pass; who waits on it waits for real."""

    def wait(self, flag: threading.Event, seconds: float) -> bool:
        """Wait until *flag* is set or *seconds* have passed; whether it was set."""
        return flag.wait(seconds)


class Waiting:
    """Another's clock for who does not leap over what they wait for."""

    def __init__(self, clock: LooseClock | StillClock) -> None:
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._clock, name)

    def rest_until(self, moment: datetime) -> float:
        """The seconds until *moment*."""
        return max(0.0, (moment - self._clock.now()).total_seconds())


def install(monkeypatch: pytest.MonkeyPatch, *, leaps: Any, waits: Any) -> None:
    """Let all that is opened go by these two, which show the same time."""
    monkeypatch.setattr("scheduler.wiring.LeapingClock", lambda: leaps)
    monkeypatch.setattr("scheduler.wiring.SystemClock", lambda: waits)
