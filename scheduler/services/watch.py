"""The watch on the wall clock, which is believed while it keeps step with a clock that nobody can set."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.core.delivery import Delivery, State
from scheduler.core.durations import spell
from scheduler.core.ports import Clock
from scheduler.core.steps import DRIFT, stepped
from scheduler.core.storage import Store, Unit

log = logging.getLogger("drumbeat.watch")

_IN_DOUBT = frozenset({State.SENDING, State.UNCERTAIN})


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
    """Keep the machine's own times true to a clock that went back *by* that.

    Next tries and looks wait no longer than they were to. What may be out was launched by the earlier clock:
    on a searched network it would be looked for only among later posts. Where the clock went forward instead,
    waits end sooner, and who asks too early is told so once more.
    """
    if by <= timedelta(0):
        return
    waiting = unit.deliveries.waiting(now)
    doubtful = unit.deliveries.in_states(_IN_DOUBT)
    for old in {each.id: each for each in (*waiting, *doubtful)}.values():
        new = _earlier(old, by, now)
        if new != old:
            unit.deliveries.save(old, new)


def _earlier(old: Delivery, by: timedelta, now: datetime) -> Delivery:
    if old.next_try_at is not None and old.next_try_at > now:
        old = replace(old, next_try_at=max(now, old.next_try_at - by))
    for part in old.parts:
        if part.launched_at is not None and not part.out:
            old = old.with_part(part.n, launched_at=part.launched_at - by)
    return old
