"""The weekly times that posts fill, and the times at which an account keeps silent.

A slot is a wall time on some days of the week, in its own zone. The hush is what the configuration says of
all campaigns together: quiet hours, holidays, and the least gap between two posts of an account. ``free``
joins both: the moments, after an instant, at which an account could post next.

Changes of clocks are those of ``scheduler.core.timeline``: a slot keeps its wall time; one that does not
exist is taken later by what is left out. A day that a zone leaves out has no slots, as 30 December 2011 in
Samoa.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from typing import Protocol

from scheduler.core import timeline
from scheduler.core.durations import spell
from scheduler.core.errors import PlanError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY = frozenset(range(7))
_DAY = timedelta(days=1)

HORIZON = 52
"""Weeks in which a free slot is looked for; what finds none in a year needs more slots, or fewer posts."""

SLOT_HELP = 'Write days and times: "Mon-Fri 09:00,12:30", "Sat,Sun 11:00", "daily 08:00".'
QUIET_HELP = 'Write it as "22:00-07:00", or with days "Sat,Sun 00:00-10:00".'
HOLIDAY_HELP = 'Write it as "2026-12-25 Christmas" or "2026-12-24..2026-12-26 Christmas".'


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time of the week that campaigns can fill, once on each account each time."""

    days: frozenset[int]
    """Of the week, Monday is 0."""
    wall_time: time
    zone: str

    @property
    def id(self) -> str:
        """How people and the database name it: ``Mon-Fri 09:00 America/New_York``."""
        return f"{self} {self.zone}"

    def __str__(self) -> str:
        return f"{spell_days(self.days)} {self.wall_time:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which nothing goes out, by the clock on the wall. A night belongs to the day it begins on."""

    start: time
    end: time
    """Not later than the start: on the next day. What falls on it is no longer quiet."""
    days: frozenset[int] = _EVERY

    def __contains__(self, local: datetime) -> bool:
        """Whether the wall time *local* (naive) is within it."""
        clock, today = local.time(), local.weekday()
        if self.end > self.start:
            return today in self.days and self.start <= clock < self.end
        began_today = today in self.days and clock >= self.start
        return began_today or ((today - 1) % 7 in self.days and clock < self.end)

    def __str__(self) -> str:
        days = "" if self.days == _EVERY else f"{spell_days(self.days)} "
        return f"{days}{self.start:%H:%M}-{'24:00' if self.end == time(0) else f'{self.end:%H:%M}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days on which nothing goes out, the first and the last included."""

    first: date
    last: date
    name: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        days = f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"
        return f"{days} {self.name}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """When accounts keep silent, over all campaigns; in one zone, whatever that of a campaign."""

    zone: str = "UTC"
    quiet: tuple[Quiet, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    gap: timedelta = timedelta(0)
    """The least between two posts of an account."""

    def quiet_at(self, at: datetime) -> Quiet | None:
        """The quiet hours in which the instant *at* falls."""
        local = at.astimezone(timeline.zone(self.zone)).replace(tzinfo=None)
        return next((each for each in self.quiet if local in each), None)

    def holiday_at(self, at: datetime) -> Holiday | None:
        """The holiday on which the instant *at* falls."""
        day = at.astimezone(timeline.zone(self.zone)).date()
        return next((each for each in self.holidays if day in each), None)

    def too_near(self, at: datetime, taken: Collection[datetime]) -> bool:
        """Whether *at* is one of the instants *taken*, or nearer to one than the gap."""
        return any(each == at or abs(each - at) < self.gap for each in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A slot on one of its days: when what fills it goes out."""

    slot: Slot
    day: date
    """In the slot's own zone."""
    when: timeline.Moment
    """In the slot's own zone."""

    @property
    def key(self) -> tuple[str, date]:
        """What a delivery keeps of it; unique on an account among all that is not cancelled."""
        return self.slot.id, self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an account has planned or sent already."""

    times: tuple[datetime, ...] = ()
    places: frozenset[tuple[str, date]] = frozenset()
    """Slots with their days, whatever time they came to."""


class Slots(Protocol):
    """The slots of the week, and what accounts have taken of them."""

    def all(self) -> Sequence[Slot]:
        """Those in use, in order of their times."""
        ...

    def add(self, value: Slot, *, at: datetime, by: str) -> None:
        """Keep a slot; one that was removed is in use again."""
        ...

    def remove(self, value: Slot, *, at: datetime, by: str) -> None:
        """Take a slot out of use; what fills it keeps its time."""
        ...

    def taken(self, account: str, since: datetime, *, but: frozenset[str]) -> Taken:
        """What the account has planned or sent since then, aside from the deliveries in *but*."""
        ...

    def between(self, account: str, first: datetime, last: datetime) -> Mapping[str, datetime]:
        """When each delivery of the account goes out that is planned from *first* to *last*, or went."""
        ...

    def planned(self, first: datetime, last: datetime) -> Sequence[str]:
        """The deliveries planned from *first* to before *last* that are not cancelled, by time."""
        ...

    def untimed(self) -> Mapping[str, int]:
        """How many drafts and queued deliveries have no time, by campaign."""
        ...

    def holder(self, place: tuple[str, date], account: str) -> str | None:
        """The delivery that has the slot on that day on the account."""
        ...


def places(
    slots: Sequence[Slot], after: datetime, *, until: datetime, delay: timedelta = timedelta(0)
) -> Iterator[Place]:
    """Every place of *slots* after the instant *after* and not after *until*, in order.

    Each goes out *delay* later, as accounts of one network go one after another.
    """
    each_in_order = [_of_one(slot, after, until, delay) for slot in slots]
    yield from merge(*each_in_order, key=lambda place: (place.when.at, place.slot.id))


def _of_one(slot: Slot, after: datetime, until: datetime, delay: timedelta) -> Iterator[Place]:
    tz = timeline.zone(slot.zone)
    day = (after - delay).astimezone(tz).date() - _DAY  # what a change of clocks put off may still come
    while True:
        local = datetime.combine(day, slot.wall_time)
        first = timeline.moment(local, tz)
        when = first.later(delay, tz)
        if when.at > until:
            return
        left_out = first.at.astimezone(tz).replace(tzinfo=None) - local >= _DAY
        if day.weekday() in slot.days and when.at > after and not left_out:
            yield Place(slot=slot, day=day, when=when)
        day += _DAY


def free(
    slots: Sequence[Slot],
    hush: Hush,
    taken: Taken,
    after: datetime,
    *,
    delay: timedelta = timedelta(0),
    weeks: int = HORIZON,
) -> Iterator[Place]:
    """The places that an account can take after the instant *after*, in order, with the gap between them.

    Raises ``PlanError`` once it has looked through *weeks*: no free slot, and why.
    """
    if not slots:
        raise PlanError(
            "There are no slots.", remedy='Say when you post: drumbeat slots add "Mon-Fri 09:00,12:30,17:00"'
        )
    times, refused = list(taken.times), Counter[str]()
    for place in places(slots, after, until=after + timedelta(weeks=weeks), delay=delay):
        if why := _objection(place, hush, times, taken.places):
            refused[why] += 1
            continue
        times.append(place.when.at)
        yield place
    raise _none_left(refused, len(times) - len(taken.times), weeks)


def idle(
    slots: Sequence[Slot], hush: Hush, taken: Taken, after: datetime, *, until: datetime
) -> Iterator[Place]:
    """The places from *after* to *until* that are free as things stand, each by itself."""
    for place in places(slots, after, until=until):
        if not _objection(place, hush, taken.times, taken.places):
            yield place


def _objection(
    place: Place, hush: Hush, times: Collection[datetime], used: Collection[tuple[str, date]]
) -> str:
    """Why an account cannot take *place*, in words that can be counted; empty where it can."""
    at = place.when.at
    if place.key in used or at in times:
        return "taken"
    if holiday := hush.holiday_at(at):
        return f"on a holiday ({holiday.name or holiday})"
    if quiet := hush.quiet_at(at):
        return f"in the quiet hours ({quiet})"
    return f"nearer than {spell(hush.gap)} to another post" if hush.too_near(at, times) else ""


def _none_left(refused: Counter[str], found: int, weeks: int) -> PlanError:
    reasons = Counter(refused)
    if found:
        reasons["filled by this plan"] = found
    told = [f"{number} {'is' if number == 1 else 'are'} {why}" for why, number in reasons.most_common()]
    return PlanError(
        f"There is no free slot within {weeks} weeks, because {', '.join(told) or 'none falls into them'}.",
        remedy="Look at them with 'drumbeat slots', and add some.",
    )


# --- as people write them -----------------------------------------------------------------------


def parse_slots(text: str, zone: str) -> tuple[Slot, ...]:
    """The slots of *text*, such as ``Mon-Fri 09:00,12:30``, one a time of day; raises ``PlanError``."""
    tz = timeline.zone(zone)
    match = re.fullmatch(r"\s*(?P<days>[^\d]*?)\s*(?P<times>\d[\d:,\s]*)", text)
    if not match:
        raise PlanError(f"{text!r} is not a slot.", remedy=SLOT_HELP)
    days = _parse_days(match["days"], text, SLOT_HELP) if match["days"] else _EVERY
    clocks = [
        _parse_clock(each.strip(), text, SLOT_HELP) for each in match["times"].split(",") if each.strip()
    ]
    return tuple(Slot(days=days, wall_time=each, zone=tz.key) for each in dict.fromkeys(clocks))


def parse_quiet(text: str) -> Quiet:
    """The quiet hours of *text*, such as ``22:00-07:00`` or ``Sat,Sun 00:00-24:00``; raises ``PlanError``."""
    match = re.fullmatch(r"\s*(?:(?P<days>[^\d]+?)\s+)?(?P<start>[\d:]+)\s*[-–]\s*(?P<end>[\d:]+)\s*", text)
    if not match:
        raise PlanError(f"{text!r} is not a span of quiet hours.", remedy=QUIET_HELP)
    start = _parse_clock(match["start"], text, QUIET_HELP)
    end = time(0) if match["end"] == "24:00" else _parse_clock(match["end"], text, QUIET_HELP)
    if match["start"] == match["end"]:
        raise PlanError(
            f"{text!r} begins and ends at one time.", remedy='Write a whole day as "Sun 00:00-24:00".'
        )
    days = _parse_days(match["days"], text, QUIET_HELP) if match["days"] else _EVERY
    return Quiet(start=start, end=end, days=days)


def parse_holiday(text: str) -> Holiday:
    """The holiday of *text*, ``DATE NAME`` or ``DATE..DATE NAME``; raises ``PlanError``."""
    days, _, name = text.strip().partition(" ")
    first, dots, last = days.partition("..")
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError as error:
        raise PlanError(f"{text!r} is not a holiday.", remedy=HOLIDAY_HELP) from error
    if ends < begins:
        raise PlanError(f"{text!r} ends before it begins.", remedy=HOLIDAY_HELP)
    return Holiday(first=begins, last=ends, name=name.strip())


def _parse_clock(text: str, whole: str, help_: str) -> time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise PlanError(f"{whole!r}: {text} is no time of day.", remedy=help_)
    return time(int(match[1]), int(match[2]))


def parse_days(text: str) -> frozenset[int]:
    """The days of *text*, as ``spell_days`` wrote them."""
    return _parse_days(text, text, SLOT_HELP)


def _parse_days(text: str, whole: str, help_: str) -> frozenset[int]:
    if text.strip().lower() in {"daily", "every day"}:
        return _EVERY
    days: set[int] = set()
    for item in filter(None, (each.strip() for each in text.split(","))):
        first, dash, last = re.sub("–", "-", item).partition("-")
        begins = _parse_day(first.strip(), whole, help_)
        ends = _parse_day(last.strip(), whole, help_) if dash else begins
        days.update((begins + n) % 7 for n in range((ends - begins) % 7 + 1))
    return frozenset(days)


def _parse_day(text: str, whole: str, help_: str) -> int:
    found = [n for n, name in enumerate(_FULL) if len(text) >= len("Mon") and name.startswith(text.lower())]
    if not found:
        raise PlanError(f"{whole!r}: {text!r} is no day of the week.", remedy=help_)
    return found[0]


def spell_days(days: Collection[int]) -> str:
    """*days* as ``parse_slots`` reads them: ``Mon-Fri``, ``Sat,Sun``, ``daily``."""
    if len(days) == len(DAYS):
        return "daily"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[n] for n in run) for run in runs
    )
