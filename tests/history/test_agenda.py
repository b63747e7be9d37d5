"""What a daemon finds to do, and when: gates that keep a delivery queued hide it, all others do not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.store import SqlStore, SqlUnit
from scheduler.core.delivery import Reason, State
from scheduler.core.gates import waiting

FIRST, OTHER = "ijn.1@x-main", "second.1@b-main"


def save_account(unit: SqlUnit, **changes: Any) -> None:
    """Change the first account."""
    unit.accounts.save(replace(unit.accounts.get("x-main"), **changes))


def save_campaign(unit: SqlUnit, **changes: Any) -> None:
    """Change the first campaign."""
    unit.campaigns.save(replace(unit.campaigns.get("ijn"), **changes))


def halt(unit: SqlUnit, make: Any) -> None:
    """Halt everything."""
    unit.halts.begin(at=make.now, by="ann", reason="stop")


SHUT: dict[str, Callable[[SqlUnit, Any], None]] = {  # what keeps the first delivery queued, and no other
    "campaign paused": lambda unit, make: save_campaign(unit, paused_at=make.now),
    "account paused": lambda unit, make: save_account(unit, paused_at=make.now),
    "account stopped": lambda unit, make: save_account(unit, stopped_at=make.now, stopped_why="w"),
    "embargo": lambda unit, make: save_campaign(unit, embargo_at=make.after(5)),
}
OPEN: dict[str, Callable[[SqlUnit, Any], None]] = {  # what decides its state once it is claimed, or nothing
    "nothing": lambda unit, make: None,
    "account removed": lambda unit, make: save_account(unit, removed_at=make.now, removed_by="ann"),
    "campaign cancelled": lambda unit, make: save_campaign(unit, cancelled_at=make.now, cancelled_by="ann"),
    "embargo just over": lambda unit, make: save_campaign(unit, embargo_at=make.now),
    "halt that ended": lambda unit, make: unit.halts.end(
        unit.halts.begin(at=make.now, by="ann", reason="stop"), at=make.now, by="ann"
    ),
}


@pytest.fixture
def due(store: SqlStore, make: Any) -> SqlStore:
    """Two deliveries that are due, of different campaigns on different accounts."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
        unit.deliveries.add(make.delivery(1, "b-main", "second"))
    return store


def claimable(unit: SqlUnit, account: str, now: datetime) -> str | None:
    """The id of what may be claimed."""
    found = unit.deliveries.claimable(account, now)
    return None if found is None else found.id


def claimed_in_turn(unit: SqlUnit, account: str, now: datetime) -> list[str]:
    """The ids of all that may be claimed, one after the other; nothing is changed in the end."""
    found = []
    with unit.deliveries._connection.begin_nested() as attempt:
        while (first := unit.deliveries.claimable(account, now)) is not None:
            found.append(first.id)
            assert unit.deliveries.save(first, first.move(State.CANCELLED))
        attempt.rollback()
    return found


@pytest.mark.parametrize("gate", SHUT)
def test_shut_gate_hides_its_delivery_alone(due: SqlStore, make: Any, gate: str) -> None:
    """Behind a gate that keeps it queued a delivery is no work, is listed as waiting, and hides no other."""
    with due.write() as unit:
        SHUT[gate](unit, make)
        assert claimable(unit, "x-main", make.now) is None
        assert claimable(unit, "b-main", make.now) == OTHER
        assert unit.deliveries.accounts_with_work(make.now) == ["b-main"]
        assert [each.id for each in unit.deliveries.due_behind_gates(make.now)] == [FIRST]


def test_halt_hides_all(due: SqlStore, make: Any) -> None:
    """During a halt nothing is claimed, and everything due is listed as waiting."""
    with due.write() as unit:
        halt(unit, make)
        assert claimable(unit, "x-main", make.now) is None
        assert unit.deliveries.accounts_with_work(make.now) == []
        assert {each.id for each in unit.deliveries.due_behind_gates(make.now)} == {FIRST, OTHER}
        assert unit.deliveries.due_behind_gates(make.after(-1)) == []


