"""The daemon: wakes at the next moment, starts workers for what is due, and sleeps again."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from scheduler.core.durations import spell
from scheduler.core.errors import StoreError
from scheduler.core.ports import Clock
from scheduler.core.records import Halt, Interruption, Rest, Run
from scheduler.core.steps import DRIFT, slept
from scheduler.core.storage import Store
from scheduler.daemon.alarm import Alarm
from scheduler.daemon.guard import Guard
from scheduler.daemon.workers import Workers
from scheduler.services.accounts import forget_removed
from scheduler.services.sending import Sender
from scheduler.services.watch import Watch, pull_back

log = logging.getLogger("drumbeat.daemon")

_AFTER_TROUBLE = 1.0  # seconds before the database is tried again
_SWEEPS = 3
"""So many sweeps may be late before the daemon is not well."""


class Leave(Enum):
    """When the daemon ends by itself."""

    NEVER = auto()
    NOTHING_DUE = auto()
    """Nothing is due now and no worker is at work."""
    NOTHING_LEFT = auto()
    """Nothing would go out by itself any more, however long one waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often the daemon sweeps, how soon it notices what others changed, and what clock it believes."""

    sweep: timedelta
    notice: timedelta
    clock_step: timedelta
    """By more than this the wall clock cannot be put forward without a person."""


class Daemon:
    """One life of the daemon, under the instance lock that its caller holds."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        rhythm: Rhythm,
        sender_for: Callable[[int, threading.Event], Sender],
    ) -> None:
        self._store, self._clock = store, clock
        self._wake, self._stop = threading.Event(), threading.Event()
        self._rearm = False
        self._seen = clock.read()
        self._watch = Watch(store, clock, rhythm.clock_step)
        self._run = self._begin()
        self._sender = replace(sender_for(self._run.number, self._stop), watch=self._watch)
        self._workers = Workers(self._sender, clock, self._wake.set)
        self._alarm = Alarm(self._wake.set, self._swept, rhythm.sweep)
        self._guard = Guard(
            store,
            clock,
            every=rhythm.notice,
            changed=self._wake.set,
            rearm=self._on_rearm,
            alarm_alive=self._alarm.alive,
        )
        self._sweep_due = True
        self._swept_at: float | None = None
        self._silent_after = _SWEEPS * rhythm.sweep.total_seconds()

    @property
    def number(self) -> int:
        """The number of this run."""
        return self._run.number

    def well(self) -> bool:
        """Whether it sweeps, which writes to the database, and its alarm clock runs; for the heartbeat."""
        swept = self._swept_at
        lately = swept is not None and self._clock.monotonic() - swept < self._silent_after
        return lately and self._alarm.alive()

    def stop(self) -> None:
        """End: no further claims; what is on the wire is waited for. Safe in a signal handler."""
        self._stop.set()
        self._wake.set()

    def run(self, leave: Leave = Leave.NEVER) -> None:
        """Send what is due, until stopped or until *leave* says so."""
        taken_over = self._sender.take_over()
        if taken_over:
            log.info("took over %d deliveries of an earlier run", taken_over)
        self._alarm.start()
        self._guard.start()
        try:
            while not self._stop.is_set():
                self._wake.clear()
                if self._tick(leave):
                    break
                self._wake.wait()
        finally:
            self._stop.set()
            self._workers.finish()
            self._guard.stop()
            self._alarm.stop()
            self._save(stopped_at=self._clock.now())

    # --- one tick ---------------------------------------------------------------------------

    def _tick(self, leave: Leave) -> bool:
        """Do what is to be done now, and set the alarm; whether to end."""
        try:
            return self._do(leave)
        except StoreError as error:
            log.error("the database does not answer: %s", error)
            self._alarm.set(_AFTER_TROUBLE)
            return False

    def _do(self, leave: Leave) -> bool:
        self._note_sleep()
        stepped = self._watch.settle(self._sender.owner)
        if self._rearm or stepped:
            self._rearm, self._sweep_due = False, True
            self._alarm.stop()
            self._alarm.start()
        now = self._clock.now()
        with self._store.read() as unit:
            halt = unit.halts.current()
        self._mind(halt)
        if halt is None:  # in a halt that a wrong clock began, no draft's time has come
            self._sender.hold_overdue_drafts()
        with self._store.read() as unit:
            accounts = {*unit.deliveries.accounts_with_work(now), *unit.requests.waiting()}
            moment = unit.deliveries.next_moment(now)
            in_doubt = unit.deliveries.busy()
        for account in accounts:
            self._workers.wake(account)
        if self._sweep_due:
            self._sweep_due = False
            self._swept_at = self._clock.monotonic()
            forget_removed(self._sender.desk)
            self._save(seen_at=now)
        at_work = bool(accounts) or in_doubt or self._workers.busy()
        self._arm(moment, now, at_work=at_work)
        return self._may_leave(leave, moment, at_work=at_work)

    def _mind(self, halt: Halt | None) -> None:
        """Shut or open the door, and confirm a halt once no request can begin any more."""
        if halt is None:
            self._sender.door.open()
        elif self._run.halt_confirmed != halt.id:
            self._clock.wait(threading.Event(), self._sender.door.shut())
            self._save(halt_confirmed=halt.id)
            log.warning("halted by %s: %s", halt.by, halt.reason)

    def _arm(self, moment: datetime | None, now: datetime, *, at_work: bool) -> None:
        if moment is None:
            self._alarm.set(None)
        elif at_work:
            self._alarm.set((moment - now).total_seconds())
        else:
            self._alarm.set(self._clock.rest_until(moment))

    def _may_leave(self, leave: Leave, moment: datetime | None, *, at_work: bool) -> bool:
        match leave:
            case Leave.NEVER:
                return False
            case Leave.NOTHING_DUE:
                return not self._workers.busy()
            case Leave.NOTHING_LEFT:
                return moment is None and not at_work

    # --- marks ------------------------------------------------------------------------------

    def _begin(self) -> Run:
        now = self._clock.now()
        with self._store.write() as unit:
            last = unit.runs.latest()
            if last is not None:
                pull_back(unit, last.seen_at - now, now)
            return unit.runs.begin(host=socket.gethostname(), pid=os.getpid(), at=now)

    def _save(
        self,
        *,
        seen_at: datetime | None = None,
        stopped_at: datetime | None = None,
        halt_confirmed: int | None = None,
    ) -> None:
        self._run = replace(
            self._run,
            seen_at=seen_at or self._run.seen_at,
            stopped_at=stopped_at,
            halt_confirmed=halt_confirmed or self._run.halt_confirmed,
        )
        with self._store.write() as unit:
            unit.runs.save(self._run)

    def _note_sleep(self) -> None:
        """Keep when the computer was suspended, before anything is found to be late: that is its cause."""
        here = self._clock.read()
        asleep = slept(self._seen, here)
        if asleep > DRIFT:
            log.info("this computer slept for %s", spell(timedelta(seconds=round(asleep.total_seconds()))))
            with self._store.write() as unit:
                began = here.now - asleep
                unit.interruptions.begin(Interruption(kind=Rest.ASLEEP, began_at=began, ended_at=here.now))
        self._seen = here

    def _swept(self) -> None:
        self._sweep_due = True
        self._wake.set()

    def _on_rearm(self) -> None:
        self._rearm = True
        self._wake.set()
