"""What a person decides about one delivery: now, move, absent, look, posted, seen, leave, draft, cancel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.core import gates, outcomes, timeline
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import InputError, Refused, Stale
from scheduler.core.records import Event
from scheduler.core.storage import Unit
from scheduler.services import bounds, changes, lookups, slotting
from scheduler.services.approving import check, save
from scheduler.services.desk import Desk
from scheduler.services.editing import cancelled, check_not_joined, to_draft
from scheduler.services.facts import facts_for

VERBS = ("now", "move", "absent", "look", "posted", "seen", "leave", "draft", "cancel")
NEED_ARGUMENT = {"move": "a time", "posted": "the link of the post"}
_CAN_DO_WITHOUT = frozenset({"posted"})  # where a thread ends with the parts that are out
OVERRIDABLE = (gates.Gate.BUDGET, gates.Gate.FUSE)

_HELP = "See 'drumbeat decide --help'."

_Act = Callable[[Desk, Unit, Delivery, str | None, datetime], Delivery]


def decide(
    desk: Desk,
    delivery_id: str,
    verb: str,
    argument: str | None = None,
    *,
    actor: str,
    over: Sequence[str] = (),
    seen: int | None = None,
) -> Delivery:
    """Carry out a person's decision about a delivery.

    ``now``, ``move TIME``: queue it for then. ``look``: ask the network. ``absent``: a person says that it is
    not out. ``posted LINK``: a person saw it, or its next part; ``posted``: it ends with the parts that are
    out. ``seen``: they read what is out in its place. ``leave``: it stays although its text was corrected.
    ``draft``: change it first. ``cancel``: give it up.
    Raises ``Refused``, naming what opens the way; ``Stale`` where *seen* is not its revision.
    """
    if argument is not None and verb not in NEED_ARGUMENT:
        raise InputError(f"The decision {verb!r} takes nothing after it.", remedy=_HELP)
    if argument is None and verb in NEED_ARGUMENT.keys() - _CAN_DO_WITHOUT:
        raise InputError(f"The decision {verb!r} needs {NEED_ARGUMENT[verb]}.", remedy=_HELP)
    check_overridable(verb, over)
    now = desk.clock.now()
    with desk.store.write() as unit:
        old = overridden(lookups.delivery(unit, delivery_id), over, actor)
        if seen is not None and seen != old.revision and verb != "cancel":
            raise Stale(
                f"{delivery_id} is {lookups.state(unit, old)} by now.", remedy="Look again, then decide."
            )
        new = _ACTS[verb](desk, unit, old, argument, now).unwanted(now)
        new = replace(new, cancel_asked_by=actor) if verb == "cancel" and new.state is old.state else new
        save(unit, old, new)
        outcome = str(new.state) if new.state is not old.state else verb
        detail = {"verb": verb, "argument": argument} | ({"over": list(over)} if over else {})
        unit.deliveries.note(changes.decided(changes.act_of(old), old, new, actor, now, outcome, **detail))
    return new


def check_overridable(verb: str, over: Sequence[str]) -> None:
    """Raise ``InputError`` where *verb* overrides nothing, ``Refused`` where *over* names another gate."""
    if over and verb not in {"now", "move", "shift"}:
        raise InputError(
            f"The decision {verb!r} overrides nothing.",
            remedy="--over goes with now and move, and with shift.",
        )
    for gate in over:
        if gate not in OVERRIDABLE:
            raise Refused(
                f"Nobody overrides {gate!r}: only {' and '.join(OVERRIDABLE)} give way to a person.",
                remedy="Decide without --over; the refusal names what opens the gate.",
            )


def overridden(old: Delivery, over: Sequence[str], actor: str) -> Delivery:
    """*old*, which *actor* lets go *over* its bounds, until it is out."""
    return replace(
        old,
        budget_overridden_by=actor if gates.Gate.BUDGET in over else old.budget_overridden_by,
        fuse_overridden_by=actor if gates.Gate.FUSE in over else old.fuse_overridden_by,
    )


def _now(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    return _requeue(desk, unit, old, "now", now)


def _move(desk: Desk, unit: Unit, old: Delivery, to: str | None, now: datetime) -> Delivery:
    return _requeue(desk, unit, old, to or "", now)


def _requeue(desk: Desk, unit: Unit, old: Delivery, to: str, now: datetime) -> Delivery:
    campaign = lookups.campaign(unit, old.campaign)
    time = slotting.times_for(desk, unit, campaign, [old], to, now)[old.id]
    if old.state is State.DRAFT or old.reason is Reason.UNAPPROVED:
        raise Refused(
            f"{old.id} is not approved.", remedy=f"Approve it: drumbeat post approve {old.post} --late {to}"
        )
    if old.reason is Reason.UNKNOWN:
        raise Refused(
            f"{old.id} may be out already.",
            remedy=f"Ask the network: drumbeat decide {old.id} look. Or say: absent, or posted LINK.",
        )
    if old.state not in {State.QUEUED, State.HELD}:
        raise Refused(f"{old.id} is {lookups.state(unit, old)}.", remedy=_way_on(old))
    check(desk, unit, old)
    _check_open(desk, unit, old, time.when, now)
    return requeued(old, time)


def requeued(old: Delivery, time: slotting.Time) -> Delivery:
    """*old*, queued or held, queued for the *time* that a person gave it.

    Who sends the rest takes back a cancellation that came too late for the first part.
    """
    queued = old if old.state is State.QUEUED else old.move(State.QUEUED)
    return replace(time.given_to(queued), cancel_asked_by=None)


def _check_open(desk: Desk, unit: Unit, old: Delivery, when: timeline.Moment, now: datetime) -> None:
    """No decision overrides a gate but budget and fuse, by name: raise ``Refused`` with what opens it."""
    facts = facts_for(desk, unit, old, lookups.account(unit, old.account))
    if facts.post.cancelled_at is not None or facts.campaign.cancelled_at is not None:
        raise Refused(f"{old.post} is cancelled.", remedy=f"End it: drumbeat decide {old.id} posted")
    if facts.account.removed_at is not None:
        raise Refused(
            f"The account {old.account} was removed.",
            remedy=f"Add it again: drumbeat account add {facts.account.network} {old.account} --rehearsal",
        )
    if (answered := gates.awaited(facts.answered)) and answered.state is State.HELD and not old.partly_out:
        raise Refused(
            f"{old.id} has nothing to answer: {answered.why}.",
            remedy=f"Give it up: drumbeat decide {old.id} cancel. Or say it in a post of its own: "
            "drumbeat post add",
        )
    closed = gates.waiting(facts.campaign, facts.account, facts.halt, when.at)
    if when.at <= now and closed is not None:
        opens = {gates.Gate.HALT: "Resume first: drumbeat resume"}
        raise Refused(f"{old.id} cannot go out now: {closed.why}.", remedy=opens.get(closed.gate, ""))
    bound = bounds.over(desk, unit, old, facts.account, when.at)
    if bound is not None:
        verb = "now" if when.at <= now else "move TIME"
        raise Refused(
            f"The {bound.gate} keeps {old.id} back: {bound.why}.",
            remedy=f"Let it go all the same: drumbeat decide {old.id} {verb} --over {bound.gate}. "
            f"Or {bounds.remedy(bound.gate, old.account)}",
        )


def _way_on(delivery: Delivery) -> str:
    if delivery.state is State.FAILED:
        return f"Make it a draft first: drumbeat decide {delivery.id} draft"
    return "See 'drumbeat history'." if delivery.state is State.POSTED else "See 'drumbeat attention'."


def _look(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    return looked_for(unit, old, now)


def looked_for(unit: Unit, old: Delivery, now: datetime) -> Delivery:
    """*old*, which may be out, to be asked for at once; raises ``Refused`` where nobody doubts it."""
    if old.state is State.UNCERTAIN:
        return _asked_while_silent(unit, old) or replace(old, next_try_at=now)
    if old.reason is not Reason.UNKNOWN:
        raise Refused(
            f"There is no doubt about {old.id}: it is {lookups.state(unit, old)}.", remedy=_way_on(old)
        )
    return old.move(State.UNCERTAIN, next_try_at=now, looks=0)


def _asked_while_silent(unit: Unit, old: Delivery) -> Delivery | None:
    """Held as unknown, for the person to say what they see, where the last look got no answer."""
    last = unit.deliveries.attempts(old.id)[-1]
    if last.event is not Event.LOOKED or last.detail.get("answered"):
        return None
    why = f"it may be out, and the network does not answer: {last.detail.get('said')}"
    return old.move(State.HELD, reason=Reason.UNKNOWN, why=why, next_try_at=None)


def _absent(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    if old.reason is not Reason.UNKNOWN:
        raise Refused(
            f"There is no doubt about {old.id}: it is {lookups.state(unit, old)}.", remedy=_way_on(old)
        )
    return outcomes.recalled(old).move(State.QUEUED, next_try_at=None)


def _posted(desk: Desk, unit: Unit, old: Delivery, link: str | None, now: datetime) -> Delivery:
    if old.state not in {State.HELD, State.FAILED, State.UNCERTAIN}:
        raise Refused(f"{old.id} is {lookups.state(unit, old)}.", remedy=_way_on(old))
    part = old.next_part
    if part is None or link is None:
        return _ended(old)
    account = lookups.account(unit, old.account)
    network = desk.networks[account.network]
    remote_id = network.remote_id(link)
    at = part.launched_at or now
    new = old.with_part(part.n, remote_id=remote_id or link, link=link, posted_at=at)
    if new.next_part is None or not (old.in_doubt or old.partly_out):
        return new.move(State.POSTED, why="a person saw it", next_try_at=None)
    if remote_id is None and not account.rehearsal:
        raise InputError(
            f"{link} is not the address of a post on {network.title}, and part {part.n + 1} would answer it.",
            remedy="Copy the address from its own page.",
        )
    return _rest(new, part.n, now)


def _ended(old: Delivery) -> Delivery:
    """*old*, ended by a person with the parts that are out."""
    if old.in_doubt or not old.partly_out:
        raise InputError(
            f"The decision 'posted' needs {NEED_ARGUMENT['posted']}.",
            remedy=f"Say where you saw it: drumbeat decide {old.id} posted LINK",
        )
    out, count = sum(part.out for part in old.parts), len(old.parts)
    return old.move(State.POSTED, why=f"a person ended it with {out} of {count} parts out", next_try_at=None)


def _rest(new: Delivery, n: int, now: datetime) -> Delivery:
    """*new*, whose part *n* a person saw: the rest may be out too, or waits for another decision."""
    if not new.launched:
        return new.rest_waits(f"part {n} is out, as a person saw; the rest is not")
    why = f"part {n} is out, as a person saw; the rest may be"
    if new.state is State.UNCERTAIN:
        return new.look_again(now, looks=0, why=why)
    return new.move(State.UNCERTAIN, why=why, next_try_at=now, looks=0)


def _seen(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    unread = [part.n for part in old.other_words if part.found_seen_at is None]
    missed = [part.n for part in old.parts if part.vanished and part.gone_seen_at is None]
    if not unread and not missed:
        raise Refused(
            f"Nothing of {old.id} is out with other words that nobody has read, or gone with nobody knowing.",
            remedy="See 'drumbeat attention'.",
        )
    for n in unread:
        old = old.with_part(n, found_seen_at=now)
    for n in missed:
        old = old.with_part(n, gone_seen_at=now)
    return old


def _leave(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    if old.id not in {each.id for each in unit.deliveries.quoting_corrected()}:
        raise Refused(
            f"Nothing of {old.id} is live with words that were corrected since.",
            remedy="See 'drumbeat attention'.",
        )
    for part in old.parts:
        old = old.with_part(part.n, correction_seen_at=now) if part.out else old
    return old


def _draft(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    if old.state is State.DRAFT:
        raise Refused(f"{old.id} is a draft already.")
    new = to_draft(old, now)
    if old.state is State.CANCELLED:
        check_not_joined(lookups.post(unit, old.post)[1])
        _uncancel(unit, old)
        return slotting.without_lost_slot(unit, new)
    return new


def _uncancel(unit: Unit, old: Delivery) -> None:
    """Take back a cancellation of the post or the campaign, so that its gate is open again."""
    campaign, post = lookups.post(unit, old.post)
    under_way = {State.SENDING, State.UNCERTAIN}
    if any(each.state in under_way for each in unit.deliveries.of_campaign(campaign.id)):
        raise Refused(f"Something of {campaign.id} is still under way.", remedy="Wait for it: drumbeat queue")
    if campaign.cancelled_at is not None:
        unit.campaigns.save(replace(campaign, cancelled_at=None, cancelled_by=None))
    if post.cancelled_at is not None:
        unit.campaigns.save_post(replace(post, cancelled_at=None, cancelled_by=None))


def _cancel(desk: Desk, unit: Unit, old: Delivery, _: str | None, now: datetime) -> Delivery:
    if old.state in {State.POSTED, State.CANCELLED}:
        raise Refused(f"{old.id} is {lookups.state(unit, old)} already.", remedy="See 'drumbeat history'.")
    if old.state in {State.SENDING, State.UNCERTAIN} or old.partly_out:
        return old
    return cancelled(old, "cancelled by a person")


_ACTS: Mapping[str, _Act] = {
    "now": _now,
    "move": _move,
    "absent": _absent,
    "look": _look,
    "posted": _posted,
    "seen": _seen,
    "leave": _leave,
    "draft": _draft,
    "cancel": _cancel,
}
