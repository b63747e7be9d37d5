"""Stand-ins for tests, of this project and of networks added to it."""

import threading
from datetime import UTC, datetime, timedelta


class FixedClock:
    """A clock that moves only when it is told to or waited on; nothing ever takes real time.

    Safe with several threads; each one's wait moves it.
    """

    def __init__(self, now: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)) -> None:
        self._lock = threading.Lock()
        self._now = now
        self._passed = timedelta(0)

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds moved since the clock was made; ``set`` does not count."""
        with self._lock:
            return self._passed.total_seconds()

    def advance(self, step: timedelta) -> None:
        """Let *step* pass."""
        with self._lock:
            self._now += step
            self._passed += step

    def set(self, now: datetime) -> None:
        """Step the wall clock to *now*, forwards or back, while no time passes."""
        with self._lock:
            self._now = now

    def wait(self, flag: threading.Event, seconds: float) -> bool:
        """Let *seconds* pass at once unless *flag* is set; whether it is."""
        if not flag.is_set():
            self.advance(timedelta(seconds=seconds))
        return flag.is_set()

    def rest_until(self, moment: datetime) -> float:
        """Go to *moment*, if it is ahead; nothing is left to wait for."""
        self.advance(max(moment - self.now(), timedelta(0)))
        return 0.0
