"""What people should know now, read from the database: one tiding a cause."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core.delivery import State
from scheduler.core.storage import Unit
from scheduler.core.telling import DAY, Tiding, Topic
from scheduler.core.waits import Kind
from scheduler.services.causes import Group, spoken, waiting_in
from scheduler.services.desk import Desk
from scheduler.services.reporting import Row

_TOPICS = dict.fromkeys(Kind, Topic.HELD) | {
    Kind.UNAPPROVED: Topic.UNAPPROVED,
    Kind.FAILED: Topic.FAILED,
    Kind.UNCERTAIN: Topic.UNCERTAIN,
}
_ITS_OWN = frozenset({Kind.RETRYING})
"""What ends by itself, or comes back as something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How early, and how late, people want to know."""

    approval: timedelta
    """So long before its first post a campaign without approval is told of."""
    uncertain: timedelta
    """Uncertain for less than this is nothing to tell: the network is being asked."""


def tidings(desk: Desk, unit: Unit, ahead: Ahead) -> list[Tiding]:
    """All that people should know at present, whether it was told or not."""
    now, zone = desk.clock.now(), ZoneInfo(desk.defaults.zone)
    return [
        *_halts(unit, now, zone),
        *_stopped(unit, zone),
        *_to_approve(unit, now, ahead.approval, zone),
        *(each for group in waiting_in(desk, unit) if (each := _waits(group, now, ahead, zone)) is not None),
        *_done(unit, now),
    ]


def _halts(unit: Unit, now: datetime, zone: ZoneInfo) -> Iterator[Tiding]:
    for halt in unit.halts.all():
        by = "the daemon" if halt.by.startswith("daemon:") else halt.by
        if halt.resumed_at is None or halt.at > now - DAY:
            yield Tiding(
                key=f"halted-{halt.id}",
                topic=Topic.HALTED,
                title=f"Everything is halted, by {by}: {halt.reason}",
                words=f"Since {spoken(halt.at, zone)}. End it: drumbeat resume",
                about=frozenset({"begun"}),
            )
        if halt.resumed_at is not None and halt.resumed_at > now - DAY:
            yield Tiding(
                key=f"resumed-{halt.id}",
                topic=Topic.RESUMED,
                title=f"The halt by {by} was ended by {halt.resumed_by}",
                words=f"At {spoken(halt.resumed_at, zone)}. It was: {halt.reason}. See: drumbeat attention",
                about=frozenset({"ended"}),
            )


def _stopped(unit: Unit, zone: ZoneInfo) -> Iterator[Tiding]:
    for account in unit.accounts.all():
        if account.stopped_at is None or account.removed_at is not None:
            continue
        yield Tiding(
            key=f"account-{account.name}",
            topic=Topic.STOPPED,
            title=f"{account.name} is stopped: {account.stopped_why}",
            words=f"Since {spoken(account.stopped_at, zone)} nothing of it goes out. "
            f"Mend it, then: drumbeat account resume {account.name}",
            about=frozenset({account.stopped_at.isoformat()}),
        )


def _to_approve(unit: Unit, now: datetime, ahead: timedelta, zone: ZoneInfo) -> Iterator[Tiding]:
    for campaign, (first, number) in unit.notices.drafts_due(now, now + ahead).items():
        posts = "1 delivery is" if number == 1 else f"{number:,} deliveries are"
        yield Tiding(
            key=f"approve-{campaign}",
            topic=Topic.APPROVAL,
            title=f"{campaign} needs approval before {spoken(first, zone)}",
            words=f"{posts} planned and not approved. Read and approve: drumbeat campaign approve {campaign}",
            about=frozenset({first.isoformat()}),
        )


def _waits(group: Group, now: datetime, ahead: Ahead, zone: ZoneInfo) -> Tiding | None:
    """What waits for one cause: not what a halt or a stop keeps queued, which is told as such."""
    cause = group.cause
    rows = [row for row in group.rows if _is_news(row, now, ahead.uncertain)]
    if cause.kind in _ITS_OWN or not rows:
        return None
    posts = "1 delivery waits" if len(rows) == 1 else f"{len(rows):,} deliveries wait"
    planned = f", the first planned for {spoken(group.earliest, zone)}" if group.earliest else ""
    decide = f" Decide: drumbeat decide {group.id} {'|'.join(cause.open)}" if cause.open else ""
    return Tiding(
        key=group.id,
        topic=_TOPICS[cause.kind],
        title=f"{posts} for you: {cause.words}",
        words=f"On {', '.join(group.accounts)}{planned}. See: drumbeat attention {group.id}.{decide}",
        about=frozenset(_mark(row) for row in rows),
    )


def _is_news(row: Row, now: datetime, uncertain: timedelta) -> bool:
    delivery = row.delivery
    if delivery.state is State.QUEUED:
        return False
    launched = [part.launched_at for part in delivery.parts if part.launched_at and not part.out]
    return delivery.state is not State.UNCERTAIN or any(at <= now - uncertain for at in launched)


def _mark(row: Row) -> str:
    """What of a delivery is told once: what becomes of it later is told anew."""
    delivery = row.delivery
    if delivery.state is not State.UNCERTAIN:
        return f"{delivery.id} {delivery.revision}"
    launched = [part.launched_at for part in delivery.parts if part.launched_at]
    return f"{delivery.id} {max(launched, default='')}"


def _done(unit: Unit, now: datetime) -> Iterator[Tiding]:
    for campaign, number in unit.notices.done_since(now - DAY).items():
        posts = "1 delivery is" if number == 1 else f"{number:,} deliveries are"
        yield Tiding(
            key=f"done-{campaign}",
            topic=Topic.DONE,
            title=f"{campaign} is done",
            words=f"{posts} out, and nothing of it is left to send. See: drumbeat history",
            about=frozenset({str(number)}),
        )
