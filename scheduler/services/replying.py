"""Changing who may reply: of what is to come, to be approved anew; of what is out, by asking its network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.core.accounts import Account, out_of_reach
from scheduler.core.delivery import Delivery, State
from scheduler.core.errors import NetworkError, Refused
from scheduler.core.limits import Network
from scheduler.core.ports import NetworkConnection
from scheduler.core.records import Request
from scheduler.core.storage import Unit
from scheduler.services import audience, lookups
from scheduler.services.approving import decision, save
from scheduler.services.asking import Answer, Asking
from scheduler.services.desk import Desk
from scheduler.services.editing import EDITABLE, to_draft

LET_REPLY = "let reply"
"""The kind of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One delivery before and after."""

    old: Delivery
    new: Delivery
    account: Account
    network: Network
    trouble: str = ""
    """Why its network did not do it, in plain words; empty where it did, or was not asked."""

    @property
    def live(self) -> bool:
        """Whether it is out, so that its network was asked."""
        return self.old.partly_out


def change(asking: Asking, ids: Sequence[str], who: str, *, actor: str) -> list[Changed]:
    """Let *who* reply (``everybody``, ``nobody``, or groups) to the deliveries called *ids*.

    What is not out is a draft again, with the new rule. What is out keeps the rule that was approved on
    record, beside the one that its network took. All are checked before any is changed: raises
    ``InputError`` for a group or a rule that there is not, ``Refused`` where a post can no longer change.
    """
    desk = asking.connections.desk
    may_reply = audience.parse(who)
    now = desk.clock.now()
    with desk.store.write() as unit:
        wanted = [_check(desk, unit, lookups.delivery(unit, id), may_reply) for id in ids]
        for old in wanted:
            if not old.partly_out and old.may_reply != may_reply:
                new = replace(to_draft(old, now), may_reply=may_reply)
                save(unit, old, new)
                words = {"before": audience.spell(old.may_reply), "after": who}
                unit.deliveries.note(decision(new, actor, now, "edited", may_reply=words))
    trouble: dict[str, str] = {}
    for old in wanted:
        if old.partly_out:
            told = list(may_reply) if may_reply is not None else None
            try:
                asking.ask(old.account, LET_REPLY, actor=actor, delivery=old.id, may_reply=told)
            except (NetworkError, Refused) as error:
                trouble[old.id] = str(error)
    with desk.store.read() as unit:
        return [_changed(desk, unit, old, trouble.get(old.id, "")) for old in wanted]


def _changed(desk: Desk, unit: Unit, old: Delivery, trouble: str) -> Changed:
    account = lookups.account(unit, old.account)
    return Changed(
        old=old,
        new=lookups.delivery(unit, old.id),
        account=account,
        network=desk.networks[account.network],
        trouble=trouble,
    )


def _check(desk: Desk, unit: Unit, old: Delivery, may_reply: tuple[str, ...] | None) -> Delivery:
    account = lookups.account(unit, old.account)
    network = desk.networks[account.network]
    audience.check_replies(may_reply, network, "WHO")
    if old.partly_out:
        _check_live(unit, old, account, network)
    elif old.state not in EDITABLE or old.in_doubt:
        raise Refused(
            f"{old.id} is {lookups.state(unit, old)}, so who may reply to it cannot change now.",
            remedy="Leave its account away: --on. Or wait until it is out.",
        )
    return old


def _check_live(unit: Unit, old: Delivery, account: Account, network: Network) -> None:
    if not network.replies_change:
        raise Refused(
            f"{old.id} is out, and {network.title} lets nobody change who may reply to a post that is out.",
            remedy="Leave its account away: --on. Or change it in the app, if that lets you.",
        )
    if old.answers is not None:
        raise Refused(
            f"{old.id} answers {old.answers}, whose thread it is: who may reply is ruled there.",
            remedy=f"drumbeat post replies {old.answers.partition('@')[0]} WHO",
        )
    if old.parts[0].gone or old.state in {State.SENDING, State.UNCERTAIN}:
        said = "was deleted" if old.parts[0].gone else f"is {lookups.state(unit, old)}"
        raise Refused(f"{old.id} {said}.", remedy="Leave its account away: --on.")
    if why := out_of_reach(account):
        raise Refused(f"{old.id} cannot be changed: {why}.", remedy="See 'drumbeat account list'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Asks a network to change who may reply, as the process that talks as the account."""

    desk: Desk

    def do(self, _account: Account, connection: NetworkConnection, request: Request) -> Answer:
        """The errand: asked of the thread's first post, and recorded once the network took it."""
        id, told = str(request.detail["delivery"]), request.detail["may_reply"]
        may_reply = tuple(map(str, told)) if isinstance(told, list) else None
        with self.desk.store.read() as unit:
            delivery = lookups.delivery(unit, id)
        connection.let_reply(delivery.parts[0].remote_id or "", may_reply)
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            old = lookups.delivery(unit, id)
            new = replace(old, may_reply_live=may_reply, may_reply_changed_at=now)
            save(unit, old, new)
            words = {"before": audience.spell(old.may_reply_now), "after": audience.spell(may_reply)}
            unit.deliveries.note(decision(new, request.asked_by, now, "replies changed", may_reply=words))
        return {"delivery": id}
