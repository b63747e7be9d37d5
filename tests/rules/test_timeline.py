"""When posts go out: plans, changes of clocks, launches, even spreads and staggers."""

from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.core.errors import PlanError
from scheduler.core.timeline import Step, moment, parse_plan, resolve, spread, staggered

NEW_YORK = ZoneInfo("America/New_York")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LAUNCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 10:00 in New York

# Characters of which plans are made, so that a random text is often nearly one.
nearly = st.text("0123456789٣T+-:., wdhm", max_size=30)


def utc(text: str) -> datetime:
    """``2026-03-02 15:00`` as an instant."""
    return datetime.fromisoformat(f"{text}+00:00")


def only(text: str) -> Step:
    """The one step of a plan."""
    (step,) = parse_plan(text)
    return step


# --- plans --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("T+0", Step()),
        ("T", Step()),
        ("T+2h", Step(elapsed=2 * HOUR)),
        ("T+30m", Step(elapsed=30 * MINUTE)),
        ("T+1h30m", Step(elapsed=90 * MINUTE)),
        ("T+48h", Step(elapsed=48 * HOUR)),  # not two days: a change of clocks moves it
        ("T+1d", Step(days=1)),
        ("T+2w", Step(days=14)),
        ("T+1w2d3h4m", Step(days=9, elapsed=3 * HOUR + 4 * MINUTE)),
        ("T+1d 09:00", Step(days=1, clock=time(9))),
        ("T+1d 9:05", Step(days=1, clock=time(9, 5))),
        ("T+1d 00:00", Step(days=1, clock=time(0))),  # midnight is a time of day
        ("T+0 17:30", Step(clock=time(17, 30))),
        ("T 17:30", Step(clock=time(17, 30))),
        ("t+2H", Step(elapsed=2 * HOUR)),  # capitals as you like
        ("T+3660d", Step(days=3660)),  # ten years
    ],
)
def test_steps(text: str, step: Step) -> None:
    """Days are days of the calendar, hours and minutes elapsed time."""
    assert parse_plan(text) == (step,)


def test_plan() -> None:
    """Steps are separated by commas; spaces and empty places do no harm."""
    assert parse_plan(" T+0,T+2h ,, T+1d  09:00,") == (
        Step(),
        Step(elapsed=2 * HOUR),
        Step(days=1, clock=time(9)),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no steps"),
        (" , ", "no steps"),
        ("tomorrow", "'tomorrow' is not a step"),
        ("T+0, 2h", "'2h' is not a step"),  # the step that is wrong is named
        ("T+", "not a step"),
        ("T-1d", "not a step"),  # nothing goes out before the launch
        ("T+2", "not a step"),  # no unit
        ("T+h", "not a step"),  # no number
        ("T+1.5h", "not a step"),
        ("T+2s", "not a step"),  # nobody plans by seconds
        ("T+30m1h", "not a step"),  # smallest unit first
        ("T+1h1h", "not a step"),  # a unit twice
        ("T+2h0", "not a step"),
        ("T+1d09:00", "not a step"),  # no space
        ("T+1d 9", "not a step"),
        ("T+1d 24:00", "no time of day that exists"),
        ("T+1d 09:60", "no time of day that exists"),
        ("T+2h 09:00", "both hours and a time of day"),  # two hours after nine?
        ("T+3661d", "more than 3660 days"),
        ("T+523w", "more than 3660 days"),
        ("T+87864h", "more than 3660 days"),
        ("T+3660d24h", "more than 3660 days"),
        ("T+999999999w", "more than 3660 days"),
        ("T+" + "9" * 5000 + "d", "not a step"),  # beyond what Python reads as a number
    ],
)  # fmt: skip
def test_plan_errors(text: str, says: str) -> None:
    """What is not a plan is refused, with the rule and the way to write it."""
    with pytest.raises(PlanError, match=says) as caught:
        parse_plan(text)
    assert caught.value.remedy


steps = st.builds(
    Step,
    days=st.integers(0, 1000),
    elapsed=st.integers(0, 60 * 24 * 1000).map(lambda n: n * MINUTE),
    clock=st.none(),
) | st.builds(
    Step, days=st.integers(0, 3660), clock=st.times().map(lambda t: t.replace(second=0, microsecond=0))
)


@given(steps)
@example(Step(clock=time(0)))
@example(Step(days=1, elapsed=25 * HOUR))
def test_a_step_is_kept_as_text(step: Step) -> None:
    """A campaign keeps its steps as text: reading them again gives the same."""
    assert parse_plan(str(step)) == (step,)


@given(st.text() | nearly)
@example("T+1d 09:00")
def test_any_text_is_a_plan_or_refused(text: str) -> None:
    """Whatever is typed, it parses or raises ``PlanError``."""
    with suppress(PlanError):
        assert parse_plan(text)


