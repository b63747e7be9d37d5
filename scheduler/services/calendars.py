"""The queue as an iCalendar file (RFC 5545), for any calendar: https://www.rfc-editor.org/rfc/rfc5545."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from quotes.verbatim import collapse
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, State
from scheduler.services.reporting import Row

_PRODUCT = "-//Drumbeat//Queue//EN"
_SPACE = UUID("b1c2ad0e-5a0b-5f0e-9c55-8a4f5f6f1a6d")
"""Drumbeat's own namespace of UUIDs (RFC 9562, version 5)."""
_OCTETS = 75
"""The most of a line, its end aside: https://www.rfc-editor.org/rfc/rfc5545#section-3.1."""
_SHORT = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Not allowed in a text: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11."""


def calendar(rows: Sequence[Row], campaigns: Sequence[Campaign], now: datetime) -> bytes:
    """Those of *rows* that have a time, as events. The same delivery is the same event in every file."""
    made = {each.id: each.created_at for each in campaigns}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += ["NAME:Drumbeat", "X-WR-CALNAME:Drumbeat"]
    for row in rows:
        if row.delivery.planned_at is not None:
            lines += _event(row, row.delivery.planned_at, made[row.delivery.campaign], now)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(row: Row, at: datetime, made: datetime, now: datetime) -> Iterator[str]:
    delivery = row.delivery
    approved = delivery.approval is not None
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(_SPACE, f'{made.isoformat()} {delivery.id}')}"
    yield f"DTSTAMP:{_instant(now)}"
    yield f"SEQUENCE:{delivery.revision}"
    yield f"DTSTART:{_instant(at)}"
    yield "DURATION:PT15M"  # a moment; but many calendars do not show what has no length
    yield f"SUMMARY:{escaped(_summary(row))}"
    yield f"DESCRIPTION:{escaped(_description(row))}"
    yield f"CATEGORIES:{escaped(delivery.campaign)}"
    yield f"STATUS:{'CONFIRMED' if approved else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy
    yield "END:VEVENT"


def _summary(row: Row) -> str:
    words = collapse(row.delivery.parts[0].words)
    short = words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"
    waits = "" if row.delivery.approval is not None else " (not approved)"
    return f"{row.account.name}{waits}: {short}"


def _description(row: Row) -> str:
    delivery = row.delivery
    said = "\n\n".join(_line_feeds(part.words) for part in delivery.parts)
    return f"{said}\n\n{delivery.id} · {_state(delivery)} · {row.network.title}"


def _state(delivery: Delivery) -> str:
    if delivery.state is State.QUEUED:
        return f"approved by {delivery.approved_by}"
    return delivery.standing


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """*text* as a value: backslashes, commas, semicolons and line ends are written with a backslash."""
    text = _CONTROL.sub("", _line_feeds(text))
    for old, new in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(old, new)
    return text


def _line_feeds(text: str) -> str:
    """*text* with one line feed for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def folded(line: str) -> bytes:
    """*line* with its end, folded after at most 75 octets, never within a character."""
    pieces, piece = [], b""
    for character in line:
        data = character.encode()
        if len(piece) + len(data) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += data
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
