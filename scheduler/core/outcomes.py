"""What becomes of a delivery after a network's answer, after a look, and after its worker ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scheduler.core import gates
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NetworkError, Rejected, Taken
from scheduler.core.limits import Network
from scheduler.core.looking import Absent, Found, NotSeen, Verdict, same_words
from scheduler.core.ports import Published
from scheduler.core.retry import LAST_TRY, Backoff, next_look


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
    if isinstance(answer, MaybeSent | Taken):
        at = next_look(policy.network.looks, 0, now, now)
        return old.move(State.UNCERTAIN, why=answer.message, next_try_at=at)
    old = recalled(old)
    match answer:
        case Rejected() if old.partly_out:
            new = old.move(State.HELD, reason=Reason.PARTIAL, why=answer.message)
        case Rejected():
            new = old.move(State.FAILED, why=answer.message)
        case AccountTrouble():
            new = old.move(State.QUEUED, why=answer.message)  # its account is stopped: a gate
        case ComeBackLater():
            new = _at(old, back_at(answer, policy, now), answer.message)
        case _:
            new = _again(old, policy, now, answer.message)
    return new


def back_at(answer: ComeBackLater, policy: Policy, now: datetime) -> datetime:
    """When to ask a network again that gave *answer*."""
    return policy.backoff.come_back(answer.until, now, policy.luck)


def _again(old: Delivery, policy: Policy, now: datetime, why: str) -> Delivery:
    """*old*, known not to be out, queued for another try, the last one before the end of its window."""
    at = policy.backoff.next_try(old.tries, now, policy.luck)
    since = gates.expected(old)
    if since is not None:
        last = since + old.window - LAST_TRY
        at = min(at, last) if last > now else at
    return _at(old, at, why)


def _at(old: Delivery, at: datetime, why: str) -> Delivery:
    """*old* queued for another try at the moment *at*; held at once where that is too late for it."""
    late = gates.late(old, at)
    if late is None:
        return old.move(State.QUEUED, why=why, next_try_at=at)
    why = f"{why.rstrip('.')}; at the next try, {at:%Y-%m-%d %H:%M} UTC, {late.why}"
    return old.move(State.HELD, reason=late.reason, why=why, next_try_at=None)


def kept_waiting(old: Delivery, at: datetime, why: str, now: datetime) -> Delivery | None:
    """*old*, queued, whose account was told to come back *at* a moment; None where that changes nothing.

    Whatever of the account is due before then waits too: it would be told the same. What would be too late
    is held; what is not due yet then asks for itself, when its time comes.
    """
    if old.due_at is None or old.due_at >= at:
        return None
    if gates.late(old, at) is None:
        return replace(old, next_try_at=at, why=why)
    return _at(old, at, why) if old.due_at <= now else None


def _with_out(old: Delivery, n: int, published: Published, now: datetime, **more: Any) -> Delivery:
    return old.with_part(
        n, remote_id=published.remote_id, link=published.link, posted_at=published.at or now, **more
    )


def _forth(old: Delivery, now: datetime) -> Delivery:
    """*old*, of which one part more is out: posted, or queued for its next part."""
    if old.next_part is not None:
        return old.move(State.QUEUED, next_try_at=now, tries=0)
    return old.move(State.POSTED, next_try_at=None)


def recalled(old: Delivery) -> Delivery:
    """*old*, of which no part that was launched and is not known to be out is out."""
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
            return _again(recalled(old), policy, now, "the network has no such post")
        case NotSeen():
            return _not_seen(old, n, policy, now)
        case ComeBackLater():
            return old.look_again(back_at(verdict, policy, now), looks=old.looks, why=verdict.message)
        case _:
            at = policy.backoff.next_unanswered(_launched_at(old, n) or now, now, policy.luck)
            return old.look_again(at, looks=old.looks, why=verdict.message)


def _found(old: Delivery, n: int, published: Published, now: datetime) -> Delivery:
    """*old*, of which part *n* was found out there, as what it is."""
    approved = next(part.words for part in old.parts if part.n == n)
    other = None if same_words(approved, published) else published.words
    looked = {"live": True, "looked_at": now, "last_seen_at": now}
    new = _with_out(old, n, published, now, found_words=other, **looked)
    if new.launched:  # one request launched several parts: each is looked for
        return new.look_again(now, looks=0, why=old.why)
    return _forth(new, now)


def _not_seen(old: Delivery, n: int, policy: Policy, now: datetime) -> Delivery:
    looks = old.looks + 1
    if looks >= len(policy.network.looks):
        if policy.sends_again:
            why = f"{looks} looks found nothing; sent again, as the account is set to"
            return _again(recalled(old), policy, now, why)
        why = f"it may be out: {looks} looks at {policy.network.title} found nothing, which is no proof"
        return old.move(State.HELD, reason=Reason.UNKNOWN, why=why, looks=looks, next_try_at=None)
    since = _launched_at(old, n) or now
    return old.look_again(next_look(policy.network.looks, looks, since, now), looks=looks, why=old.why)


def _launched_at(old: Delivery, n: int) -> datetime | None:
    return next(part.launched_at for part in old.parts if part.n == n)


def orphaned(old: Delivery, policy: Policy, now: datetime) -> Delivery:
    """*old*, in ``sending``, whose worker ended: claimed it was not sent, launched it may have been."""
    part = old.next_part
    if part is None:
        return old.move(State.POSTED, next_try_at=None)
    if part.launched_at is None:
        return old.move(State.QUEUED, why="its worker ended before it was sent", next_try_at=None)
    at = next_look(policy.network.looks, 0, part.launched_at, now)
    return old.move(State.UNCERTAIN, why="its worker ended before the answer came", next_try_at=at)
