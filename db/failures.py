"""Errors of the driver, in the words of ``scheduler.core.errors``: none leaves ``db`` as it came."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.core.errors import DatabaseBusy, StoreError

# Primary result codes, https://sqlite.org/rescode.html
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _CONSTRAINT, _NOTADB = (
    3,
    5,
    6,
    8,
    10,
    11,
    13,
    14,
    19,
    26,
)


def busy(path: Path) -> DatabaseBusy:
    """The database stayed locked until the time-out."""
    return DatabaseBusy(
        f"Another program holds {path} and does not let go.",
        remedy="Try again in a moment; close what has the file open, such as a backup or a database browser.",
    )


def damaged(path: Path) -> StoreError:
    """The file is no whole database."""
    return StoreError(
        f"{path} is damaged, or is not a database.",
        remedy="Stop the daemon, keep the file, and put a backup in its place.",
    )


def read_only(path: Path) -> StoreError:
    """The file or its folder cannot be written."""
    return StoreError(
        f"{path} cannot be written.",
        remedy=f"Give this user the right to write the file and its folder {path.parent}.",
    )


def _full(path: Path) -> StoreError:
    return StoreError(f"The disk of {path} is full.", remedy="Make room, then repeat it.")


def _failing(path: Path) -> StoreError:
    return StoreError(
        f"The disk of {path} does not answer as it should.",
        remedy="Look for disk errors in the system's log.",
    )


_MEANING: dict[int, Callable[[Path], StoreError]] = {
    _BUSY: busy,
    _LOCKED: busy,
    _CORRUPT: damaged,
    _NOTADB: damaged,
    _READONLY: read_only,
    _PERM: read_only,
    _CANTOPEN: read_only,
    _FULL: _full,
    _IOERR: _failing,
}


def translated(error: BaseException, path: Path) -> StoreError:
    """What the driver's *error* means for whoever uses the database at *path*."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # an extended code keeps its primary one there
    if code in _MEANING:
        return _MEANING[code](path)
    if code == _CONSTRAINT:
        return StoreError(
            f"{path} refused what breaks a rule of its own: {error}.", remedy="Please report this."
        )
    return StoreError(f"{path} cannot be used: {error}.", remedy="Please report this.")


@contextmanager
def translating(path: Path, driver_error: type[Exception]) -> Iterator[None]:
    """Turn errors of the driver, raised outside SQLAlchemy, into ``StoreError``."""
    try:
        yield
    except driver_error as error:
        raise translated(error, path) from error
