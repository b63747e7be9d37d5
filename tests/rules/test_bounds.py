"""Budget and fuse: what bounds an account, and what would exceed it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.accounts import Account, Connection
from scheduler.core.bounds import (
    DAY,
    HOUR,
    Bounds,
    Used,
    Usual,
    bounds_of,
    densest,
    exceeded,
    kind_of,
    month_of,
)
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.gates import Gate
from scheduler.networks import bluesky, x

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
X, SKY = x.NETWORK, bluesky.NETWORK
WIDE = Bounds(budget=1_000_000, hour=10, day=50)
OUT = {"launched_at": NOW, "remote_id": "1", "link": "link/1", "posted_at": NOW}


def account(**fields: Any) -> Account:
    """An account on X."""
    known = Account(
        name="x-main",
        network="x",
        connection=Connection.REAL,
        remote_id="1",
        handle="ijn",
        added_at=NOW,
        added_by="ana",
    )
    return replace(known, **fields)


def delivery(parts: int = 1, **fields: Any) -> Delivery:
    """A queued delivery of so many parts; each costs 15,000."""
    made = Delivery(
        id="ijn.1@x-main",
        post="ijn.1",
        campaign="ijn",
        statement="ijn",
        account="x-main",
        parts=tuple(Part(n=n, words="Dignity") for n in range(1, parts + 1)),
        state=State.QUEUED,
        planned_at=NOW,
    )
    return replace(made, **fields)


@pytest.mark.parametrize(
    ("own", "usual", "bounds"),
    [
        ({}, Usual(), Bounds(budget=None, hour=10, day=50)),
        ({}, Usual(budgets={"x": 25, "bluesky": 1}, hour=3, day=7), Bounds(budget=25, hour=3, day=7)),
        ({"month_budget": 0, "hour_fuse": 0, "day_fuse": 0}, Usual(budgets={"x": 25}), Bounds(budget=0, hour=0, day=0)),  # its own win, and 0 is a bound
        ({"day_fuse": 1_000}, Usual(), Bounds(budget=None, hour=10, day=50)),  # X allows no more to an unverified account
        ({"day_fuse": 1_000, "kind": "verified"}, Usual(), Bounds(budget=None, hour=10, day=1_000)),
        ({"day_fuse": 9_999, "kind": "verified"}, Usual(), Bounds(budget=None, hour=10, day=2_400)),
        ({"kind": "verified"}, Usual(), Bounds(budget=None, hour=10, day=50)),  # more is allowed, not wanted
        ({"kind": "robot"}, Usual(day=99), Bounds(budget=None, hour=10, day=50)),  # a kind that X no longer knows
    ],
)  # fmt: skip
def test_bounds_of(own: dict[str, Any], usual: Usual, bounds: Bounds) -> None:
    """An account's own bound goes before the usual one; a day has never more than the network allows."""
    assert bounds_of(account(**own), X, usual) == bounds


def test_bounds_where_nothing_costs_anything() -> None:
    """No price, no budget; no kinds, no bound but the fuse."""
    own = account(network="bluesky", month_budget=5, day_fuse=1_000)
    assert bounds_of(own, SKY, Usual(budgets={"bluesky": 1})) == Bounds(budget=None, hour=10, day=1_000)
    assert (kind_of(own, SKY), kind_of(account(), X)) == ("", "unverified")


@pytest.mark.parametrize(
    ("used", "parts", "gate"),
    [
        (Used(), 1, None),
        (Used(month=985_000), 1, None),  # the last cent may be spent
        (Used(month=985_001), 1, Gate.BUDGET),
        (Used(month=970_000), 2, None),
        (Used(month=970_001), 2, Gate.BUDGET),  # all parts at once, or none
        (Used(month=2_000_000), 1, Gate.BUDGET),  # overridden before, or lowered since
        (Used(hour=9), 1, None),
        (Used(hour=10), 1, Gate.FUSE),
        (Used(hour=9), 2, Gate.FUSE),
        (Used(day=49), 1, None),
        (Used(day=50), 1, Gate.FUSE),
        (Used(month=1_000_000, hour=10), 1, Gate.BUDGET),  # the one that asks for money comes first
    ],
)
def test_exceeded(used: Used, parts: int, gate: Gate | None) -> None:
    """What fits goes out; what does not is held, with that as its reason."""
    found = exceeded(delivery(parts), X, WIDE, used, NOW)
    assert (found and found.gate) == gate
    if found is not None:
        assert (found.state, found.reason) == (State.HELD, Reason(str(gate)))


