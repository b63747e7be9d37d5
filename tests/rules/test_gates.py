"""The gates before every claim and every launch: what each decides, and which comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from scheduler.core.accounts import Account, Connection
from scheduler.core.approval import digest
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.gates import Closed, Facts, Gate, closed, waiting
from scheduler.core.records import Halt

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
SECOND = timedelta(seconds=1)
WINDOW = timedelta(minutes=30)
OUT = {"launched_at": NOW, "remote_id": "1", "link": "link/1", "posted_at": NOW}


def approved(delivery: Delivery) -> Delivery:
    """*delivery*, approved as it is."""
    return replace(delivery, approval=digest(delivery))


def facts(state: State = State.QUEUED, **fields: Any) -> Facts:
    """All gates open, for a delivery due now."""
    delivery = Delivery(
        id="ijn-2020.1@x-main",
        post="ijn-2020.1",
        campaign="ijn-2020",
        statement="ijn-2020",
        account="x-main",
        parts=(Part(n=1, words="Dignity."), Part(n=2, words="For all.")),
        state=state,
        planned_at=NOW,
        window=WINDOW,
    )
    campaign = Campaign(
        id="ijn-2020",
        statement="ijn-2020",
        accounts=("x-main",),
        zone="America/New_York",
        theme="broadside",
        created_at=NOW,
        created_by="ana",
        embargo_at=NOW,
    )
    post = Post(id="ijn-2020.1", campaign="ijn-2020", n=1, excerpts=("ijn-2020:0-8",), offset="T+0")
    account = Account(
        name="x-main",
        network="x",
        connection=Connection.REHEARSAL,
        remote_id="1",
        handle="ijn",
        added_at=NOW,
        added_by="ana",
    )
    known = Facts(
        delivery=approved(delivery), campaign=campaign, post=post, account=account, halt=None, problem=None
    )
    return replace(known, **fields)


def changed(of: str, **changes: Any) -> Callable[[Facts], Facts]:
    """A way to change one of the facts."""
    return lambda known: replace(known, **{of: replace(getattr(known, of), **changes)})


def launched_late(known: Facts) -> Facts:
    """The time for it has just passed; the words say it, and never "30m late; 30m are allowed"."""
    return replace(known, delivery=replace(known.delivery, planned_at=NOW - WINDOW - SECOND / 9))


def unapproved(known: Facts) -> Facts:
    """Nobody approved it."""
    return replace(known, delivery=replace(known.delivery, approval=None))


def other_words(known: Facts) -> Facts:
    """Its words are not those that were approved."""
    return replace(known, delivery=known.delivery.with_part(1, words="Dignity?"))


def answering(**changes: Any) -> Callable[[Facts], Facts]:
    """It answers a delivery that is queued and not out, with *changes* to that."""
    answered = replace(facts().delivery, id="ijn-2020.2@x-main")
    part = {name: changes.pop(name) for name in ("remote_id", "removed_at", "live") if name in changes}
    return lambda known: replace(known, answered=replace(answered, **changes).with_part(1, **part))


HALT = Halt(id=1, at=NOW, by="ana", reason="wrong number in the statement")
HELD = State.HELD

# In the order in which they are asked: what closes a gate, and what the closed gate decides.
SHUT = [
    (changed("delivery", removal_asked_by="ana"), Gate.DELETED, State.CANCELLED, None, "deleted by ana"),
    (changed("delivery", cancel_asked_by="ana"), Gate.CANCELLED, State.CANCELLED, None, "cancelled by ana"),
    (changed("post", cancelled_by="ben"), Gate.CANCELLED, State.CANCELLED, None, "cancelled by ben"),
    (changed("campaign", cancelled_by="eva"), Gate.CANCELLED, State.CANCELLED, None, "cancelled by eva"),
    (lambda known: replace(known, withdrawn="withdrawn by eva"), Gate.WITHDRAWN, HELD, Reason.WITHDRAWN, "withdrawn by eva"),
    (lambda known: replace(known, revised="its words were corrected"), Gate.REVISED, HELD, Reason.REVISED, "its words were corrected"),
    (unapproved, Gate.APPROVAL, HELD, Reason.UNAPPROVED, "nobody approved it"),
    (other_words, Gate.APPROVAL, HELD, Reason.CHECK, "not what was approved"),
    (lambda known: replace(known, problem="a picture is missing"), Gate.CHECK, HELD, Reason.CHECK, "a picture is missing"),
    (changed("account", removed_at=NOW), Gate.REMOVED, HELD, Reason.ACCOUNT, "x-main was removed"),
    (answering(state=State.CANCELLED, why="cancelled by eva"), Gate.ANSWERS, HELD, Reason.ANSWERS, "ijn-2020.2@x-main, is cancelled: cancelled by eva"),
    (lambda known: replace(known, halt=HALT), Gate.HALT, State.QUEUED, None, "halted: wrong number"),
    (changed("campaign", paused_at=NOW), Gate.PAUSED, State.QUEUED, None, "the campaign ijn-2020 is paused"),
    (changed("account", paused_at=NOW), Gate.PAUSED, State.QUEUED, None, "the account x-main is paused"),
    (changed("account", stopped_at=NOW, stopped_why="signed out"), Gate.STOPPED, State.QUEUED, None, "x-main is stopped: signed out"),
    (changed("campaign", embargo_at=SOON), Gate.EMBARGO, State.QUEUED, None, "2026-03-02 15:01 UTC"),
    (launched_late, Gate.LATENESS, HELD, Reason.MISSED, "it is 30m1s late; 30m are allowed"),
]  # fmt: skip


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING])
def test_all_open(state: State) -> None:
    """A delivery before a claim, or before a launch, with nothing in its way may go out."""
    assert closed(facts(state), NOW) is None


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING])
@pytest.mark.parametrize(("shut", "gate", "decides", "reason", "why"), SHUT)
def test_one_closed(
    state: State, shut: Callable[[Facts], Facts], gate: Gate, decides: State, reason: Reason | None, why: str
) -> None:
    """Each gate alone keeps it back, in the same way before a claim and before a launch."""
    found = closed(shut(facts(state)), NOW)
    assert found is not None
    assert (found.gate, found.state, found.reason) == (gate, decides, reason)
    assert why in found.why


@pytest.mark.parametrize(
    ("changes", "decides", "why"),
    [
        ({"state": State.FAILED}, HELD, "is failed"),
        ({"state": State.POSTED, "remote_id": "1", "removed_at": NOW}, HELD, "was deleted"),
        ({"state": State.POSTED, "remote_id": "1", "live": False}, HELD, "was deleted"),  # as a look found
        ({"state": State.HELD, "reason": Reason.MISSED}, State.QUEUED, "is not out yet"),
        *[
            ({"state": state}, State.QUEUED, "is not out yet")
            for state in (State.DRAFT, State.QUEUED, State.SENDING)
        ],
    ],
)
def test_what_is_not_out(changes: Any, decides: State, why: str) -> None:
    """An answer waits for what may still be out, and is held where that will never be, or is gone."""
    found = closed(answering(**changes)(facts()), NOW)
    assert found is not None
    assert (found.gate, found.state) == (Gate.ANSWERS, decides)
    assert why in found.why


@pytest.mark.parametrize("state", [State.SENDING, State.HELD, State.POSTED])
def test_what_is_out_can_be_answered(state: State) -> None:
    """The first part is what is answered: out, it opens the gate, whatever becomes of the rest."""
    reason = Reason.PARTIAL if state is State.HELD else None
    known = answering(state=state, reason=reason, remote_id="1")(facts())
    assert closed(known, NOW) is None


def test_an_answer_begun_goes_on() -> None:
    """Once a part of the answer is out, the rest follows that, whatever became of the post it answers."""
    known = answering(state=State.POSTED, remote_id="1", removed_at=NOW)(facts())
    begun = replace(known.delivery, approval=None).with_part(1, **OUT)
    assert closed(replace(known, delivery=approved(begun)), NOW) is None


def test_an_answer_is_late_after_the_post() -> None:
    """The window of an answer counts from when the post was out, if that was later than planned."""
    known = facts()
    later = NOW + timedelta(minutes=45)
    assert closed(known, later) is not None
    assert closed(replace(known, delivery=replace(known.delivery, answered_at=later)), later + WINDOW) is None


def test_every_gate_is_there() -> None:
    """The table above leaves no gate out but the two that are asked at the claim alone: see test_bounds."""
    assert {row[1] for row in SHUT} == set(Gate) - {Gate.BUDGET, Gate.FUSE}


@pytest.mark.parametrize(("first", "second"), list(combinations(range(len(SHUT)), 2)))
def test_order(first: int, second: int) -> None:
    """With two closed the earlier one of the table decides.

    What is cancelled is not kept for a halt, what was withdrawn is told before what else is wrong with it, what is unfit is held whatever waits, and nothing is missed
    behind a gate that a person closed.
    """
    decides = closed(SHUT[first][0](facts()), NOW)
    assert closed(SHUT[first][0](SHUT[second][0](facts())), NOW) == decides
    assert closed(SHUT[second][0](SHUT[first][0](facts())), NOW) == decides


@pytest.mark.parametrize(
    ("late", "open_"),
    [
        (timedelta(0), True),
        (WINDOW, True),  # at the end of the window it still goes
        (WINDOW + timedelta(microseconds=1), False),
        (timedelta(days=400), False),
        (-WINDOW, True),  # before its time nobody claims it; that is no lateness
    ],
)
def test_window(late: timedelta, *, open_: bool) -> None:
    """Lateness counts from the time that a person set last; a retry's time does not matter."""
    delivery = replace(facts().delivery, planned_at=NOW - late, next_try_at=NOW)
    assert (closed(facts(delivery=delivery), NOW) is None) == open_


