"""The clocks: the system's, and one that leaps over the time in which nothing is due.

Nothing else in Drumbeat reads the time.
"""

import ctypes
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.core.steps import Reading

_STEADY: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Counts the time in which the computer is suspended: on Linux the one of this name, on macOS the other.

Source: https://man7.org/linux/man-pages/man2/clock_gettime.2.html and clock_gettime(3) of macOS
"""
_TIMEX = 1024
"""Bytes; more than any system's ``struct timex``, which left empty changes nothing and is filled in."""
_TIME_ERROR = 5
"""The clock is not synchronised; https://man7.org/linux/man-pages/man2/adjtimex.2.html"""
_AT_ONCE = 0.1  # seconds; clocks read further apart were not read at one moment


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never step, suspend left out."""
        return time.monotonic()

    def read(self) -> Reading:
        """All clocks, again if the process was stopped in between: that would look like a step."""
        while True:
            steady = time.clock_gettime(_STEADY)
            now, awake = datetime.now(UTC), time.monotonic()
            if time.clock_gettime(_STEADY) - steady < _AT_ONCE:
                return Reading(now=now, steady=steady, awake=awake)

    def kept_right(self) -> bool | None:
        """What the kernel says; on a virtual machine whose host sets its clock it may not know better."""
        read = getattr(ctypes.CDLL(None), "ntp_adjtime", None)
        if read is None:
            return None
        answer = read(ctypes.create_string_buffer(_TIMEX))
        return None if answer < 0 else answer != _TIME_ERROR

    def wait(self, flag: threading.Event, seconds: float) -> bool:
        """Wait until *flag* is set or *seconds* have passed; whether it was set."""
        return flag.wait(seconds)

    def rest_until(self, moment: datetime) -> float:
        """The seconds until *moment*."""
        return max(0.0, (moment - self.now()).total_seconds())


class LeapingClock(SystemClock):
    """Runs at real speed, and leaps to the next moment when nothing is due before it.

    For rehearsing a campaign of days in seconds. It starts at *start*, or now, and never goes back.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - super().now() if start else timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present instant of the rehearsed time."""
        return super().now() + self._ahead

    def monotonic(self) -> float:
        """Seconds that never step; they leap together with ``now``."""
        return super().monotonic() + self._ahead.total_seconds()

    def read(self) -> Reading:
        """All clocks; a leap takes them all along."""
        with self._lock:
            here, ahead = super().read(), self._ahead
        seconds = ahead.total_seconds()
        return replace(here, now=here.now + ahead, steady=here.steady + seconds, awake=here.awake + seconds)

    def rest_until(self, moment: datetime) -> float:
        """Leap to *moment*; there is nothing left to wait for."""
        with self._lock:
            self._ahead += max(timedelta(0), moment - self.now())
        return 0.0
