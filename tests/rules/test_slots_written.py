"""Slots, quiet hours and holidays as people write them."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.core.errors import PlanError
from scheduler.core.slots import (
    Holiday,
    Quiet,
    Slot,
    parse_holiday,
    parse_quiet,
    parse_slots,
    spell_days,
)

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"

# Characters of which slots, quiet hours and holidays are made, so that a random text is often nearly one.
nearly = st.text("0123456789:,-. MonFriSatdaily٣", max_size=30)


@pytest.mark.parametrize(
    ("text", "days", "clocks"),
    [
        ("Mon-Fri 09:00,12:30", "Mon-Fri", [time(9), time(12, 30)]),
        ("mon, wed 9:05", "Mon,Wed", [time(9, 5)]),  # small letters, spaces, no leading zero
        ("Monday-Wednesday 09:00", "Mon-Wed", [time(9)]),
        ("Sat,Sun 11:00", "Sat,Sun", [time(11)]),
        ("Fri-Mon 11:00", "Mon,Fri-Sun", [time(11)]),  # over the end of the week
        ("Mon-Tue,Thu 08:00", "Mon,Tue,Thu", [time(8)]),
        ("Mon–Fri 09:00", "Mon-Fri", [time(9)]),
        ("daily 08:00", "daily", [time(8)]),
        ("08:00, 20:00", "daily", [time(8), time(20)]),  # no days: all of them
        ("Sun-Sat 00:00", "daily", [time(0)]),
        ("Mon 09:00,09:00", "Mon", [time(9)]),  # twice is once
    ],
)
def test_slots_as_people_write_them(text: str, days: str, clocks: list[time]) -> None:
    """Days, then times: a slot for each time of day."""
    slots = parse_slots(text, BERLIN)
    assert [(spell_days(each.days), each.wall_time) for each in slots] == [(days, each) for each in clocks]
    assert slots[0].id == f"{days} {clocks[0]:%H:%M} {BERLIN}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'' is not a slot"),
        ("Mon-Fri", "not a slot"),
        ("Mon-Fri 9am", "not a slot"),
        ("Mon 24:00", "24:00 is no time of day"),
        ("Mon 09:60", "09:60 is no time of day"),
        ("Mon 9", "9 is no time of day"),
        ("Mo 09:00", "'Mo' is no day of the week"),  # Mo is Monday in German, and too short elsewhere
        ("Funday 09:00", "'Funday' is no day"),
        ("Mon- 09:00", "'' is no day"),
        ("Mon ,", "not a slot"),
    ],
)
def test_what_is_no_slot(text: str, says: str) -> None:
    """What is not days and times is refused, with the way to write it."""
    with pytest.raises(PlanError, match=says) as caught:
        parse_slots(text, NEW_YORK)
    assert "Mon-Fri 09:00" in caught.value.remedy


@given(st.frozensets(st.integers(0, 6), min_size=1), st.times())
def test_a_slot_is_kept_as_text(days: frozenset[int], clock: time) -> None:
    """A slot's days and time as they are shown are read as the same."""
    slot = Slot(days=days, wall_time=clock.replace(second=0, microsecond=0), zone=BERLIN)
    assert parse_slots(str(slot), BERLIN) == (slot,)


@given(st.text() | nearly)
@example("Mon 09:00")
@example("22:00-07:00")
@example("2026-12-24..2026-12-26 Christmas")
def test_any_text_is_understood_or_refused(text: str) -> None:
    """Whatever is typed, it parses or raises ``PlanError``; what parses is read again as the same."""
    with suppress(PlanError):
        slots = parse_slots(text, NEW_YORK)
        assert slots == tuple(parse_slots(str(each), NEW_YORK)[0] for each in slots)
    for parse in (parse_quiet, parse_holiday):
        with suppress(PlanError):
            kept = parse(text)
            assert parse(str(kept)) == kept


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("22:00-07:00", Quiet(start=time(22), end=time(7))),
        ("Sat,Sun 00:00-10:00", Quiet(start=time(0), end=time(10), days=frozenset({5, 6}))),
        ("Sun 00:00-24:00", Quiet(start=time(0), end=time(0), days=frozenset({6}))),
        ("12:00 - 13:30", Quiet(start=time(12), end=time(13, 30))),
    ],
)
def test_quiet_hours_as_people_write_them(text: str, quiet: Quiet) -> None:
    """A span by the clock, over midnight or not, on some days or all."""
    assert parse_quiet(text) == quiet
    assert parse_quiet(str(quiet)) == quiet


@pytest.mark.parametrize(
    "text", ["", "22:00", "22-07", "25:00-07:00", "07:00-07:00", "00:00-00:00", "Xyz 22:00-07:00"]
)
def test_what_are_no_quiet_hours(text: str) -> None:
    """What is no span is refused, with the way to write it."""
    with pytest.raises(PlanError) as caught:
        parse_quiet(text)
    assert "00:00" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "holiday"),
    [
        ("2026-12-25", Holiday(first=date(2026, 12, 25), last=date(2026, 12, 25))),
        ("2026-12-25 Christmas Day", Holiday(first=date(2026, 12, 25), last=date(2026, 12, 25), name="Christmas Day")),
        ("2026-12-24..2026-12-26 Christmas", Holiday(first=date(2026, 12, 24), last=date(2026, 12, 26), name="Christmas")),
    ],
)  # fmt: skip
def test_holidays_as_people_write_them(text: str, holiday: Holiday) -> None:
    """A date or a range of dates, with a name or without."""
    assert parse_holiday(text) == holiday
    assert parse_holiday(str(holiday)) == holiday


@pytest.mark.parametrize(
    "text", ["", "Christmas", "25.12.2026", "2026-02-30", "2026-12-26..2026-12-24", "2026-12-24.."]
)
def test_what_is_no_holiday(text: str) -> None:
    """What is no date is refused, with the way to write it."""
    with pytest.raises(PlanError) as caught:
        parse_holiday(text)
    assert "2026-12-25 Christmas" in caught.value.remedy
