"""The times that people write: now, in two hours, tomorrow at nine; and the zones they mean them in."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core import timeline
from scheduler.core.errors import PlanError
from scheduler.core.timeline import parse_when

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 10:00 in New York

# Characters of which times are made, so that a random text is often nearly one.
nearly = st.text("0123456789٣T+-:., Zzdhmnowtr/_", max_size=30)
presents = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(
    ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll"]
)


def utc(text: str) -> datetime:
    """``2026-03-02 15:00`` as an instant."""
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("now", "2026-03-02 15:00"),
        (" NOW ", "2026-03-02 15:00"),
        ("+2h", "2026-03-02 17:00"),
        ("+0", "2026-03-02 15:00"),
        ("+1d", "2026-03-03 15:00"),
        ("+1d 09:00", "2026-03-03 14:00"),
        ("17:30", "2026-03-02 22:30"),
        ("9:30", "2026-03-02 14:30"),  # has passed: whoever asked decides whether that may be
        ("today 17:30", "2026-03-02 22:30"),
        ("Tomorrow 09:00", "2026-03-03 14:00"),
        ("tomorrow 00:00", "2026-03-03 05:00"),
        ("2026-12-01 09:00", "2026-12-01 14:00"),  # winter time
        ("2026-07-01 09:00", "2026-07-01 13:00"),  # summer time
        ("2026-07-01T09:00", "2026-07-01 13:00"),
        ("2026-07-01T09:00:30", "2026-07-01 13:00:30"),
        ("2026-07-01T09:00Z", "2026-07-01 09:00"),
        ("2026-07-01T09:00+05:30", "2026-07-01 03:30"),
        ("2027-03-14 02:30", "2027-03-14 07:30"),  # does not exist: moved forward by the gap
        ("2026-11-01 01:30", "2026-11-01 05:30"),  # happens twice: the first
        ("2026-11-01T01:30-05:00", "2026-11-01 06:30"),  # the second, by its offset
    ],
)
def test_times(text: str, at: str) -> None:
    """Wall times are the campaign's zone's; an offset says its own."""
    when = parse_when(text, now=NOW, tz=NEW_YORK)
    assert when.at == utc(at)
    assert when.at.tzinfo is UTC


def test_today_is_the_zones() -> None:
    """At nine in the evening in New York it is tomorrow in UTC, and today all the same."""
    late = utc("2026-03-03 02:00:59.5")
    assert parse_when("22:30", now=late, tz=NEW_YORK).wall == "2026-03-02T22:30:00"
    assert parse_when("tomorrow 09:00", now=late, tz=NEW_YORK).wall == "2026-03-03T09:00:00"


def test_an_instant_keeps_the_wall_time_that_it_has() -> None:
    """Also what was named by its instant is kept with the zone's wall time."""
    assert parse_when("2026-07-01T09:00Z", now=NOW, tz=NEW_YORK).wall == "2026-07-01T05:00:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'' is not a time"),
        ("soon", "is not a time"),
        ("2h", "is not a time"),
        ("+2x", r"'\+2x' is not a time"),  # named as it was typed
        ("+", "is not a time"),
        ("24:00", "is not a time"),
        ("09:60", "is not a time"),
        ("9", "is not a time"),
        ("yesterday 09:00", "is not a time"),
        ("tomorrow", "is not a time"),
        ("2026-12-01", "is not a time"),  # a date without a time of day
        ("20261201", "is not a time"),
        ("2026-W49-2", "is not a time"),
        ("2026-02-29 09:00", "is not a time"),  # no leap year
        ("2026-13-01 09:00", "is not a time"),
        ("01/12/2026 09:00", "is not a time"),  # which is the month?
        ("2036-12-01 09:00", "more than 3660 days away"),
        ("9999-12-31 23:59", "is not a time|days away"),  # beyond what a plan could be added to
        ("0001-01-01 00:00", "is not a time|days away"),
        ("0001-01-01T00:00+14:00", "is not a time"),
        ("+" + "9" * 5000 + "h", "is not a time"),
        ("+9999d", "more than 3660 days"),
        ("+0 09:00", "before the launch"),
    ],
)
def test_no_times(text: str, says: str) -> None:
    """What is not understood is refused, with the ways to write it."""
    with pytest.raises(PlanError, match=says) as caught:
        parse_when(text, now=NOW, tz=NEW_YORK)
    assert caught.value.remedy


@given(st.text() | nearly | st.datetimes().map(str), presents, zones)
def test_any_text_is_a_time_or_refused(text: str, now: datetime, zone: str) -> None:
    """Whatever is typed, it gives an instant within ten years, or raises ``PlanError``."""
    with suppress(PlanError):
        when = parse_when(text, now=now, tz=ZoneInfo(zone))
        assert abs(when.at - now) <= timedelta(days=3661)
        assert when.at.utcoffset() == timedelta(0)


def test_zones() -> None:
    """Zones go by their IANA names."""
    assert timeline.zone("America/New_York") == NEW_YORK
    with pytest.raises(PlanError, match="There is no time zone 'New York'"):
        timeline.zone("New York")


@given(
    st.text()
    | st.sampled_from(["", "America", "../UTC", "/etc/passwd", "a\0b", "a" * 5000, "\udcff", "America/"])
)
def test_any_text_is_a_zone_or_refused(name: str) -> None:
    """Also folders, paths and bytes that are no text."""
    with suppress(PlanError):
        assert timeline.zone(name).key == name