def test_words() -> None:
    """Each tells what it measured and what is allowed."""
    budget = exceeded(delivery(), X, WIDE, Used(month=990_000), NOW)
    fuse = exceeded(delivery(2), X, WIDE, Used(hour=9), NOW)
    assert budget is not None
    assert (
        budget.why
        == "it would cost $0.015, and of the $1.00 that x-main may cost in March 2026 $0.99 are spent"
    )
    assert fuse is not None
    assert fuse.why == "x-main sent 9 messages within an hour, and this is 2 messages more; 10 are allowed"


@pytest.mark.parametrize(
    ("overridden", "used", "gate"),
    [
        ({"budget_overridden_by": "ana"}, Used(month=1_000_000), None),
        ({"fuse_overridden_by": "ana"}, Used(hour=10, day=50), None),  # hour and day alike
        ({"budget_overridden_by": "ana"}, Used(month=1_000_000, hour=10), Gate.FUSE),  # each by its own name
        ({"fuse_overridden_by": "ana"}, Used(month=1_000_000, hour=10), Gate.BUDGET),
    ],
)
def test_overridden(overridden: dict[str, str], used: Used, gate: Gate | None) -> None:
    """A person lets a delivery exceed a bound, by name, and that one alone."""
    found = exceeded(delivery(**overridden), X, WIDE, used, NOW)
    assert (found and found.gate) == gate


def test_what_has_begun_is_finished() -> None:
    """With a part out nobody asks again: all parts were counted at the first claim."""
    begun = delivery(2).with_part(1, **OUT)
    assert exceeded(begun, X, WIDE, Used(month=9_000_000, hour=99, day=99), NOW) is None


def test_what_costs_nothing_fits_any_budget() -> None:
    """An empty purse keeps nothing back that is free."""
    free = replace(X, prices=replace(X.prices, post=0, reply=0))  # type: ignore[type-var]
    assert exceeded(delivery(), free, replace(WIDE, budget=0), Used(month=5), NOW) is None


def test_a_draft_forgets_its_override() -> None:
    """What it costs may change with its words, so a person is asked again."""
    draft = delivery(budget_overridden_by="ana", fuse_overridden_by="ana").move(State.DRAFT)
    assert (draft.budget_overridden_by, draft.fuse_overridden_by) == (None, None)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 3, 1, 0, 0, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
        (datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
        (datetime(2026, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 2, 1, tzinfo=UTC)),  # still February in UTC
    ],
)  # fmt: skip
def test_month(now: datetime, begins: datetime) -> None:
    """The calendar month of UTC, as networks bill it."""
    assert month_of(now) == begins


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("minutes", "span", "most"),
    [
        ([], HOUR, 0),
        ([0, 0, 0], HOUR, 3),
        ([0, 59], HOUR, 2),
        ([0, 60], HOUR, 1),  # an hour later the first no longer counts
        ([0, 30, 61, 62, 200], HOUR, 3),
        ([200, 0, 30], HOUR, 2),  # in any order
        ([0, 60, 120], DAY, 3),
    ],
)
def test_densest(minutes: list[int], span: timedelta, most: int) -> None:
    """The most that a plan puts into any hour, or any day."""
    assert densest([(NOW + each * MINUTE, 1) for each in minutes], span) == most


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 3)), max_size=12))
def test_densest_by_counting(plan: list[tuple[int, int]]) -> None:
    """The same as counting the hour that ends with each message."""
    counted = [sum(n for at, n in plan if last - 60 < at <= last) for last, _ in plan]
    assert densest([(NOW + at * MINUTE, n) for at, n in plan], HOUR) == max(counted, default=0)
