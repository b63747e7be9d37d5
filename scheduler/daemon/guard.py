"""The guard: a thread on the monotonic clock that notices what the alarm clock cannot.

It reads only the database's change counter and the clocks. It wakes the daemon when another process changed
something, when the wall clock stepped, when the computer slept, and when APScheduler's thread has died.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from scheduler.core.errors import StoreError
from scheduler.core.ports import Clock
from scheduler.core.steps import DRIFT, slept, stepped
from scheduler.core.storage import Store

log = logging.getLogger("drumbeat.guard")


class Guard:
    """Calls *changed* on a commit by anybody, *rearm* where the alarm would ring too late or never."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        every: timedelta,
        changed: Callable[[], None],
        rearm: Callable[[], None],
        alarm_alive: Callable[[], bool],
    ) -> None:
        self._store, self._clock, self._every = store, clock, every.total_seconds()
        self._changed, self._rearm, self._alarm_alive = changed, rearm, alarm_alive
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)
        self._counter: int | None = None
        self._last = clock.read()

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
        """One look at the clocks, the alarm and the change counter."""
        self._look_at_clocks()
        try:
            counter = self._store.change_counter()
        except StoreError as error:
            log.warning("the database cannot be watched: %s", error)
            return
        if counter != self._counter:
            self._counter = counter
            self._changed()

    def _look_at_clocks(self) -> None:
        here = self._clock.read()
        if slept(self._last, here) > DRIFT or abs(stepped(self._last, here)) > DRIFT:
            self._last = here
            self._rearm()
        elif not self._alarm_alive():
            log.error("the alarm clock had stopped; it is started again")
            self._rearm()
