"""A thread by one request, all the way through the daemon: launched together, looked for part by part."""

from dataclasses import replace
from typing import Any

import pytest

from scheduler.core.records import Event

SKY = "ijn-2020.1@sky"


@pytest.fixture
def thread(ready: Any) -> Any:
    """An approved campaign of one post on a rehearsal of Bluesky: a card, and two parts below it."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0")
    with ready.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(SKY)
        (part,) = old.parts
        more = (replace(part, n=n, words=f"Part {n}.", pictures=()) for n in (2, 3))
        assert unit.deliveries.save(old, replace(old, parts=(part, *more)))
    ready("campaign", "approve", "ijn-2020")
    return ready


@pytest.mark.parametrize(
    ("fault", "launches", "looks"),
    [
        (None, 1, 0),
        ("drop", 1, 3),  # out, and nobody told us: each part is found
        ("hang", 1, 3),
        ("unreachable", 2, 0),  # none was out
        ("throttle", 2, 0),
    ],
)
def test_a_thread_is_sent_once(thread: Any, fault: str | None, launches: int, looks: int) -> None:
    """Whatever happens to its one request, followers see each part once, below the one before."""
    if fault is not None:
        thread("rehearsal", "fault", "sky", fault)
    thread("campaign", "launch", "ijn-2020")
    thread.send()
    with thread.office() as office:
        out = office.rehearsal.posts("sky")
        with office.store.read() as unit:
            delivery = unit.deliveries.get(SKY)
            events = [each.event for each in unit.deliveries.attempts(SKY)]
    assert delivery.state == "posted"
    assert [part.remote_id for part in delivery.parts] == [post.remote_id for post in out]
    assert [post.words for post in out] == [part.words for part in delivery.parts]
    assert [post.reply_to for post in out] == [None, out[0].remote_id, out[1].remote_id]
    assert (events.count(Event.LAUNCHED), events.count(Event.LOOKED)) == (launches, looks)


def test_a_refused_thread_fails_whole(thread: Any) -> None:
    """None of it is out, so nothing is left half-said."""
    thread("rehearsal", "fault", "sky", "refuse")
    thread("campaign", "launch", "ijn-2020")
    thread.send()
    (row,) = thread.json("attention")
    assert (row["state"], [part["remote_id"] for part in row["parts"]]) == ("failed", [None] * 3)
