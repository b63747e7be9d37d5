"""The clocks: the system's, and one that leaps over the time in which nothing is due.

Nothing else in Drumbeat reads the time.
"""

import threading
import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never step, suspend left out."""
        return time.monotonic()

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

    def rest_until(self, moment: datetime) -> float:
        """Leap to *moment*; there is nothing left to wait for."""
        with self._lock:
            self._ahead += max(timedelta(0), moment - self.now())
        return 0.0
