"""Times that a person names for what has not gone."""

from datetime import datetime

from scheduler.core import timeline
from scheduler.core.campaign import Campaign
from scheduler.core.errors import Refused


def time_to_come(campaign: Campaign, text: str, now: datetime) -> timeline.Moment:
    """The moment that *text* names, not past and not before the campaign's embargo."""
    zone = timeline.zone(campaign.zone)
    when = timeline.parse_when(text, now=now, tz=zone)
    if when.at < now:
        raise Refused(f"{text} has passed.", remedy="Take a time to come, or now.")
    if campaign.embargo_at is not None and when.at < campaign.embargo_at:
        ends = campaign.embargo_at.astimezone(zone)
        raise Refused(
            f"{text} is before the embargo of {campaign.id} ends at {ends:%Y-%m-%d %H:%M}.",
            remedy="Take a later time.",
        )
    return when
