"""What is recorded, taken elsewhere: all of it, no secret, safe to open in a spreadsheet."""

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, Picture
from scheduler.core.records import Attempt, Halt, KeptCard, KeptExcerpt, KeptReview, KeptStatement
from scheduler.core.slots import Slot
from scheduler.services.cells import unguarded
from scheduler.services.receipts import Receipt

D1 = "ijn-2020.1@x-main"


@pytest.fixture
def busy(approved: Any) -> Any:
    """A campaign with something out, something waiting, an edit and a halt that is over."""
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    approved("slots", "add", "Mon-Fri 09:00")
    approved("halt", "--reason", "wait")
    approved("resume", "--yes")
    approved("post", "edit", "ijn-2020.2", "--on", "sky", "--words", "=1+1 is two, and a\nsecond line")
    return approved


def names(kind: type) -> set[str]:
    """The fields of a record."""
    return {each.name for each in fields(kind)}


_KINDS: list[tuple[str, type, set[str]]] = [
    ("statements", KeptStatement, {"rulings"}),  # which are a kind of their own
    ("excerpts", KeptExcerpt, set()),
    ("cards", KeptCard, set()),
    ("accounts", Account, set()),
    ("campaigns", Campaign, {"posts"}),  # likewise
    ("posts", Post, set()),
    ("deliveries", Delivery, set()),
    ("attempts", Attempt, set()),
    ("slots", Slot, set()),
    ("halts", Halt, set()),
    ("receipts", Receipt, set()),
    ("reviews", KeptReview, set()),
]


def test_everything(busy: Any) -> None:
    """One document holds every kind with every field, and agrees with what the commands list."""
    told = json.loads(busy("export", "all").out)
    assert told["drumbeat_export"] == 1
    for kind, record, elsewhere in _KINDS:
        assert told[kind], kind
        assert all(set(each) >= names(record) - elsewhere for each in told[kind]), kind
    listed = busy.deliveries("history", "--attempts")
    assert {each["id"] for each in told["deliveries"]} == set(listed)
    mine = next(each for each in told["deliveries"] if each["id"] == D1)
    assert set(mine["parts"][0]) == names(Part)
    assert set(mine["parts"][0]["pictures"][0]) == names(Picture)
    assert mine["parts"][0]["words"] == listed[D1]["parts"][0]["words"]
    assert mine["window"] == "30m"
    assert len(told["attempts"]) == sum(len(each["attempts"]) for each in listed.values())
    text = busy("statement", "show", "ijn-2020", "--text").out
    excerpt = told["excerpts"][0]
    assert excerpt["text"] == text[excerpt["start"] : excerpt["end"]]
    assert told["statements"][0]["text"] == text


def test_to_a_file(busy: Any) -> None:
    """A file holds the same document; the command tells how much it is."""
    told = busy.json("export", "all", "--to", "all.json")
    written = json.loads(Path("all.json").read_text("utf-8"))
    assert told["files"] == [str(busy.folder / "all.json")]
    assert told["counts"]["deliveries"] == len(written["deliveries"]) == 4
    assert "4 deliveries" in busy("export", "all", "--to", "all.json").out
    assert "cannot be written" in busy("export", "all", "--to", "nowhere/all.json", code=2).err


def test_tables(busy: Any) -> None:
    """A file for each kind, each row whole; words that a spreadsheet would run are no formula, and come back."""
    busy("export", "all", "--csv", "--to", "tables")
    document = json.loads(busy("export", "all").out)
    for kind in ("statements", "excerpts", "posts", "deliveries", "attempts", "receipts"):
        data = Path(f"tables/{kind}.csv").read_bytes()
        assert data.startswith("\ufeff".encode())
        rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
        assert len(rows) == len(document[kind])
    with Path("tables/parts.csv").open(encoding="utf-8-sig", newline="") as file:
        parts = {(each["delivery"], each["n"]): each["words"] for each in csv.DictReader(file)}
    words = {
        (each["id"], str(part["n"])): part["words"]
        for each in document["deliveries"]
        for part in each["parts"]
    }
    assert parts["ijn-2020.2@sky", "1"] == "'=1+1 is two, and a\nsecond line"
    assert {key: unguarded(cell) for key, cell in parts.items()} == words
    assert "--to FOLDER" in busy("export", "all", "--csv", code=2).err
    Path("taken").write_text("")
    assert "is no folder" in busy("export", "all", "--csv", "--to", "taken", code=2).err


