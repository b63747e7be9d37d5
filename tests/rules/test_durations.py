"""Durations as a person writes them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.durations import LONGEST, parse, spell
from scheduler.core.errors import PlanError


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("250ms", 0.25),  # the smallest unit, not minutes followed by s
        ("30s", 30),
        ("5m", 300),
        ("2h", 7200),
        ("1d", 86400),
        ("1h30m", 5400),  # largest unit first
        ("1m1ms", 60.001),  # units may be left out in between
        ("90m", 5400),  # more than the next unit holds
        ("0s", 0),
        (" 5m ", 300),  # spaces around it do no harm
    ],
)
def test_reads(text: str, seconds: float) -> None:
    """Whole numbers with units add up."""
    assert parse(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing
        "5",  # no unit
        "m",  # no number
        "-5m",  # negative
        "1.5h",  # not whole
        "5 m",  # a space inside
        "30m1h",  # smallest unit first
        "1h1h",  # a unit twice
        "5min",  # another unit's name
        "5M",  # capital: a month elsewhere
        "1h and 5m",  # words between
        "3661d",  # longer than ten years
        "9" * 15 + "d",  # beyond what a timedelta holds
        "9" * 5000 + "s",  # beyond what Python reads as a number
    ],
)
def test_refuses(text: str) -> None:
    """Anything else is refused with an example of what would do."""
    with pytest.raises(PlanError, match="Write it as"):
        parse(text)


@given(st.timedeltas(min_value=timedelta(0), max_value=LONGEST))
def test_spelling_is_read_back(duration: timedelta) -> None:
    """What ``spell`` writes, ``parse`` reads, to the millisecond."""
    assert abs(parse(spell(duration)) - duration) <= timedelta(microseconds=500)


def test_spells_shortest() -> None:
    """Units that count nothing are left out; no time at all is 0s."""
    assert spell(timedelta(days=1, seconds=30)) == "1d30s"
    assert spell(timedelta(0)) == "0s"
