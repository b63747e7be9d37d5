"""Spans of time as a person writes them: ``250ms``, ``30s``, ``1h30m``, ``2d``."""

import re
from datetime import timedelta
from itertools import pairwise

from scheduler.core.errors import PlanError

UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
"""Largest first. A day is 24 hours here; a timeline counts calendar days by itself."""

LONGEST = timedelta(days=3660)
"""Ten years: beyond it a span is a typing error."""

_SPAN = re.compile(r"(\d{1,15})(ms|[dhms])")
_HELP = "Write it as 250ms, 30s, 5m, 1h30m or 2d."


def parse(text: str) -> timedelta:
    """The duration that *text* names: whole numbers with units, largest unit first.

    Raises ``PlanError`` for anything else, and beyond ``LONGEST``.
    """
    spans = _SPAN.findall(text)
    order = [list(UNITS).index(unit) for _, unit in spans]
    whole = "".join(number + unit for number, unit in spans)
    if not spans or whole != text.strip() or any(a >= b for a, b in pairwise(order)):
        raise PlanError(f"{text!r} is not a duration.", remedy=_HELP)
    try:
        total = sum((int(number) * UNITS[unit] for number, unit in spans), timedelta(0))
    except OverflowError:
        total = timedelta.max
    if total > LONGEST:
        raise PlanError(f"{text!r} is longer than {LONGEST.days} days.", remedy=_HELP)
    return total


def spell(duration: timedelta) -> str:
    """*duration*, not negative, as ``parse`` reads it; to the nearest millisecond."""
    rest = round(duration / UNITS["ms"]) * UNITS["ms"]
    words = []
    for unit, size in UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count}{unit}")
    return "".join(words) or "0s"
