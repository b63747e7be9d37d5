"""The states of a delivery: the table, and the laws that no table can say."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.delivery import MOVES, Delivery, Part, Reason, State
from scheduler.core.errors import Refused

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WAITING = Part(n=1, words="Dignity.")
LAUNCHED = Part(n=1, words="Dignity.", launched_at=NOW)
OUT = Part(n=1, words="Dignity.", launched_at=NOW, remote_id="1", link="link/1", posted_at=NOW)
SECOND = Part(n=2, words="For all.")

# The state table of the design, word for word.
TABLE = {
    "draft": "queued, held, cancelled",
    "queued": "sending, draft, held, cancelled",
    "sending": "posted, queued, uncertain, failed, held, cancelled",
    "uncertain": "posted, queued, held",
    "posted": "",
    "failed": "draft, posted, cancelled",
    "held": "queued, draft, uncertain, posted, cancelled",
    "cancelled": "draft",
}
ALL_MOVES = [(State(a), State(b)) for a in TABLE for b in TABLE]
ALLOWED = {(State(a), State(b)) for a, to in TABLE.items() for b in to.split(", ") if b}


def delivery(state: State = State.DRAFT, *parts: Part, **fields: Any) -> Delivery:
    """A delivery in *state*, held as missed if nothing else is said."""
    if state is State.HELD:
        fields.setdefault("reason", Reason.MISSED)
    return Delivery(
        id="ijn-2020.3@x-main",
        post="ijn-2020.3",
        campaign="ijn-2020",
        statement="ijn-2020",
        account="x-main",
        parts=parts or (WAITING,),
        state=state,
        **fields,
    )


def moved(old: Delivery, to: State, **changes: Any) -> Delivery:
    """*old* moved, with a reason where one is needed."""
    return old.move(to, reason=Reason.CHECK if to is State.HELD else None, **changes)


# --- the table ----------------------------------------------------------------------------------


def test_moves_are_those_of_the_design() -> None:
    """No state has another way out than the design gives it."""
    assert {(a, b) for a, ways in MOVES.items() for b in ways} == ALLOWED
    assert set(MOVES) == set(State)


@pytest.mark.parametrize(("old", "to"), ALL_MOVES)
def test_a_move_follows_the_table(old: State, to: State) -> None:
    """Where nothing else is in the way, a move is possible exactly if the table has it."""
    if (old, to) in ALLOWED:
        assert moved(delivery(old), to).state is to
    else:
        known = "out" if old is State.POSTED else old  # posted or rehearsed, as its account has it
        with pytest.raises(Refused, match=f"is {known} and cannot become {to}"):
            moved(delivery(old), to)


# --- the laws -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_held_goes_with_a_reason(state: State) -> None:
    """Held without a reason, or a reason without held, cannot be made."""
    wrong = None if state is State.HELD else Reason.MISSED
    with pytest.raises(ValueError, match="a reason goes with 'held'"):
        dataclasses.replace(delivery(state), reason=wrong)


@pytest.mark.parametrize("field", ["planned_at", "next_try_at", "approved_at"])
def test_instants_have_a_zone(field: str) -> None:
    """A naive time would mean something else on each machine."""
    naive: dict[str, Any] = {field: NOW.replace(tzinfo=None)}
    with pytest.raises(ValueError, match=f"{field} .* has no time zone"):
        delivery(**naive)


@pytest.mark.parametrize(("old", "to"), sorted(ALLOWED))
def test_what_is_partly_out_is_not_undone(old: State, to: State) -> None:
    """With a part out it goes only to sending, queued (the rest), uncertain, held or posted."""
    partly = delivery(old, OUT, SECOND)
    if to in {State.DRAFT, State.FAILED, State.CANCELLED}:
        with pytest.raises(Refused, match="a part that is out"):
            moved(partly, to)
    else:
        assert moved(partly, to).parts == (OUT, SECOND)


@pytest.mark.parametrize(("to", "allowed"), [(to, to is not State.DRAFT) for to in sorted(MOVES[State.HELD])])
def test_unknown_is_never_a_draft(to: State, *, allowed: bool) -> None:
    """What may be out must not be changed and sent again: look, say, or give it up."""
    unknown = delivery(State.HELD, LAUNCHED, reason=Reason.UNKNOWN)
    if allowed:
        assert moved(unknown, to).state is to
    else:
        with pytest.raises(Refused, match="may be out, so it cannot become a draft"):
            moved(unknown, to)


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.FAILED])
def test_what_is_launched_is_no_draft(state: State) -> None:
    """Whatever its state says, a request whose fate nobody settled forbids other words."""
    with pytest.raises(Refused, match="may be out, so it cannot become a draft"):
        delivery(state, LAUNCHED).move(State.DRAFT)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (LAUNCHED, Reason.UNKNOWN),
        (LAUNCHED, Reason.ACCOUNT),  # the mark of a launch is enough
        (WAITING, Reason.UNKNOWN),  # and so is the word
    ],
)
def test_what_was_given_up_in_doubt_stays_so(part: Part, reason: Reason) -> None:
    """Cancelled while it may be out: that is kept, and it never becomes a draft."""
    given_up = delivery(State.HELD, part, reason=reason).move(State.CANCELLED)
    assert given_up.may_be_out
    with pytest.raises(Refused, match="stays cancelled"):
        given_up.move(State.DRAFT)


def test_what_was_cancelled_without_doubt_can_come_back() -> None:
    """Cancelled before anything was sent, it may become a draft, and the cancellation is forgotten."""
    cancelled = delivery(State.SENDING, cancel_asked_by="ana").move(State.CANCELLED)
    assert not cancelled.may_be_out
    assert cancelled.cancel_asked_by == "ana"
    assert cancelled.move(State.DRAFT).cancel_asked_by is None


def test_what_may_be_out_is_not_sent_again() -> None:
    """A launched part whose fate nobody settled cannot be claimed; one that is known absent can."""
    doubtful = delivery(State.QUEUED, LAUNCHED)
    with pytest.raises(Refused, match="before the network was asked"):
        doubtful.move(State.SENDING)
    assert doubtful.with_part(1, launched_at=None).move(State.SENDING).state is State.SENDING


def test_an_owner_only_while_sending() -> None:
    """Whoever claimed it lets go with the move out of sending."""
    claimed = delivery(State.QUEUED).move(State.SENDING, owner="daemon:1", fence=1)
    assert claimed.owner == "daemon:1"
    assert {moved(claimed, to).owner for to in MOVES[State.SENDING]} == {None}


def test_a_move_says_why_anew() -> None:
    """Reason and words of the last state do not linger in the next."""
    held = delivery(State.QUEUED).move(State.HELD, reason=Reason.MISSED, why="31m late")
    queued = held.move(State.QUEUED)
    assert (held.reason, held.why) == (Reason.MISSED, "31m late")
    assert (queued.reason, queued.why) == (None, "")


# --- a walk -------------------------------------------------------------------------------------

steps = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from(Reason), st.sampled_from(["", "launch", "out", "absent"])),
    max_size=40,
)


def step(old: Delivery, choice: int, reason: Reason, event: str) -> Delivery:
    """Something happens to the next part while it is sending or in doubt, then a move, if it is allowed."""
    part = old.next_part
    if part is not None and old.state is State.SENDING and event == "launch":
        old = old.with_part(part.n, launched_at=NOW)
    if part is not None and old.launched and old.state in {State.SENDING, State.UNCERTAIN}:
        settled: dict[str, Any] = {
            "out": {"remote_id": "1", "posted_at": NOW},
            "absent": {"launched_at": None},
        }
        old = old.with_part(part.n, **settled.get(event, {}))
    ways = sorted(MOVES[old.state]) or list(State)
    to = ways[choice % len(ways)]
    try:
        return old.move(to, reason=reason if to is State.HELD else None)
    except Refused:
        return old


@given(steps)
def test_whatever_is_asked_the_laws_hold(asked: list[tuple[int, Reason, str]]) -> None:
    """A walk over random moves never leaves what the design allows."""
    old = delivery(State.DRAFT, WAITING, SECOND)
    for choice, reason, event in asked:
        new = step(old, choice, reason, event)
        assert new.state is old.state or (old.state, new.state) in ALLOWED
        assert (new.reason is not None) == (new.state is State.HELD)
        assert old.state is not State.POSTED or new is old
        if new.partly_out:
            assert new.state not in {State.DRAFT, State.FAILED, State.CANCELLED}
        if old.launched or old.reason is Reason.UNKNOWN:
            assert new.state is not State.DRAFT
        if old.may_be_out:
            assert new.state is State.CANCELLED
        if new.state is State.SENDING and old.state is State.QUEUED:
            assert not new.launched
        if new.state is State.CANCELLED and new.launched:
            assert new.may_be_out
        old = new


# --- what a delivery knows of itself ------------------------------------------------------------

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "planned", "next_try", "due"),
    [
        (State.QUEUED, NOW, None, NOW),
        (State.QUEUED, NOW, LATER, LATER),  # the network said when to come back
        (State.QUEUED, LATER, NOW, LATER),  # a retry is never before the time that a person set
        (State.QUEUED, None, NOW, None),  # without a launch it stands by
        (State.UNCERTAIN, LATER, NOW, NOW),  # the next look does not wait for the plan
        (State.UNCERTAIN, NOW, LATER, LATER),
        (State.UNCERTAIN, None, NOW, NOW),
    ],
)
def test_due(state: State, planned: datetime | None, next_try: datetime | None, due: datetime | None) -> None:
    """The earliest moment of a claim or a look."""
    assert delivery(state, planned_at=planned, next_try_at=next_try).due_at == due


@pytest.mark.parametrize(
    ("parts", "partly_out", "launched", "following"),
    [
        ((WAITING, SECOND), False, False, WAITING),
        ((LAUNCHED, SECOND), False, True, LAUNCHED),
        ((OUT, SECOND), True, False, SECOND),  # the mark of a part that is out is no doubt
        ((OUT,), True, False, None),
    ],
)
def test_parts(parts: tuple[Part, ...], *, partly_out: bool, launched: bool, following: Part | None) -> None:
    """Parts go out one after the other; a remote id is what makes one out."""
    some = delivery(State.SENDING, *parts)
    assert (some.partly_out, some.launched, some.next_part) == (partly_out, launched, following)


def test_standing() -> None:
    """State and reason as a screen shows them."""
    assert delivery().standing == "draft"
    assert delivery(State.HELD, reason=Reason.UNKNOWN).standing == "held (unknown)"


def test_a_person_plans() -> None:
    """A time that a person sets replaces the machine's, and nothing else changes."""
    old = delivery(State.QUEUED, planned_at=NOW, next_try_at=LATER, approval="a" * 64)
    new = old.planned(LATER, "2026-03-02T11:00:00")
    assert new == dataclasses.replace(
        old, planned_at=LATER, planned_local="2026-03-02T11:00:00", next_try_at=None
    )


