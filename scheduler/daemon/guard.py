"""The guard: a thread on the monotonic clock that notices what the alarm clock cannot.

It reads only the database's change counter and the clocks. It wakes the daemon when another process
changed something, when the wall clock stepped, and when APScheduler's thread has died.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from scheduler.core.errors import StoreError
from scheduler.core.ports import Clock
from scheduler.core.storage import Store

log = logging.getLogger("drumbeat.guard")

STEP = 2.0  # seconds; a smaller difference is the clocks' own drift


class Guard:
    """Calls *changed* on a commit by anybody, and *stepped* on a step of the clock or a dead alarm."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        every: timedelta,
        changed: Callable[[], None],
        stepped: Callable[[], None],
        alarm_alive: Callable[[], bool],
    ) -> None:
        self._store, self._clock, self._every = store, clock, every.total_seconds()
        self._changed, self._stepped, self._alarm_alive = changed, stepped, alarm_alive
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)
        self._counter: int | None = None
        self._offset = self._clock_offset()

    def start(self) -> None:
        """Begin watching."""
        self._thread.start()

    def stop(self) -> None:
        """End watching, and wait for it."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._clock.wait(self._stop, self._every):
            self.look()

    def look(self) -> None:
        """One look at the change counter, the clocks and the alarm."""
        try:
            counter = self._store.change_counter()
        except StoreError as error:
            log.warning("the database cannot be watched: %s", error)
            return
        if counter != self._counter:
            self._counter = counter
            self._changed()
        offset = self._clock_offset()
        if abs(offset - self._offset) > STEP:
            log.warning("the clock stepped by %+.1f seconds", offset - self._offset)
            self._offset = offset
            self._stepped()
        elif not self._alarm_alive():
            log.error("the alarm clock had stopped; it is started again")
            self._stepped()

    def _clock_offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
