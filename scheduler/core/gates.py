"""The gates before every claim and every launch. A closed gate decides the state.

``closed`` is asked inside the transaction of the claim, and again inside that of the launch. Budget and fuse
are asked at the claim alone, by ``scheduler.core.bounds``; a person may override these two, and no other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from scheduler.core.accounts import Account
from scheduler.core.approval import digest
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.durations import spell
from scheduler.core.records import Halt


class Gate(StrEnum):
    """What must be open for a delivery to go out."""

    CANCELLED = "cancelled"
    DELETED = "deleted"
    """Somebody asked to delete it, whatever of it is out."""
    WITHDRAWN = "statement withdrawn"
    REVISED = "excerpt revised"
    APPROVAL = "approval"
    CHECK = "check"
    REMOVED = "account removed"
    ANSWERS = "answers"
    """The post that it answers is out."""
    HALT = "halt"
    PAUSED = "paused"
    STOPPED = "account stopped"
    EMBARGO = "embargo"
    LATENESS = "lateness"
    BUDGET = "budget"
    """Asked once, at the claim; see ``scheduler.core.bounds``."""
    FUSE = "fuse"
    """Asked once, at the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the gates look at, read in one transaction."""

    delivery: Delivery
    campaign: Campaign
    post: Post
    account: Account
    halt: Halt | None
    problem: str | None
    """What the check of words, quotes and pictures found; None if all is as approved."""
    withdrawn: str | None = None
    """Who withdrew its statement, in plain words; None if that stands."""
    answered: Delivery | None = None
    """The delivery that it answers, if it answers one."""
    revised: str | None = None
    """Which excerpt of its parts to come a correction touched, in plain words; None if none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closed gate, the state that it decides, and the reason in plain words."""

    gate: Gate
    state: State
    why: str
    reason: Reason | None = None


def closed(facts: Facts, now: datetime) -> Closed | None:
    """The first closed gate before the delivery, or None if it may go out at *now*."""
    return (
        _ended(facts)
        or _corrected(facts)
        or _unfit(facts)
        or awaited(None if facts.delivery.partly_out else facts.answered)
        or waiting(facts.campaign, facts.account, facts.halt, now)
        or late(facts.delivery, now)
    )


def _ended(facts: Facts) -> Closed | None:
    if asker := facts.delivery.removal_asked_by:
        return unwanted(facts.delivery, asker)
    by = facts.delivery.cancel_asked_by or facts.post.cancelled_by or facts.campaign.cancelled_by
    if by is None:
        return None
    if facts.delivery.partly_out:
        return Closed(
            gate=Gate.CANCELLED,
            state=State.HELD,
            reason=Reason.PARTIAL,
            why=f"cancelled by {by}; a part is out",
        )
    return Closed(gate=Gate.CANCELLED, state=State.CANCELLED, why=f"cancelled by {by}")


def unwanted(delivery: Delivery, asker: str) -> Closed:
    """The gate of a delivery that *asker* asked to delete: nothing more of it goes out."""
    if not delivery.partly_out:
        return Closed(gate=Gate.DELETED, state=State.CANCELLED, why=f"deleted by {asker}")
    why = f"to be deleted, as {asker} asked; a part is out"
    return Closed(gate=Gate.DELETED, state=State.HELD, reason=Reason.PARTIAL, why=why)


def _corrected(facts: Facts) -> Closed | None:
    """What became of the text that it quotes: before the approval, which may bind what stands no more."""
    if facts.withdrawn is not None:
        return Closed(gate=Gate.WITHDRAWN, state=State.HELD, reason=Reason.WITHDRAWN, why=facts.withdrawn)
    if facts.revised is not None:
        return Closed(gate=Gate.REVISED, state=State.HELD, reason=Reason.REVISED, why=facts.revised)
    return None


def _unfit(facts: Facts) -> Closed | None:
    def hold(gate: Gate, reason: Reason, why: str) -> Closed:
        return Closed(gate=gate, state=State.HELD, reason=reason, why=why)

    if facts.delivery.approval is None:
        return hold(Gate.APPROVAL, Reason.UNAPPROVED, "nobody approved it")
    if facts.delivery.approval != digest(facts.delivery):
        return hold(Gate.APPROVAL, Reason.CHECK, "it is not what was approved")
    if facts.problem is not None:
        return hold(Gate.CHECK, Reason.CHECK, facts.problem)
    if facts.account.removed_at is not None:
        return hold(Gate.REMOVED, Reason.ACCOUNT, f"the account {facts.account.name} was removed")
    return None


def awaited(answered: Delivery | None) -> Closed | None:
    """The gate of the delivery that another one answers: it waits until that is out, and not in vain."""
    if answered is None or (answered.parts[0].out and not answered.parts[0].gone):
        return None
    told = f"the post that it answers, {answered.id},"
    if answered.parts[0].out:
        why = f"{told} was deleted"
    elif answered.state in {State.CANCELLED, State.FAILED}:
        why = f"{told} is {answered.state}" + (f": {answered.why}" if answered.why else "")
    else:
        why = f"{told} is not out yet"
        return Closed(gate=Gate.ANSWERS, state=State.QUEUED, why=why)
    return Closed(gate=Gate.ANSWERS, state=State.HELD, reason=Reason.ANSWERS, why=why)


def waiting(campaign: Campaign, account: Account, halt: Halt | None, now: datetime) -> Closed | None:
    """The gate that keeps a campaign's deliveries to an account queued until it opens, if one does."""

    def wait(gate: Gate, why: str) -> Closed:
        return Closed(gate=gate, state=State.QUEUED, why=why)

    if halt is not None:
        return wait(Gate.HALT, f"everything is halted: {halt.reason}")
    if campaign.paused_at is not None:
        return wait(Gate.PAUSED, f"the campaign {campaign.id} is paused")
    if account.paused_at is not None:
        return wait(Gate.PAUSED, f"the account {account.name} is paused")
    if account.stopped_at is not None:
        return wait(Gate.STOPPED, f"the account {account.name} is stopped: {account.stopped_why}")
    if campaign.embargo_at is not None and now < campaign.embargo_at:
        return wait(Gate.EMBARGO, f"the embargo ends at {campaign.embargo_at:%Y-%m-%d %H:%M} UTC")
    return None


def expected(delivery: Delivery) -> datetime | None:
    """From when lateness counts: the planned time, or when the part before was out, or the post answered."""
    moments = (delivery.planned_at, delivery.answered_at, *(part.posted_at for part in delivery.parts))
    return max(filter(None, moments), default=None)


def late(delivery: Delivery, at: datetime) -> Closed | None:
    """The gate of the delivery's window, where it is closed at the moment *at*."""
    since = expected(delivery)
    if since is None or at - since <= delivery.window:
        return None
    reason = Reason.PARTIAL if delivery.partly_out else Reason.MISSED
    why = f"it is {_lateness(at - since, delivery.window)} late; {spell(delivery.window)} are allowed"
    return Closed(gate=Gate.LATENESS, state=State.HELD, reason=reason, why=why)


def _lateness(by: timedelta, window: timedelta) -> str:
    """In whole minutes where that is still more than the *window*, else to the second, rounded up."""
    minutes = by // timedelta(minutes=1) * timedelta(minutes=1)
    return spell(minutes if minutes > window else timedelta(seconds=ceil(by / timedelta(seconds=1))))
