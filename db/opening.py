"""Making a database file ready: whose it is, what schema it has, and bringing that up to date."""

import os
import threading
from contextlib import closing
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from db.engine import APPLICATION_ID, Driver, connect, make_engine, set_journal_mode
from db.failures import damaged, read_only, translating
from db.lock import FileLock
from scheduler.core.errors import DatabaseTooNew, StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0001"
"""The newest migration. Kept here so that a file which has it is opened without importing Alembic."""

_migrating = threading.Lock()  # Alembic keeps what it works on in globals


def prepare(driver: Driver, path: Path, *, create: bool, busy_seconds: float) -> None:
    """Leave at *path* a database of this version's schema, in the driver's journal mode.

    One that is older is upgraded under the instance lock, with a copy kept beside it. Raises
    ``StoreError`` for what is not ours, leaving it as it was; ``DatabaseTooNew``; ``DaemonRunning``.
    """
    _check_place(path)
    found = schema_of(driver, path, busy_seconds)
    if found is None and not create:
        raise StoreError(f"There is no database at {path}.", remedy="Make one with 'drumbeat init'.")
    if found != HEAD:
        _bring_to_head(driver, path, found, busy_seconds)
    set_journal_mode(driver, path, busy_seconds=busy_seconds)


def schema_of(driver: Driver, path: Path, busy_seconds: float) -> str | None:
    """The revision of the database at *path*, or None if nothing is there yet.

    Raises ``StoreError`` for a file that is not Drumbeat's. It is read through the driver alone: a file
    that a program opens and closes itself takes away the locks of its own SQLite connections;
    https://sqlite.org/howtocorrupt.html
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with translating(path, driver.module.Error):
        try:
            return _read_revision(driver, path, "ro", busy_seconds)
        except driver.module.OperationalError:
            # What a crash left unfinished in the journal only a connection that writes can clear away.
            return _read_revision(driver, path, "rw", busy_seconds)


def _read_revision(driver: Driver, path: Path, mode: str, busy_seconds: float) -> str:
    try:
        with closing(connect(driver, path, mode=mode, busy_seconds=busy_seconds)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            if owner != APPLICATION_ID:
                raise _foreign(path)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver.module.DatabaseError as error:
        if "not a database" in str(error):
            raise _foreign(path) from error
        raise
    if row is None:
        raise damaged(path)
    return str(row[0])


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} is not a database of Drumbeat's.", remedy="Name another file for the database."
    )


def _check_place(path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        raise StoreError(
            f"There is no folder {folder} for the database.",
            remedy="Make it, or name another place for the database.",
        )
    if path.exists() and not path.is_file():
        raise StoreError(f"{path} is not a file.", remedy="Name a file for the database.")
    if not os.access(path if path.exists() else folder, os.W_OK) or not os.access(folder, os.W_OK):
        raise read_only(path)


# --- migrations ---------------------------------------------------------------------------------


def _bring_to_head(driver: Driver, path: Path, found: str | None, busy_seconds: float) -> None:
    if found is not None:
        _check_known(path, found)
    lock = FileLock(path)
    lock.acquire()
    try:
        if schema_of(driver, path, busy_seconds) != HEAD:  # else another process was faster
            _migrate(driver, path, busy_seconds)
    finally:
        lock.release()


def _check_known(path: Path, found: str) -> None:
    from alembic.script import ScriptDirectory

    known = {each.revision for each in ScriptDirectory.from_config(config()).walk_revisions()}
    if found not in known:
        raise DatabaseTooNew(
            f"{path} has the schema {found}; this version of Drumbeat knows those up to {HEAD}.",
            remedy="Install the newer Drumbeat that made it, or restore a copy from before its upgrade.",
        )


def config() -> "Config":
    """Alembic's configuration; there is no ini file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", "db:migrations")
    return made


def _migrate(driver: Driver, path: Path, busy_seconds: float) -> None:
    """Run what is missing in one transaction. A new file appears whole or stays empty."""
    new = not path.exists() or path.stat().st_size == 0
    path.touch()
    engine = make_engine(driver, path, writes=True, busy_seconds=busy_seconds)
    try:
        with _migrating, engine.connect() as connection:
            _leave_references_alone(connection)
            with connection.begin():
                if not new:
                    keep_copy(driver, path, busy_seconds)
                _run_migrations(connection, path)
    finally:
        engine.dispose()
        if new and path.stat().st_size == 0:
            path.unlink()


def _leave_references_alone(connection: "Connection") -> None:
    """Let a table be copied and dropped, as altering it takes, without the rows that refer to it.

    SQLite takes this setting outside transactions alone, so it goes past SQLAlchemy, which begins one.
    """
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")


def _run_migrations(connection: "Connection", path: Path) -> None:
    from alembic import command

    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise damaged(path)


def keep_copy(driver: Driver, path: Path, busy_seconds: float) -> Path:
    """Copy the database to ``<file>.before-<HEAD>``, or a like name that is free; where it is."""
    copy = _free(Path(f"{path}.before-{HEAD}"))
    draft = Path(f"{copy}.part")
    draft.touch()
    with (
        translating(path, driver.module.Error),
        closing(connect(driver, path, mode="rw", busy_seconds=busy_seconds)) as source,
        closing(connect(driver, draft, mode="rw", busy_seconds=busy_seconds)) as target,
    ):
        source.backup(target)
    draft.replace(copy)
    return copy


def _free(path: Path) -> Path:
    """*path*, or with the first number behind it that makes it a new file."""
    numbered = (Path(f"{path}.{number}") for number in count(2))
    return next(each for each in chain([path], numbered) if not each.exists())
