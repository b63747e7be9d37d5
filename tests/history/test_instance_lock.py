"""One daemon a database: the second is refused by name, and a dead one holds nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.lock import FileLock
from scheduler.core.errors import DaemonRunning, StoreError

HOLD = """
import sys
from pathlib import Path
from db.lock import FileLock
lock = FileLock(Path(sys.argv[1]))
lock.acquire()
lock.keep_run(7)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a database would be; the lock needs none."""
    return tmp_path / "drumbeat.db"


@pytest.fixture
def daemon(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_second_daemon_is_refused(database: Path, daemon: subprocess.Popen[str]) -> None:
    """The second process gets ``DaemonRunning`` with the first one's number, and so does whoever asks."""
    lock = FileLock(database)
    with pytest.raises(DaemonRunning, match=f"process {daemon.pid} on ") as refused:
        lock.acquire()
    assert refused.value.remedy
    assert str(lock.holder()).startswith(f"process {daemon.pid} on ")
    lock.release()  # of what is not held: nothing happens
    assert lock.holder() is not None


def test_killed_daemon_holds_nothing(database: Path, daemon: subprocess.Popen[str]) -> None:
    """SIGKILL frees the lock at once; the number of the last run is still known."""
    daemon.send_signal(signal.SIGKILL)
    daemon.wait()
    lock = FileLock(database)
    assert lock.holder() is None
    assert lock.last_run() == 7
    lock.acquire()
    assert str(lock.holder()).startswith(f"process {os.getpid()} on ")
    assert lock.last_run() == 7
    lock.release()
    assert lock.holder() is None


def test_lock_of_one_process(database: Path) -> None:
    """Two locks of one process exclude each other too, by whatever path the database is reached."""
    link = database.with_name("link.db")
    database.touch()
    link.symlink_to(database)
    first, second = FileLock(database), FileLock(link)
    first.acquire()
    with pytest.raises(DaemonRunning):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_asking_takes_nothing(database: Path) -> None:
    """To ask who holds the lock makes no file, and leaves the lock free."""
    lock = FileLock(database)
    assert lock.holder() is None
    assert lock.last_run() is None
    assert list(database.parent.iterdir()) == []
    with pytest.raises(RuntimeError, match="not held"):
        lock.keep_run(1)


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[1]", b'{"run": "x"}', b"\xff\xfe"])
def test_spoiled_lock_file(database: Path, spoiled: bytes) -> None:
    """What the file says is a courtesy: nonsense in it keeps nobody from the lock."""
    lock = FileLock(database)
    lock.path.write_bytes(spoiled)
    assert lock.last_run() is None
    lock.acquire()
    lock.keep_run(3)
    assert lock.last_run() == 3
    lock.release()


def test_lock_without_a_folder(tmp_path: Path) -> None:
    """Where the lock file cannot be made, the error says so."""
    with pytest.raises(StoreError, match="cannot be written"):
        FileLock(tmp_path / "nowhere" / "d.db").acquire()
