"""SQLite as Drumbeat wants it: the driver, the settings of every connection, transactions begun by hand."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from db.failures import translated, translating

if TYPE_CHECKING:
    from sqlite3 import Connection as RawConnection  # whichever module is used, it looks like this one

APPLICATION_ID = 0x44727562
"""``Drub``, in the header of every database of ours; https://sqlite.org/pragma.html#pragma_application_id"""

WAL_SAFE = (3, 51, 3)
"""The first library without the WAL-reset bug (3.7.0 to 3.51.2), which could damage a file while two
connections write and checkpoint; https://sqlite.org/wal.html"""

BUSY_SECONDS = 15.0
"""How long a connection waits for another program's transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A DB-API module for SQLite, ``sqlite3`` or one with the same interface, and what its library allows."""

    module: ModuleType

    @property
    def library(self) -> str:
        """The version of the SQLite library, such as ``3.53.4``."""
        return str(self.module.sqlite_version)

    @property
    def wal(self) -> bool:
        """Whether the library may use a write-ahead log."""
        return tuple(self.module.sqlite_version_info) >= WAL_SAFE

    @property
    def journal_mode(self) -> str:
        """How the library keeps transactions whole: ``wal``, or ``delete`` for a rollback journal."""
        return "wal" if self.wal else "delete"

    @property
    def why(self) -> str:
        """Why it is that one, in words for ``status``."""
        if self.wal:
            return f"SQLite {self.library} with a write-ahead log"
        needed = ".".join(map(str, WAL_SAFE))
        return (
            f"SQLite {self.library} with a rollback journal, which is slower: before {needed} "
            "a write-ahead log can damage the file"
        )

    @property
    def synchronous(self) -> str:
        """When a commit counts as done: when a power cut cannot take it back.

        A rollback journal needs EXTRA for that: its removal is what commits, and FULL does not sync the
        folder; https://sqlite.org/pragma.html#pragma_synchronous
        """
        return "FULL" if self.wal else "EXTRA"


def best_driver() -> Driver:
    """``pysqlite3``, which brings a library of its own, where it is installed; else Python's."""
    try:
        from pysqlite3 import dbapi2 as module
    except ImportError:
        from sqlite3 import dbapi2 as module
    return Driver(module=module)


def connect(driver: Driver, path: Path, *, mode: str, busy_seconds: float) -> "RawConnection":
    """A connection of the driver's own to an existing file; *mode* is ``rw``, ``rwc`` (make it) or ``ro``.

    It begins no transaction by itself, and may be handed from thread to thread.
    """
    connection: RawConnection = driver.module.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA synchronous = {driver.synchronous}")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the disk's cache
    return connection


def set_journal_mode(driver: Driver, path: Path, *, busy_seconds: float) -> None:
    """Put the file into the driver's journal mode; raises ``DatabaseBusy`` while others keep it from that."""
    with translating(path, driver.module.Error):
        connection = connect(driver, path, mode="rw", busy_seconds=busy_seconds)
        try:
            (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
            if mode != driver.journal_mode:
                connection.execute(f"PRAGMA journal_mode = {driver.journal_mode}")
        finally:
            connection.close()


def make_engine(driver: Driver, path: Path, *, writes: bool, busy_seconds: float) -> Engine:
    """An engine whose connections write, one at a time, or only read.

    A writer's transaction takes the write lock at its begin: one that read first could no longer get it
    once another had committed in between, however long it waited.
    """

    def creator() -> "RawConnection":
        connection = connect(driver, path, mode="rw", busy_seconds=busy_seconds)
        if not writes:
            connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=driver.module,
        creator=creator,
        poolclass=QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0 if writes else -1,
    )
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED"

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> BaseException | None:
        original = context.original_exception
        if isinstance(original, driver.module.Error):
            return translated(original, path)
        if isinstance(original, ValueError):  # such as a naive instant
            return ValueError(str(original))
        return None

    return engine
