"""When posts go out: steps relative to a launch, wall times, and their instants.

Rules of time:

* ``T+2h`` and ``T+30m`` are elapsed time after the launch.
* ``T+1d`` is the launch's wall time a day later, ``T+1d 09:00`` nine o'clock on that day, both in
  the campaign's zone, however long the days between are.
* A wall time that does not exist (clocks go forward) moves forward by the gap; one that happens twice
  (clocks go back) is the first. RFC 5545 and JavaScript's Temporal ("compatible") do the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduler.core.durations import LONGEST
from scheduler.core.errors import PlanError

_SPANS = r"(?=\d)(?:(?P<w>\d{1,9})w)?(?:(?P<d>\d{1,9})d)?(?:(?P<h>\d{1,9})h)?(?:(?P<m>\d{1,9})m)?"
_STEP = re.compile(rf"T(?:\+(?:0|{_SPANS}))?(?:\s+(?P<clock>\d{{1,2}}:\d{{2}}))?", re.IGNORECASE)
_DAY = timedelta(days=1)
_MOST = LONGEST.days
_LONGEST_SHIFT = timedelta(hours=2)  # the most that clocks are put on or back, at Antarctica/Troll

PLAN_HELP = "Steps are separated by commas: T+0, T+2h, T+1d 09:00."


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a timeline: whole days and elapsed time after the launch, and a wall time."""

    days: int = 0
    elapsed: timedelta = timedelta(0)
    clock: time | None = None

    def __str__(self) -> str:
        minutes = int(self.elapsed.total_seconds()) // 60
        spans = [(self.days, "d"), (minutes // 60, "h"), (minutes % 60, "m")]
        text = "".join(f"{n}{unit}" for n, unit in spans if n)
        return f"T+{text or 0}" + (f" {self.clock:%H:%M}" if self.clock else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A planned time: its instant, the wall time that was meant, and what a change of clocks did to it."""

    at: datetime
    local: datetime
    note: str = ""

    @property
    def wall(self) -> str:
        """The wall time as it is kept: ``YYYY-MM-DDTHH:MM:SS``."""
        return self.local.isoformat(timespec="seconds")

    def later(self, by: timedelta, zone: ZoneInfo) -> "Moment":
        """This moment, *by* elapsed time later."""
        if not by:
            return self
        at = self.at + by
        return Moment(at=at, local=at.astimezone(zone).replace(tzinfo=None), note=self.note)


def zone(name: str) -> ZoneInfo:
    """The IANA time zone called *name*; raises ``PlanError``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PlanError(
            f"There is no time zone {name!r}.", remedy="Use an IANA name such as America/New_York."
        ) from error


def parse_plan(text: str) -> tuple[Step, ...]:
    """The steps of *text*, such as ``T+0, T+2h, T+1d 09:00``; raises ``PlanError``."""
    steps = tuple(_parse_step(item.strip()) for item in text.split(",") if item.strip())
    if not steps:
        raise PlanError("The plan has no steps.", remedy=PLAN_HELP)
    return steps


def _parse_step(text: str) -> Step:
    match = _STEP.fullmatch(text)
    if not match:
        raise PlanError(f"{text!r} is not a step of a plan.", remedy=PLAN_HELP)
    weeks, days, hours, minutes = (int(match[unit] or 0) for unit in "wdhm")
    elapsed = timedelta(hours=hours, minutes=minutes)
    if 7 * weeks + days + elapsed.days > _MOST:
        raise PlanError(f"{text!r} is more than {_MOST} days after the launch.", remedy=PLAN_HELP)
    if elapsed and match["clock"]:
        raise PlanError(f"{text!r} has both hours and a time of day.", remedy=PLAN_HELP)
    return Step(days=7 * weeks + days, elapsed=elapsed, clock=_parse_clock(match["clock"], text))


def _parse_clock(text: str | None, whole: str) -> time | None:
    if text is None:
        return None
    hours, minutes = map(int, text.split(":"))
    if hours > 23 or minutes > 59:
        raise PlanError(f"{whole!r} has no time of day that exists.", remedy="Write it as 09:00 or 17:30.")
    return time(hours, minutes)


def is_step(text: str) -> bool:
    """Whether *text* is a step of a timeline, which counts from the launch, and no wall time."""
    return _STEP.fullmatch(text.strip()) is not None


def spread(count: int, over: timedelta) -> tuple[Step, ...]:
    """*count* steps, evenly over a window that begins with the launch.

    They keep to the wall time from day to day, but for steps so close that a change of clocks would swap
    them: those are elapsed time throughout. Raises ``PlanError`` where they are less than a minute apart.
    """
    gap = over / count
    if gap < timedelta(minutes=1):
        raise PlanError(
            f"{count} posts over {over} are less than a minute apart.", remedy="Take a longer window."
        )
    day = _DAY if gap > _LONGEST_SHIFT else timedelta.max
    return tuple(_step(gap * n, day) for n in range(count))


def _step(offset: timedelta, day: timedelta) -> Step:
    days, elapsed = divmod(timedelta(minutes=round(offset / timedelta(minutes=1))), day)
    return Step(days=days, elapsed=elapsed)


def moment(local: datetime, tz: ZoneInfo) -> Moment:
    """The instant of the wall time *local* (naive) in *tz*, by the rules above."""
    at = local.replace(tzinfo=tz, fold=0).astimezone(UTC)
    shown = at.astimezone(tz).replace(tzinfo=None)
    if shown != local:
        return Moment(
            at=at, local=local, note=f"{local:%H:%M} does not exist that day; {shown:%H:%M} is taken"
        )
    if local.replace(tzinfo=tz, fold=1).utcoffset() != local.replace(tzinfo=tz, fold=0).utcoffset():
        return Moment(at=at, local=local, note=f"{local:%H:%M} happens twice that day; the first is taken")
    return Moment(at=at, local=local)


def at_instant(at: datetime, tz: ZoneInfo) -> Moment:
    """The moment of the instant *at* as *tz* shows it."""
    return Moment(at=at.astimezone(UTC), local=at.astimezone(tz).replace(tzinfo=None))


def resolve(step: Step, launch: datetime, tz: ZoneInfo) -> Moment:
    """When *step* falls for a launch at the instant *launch*; raises ``PlanError`` before the launch."""
    if not step.days and step.clock is None:
        return at_instant(launch + step.elapsed, tz)
    local = launch.astimezone(tz).replace(tzinfo=None) + step.days * _DAY
    if step.clock is not None:
        local = local.replace(hour=step.clock.hour, minute=step.clock.minute, second=0, microsecond=0)
    when = moment(local, tz).later(step.elapsed, tz)
    if when.at < launch:
        raise PlanError(
            f"{step} falls before the launch at {launch.astimezone(tz):%H:%M}.",
            remedy="Take a later time of day or the next day.",
        )
    return when


def staggered(networks: Sequence[str], stagger: timedelta) -> tuple[timedelta, ...]:
    """How much later each account goes, given the accounts' networks in order.

    Accounts of one network go one after another, different networks together.
    """
    return tuple(networks[:n].count(network) * stagger for n, network in enumerate(networks))


_WHEN_HELP = "Write now, +2h, 17:30, tomorrow 09:00, 2026-12-01 09:00, or a time with its offset."


def parse_when(text: str, *, now: datetime, tz: ZoneInfo) -> Moment:
    """The moment that a person names.

    ``now``, ``+2h``, ``17:30`` (today), ``tomorrow 09:00``, ``2026-12-01 09:00`` in *tz*, or RFC 3339 with an
    offset. Raises ``PlanError``, also for what is more than ten years away.
    """
    text = text.strip()
    if text.lower() == "now":
        return at_instant(now, tz)
    if text.startswith("+") and _STEP.fullmatch(f"T{text}"):
        return resolve(_parse_step(f"T{text}"), now, tz)
    try:
        when = _parse_wall(text, now.astimezone(tz).replace(tzinfo=None), tz)
    except (ValueError, OverflowError) as error:
        raise PlanError(f"{text!r} is not a time.", remedy=_WHEN_HELP) from error
    if abs(when.at - now) > LONGEST:
        raise PlanError(f"{text!r} is more than {_MOST} days away.", remedy=_WHEN_HELP)
    return when


def parse_start(text: str, *, now: datetime, tz: ZoneInfo) -> Moment:
    """The moment from which a person counts: a day alone is its midnight, else as ``parse_when``."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|today|tomorrow", text, re.ASCII | re.IGNORECASE):
        text = f"{text} 00:00"
    return parse_when(text, now=now, tz=tz)


def _parse_wall(text: str, today: datetime, tz: ZoneInfo) -> Moment:
    day, _, clock = text.rpartition(" ")
    if day.lower() in {"", "today", "tomorrow"} and re.fullmatch(r"\d{1,2}:\d{2}", clock):
        hours, minutes = map(int, clock.split(":"))
        local = today.replace(hour=hours, minute=minutes, second=0, microsecond=0)
        return moment(local + (_DAY if day.lower() == "tomorrow" else timedelta(0)), tz)
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is not None:
        return at_instant(parsed, tz)
    if len(text) <= len("2026-12-01"):
        raise ValueError("a date without a time of day")
    return moment(parsed, tz)
