"""``drumbeat calendar``: what goes out, what is free, and what keeps silent, day by day."""

import re
from typing import Any

import pytest
from click import unstyle
from clocks import LooseClock
from commands import Drumbeat

from scheduler.core.timeline import moment, zone

# It is Monday, 2 March 2026, 10:00 in New York. On Sunday the 8th clocks go forward.
NEW_YORK = "America/New_York"


def configured(drumbeat: Drumbeat, calendar: str) -> None:
    """Put *calendar* into the configuration."""
    path = drumbeat.folder / "config.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[calendar]\n{calendar}\n", encoding="utf-8")


@pytest.fixture
def busy(ready: Drumbeat, clock: LooseClock) -> Drumbeat:
    """Slots, a holiday, quiet hours, a campaign approved, one behind an embargo, and one that stands by."""
    assert clock.now().weekday() == 0
    configured(ready, 'quiet = ["22:00-07:00"]\nholidays = ["2026-03-06 Rest"]\ngap = "30m"')
    new = ("campaign", "new", "ijn-2020", "--no-cards", "--on")
    ready("slots", "add", "Mon-Fri 09:00,12:30,17:00", "Sun 02:30")
    ready(*new, "x-main,sky", "--slots", "--count", "2")
    ready("campaign", "approve", "ijn-2020")
    ready(*new, "sky", "--slots", "--count", "1", "--embargo", "2026-03-04 10:00")
    ready("campaign", "approve", "ijn-2020-2")
    ready(*new, "x-main", "--count", "2")
    return ready


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal of 80 columns."""
    for name, value in {"TTY_COMPATIBLE": "1", "TERM": "xterm-256color", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def shown(drumbeat: Drumbeat, *more: str) -> list[str]:
    """The calendar as a person sees it, without its colours, line by line."""
    return [line.rstrip() for line in unstyle(drumbeat("calendar", *more).out).splitlines()]


def day(drumbeat: Drumbeat, date: str, *more: str) -> Any:
    """One day of the calendar, as JSON."""
    (found,) = [each for each in drumbeat.json("calendar", *more)["days"] if each["date"] == date]
    return found


# --- what is told -------------------------------------------------------------------------------


def test_two_weeks_from_today(busy: Drumbeat) -> None:
    """Fourteen days in the configured zone, with all that holds in them."""
    found = busy.json("calendar")
    assert (found["zone"], found["first"], found["last"]) == (NEW_YORK, "2026-03-02", "2026-03-15")
    assert len(found["days"]) == 14
    assert found["silence"]["quiet"] == ["22:00-07:00"]
    assert found["untimed"] == {"ijn-2020-3": 2}
    assert found["halt"] is None


def test_a_day(busy: Drumbeat) -> None:
    """What goes out on it by time, the state of each, and the slots that are free, on which accounts."""
    today = day(busy, "2026-03-02")
    assert [(row["delivery"], row["state"]) for row in today["deliveries"]] == [
        ("ijn-2020.1@sky", "queued"),
        ("ijn-2020.1@x-main", "queued"),
        ("ijn-2020.2@sky", "queued"),
        ("ijn-2020.2@x-main", "queued"),
    ]
    assert today["free"] == []
    wednesday = day(busy, "2026-03-04")
    assert [(row["delivery"], row["reason"]) for row in wednesday["deliveries"]] == [
        ("ijn-2020-2.1@sky", "embargo")
    ]
    assert wednesday["embargoes"] == [{"campaign": "ijn-2020-2", "ends_at": "2026-03-04T15:00:00.000Z"}]
    assert [(each["at"], each["accounts"]) for each in wednesday["free"]] == [
        ("2026-03-04T14:00:00.000Z", ["sky", "x-main"]),
        ("2026-03-04T17:30:00.000Z", ["x-main"]),
        ("2026-03-04T22:00:00.000Z", ["sky", "x-main"]),
    ]


def test_holidays_and_quiet_hours_have_no_free_slot(busy: Drumbeat) -> None:
    """A slot in them is none; on a holiday that is named."""
    assert (day(busy, "2026-03-06")["holiday"], day(busy, "2026-03-06")["free"]) == ("Rest", [])
    assert day(busy, "2026-03-08")["free"] == []  # 02:30, put off to 03:30 by the change of clocks


def test_what_is_out_and_what_waits(busy: Drumbeat, clock: LooseClock) -> None:
    """A rehearsal is never called posted, and what is held is there with its reason."""
    busy.send()
    lines = shown(busy, "--from", "2026-03-02")
    assert any("rehearsed, ijn-2020.1 on sky, x-main: “" in line for line in lines)
    assert clock.now() > moment(clock.now().replace(tzinfo=None, day=3), zone(NEW_YORK)).at


def test_a_halt_is_told(busy: Drumbeat) -> None:
    """It is told above, and each post says that it is kept back."""
    busy("halt", "--reason", "the news turned")
    told = busy("calendar")
    assert "Nothing goes out. End it: drumbeat resume" in told.err
    assert "queued (halt), ijn-2020.1 on sky, x-main" in told.out
    assert busy.json("calendar")["halt"]["reason"] == "the news turned"


def test_what_breaks_the_silence_is_told(busy: Drumbeat) -> None:
    """Posts in quiet hours, on holidays or too near to others are named below."""
    busy("post", "move", "ijn-2020.2", "--to", "2026-03-06 12:00", "--on", "sky")
    assert "ijn-2020.2@sky (Fri 6 Mar 12:00 EST) would go out on a holiday" in busy("calendar").err


@pytest.mark.parametrize(
    ("more", "deliveries", "accounts"),
    [
        ([], 5, {"sky", "x-main"}),
        (["--campaign", "ijn-2020"], 4, {"sky", "x-main"}),
        (["--campaign", "ijn-2020-2"], 1, {"sky"}),
        (["--account", "x-main"], 2, {"x-main"}),
        (["--campaign", "ijn-2020", "--account", "sky"], 2, {"sky"}),
        (["--weeks", "1", "--from", "tomorrow"], 1, {"sky", "x-main"}),
        (["--from", "2026-03-05"], 0, {"sky", "x-main"}),
    ],
)
def test_parts_of_it(busy: Drumbeat, more: list[str], deliveries: int, accounts: set[str]) -> None:
    """One campaign, one account, other weeks: only those, and the slots free on those accounts."""
    days = busy.json("calendar", *more)["days"]
    assert sum(len(each["deliveries"]) for each in days) == deliveries
    assert {name for each in days for free in each["free"] for name in free["accounts"]} == accounts


def test_a_campaign_has_its_own_zone(busy: Drumbeat) -> None:
    """Of one campaign the days are those of its zone."""
    words = (
        "campaign",
        "new",
        "ijn-2020",
        "--no-cards",
        "--on",
        "sky",
        "--count",
        "1",
        "--plan",
        "T+0",
        "--zone",
        "Asia/Tokyo",
    )
    busy(*words, "--launch", "2026-03-03 08:00")
    found = busy.json("calendar", "--campaign", "ijn-2020-4")
    assert (found["zone"], found["first"]) == ("Asia/Tokyo", "2026-03-03")
    assert [each["date"] for each in found["days"] if each["deliveries"]] == ["2026-03-03"]
    assert busy.json("calendar")["days"][0]["date"] == "2026-03-02"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--weeks", "0"], "1<=x<=26"),
        (["--weeks", "99"], "1<=x<=26"),
        (["--from", "soon"], "'soon' is not a time"),
        (["--from", "2026-02-30"], "is not a time"),
        (["--from", "2126-02-03"], "more than 3660 days away"),
        (["--campaign", "none"], "There is no campaign"),
        (["--account", "skye"], "sky"),
    ],
)
def test_wrong_input(busy: Drumbeat, more: list[str], says: str) -> None:
    """What cannot be looked at is said, with the nearest that can."""
    assert says in busy("calendar", *more, code=2).err


def test_nothing_yet(drumbeat: Drumbeat) -> None:
    """Where nothing is planned and no slot is there, the way on is shown."""
    told = drumbeat("calendar").out
    assert "In all: nothing." in told
    assert "drumbeat slots add" in told


# --- how it looks -------------------------------------------------------------------------------


def test_in_a_pipe_every_line_says_all(busy: Drumbeat) -> None:
    """Elsewhere than on a terminal, and with --plain, a line is whole: its date, its time, its zone."""
    lines = shown(busy)
    assert lines[0] == "Mon 2 Mar 2026 to Sun 15 Mar 2026, times in America/New_York"
    body = lines[lines.index("") + 1 : -1 - lines[::-1].index("")]
    whole = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ Mar 2026( \d\d:\d\d E[SD]T)?: \S")
    assert [line for line in body if not whole.match(line)] == []
    assert "Fri 6 Mar 2026: holiday, Rest" in body
    assert "Wed 4 Mar 2026 10:00 EST: the embargo of ijn-2020-2 ends" in body
    assert "Wed 4 Mar 2026 12:30 EST: free on x-main" in body
    assert body == sorted(body, key=lambda line: int(line.split()[1].rstrip(":")))


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal(busy: Drumbeat) -> None:
    """Days stand on the left, weeks apart, and each line is what it is about, in columns."""
    lines = shown(busy)
    assert any(
        re.fullmatch(r"Mon  2 Mar  12:30  queued +ijn-2020\.1 +sky, x-main +“.*…", line) for line in lines
    )
    assert "Fri  6 Mar  holiday: Rest" in lines
    assert "Sat  7 Mar  –" in lines
    assert lines[lines.index("Sun  8 Mar  –") + 1] == ""
    assert "Tue  3 Mar  free   09:00, 12:30, 17:00" in lines
    assert "            free   12:30 on x-main" in lines
    assert shown(busy, "--plain")[3:] != lines[3:]


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    busy: Drumbeat, terminal: pytest.MonkeyPatch, columns: int
) -> None:
    """However narrow it is, and with forty posts in a week, a terminal breaks no line of a day."""
    for n in range(4):
        words = (
            "campaign",
            "new",
            "ijn-2020",
            "--no-cards",
            "--on",
            "sky,x-main",
            "--count",
            "5",
            "--over",
            "5d",
        )
        busy(*words, "--launch", f"2026-03-09 1{n}:0{n}")
    terminal.setenv("COLUMNS", str(columns))
    lines = shown(busy, "--weeks", "1", "--from", "2026-03-09")
    days = lines[lines.index("") + 1 : -1 - lines[::-1].index("")]
    assert sum("ijn-2020-" in line for line in days) == 20
    assert [line for line in days if len(line) > columns] == []


def test_without_colour(busy: Drumbeat, terminal: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` is obeyed; nothing is told by a colour alone.

    Source: https://no-color.org
    """
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7]")
    before = busy("calendar").out
    assert coloured.search(before)
    terminal.setenv("NO_COLOR", "1")
    after = busy("calendar").out
    assert not coloured.search(after)
    assert unstyle(after) == unstyle(before)
