"""Taking back the last change of a post or a campaign: words, alt text, times, a launch, a cancellation.

What was changed at once is taken back at once, all of it or nothing. Taking back is a change like any other,
so that the next one brings it back.

An approval that this very change voided comes back with the words that it was given for: the digest of all
that followers would get is the same, so what was approved is what is sent. All that an approval checks is
checked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from scheduler.core import approval
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.errors import Refused, Stale
from scheduler.core.records import Attempt
from scheduler.core.storage import Unit
from scheduler.services import changes, likeness, lookups, slotting
from scheduler.services.approving import Checks
from scheduler.services.changes import Change
from scheduler.services.desk import Desk
from scheduler.services.editing import cancelled, check_not_joined, to_draft
from scheduler.services.launching import launch_of

_CHANGEABLE = frozenset({State.DRAFT, State.QUEUED, State.FAILED, State.HELD, State.CANCELLED})
_UNDER_WAY = frozenset({State.SENDING, State.UNCERTAIN})
_OTHERWISE = {"joined": "drumbeat post split", "split": "drumbeat post join"}
"""What is no change of words or times, and what takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The last change of a post or a campaign, and what taking it back makes of its deliveries."""

    act: str
    """Its name; what was seen of it."""
    outcome: str
    """What it was: ``edited``, ``moved``, ``cancelled``, ``undone`` …"""
    actor: str
    at: datetime
    campaign: Campaign
    """With the launch that it has then."""
    posts: tuple[Post, ...]
    """Those whose own row changes: its cancellation, or its place in the plan."""
    changes: tuple[Change, ...]
    marks: Mapping[str, Mapping[str, Any]]
    """What beside the deliveries was changed, by the post, or by ``launch``: before and after."""

    @property
    def restored(self) -> tuple[Delivery, ...]:
        """The deliveries whose approval comes back."""
        queued = [each for each in self.changes if each.new.state is State.QUEUED]
        return tuple(each.new for each in queued if each.old.state is not State.QUEUED)


def preview(desk: Desk, target: str) -> Undo:
    """What the last change of *target*, a post or a campaign, was, and what taking it back would do.

    Raises ``NotFound``, and ``Refused`` where nothing was changed or something prevents it.
    """
    with desk.store.read() as unit:
        return _plan(desk, unit, target)


def undo(desk: Desk, target: str, *, actor: str, seen: str | None = None) -> Undo:
    """Take back the last change of *target*; raises as ``preview``, ``Stale`` where *seen* is another act."""
    now = desk.clock.now()
    with desk.store.write() as unit:
        plan = _plan(desk, unit, target)
        if seen is not None and seen != plan.act:
            raise Stale(f"{target} was changed since it was shown.", remedy="Look again, then undo.")
        if plan.campaign != lookups.campaign(unit, plan.campaign.id):
            unit.campaigns.save(plan.campaign)
        for post in plan.posts:
            unit.campaigns.save_post(replace(post, cancelled_by=actor if post.cancelled_at else None))
        act = changes.act_of(plan.changes[0].old)
        if not changes.save_all(unit, plan.changes):
            raise Stale(f"{target} was changed meanwhile.", remedy="Look again, then undo.")
        for each in plan.changes:
            back = {
                key: {"before": mark["after"], "after": mark["before"]}
                for key, mark in plan.marks.items()
                if key in {"launch", each.old.post}
            }
            detail = {"undoes": plan.act} | {
                "launch" if key == "launch" else "offset": mark for key, mark in back.items()
            }
            unit.deliveries.note(changes.note(act, each.old, each.new, actor, now, "undone", **detail))
    return plan


# --- which change, and whether it can be taken back -----------------------------------------------


def _plan(desk: Desk, unit: Unit, target: str) -> Undo:
    campaign, post = lookups.post(unit, target) if "." in target else (lookups.campaign(unit, target), None)
    events = unit.deliveries.attempts_of(campaign.id)
    last = _last(events, target, post)
    ours = [each for each in events if each.detail.get("change") == last.detail["change"]]
    now = desk.clock.now()
    ids = frozenset(each.delivery for each in ours)
    act = _Act(desk=desk, unit=unit, campaign=campaign, events=events, now=now, ids=ids)
    made = [act.taken_back(each) for each in ours]
    marks = _marks(ours, campaign)
    if not marks and all(each.new == each.old for each in made):
        raise Refused(f"All is as it was before the last change of {target}.", remedy=_LOOK)
    return Undo(
        act=str(last.detail["change"]),
        outcome=last.outcome,
        actor=last.actor,
        at=last.at,
        campaign=_campaign(unit, campaign, made, marks.get("launch")),
        posts=tuple(_posts(unit, campaign, made, marks, now)),
        changes=tuple(made),
        marks=marks,
    )


def _last(events: Sequence[Attempt], target: str, post: Post | None) -> Attempt:
    """The last change among *events*, of *post* alone if that is given; raises ``Refused``."""
    for each in reversed(events):
        if post is not None and each.delivery.partition("@")[0] != post.id:
            continue
        if each.detail.get("change"):
            return each
        if remedy := _OTHERWISE.get(each.outcome):
            named = each.detail.get("posts")
            posts = " ".join(named) if isinstance(named, list) else ""
            raise Refused(
                f"The last change of {target}, by {each.actor}, was that posts were {each.outcome}.",
                remedy=f"Take it back: {remedy} {posts}",
            )
    raise Refused(f"Nothing of {target} was changed since it was planned.", remedy="See 'drumbeat history'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One act of taking back, within one transaction."""

    desk: Desk
    unit: Unit
    campaign: Campaign
    events: Sequence[Attempt]
    now: datetime
    ids: frozenset[str]
    """The deliveries that it changes."""

    def taken_back(self, event: Attempt) -> Change:
        """The delivery of *event* as it is, and as it was before; raises ``Refused``."""
        old = lookups.delivery(self.unit, event.delivery)
        before, after = _facts(event, "before"), _facts(event, "after")
        self._check(old, event, after)
        check_not_joined(lookups.owner(self.unit, old)[1])
        new = self._state(old, before, after)
        new = self._time(new, before)
        for key in before:
            if key.startswith("part "):
                new = _with_part(new, int(key.removeprefix("part ")), before[key])
        return Change(old=old, new=self._approved(old, new, before))

    def _check(self, old: Delivery, event: Attempt, after: Mapping[str, Any]) -> None:
        """Raise ``Refused`` where *old* can no longer change, or is not as *event* left it."""
        if old.state not in _CHANGEABLE or old.partly_out or old.in_doubt:
            raise Refused(
                f"{old.id} is {lookups.state(self.unit, old)}; its change can no longer be taken back.",
                remedy="Change what has not gone by itself: drumbeat post edit, drumbeat post move",
            )
        standing = changes.facts(old)
        for key, value in after.items():
            if key in {"state", "approval", "approved_by", "approved_at"}:
                continue  # an approval since then, or a time that passed, is no other change
            if standing.get(key) != value:
                raise Refused(f"{old.id} was changed since: {self._since(event)}.", remedy=_LOOK)
        if (after.get("state") == State.CANCELLED) != (old.state is State.CANCELLED):
            raise Refused(f"{old.id} was changed since: {self._since(event)}.", remedy=_LOOK)

    def _since(self, event: Attempt) -> str:
        later = [each for each in self.events if each.delivery == event.delivery and each.at >= event.at]
        last = later[-1]
        return f"{last.outcome} by {last.actor}"

    def _state(self, old: Delivery, before: Mapping[str, Any], after: Mapping[str, Any]) -> Delivery:
        """*old* as a draft, or cancelled, or as it stands where only its time was changed."""
        if before.get("state") == State.CANCELLED:
            return cancelled(old, "taken back by a person")
        said = any(key.startswith("part ") for key in before)
        if said or after.get("state") == State.CANCELLED or before.get("state") == State.DRAFT:
            return slotting.without_lost_slot(self.unit, to_draft(old, self.now))
        return old

    def _time(self, delivery: Delivery, before: Mapping[str, Any]) -> Delivery:
        if "planned_at" not in before:
            return delivery
        at = datetime.fromisoformat(before["planned_at"]) if before["planned_at"] else None
        if delivery.state is State.CANCELLED:
            return delivery
        if at is not None and at < self.now:
            if delivery.state is State.DRAFT:
                return delivery.unplanned()
            raise Refused(
                f"The time that {delivery.id} had has passed.",
                remedy=f"Give it another: drumbeat post move {delivery.post} --to TIME",
            )
        if delivery.state not in {State.DRAFT, State.QUEUED}:
            raise Refused(f"{delivery.id} is {lookups.state(self.unit, delivery)}.", remedy=_LOOK)
        if at is None:
            return replace(delivery.unplanned(), next_try_at=None, tries=0)
        name, day = before.get("slot") or (None, None)
        slot = (name, date.fromisoformat(day)) if name and day else None
        back = delivery.planned(at, before.get("planned_local", delivery.planned_local), slot=slot)
        if (taken := slotting.lost_to(self.unit, back)) and taken not in self.ids:
            raise Refused(
                f"The slot that {delivery.id} had, {name} on {day}, went to {taken}.",
                remedy=f"Take the next free one: drumbeat post move {delivery.post} --to slot",
            )
        return back

    def _approved(self, old: Delivery, new: Delivery, before: Mapping[str, Any]) -> Delivery:
        """*new*, queued again where the change had voided the approval of what it says now."""
        was = changes.facts(old) | dict(before)
        if new.state is not State.DRAFT or was["state"] != State.QUEUED:
            return new
        if approval.digest(new) != was["approval"] or ("approval" in before and old.approval is not None):
            return new  # never approved, or other words were approved since
        if new.planned_at is None and was["planned_at"] is not None:
            return new  # its time has passed: who approves it says when it goes
        again = new.move(
            State.QUEUED,
            approval=was["approval"],
            approved_by=was["approved_by"],
            approved_at=datetime.fromisoformat(was["approved_at"]),
        )
        checks = Checks(self.desk, self.unit)
        gone = checks.withdrawn(again) or checks.revised(again)
        return new if gone or checks.problem(again) or self._repeats(new) else again

    def _repeats(self, delivery: Delivery) -> bool:
        """Whether another account says nearly the same by now, and their network forbids it."""
        return any(likeness.repeats(self.desk, self.unit, [delivery], approved=True))


