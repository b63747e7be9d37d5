"""Looking after what is out: whether the networks still show it, and as it was approved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scheduler.core.accounts import Account
from scheduler.core.costs import look_cost
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import NetworkError, Refused
from scheduler.core.limits import Network
from scheduler.core.looking import same_words
from scheduler.core.ports import NetworkConnection, Published
from scheduler.core.records import Attempt, Event, Request
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.asking import Answer, Asking
from scheduler.services.desk import Desk

LOOK = "look"
"""The kind of the request."""


class Sight(StrEnum):
    """What a look found of a part."""

    THERE = "there"
    OTHER = "other words"
    """There, with other words than those approved."""
    GONE = "gone"
    """Somebody deleted it, and not by Drumbeat."""
    DELETED = "deleted"
    """Deleted by Drumbeat before: not looked for again."""
    UNKNOWN = "not known"
    """The network was not asked, or did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One part that was out, and what a look found of it."""

    delivery: Delivery
    account: Account
    network: Network
    part: Part
    sight: Sight
    why: str = ""
    """Why it is not known."""


def of_campaign(desk: Desk, campaign_id: str) -> list[str]:
    """The ids of a campaign's deliveries of which something was out; raises ``NotFound``."""
    with desk.store.read() as unit:
        campaign = lookups.campaign(unit, campaign_id)
        return [each.id for each in unit.deliveries.of_campaign(campaign.id) if each.partly_out]


def price(desk: Desk, ids: Sequence[str]) -> int:
    """Micro-dollars that looking for the deliveries called *ids* costs at most; raises ``NotFound``."""
    cost = 0
    with desk.store.read() as unit:
        for id in ids:
            delivery = lookups.delivery(unit, id)
            account = lookups.account(unit, delivery.account)
            if not account.rehearsal:
                cost += look_cost(len(_sought(delivery)), desk.networks[account.network])
    return cost


def look(asking: Asking, ids: Sequence[str], *, actor: str) -> list[Seen]:
    """Ask the networks for every part of the deliveries called *ids* that was out, and keep what they say.

    Changes nothing out there. A network that does not answer keeps no other from being asked. Raises
    ``NotFound``.
    """
    desk = asking.connections.desk
    with desk.store.read() as unit:
        wanted = [lookups.delivery(unit, id) for id in ids]
        removed = {each.name for each in unit.accounts.all() if each.removed_at is not None}
    trouble: dict[str, str] = {}
    before = desk.clock.now()
    for name in dict.fromkeys(each.account for each in wanted if _sought(each)):
        ours = [each.id for each in wanted if each.account == name]
        if name in removed:
            trouble[name] = f"the account {name} was removed"
            continue
        try:
            asking.ask(name, LOOK, actor=actor, deliveries=ours)
        except (NetworkError, Refused) as error:
            trouble[name] = str(error)
    with desk.store.read() as unit:
        found = [lookups.delivery(unit, id) for id in ids]
        return [
            _seen(desk, unit, each, part, asked=_since(part, before), trouble=trouble)
            for each in found
            for part in each.parts
            if part.out
        ]


def _since(part: Part, moment: datetime) -> bool:
    return part.looked_at is not None and part.looked_at >= moment


def _sought(delivery: Delivery) -> list[Part]:
    """What a look asks for: all that was out and that we did not delete."""
    return [part for part in delivery.parts if part.out and part.removed_at is None]


def _seen(
    desk: Desk, unit: Unit, delivery: Delivery, part: Part, *, asked: bool, trouble: dict[str, str]
) -> Seen:
    account = lookups.account(unit, delivery.account)
    sight = _sight(part) if asked or part.removed_at is not None else Sight.UNKNOWN
    return Seen(
        delivery=delivery,
        account=account,
        network=desk.networks[account.network],
        part=part,
        sight=sight,
        why=trouble.get(account.name, "") if sight is Sight.UNKNOWN else "",
    )


def _sight(part: Part) -> Sight:
    if part.removed_at is not None:
        return Sight.DELETED
    if part.live is False:
        return Sight.GONE
    return Sight.THERE if part.found_words is None else Sight.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Carries looks out, as the process that talks as the account."""

    desk: Desk

    def do(self, _account: Account, connection: NetworkConnection, request: Request) -> Answer:
        """The errand; what was found is with the deliveries, as far as the network answered."""
        asked = request.detail.get("deliveries")
        for id in asked if isinstance(asked, list) else []:
            with self.desk.store.read() as unit:
                delivery = lookups.delivery(unit, id)
            for part in _sought(delivery):
                self._note(id, part, connection.seen(part.remote_id or ""), request.asked_by)
        return {"asked": asked}

    def _note(self, id: str, sought: Part, found: Published | None, actor: str) -> None:
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            old = lookups.delivery(unit, id)
            part = next(each for each in old.parts if each.n == sought.n)
            if part.removed_at is not None:
                return  # deleted while the network was asked
            looked = replace(part, live=found is not None, looked_at=now)
            if found is not None:
                other = None if same_words(part.words, found) else found.words
                known = part.found_seen_at if other == part.found_words else None
                looked = replace(looked, last_seen_at=now, found_words=other, found_seen_at=known)
            known = part.gone_seen_at if part.vanished and found is None else None
            looked = replace(looked, gone_seen_at=known)
            parts = tuple(looked if each.n == part.n else each for each in old.parts)
            unit.deliveries.save(old, replace(old, parts=parts))
            unit.deliveries.note(
                Attempt(
                    delivery=id,
                    at=now,
                    event=Event.LOOKED,
                    actor=actor,
                    outcome=_sight(looked),
                    part=part.n,
                    detail={"known_there": since.isoformat()} if (since := looked.known_there) else {},
                )
            )
