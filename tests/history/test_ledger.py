"""What went out as an account: how much within an hour, a day and a month, what it cost, and in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.bounds import Used
from scheduler.core.conduct import Said
from scheduler.core.delivery import Part, Reason, State

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
COST = 15_000


def launched(store: SqlStore, make: Any, *moments: datetime, account: str = "x-main", **fields: Any) -> None:
    """A delivery with a part for each of *moments*, launched then."""
    parts = tuple(
        replace(Part(n=n, words=f"Words {n}", launched_at=at, cost=COST), **fields)
        for n, at in enumerate(moments, start=1)
    )
    with store.write() as unit:
        unit.deliveries.add(make.delivery(account=account, parts=parts, state=State.SENDING))


def used(store: SqlStore, at: datetime = NOW, account: str = "x-main", *, money: bool = True) -> Used:
    """What the account used."""
    with store.read() as unit:
        return unit.deliveries.used(account, at, money=money)


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        (NOW, Used(month=COST, hour=1, day=1)),
        (NOW - timedelta(minutes=60) + SECOND, Used(month=COST, hour=1, day=1)),
        (NOW - timedelta(minutes=60), Used(month=COST, hour=0, day=1)),  # an hour ago is no longer within it
        (NOW - timedelta(hours=24) + SECOND, Used(month=COST, hour=0, day=1)),
        (NOW - timedelta(hours=24), Used(month=COST, hour=0, day=0)),
        (
            datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
            Used(month=COST, hour=0, day=0),
        ),  # the first instant of the month
        (datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC), Used()),  # the last of the one before
        (NOW + timedelta(minutes=5), Used(month=COST, hour=1, day=1)),  # a clock went back: it counts
    ],
)
def test_when(store: SqlStore, make: Any, at: datetime, counted: Used) -> None:
    """An hour and a day are counted back from now, a month is the calendar's, in UTC."""
    launched(store, make, at)
    assert used(store) == counted


def test_the_day_reaches_into_the_month_before(store: SqlStore, make: Any) -> None:
    """On the first of a month yesterday's messages count for the day, and cost nothing of this month."""
    first = datetime(2026, 3, 1, 0, 10, tzinfo=UTC)
    launched(store, make, first - timedelta(minutes=20), first - timedelta(minutes=5))
    assert used(store, first) == Used(month=COST, hour=2, day=2)


def test_what_counts(store: SqlStore, make: Any) -> None:
    """Parts launched on this account alone; what was taken back, and what a person posted by hand, does not."""
    launched(store, make, NOW, NOW)
    launched(store, make, NOW, account="b-main")
    with store.write() as unit:
        by_hand = Part(n=1, words="By hand", remote_id="9", link="link/9", posted_at=NOW)
        unit.deliveries.add(make.delivery(2, parts=(by_hand,), state=State.POSTED))
    assert used(store) == Used(month=2 * COST, hour=2, day=2)
    with store.write() as unit:
        sending = unit.deliveries.get("ijn.1@x-main")
        assert sending is not None
        unit.deliveries.save(sending, sending.with_part(2, launched_at=None, cost=None))
    assert used(store) == Used(month=COST, hour=1, day=1)


def test_without_money(store: SqlStore, make: Any) -> None:
    """Where nothing costs anything nobody adds up a month."""
    launched(store, make, NOW, NOW - timedelta(hours=2))
    assert used(store, money=False) == Used(month=0, hour=1, day=2)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"state": State.DRAFT}, True),
        ({"state": State.QUEUED}, True),
        ({"state": State.POSTED}, True),
        ({"state": State.HELD, "reason": Reason.MISSED}, True),
        ({"state": State.CANCELLED}, False),
        ({"state": State.CANCELLED, "may_be_out": True}, True),  # followers may have seen it
        ({"state": State.FAILED}, False),  # the network refused it
    ],
)
def test_said(store: SqlStore, make: Any, fields: dict[str, Any], *, counts: bool) -> None:
    """What is out, and what may still go out, on the accounts that are asked for."""
    part = Part(n=1, words="Dignity.", excerpt="ijn:0-4")
    with store.write() as unit:
        unit.deliveries.add(make.delivery(parts=(part,), approval="d", **fields))
        unit.deliveries.add(make.delivery(account="b-main"))
        found = unit.deliveries.said(["x-main"])
    said = Said(delivery="ijn.1@x-main", account="x-main", words="Dignity.", excerpt="ijn:0-4", approved=True)
    assert found == ([said] if counts else [])


def test_what_was_deleted_is_not_said(store: SqlStore, make: Any) -> None:
    """Followers can see it no more, so the same may be said again."""
    part = Part(n=1, words="Dignity.", remote_id="1", removed_at=NOW)
    with store.write() as unit:
        unit.deliveries.add(make.delivery(parts=(part,), state=State.POSTED))
        assert unit.deliveries.said(["x-main"]) == []
