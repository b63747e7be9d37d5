"""The doctor: what could keep posts from going out, each finding with its remedy."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from quotes.cards import elsewhere, fonts
from scheduler.core.bounds import month_of
from scheduler.core.costs import cost_to_come
from scheduler.core.delivery import State
from scheduler.core.gates import Gate
from scheduler.core.prices import spell
from scheduler.core.storage import Unit
from scheduler.services import bounds
from scheduler.services.desk import Desk
from scheduler.services.reporting import status
from scheduler.services.surroundings import file_system, time_zone_data, unfit

LEAST_FREE = 100_000_000
"""Bytes of free disk below which a post might go out and not be recorded."""
_SILENT_AFTER = timedelta(minutes=5)
"""Or three sweeps, where that is longer."""
_LATE_AFTER = timedelta(minutes=2)
"""A daemon that lives sends what is due sooner than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``remedy`` is empty where all is well."""

    thing: str
    words: str
    remedy: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.remedy


def examine(desk: Desk, database: Path, library: str, *, sweep: timedelta) -> list[Finding]:
    """Look at everything; changes nothing.

    *library* says which SQLite serves, and how; *sweep* is how often the daemon looks through everything.
    """
    with desk.store.read() as unit:
        accounts = list(_accounts(unit))
        bounded = [
            each for its in bounds.standings(desk, unit) for each in (*_budget(unit, its), *_fuse(its))
        ]
    return [
        Finding(thing="database", words=f"{database}: {library}"),
        *_file_system(database),
        _disk(database),
        _clock(desk),
        *_time_service(desk),
        Finding(thing="time zones", words=time_zone_data()),
        *accounts,
        *bounded,
        *_fonts(),
        *_daemon(desk, max(_SILENT_AFTER, 3 * sweep)),
    ]


def _file_system(database: Path) -> Iterator[Finding]:
    kind = file_system(database)
    if kind is None:
        return
    remedy = "Move it to a disk of this computer: locks do not hold there, and the file can be damaged."
    yield Finding(thing="file system", words=kind, remedy=remedy if unfit(kind) else "")


def _disk(database: Path) -> Finding:
    free = shutil.disk_usage(database.parent).free
    words = f"{free // 1_000_000:,} MB free; {LEAST_FREE // 1_000_000} are needed"
    return Finding(thing="disk", words=words, remedy="" if free >= LEAST_FREE else "Make room.")


def _clock(desk: Desk) -> Finding:
    """A clock that is behind what was already recorded went back: posts would wait for it."""
    with desk.store.read() as unit:
        run = unit.runs.latest()
    now = desk.clock.now()
    if run is not None and now < run.seen_at:
        behind = (
            f"{now:%Y-%m-%d %H:%M} UTC is before the daemon's last sweep, {run.seen_at:%Y-%m-%d %H:%M} UTC"
        )
        return Finding(thing="clock", words=behind, remedy="Set this computer's clock.")
    return Finding(thing="clock", words=f"{now:%Y-%m-%d %H:%M} UTC")


def _time_service(desk: Desk) -> Iterator[Finding]:
    kept = desk.clock.kept_right()
    if kept is None:
        return
    words = "keeps this computer's clock right" if kept else "none keeps this computer's clock right"
    remedy = "Switch one on, such as: timedatectl set-ntp true"
    yield Finding(thing="time service", words=words, remedy="" if kept else remedy)


def _accounts(unit: Unit) -> Iterator[Finding]:
    for account in unit.accounts.all():
        thing = f"account {account.name}"
        if account.removed_at is not None:
            continue
        if account.stopped_at is not None:
            remedy = f"Mend it, then: drumbeat account resume {account.name}"
            yield Finding(thing=thing, words=f"stopped: {account.stopped_why}", remedy=remedy)
        elif account.paused_at is not None:
            remedy = f"When it may go on: drumbeat account resume {account.name}"
            yield Finding(thing=thing, words="paused", remedy=remedy)
        else:
            where = f" at {account.service}" if account.service else ""
            yield Finding(
                thing=thing, words=f"{account.connection}, {account.handle} on {account.network}{where}"
            )


def _budget(unit: Unit, its: bounds.Standing) -> Iterator[Finding]:
    """What of this month's queue the account's budget would hold back."""
    name, budget, spent = its.account.name, its.bounds.budget, its.used.month
    if budget is None:
        return
    month = month_of(its.at)
    queued = [
        each
        for each in unit.deliveries.of_account(name, frozenset({State.QUEUED}))
        if each.planned_at is not None and month_of(each.planned_at) <= month
    ]
    cost = sum(cost_to_come(each, its.network) for each in queued if each.budget_overridden_by is None)
    words = f"{spell(spent)} of {spell(budget)} spent in {month:%B %Y} (UTC), {spell(cost)} queued for it"
    over = f"What exceeds it will be held; {bounds.remedy(Gate.BUDGET, name)}"
    yield Finding(thing=f"budget of {name}", words=words, remedy=over if spent + cost > budget else "")


def _fuse(its: bounds.Standing) -> Iterator[Finding]:
    """That the account may send nothing more just now."""
    used, most = its.used, its.bounds
    if used.hour < most.hour and used.day < most.day:
        return
    words = (
        f"{used.hour:,} of {most.hour:,} messages within an hour, {used.day:,} of {most.day:,} within a day"
    )
    remedy = f"What is due now will be held; {bounds.remedy(Gate.FUSE, its.account.name)}"
    yield Finding(thing=f"fuse of {its.account.name}", words=words, remedy=remedy)


def _fonts() -> Iterator[Finding]:
    """What cards can be written in. What is missing keeps nothing else back, so it is told and no fault."""
    yield Finding(thing="fonts", words=f"for {', '.join(fonts.SCRIPTS)}")
    yield from (Finding(thing=thing, words=words) for thing, words in elsewhere.found())


def _daemon(desk: Desk, silent_after: timedelta) -> Iterator[Finding]:
    found, now = status(desk), desk.clock.now()
    if found.daemon is None:
        yield Finding(thing="daemon", words="none runs", remedy="Start it: drumbeat run")
    elif found.run is not None and now - found.run.seen_at > silent_after:
        words = f"{found.daemon} has not swept since {found.run.seen_at:%Y-%m-%d %H:%M} UTC"
        yield Finding(thing="daemon", words=words, remedy="End it and start it again; that is safe.")
    else:
        yield Finding(thing="daemon", words=found.daemon)
    if found.halt is not None:
        words = f"by {found.halt.by}: {found.halt.reason}"
        yield Finding(thing="halt", words=words, remedy="When it may go on: drumbeat resume")
    since = found.overdue_since
    if since is not None and (found.daemon is None or now - since > _LATE_AFTER):
        words = f"{found.overdue} due and not sent, the first since {since:%Y-%m-%d %H:%M} UTC"
        yield Finding(thing="queue", words=words, remedy="See: drumbeat queue")
    if found.waiting:
        yield Finding(
            thing="attention", words=f"{found.waiting} wait for you", remedy="See: drumbeat attention"
        )
