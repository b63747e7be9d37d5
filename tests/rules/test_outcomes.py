"""What becomes of a delivery after an answer, after a look, and after its worker ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import (
    AccountTrouble,
    ComeBackLater,
    MaybeSent,
    NetworkError,
    NotSent,
    Rejected,
    Taken,
)
from scheduler.core.looking import Absent, Found, NotSeen
from scheduler.core.outcomes import Policy, answered, orphaned, seen
from scheduler.core.ports import Published
from scheduler.core.retry import Backoff
from scheduler.networks.x import NETWORK

LAUNCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NOW = LAUNCH + timedelta(seconds=5)
LATER = NOW + timedelta(hours=1)
FIRST = timedelta(seconds=30)
POLICY = Policy(network=NETWORK, backoff=Backoff(first=FIRST, most=timedelta(minutes=30)), luck=0)
LOOKS = NETWORK.looks
POST = Published(remote_id="77", link="https://x.com/ijn/status/77", at=LAUNCH + timedelta(seconds=1))

WAITING = Part(n=1, words="Dignity.", record_key="3kabcdefghij2", media_keys=("m1",))
LAUNCHED = replace(WAITING, launched_at=LAUNCH)
OUT = replace(LAUNCHED, remote_id="1", link="link/1", posted_at=LAUNCH)
SECOND = Part(n=2, words="For all.", record_key="3kabcdefghij3")


def delivery(state: State, *parts: Part, **fields: Any) -> Delivery:
    """A delivery that was launched once."""
    return Delivery(
        id="ijn-2020.3@x-main",
        post="ijn-2020.3",
        campaign="ijn-2020",
        statement="ijn-2020",
        account="x-main",
        parts=parts,
        state=state,
        planned_at=LAUNCH,
        tries=fields.pop("tries", 1),
        window=fields.pop("window", timedelta(days=1)),
        owner="daemon:1" if state is State.SENDING else None,
        **fields,
    )


def sending(*parts: Part, **fields: Any) -> Delivery:
    """A delivery whose first part that is not out was launched."""
    return delivery(State.SENDING, *(parts or (LAUNCHED,)), **fields)


def uncertain(*parts: Part, **fields: Any) -> Delivery:
    """A delivery whose first part that is not out may be out."""
    return delivery(State.UNCERTAIN, *(parts or (LAUNCHED,)), next_try_at=NOW, **fields)


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "state", "reason", "next_try_at", "launched_at"),
    [
        (Rejected("refused: too long"), State.FAILED, None, None, None),
        (ComeBackLater("too many requests", until=LATER), State.QUEUED, None, LATER, None),
        (ComeBackLater("too many requests", until=LAUNCH), State.QUEUED, None, NOW + FIRST, None),  # its clock is behind
        (AccountTrouble("signed out"), State.QUEUED, None, None, None),
        (NotSent("no route"), State.QUEUED, None, NOW + FIRST, None),
        (NetworkError("something else"), State.QUEUED, None, NOW + FIRST, None),
        (MaybeSent("no answer"), State.UNCERTAIN, None, NOW + LOOKS[0], LAUNCH),  # the mark stays: look first
        (Taken("other content"), State.UNCERTAIN, None, NOW + LOOKS[0], LAUNCH),  # of ours: it is out as what it is
    ],
)  # fmt: skip
def test_errors(
    answer: NetworkError,
    state: State,
    reason: Reason | None,
    next_try_at: datetime | None,
    launched_at: datetime | None,
) -> None:
    """Each kind of error says what is known, and that alone decides; its words are the reason."""
    new = answered(sending(), answer, POLICY, NOW)
    assert (new.state, new.reason, new.next_try_at) == (state, reason, next_try_at)
    assert (new.why, new.owner) == (answer.message, None)
    assert new.parts == (replace(WAITING, launched_at=launched_at),)  # its keys are kept


def test_a_silence_that_lasted() -> None:
    """The first look comes a while after the answer was given up, for the network may still be at it."""
    given_up = LAUNCH + timedelta(minutes=5)
    new = answered(sending(), MaybeSent("no answer"), POLICY, given_up)
    assert new.next_try_at == given_up + LOOKS[0]


@pytest.mark.parametrize(("tries", "factor"), [(0, 1), (1, 1), (3, 4)])
def test_not_sent_again_and_again(tries: int, factor: int) -> None:
    """Each launched request that did not arrive doubles the wait."""
    assert (
        answered(sending(tries=tries), NotSent("no route"), POLICY, NOW).next_try_at == NOW + FIRST * factor
    )


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Rejected("refused"), State.HELD, Reason.PARTIAL),  # what is out cannot have failed
        (ComeBackLater("later", until=LATER), State.QUEUED, None),
        (AccountTrouble("signed out"), State.QUEUED, None),
        (NotSent("no route"), State.QUEUED, None),
        (MaybeSent("no answer"), State.UNCERTAIN, None),
    ],
)
def test_errors_of_a_later_part(answer: NetworkError, state: State, reason: Reason | None) -> None:
    """With a part out it never fails: a person decides about the rest."""
    old = sending(OUT, replace(SECOND, launched_at=LAUNCH))
    new = answered(old, answer, POLICY, NOW)
    assert (new.state, new.reason) == (state, reason)
    assert new.parts[0] == OUT


def test_every_kind_of_error_is_weighed() -> None:
    """A new kind of network error needs its own row above."""
    kinds = {Rejected, ComeBackLater, AccountTrouble, NotSent, MaybeSent}
    assert {
        kind for kind in NetworkError.__subclasses__() if kind.__module__ == NetworkError.__module__
    } == kinds


def test_published() -> None:
    """The last part out makes it posted, with the network's id, link and time; nobody has looked yet."""
    new = answered(sending(), [POST], POLICY, NOW)
    assert (new.state, new.owner, new.next_try_at) == (State.POSTED, None, None)
    out = replace(LAUNCHED, remote_id="77", link=POST.link, posted_at=POST.at)
    assert new.parts == (out,)


