"""The queue as iCalendar: RFC 5545's rules of lines and texts, read by somebody else's reader."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from scheduler import networks
from scheduler.core.accounts import Account, Connection
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, Part, State
from scheduler.services.calendars import calendar, escaped, folded
from scheduler.services.reporting import Row

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
CAMPAIGN = Campaign(
    id="ijn", statement="ijn", accounts=("sky",), zone="UTC", theme="plain", created_at=NOW, created_by="Rosa"
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def row(words: str = "We march.", **changes: Any) -> Row:
    """A delivery of tomorrow that says *words*."""
    delivery = Delivery(
        id="ijn.1@sky",
        post="ijn.1",
        campaign="ijn",
        statement="ijn",
        account="sky",
        parts=(Part(n=1, words=words),),
        planned_at=NOW + timedelta(days=1, seconds=5),
    )
    account = Account(
        name="sky",
        network="bluesky",
        connection=Connection.REHEARSAL,
        remote_id="1",
        handle="sky",
        added_at=NOW,
        added_by="Rosa",
    )
    return Row(delivery=replace(delivery, **changes), account=account, network=networks.load("bluesky"))


def events(data: bytes) -> list[Event]:
    """The events of a file, by a reader that is not ours."""
    return Calendar.from_ical(data).walk("VEVENT")


@given(TEXT)
@example("a line end, and no more\r")
@example("a, b; c\\n\nd \r\n e\x0bé😀" * 20)
def test_any_words_come_through(words: str) -> None:
    """Whatever the words, a reader sees them; lines are of 75 octets at most and end as they must."""
    data = calendar([row(words)], [CAMPAIGN], NOW)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no character is cut in two
    (event,) = events(data)
    said = words.replace("\r\n", "\n").replace("\r", "\n")
    told = "".join(each for each in said if each in "\t\n" or (each >= " " and each != "\x7f"))
    assert str(event["DESCRIPTION"]).startswith(told + "\n\nijn.1@sky")


_TEXTS = [
    ("a,b;c", "a\\,b\\;c"),
    ("back\\slash", "back\\\\slash"),
    ("two\nlines\r\nthree", "two\\nlines\\nthree"),
    ("bell\x07 and tab\t", "bell and tab\t"),
]


@pytest.mark.parametrize(("text", "value"), _TEXTS)
def test_escaping(text: str, value: str) -> None:
    """What separates values, and line ends, are written with a backslash; control characters are not allowed."""
    assert escaped(text) == value


def test_folding() -> None:
    """A line of 75 octets stands whole; the next character goes to a line that begins with a space."""
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
    assert folded("x" * 74 + "é") == b"x" * 74 + b"\r\n " + "é".encode() + b"\r\n"


def test_what_an_event_tells() -> None:
    """The instant in UTC, tentative until it is approved, and nobody is busy."""
    (event,) = events(calendar([row()], [CAMPAIGN], NOW))
    assert event["DTSTART"].dt == NOW + timedelta(days=1, seconds=5)
    assert event["DTSTAMP"].dt == NOW
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert str(event["SUMMARY"]) == "sky (not approved): We march."
    approved = row(state=State.QUEUED, approval="0" * 64, approved_by="Rosa", revision=4)
    (event,) = events(calendar([approved], [CAMPAIGN], NOW))
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 4
    assert str(event["SUMMARY"]) == "sky: We march."
    assert "approved by Rosa" in str(event["DESCRIPTION"])


def test_the_same_event_in_every_file() -> None:
    """A delivery keeps its UID however it changes; another's, and that of another installation, differ."""

    def uid(each: Row, campaign: Campaign = CAMPAIGN) -> str:
        (event,) = events(calendar([each], [campaign], NOW))
        return str(event["UID"])

    moved = row("Other words.", planned_at=NOW + timedelta(days=3), revision=9)
    assert uid(row()) == uid(moved)
    assert uid(row()) != uid(row(id="ijn.1@x-main"))
    assert uid(row()) != uid(row(), replace(CAMPAIGN, created_at=NOW + timedelta(seconds=1)))


def test_what_has_no_time() -> None:
    """What stands by is no event."""
    assert events(calendar([row(planned_at=None)], [CAMPAIGN], NOW)) == []
