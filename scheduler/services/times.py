"""Times: when a campaign's posts go out, and those that a person names for what has not gone."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.core import timeline
from scheduler.core.campaign import Campaign, Post
from scheduler.core.errors import PlanError, Refused


def time_to_come(campaign: Campaign, text: str, now: datetime) -> timeline.Moment:
    """The moment that *text* names, not past and not before the campaign's embargo."""
    zone = timeline.zone(campaign.zone)
    when = timeline.parse_when(text, now=now, tz=zone)
    if when.at < now:
        raise Refused(f"{text} has passed.", remedy="Take a time to come, or now.")
    if campaign.embargo_at is not None and when.at < campaign.embargo_at:
        ends = campaign.embargo_at.astimezone(zone)
        raise Refused(
            f"{text}, which is {when.local:%Y-%m-%d %H:%M}, is before the embargo of {campaign.id} ends at "
            f"{ends:%Y-%m-%d %H:%M}.",
            remedy="Take a later time.",
        )
    return when


def stands_by(campaign: Campaign) -> bool:
    """Whether something of it has no time before it is launched."""
    return campaign.launch_at is None and counts_from_launch(campaign)


def counts_from_launch(campaign: Campaign) -> bool:
    """Whether a launch would give a time to anything of it."""
    return not campaign.posts or any(timeline.is_step(post.offset) for post in campaign.posts)


def schedule(campaign: Campaign, networks: Sequence[str]) -> dict[tuple[int, str], timeline.Moment]:
    """When each post goes out on each account, by post number and account, as far as that is known.

    Steps are known once there is a launch, wall times before. *networks* are the campaign's accounts',
    in order. Raises ``PlanError`` where a step falls before the embargo.
    """
    zone = timeline.zone(campaign.zone)
    delays = timeline.staggered(networks, campaign.stagger)
    times = {}
    for post in campaign.posts:
        first = _first(campaign, post, zone)
        if first is None:
            continue
        if (
            campaign.embargo_at is not None
            and first.at < campaign.embargo_at
            and timeline.is_step(post.offset)
        ):
            raise PlanError(
                f"{post.id} would go out at {first.local:%Y-%m-%d %H:%M}, before the embargo ends at "
                f"{campaign.embargo_at.astimezone(zone):%Y-%m-%d %H:%M}.",
                remedy="Launch later.",
            )
        for account, delay in zip(campaign.accounts, delays, strict=True):
            times[post.n, account] = first.later(delay, zone)
    return times


def _first(campaign: Campaign, post: Post, zone: ZoneInfo) -> timeline.Moment | None:
    """When *post* goes out on its first account; None while its launch is not known."""
    if not timeline.is_step(post.offset):
        return timeline.moment(datetime.fromisoformat(post.offset), zone)
    if campaign.launch_at is None:
        return None
    (step,) = timeline.parse_plan(post.offset)
    return timeline.resolve(step, campaign.launch_at, zone)
