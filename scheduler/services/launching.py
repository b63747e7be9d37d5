"""Launch binds when: it sets T+0, and moves all that has not gone and counts from it."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core import timeline
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import PlanError, Refused, Stale
from scheduler.core.storage import Unit
from scheduler.services import changes, lookups, spacing
from scheduler.services.approving import save
from scheduler.services.desk import Desk
from scheduler.services.times import counts_from_launch, schedule

_OVERDUE = frozenset({Reason.MISSED, Reason.HALTED, Reason.UNAPPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A delivery that a launch gives a time, and the time."""

    delivery: Delivery
    to: timeline.Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What a launch would do, or did."""

    campaign: Campaign
    """With the new launch."""
    moves: tuple[Move, ...]
    stays: tuple[Delivery, ...]
    """What has gone, has a wall time of its own, or waits for a decision that no time can give."""


def preview(desk: Desk, campaign_id: str, at: str) -> Launch:
    """What a launch *at* (``now`` or a time) would do."""
    with desk.store.read() as unit:
        return _plan(unit, campaign_id, at, desk.clock.now())


def remarks(desk: Desk, plan: Launch) -> list[str]:
    """What a person should know of the times that *plan* gives."""
    found = [
        spacing.Timed(id=each.delivery.id, account=each.delivery.account, at=each.to.at)
        for each in plan.moves
    ]
    return spacing.remarks(desk, found)


def launch(desk: Desk, campaign_id: str, at: str, *, actor: str, seen: int | None = None) -> Launch:
    """Launch the campaign *at*; raises ``PlanError``, ``Refused``, and ``Stale`` by its revision."""
    now = desk.clock.now()
    with desk.store.write() as unit:
        plan = _plan(unit, campaign_id, at, now)
        if seen is not None and seen != plan.campaign.revision:
            raise Stale(f"{campaign_id} was changed since it was shown.", remedy="Look again, then launch.")
        before = lookups.campaign(unit, campaign_id)
        unit.campaigns.save(plan.campaign)
        launch = {"before": launch_of(before), "after": launch_of(plan.campaign)}
        for move in plan.moves:
            new = moved(move.delivery, move.to)
            save(unit, move.delivery, new)
            act = changes.act_of(plan.moves[0].delivery)
            unit.deliveries.note(changes.note(act, move.delivery, new, actor, now, "moved", launch=launch))
    return plan


def _plan(unit: Unit, campaign_id: str, at: str, now: datetime) -> Launch:
    campaign = lookups.campaign(unit, campaign_id)
    if campaign.cancelled_at is not None:
        raise Refused(f"{campaign_id} is cancelled.", remedy="Plan a new campaign.")
    when = timeline.parse_when(at, now=now, tz=timeline.zone(campaign.zone))
    if when.at < now:
        raise PlanError(f"{at} has passed.", remedy="Launch --at now, or at a time to come.")
    if not counts_from_launch(campaign):
        raise Refused(
            f"Every post of {campaign_id} has a time of its own, so there is nothing to launch.",
            remedy="Move them: drumbeat post move POST --to TIME",
        )
    campaign = replace(campaign, launch_at=when.at, launch_local=when.wall)
    networks = [lookups.account(unit, name).network for name in campaign.accounts]
    times = schedule(campaign, networks)
    numbers = {post.id: post.n for post in campaign.posts if timeline.is_step(post.offset)}
    ours = unit.deliveries.of_campaign(campaign_id)
    moves = tuple(
        Move(delivery=each, to=times[numbers[each.post], each.account])
        for each in ours
        if each.post in numbers and _movable(each)
    )
    going = {each.delivery.id for each in moves}
    stays = tuple(each for each in ours if each.id not in going)
    return Launch(campaign=campaign, moves=moves, stays=stays)


def launch_of(campaign: Campaign) -> list[str | None]:
    """The instant and the wall time of its launch, as an attempt's detail holds them."""
    return [campaign.launch_at.isoformat() if campaign.launch_at else None, campaign.launch_local]


def _movable(delivery: Delivery) -> bool:
    waits = delivery.state in {State.DRAFT, State.QUEUED} or delivery.reason in _OVERDUE
    return waits and not delivery.partly_out


def moved(delivery: Delivery, to: timeline.Moment) -> Delivery:
    """*delivery* planned for *to*: one that was held for its time is queued again, or a draft again."""
    if delivery.state is State.HELD:
        delivery = delivery.move(State.QUEUED if delivery.approval else State.DRAFT)
    return delivery.planned(to.at, to.wall)
