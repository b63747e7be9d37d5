"""The door before every publishing request, which a halt shuts."""

import threading

from scheduler.core.ports import Clock

_BEGUN_AFTER = 0.3  # seconds; a request that passed the door that long ago is on the wire


class Door:
    """What every publishing request passes. Shut, no request can begin, whatever was launched."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._shut = False
        self._last_passed: float | None = None

    def shut(self) -> float:
        """From the return of this call on ``pass_through`` answers False.

        Answers for how many seconds yet a request that passed before may still be about to begin.
        """
        with self._lock:
            self._shut = True
            if self._last_passed is None:
                return 0.0
            return max(0.0, self._last_passed + _BEGUN_AFTER - self._clock.monotonic())

    def open(self) -> None:
        """Let requests begin again."""
        with self._lock:
            self._shut = False

    def pass_through(self) -> bool:
        """Whether a request may begin now."""
        with self._lock:
            if not self._shut:
                self._last_passed = self._clock.monotonic()
            return not self._shut