_LOOK = "See 'drumbeat history --attempts'."


def _facts(event: Attempt, which: str) -> Mapping[str, Any]:
    found = event.detail[which]
    if not isinstance(found, dict):
        raise TypeError(f"{event.delivery} has a change without {which}")
    return found


def _with_part(delivery: Delivery, n: int, was: Mapping[str, Any]) -> Delivery:
    part = next(each for each in delivery.parts if each.n == n)
    return delivery.with_part(
        n,
        words=was["words"],
        left_out=tuple(was["left_out"]),
        mentions=was["mentions"],
        pictures=_with_alt(part, was["alt"]),
    )


def _with_alt(part: Part, alt: Sequence[str]) -> Any:
    return tuple(replace(each, alt=text) for each, text in zip(part.pictures, alt, strict=True))


# --- what stands beside the deliveries ------------------------------------------------------------


def _marks(events: Sequence[Attempt], campaign: Campaign) -> dict[str, Mapping[str, Any]]:
    """The launch before and after, and the place in the plan of each post, where the change had them."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in events:
        if isinstance(launch := each.detail.get("launch"), dict):
            found["launch"] = launch
        if isinstance(offset := each.detail.get("offset"), dict):
            found[each.delivery.partition("@")[0]] = offset
    places = {post.id: post.offset for post in campaign.posts}
    if any(mark["after"] != places.get(id) for id, mark in found.items() if id != "launch"):
        raise Refused(f"The plan of {campaign.id} was changed since.", remedy=_LOOK)
    if "launch" in found and found["launch"]["after"] != launch_of(campaign):
        raise Refused(f"{campaign.id} was launched anew since.", remedy=_LOOK)
    return found


def _campaign(
    unit: Unit, campaign: Campaign, made: Sequence[Change], launch: Mapping[str, Any] | None
) -> Campaign:
    """The campaign with the launch that it had, and no longer cancelled where something of it comes back."""
    back = any(each.old.state is State.CANCELLED for each in made)
    if back and any(each.state in _UNDER_WAY for each in unit.deliveries.of_campaign(campaign.id)):
        raise Refused(f"Something of {campaign.id} is still under way.", remedy="Wait for it: drumbeat queue")
    if back and campaign.cancelled_at is not None:
        campaign = replace(campaign, cancelled_at=None, cancelled_by=None)
    if launch is None:
        return campaign
    at, local = launch["before"]
    return replace(campaign, launch_at=datetime.fromisoformat(at) if at else None, launch_local=local)


def _posts(
    unit: Unit,
    campaign: Campaign,
    made: Sequence[Change],
    marks: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> list[Post]:
    """The posts whose own row changes with their deliveries."""
    standing = {each.id: each for each in unit.deliveries.of_campaign(campaign.id)}
    standing |= {each.new.id: each.new for each in made}
    touched = {each.old.post for each in made}
    found = []
    for post in campaign.posts:
        if post.id not in touched:
            continue
        new = replace(post, offset=marks[post.id]["before"]) if post.id in marks else post
        states = {each.state for each in standing.values() if each.post == post.id}
        if states == {State.CANCELLED}:
            new = replace(new, cancelled_at=post.cancelled_at or now)
        elif post.cancelled_at is not None:
            new = replace(new, cancelled_at=None, cancelled_by=None)
        if new != post:
            found.append(new)
    return found
