"""What waits for a person is grouped by its cause, whose id names it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.core.accounts import Account, Connection
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.gates import Closed, Gate
from scheduler.core.limits import Network
from scheduler.core.records import Halt, Interruption, Rest, Run
from scheduler.core.waits import Kind
from scheduler.networks import load
from scheduler.services.causes import Past, cause_of, grouped
from scheduler.services.reporting import Row

NOW = datetime(2026, 11, 24, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("America/New_York")


def row(n: int = 1, account: str = "x-main", *, gate: Gate | None = None, **fields: object) -> Row:
    """A delivery of post *n* to *account*."""
    network: Network = load("x")
    made = Account(
        name=account,
        network="x",
        connection=Connection.REHEARSAL,
        remote_id=account,
        handle=account,
        added_at=NOW,
        added_by="Ana",
    )
    delivery = Delivery(
        id=f"c.{n}@{account}",
        post=f"c.{n}",
        campaign="c",
        statement="s",
        account=account,
        parts=(Part(n=1, words="w"),),
        planned_at=NOW + n * HOUR,
    )
    closed = Closed(gate=gate, state=State.QUEUED, why="why") if gate else None
    return Row(delivery=replace(delivery, **fields), account=made, network=network, gate=closed)  # type: ignore[arg-type]


HALT = Halt(id=3, at=NOW, by="Ana", reason="news turned", resumed_at=NOW + HOUR, resumed_by="Ana")
RUN, BEFORE = (
    Run(number=n, host="h", pid=1, started_at=NOW + n * HOUR, seen_at=NOW + n * HOUR, stopped_at=None)
    for n in (8, 7)
)
CREDIT = Interruption(
    id=1, kind=Rest.STOPPED, account="x-main", began_at=NOW, ended_at=NOW + HOUR, why="out of credit"
)
SLEEP = Interruption(id=4, kind=Rest.ASLEEP, began_at=NOW, ended_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("reason", "past", "id", "words"),
    [
        (Reason.HALTED, Past(halt=HALT), "halt-3", "the halt of Tue 24 Nov 09:12 EST by Ana: news turned"),
        (Reason.MISSED, Past(run=RUN, before=BEFORE), "downtime-8", "no daemon ran from Tue 24 Nov 16:12 EST to Tue 24 Nov 17:12 EST"),
        (Reason.MISSED, Past(interruption=SLEEP), "sleep-4", "this computer slept from Tue 24 Nov 09:12 EST to Tue 24 Nov 10:12 EST"),
        (Reason.MISSED, Past(interruption=CREDIT), "stopped-x-main", "x-main was stopped from Tue 24 Nov 09:12 EST to Tue 24 Nov 10:12 EST: out of credit"),
        (Reason.MISSED, Past(interruption=CREDIT, run=RUN), "stopped-x-main", "out of credit"),  # the account's own trouble goes first
        (Reason.MISSED, Past(interruption=SLEEP, run=RUN), "downtime-8", "no daemon ran"),  # asleep, and no daemon all the same
        (Reason.MISSED, Past(tried=True), "late-x-main", "x-main was not served"),
        (Reason.BUDGET, Past(), "budget-x-main-2026-11", "the budget of x-main for November 2026"),
        (Reason.UNAPPROVED, Past(), "unapproved-c", "c was not approved in time"),
        (Reason.WITHDRAWN, Past(), "withdrawn-s", "the statement s was withdrawn"),
    ],
)  # fmt: skip
def test_cause(reason: Reason, past: Past, id: str, words: str) -> None:
    """Each cause has an id of its own and is told in plain words, times in the given zone."""
    cause = cause_of(row(state=State.HELD, reason=reason), past, ZONE)
    assert cause.id == id
    assert words in cause.words


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_cause(reason: Reason) -> None:
    """Nothing that is held is without a cause, and no id could be a delivery's."""
    cause = cause_of(row(state=State.HELD, reason=reason), Past(), ZONE)
    assert not {".", "@", " "} & set(cause.id)
    assert cause.words


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("gate", [None, *Gate])
def test_every_gate_and_state_has_a_cause(state: State, gate: Gate | None) -> None:
    """Nothing that waits is without one."""
    reason = Reason.MISSED if state is State.HELD else None
    assert cause_of(row(state=state, reason=reason, gate=gate), Past(), ZONE).kind in Kind


def test_grouped() -> None:
    """Rows of one cause are together, in the order in which the first of each comes."""
    first, second, third = row(1), row(2, "x-other"), row(3)
    found = grouped(
        (cause_of(replace(each, delivery=replace(each.delivery, state=State.FAILED)), Past(), ZONE), each)
        for each in (first, second, third)
    )
    assert [(each.id, each.rows) for each in found] == [
        ("failed-x-main", (first, third)),
        ("failed-x-other", (second,)),
    ]
    assert (found[0].posts, found[0].accounts) == (2, ("x-main",))
    assert (found[0].earliest, found[0].latest) == (NOW + HOUR, NOW + 3 * HOUR)
