"""What a daemon finds to do about answers: nothing while the post is not out, and no other delivery waits for it."""

from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.delivery import Reason, State
from scheduler.core.gates import awaited

ANSWER, POST, OTHER = "ijn.1@x-main", "ijn.2@x-main", "ijn.3@x-main"
OUT = {"remote_id": "1", "link": "link/1"}


def answered(make: Any, state: State, *, out: bool) -> Any:
    """The post that is answered, planned for later, in *state*; its first part *out* or not."""
    more: dict[str, Any] = {"planned_at": make.after(60)}
    if state is State.HELD:
        more["reason"] = Reason.PARTIAL if out else Reason.MISSED
    if state is State.UNCERTAIN:
        more["next_try_at"] = make.after(60)
    post = make.delivery(2, state=state, **more)
    return post.with_part(1, posted_at=make.now, **OUT) if out else post


WAITS = [State.DRAFT, State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD]
NEVER = [State.CANCELLED, State.FAILED]


@pytest.mark.parametrize(
    ("state", "out"),
    [
        *[(state, False) for state in (*WAITS, *NEVER)],
        *[
            (state, True)
            for state in (State.SENDING, State.UNCERTAIN, State.QUEUED, State.HELD, State.POSTED)
        ],
    ],
)
def test_the_agenda_agrees_with_the_gate(store: SqlStore, make: Any, state: State, out: object) -> None:
    """An answer is work exactly where its gate does not keep it queued; else it is listed as waiting."""
    post = answered(make, state, out=bool(out))
    with store.write() as unit:
        unit.deliveries.add_all([post, make.delivery(answers=POST)])
        closed = awaited(unit.deliveries.get(POST))
        kept = closed is not None and closed.state is State.QUEUED
        found = unit.deliveries.claimable("x-main", make.now)
        listed = [each.id for each in unit.deliveries.due_behind_gates(make.now)]
        working = "x-main" in unit.deliveries.accounts_with_work(make.now)
    assert kept == (state in WAITS and not out)
    assert (found is None, ANSWER in listed, working) == (kept, kept, not kept)


def test_it_blocks_and_wakes_nobody(store: SqlStore, make: Any) -> None:
    """Behind an answer that waits another delivery is claimed, and no wake-up is armed for the answer."""
    post = replace(answered(make, State.DRAFT, out=False), planned_at=None)
    with store.write() as unit:
        unit.deliveries.add_all([post, make.delivery(answers=POST, planned_at=make.after(5))])
        assert unit.deliveries.next_moment(make.now) is None
        unit.deliveries.add(make.delivery(3, planned_at=make.after(6)))
        assert unit.deliveries.next_moment(make.now) == make.after(6)
        assert unit.deliveries.claimable("x-main", make.after(7)).id == OTHER


def test_an_answer_on_another_account(store: SqlStore, make: Any) -> None:
    """Each waits for its own: the other account's post is no matter."""
    with store.write() as unit:
        unit.deliveries.add_all([answered(make, State.POSTED, out=True), make.delivery(answers=POST)])
        assert unit.deliveries.claimable("x-main", make.now).id == ANSWER
