"""Remarks about times: posts in quiet hours, on holidays, or too near to another post of their account."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from scheduler.core import timeline
from scheduler.core.delivery import Delivery, State
from scheduler.core.durations import spell
from scheduler.core.slots import Hush
from scheduler.core.storage import Unit
from scheduler.services.desk import Desk

_TOLD = 3
"""So many of the same kind are named, and the others counted."""
_TO_COME = frozenset({State.DRAFT, State.QUEUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A delivery, and when it goes out or is to."""

    id: str
    account: str
    at: datetime


def to_come(deliveries: Iterable[Delivery]) -> list[Timed]:
    """Those of *deliveries* that have a time and may still go out at it."""
    return [
        Timed(id=each.id, account=each.account, at=each.planned_at)
        for each in deliveries
        if each.state in _TO_COME and each.planned_at is not None
    ]


def remarks(desk: Desk, planned: Sequence[Timed]) -> list[str]:
    """What a person should know of the times of *planned*."""
    with desk.store.read() as unit:
        return list(noticed(desk, unit, planned))


def noticed(desk: Desk, unit: Unit, planned: Sequence[Timed]) -> Iterator[str]:
    """What of *planned* is in quiet hours, on a holiday, or too near to another post of its account.

    Remarks for a person, never a refusal: who plans a post for such a time may have a reason.
    """
    yield from _silent(desk.hush, planned)
    if desk.hush.gap:
        yield from _near(desk, unit, planned)


def _silent(hush: Hush, planned: Sequence[Timed]) -> Iterator[str]:
    found: dict[str, list[str]] = defaultdict(list)
    zone = timeline.zone(hush.zone)
    for each in sorted(planned, key=lambda each: (each.at, each.id)):
        shown = f"{each.id} ({each.at.astimezone(zone):%a %-d %b %H:%M %Z})"
        if holiday := hush.holiday_at(each.at):
            found[f"on a holiday: {holiday}"].append(shown)
        if quiet := hush.quiet_at(each.at):
            found[f"in the quiet hours, {quiet}"].append(shown)
    for where, names in found.items():
        yield f"{_some(names)} would go out {where}."


def _near(desk: Desk, unit: Unit, planned: Sequence[Timed]) -> Iterator[str]:
    """Pairs of posts of one account, at least one of them of *planned*, that are nearer than the gap."""
    ours, gap = {each.id for each in planned}, desk.hush.gap
    for name in dict.fromkeys(each.account for each in planned):
        mine = [(each.at, each.id) for each in planned if each.account == name]
        span = min(mine)[0] - gap, max(mine)[0] + gap
        others = [(at, id) for id, at in unit.slots.between(name, *span).items() if id not in ours]
        pairs = [
            f"{second[1]} and {first[1]}"
            for first, second in pairwise(sorted([*mine, *others]))
            if second[0] - first[0] < gap and {first[1], second[1]} & ours
        ]
        if pairs:
            yield f"{_some(pairs)} are nearer than {spell(gap)} to each other on {name}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - _TOLD
    return ", ".join(names[:_TOLD]) + (f" and {more} more" if more > 0 else "")