@pytest.mark.parametrize(
    ("before", "open_"),
    [(timedelta(0), True), (timedelta(microseconds=1), False), (-WINDOW, True)],  # open from the very instant
)
def test_embargo(before: timedelta, *, open_: bool) -> None:
    """Nothing leaves before its embargo."""
    campaign = replace(facts().campaign, embargo_at=NOW + before)
    assert (closed(facts(campaign=campaign), NOW) is None) == open_


def test_no_embargo_no_time() -> None:
    """What is not set keeps nothing back."""
    known = facts()
    campaign = replace(known.campaign, embargo_at=None)
    assert closed(replace(known, campaign=campaign), NOW) is None
    assert closed(facts(delivery=replace(known.delivery, planned_at=None)), NOW) is None


@pytest.mark.parametrize("shut", [row[0] for row in SHUT if row[1] is Gate.CANCELLED])
def test_cancelled_with_a_part_out(shut: Callable[[Facts], Facts]) -> None:
    """Cancelling cannot call back what is out: a person decides what becomes of it."""
    delivery = approved(facts().delivery.with_part(1, **OUT))
    found = closed(shut(facts(delivery=delivery)), NOW)
    assert found is not None
    assert (found.gate, found.state, found.reason) == (Gate.CANCELLED, State.HELD, Reason.PARTIAL)
    assert found.why.endswith("; a part is out")


