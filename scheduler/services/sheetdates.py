"""Times as spreadsheets write them, turned into those that ``timeline.parse_when`` reads."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from scheduler.core.errors import PlanError
from scheduler.services.wanted import plain_time

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*([ap])\.?\s?m\.?", re.IGNORECASE)
_HOUR = re.compile(r"(?<!\d)(\d):(\d{2})(?!\d)")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall time
"""Day 0 of spreadsheets' numbers for dates:
https://support.microsoft.com/office/date-systems-in-excel-e7fe7167-48a9-4b96-bb53-5612a800b487"""
_HELP = "Write it as 2026-12-01 09:00."


def order_of(texts: Iterable[str]) -> str | None:
    """Whether dates with slashes among *texts* name the day or the month first; None if none of them tells.

    A day over 12 tells; raises ``PlanError`` where two tell otherwise.
    """
    told = set()
    for text in texts:
        if match := _SLASHED.search(text):
            first, second = int(match[1]), int(match[2])
            if first > 12:
                told.add(DAY_FIRST)
            if second > 12:
                told.add(MONTH_FIRST)
    if len(told) > 1:
        raise PlanError("Some dates name the day first, others the month.", remedy=_HELP)
    return next(iter(told), None)


def plain_when(text: str, order: str | None, zone: str) -> str:
    """*text* as ``timeline.parse_when`` reads it, by the *order* of slashed dates; raises ``PlanError``."""
    text = " ".join(text.replace("\u202f", " ").split())
    if _SERIAL.fullmatch(text):
        return _serial(float(text.replace(",", ".")))
    if match := _SLASHED.search(text):
        text = text.replace(match[0], _dated(match, order), 1)
    elif match := _DOTTED.search(text):
        text = text.replace(match[0], _iso(match[3], match[2], match[1], match[0]), 1)
    if match := _CLOCK.search(text):
        text = text.replace(match[0], _clock(match), 1).strip()
    text = text.replace(", ", " ")
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        text = _HOUR.sub(r"0\1:\2", text, count=1)
    return plain_time(text, zone)


def _serial(days: float) -> str:
    seconds = round(days * 24 * 60) * 60
    at = _EPOCH + timedelta(seconds=seconds)
    return f"{at:%Y-%m-%d %H:%M}"


def _dated(match: re.Match[str], order: str | None) -> str:
    if order is None:
        raise PlanError(
            f"{match[0]} may name the day first or the month.",
            remedy="Say --dates day-first or --dates month-first, or write 2026-12-01.",
        )
    year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
    day, month = (match[1], match[2]) if order == DAY_FIRST else (match[2], match[1])
    return _iso(year, month, day, match[0])


def _iso(year: str, month: str, day: str, text: str) -> str:
    try:
        return f"{datetime(int(year), int(month), int(day)):%Y-%m-%d}"  # noqa: DTZ001 - a date alone
    except ValueError as error:
        raise PlanError(f"{text} is not a date.", remedy=_HELP) from error


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match[1]), match[2] or "00", match[3]
    if not 1 <= hour <= 12:
        raise PlanError(f"{match[0]} is not a time of day.", remedy="Write it as 17:30.")
    hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    return f"{hour:02}:{minute}" + (f":{second}" if second else "")