@pytest.mark.parametrize("gate", OPEN)
def test_other_gates_hide_nothing(due: SqlStore, make: Any, gate: str) -> None:
    """What decides a state must be claimed to do so; else it would wait in the queue for ever."""
    with due.write() as unit:
        OPEN[gate](unit, make)
        assert claimable(unit, "x-main", make.now) == FIRST
        assert unit.deliveries.accounts_with_work(make.now) == ["b-main", "x-main"]
        assert unit.deliveries.due_behind_gates(make.now) == []


@pytest.mark.parametrize("gate", [*SHUT, *OPEN, "halt"])
def test_agenda_agrees_with_the_gates(due: SqlStore, make: Any, gate: str) -> None:
    """What the database hides is what the rule of the core keeps queued: one law, told twice."""
    with due.write() as unit:
        (SHUT | OPEN | {"halt": halt})[gate](unit, make)
        facts = (unit.campaigns.get("ijn"), unit.accounts.get("x-main"), unit.halts.current())
        hidden = claimable(unit, "x-main", make.now) is None
        assert hidden is (waiting(*facts, make.now) is not None)


def test_claim_goes_by_planned_time_then_id(store: SqlStore, make: Any) -> None:
    """The earliest planned comes first, whatever its retry; those not yet due are passed over."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery(3, planned_at=make.after(-2)))
        unit.deliveries.add(make.delivery(2, planned_at=make.after(-1)))
        unit.deliveries.add(make.delivery(4, planned_at=make.after(-1)))
        unit.deliveries.add(make.delivery(1, planned_at=make.after(-9), next_try_at=make.after(1)))
        unit.deliveries.add(make.delivery(5, planned_at=make.after(2)))
        unit.deliveries.add(make.delivery(6, planned_at=None))
        turns = claimed_in_turn(unit, "x-main", make.now)
        assert turns == ["ijn.3@x-main", "ijn.2@x-main", "ijn.4@x-main"]
        assert claimable(unit, "x-main", make.after(1)) == "ijn.1@x-main"


@pytest.mark.parametrize("state", [s for s in State if s is not State.QUEUED])
def test_only_what_is_queued_is_claimed(store: SqlStore, make: Any, state: State) -> None:
    """No other state is claimed, however due."""
    reason = Reason.MISSED if state is State.HELD else None
    with store.write() as unit:
        unit.deliveries.add(make.delivery(state=state, reason=reason, next_try_at=make.now))
        assert claimable(unit, "x-main", make.now) is None


@pytest.mark.parametrize("gate", [*SHUT, *OPEN, "halt"])
def test_looking_goes_on_behind_every_gate(store: SqlStore, make: Any, gate: str) -> None:
    """An uncertain delivery is looked for when its look has come, also during a halt and on a stopped account."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery(state=State.UNCERTAIN, next_try_at=make.now))
        unit.deliveries.add(make.delivery(2, state=State.UNCERTAIN, next_try_at=make.after(-1)))
        unit.deliveries.add(make.delivery(3, state=State.UNCERTAIN, next_try_at=make.after(3)))
        (SHUT | OPEN | {"halt": halt})[gate](unit, make)
        assert unit.deliveries.to_look_for("x-main", make.now).id == "ijn.2@x-main"
        assert unit.deliveries.to_look_for("x-main", make.after(-2)) is None
        assert unit.deliveries.to_look_for("b-main", make.now) is None
        assert unit.deliveries.accounts_with_work(make.now) == ["x-main"]
        assert unit.deliveries.next_moment(make.now) == make.after(3)


