"""When what is known not to be out is tried again, and when that would be too late."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import ComeBackLater, NotSent
from scheduler.core.looking import Absent, NotSeen
from scheduler.core.outcomes import Policy, answered, back_at, kept_waiting, seen
from scheduler.core.retry import LAST_TRY, Backoff
from scheduler.networks.x import NETWORK

LAUNCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NOW = LAUNCH + timedelta(seconds=5)
LATER = NOW + timedelta(hours=1)
FIRST = timedelta(seconds=30)
POLICY = Policy(network=NETWORK, backoff=Backoff(first=FIRST, most=timedelta(minutes=30)), luck=0)
WAITING = Part(n=1, words="Dignity.", record_key="3kabcdefghij2", media_keys=("m1",))
LAUNCHED = replace(WAITING, launched_at=LAUNCH)
OUT = replace(LAUNCHED, remote_id="1", link="link/1", posted_at=LAUNCH)
SECOND = Part(n=2, words="For all.", launched_at=LAUNCH)
WINDOW = timedelta(minutes=30)
END = LAUNCH + WINDOW


def delivery(state: State, *parts: Part, **fields: Any) -> Delivery:
    """A delivery that may go out until ``END``."""
    known = Delivery(
        id="ijn-2020.3@x-main",
        post="ijn-2020.3",
        campaign="ijn-2020",
        statement="ijn-2020",
        account="x-main",
        parts=parts or (LAUNCHED,),
        state=state,
        planned_at=LAUNCH,
        tries=1,
        window=WINDOW,
        owner="daemon:1" if state is State.SENDING else None,
        next_try_at=NOW if state is State.UNCERTAIN else None,
    )
    return replace(known, **fields)


@pytest.mark.parametrize(
    ("now", "tries", "at"),
    [
        (NOW, 1, NOW + FIRST),
        (NOW, 7, END - LAST_TRY),  # half an hour from now would be too late: once more before the end
        (END - LAST_TRY - FIRST / 2, 1, END - LAST_TRY),
        (END - LAST_TRY, 1, END),  # at the end of the window it still goes
        (END - LAST_TRY, 2, None),
        (END - FIRST / 2, 1, None),
        (LATER, 1, None),
    ],
)
@pytest.mark.parametrize("how", ["not sent", "absent", "sent again"])
def test_the_last_try_comes_before_the_end_of_the_window(
    how: str, now: datetime, tries: int, at: datetime | None
) -> None:
    """What is known not to be out is tried as long as its window allows; held as missed as soon as that is over."""
    if how == "not sent":
        new = answered(delivery(State.SENDING, tries=tries), NotSent("no route."), POLICY, now)
    elif how == "absent":
        new = seen(delivery(State.UNCERTAIN, tries=tries), 1, Absent(), POLICY, now)
    else:
        last = delivery(State.UNCERTAIN, tries=tries, looks=len(NETWORK.looks) - 1)
        new = seen(last, 1, NotSeen(), replace(POLICY, sends_again=True), now)
    if at is not None:
        assert (new.state, new.next_try_at) == (State.QUEUED, at)
        return
    assert (new.state, new.reason, new.next_try_at) == (State.HELD, Reason.MISSED, None)
    assert "at the next try, 2026-03-02 1" in new.why
    assert "late; 30m are allowed" in new.why


@pytest.mark.parametrize(
    ("until", "parts", "stands"),
    [
        (END, (LAUNCHED,), (State.QUEUED, None)),
        (
            END + FIRST / 30,
            (LAUNCHED,),
            (State.HELD, Reason.MISSED),
        ),  # nobody waits for what comes to nothing
        (END + 2 * FIRST, (OUT, SECOND), (State.HELD, Reason.PARTIAL)),
    ],
)
def test_told_to_come_back_too_late(
    until: datetime, parts: tuple[Part, ...], stands: tuple[State, Reason | None]
) -> None:
    """A network that wants to be asked after the window's end has decided: a person is told now."""
    told = ComeBackLater("too many requests", until=until)
    new = answered(delivery(State.SENDING, *parts), told, POLICY, NOW)
    assert (new.state, new.reason) == stands
    assert new.why.startswith("too many requests")


def test_luck_spreads_who_comes_back() -> None:
    """Accounts that were all told the same moment do not all come at it."""
    told = ComeBackLater("wait", until=LATER)
    at = [back_at(told, replace(POLICY, luck=luck), NOW) for luck in (0, 0.5, 1)]
    assert at == [LATER, LATER + FIRST / 8, LATER + FIRST / 4]


BACK = LAUNCH + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("planned", "next_try", "state", "next_then"),
    [
        (LAUNCH, None, State.QUEUED, BACK),
        (LAUNCH, NOW + FIRST, State.QUEUED, BACK),  # its own wait was shorter
        (LAUNCH, BACK + FIRST, None, None),  # or longer
        (BACK, None, None, None),  # its time has not come by then
        (NOW + FIRST, None, State.QUEUED, BACK),  # due before then
        (BACK - WINDOW - FIRST, None, State.HELD, None),  # too late then, and its time has come
        (None, None, None, None),  # it stands by
    ],
)
def test_an_account_that_was_told_to_wait(
    planned: datetime | None, next_try: datetime | None, state: State | None, next_then: datetime | None
) -> None:
    """What else of the account is due before it may come back waits too, and is not told the same again."""
    old = delivery(State.QUEUED, WAITING, planned_at=planned, next_try_at=next_try)
    new = kept_waiting(old, BACK, "too many requests", NOW)
    assert (new and (new.state, new.next_try_at)) == (state and (state, next_then))
    assert new is None or new.why.startswith("too many requests")


def test_what_is_not_due_yet_asks_for_itself() -> None:
    """A wait longer than its window says nothing of a delivery whose time has not come."""
    old = delivery(State.QUEUED, WAITING, planned_at=NOW + FIRST)
    assert kept_waiting(old, NOW + FIRST + 2 * WINDOW, "too many requests", NOW) is None
