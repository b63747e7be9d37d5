"""``drumbeat slots``, and campaigns that fill them."""

import re
from typing import Any

import pytest
from commands import Drumbeat

WEEK = "Mon-Fri 09:00,12:30,17:00"


def names(drumbeat: Drumbeat) -> list[str]:
    """The slots in use."""
    return [each["slot"] for each in drumbeat.json("slots")["slots"]]


# --- the slots of the week ----------------------------------------------------------------------


def test_slots_are_added_and_removed(drumbeat: Drumbeat) -> None:
    """What is added is listed, in the configured zone; the way back is printed, and works."""
    assert "No slots yet" in drumbeat("slots").out
    added = drumbeat("slots", "add", WEEK)
    assert "Added 3 slots" in added.out
    assert names(drumbeat) == ["Mon-Fri 09:00", "Mon-Fri 12:30", "Mon-Fri 17:00"]
    assert {each["zone"] for each in drumbeat.json("slots")["slots"]} == {"America/New_York"}
    removed = drumbeat("slots", "remove", "Mon-Fri 12:30,17:00")
    assert names(drumbeat) == ["Mon-Fri 09:00"]
    back = re.search(r'Take it back: drumbeat slots add "(.*)"', removed.out)
    assert back
    drumbeat("slots", "add", back[1])
    assert names(drumbeat) == ["Mon-Fri 09:00", "Mon-Fri 12:30", "Mon-Fri 17:00"]


def test_slots_of_another_zone(drumbeat: Drumbeat) -> None:
    """The same days and times in another zone are other slots."""
    drumbeat("slots", "add", "daily 09:00", "--zone", "Europe/Berlin")
    drumbeat("slots", "add", "daily 09:00")
    drumbeat("slots", "remove", "daily 09:00")
    assert [each["zone"] for each in drumbeat.json("slots")["slots"]] == ["Europe/Berlin"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "Mon 25:00"], "25:00 is no time of day"),
        (["add", "Tue 10:00", "Xyz 09:00"], "'Xyz' is no day of the week"),  # nothing of it is added
        (["add", "Mon 09:00"], "is a slot on Mon already, as part of Mon-Fri 09:00"),
        (["add", "Mon-Fri 09:00"], "is a slot already"),
        (["add", "Tue 10:00", "Mon-Wed 10:00"], "is a slot on Tue already"),  # within one command too
        (["add", "Tue 10:00", "--zone", "Mars"], "There is no time zone 'Mars'"),
        (["remove", "Mon 09:00"], "Mon 09:00 America/New_York is no slot. There is Mon-Fri 09:00"),
        (["remove", "Mon-Fri 09:00", "Sat 09:00"], "Sat 09:00 America/New_York is no slot"),
        (["add"], "Missing argument"),
    ],
)
def test_slots_that_are_refused(drumbeat: Drumbeat, words: list[str], says: str) -> None:
    """What cannot be is said with its remedy, and nothing is changed."""
    drumbeat("slots", "add", WEEK)
    assert says in drumbeat("slots", *words, code=2).err
    assert len(names(drumbeat)) == 3


def test_what_a_change_of_clocks_does_is_told(drumbeat: Drumbeat) -> None:
    """A slot that some day does not exist is said to come later on that day when it is made."""
    assert "02:30 does not exist that day; 03:30 is taken" in drumbeat("slots", "add", "daily 02:30").err


def configured(drumbeat: Drumbeat, calendar: str) -> None:
    """Put *calendar* into the configuration."""
    path = drumbeat.folder / "config.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[calendar]\n{calendar}\n", encoding="utf-8")


def test_when_accounts_keep_silent_is_shown(drumbeat: Drumbeat) -> None:
    """The rules of the configuration are listed with the slots; a slot that they cover is remarked upon."""
    configured(
        drumbeat,
        'quiet = ["22:00-07:00"]\nholidays = ["2026-12-24..2026-12-26 Christmas"]\ngap = "30m"',
    )
    assert "no post takes it" in drumbeat("slots", "add", "daily 23:00").err
    shown = drumbeat("slots").out
    assert "Quiet hours: 22:00-07:00 (America/New_York)" in shown
    assert "Holiday: 2026-12-24..2026-12-26 Christmas" in shown
    assert "Least gap: 30m" in shown
    told: dict[str, Any] = drumbeat.json("slots")
    assert told["quiet"] == ["22:00-07:00"]
    assert told["holidays"] == [{"first": "2026-12-24", "last": "2026-12-26", "name": "Christmas"}]
    assert told["gap"] == "30m"


@pytest.mark.parametrize(
    ("calendar", "says"),
    [
        ('quiet = ["at night"]', "'at night' is not a span of quiet hours"),
        ('quiet = ["22-07"]', "'22-07': 22 is no time of day"),
        ('quiet = "22:00-07:00"', "calendar.quiet"),
        ("quiet = [22]", 'must be text in quotes, such as "22:00-07:00", not 22'),
        ('holidays = ["Christmas"]', "'Christmas' is not a holiday"),
        ('holidays = ["2026-12-26..2026-12-24"]', "ends before it begins"),
        ("holidays = [2026-12-25]", 'must be text in quotes, such as "2026-12-25 Christmas"'),
        ('gap = "8d"', "calendar.gap: must be from 0s to 7d, not 8d"),
        ("gap = 30", "must be a duration in quotes"),
        ('quite = ["22:00-07:00"]', "did you mean"),
    ],
)
def test_a_calendar_that_is_wrong(drumbeat: Drumbeat, calendar: str, says: str) -> None:
    """Every problem of the calendar's settings is named with its line and the way to write it."""
    configured(drumbeat, calendar)
    refused = drumbeat("slots", code=2).err
    assert says in refused
    assert re.search(r"config\.toml:\d+: calendar", refused)