@pytest.mark.parametrize(
    ("planned", "posted", "decides"),
    [
        (NOW - 3 * WINDOW, NOW, None),  # late by the plan, not by the part before
        (NOW - 3 * WINDOW, NOW - WINDOW, None),
        (NOW - 3 * WINDOW, NOW - WINDOW - SECOND, (State.HELD, Reason.PARTIAL)),
        (NOW, NOW - 3 * WINDOW, None),  # a person said when the rest goes
    ],
)
def test_window_of_a_later_part(
    planned: datetime, posted: datetime, decides: tuple[State, Reason] | None
) -> None:
    """A later part's window counts from the part before; after it, what is missing is for a person."""
    delivery = facts().delivery.with_part(1, **OUT | {"posted_at": posted})
    found = closed(facts(delivery=replace(delivery, planned_at=planned)), NOW)
    assert (found and (found.state, found.reason)) == decides


@pytest.mark.parametrize("shut", [row[0] for row in SHUT])
def test_a_decision_can_be_carried_out(shut: Callable[[Facts], Facts]) -> None:
    """What a gate decides is a move that the states allow, from queued and from sending."""
    found = closed(shut(facts()), NOW)
    assert found is not None
    for state in (State.QUEUED, State.SENDING):
        if found.state is not state:
            moved = facts(state).delivery.move(found.state, reason=found.reason, why=found.why)
            assert moved.state is found.state


@pytest.mark.parametrize("row", SHUT)
def test_what_waits(row: tuple[Callable[[Facts], Facts], Gate, State, Reason | None, str]) -> None:
    """``waiting`` knows exactly the gates that keep a delivery queued, for a whole campaign and account."""
    known = row[0](facts())
    found: Closed | None = waiting(known.campaign, known.account, known.halt, NOW)
    assert found == (closed(known, NOW) if row[2] is State.QUEUED else None)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        # just past the window: to the second, or it would read as if it were within it
        (WINDOW + 2 * SECOND, "it is 30m2s late; 30m are allowed"),
        # past it by more: nobody reads seconds
        (WINDOW + 80 * SECOND, "it is 31m late; 30m are allowed"),
        (10 * WINDOW + 59 * SECOND, "it is 5h late; 30m are allowed"),
    ],
)
def test_lateness_is_said_shortly(by: timedelta, said: str) -> None:
    """How late it is, in whole minutes where they are already too many."""
    known = facts()
    known = replace(known, delivery=replace(known.delivery, planned_at=NOW - by))
    found = closed(known, NOW)
    assert found is not None
    assert found.why == said
