"""Receipts: for each part that is out, where it is, what it was, and who approved it."""

from dataclasses import dataclass
from datetime import datetime

from quotes.statement import text_sha256
from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery, Part, State
from scheduler.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One part that is out. ``rehearsal``: nobody outside has seen it."""

    delivery: str
    part: int
    campaign: str
    statement: str
    account: str
    network: str
    rehearsal: bool
    remote_id: str
    link: str
    posted_at: datetime | None
    removed_at: datetime | None
    text_sha256: str
    """Of the words that were approved, in UTF-8."""
    found_words: str | None
    """What is out instead, where a look found other words."""
    picture_sha256: str
    """Of each picture's bytes, separated by spaces."""
    approved_by: str
    approved_at: datetime | None


def receipts(desk: Desk, campaign: str | None = None) -> list[Receipt]:
    """A receipt for each part that is out, of one campaign or of all, by planned time."""
    with desk.store.read() as unit:
        accounts = {account.name: account for account in unit.accounts.all()}
        out = unit.deliveries.in_states(frozenset(State))
    return [
        _receipt(delivery, part, accounts[delivery.account])
        for delivery in out
        if campaign in (None, delivery.campaign)
        for part in delivery.parts
        if part.out
    ]


def _receipt(delivery: Delivery, part: Part, account: Account) -> Receipt:
    return Receipt(
        delivery=delivery.id,
        part=part.n,
        campaign=delivery.campaign,
        statement=delivery.statement,
        account=account.name,
        network=account.network,
        rehearsal=account.rehearsal,
        remote_id=part.remote_id or "",
        link=part.link or "",
        posted_at=part.posted_at,
        removed_at=part.removed_at,
        text_sha256=text_sha256(part.words),
        found_words=part.found_words,
        picture_sha256=" ".join(picture.sha256 for picture in part.pictures),
        approved_by=delivery.approved_by or "",
        approved_at=delivery.approved_at,
    )
