"""The database does not answer for a while: nothing is sent without its mark, and the daemon recovers by itself."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from typing import Any

import pytest

from db.engine import best_driver, connect
from db.store import open_store
from scheduler.core.records import Event
from scheduler.services.marks import News

BUSY = 0.1
"""Seconds that a transaction waits for another program's; a test waits for several of them."""
PATIENCE = 60.0
"""Seconds that a busy machine may take."""
IDS = ["ijn-2020.1@x-main", "ijn-2020.1@sky", "ijn-2020.2@x-main", "ijn-2020.2@sky"]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked database is given up after parts of a second."""
    monkeypatch.setattr("scheduler.wiring.open_store", partial(open_store, busy_seconds=BUSY))


@contextmanager
def locked(office: Any) -> Iterator[None]:
    """Another program keeps the database locked."""
    other = connect(best_driver(), office.settings.database, mode="rw", busy_seconds=PATIENCE)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(office: Any) -> Iterator[None]:
    """The database can be read and not be written."""

    def only(on: str) -> None:
        with office.store._writer.connect() as connection, closing(connection.connection.cursor()) as cursor:
            cursor.execute(f"PRAGMA query_only = {on}")

    only("ON")
    yield
    only("OFF")


class Trouble(logging.Handler):
    """Counts what the daemon tells of its database."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told = threading.Semaphore(0)

    def emit(self, record: logging.LogRecord) -> None:
        self.told.release()


@pytest.mark.parametrize("outage", [locked, read_only])
@pytest.mark.parametrize("event", [Event.CLAIMED, Event.LAUNCHED, Event.ANSWERED])
def test_outage(approved: Any, outage: Callable[[Any], AbstractContextManager[None]], event: Event) -> None:
    """From a mark on nothing more can be written, several times over: then all is sent, once each."""
    approved("campaign", "launch", "ijn-2020")
    trouble = Trouble()
    begins, begun = threading.Event(), threading.Event()

    marked: list[News] = []

    def tell(news: News) -> None:
        if news.event is event and not begins.is_set():
            marked.append(news)
            begins.set()
            assert begun.wait(PATIENCE)

    logging.getLogger("drumbeat").addHandler(trouble)
    try:
        out = _through(approved, outage, tell, begins, begun, trouble)
    finally:
        logging.getLogger("drumbeat").removeHandler(trouble)
    first = marked[0].delivery
    if event is Event.CLAIMED:
        assert (first.account, first.parts[0].words) not in out, "it was sent without its mark"
    rows = approved.deliveries("history", "--attempts")
    assert {id: rows[id]["state"] for id in IDS} == dict.fromkeys(IDS, "posted")
    with approved.office() as office:
        record = Counter((post.account, post.words) for post in office.rehearsal.posts())
    assert set(record.values()) == {1}
    assert len(record) == len(IDS)


def _through(
    drumbeat: Any,
    outage: Callable[[Any], AbstractContextManager[None]],
    tell: Callable[[News], None],
    begins: threading.Event,
    begun: threading.Event,
    trouble: Trouble,
) -> set[tuple[str, str]]:
    """The real daemon through an outage, until nothing is left; what was out while it lasted."""
    from scheduler.cli.run import daemon_of
    from scheduler.daemon.loop import Leave

    with drumbeat.office(leaps=True) as office, daemon_of(office, tell) as daemon:
        runner = threading.Thread(target=daemon.run, args=(Leave.NOTHING_LEFT,))
        runner.start()
        assert begins.wait(PATIENCE)
        with outage(office):
            begun.set()
            for _ in range(2):
                assert trouble.told.acquire(timeout=PATIENCE)
            out = {(post.account, post.words) for post in office.rehearsal.posts()}
        runner.join(PATIENCE)
        assert not runner.is_alive()
    return out
