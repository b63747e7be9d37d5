"""Receipts of what is out, and the doctor's findings."""

import csv
import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest

from scheduler.cli.run import daemon_of
from scheduler.clock import SystemClock
from scheduler.core.steps import DRIFT, stepped


def test_receipts(approved: Any) -> None:
    """One for each part that is out, with digests of what was sent and who approved it; the same as CSV."""
    approved("campaign", "launch", "ijn-2020")
    assert approved.json("export", "receipts") == []
    approved("run", "--once")
    rows = approved.deliveries("history")
    found = approved.json("export", "receipts", "--campaign", "ijn-2020")
    assert {each["delivery"] for each in found} == set(rows)
    for each in found:
        (part,) = rows[each["delivery"]]["parts"]
        assert each["text_sha256"] == hashlib.sha256(part["words"].encode()).hexdigest()
        assert each["picture_sha256"].split() == part["pictures"]
        assert each["link"] == part["link"]
        assert each["approved_by"]
    table = list(csv.DictReader(approved("export", "receipts").out.splitlines()))
    assert [each["delivery"] for each in table] == [each["delivery"] for each in found]
    approved("export", "receipts", "--campaign", "none", code=2)


@pytest.fixture
def well_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose clock is kept right, whatever that of this test is."""
    monkeypatch.setattr(SystemClock, "kept_right", lambda _clock: True)


@pytest.mark.usefixtures("well_kept")
def test_doctor(approved: Any) -> None:
    """Whatever could keep posts back is found, with its remedy; exit code 1 as long as there is something."""

    def unwell() -> dict[str, str]:
        told = approved("doctor", "--json", code=1)
        return {each["thing"]: each["remedy"] for each in told.json if not each["well"]}

    assert unwell() == {"daemon": "Start it: drumbeat run"}
    approved("campaign", "launch", "ijn-2020")
    assert set(unwell()) == {"daemon", "queue"}
    approved("halt", "--reason", "stop")
    approved("account", "pause", "x-main")
    found = unwell()
    assert "drumbeat resume" in found["halt"]
    assert "drumbeat account resume x-main" in found["account x-main"]


@pytest.mark.usefixtures("well_kept")
def test_doctor_with_nothing_to_do(approved: Any) -> None:
    """While a daemon runs and all is well the exit code is 0, and what was looked at is said."""
    with approved.office() as office, daemon_of(office, lambda news: None):
        found = {each["thing"]: each["words"] for each in approved.json("doctor")}
    assert {"database", "disk", "clock", "time service", "time zones", "daemon", "account sky"} <= set(found)
    assert {"fonts", "fonts for Chinese, Japanese and Korean", "font of emoji"} <= set(found)
    assert "SQLite 3." in found["database"]
    assert re.match(r"20\d\d[a-z]+, of ", found["time zones"])


@pytest.mark.usefixtures("well_kept")
def test_doctor_looks_at_a_daemon(approved: Any, clock: Any) -> None:
    """A daemon that has not swept for a while, or leaves what is due, is told; a post due just now is not."""

    def unwell(code: int = 1) -> set[str]:
        told = approved("doctor", "--json", code=code)
        return {each["thing"] for each in told.json if not each["well"]}

    with approved.office() as office, daemon_of(office, lambda news: None):
        approved("campaign", "launch", "ijn-2020")
        assert unwell(code=0) == set()
        clock.suspend(timedelta(minutes=3))
        assert unwell() == {"queue"}
        clock.suspend(timedelta(minutes=3))
        assert unwell() == {"daemon", "queue"}
        clock.put(timedelta(days=-1))
        assert "clock" in unwell()


@pytest.mark.parametrize(("kept", "things"), [(True, []), (False, ["time service"]), (None, [])])
def test_doctor_asks_for_a_time_service(
    approved: Any, monkeypatch: pytest.MonkeyPatch, *, kept: bool | None, things: list[str]
) -> None:
    """A clock that nobody keeps right is found; where nothing tells, nothing is said."""
    monkeypatch.setattr(SystemClock, "kept_right", lambda _clock: kept)
    with approved.office() as office, daemon_of(office, lambda news: None):
        found = approved("doctor", "--json", code=int(bool(things))).json
    assert [each["thing"] for each in found if not each["well"]] == things
    assert ("time service" in {each["thing"] for each in found}) == (kept is not None)


def test_the_system_says_whether_its_clock_is_kept() -> None:
    """Yes, no, or nothing; and the clock is not touched by the question."""
    clock = SystemClock()
    before = clock.read()
    assert clock.kept_right() in {True, False, None}
    assert abs(stepped(before, clock.read())) < DRIFT