def test_published_at_a_time_that_nobody_says() -> None:
    """Without the network's time ours serves."""
    assert answered(sending(), [replace(POST, at=None)], POLICY, NOW).parts[0].posted_at == NOW


def test_more_parts_to_come() -> None:
    """A part out with another to come: queued for it, at once, and with its own patience."""
    new = answered(sending(LAUNCHED, SECOND, tries=5), [POST], POLICY, NOW)
    assert (new.state, new.next_try_at, new.next_part, new.tries) == (State.QUEUED, NOW, SECOND, 0)


def test_a_thread_by_one_request() -> None:
    """Parts that one request launched are all out with its answer, each with its own id."""
    second = replace(POST, remote_id="78", link="link/78")
    new = answered(sending(LAUNCHED, replace(SECOND, launched_at=LAUNCH)), [POST, second], POLICY, NOW)
    assert new.state is State.POSTED
    assert [part.remote_id for part in new.parts] == ["77", "78"]


def test_a_thread_that_was_refused_launched_nothing() -> None:
    """All or none: where it was not sent, none of its parts is launched, and none costs anything."""
    parts = replace(LAUNCHED, cost=15_000), replace(SECOND, launched_at=LAUNCH, cost=15_000)
    new = answered(sending(*parts), NotSent("no route"), POLICY, NOW)
    assert [(part.launched_at, part.cost) for part in new.parts] == [(None, None)] * 2


# --- looks --------------------------------------------------------------------------------------


def test_found() -> None:
    """What the network shows is out, whatever its first answer was."""
    new = seen(uncertain(), 1, Found(published=POST), POLICY, NOW)
    assert new.parts[0].live is True
    assert (new.state, new.next_try_at, new.parts[0].remote_id) == (State.POSTED, None, "77")


def test_found_with_more_parts_to_come() -> None:
    """The rest goes out after it."""
    new = seen(uncertain(LAUNCHED, SECOND), 1, Found(published=POST), POLICY, NOW)
    assert (new.state, new.next_part) == (State.QUEUED, SECOND)


def test_absent() -> None:
    """What is certainly not out may be sent again, as what did not arrive: its mark is taken away, its keys stay."""
    new = seen(uncertain(), 1, Absent(), POLICY, NOW)
    assert (new.state, new.next_try_at, new.parts) == (State.QUEUED, NOW + FIRST, (WAITING,))
    often = seen(uncertain(tries=4), 1, Absent(), POLICY, NOW)
    assert often.next_try_at == NOW + FIRST * 8
    assert new.move(State.SENDING).state is State.SENDING


def test_absent_is_of_one_part() -> None:
    """The marks of other parts stay."""
    new = seen(uncertain(OUT, replace(SECOND, launched_at=LAUNCH)), 2, Absent(), POLICY, NOW)
    assert (new.state, new.parts) == (State.QUEUED, (OUT, SECOND))


@pytest.mark.parametrize("done", range(len(LOOKS) - 1))
def test_not_seen(done: int) -> None:
    """Not seen proves nothing: look again, at growing intervals from the launch."""
    old = uncertain(looks=done, why="no answer")
    new = seen(old, 1, NotSeen(), POLICY, NOW)
    assert new == replace(old, looks=done + 1, next_try_at=LAUNCH + LOOKS[done + 1])


