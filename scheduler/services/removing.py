"""Deleting what is out: recorded at once, and a gate; carried out until the network shows it no more.

The delivery's own row keeps what was asked, so that nothing of it hangs on the life of whoever asked. A
request that outlives its asker is how a command has it done now, by the daemon or by itself. What may be out
is looked for first; what is not out never will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scheduler.core.accounts import Account, out_of_reach
from scheduler.core.costs import removal_cost
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import NetworkError, Refused
from scheduler.core.ids import not_found
from scheduler.core.limits import Network
from scheduler.core.records import Request
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.approving import decision, save
from scheduler.services.asking import Asking, me
from scheduler.services.desk import Desk

REMOVE = "remove"
"""The kind of the request."""


class Fate(StrEnum):
    """What becomes, or became, of a delivery that somebody asked to delete."""

    DELETED = "deleted"
    """The network was asked to delete it, and shows it no more."""
    CANCELLED = "cancelled"
    """Nothing of it was out, and nothing will be."""
    WAITS = "waits"
    """It is being sent or may be out: deleted once it proves to be out, else it never goes out."""
    NOT_YET = "not yet"
    """It is still there; it stays asked, and is tried again."""
    GONE = "gone"
    """There was nothing left to delete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What deleting a delivery would do now."""

    delivery: Delivery
    account: Account
    network: Network
    fate: Fate
    parts: tuple[Part, ...]
    """What followers can see of it, as far as anybody knows."""
    cost: int
    """Micro-dollars at most, to delete these and to see that they are gone."""
    below: tuple[Delivery, ...]
    """Answers of one's own that stay, below a post that is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What became of one delivery."""

    delivery: Delivery
    account: Account
    network: Network
    fate: Fate
    why: str
    """Why it is not gone yet, in plain words; empty where it is."""


def of_post(desk: Desk, post_id: str, on: Sequence[str] = ()) -> list[str]:
    """The ids of a post's deliveries, all or those *on* accounts; raises ``NotFound``, ``Refused``."""
    with desk.store.read() as unit:
        campaign, post = lookups.post(unit, post_id)
        if post.joined_to is not None:
            raise Refused(
                f"{post_id} is a part of the thread {post.joined_to}.",
                remedy=f"Delete all of that: drumbeat post delete {post.joined_to}",
            )
        ours = [each for each in unit.deliveries.of_campaign(campaign.id) if each.post == post_id]
    names = [each.account for each in ours]
    for name in on:
        if name not in names:
            raise not_found(
                "account of this post", name, names, listing=f"drumbeat campaign show {campaign.id}"
            )
    return [each.id for each in ours if not on or each.account in on]


def preview(desk: Desk, ids: Sequence[str]) -> list[Planned]:
    """What ``remove`` would do to the deliveries called *ids*; raises ``NotFound``."""
    with desk.store.read() as unit:
        return [_planned(desk, unit, lookups.delivery(unit, id)) for id in ids]


def _planned(desk: Desk, unit: Unit, old: Delivery) -> Planned:
    account = lookups.account(unit, old.account)
    network = desk.networks[account.network]
    parts = old.seen_parts
    siblings = unit.deliveries.of_campaign(old.campaign) if parts else ()
    return Planned(
        delivery=old,
        account=account,
        network=network,
        fate=_fate(old),
        parts=parts,
        cost=0 if account.rehearsal else removal_cost(len(parts), network),
        below=tuple(each for each in siblings if each.answers == old.id and each.seen_parts),
    )


def _fate(old: Delivery) -> Fate:
    if old.state in {State.SENDING, State.UNCERTAIN} or old.in_doubt:
        return Fate.WAITS
    if old.seen_parts:
        return Fate.DELETED
    return Fate.GONE if old.state in {State.POSTED, State.CANCELLED} else Fate.CANCELLED


def remove(asking: Asking, ids: Sequence[str], *, actor: str) -> list[Removed]:
    """Delete the deliveries called *ids*: what is out, and what proves to be; the rest is cancelled.

    Recorded for all of them in one transaction, before any network is asked; never refused, and no harm
    where it was asked before. What a network does not delete stays asked, with the reason. Raises
    ``NotFound``.
    """
    desk = asking.connections.desk
    asked, requests = ask(desk, ids, actor=actor)
    trouble: dict[str | None, str] = {}
    for request in requests:
        try:
            asking.wait(request)
        except (NetworkError, Refused) as error:
            trouble[request.delivery] = str(error)
    before = {each.id: _fate(each) for each in asked}
    with desk.store.read() as unit:
        return [_removed(desk, unit, id, before[id], trouble.get(id, "")) for id in ids]


def ask(desk: Desk, ids: Sequence[str], *, actor: str) -> tuple[list[Delivery], list[Request]]:
    """Put on record that the deliveries called *ids* are to be deleted; they as they were, and what is asked.

    The daemon does the rest, whether anybody waits for the requests or not. Raises ``NotFound``.
    """
    with desk.store.write() as unit:
        now = desk.clock.now()
        asked = [_asked(unit, lookups.delivery(unit, id), actor, now) for id in ids]
        requests = [request for each in asked if (request := _request(unit, each, actor, now)) is not None]
    return asked, requests


def _asked(unit: Unit, old: Delivery, actor: str, now: datetime) -> Delivery:
    """*old* as it was, once what is asked is on record; for what is under way that is all that it does."""
    if _fate(old) is Fate.GONE:
        return old
    new = old
    if old.removal_asked_at is None:
        new = replace(old, removal_asked_at=now, removal_asked_by=actor)
    if old.reason is Reason.UNKNOWN:
        new = new.move(State.UNCERTAIN, why=old.why, next_try_at=now, looks=0)
    elif old.state is State.UNCERTAIN:
        new = replace(new, next_try_at=now)
    elif old.state is not State.SENDING:
        new = new.unwanted(now)
    save(unit, old, new)
    outcome = "cancelled" if new.state is State.CANCELLED else "to be deleted"
    unit.deliveries.note(decision(new, actor, now, outcome, verb="delete"))
    return old


def _request(unit: Unit, asked: Delivery, actor: str, now: datetime) -> Request | None:
    """What has it deleted now; nothing while its account is out of reach, or before it proves to be out."""
    account = lookups.account(unit, asked.account)
    due = (found := unit.deliveries.get(asked.id)) is not None and found.removal_due
    if not due or out_of_reach(account) is not None:
        return None
    return unit.requests.add(
        account.name, REMOVE, {}, at=now, by=actor, asker=me(), delivery=asked.id, outlives_asker=True
    )


def _removed(desk: Desk, unit: Unit, id: str, before: Fate, trouble: str) -> Removed:
    after = lookups.delivery(unit, id)
    account = lookups.account(unit, after.account)
    fate, why = Fate.DELETED, ""
    if after.state in {State.SENDING, State.UNCERTAIN}:
        fate, why = Fate.WAITS, after.why
    elif after.removal_due:
        fate, why = Fate.NOT_YET, out_of_reach(account) or after.why or trouble
    elif before is Fate.GONE:
        fate = Fate.GONE
    elif after.state is State.CANCELLED:
        fate = Fate.CANCELLED
    network = desk.networks[account.network]
    return Removed(delivery=after, account=account, network=network, fate=fate, why=why)
