"""Where a daemon can be killed: before and after each of its commits, and around each of its requests.

The points are data; ``tests/once/test_points.py`` holds that they are all there are. The daemon is the real
one:
what it commits and what it asks is observed through its store and its connections, and it kills itself at a
point.
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from realnets import look_soon
from seeding import installation

import scheduler.networks.bluesky.connection
import scheduler.networks.x.connection  # noqa: F401 -- so that a process that is forked need not load them
from scheduler.cli.run import daemon_of
from scheduler.core.ports import Letter, NetworkConnection, Prepared, Published
from scheduler.core.records import Attempt, Event
from scheduler.daemon.loop import Leave
from scheduler.services.sending import Sender
from scheduler.wiring import Office
from scheduler.wiring.outside import Outside

COMMITS = ("claimed", "launched", "answered", "looked", "taken over")
"""What a transaction of the daemon can be about."""
REQUESTS = ("prepare", "publish", "look")
CARRIED_OUT = "publish: carried out"
"""The network has it and has not answered yet: known to the network alone, which does the killing."""
POINTS = (
    *(f"{name}: {when} commit" for name in COMMITS for when in ("before", "after")),
    *(f"{name}: {what}" for name in REQUESTS for what in ("asked", "answered")),
    CARRIED_OUT,
)
Reached = Callable[[str], None]
"""Told of each point that is reached."""


class Killer:
    """Kills this process when the *point* is reached for the time number *nth*."""

    def __init__(self, point: str, nth: int) -> None:
        self._point, self._left = point, nth

    def __call__(self, point: str) -> None:
        """A point is reached."""
        if point == self._point:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def send(folder: Path, point: str, nth: int) -> None:
    """The real daemon in this process, until nothing is left, or until it is killed at *point*."""
    look_soon()
    with (
        installation(folder) as office,
        daemon_of(observed(office, Killer(point, nth)), lambda _: None) as daemon,
    ):
        daemon.run(Leave.NOTHING_LEFT)


def observed(office: Office, reached: Reached) -> Office:
    """*office*, whose daemon tells *reached* of every point."""

    class Observed(Outside):
        def sender(self, run: int, stop: Any, tell: Any) -> Sender:
            made = super().sender(run, stop, tell)
            return replace(
                made,
                desk=replace(made.desk, store=_Store(made.desk.store, reached)),
                connect=lambda account: _Connection(made.connect(account), reached),
            )

    vars(office)["outside"] = Observed(office.settings, office.desk)  # instead of the one that it would make
    return office


class _Store:
    def __init__(self, store: Any, reached: Reached) -> None:
        self._store, self._reached = store, reached
        self.read = store.read
        self.change_counter = store.change_counter

    @contextmanager
    def write(self) -> Iterator[Any]:
        with self._store.write() as unit:
            unit.deliveries = noted = _Deliveries(unit.deliveries)
            yield unit
            for name in sorted(noted.about):
                self._reached(f"{name}: before commit")
        for name in sorted(noted.about):
            self._reached(f"{name}: after commit")


class _Deliveries:
    """Remembers what is noted of deliveries: that is what a transaction is about."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        self.about: set[str] = set()

    def note(self, attempt: Attempt) -> None:
        orphaned = attempt.event is Event.ANSWERED and attempt.part is None
        self.about.add("taken over" if orphaned else str(attempt.event))
        self._rows.note(attempt)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rows, name)


class _Connection:
    def __init__(self, connection: NetworkConnection, reached: Reached) -> None:
        self._connection, self._reached = connection, reached

    def prepare(self, letter: Letter) -> Prepared:
        return self._around("prepare", lambda: self._connection.prepare(letter))

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        return self._around("publish", lambda: self._connection.publish(letter, prepared))

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        return self._around("publish", lambda: self._connection.publish_thread(thread))

    def find(self, record_key: str) -> Published | None:
        return self._around("look", lambda: self._connection.find(record_key))

    def recent(self, since: datetime) -> Sequence[Published]:
        return self._around("look", lambda: self._connection.recent(since))

    def _around(self, name: str, request: Callable[[], Any]) -> Any:
        self._reached(f"{name}: asked")
        try:
            return request()
        finally:
            self._reached(f"{name}: answered")