# --- daylight saving time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "zone", "at", "says"),
    [
        ("2027-03-14 02:30", "America/New_York", "2027-03-14 07:30", "02:30 does not exist that day; 03:30 is taken"),
        ("2026-11-01 01:30", "America/New_York", "2026-11-01 05:30", "01:30 happens twice that day; the first is taken"),
        ("2027-03-28 02:30", "Europe/Berlin", "2027-03-28 01:30", "03:30 is taken"),
        ("2027-04-30 00:00", "Africa/Cairo", "2027-04-29 22:00", "01:00 is taken"),  # midnight does not exist
        ("2027-03-14 00:30", "America/Havana", "2027-03-14 05:30", "01:30 is taken"),
        ("2027-04-04 01:45", "Australia/Lord_Howe", "2027-04-03 14:45", "the first is taken"),  # half an hour twice
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:45", "02:45 is taken"),  # half an hour missing
        ("2027-03-14 01:59", "America/New_York", "2027-03-14 06:59", ""),  # the last minute before the gap
        ("2027-03-14 03:00", "America/New_York", "2027-03-14 07:00", ""),  # the first after it
        ("2026-11-01 02:00", "America/New_York", "2026-11-01 07:00", ""),  # the first after the second 01:59
        ("2026-07-01 09:00", "Asia/Kathmandu", "2026-07-01 03:15", ""),  # an odd offset is no change
    ],
)  # fmt: skip
def test_changes_of_clocks(local: str, zone: str, at: str, says: str) -> None:
    """A wall time that does not exist moves forward by the gap; of one that happens twice it is the first."""
    wall = datetime.fromisoformat(local)
    when = moment(wall, ZoneInfo(zone))
    assert (when.at, when.local) == (utc(at), wall)
    assert (says in when.note) if says else not when.note


def changes(zone: str) -> list[datetime]:
    """The wall times around which *zone* changes its clocks in three years, to the day."""
    days = [datetime(2026, 1, 1, tzinfo=UTC) + n * DAY for n in range(1100)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return [days[n].replace(tzinfo=None) for n in range(1, len(days)) if offsets[n] != offsets[n - 1]]


# By an hour or half, at all times of day, in both hemispheres, by three quarters off, and for Ramadan.
ZONES = """America/New_York Europe/Berlin Europe/Lisbon Africa/Cairo Africa/Casablanca America/Havana America/Nuuk
    America/Santiago Australia/Lord_Howe Pacific/Chatham Asia/Beirut Antarctica/Troll""".split()
near_changes = st.sampled_from([(zone, day) for zone in ZONES for day in changes(zone)]).flatmap(
    lambda each: st.tuples(
        st.just(each[0]), st.integers(-36 * 4, 36 * 4).map(lambda n: each[1] + n * 15 * MINUTE)
    )
)
anywhere = st.tuples(
    st.sampled_from(sorted(available_timezones())),
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)),  # noqa: DTZ001 - wall times
)


@given(near_changes | anywhere)
def test_the_rule_in_any_zone(place: tuple[str, datetime]) -> None:
    """Of all instants that show the wall time it is the first; if none does, the offset before the gap holds."""
    name, wall = place
    tz = ZoneInfo(name)
    around = [wall.replace(tzinfo=UTC) + n * HOUR for n in (-48, 48)]
    offsets = [each.astimezone(tz).utcoffset() or timedelta(0) for each in around]
    instants = [wall.replace(tzinfo=UTC) - offset for offset in offsets]
    showing = [at for at in instants if at.astimezone(tz).replace(tzinfo=None) == wall]
    when = moment(wall, tz)
    assert when.at == (min(showing) if showing else instants[0])
    assert bool(when.note) == (len(set(showing)) != 1)


# --- launches -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "launch", "local", "at"),
    [
        ("T+0", "2026-03-02 15:00", "2026-03-02 10:00", "2026-03-02 15:00"),
        ("T+2h", "2026-03-02 15:00", "2026-03-02 12:00", "2026-03-02 17:00"),
        ("T+1d", "2026-03-02 15:00", "2026-03-03 10:00", "2026-03-03 15:00"),
        ("T+1d 09:00", "2026-03-02 15:00", "2026-03-03 09:00", "2026-03-03 14:00"),
        ("T+1d2h", "2026-03-02 15:00", "2026-03-03 12:00", "2026-03-03 17:00"),
        ("T 10:00", "2026-03-02 15:00", "2026-03-02 10:00", "2026-03-02 15:00"),  # the very minute
        # over the spring night of 8 March 2026 in New York, a day is 23 hours long ...
        ("T+1d", "2026-03-07 15:00", "2026-03-08 10:00", "2026-03-08 14:00"),
        ("T+24h", "2026-03-07 15:00", "2026-03-08 11:00", "2026-03-08 15:00"),
        ("T+7d 09:00", "2026-03-02 15:00", "2026-03-09 09:00", "2026-03-09 13:00"),
        # ... and over the autumn night of 1 November 25
        ("T+1d", "2026-10-31 14:00", "2026-11-01 10:00", "2026-11-01 15:00"),
        ("T+24h", "2026-10-31 14:00", "2026-11-01 09:00", "2026-11-01 14:00"),
        # elapsed time passes through the hour that happens twice
        ("T+1h", "2026-11-01 05:30", "2026-11-01 01:30", "2026-11-01 06:30"),
        ("T+0", "2026-11-01 06:30", "2026-11-01 01:30", "2026-11-01 06:30"),  # launched in the second
        # late on one day in New York it is the next in UTC: days are the zone's
        ("T+1d", "2026-03-03 02:00", "2026-03-03 21:00", "2026-03-04 02:00"),
    ],
)
def test_steps_after_a_launch(step: str, launch: str, local: str, at: str) -> None:
    """Hours are elapsed time; days keep the wall time of the campaign's zone, however long they are."""
    when = resolve(only(step), utc(launch), NEW_YORK)
    assert (when.at, when.local) == (utc(at), datetime.fromisoformat(local))


