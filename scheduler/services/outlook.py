"""The weeks to come, or any others, day by day: what goes out where, what is free, and what keeps silent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.core import timeline
from scheduler.core.campaign import Campaign
from scheduler.core.errors import InputError
from scheduler.core.records import Halt
from scheduler.core.slots import Holiday, Hush, Place, idle
from scheduler.core.storage import Unit
from scheduler.services import lookups, reporting, spacing
from scheduler.services.desk import Desk
from scheduler.services.reporting import Row

MOST_WEEKS = 26
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A slot that nobody has filled, and the accounts on which it is free."""

    place: Place
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the calendar's zone."""

    date: date
    holiday: Holiday | None
    rows: tuple[Row, ...]
    """What goes out on it, or went, by time."""
    free: tuple[Free, ...]
    embargoes: tuple[tuple[datetime, str], ...]
    """When an embargo ends, and of which campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Some weeks, and what holds in all of them."""

    zone: str
    now: datetime
    days: tuple[Day, ...]
    hush: Hush
    halt: Halt | None
    slotted: bool
    """Whether there are slots at all."""
    untimed: Mapping[str, int]
    """How many deliveries of a campaign have no time yet."""
    remarks: tuple[str, ...]
    """Of what is to come: in quiet hours, on holidays, or too near to another post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """The days that are looked at, from the first midnight to the last."""

    first: date
    count: int
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        return self._midnight(self.first)

    @property
    def ends(self) -> datetime:
        return self._midnight(self.first + self.count * _DAY)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _midnight(self, day: date) -> datetime:
        return timeline.moment(datetime.combine(day, time()), self.zone).at


def look(
    desk: Desk,
    *,
    weeks: int = 2,
    start: str | None = None,
    campaign: str | None = None,
    account: str | None = None,
) -> Outlook:
    """*weeks* from today, or from *start*, of all campaigns and accounts or one of them.

    In the zone of the configuration, or of *campaign*. Raises ``NotFound``, ``PlanError``, ``InputError``.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InputError(
            f"{weeks} weeks are not from 1 to {MOST_WEEKS}.", remedy="Look at fewer, from a later day."
        )
    now = desk.clock.now()
    with desk.store.read() as unit:
        one = lookups.campaign(unit, campaign) if campaign else None
        zone = timeline.zone(one.zone if one else desk.defaults.zone)
        first = timeline.parse_start(start, now=now, tz=zone).at if start else now
        span = _Span(first=first.astimezone(zone).date(), count=7 * weeks, zone=zone)
        names = _accounts(unit, one, account)
        ids = unit.slots.planned(span.begins, span.ends)
        embargoes = _embargoes(unit, span, one)
        free = _free(desk, unit, span, names, now)
        untimed = {id: n for id, n in unit.slots.untimed().items() if one is None or id == one.id}
        slotted, halt = bool(unit.slots.all()), unit.halts.current()
    rows = [
        row
        for row in reporting.rows(desk, ids)
        if (one is None or row.delivery.campaign == one.id) and (account in (None, row.account.name))
    ]
    return Outlook(
        zone=zone.key,
        now=now,
        days=tuple(_days(desk, span, rows, free, embargoes)),
        hush=desk.hush,
        halt=halt,
        slotted=slotted,
        untimed=untimed,
        remarks=tuple(spacing.remarks(desk, spacing.to_come(row.delivery for row in rows))),
    )


def _accounts(unit: Unit, one: Campaign | None, account: str | None) -> list[str]:
    """Those whose free slots are looked for: in use, of the campaign, or the one that is named."""
    if account is not None:
        return [lookups.account(unit, account).name]
    used = [each.name for each in unit.accounts.all() if each.removed_at is None]
    return [name for name in used if one is None or name in one.accounts]


def _embargoes(unit: Unit, span: _Span, one: Campaign | None) -> list[tuple[datetime, str]]:
    campaigns = [one] if one else [each for each in unit.campaigns.all() if each.cancelled_at is None]
    ends = [(each.embargo_at, each.id) for each in campaigns if each.embargo_at is not None]
    return sorted(each for each in ends if span.begins <= each[0] < span.ends)


def _free(desk: Desk, unit: Unit, span: _Span, names: Sequence[str], now: datetime) -> list[Free]:
    """The slots to come that nobody has filled, each with the accounts on which it is free."""
    after = max(now, span.begins - timedelta(microseconds=1))
    until = span.ends - timedelta(microseconds=1)
    found: dict[tuple[str, date], tuple[Place, list[str]]] = {}
    slots = unit.slots.all()
    for name in names:
        taken = unit.slots.taken(name, after - desk.hush.gap, but=frozenset())
        for place in idle(slots, desk.hush, taken, after, until=until):
            found.setdefault(place.key, (place, []))[1].append(name)
    return [Free(place=place, accounts=tuple(accounts)) for place, accounts in found.values()]


def _days(
    desk: Desk,
    span: _Span,
    rows: Sequence[Row],
    free: Sequence[Free],
    embargoes: Sequence[tuple[datetime, str]],
) -> list[Day]:
    rows_on: dict[date, list[Row]] = defaultdict(list)
    free_on: dict[date, list[Free]] = defaultdict(list)
    ends_on: dict[date, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows:
        if row.delivery.planned_at is not None:
            rows_on[span.day_of(row.delivery.planned_at)].append(row)
    for each in sorted(free, key=lambda each: each.place.when.at):
        free_on[span.day_of(each.place.when.at)].append(each)
    for end in embargoes:
        ends_on[span.day_of(end[0])].append(end)
    holidays = desk.hush.holidays
    return [
        Day(
            date=day,
            holiday=next((each for each in holidays if day in each), None),
            rows=tuple(rows_on[day]),
            free=tuple(free_on[day]),
            embargoes=tuple(ends_on[day]),
        )
        for day in (span.first + n * _DAY for n in range(span.count))
    ]