@pytest.mark.parametrize(
    "old",
    [
        delivery(State.UNCERTAIN, OUT, SECOND, next_try_at=NOW),
        delivery(State.HELD, OUT, SECOND, reason=Reason.UNKNOWN),
        delivery(State.HELD, OUT, SECOND, reason=Reason.PARTIAL),
    ],
    ids=lambda old: old.standing,
)
def test_the_rest_waits(old: Delivery) -> None:
    """Whatever it was, it is held as partial from when a person saw a part of it, and nothing is tried."""
    new = old.rest_waits("part 1 is out, as a person saw")
    assert new.standing == "held (partial)"
    assert (new.parts, new.next_try_at) == (old.parts, None)


def test_a_look_is_planned() -> None:
    """Another look changes when, how often and why, not the state."""
    old = delivery(State.UNCERTAIN, LAUNCHED, next_try_at=NOW)
    new = old.look_again(LATER, looks=2, why="not seen")
    assert new == dataclasses.replace(old, next_try_at=LATER, looks=2, why="not seen")


def test_one_part_changes() -> None:
    """The others stay as they are."""
    new = delivery(State.SENDING, WAITING, SECOND).with_part(2, record_key="3kabcdefghij2")
    assert new.parts == (WAITING, dataclasses.replace(SECOND, record_key="3kabcdefghij2"))


@given(steps)
def test_what_is_not_wanted_never_goes_on(asked: list[tuple[int, Reason, str]]) -> None:
    """Asked to be deleted, wherever it stands: what may be out waits for a look, the rest ends for good."""
    old = delivery(State.DRAFT, WAITING, SECOND)
    for choice, reason, event in asked:
        old = step(old, choice, reason, event)
        asked_of = dataclasses.replace(old, removal_asked_at=NOW, removal_asked_by="ana")
        new = asked_of.unwanted(NOW)
        if old.in_doubt or old.state in {State.SENDING, State.UNCERTAIN}:
            assert new is asked_of
        elif old.partly_out or old.state is State.POSTED:
            assert new.state is State.POSTED
            assert new.removal_due is old.partly_out
            assert new.next_try_at == (NOW if old.partly_out else None)
        else:
            assert new.state is State.CANCELLED
        assert new.unwanted(NOW) == new