def test_a_step_into_the_gap() -> None:
    """What a change of clocks does to a step is said."""
    when = resolve(only("T+1d 02:30"), utc("2026-03-07 15:00"), NEW_YORK)
    assert (when.at, when.wall) == (utc("2026-03-08 07:30"), "2026-03-08T02:30:00")
    assert when.note == "02:30 does not exist that day; 03:30 is taken"


def test_nothing_before_the_launch() -> None:
    """A time of day that has passed on the day of the launch is refused, not moved."""
    with pytest.raises(PlanError, match=r"T\+0 09:00 falls before the launch at 10:00"):
        resolve(only("T 09:00"), LAUNCH, NEW_YORK)


launches = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(steps, launches, st.sampled_from(ZONES))
def test_a_step_is_never_before_its_launch(step: Step, launch: datetime, zone: str) -> None:
    """Whatever the zone does, T+0 is the launch and everything else is later."""
    with suppress(PlanError):
        assert resolve(step, launch, ZoneInfo(zone)).at >= launch
    assert resolve(Step(), launch, ZoneInfo(zone)).at == launch


# --- even spreads and staggers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "over", "plan"),
    [
        (1, MINUTE, "T+0"),
        (5, 5 * DAY, "T+0, T+1d, T+2d, T+3d, T+4d"),  # the same wall time every day
        (4, 2 * DAY, "T+0, T+12h, T+1d, T+1d12h"),
        (3, DAY, "T+0, T+8h, T+16h"),
        (7, DAY, "T+0, T+3h26m, T+6h51m, T+10h17m, T+13h43m, T+17h9m, T+20h34m"),  # to the minute
        (3, 3 * MINUTE, "T+0, T+1m, T+2m"),
    ],
)
def test_spread(count: int, over: timedelta, plan: str) -> None:
    """Evenly over a window that begins with the launch; the next one would be at its end."""
    assert spread(count, over) == parse_plan(plan)


@pytest.mark.parametrize(
    ("count", "over"), [(1, timedelta(0)), (2, 119 * timedelta(seconds=1)), (10**6, DAY)]
)
def test_too_close(count: int, over: timedelta) -> None:
    """Less than a minute apart is a mistake."""
    with pytest.raises(PlanError, match="less than a minute apart"):
        spread(count, over)


@given(
    st.integers(1, 200),
    st.integers(1, 300),
    st.sampled_from([(zone, day) for zone in ZONES for day in changes(zone)]),
    st.integers(0, 47),
)
@example(60, 30, ("America/New_York", datetime(2026, 3, 9)), 36)  # noqa: DTZ001 - a wall time
@example(40, 90, ("Antarctica/Troll", datetime(2026, 3, 30)), 36)  # noqa: DTZ001 - two hours at once
def test_a_spread_keeps_its_order(count: int, gap: int, change: tuple[str, datetime], hours: int) -> None:
    """No change of clocks, one of which lies in the window, swaps two posts or puts them at one instant."""
    zone, day = change
    launch = day.replace(tzinfo=UTC) - hours * HOUR
    minutes = count * gap
    times = [resolve(step, launch, ZoneInfo(zone)).at for step in spread(count, minutes * MINUTE)]
    assert times == sorted(set(times))
    assert times[0] == launch


@pytest.mark.parametrize(
    ("networks", "minutes"),
    [
        (["x"], [0]),
        (["x", "bluesky"], [0, 0]),  # different networks go together
        (["x", "x", "x"], [0, 5, 10]),
        (["x", "bluesky", "x", "bluesky", "x"], [0, 0, 5, 5, 10]),
        ([], []),
    ],
)
def test_stagger(networks: list[str], minutes: list[int]) -> None:
    """Accounts of one network go one after another, in the order in which they are named."""
    assert staggered(networks, 5 * MINUTE) == tuple(n * MINUTE for n in minutes)


def test_later() -> None:
    """A stagger is elapsed time: through the hour that happens twice, and with the note of the time it follows."""
    first = moment(datetime.fromisoformat("2026-11-01 01:58"), NEW_YORK)
    second = first.later(5 * MINUTE, NEW_YORK)
    assert (second.at - first.at, second.wall, second.note) == (5 * MINUTE, "2026-11-01T01:03:00", first.note)
    assert first.later(timedelta(0), NEW_YORK) is first