def test_overdue_drafts(store: SqlStore, make: Any) -> None:
    """A draft is overdue from its planned time on; one without a time never is."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery(1, state=State.DRAFT, planned_at=make.after(0)))
        unit.deliveries.add(
            make.delivery(2, state=State.DRAFT, planned_at=make.after(-1), next_try_at=make.after(9))
        )  # the machine's time of an earlier try says nothing about a draft
        unit.deliveries.add(make.delivery(3, state=State.DRAFT, planned_at=make.after(1)))
        unit.deliveries.add(make.delivery(4, state=State.DRAFT, planned_at=None))
        unit.deliveries.add(make.delivery(5))
        found = [each.id for each in unit.deliveries.overdue_drafts(make.now)]
        assert found == ["ijn.2@x-main", "ijn.1@x-main"]
        assert unit.deliveries.next_moment(make.now) == make.after(1)


def test_saving_moves_what_there_is_to_do(store: SqlStore, make: Any) -> None:
    """A delivery that got another time, or another state, is work at that time and in that way alone."""
    seen = make.delivery()
    with store.write() as unit:
        unit.deliveries.add(seen)
        later = replace(seen, planned_at=make.after(5))
        assert unit.deliveries.save(seen, later)
        assert claimable(unit, "x-main", make.now) is None
        assert unit.deliveries.next_moment(make.now) == make.after(5)
        later = unit.deliveries.get(seen.id)
        assert unit.deliveries.save(later, later.move(State.CANCELLED))
        assert unit.deliveries.next_moment(make.now) is None
        assert unit.deliveries.accounts_with_work(make.after(9)) == []


# --- the next moment ----------------------------------------------------------------------------


def test_next_moment_of_nothing(store: SqlStore, make: Any) -> None:
    """Without anything to do there is no next moment; what is due already is none either."""
    with store.write() as unit:
        assert unit.deliveries.next_moment(make.now) is None
        unit.deliveries.add(make.delivery())
        assert unit.deliveries.next_moment(make.now) is None
        assert unit.deliveries.next_moment(make.after(-1)) == make.now


NEXT = [  # the first delivery's time and retry, the gate, the next moment; the other comes at 30
    (10, None, "nothing", 10),
    (10, 12, "nothing", 12),  # the machine's time is the later one
    (10, 8, "nothing", 10),
    (40, None, "nothing", 30),
    (10, None, "account removed", 10),
    (10, None, "campaign cancelled", 10),
    (10, None, "embargo just over", 10),
    (10, None, "halt that ended", 10),
    (10, None, "campaign paused", 30),
    (10, None, "account paused", 30),
    (10, None, "account stopped", 30),
    (10, None, "embargo", 10),  # the embargo ends at 5
    (2, None, "embargo", 5),
    (-2, None, "embargo", 5),
    (-2, 7, "embargo", 7),
    (10, None, "halt", None),
]


@pytest.mark.parametrize(("planned", "retry", "gate", "moment"), NEXT)
def test_next_moment(
    store: SqlStore, make: Any, planned: int, retry: int | None, gate: str, moment: int | None
) -> None:
    """The next moment is the latest of planned time, retry and embargo, never one behind a shut gate."""
    next_try_at = None if retry is None else make.after(retry)
    with store.write() as unit:
        unit.deliveries.add(make.delivery(planned_at=make.after(planned), next_try_at=next_try_at))
        unit.deliveries.add(make.delivery(1, "b-main", "second", planned_at=make.after(30)))
        (SHUT | OPEN | {"halt": halt})[gate](unit, make)
        found = unit.deliveries.next_moment(make.now)
        assert found == (None if moment is None else make.after(moment))


@pytest.mark.parametrize(("shut", "moment"), [("account stopped", 30), ("campaign paused", 30)])
def test_end_of_an_embargo_behind_another_gate_is_no_moment(
    store: SqlStore, make: Any, shut: str, moment: int
) -> None:
    """An embargo's end wakes nobody while its campaign is paused or its account stopped."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
        unit.deliveries.add(make.delivery(1, "b-main", "second", planned_at=make.after(moment)))
        SHUT[shut](unit, make)
        save_campaign(unit, embargo_at=make.after(5))
        assert unit.deliveries.next_moment(make.now) == make.after(moment)


_MINUTES = st.integers(-3, 6)
_CAMPAIGNS = st.sampled_from(["ijn", "second"])
_ACCOUNTS = st.sampled_from(["x-main", "b-main"])


