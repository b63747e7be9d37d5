"""The store on SQLite: short transactions, writers one at a time, readers on a state that does not move."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from db.accounts import AccountRows
from db.campaigns import CampaignRows
from db.counter import ChangeCounter
from db.deliveries import DeliveryRows
from db.engine import BUSY_SECONDS, Driver, best_driver, connect, make_engine
from db.failures import translating
from db.halts import HaltRows, RunRows
from db.notices import InterruptionRows, NoticeRows
from db.opening import prepare
from db.requests import RequestRows
from db.reviews import ReviewRows
from db.slots import SlotRows
from db.statements import CardRows, StatementRows
from db.tokens import TokenRows
from db.writers import Writers


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The settings in force, as SQLite itself tells them, for ``status``."""

    path: Path
    library: str
    """Version of the SQLite library."""
    journal_mode: str
    """``wal``, or ``delete`` for a rollback journal."""
    synchronous: int
    """2 is FULL, 3 is EXTRA: a commit outlives a power cut."""
    why: str
    """Which library and journal, and why, in words."""


class SqlUnit:
    """Implements ``scheduler.core.storage.Unit``: one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self.statements = StatementRows(connection)
        self.cards = CardRows(connection)
        self.accounts = AccountRows(connection)
        self.campaigns = CampaignRows(connection)
        self.deliveries = DeliveryRows(connection)
        self.halts = HaltRows(connection)
        self.interruptions = InterruptionRows(connection)
        self.notices = NoticeRows(connection)
        self.runs = RunRows(connection)
        self.tokens = TokenRows(connection)
        self.requests = RequestRows(connection)
        self.slots = SlotRows(connection)
        self.reviews = ReviewRows(connection)


class SqlStore:
    """Implements ``scheduler.core.storage.Store``. Safe to use from several threads.

    A thread that writes has that one transaction and no other: a second would wait for the first.
    """

    def __init__(self, path: Path, driver: Driver, *, busy_seconds: float) -> None:
        """The database at *path*, which ``db.opening.prepare`` made ready."""
        self.path = path
        self._driver = driver
        self._busy_seconds = busy_seconds
        self._writer = make_engine(driver, path, writes=True, busy_seconds=busy_seconds)
        self._writers = Writers(self._writer, path, busy_seconds=busy_seconds)
        self._readers = make_engine(driver, path, writes=False, busy_seconds=busy_seconds)
        self._counter = ChangeCounter(driver, path)
        self._one_reader = threading.RLock()  # a reader may read within its transaction
        self._own = threading.local()

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """A transaction that only reads, on a consistent state; to change anything raises ``StoreError``.

        A block is short: other threads that read wait for its end. They gain nothing by reading side by side,
        and lose twice the time in passing the interpreter's own lock to and fro.
        """
        with self._one_reader, self._alone(writes=False), self._readers.begin() as connection:
            yield SqlUnit(connection)

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        """A transaction that is committed, durably, when the block has ended without an exception.

        A block is short: other threads' blocks may be committed together with it.
        """
        with self._alone(writes=True), self._writers.turn() as connection:
            yield SqlUnit(connection)

    def change_counter(self) -> int:
        """A number that differs once anything was committed since."""
        return self._counter.value()

    def settings(self) -> StoreSettings:
        """The settings in force, on a connection opened as every other one is."""
        opening = connect(self._driver, self.path, mode="rw", busy_seconds=self._busy_seconds)
        with translating(self.path, self._driver.module.Error), closing(opening) as connection:
            (journal_mode,) = connection.execute("PRAGMA journal_mode").fetchone()
            (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        return StoreSettings(
            path=self.path,
            library=self._driver.library,
            journal_mode=journal_mode,
            synchronous=synchronous,
            why=self._driver.why,
        )

    def close(self) -> None:
        """Close every connection."""
        self._counter.close()
        self._readers.dispose()
        self._writer.dispose()

    @contextmanager
    def _alone(self, *, writes: bool) -> Iterator[None]:
        """Refuse a transaction inside another of the same thread, if either writes."""
        outer: str | None = getattr(self._own, "open", None)
        if outer == "write" or (outer == "read" and writes):
            raise RuntimeError(f"a transaction was begun inside a {outer} of the same thread")
        self._own.open = "write" if writes else "read"
        try:
            yield
        finally:
            self._own.open = outer


def open_store(
    path: Path, *, create: bool = False, driver: Driver | None = None, busy_seconds: float = BUSY_SECONDS
) -> SqlStore:
    """The store in the file *path*, made first if *create*, brought up to date if it is older.

    Raises ``StoreError``, naming ``drumbeat init`` where there is no file, and leaving a file that is not
    Drumbeat's as it was; ``DatabaseTooNew``; ``DatabaseBusy``; ``DaemonRunning`` where an upgrade is
    needed while a daemon runs.
    """
    chosen = driver or best_driver()
    prepare(chosen, path, create=create, busy_seconds=busy_seconds)
    return SqlStore(path, chosen, busy_seconds=busy_seconds)
