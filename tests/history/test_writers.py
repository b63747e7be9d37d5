"""Writers at the same time lose nothing, and whoever watches notices each of them."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.counter import ChangeCounter
from db.engine import best_driver
from db.store import SqlStore, open_store
from scheduler.core.errors import DatabaseBusy
from scheduler.core.records import Attempt, Event

EACH = 40

WRITE = f"""
import sys
from dataclasses import replace
from pathlib import Path
from db.store import open_store
store = open_store(Path(sys.argv[1]))
print("ready", flush=True)
for command in sys.stdin:
    for _ in range({EACH} if command == "many\\n" else 1):
        with store.write() as unit:
            account = unit.accounts.get("x-main")
            unit.accounts.save(replace(account, handle=str(int(account.handle) + 1)))
    print("done", flush=True)
"""


@pytest.fixture
def counting(store: SqlStore) -> SqlStore:
    """The handle of an account is 0, and is to be raised by one."""
    with store.write() as unit:
        unit.accounts.save(replace(unit.accounts.get("x-main"), handle="0"))
    return store


@pytest.fixture
def tell(path: Path, counting: SqlStore) -> Iterator[Callable[..., None]]:
    """Tells another process to write ``once`` or ``many`` times, and waits for it if asked."""
    del counting
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

        def say(command: str = "", *, wait: bool = True) -> None:
            if command:
                process.stdin.write(f"{command}\n")
                process.stdin.flush()
            if wait:
                assert process.stdout.readline() == "done\n"

        yield say
        process.stdin.close()


def raise_by_one(store: SqlStore, times: int = EACH) -> None:
    """Read, add one, write: what a lost update would show in."""
    for _ in range(times):
        with store.write() as unit:
            account = unit.accounts.get("x-main")
            assert account is not None
            unit.accounts.save(replace(account, handle=str(int(account.handle) + 1)))


def test_no_update_is_lost(counting: SqlStore, tell: Callable[..., None]) -> None:
    """Three threads and another process add up; none of them overtakes what it has not seen."""
    failed: list[BaseException] = []

    def work() -> None:
        try:
            raise_by_one(counting)
        except BaseException as error:  # noqa: BLE001  # told to the test, whatever it is
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    tell("many", wait=False)
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    tell()
    assert not failed
    with counting.read() as unit:
        account = unit.accounts.get("x-main")
        assert (account.handle, account.revision) == (str(4 * EACH), 4 * EACH + 2)


def test_one_of_two_claims_wins(store: SqlStore, make: Any) -> None:
    """Two threads that save over the same delivery: one is told True, the other False."""
    seen = make.delivery()
    with store.write() as unit:
        unit.deliveries.add(seen)
    told: list[bool] = []
    gate = threading.Barrier(2)

    def claim(owner: str) -> None:
        gate.wait(5)
        with store.write() as unit:
            told.append(unit.deliveries.save(seen, replace(seen, why=owner)))

    threads = [threading.Thread(target=claim, args=(owner,)) for owner in ("one", "two")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == [False, True]


def test_readers_wait_for_no_writer(store: SqlStore) -> None:
    """With a write-ahead log a thread reads the state before a write that goes on."""
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        with store.write() as unit:
            raised = replace(unit.accounts.get("x-main"), handle="new")
            unit.accounts.save(raised)
            writing.set()
            done.wait(5)

    thread = threading.Thread(target=write)
    thread.start()
    assert writing.wait(5)
    with store.read() as unit:
        before = unit.accounts.get("x-main").handle
    done.set()
    thread.join()
    with store.read() as unit:
        assert (before, unit.accounts.get("x-main").handle) == ("x-main", "new")


def test_readers_take_turns(store: SqlStore) -> None:
    """A thread that reads waits for another's transaction; within its own it may begin another."""
    reading, done, second = threading.Event(), threading.Event(), threading.Event()

    def read(inside: Callable[[], None]) -> None:
        with store.read():
            inside()

    def hold() -> None:
        reading.set()
        done.wait(5)
        with store.read() as unit:
            assert unit.accounts.get("x-main") is not None

    first = threading.Thread(target=read, args=(hold,))
    first.start()
    assert reading.wait(5)
    other = threading.Thread(target=read, args=(second.set,))
    other.start()
    assert not second.wait(0.02)
    done.set()
    assert second.wait(5)
    for each in (first, other):
        each.join()


def test_waiting_for_an_own_writer_ends(path: Path) -> None:
    """A thread waits for another's transaction as long as the time-out says, and then is told so."""
    store = open_store(path, busy_seconds=0.01)
    told: list[BaseException] = []

    def write() -> None:
        try:
            with store.write():
                pass
        except DatabaseBusy as error:
            told.append(error)

    with store.write():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(told) == 1
    write()
    assert len(told) == 1
    store.close()


# --- the change counter -------------------------------------------------------------------------


def test_counter_stays_while_nothing_is_written(store: SqlStore, make: Any) -> None:
    """Reading, an empty transaction and one that is undone are no change."""
    before = store.change_counter()
    with store.read() as unit:
        unit.deliveries.next_moment(make.now)
    assert store.change_counter() == before
    assert store.change_counter() == before


def test_counter_notices_own_commits(store: SqlStore, make: Any) -> None:
    """A commit of this process, on whatever connection, changes the number; each one does."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
    numbers = [store.change_counter()]
    for _ in range(3):
        with store.write() as unit:
            unit.deliveries.note(
                Attempt(delivery="ijn.1@x-main", at=make.now, event=Event.LOOKED, actor="a", outcome="b")
            )
        numbers.append(store.change_counter())
    with closing(best_driver().module.connect(store.path, isolation_level=None)) as other:
        other.execute("UPDATE account SET handle = 'new'")
    numbers.append(store.change_counter())
    assert len(set(numbers)) == len(numbers)


def test_counter_notices_other_processes(counting: SqlStore, tell: Callable[..., None]) -> None:
    """A commit of another process changes the number."""
    before = counting.change_counter()
    tell("once")
    after = counting.change_counter()
    assert after != before
    assert counting.change_counter() == after


def test_counter_never_waits(store: SqlStore) -> None:
    """While another connection writes the number is as before, at once, and changes at the commit."""
    before = store.change_counter()
    with store.write() as unit:
        unit.accounts.save(replace(unit.accounts.get("x-main"), handle="new"))
        assert store.change_counter() == before
    assert store.change_counter() != before


def test_counter_waits_for_no_lock(path: Path) -> None:
    """A file that another holds for itself alone, as a rollback journal's commit does, is no error to it."""
    other = best_driver().module.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    with closing(other), closing(ChangeCounter(best_driver(), path)) as counter:
        before = counter.value()
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE account SET handle = 'new'")
        assert counter.value() == before
        other.execute("COMMIT")
        assert counter.value() != before
