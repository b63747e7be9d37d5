"""Slots of the week, quiet hours, holidays and the least gap: which moments an account is free to post at."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import PlanError
from scheduler.core.slots import (
    Holiday,
    Hush,
    Place,
    Quiet,
    Slot,
    Taken,
    free,
    parse_holiday,
    parse_quiet,
    parse_slots,
    places,
)
from scheduler.core.timeline import moment

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)  # 08:00 in New York


def utc(text: str) -> datetime:
    """``2026-11-30 13:00`` as an instant."""
    return datetime.fromisoformat(f"{text}+00:00")


def first(
    count: int, *texts: str, zone: str = NEW_YORK, after: datetime = MONDAY, **given: Any
) -> list[Place]:
    """The first *count* free places of the slots that *texts* name."""
    slots = [slot for text in texts for slot in parse_slots(text, zone)]
    hush, taken = given.pop("hush", Hush(zone=zone)), given.pop("taken", Taken())
    return list(islice(free(slots, hush, taken, after, **given), count))


def shown(places: list[Place]) -> list[str]:
    """Their wall times, as ``Mon 30 09:00``."""
    return [f"{place.when.local:%a %d %H:%M}" for place in places]


# --- when it is quiet ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "local", "is_quiet"),
    [
        ("22:00-07:00", "2026-11-30 21:59", False),
        ("22:00-07:00", "2026-11-30 22:00", True),
        ("22:00-07:00", "2026-12-01 00:00", True),
        ("22:00-07:00", "2026-12-01 06:59", True),
        ("22:00-07:00", "2026-12-01 07:00", False),
        ("12:00-13:00", "2026-11-30 12:30", True),
        ("12:00-13:00", "2026-11-30 13:00", False),
        ("Fri,Sat 23:00-11:00", "2026-12-05 10:00", True),  # the morning after Friday's night
        ("Fri,Sat 23:00-11:00", "2026-12-06 10:00", True),  # Sunday morning belongs to Saturday
        ("Fri,Sat 23:00-11:00", "2026-12-04 10:00", False),  # Friday morning to Thursday
        ("Fri,Sat 23:00-11:00", "2026-12-06 23:30", False),  # Sunday night is not among them
        ("Sun 00:00-24:00", "2026-12-06 23:59", True),
        ("Sun 00:00-24:00", "2026-12-07 00:00", False),
        ("Sun 22:00-07:00", "2026-12-07 03:00", True),  # over the end of the week
    ],
)
def test_quiet_hours(text: str, local: str, is_quiet: object) -> None:
    """From the start, included, to the end, not included; a night belongs to the day on which it begins."""
    at = moment(datetime.fromisoformat(local), ZoneInfo(NEW_YORK)).at
    assert (Hush(zone=NEW_YORK, quiet=(parse_quiet(text),)).quiet_at(at) is not None) is is_quiet


def test_quiet_hours_are_those_of_the_clock_on_the_wall() -> None:
    """Of the hour that happens twice both are quiet; what a change of clocks puts off is where it is put."""
    autumn = Hush(zone=NEW_YORK, quiet=(parse_quiet("01:00-02:00"),))
    twice = [utc(f"2026-11-01 0{hour}:30") for hour in (4, 5, 6, 7)]
    assert [autumn.quiet_at(at) is not None for at in twice] == [False, True, True, False]
    spring = Hush(zone=NEW_YORK, quiet=(parse_quiet("03:00-04:00"),))
    assert first(1, "daily 02:30", hush=spring, after=utc("2027-03-14 05:00"))[0].day == date(2027, 3, 15)


def test_a_holiday_is_the_day_of_the_rules_zone() -> None:
    """Whether an instant is on a holiday is told by the zone of the rules, not by UTC."""
    hush = Hush(zone=NEW_YORK, holidays=(parse_holiday("2026-12-25 Christmas"),))
    times = ["2026-12-25 04:59", "2026-12-25 05:00", "2026-12-26 04:59", "2026-12-26 05:00"]
    assert [hush.holiday_at(utc(each)) is not None for each in times] == [False, True, True, False]


# --- which places are free ----------------------------------------------------------------------


def test_slots_in_order() -> None:
    """One after another by time, over days and slots; those that have passed are left out."""
    assert shown(first(5, "Mon-Fri 09:00,12:30", "Sat 11:00", after=utc("2026-12-04 15:00"))) == [
        "Fri 04 12:30",
        "Sat 05 11:00",
        "Mon 07 09:00",
        "Mon 07 12:30",
        "Tue 08 09:00",
    ]


def test_slots_of_several_zones() -> None:
    """In order of their instants, whatever their zones say."""
    places = [*parse_slots("daily 09:00", NEW_YORK), *parse_slots("daily 14:00,16:00", BERLIN)]
    found = list(islice(free(places, Hush(), Taken(), MONDAY), 3))
    assert [(each.slot.zone, each.when.at.hour) for each in found] == [
        (NEW_YORK, 14),
        (BERLIN, 15),
        (BERLIN, 13),
    ]


def test_the_very_moment_has_passed() -> None:
    """A slot at the instant itself is not after it."""
    assert shown(first(1, "daily 08:00", after=MONDAY)) == ["Tue 01 08:00"]
    assert shown(first(1, "daily 08:00", after=MONDAY - timedelta(microseconds=1))) == ["Mon 30 08:00"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Mon 30 09:00", "Mon 30 09:20", "Mon 30 17:00"]),
        ({"taken": Taken(times=(utc("2026-11-30 14:00"),))}, ["Mon 30 09:20", "Mon 30 17:00", "Tue 01 09:00"]),
        # moved to another time, it frees the instant; that it has the place still counts
        ({"taken": Taken(places=frozenset({(f"daily 09:00 {NEW_YORK}", date(2026, 11, 30))}))},
         ["Mon 30 09:20", "Mon 30 17:00", "Tue 01 09:00"]),
        ({"hush": Hush(gap=30 * MINUTE)}, ["Mon 30 09:00", "Mon 30 17:00", "Tue 01 09:00"]),  # to those just found
        ({"hush": Hush(gap=20 * MINUTE)}, ["Mon 30 09:00", "Mon 30 09:20", "Mon 30 17:00"]),  # just as far is enough
        ({"hush": Hush(gap=30 * MINUTE), "taken": Taken(times=(utc("2026-11-30 22:29"),))},  # to one that is later
         ["Mon 30 09:00", "Tue 01 09:00", "Tue 01 17:00"]),
        ({"hush": Hush(zone=NEW_YORK, quiet=(parse_quiet("16:00-09:10"),))},
         ["Mon 30 09:20", "Tue 01 09:20", "Wed 02 09:20"]),
        ({"hush": Hush(zone=NEW_YORK, holidays=(parse_holiday("2026-11-30..2026-12-24 Advent"),))},
         ["Fri 25 09:00", "Fri 25 09:20", "Fri 25 17:00"]),
        ({"delay": 5 * MINUTE}, ["Mon 30 09:05", "Mon 30 09:25", "Mon 30 17:05"]),
        # what counts is when it goes out, not when its slot is
        ({"delay": 5 * MINUTE, "hush": Hush(zone=NEW_YORK, quiet=(parse_quiet("09:04-10:00"),))},
         ["Mon 30 17:05", "Tue 01 17:05", "Wed 02 17:05"]),
    ],
)  # fmt: skip
def test_what_keeps_a_place(given: dict[str, Any], expected: list[str]) -> None:
    """Taken, too near, in quiet hours, on a holiday: the next one is taken instead."""
    assert shown(first(3, "daily 09:00,09:20,17:00", **given)) == expected


def test_two_slots_at_one_instant_are_one_place() -> None:
    """Where a change of clocks puts two slots together, an account takes one of them."""
    found = first(3, "daily 02:30,03:30", after=utc("2027-03-14 05:00"))
    assert [place.when.at for place in found] == [
        utc("2027-03-14 07:30"),
        utc("2027-03-15 06:30"),
        utc("2027-03-15 07:30"),
    ]
    assert found[0].when.note == "02:30 does not exist that day; 03:30 is taken"


def test_a_time_that_happens_twice_is_one_slot() -> None:
    """A slot comes once on each of its days: in autumn with the first of two equal times."""
    found = first(2, "daily 01:30", after=utc("2026-11-01 04:00"))
    assert [place.when.at for place in found] == [utc("2026-11-01 05:30"), utc("2026-11-02 06:30")]


def test_a_slot_that_a_change_of_clocks_puts_past_midnight() -> None:
    """In Nuuk 23:30 does not exist that Saturday: the slot is at 00:30 on Sunday, and still to come ten past."""
    found = first(1, "Sat 23:30", zone="America/Nuuk", after=utc("2027-03-28 01:10"))
    assert (found[0].day, found[0].when.at) == (date(2027, 3, 27), utc("2027-03-28 01:30"))


DAYTIMES = [time(n // 4, n % 4 * 15) for n in range(96)]


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/Berlin",
        "Africa/Cairo",
        "Africa/Casablanca",
        "America/Havana",
        "America/Nuuk",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Antarctica/Troll",
    ],
)
def test_every_slot_comes_once_on_every_day(zone: str) -> None:
    """Around each change of clocks a slot at each quarter of an hour comes on each day, once, as ``moment`` says."""
    tz = ZoneInfo(zone)
    days = [datetime(2026, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(800)]
    offsets = [day.astimezone(tz).utcoffset() for day in days]
    changes = [days[n] for n in range(1, len(days)) if offsets[n] != offsets[n - 1]]
    assert changes
    every = frozenset(range(7))
    for change in changes:
        after = change - 2 * DAY
        for clock in DAYTIMES:
            slot = Slot(days=every, wall_time=clock, zone=zone)
            found = list(places([slot], after, until=change + 2 * DAY))
            assert all(b.day - a.day == DAY for a, b in pairwise(found))
            assert len(found) >= 3
            assert all(each.when == moment(datetime.combine(each.day, clock), tz) for each in found)


def test_a_day_that_is_left_out_has_no_slots() -> None:
    """Samoa had no 30 December 2011: its slots are skipped, and those of the 31st are not doubled."""
    found = first(3, "daily 09:00", zone="Pacific/Apia", after=utc("2011-12-28 20:00"))
    assert [place.day.day for place in found] == [29, 31, 1]


@pytest.mark.parametrize(
    ("texts", "given", "says"),
    [
        ([], {}, "There are no slots"),
        (["daily 09:00"], {"hush": Hush(zone=NEW_YORK, quiet=(parse_quiet("22:00-10:00"),))},
         r"no free slot within 52 weeks, because 364 are in the quiet hours \(22:00-10:00\)"),
        (["Mon 09:00"], {"weeks": 2, "hush": Hush(zone=NEW_YORK, holidays=(parse_holiday("2026-11-30 Rest"),)),
                         "taken": Taken(times=(utc("2026-12-07 14:00"),))},
         r"within 2 weeks, because 1 is on a holiday \(Rest\), 1 is taken"),
        (["Mon 09:00,09:10"], {"weeks": 1, "hush": Hush(gap=HOUR)},
         "because 1 is nearer than 1h to another post, 1 is filled by this plan"),
    ],
)  # fmt: skip
def test_no_free_slot(texts: list[str], given: dict[str, Any], says: str) -> None:
    """The search ends, and says why nothing was found."""
    with pytest.raises(PlanError, match=says) as caught:
        first(1000, *texts, **given)
    assert "slots" in caught.value.remedy


ZONES = """America/New_York Europe/Berlin Africa/Cairo Africa/Casablanca America/Havana Australia/Lord_Howe
    Pacific/Chatham Antarctica/Troll Asia/Kathmandu UTC""".split()
clocks = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
slots = st.builds(Slot, days=weekdays, wall_time=clocks, zone=st.sampled_from(ZONES))
quiets = st.builds(Quiet, start=clocks, end=clocks, days=weekdays)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
holidays = st.builds(
    lambda day, length: Holiday(first=day, last=day + length * DAY, name="Rest"),
    st.dates(date(2026, 1, 1), date(2028, 3, 1)),
    st.integers(0, 9),
)


@given(
    st.lists(slots, min_size=1, max_size=4),
    st.builds(
        Hush,
        zone=st.sampled_from(ZONES),
        quiet=st.lists(quiets, max_size=2).map(tuple),
        holidays=st.lists(holidays, max_size=3).map(tuple),
        gap=st.integers(0, 300).map(lambda n: n * MINUTE),
    ),
    st.lists(st.integers(0, 14 * 96), max_size=6),
    starts,
    st.integers(0, 3).map(lambda n: n * 5 * MINUTE),
)
def test_every_free_place_keeps_every_rule(
    week: list[Slot], hush: Hush, taken: list[int], after: datetime, delay: timedelta
) -> None:
    """Whatever the slots, the rules, the zone and the season: what is offered is rising, free, and as meant."""
    times = tuple(after + n * 15 * MINUTE for n in taken)
    found: list[Place] = []
    with suppress(PlanError):
        found.extend(islice(free(week, hush, Taken(times=times), after, delay=delay, weeks=4), 25))
    instants = [each.when.at for each in found]
    assert all(a < b for a, b in pairwise([after, *instants]))
    assert all(b - a >= hush.gap for a, b in pairwise(instants))
    assert len({each.key for each in found}) == len(found)
    local = [at.astimezone(ZoneInfo(hush.zone)) for at in instants]
    assert not [at for at in local if any(at.replace(tzinfo=None) in each for each in hush.quiet)]
    assert not [at for at in local if any(at.date() in each for each in hush.holidays)]
    assert not [at for at in instants for other in times if at == other or abs(at - other) < hush.gap]
    for each in found:
        assert each.day.weekday() in each.slot.days
        tz = ZoneInfo(each.slot.zone)
        meant = moment(datetime.combine(each.day, each.slot.wall_time), tz)
        assert (each.when.at - delay, each.when.note) == (meant.at, meant.note)


@given(slots, starts)
def test_no_place_is_passed_over(slot: Slot, after: datetime) -> None:
    """With no rule in the way every day of the slot is there, once."""
    found = list(islice(free([slot], Hush(), Taken(), after), 10))
    days = [found[0].day + n * DAY for n in range((found[-1].day - found[0].day).days + 1)]
    assert [each.day for each in found] == [day for day in days if day.weekday() in slot.days]
    assert found[0].when.at - after <= 7 * DAY + 2 * HOUR
