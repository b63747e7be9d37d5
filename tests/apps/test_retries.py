"""Tries, and what is told of them."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

ONE, TWO, THREE = (f"ijn-2020.{n}@x-main" for n in (1, 2, 3))


@pytest.fixture
def slow(ready: Any) -> Any:
    """An installation whose first wait is long enough to look around in."""
    config = ready.folder / "config.toml"
    config.write_text(
        config.read_text("utf-8").replace('retry_first = "100ms"', 'retry_first = "5m"'), "utf-8"
    )
    return ready


def three(drumbeat: Any, *more: str) -> None:
    """A campaign of three posts on one account that are all due."""
    drumbeat("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0, T+0, T+0", *more)
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")


def requests(drumbeat: Any) -> list[str]:
    """The deliveries that were launched, in that order."""
    rows = drumbeat.deliveries("history", "--attempts")
    found = [
        (each["at"], id)
        for id, row in rows.items()
        for each in row["attempts"]
        if each["event"] == "launched"
    ]
    return [id for _, id in sorted(found)]


def test_what_is_tried_again_is_told(slow: Any) -> None:
    """The next try, after how many, and why: in the queue, in attention, in the history of each attempt."""
    three(slow)
    slow("rehearsal", "fault", "x-main", "unreachable", "--times", "3")
    slow("run", "--once")
    for listing in ("queue", "attention"):
        told = slow(listing).out
        assert "next try at " in told
        assert ", after 1 try: Fault ordered for x-main, unreachable on publish" in told
        row = slow.deliveries(listing)[ONE]
        assert (row["state"], row["tries"], row["looks"]) == ("queued", 1, 0)
        assert row["next_try_at"]
    assert slow.json("status")["waiting"] == len(slow.json("attention")) == 3
    events = slow.deliveries("history", "--attempts")[ONE]["attempts"]
    last = events[-1]
    assert (last["event"], last["outcome"]) == ("answered", "queued")
    assert "nobody answers" in last["detail"]["said"]
    wait = datetime.fromisoformat(last["detail"]["next_try_at"]) - datetime.fromisoformat(last["at"])
    assert timedelta(minutes=5) <= wait <= timedelta(minutes=6.25)
    assert "nobody answers at the network's address; next at 20" in slow("history", "--attempts").out


def test_looks_are_told(slow: Any) -> None:
    """What may be out says when it is looked for next."""
    three(slow)
    slow("rehearsal", "fault", "x-main", "drop")
    with slow.office() as office:
        office.rehearsal.order_fault("unreachable", "x-main", call="recent", times=9)
    slow("run", "--once")
    assert "next look at " in slow("attention").out
    assert slow.deliveries("attention")[ONE]["state"] == "uncertain"


def test_a_throttled_account_rests(slow: Any) -> None:
    """Told to come back, an account asks for nothing else before then; the other posts go after it, in order."""
    three(slow)
    slow("rehearsal", "fault", "x-main", "throttle")
    slow("run", "--once")
    assert requests(slow) == [ONE]
    rows = slow.deliveries("queue")
    assert [rows[id]["tries"] for id in (ONE, TWO, THREE)] == [1, 0, 0]
    assert len({rows[id]["next_try_at"] for id in (ONE, TWO, THREE)}) == 1
    assert "too many requests" in rows[THREE]["why"]
    assert "next try at" in slow("attention").out
    slow.send()
    assert requests(slow) == [ONE, ONE, TWO, THREE]
    assert {row["state"] for row in slow.json("history")} == {"posted"}


def test_an_outage_is_tried_until_the_window_ends(ready: Any) -> None:
    """Waits double, the last try comes before the end of the window, then it is held as missed."""
    three(ready)
    with ready.office() as office:
        office.rehearsal.order_fault("unreachable", "x-main", times=999)
    ready.send()
    row = ready.deliveries("attention")[ONE]
    assert (row["state"], row["reason"]) == ("held", "missed")
    assert "nobody answers" in row["why"]
    events = ready.deliveries("history", "--attempts")[ONE]["attempts"]
    claims = [datetime.fromisoformat(each["at"]) for each in events if each["event"] == "claimed"]
    waits = [after - before for before, after in pairwise(claims)]
    planned = datetime.fromisoformat(row["planned_at"])
    long = [each for each in waits if each > timedelta(seconds=20)]  # a busy machine blurs the short ones
    assert long == sorted(long[:-1]) + long[-1:]
    assert timedelta(minutes=28) < claims[-1] - planned < timedelta(minutes=30)


def test_an_outage_that_ends_in_time(ready: Any) -> None:
    """Twenty minutes of silence are outlived within a window of thirty."""
    three(ready)
    with ready.office() as office:
        office.rehearsal.order_fault("unreachable", "x-main", times=12 * 3)
    ready.send()
    assert {row["state"] for row in ready.json("history")} == {"posted"}
