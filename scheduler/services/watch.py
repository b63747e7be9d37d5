"""The watch on the wall clock, which is believed while it keeps step with a clock that nobody can set."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.core.durations import spell
from scheduler.core.ports import Clock
from scheduler.core.steps import DRIFT, stepped
from scheduler.core.storage import Store, Unit

log = logging.getLogger("drumbeat.watch")


class Watch:
    """Looks after the clock of one daemon run. Safe to ask from several threads.

    Put forward by more than *most* at once, the wall clock is not believed until a halt is recorded: what is
    queued would go out, or be missed, all at once.
    """

    def __init__(self, store: Store, clock: Clock, most: timedelta) -> None:
        self._store, self._clock, self._most = store, clock, most
        self._last = clock.read()

    def now(self) -> datetime | None:
        """The present instant; None while the wall clock is not believed."""
        here = self._clock.read()
        return None if stepped(self._last, here) > self._most else here.now

    def settle(self, actor: str) -> bool:
        """Record what a step of the wall clock means, and go by it from then on; whether there was one.

        Raises ``StoreError``, and nothing is believed that was not before.
        """
        here = self._clock.read()
        step = stepped(self._last, here)
        if abs(step) <= DRIFT:
            return False
        length = spell(timedelta(seconds=round(abs(step).total_seconds())))
        log.warning("the clock was put %s by %s", "back" if step < timedelta(0) else "forward", length)
        with self._store.write() as unit:
            if step > self._most:
                reason = (
                    f"the clock was put forward by {length}, to {here.now:%Y-%m-%d %H:%M} UTC; "
                    f"beyond {spell(self._most)} a person must see that it is right"
                )
                unit.halts.begin(at=here.now, by=actor, reason=reason)
            pull_back(unit, -step, here.now)
        self._last = here
        return True


def pull_back(unit: Unit, by: timedelta, now: datetime) -> None:
    """Let next tries and looks wait no longer than they were to, the clock having gone back *by* that.

    Where it went forward instead, waits end sooner: who asks too early is told so once more.
    """
    if by <= timedelta(0):
        return
    for old in unit.deliveries.waiting(now):
        if old.next_try_at is not None:
            unit.deliveries.save(old, replace(old, next_try_at=max(now, old.next_try_at - by)))
