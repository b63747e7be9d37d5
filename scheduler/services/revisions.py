"""Codes of what was shown: keeping what each stood for, and telling what changed since.

What was shown is kept for ever, once for each code: it is the record of what somebody said yes to.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.core import review
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery
from scheduler.core.errors import Stale, StoreError
from scheduler.core.records import KeptReview
from scheduler.core.review import Changed
from scheduler.core.storage import Unit
from scheduler.core.timeline import zone
from scheduler.services.desk import Desk


def keep(desk: Desk, campaign: str, deliveries: Iterable[Delivery]) -> bool:
    """Keep what is shown of *campaign*, all of whose *deliveries* these are, under its code.

    Whether it is kept: a look goes on where the database cannot be written.
    """
    seen = review.shown(deliveries)
    made = KeptReview(campaign=campaign, code=review.code(seen), shown=seen, at=desk.clock.now())
    with desk.store.read() as unit:
        if unit.reviews.get(campaign, made.code) is not None:
            return True
    try:
        with desk.store.write() as unit:
            if unit.reviews.get(campaign, made.code) is None:
                unit.reviews.add(made)
    except StoreError:
        return False
    return True


def check(unit: Unit, campaign: Campaign, post: str | None, given: str) -> None:
    """Raise ``Stale``, with all that changed, unless what was shown as *given* is what is there.

    With *post* only what is of that one counts.
    """
    now, wanted = review.shown(unit.deliveries.of_campaign(campaign.id)), given.strip().lower()
    if wanted == review.code(now):
        return
    look = f"drumbeat campaign show {campaign.id}"
    kept = unit.reviews.get(campaign.id, wanted)
    if kept is None:
        raise Stale(
            f"Nothing of {campaign.id} was ever shown with the code {given}.",
            remedy=f"Compare it with the sheet, digit by digit; or look again: {look}",
            detail={"changes": None},
        )
    found = [
        each
        for each in review.changes(kept.shown, now)
        if post is None or each.delivery.partition("@")[0] == post
    ]
    if found:
        raise Stale(
            f"{post or campaign.id} was changed since it was shown with the code {wanted}, "
            f"{_spelled(kept.at, campaign.zone)}:\n{told(found)}",
            remedy=f"Look again: {look}",
            detail={"changes": [as_json(each) for each in found]},
        )


def told(changes: Sequence[Changed]) -> str:
    """*changes* in lines; what is the same on several accounts is told once."""
    together: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for each in changes:
        post, _, account = each.delivery.partition("@")
        together[post, each.thing, each.old, each.new].append(account)
    lines = []
    for (post, thing, old, new), accounts in together.items():
        one = Changed(delivery=post, thing=thing, old=old, new=new)
        lines.append(f"  {post} on {', '.join(accounts)}: {_thing(one)}")
    return "\n".join(lines)


def _thing(one: Changed) -> str:
    said = re.sub(r"\n+", "\n      ", one.told)
    return said if one.thing == "post" else f"{one.thing}: {said}"


def as_json(each: Changed) -> dict[str, object]:
    """A change as ``docs/json.md`` promises it."""
    return {
        "delivery": each.delivery,
        "thing": each.thing,
        "old": each.old,
        "new": each.new,
        "marked": each.told,
    }


def _spelled(at: datetime, name: str) -> str:
    local = at.astimezone(zone(name))
    return f"{local:%a} {local.day} {local:%b %Y %H:%M %Z}"