@given(
    planned=st.dictionaries(
        st.tuples(st.integers(1, 3), _ACCOUNTS, _CAMPAIGNS),
        st.tuples(_MINUTES, st.none() | _MINUTES, st.sampled_from(["queued", "uncertain", "draft"])),
        max_size=5,
    ),
    embargo=st.none() | _MINUTES,
    paused=st.none() | _CAMPAIGNS,
    stopped=st.none() | _ACCOUNTS,
)
def test_next_moment_is_when_the_answers_change(
    scratch: Any,
    make: Any,
    planned: dict[tuple[int, str, str], tuple[int, int | None, str]],
    embargo: int | None,
    paused: str | None,
    stopped: str | None,
) -> None:
    """Asked minute by minute, work appears at the next moment and at no earlier one."""

    def work(unit: SqlUnit, minute: int) -> set[str]:
        now = make.after(minute)
        found = {each.id for each in unit.deliveries.overdue_drafts(now)}
        for account in ("x-main", "b-main"):
            found |= set(claimed_in_turn(unit, account, now))
            looked = unit.deliveries.to_look_for(account, now)
            uncertain = unit.deliveries.of_account(account, frozenset({State.UNCERTAIN}))
            found |= {each.id for each in uncertain if looked is not None and each.next_try_at <= now}
        return found

    with scratch() as unit:
        for (n, account, campaign), (minute, retry, state) in planned.items():
            next_try = make.after(minute if retry is None and state == "uncertain" else retry or 0)
            unit.deliveries.add(
                make.delivery(
                    n,
                    account,
                    campaign,
                    state=State(state),
                    planned_at=make.after(minute),
                    next_try_at=None if retry is None and state != "uncertain" else next_try,
                )
            )
        if embargo is not None:
            save_campaign(unit, embargo_at=make.after(embargo))
        if paused is not None:
            unit.campaigns.save(replace(unit.campaigns.get(paused), paused_at=make.now))
        if stopped is not None:
            unit.accounts.save(replace(unit.accounts.get(stopped), stopped_at=make.now))
        here = work(unit, 0)
        grows = next((minute for minute in range(1, 8) if work(unit, minute) - here), None)
        expected = None if grows is None else make.after(grows)
        assert unit.deliveries.next_moment(make.now) == expected


# --- what is to be deleted ----------------------------------------------------------------------

REACHED: dict[str, tuple[Callable[[SqlUnit, Any], None], bool]] = {  # whether it is deleted then
    **{gate: (shut, gate != "account stopped") for gate, shut in SHUT.items()},
    **{gate: (opened, gate != "account removed") for gate, opened in OPEN.items()},
    "halt": (halt, True),
}


@pytest.mark.parametrize("gate", REACHED)
def test_what_keeps_posts_back_keeps_nothing_from_being_deleted(
    store: SqlStore, make: Any, gate: str
) -> None:
    """But an account that is out of reach; what waits for it is listed all the same."""
    shut, reached = REACHED[gate]
    asked = {"removal_asked_at": make.now, "removal_asked_by": "ann", "next_try_at": make.now}
    with store.write() as unit:
        out = make.delivery(state=State.POSTED).with_part(1, remote_id="1", link="link/1")
        unit.deliveries.add(replace(out, **asked))
        shut(unit, make)
        found = unit.deliveries.to_remove("x-main", make.now)
        assert (found is not None) is reached
        assert unit.deliveries.to_remove("x-main", make.after(-1)) is None
        assert unit.deliveries.to_remove("b-main", make.now) is None
        assert unit.deliveries.accounts_with_work(make.now) == (["x-main"] if reached else [])
        assert (unit.deliveries.next_moment(make.after(-1)) == make.now) is reached
        assert [each.id for each in unit.deliveries.removals()] == [FIRST]


@pytest.mark.parametrize(
    "gone", [{"removed_at": datetime(2026, 3, 2, tzinfo=UTC), "live": False}, {"live": False}]
)
def test_what_is_gone_is_no_work(store: SqlStore, make: Any, gone: dict[str, Any]) -> None:
    """Whoever deleted it."""
    asked = {"removal_asked_at": make.now, "removal_asked_by": "ann", "next_try_at": make.now}
    with store.write() as unit:
        out = make.delivery(state=State.POSTED).with_part(1, remote_id="1", link="link/1", **gone)
        unit.deliveries.add(replace(out, **asked))
        assert unit.deliveries.to_remove("x-main", make.now) is None
        assert unit.deliveries.removals() == []
