"""What goes on beside the sending, in threads of its own: people are told, and an outside monitor hears.

No post waits for either. What goes wrong here is logged, and is in nobody's way.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from scheduler.core.errors import NotTaken, StoreError
from scheduler.core.ports import Clock
from scheduler.core.telling import Pulse
from scheduler.services.telling import Teller

log = logging.getLogger("drumbeat.telling")

_SETTLING = 2.0  # seconds after which a daemon that is well has swept
_PATIENCE = 5.0  # seconds that the end of the daemon waits for a target that does not answer


class Heart:
    """Beats while the daemon is well, and logs once when it stops, and once when it beats again."""

    def __init__(self, pulse: Pulse, well: Callable[[], bool]) -> None:
        self._pulse, self._well = pulse, well
        self._trouble = ""

    def beat(self) -> None:
        """Let the monitor hear, if all is well."""
        trouble = self._tried()
        if trouble and trouble != self._trouble:
            log.warning("no heartbeat: %s", trouble)
        elif self._trouble and not trouble:
            log.info("the heartbeat is back")
        self._trouble = trouble

    def _tried(self) -> str:
        """What kept it from beating; nothing if it did."""
        if not self._well():
            return "the daemon does not sweep as it should"
        try:
            self._pulse.beat()
        except NotTaken as error:
            return error.message
        return ""


class Beside:
    """Tells and beats again and again while the block runs, or once."""

    def __init__(
        self,
        *,
        clock: Clock,
        stop: threading.Event,
        teller: Teller,
        tell_every: timedelta,
        heart: Heart | None,
        beat_every: timedelta,
    ) -> None:
        self._clock, self._stop = clock, stop
        self._acts: list[tuple[str, Callable[[], object], timedelta]] = []
        if teller.targets:
            self._acts.append(("telling", teller.sweep, tell_every))
        if heart is not None:
            self._acts.append(("heartbeat", heart.beat, beat_every))
        self._threads = [
            threading.Thread(target=self._again, args=act, name=act[0], daemon=True) for act in self._acts
        ]

    def once(self) -> None:
        """Tell and beat now."""
        for name, act, _ in self._acts:
            self._guarded(name, act)

    def __enter__(self) -> Self:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join(_PATIENCE)

    def _again(self, name: str, act: Callable[[], object], every: timedelta) -> None:
        wait = _SETTLING
        while not self._clock.wait(self._stop, wait):
            self._guarded(name, act)
            wait = every.total_seconds()

    def _guarded(self, name: str, act: Callable[[], object]) -> None:
        try:
            act()
        except StoreError as error:
            log.error("%s: the database does not answer: %s", name, error)
        except Exception:
            log.exception("%s failed", name)
