"""Listings: their order, their pages, their counts."""

from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.delivery import Reason, State
from scheduler.core.errors import NotFound
from scheduler.core.storage import Page

QUEUED = frozenset({State.QUEUED})


@pytest.fixture
def filled(store: SqlStore, make: Any) -> SqlStore:
    """Six queued deliveries, two at one time and two without any, and one in each other state."""
    minutes = {1: 30, 2: 10, 3: 10, 4: None, 5: 20, 6: None}
    with store.write() as unit:
        for n, minute in minutes.items():
            at = None if minute is None else make.after(minute)
            unit.deliveries.add(make.delivery(n, planned_at=at))
        for n, state in enumerate((s for s in State if s is not State.QUEUED), start=1):
            reason = Reason.MISSED if state is State.HELD else None
            unit.deliveries.add(
                make.delivery(n, "b-main", state=state, reason=reason, next_try_at=make.now, planned_at=None)
            )
    return store


IN_ORDER = [f"ijn.{n}@x-main" for n in (2, 3, 5, 1, 4, 6)]


def ids(deliveries: Any) -> list[str]:
    """Their ids."""
    return [each.id for each in deliveries]


def test_listing_is_by_planned_time_then_id(filled: SqlStore) -> None:
    """Planned time decides, unset ones come last, the id breaks ties; a set of no states lists nothing."""
    with filled.read() as unit:
        assert ids(unit.deliveries.in_states(QUEUED)) == IN_ORDER
        assert ids(unit.deliveries.of_account("x-main", frozenset(State))) == IN_ORDER
        assert unit.deliveries.of_account("b-main", QUEUED) == []
        assert unit.deliveries.in_states(frozenset()) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_pages_join_to_the_whole(filled: SqlStore, limit: int) -> None:
    """Pages of any size show each delivery once and in order, across ties and unset times."""
    seen: list[str] = []
    with filled.read() as unit:
        while page := unit.deliveries.in_states(QUEUED, Page(limit=limit, after=seen[-1] if seen else None)):
            assert len(page) <= limit
            assert not set(ids(page)) & set(seen)
            seen += ids(page)
    assert seen == IN_ORDER


def test_page_follows_what_left_its_state(filled: SqlStore) -> None:
    """The delivery that a page follows may have moved on since; the page still begins behind it."""
    with filled.write() as unit:
        third = unit.deliveries.get(IN_ORDER[2])
        assert unit.deliveries.save(third, third.move(State.CANCELLED))
        assert ids(unit.deliveries.in_states(QUEUED, Page(after=third.id))) == IN_ORDER[3:]


def test_page_after_nothing_known_is_refused(filled: SqlStore) -> None:
    """A page after an id that does not exist is an error, not an empty page."""
    with filled.read() as unit, pytest.raises(NotFound, match="no-such"):
        unit.deliveries.in_states(QUEUED, Page(after="no-such"))


def test_campaign_is_listed_by_post_then_account(store: SqlStore, make: Any) -> None:
    """A campaign's deliveries come in order of post number, 2 before 10, then of account."""
    with store.write() as unit:
        unit.campaigns.add(make.campaign("long", posts=10))
        for n, account in [(10, "b-main"), (2, "x-main"), (2, "b-main")]:
            unit.deliveries.add(make.delivery(n, account, "long"))
        unit.deliveries.add(make.delivery())
        assert ids(unit.deliveries.of_campaign("long")) == [
            "long.2@b-main",
            "long.2@x-main",
            "long.10@b-main",
        ]


def test_long_listing_is_whole(store: SqlStore, make: Any) -> None:
    """A listing longer than what one question takes loses nothing and keeps its order."""
    with store.write() as unit:
        unit.campaigns.add(make.campaign("long", posts=1203))
        for n in range(1, 1204):
            unit.deliveries.add(make.delivery(n, campaign="long"))
        found = unit.deliveries.of_campaign("long")
        assert ids(found) == [f"long.{n}@x-main" for n in range(1, 1204)]
        assert all(each.parts for each in found)


def test_counts_name_every_state(filled: SqlStore) -> None:
    """Every state is counted, also those that no delivery is in."""
    with filled.read() as unit:
        assert unit.deliveries.count_by_state() == dict.fromkeys(State, 1) | {State.QUEUED: 6}


def test_counts_of_nothing(store: SqlStore) -> None:
    """Without deliveries every count is 0."""
    with store.read() as unit:
        assert unit.deliveries.count_by_state() == dict.fromkeys(State, 0)


@pytest.mark.parametrize(("state", "busy"), [(s, s in {State.SENDING, State.UNCERTAIN}) for s in State])
def test_busy(store: SqlStore, make: Any, state: State, busy: bool) -> None:  # noqa: FBT001
    """Busy is: something is sending or uncertain. ``sending`` lists the first kind alone."""
    reason = Reason.MISSED if state is State.HELD else None
    with store.write() as unit:
        unit.deliveries.add(make.delivery(state=state, reason=reason, next_try_at=make.now))
        assert unit.deliveries.busy() is busy
        assert bool(unit.deliveries.sending()) is (state is State.SENDING)
