"""Locks: one daemon for each database, and one process for each account, for as long as it lives."""

import fcntl
import json
import os
import platform
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from db.failures import read_only
from scheduler.core.errors import DaemonRunning

_SIZE = 512
"""Bytes of the lock file, always: one write replaces all of it."""


class FileLock:
    """A lock on ``<database>.lock``, which the kernel frees however its holder ends.

    The file stays, and tells who holds it and the number of the last run; it says nothing about
    whether anybody holds it. Never delete it while a daemon runs.
    """

    def __init__(self, database: Path) -> None:
        """The lock of *database*, by whatever path it is reached; nothing is opened yet."""
        self.database = database
        self.path = Path(f"{database.resolve()}.lock")
        self._file: int | None = None

    def acquire(self, *, started: datetime | None = None) -> None:
        """Take the lock for this process; raises ``DaemonRunning``, naming who has it."""
        file = self._open()
        try:
            self._take(file)
        except BaseException:
            os.close(file)
            raise
        self._file = file
        self._write(self._read() | _me(started))

    def release(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def keep_run(self, number: int) -> None:
        """Write down the number of the run that holds the lock."""
        self._write(self._read() | {"run": number})

    def last_run(self) -> int | None:
        """The number of the last run that held the lock; None if there was none."""
        number = self._read().get("run")
        return number if isinstance(number, int) else None

    def holder(self) -> str | None:
        """Who holds the lock, in words (``process 4711 on host``), or None if it is free."""
        if self._file is None and not self._held_by_another():
            return None
        return _words(self._read())

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise read_only(self.path) from error

    def _take(self, file: int) -> None:
        while not _locked(file, fcntl.LOCK_EX):
            # Whoever asks for the holder shares the lock for an instant, and is no daemon.
            if not _locked(file, fcntl.LOCK_SH):
                raise DaemonRunning(
                    f"{self.database} is in use by {_words(self._read())}.",
                    remedy="Stop that daemon first, or let it do the work.",
                )

    def _held_by_another(self) -> bool:
        try:
            file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            return not _locked(file, fcntl.LOCK_SH)
        finally:
            os.close(file)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, Any]) -> None:
        if self._file is None:
            raise RuntimeError(f"{self.path} is not held")
        os.pwrite(self._file, json.dumps(kept).encode().ljust(_SIZE), 0)
        os.fsync(self._file)


class AccountLocks:
    """A lock for each account on ``<database>.ACCOUNT.lock``, which the kernel frees with its process.

    Implements ``scheduler.core.ports.AccountLocks``. Safe to use from several threads.
    """

    def __init__(self, database: Path) -> None:
        """The locks of *database*; nothing is opened yet."""
        self._database = database.resolve()
        self._files: dict[str, int] = {}
        self._guard = threading.Lock()

    def take(self, account: str) -> bool:
        """Take *account* for this process; False if another process has it. Taken already, it stays so."""
        with self._guard:
            if account in self._files:
                return True
            path = Path(f"{self._database}.{account}.lock")
            try:
                file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise read_only(path) from error
            if not _locked(file, fcntl.LOCK_EX):
                os.close(file)
                return False
            self._files[account] = file
            return True

    def release(self) -> None:
        """Give all of them back."""
        with self._guard:
            for file in self._files.values():
                os.close(file)
            self._files.clear()


def _locked(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _me(started: datetime | None) -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": platform.node(),
        "started": started.isoformat() if started else None,
    }


def _words(kept: dict[str, Any]) -> str:
    if "pid" not in kept:
        return "another process"
    return f"process {kept['pid']} on {kept.get('host') or 'this machine'}"