def test_not_seen_at_the_last_look() -> None:
    """After the network's last look a person must decide; it may be out, and is never sent again by itself."""
    new = seen(uncertain(looks=len(LOOKS) - 1), 1, NotSeen(), POLICY, NOW)
    assert (new.state, new.reason, new.next_try_at) == (State.HELD, Reason.UNKNOWN, None)
    assert (new.looks, new.parts) == (len(LOOKS), (LAUNCHED,))
    assert "4 looks at X found nothing, which is no proof" in new.why


@pytest.mark.parametrize("done", range(len(LOOKS)))
@pytest.mark.parametrize(
    ("error", "at"),
    [
        (NotSent("no route"), NOW + FIRST),
        (MaybeSent("no answer"), NOW + FIRST),
        (AccountTrouble("signed out"), NOW + FIRST),
        (Rejected("not allowed to read"), NOW + FIRST),
        (ComeBackLater("too many requests", until=LATER), LATER),
        (ComeBackLater("too many requests", until=LAUNCH), NOW + FIRST),
    ],
)
def test_an_unanswered_look_is_not_counted(done: int, error: NetworkError, at: datetime) -> None:
    """Nothing was learnt, so nothing changes but the time of the next look; not even the last one decides."""
    old = uncertain(looks=done)
    assert seen(old, 1, error, POLICY, NOW) == replace(old, next_try_at=at, why=error.message)


# --- a worker that ended ------------------------------------------------------------------------


def test_an_orphan_that_was_claimed() -> None:
    """Claimed, and no request was launched: known not sent, so queued again."""
    new = orphaned(sending(WAITING), POLICY, LATER)
    assert (new.state, new.owner, new.next_try_at, new.parts) == (State.QUEUED, None, None, (WAITING,))


def test_an_orphan_whose_earlier_part_is_out() -> None:
    """The mark of a part that is out says nothing of the next one."""
    new = orphaned(sending(OUT, SECOND), POLICY, LATER)
    assert (new.state, new.parts) == (State.QUEUED, (OUT, SECOND))


@pytest.mark.parametrize(
    ("now", "at"),
    [(NOW, LAUNCH + LOOKS[0]), (LATER, LATER)],  # at once, if the daemon was away for longer
)
def test_an_orphan_that_was_launched(now: datetime, at: datetime) -> None:
    """Launched, and no answer was recorded: it may be out, so look first."""
    new = orphaned(sending(), POLICY, now)
    assert (new.state, new.owner, new.next_try_at, new.parts) == (State.UNCERTAIN, None, at, (LAUNCHED,))


def test_an_orphan_that_is_all_out() -> None:
    """Nothing is left to send."""
    assert orphaned(sending(OUT), POLICY, LATER).state is State.POSTED


# --- what a look finds --------------------------------------------------------------------------


def test_the_other_parts_of_a_thread_are_looked_for_too() -> None:
    """One part found says that the request was carried out; the ids of the others are still to be learnt."""
    old = uncertain(LAUNCHED, replace(SECOND, launched_at=LAUNCH))
    first = seen(old, 1, Found(published=POST), POLICY, NOW)
    assert (first.state, first.next_try_at, first.parts[0].remote_id) == (State.UNCERTAIN, NOW, "77")
    both = seen(first, 2, Found(published=replace(POST, remote_id="78")), POLICY, NOW)
    assert (both.state, both.parts[1].remote_id) == (State.POSTED, "78")


def test_a_thread_that_is_certainly_not_out() -> None:
    """By key the network says so, and then no part of it counts as launched."""
    new = seen(uncertain(LAUNCHED, replace(SECOND, launched_at=LAUNCH)), 1, Absent(), POLICY, NOW)
    assert (new.state, new.launched) == (State.QUEUED, False)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“Dignity.”", None),  # as approved
        ("“Dignity.”\u2028", None),  # white space is the network's own
        ("“Dignity!”", "“Dignity!”"),  # somebody else's: it is out as what it is, and that is told
        ("", ""),
    ],
)
def test_what_was_found_is_kept_where_it_differs(words: str, found: str | None) -> None:
    """What is out under our key or with our picture is posted as what it is; other words are kept to be shown."""
    old = uncertain(replace(LAUNCHED, words="“Dignity.”"))
    new = seen(old, 1, Found(published=replace(POST, words=words)), POLICY, NOW)
    assert (new.state, new.parts[0].found_words) == (State.POSTED, found)


def test_an_account_that_sends_again() -> None:
    """After the last look it is queued once more, where a person set a proved account to that."""
    last = replace(uncertain(LAUNCHED), looks=len(LOOKS) - 1)
    new = seen(last, 1, NotSeen(), replace(POLICY, sends_again=True), NOW)
    assert (new.state, new.launched, new.parts[0].media_keys) == (State.QUEUED, False, LAUNCHED.media_keys)
    assert seen(last, 1, NotSeen(), POLICY, NOW).reason is Reason.UNKNOWN
