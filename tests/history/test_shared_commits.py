"""Writers that wait for each other share a commit: told of success when it is durable, and by themselves when not."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from waiting import SOON, until

from db.store import SqlStore, SqlUnit, open_store
from scheduler.core.errors import DatabaseBusy, StoreError
from scheduler.core.records import Attempt, Event


class Trouble(Exception):
    """What a block raises by itself."""


@dataclass
class Writer:
    """A thread with one transaction, in which it stays until it may go on."""

    store: SqlStore
    block: Callable[[SqlUnit], None]
    inside: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    returned: threading.Event = field(default_factory=threading.Event)
    raised: BaseException | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        try:
            with self.store.write() as unit:
                self.inside.set()
                self.go_on.wait(SOON)
                self.block(unit)
        except (StoreError, Trouble) as error:
            self.raised = error
        self.returned.set()


def together(store: SqlStore, blocks: Sequence[Callable[[SqlUnit], None]]) -> list[Writer]:
    """Writers of which the first works while the others wait in turn; then all go on."""
    writers = [Writer(store, block) for block in blocks]
    with crew(writers):
        for each in writers:
            each.go_on.set()
    return writers


@contextmanager
def crew(writers: Sequence[Writer]) -> Iterator[None]:
    """The writers started: the first is inside its transaction, and the others wait behind it."""
    with ExitStack() as ending:
        for n, each in enumerate(writers):
            each.thread.start()
            ending.callback(each.thread.join, SOON)
            ending.callback(each.go_on.set)
            if n == 0:
                assert each.inside.wait(SOON)
            else:
                until(lambda n=n, each=each: len(each.store._writers._queue) == n)
        yield


def renames(account: str, handle: str) -> Callable[[SqlUnit], None]:
    """A block that gives the account a handle."""

    def block(unit: SqlUnit) -> None:
        unit.accounts.save(replace(unit.accounts.get(account), handle=handle))

    return block


def fails(unit: SqlUnit) -> None:
    """A block that writes and raises."""
    renames("x-main", "failed")(unit)
    raise Trouble


def fills_up(unit: SqlUnit, make: Any) -> None:
    """A block that writes until there is no room."""
    connection = unit.deliveries._connection
    (pages,) = connection.exec_driver_sql("PRAGMA page_count").one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    try:
        for n in range(10_000):
            unit.statements.add(make.statement(f"s{n}"))
    finally:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def handle(store: SqlStore, account: str = "x-main") -> str:
    """What anybody else reads now."""
    with store.read() as unit:
        return unit.accounts.get(account).handle


@pytest.fixture
def commits(store: SqlStore) -> list[str]:
    """Every COMMIT of the writers, as SQLite runs it."""
    seen: list[str] = []
    with store.write():
        pass
    with closing(store._writer.raw_connection()) as raw:
        raw.dbapi_connection.set_trace_callback(lambda sql: seen.append(sql) if sql == "COMMIT" else None)
    return seen


def test_those_who_wait_share_a_commit(store: SqlStore, commits: list[str]) -> None:
    """Five writers, four of them waiting for the first: one commit, and each sees what was before it."""
    writers = together(store, [renames("x-main", str(n)) for n in range(5)])
    assert [each.raised for each in writers] == [None] * 5
    assert len(commits) == 1
    with store.read() as unit:
        account = unit.accounts.get("x-main")
        assert (account.handle, account.revision) == ("4", 6)


def test_alone_a_writer_commits_at_once(store: SqlStore, commits: list[str]) -> None:
    """Where nobody waits nothing is put off."""
    for n in range(3):
        with store.write() as unit:
            renames("x-main", str(n))(unit)
        assert len(commits) == n + 1


def test_a_crowd_waits_for_a_few_of_it(store: SqlStore, commits: list[str], monkeypatch: Any) -> None:
    """So many writers share a commit at most: the first of them waits for the last."""
    monkeypatch.setattr("db.writers._MOST", 2)
    together(store, [renames("x-main", str(n)) for n in range(5)])
    assert len(commits) == 3
    assert handle(store) == "4"


def test_success_is_told_after_the_commit(store: SqlStore) -> None:
    """Whoever is done waits for the commit that it shares: until then nothing is told, nothing to be seen."""
    first, second = Writer(store, renames("x-main", "one")), Writer(store, renames("b-main", "two"))
    with crew([first, second]):
        first.go_on.set()
        assert second.inside.wait(SOON)
        assert not first.returned.is_set()
        assert handle(store) == "x-main"
        second.go_on.set()
        assert first.returned.wait(SOON)
        assert (handle(store), handle(store, "b-main")) == ("one", "two")


def test_each_has_its_own_answer(store: SqlStore, make: Any) -> None:
    """Of three who save over the same delivery in one commit the first is told True, the others False."""
    seen = make.delivery()
    with store.write() as unit:
        unit.deliveries.add(seen)
    told = []
    together(
        store,
        [
            lambda unit, n=n: told.append(unit.deliveries.save(seen, replace(seen, why=str(n))))
            for n in range(3)
        ],
    )
    assert told == [True, False, False]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_fails_harms_nobody(store: SqlStore, place: int) -> None:
    """First, between or last: its own writes are gone, those of the others are kept."""
    blocks = [renames("x-main", "kept"), renames("b-main", "kept")]
    blocks.insert(place, fails)
    writers = together(store, blocks)
    assert [type(each.raised) for each in writers] == [
        Trouble if n == place else type(None) for n in range(3)
    ]
    assert (handle(store), handle(store, "b-main")) == ("kept", "kept")


def test_where_all_fail_nothing_is_committed(store: SqlStore, commits: list[str]) -> None:
    """A transaction in which nobody kept anything is no change to whoever watches."""
    before = store.change_counter()
    together(store, [fails, fails])
    assert not commits
    assert store.change_counter() == before
    assert handle(store) == "x-main"


def test_a_commit_that_fails_is_told_to_all(store: SqlStore, make: Any) -> None:
    """Nobody is told of success, and nothing is kept; what comes next is committed as ever.

    A reference that SQLite is told to check only at the end makes the commit itself fail.
    """

    def refers_to_nothing(unit: SqlUnit) -> None:
        unit.deliveries._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        unit.statements.keep_excerpt(make.excerpt(statement="nothing"))

    blocks = [renames("x-main", "one"), refers_to_nothing, renames("b-main", "two")]
    assert ["a rule of its own" in str(each.raised) for each in together(store, blocks)] == [True] * 3
    assert (handle(store), handle(store, "b-main")) == ("x-main", "b-main")
    together(store, [blocks[0], blocks[2]])
    assert (handle(store), handle(store, "b-main")) == ("one", "two")


def test_a_full_disk_takes_all_back(store: SqlStore, make: Any) -> None:
    """Where SQLite itself undoes the transaction, those who were done before are told so too."""
    writers = together(
        store, [renames("x-main", "one"), lambda unit: fills_up(unit, make), renames("b-main", "two")]
    )
    assert [each.raised is not None for each in writers] == [True, True, False]
    assert "full" in str(writers[0].raised)
    assert (handle(store), handle(store, "b-main")) == ("x-main", "two")


@pytest.mark.parametrize("before", [0, 1])
def test_what_goes_on_after_a_full_disk_is_told(store: SqlStore, make: Any, before: int) -> None:
    """A block that takes no notice of the error is not told that all was kept, nor is one before it."""

    def goes_on(unit: SqlUnit) -> None:
        with suppress(StoreError):
            fills_up(unit, make)
        unit.statements.add(make.statement("afterwards"))

    writers = together(store, [*[renames("b-main", "one")] * before, goes_on])
    assert all(isinstance(each.raised, StoreError) for each in writers)


def test_whoever_gives_up_waiting_leaves_no_gap(path: Path) -> None:
    """A writer whose time-out comes first is out of the queue: those behind it have their turn."""
    store = open_store(path, busy_seconds=1)
    first, second = Writer(store, renames("x-main", "one")), Writer(store, renames("x-main", "never"))
    with crew([first, second]):
        assert second.returned.wait(SOON)
        third = Writer(store, renames("x-main", "three"))
        third.thread.start()
        until(lambda: len(store._writers._queue) == 1)
        for each in (first, third):
            each.go_on.set()
        third.thread.join(SOON)
    assert isinstance(second.raised, DatabaseBusy)
    assert (first.raised, third.raised) == (None, None)
    assert handle(store) == "three"
    store.close()


def test_many_at_random(store: SqlStore, make: Any) -> None:
    """Eight threads, each third block fails: exactly what was told is there, in whatever order they came."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
    told: list[str] = []

    def work(name: int) -> None:
        for n in range(30):
            outcome = f"{name}.{n}"
            try:
                with store.write() as unit:
                    unit.deliveries.note(
                        Attempt(
                            delivery="ijn.1@x-main",
                            at=make.now,
                            event=Event.LOOKED,
                            actor="a",
                            outcome=outcome,
                        )
                    )
                    if n % 3 == 0:
                        raise Trouble  # noqa: TRY301 -- one of many writers fails, and only its own work goes
            except Trouble:
                continue
            told.append(outcome)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.read() as unit:
        noted = [each.outcome for each in unit.deliveries.attempts("ijn.1@x-main")]
    assert sorted(noted) == sorted(told)
    assert len(told) == 8 * 20