def test_no_secret(busy: Any) -> None:
    """What is sealed for an account is in no export, and neither is the key."""
    with busy.office() as office, office.store.write() as unit:
        sealed = office.vault.seal("correct horse battery staple", "x-main password")
        unit.tokens.put("x-main", "password", sealed, at=office.desk.clock.now())
    busy("export", "all", "--to", "all.json")
    busy("export", "all", "--csv", "--to", "tables")
    for path in (Path("all.json"), *Path("tables").iterdir()):
        data = path.read_bytes()
        assert b"correct horse" not in data
        assert sealed not in data
        assert sealed[:40] not in data


def test_nothing_recorded(drumbeat: Any) -> None:
    """An installation without anything exports that."""
    assert json.loads(drumbeat("export", "all").out)["statements"] == []
    assert "nothing is recorded yet" in drumbeat("export", "all", "--to", "all.json").out


def test_receipts_are_no_formulas(busy: Any) -> None:
    """The table of receipts is safe too, and has its heading where nothing is out."""
    with busy.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(D1)
        assert unit.deliveries.save(old, old.with_part(1, found_words="=cmd()"))
    rows = list(csv.DictReader(busy("export", "receipts").out.splitlines()))
    assert {each["found_words"] for each in rows} == {"'=cmd()", ""}


# --- the calendar -------------------------------------------------------------------------------


def test_calendar(approved: Any) -> None:
    """What goes out next, at its instant, confirmed once it is approved; what has no time is told."""
    told = approved("export", "calendar", "--to", "queue.ics")
    assert "4 deliveries have no time yet and are not in it." in told.err
    approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00")
    approved("post", "edit", "ijn-2020.2", "--on", "sky", "--words", "Come, all; now.")
    found = approved.json("export", "calendar", "--campaign", "ijn-2020", "--to", "queue.ics")
    assert (found["events"], found["without_time"]) == (4, [])
    events = Calendar.from_ical(Path("queue.ics").read_bytes()).walk("VEVENT")
    assert len({str(each["UID"]) for each in events}) == 4
    assert {each["DTSTART"].dt.isoformat() for each in events} == {
        "2030-01-02T14:00:00+00:00",
        "2030-01-02T15:00:00+00:00",
    }
    tentative = [each for each in events if each["STATUS"] == "TENTATIVE"]
    assert [str(each["DESCRIPTION"]).startswith("Come, all; now.") for each in tentative] == [True]
    assert approved("export", "calendar").out.startswith("BEGIN:VCALENDAR\n")  # a test reads no CR
    assert approved.json("export", "calendar")["text"].endswith("END:VCALENDAR\r\n")
    approved("export", "calendar", "--campaign", "none", code=2)


def test_an_event_stays_the_same(approved: Any) -> None:
    """A post that is moved moves in the calendar: the same event, with a higher sequence number."""

    def event() -> Any:
        data = approved("export", "calendar", "--campaign", "ijn-2020").out
        found = Calendar.from_ical(data).walk("VEVENT")
        return next(each for each in found if str(each["SUMMARY"]).startswith("x-main"))

    approved("campaign", "launch", "ijn-2020", "--at", "2030-01-02 09:00")
    before = event()
    approved("post", "move", "ijn-2020.1", "--to", "2030-01-01 09:00")
    after = event()
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt < before["DTSTART"].dt
