"""What becomes of posts whose text no longer stands: what is on its way, what is live, and the way back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.core import approval
from scheduler.core.checking import withdrawal
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import Refused
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.approving import Checks
from scheduler.services.editing import to_draft

UNDER_WAY = frozenset({State.SENDING, State.UNCERTAIN})
"""What a correction assigns no state to: it is recorded at once, and is a gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A part that followers can see, as far as anybody knows."""

    delivery: str
    part: int
    account: str
    network: str
    rehearsal: bool
    link: str
    posted_at: datetime | None
    zone: str


def live(unit: Unit, deliveries: Sequence[Delivery], excerpts: frozenset[str] | None = None) -> list[Live]:
    """The parts of *deliveries* that are out and not removed; where given, those of *excerpts* alone."""
    return [
        Live(
            delivery=each.id,
            part=part.n,
            account=account.name,
            network=account.network,
            rehearsal=account.rehearsal,
            link=part.link or "",
            posted_at=part.posted_at,
            zone=each.zone,
        )
        for each in deliveries
        for account in [lookups.account(unit, each.account)]
        for part in each.parts
        if part.out and part.removed_at is None and part.live is not False
        if excerpts is None or part.excerpt in excerpts
    ]


def quoting(unit: Unit, id: str) -> Iterator[Delivery]:
    """All that quotes the statement called *id*, or belongs to a campaign that goes on with it.

    A campaign goes on with the newest version of its statement; what is out stays with the one it quotes.
    """
    versions = {id, *_newer(unit, id)}
    for campaign in unit.campaigns.all():
        if campaign.statement in versions:
            yield from (
                each
                for each in unit.deliveries.of_campaign(campaign.id)
                if id in (each.statement, campaign.statement)
            )


def _newer(unit: Unit, id: str) -> Iterator[str]:
    newer = unit.statements.corrected_by(id)
    while newer is not None:
        yield newer
        newer = unit.statements.corrected_by(newer)


def check_stands(unit: Unit, statement: KeptStatement) -> None:
    """Raise ``Refused`` where *statement* was withdrawn, or a newer version supersedes it."""
    if gone := withdrawal(statement):
        raise Refused(
            f"Nothing new is planned of it: {gone}.",
            remedy=f"Restore it: drumbeat statement restore {statement.id}",
        )
    if newer := list(_newer(unit, statement.id)):
        raise Refused(
            f"{statement.id} was corrected: {newer[-1]} supersedes it.",
            remedy=f"See the corrected text: drumbeat statement show {newer[-1]}",
        )


def lifted(delivery: Delivery, checks: Checks, now: datetime) -> Delivery:
    """*delivery*, held for a text that stands again, as it was before, or held for whatever still keeps it.

    What was approved and is still to come is queued, what never was is a draft; what should have gone by now
    waits for a decision.
    """
    if gone := checks.withdrawn(delivery):
        return delivery.held_on(Reason.WITHDRAWN, gone)
    if touched := checks.revised(delivery):
        return delivery.held_on(Reason.REVISED, touched)
    return back(delivery, now)


def back(delivery: Delivery, now: datetime) -> Delivery:
    """*delivery*, whose text stands again: queued, a draft, or held for a time that has passed."""
    kept = _kept_by(delivery, now)
    if kept is not None:
        return delivery.held_on(*kept)
    return to_draft(delivery, now) if delivery.approval is None else delivery.move(State.QUEUED)


def _kept_by(delivery: Delivery, now: datetime) -> tuple[Reason, str] | None:
    """What still keeps *delivery* from coming back, with the reason in plain words."""
    if delivery.approval not in (None, approval.digest(delivery)):
        return Reason.CHECK, "it is not what was approved"
    if delivery.partly_out:
        return Reason.PARTIAL, "its text stands again; a part is out, and the rest is not"
    if delivery.approval and delivery.planned_at is not None and delivery.planned_at <= now:
        return Reason.MISSED, "its text stands again; its time has passed meanwhile"
    return None


def standing_beside(unit: Unit, statement: KeptStatement) -> list[str]:
    """The statements that say the same as *statement*, newer versions and translations, and stand."""
    ids = [*_newer(unit, statement.id), statement.translation_of, *unit.statements.translated(statement.id)]
    known = [unit.statements.get(id) for id in dict.fromkeys(ids) if id is not None and id != statement.id]
    return [each.id for each in known if each is not None and each.withdrawn_at is None]
