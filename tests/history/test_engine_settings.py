"""Settings that were asked for are in force: what SQLite itself says of each connection."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine

from db.engine import APPLICATION_ID, WAL_SAFE, Driver, best_driver
from db.store import SqlStore, open_store
from scheduler.core.errors import StoreError


def of_version(*version: int) -> Driver:
    """The driver in use, whose library says that it is of another *version*."""
    module = ModuleType("sqlite_of_another_version")
    module.__dict__.update(vars(best_driver().module))
    module.__dict__["sqlite_version_info"] = version
    module.__dict__["sqlite_version"] = ".".join(map(str, version))
    return Driver(module=module)


SAFE = of_version(*WAL_SAFE)
OLD = of_version(3, 51, 2)


@pytest.fixture(params=[SAFE, OLD], ids=["safe", "old"])
def driver(request: pytest.FixtureRequest) -> Driver:
    """A library with the fix of the WAL-reset bug, and the last one without."""
    return request.param


@pytest.fixture
def opened(driver: Driver, path: Path) -> Iterator[SqlStore]:
    """A store by that driver."""
    store = open_store(path, driver=driver, busy_seconds=5)
    yield store
    store.close()


def said(engine: Engine, pragma: str) -> object:
    """What a connection of *engine* says of a setting."""
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()


FOR_EACH_CONNECTION = [  # a setting and its value; with a rollback journal only EXTRA outlives a power cut
    ("foreign_keys", 1, 1),
    ("trusted_schema", 0, 0),
    ("fullfsync", 1, 1),
    ("synchronous", 2, 3),
    ("journal_mode", "wal", "delete"),
    ("busy_timeout", 5000, 5000),
    ("application_id", APPLICATION_ID, APPLICATION_ID),
    ("mmap_size", 0, 0),
]


@pytest.mark.parametrize(("pragma", "safe", "old"), FOR_EACH_CONNECTION)
def test_setting_is_in_force(
    opened: SqlStore, driver: Driver, pragma: str, safe: object, old: object
) -> None:
    """The journal follows the library's version, and every connection, of either kind, is set."""
    wanted = safe if driver is SAFE else old
    assert said(opened._writer, pragma) == wanted
    assert said(opened._readers, pragma) == wanted


def test_settings_are_told(opened: SqlStore, driver: Driver, path: Path) -> None:
    """``settings`` tells what is in force, and why it is the slower journal if it is."""
    told = opened.settings()
    assert told.path == path
    assert (told.journal_mode, told.synchronous) == (("wal", 2) if driver is SAFE else ("delete", 3))
    assert told.library == driver.library
    assert driver.library in told.why
    assert ("damage" in told.why) is (driver is OLD)


@pytest.mark.parametrize(
    ("version", "wal"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),  # Debian 12
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_log_by_version(version: tuple[int, ...], wal: bool) -> None:  # noqa: FBT001
    """A write-ahead log is for libraries without the WAL-reset bug alone."""
    assert of_version(*version).wal is wal


def test_journal_follows_the_library(path: Path) -> None:
    """A file that a newer library left in WAL is put back by an older one, and the other way round."""
    for driver in (SAFE, OLD, SAFE):
        store = open_store(path, driver=driver)
        assert store.settings().journal_mode == driver.journal_mode
        store.close()


def test_pythons_own_library_serves(path: Path) -> None:
    """Where ``pysqlite3`` is not installed, Python's ``sqlite3`` does all the same."""
    store = open_store(path, driver=Driver(module=sqlite3.dbapi2))
    with store.write() as unit:
        unit.statements.save(unit.statements.get("ijn"))
    with store.read() as unit:
        assert unit.statements.get("ijn").revision == 2
    store.close()


def test_reading_changes_nothing(store: SqlStore) -> None:
    """A transaction that only reads cannot write, whatever it tries."""
    with store.read() as unit, pytest.raises(StoreError, match="cannot be written"):
        unit.halts.begin(at=unit.statements.get("ijn").added_at, by="ann", reason="stop")
    with store.read() as unit:
        assert unit.halts.current() is None


@pytest.mark.skipif(not best_driver().wal, reason="with a rollback journal a writer waits for readers")
def test_reading_is_on_one_state(store: SqlStore) -> None:
    """What is committed while a transaction reads is not seen in it, and is in the next."""
    with closing(best_driver().module.connect(store.path, isolation_level=None)) as other:
        with store.read() as unit:
            before = unit.accounts.get("x-main")
            other.execute("UPDATE account SET handle = 'new' WHERE name = 'x-main'")
            assert unit.accounts.get("x-main") == before
        with store.read() as unit:
            assert unit.accounts.get("x-main").handle == "new"


def test_failed_transaction_leaves_nothing(store: SqlStore) -> None:
    """An exception in a block that writes undoes all of it, and the next block is whole."""

    def fail() -> None:
        with store.write() as unit:
            unit.statements.save(unit.statements.get("ijn"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.write() as unit:
        assert unit.statements.get("ijn").revision == 1


@pytest.mark.parametrize(("outer", "inner"), [("write", "write"), ("write", "read"), ("read", "write")])
def test_transactions_do_not_nest(store: SqlStore, outer: str, inner: str) -> None:
    """A second transaction of a thread would wait for its first, for ever: it is refused at once."""
    with (
        getattr(store, outer)(),
        pytest.raises(RuntimeError, match=f"inside a {outer}"),
        getattr(store, inner)(),
    ):
        pass
    with store.write() as unit:  # and the refusal leaves nothing taken
        assert unit.halts.current() is None
