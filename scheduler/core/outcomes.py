"""What becomes of a delivery after a network's answer, after a look, and after its worker ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NetworkError, Rejected
from scheduler.core.limits import Network
from scheduler.core.looking import Absent, Found, NotSeen, Verdict, same_words
from scheduler.core.ports import Published
from scheduler.core.retry import Backoff, next_look


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How answers are weighed: the network's looks, the waits between tries, and this answer's luck."""

    network: Network
    backoff: Backoff
    luck: float
    """In 0..1: spreads retries, so that accounts do not all come back at once."""
    sends_again: bool = False
    """Whether what was not found after the last look is sent once more."""


Answer = Sequence[Published] | NetworkError
"""What a request got: a publication for each part that it launched, in order, or an error for all."""


def answered(old: Delivery, answer: Answer, policy: Policy, now: datetime) -> Delivery:
    """*old*, whose request got *answer*. A silence in place of an answer is a ``MaybeSent``."""
    if not isinstance(answer, NetworkError):
        for published in answer:
            part = old.next_part
            old = old if part is None else _with_out(old, part.n, published, now)
        return _forth(old, now)
    if isinstance(answer, MaybeSent):
        at = next_look(policy.network.looks, 0, now, now)
        return old.move(State.UNCERTAIN, why=answer.message, next_try_at=at)
    old = _recalled(old)
    match answer:
        case Rejected() if old.partly_out:
            return old.move(State.HELD, reason=Reason.PARTIAL, why=answer.message)
        case Rejected():
            return old.move(State.FAILED, why=answer.message)
        case AccountTrouble():
            return old.move(State.QUEUED, why=answer.message)  # its account is stopped: a gate
        case ComeBackLater():
            at = max(answer.until, now)
        case _:
            at = policy.backoff.next_try(old.tries, now, policy.luck)
    return old.move(State.QUEUED, why=answer.message, next_try_at=at)


def _with_out(old: Delivery, n: int, published: Published, now: datetime, **more: Any) -> Delivery:
    return old.with_part(
        n, remote_id=published.remote_id, link=published.link, posted_at=published.at or now, **more
    )


def _forth(old: Delivery, now: datetime) -> Delivery:
    """*old*, of which one part more is out: posted, or queued for its next part."""
    if old.next_part is not None:
        return old.move(State.QUEUED, next_try_at=now)
    return old.move(State.POSTED, next_try_at=None)


def _recalled(old: Delivery) -> Delivery:
    """*old*, of which no part that was launched is out."""
    for part in old.parts:
        if not part.out:
            old = old.with_part(part.n, launched_at=None, cost=None)
    return old


def seen(old: Delivery, n: int, verdict: Verdict | NetworkError, policy: Policy, now: datetime) -> Delivery:
    """*old*, uncertain, after one look for its part *n*. An unanswered look is not counted."""
    match verdict:
        case Found():
            return _found(old, n, verdict.published, now)
        case Absent():
            return _recalled(old).move(State.QUEUED, why="the network has no such post", next_try_at=now)
        case NotSeen():
            return _not_seen(old, n, policy, now)
        case ComeBackLater():
            return old.look_again(max(verdict.until, now), looks=old.looks, why=verdict.message)
        case _:
            at = policy.backoff.next_try(1, now, policy.luck)
            return old.look_again(at, looks=old.looks, why=verdict.message)


def _found(old: Delivery, n: int, published: Published, now: datetime) -> Delivery:
    """*old*, of which part *n* was found out there, as what it is."""
    approved = next(part.words for part in old.parts if part.n == n)
    other = None if same_words(approved, published) else published.words
    new = _with_out(old, n, published, now, live=True, found_words=other)
    if new.launched:  # one request launched several parts: each is looked for
        return new.look_again(now, looks=0, why=old.why)
    return _forth(new, now)


def _not_seen(old: Delivery, n: int, policy: Policy, now: datetime) -> Delivery:
    looks = old.looks + 1
    if looks >= len(policy.network.looks):
        if policy.sends_again:
            why = f"{looks} looks found nothing; sent again, as the account is set to"
            return _recalled(old).move(State.QUEUED, why=why, next_try_at=now)
        why = f"it may be out: {looks} looks at {policy.network.title} found nothing, which is no proof"
        return old.move(State.HELD, reason=Reason.UNKNOWN, why=why, looks=looks, next_try_at=None)
    since = next(part.launched_at for part in old.parts if part.n == n) or now
    return old.look_again(next_look(policy.network.looks, looks, since, now), looks=looks, why=old.why)


def orphaned(old: Delivery, policy: Policy, now: datetime) -> Delivery:
    """*old*, in ``sending``, whose worker ended: claimed it was not sent, launched it may have been."""
    part = old.next_part
    if part is None:
        return old.move(State.POSTED, next_try_at=None)
    if part.launched_at is None:
        return old.move(State.QUEUED, why="its worker ended before it was sent", next_try_at=None)
    at = next_look(policy.network.looks, 0, part.launched_at, now)
    return old.move(State.UNCERTAIN, why="its worker ended before the answer came", next_try_at=at)
