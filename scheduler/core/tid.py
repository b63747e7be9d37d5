"""Record keys: timestamp identifiers (TIDs) of the AT protocol, chosen by us before anything is sent.

Source of the format: https://atproto.com/specs/tid
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
"""Base 32 in an order that makes keys sort as their numbers do."""
_LENGTH = 13
_SHIFTS = range(5 * (_LENGTH - 1), -1, -5)
_MICROSECONDS = 1 << 53
_CLOCK_IDS = 1 << 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tid(microseconds: int, clock_id: int) -> str:
    """The 13 characters for an instant, in *microseconds* since 1970, and a clock's id.

    Keys sort by instant, then by clock id, and differ wherever either does. Raises ``ValueError`` if
    *microseconds* needs more than 53 bits or *clock_id* more than 10.
    """
    if not 0 <= microseconds < _MICROSECONDS:
        raise ValueError(f"a TID holds 0 to {_MICROSECONDS - 1} microseconds, not {microseconds}")
    if not 0 <= clock_id < _CLOCK_IDS:
        raise ValueError(f"a TID's clock id is 0 to {_CLOCK_IDS - 1}, not {clock_id}")
    number = microseconds * _CLOCK_IDS + clock_id
    return "".join([_DIGITS[number >> shift & 31] for shift in _SHIFTS])


def _number(key: str) -> int:
    number = 0
    for digit in key:
        number = number << 5 | _DIGITS.index(digit)
    return number


def next_tid(now: datetime, clock_id: int, used: Callable[[str], bool], *, after: str | None = None) -> str:
    """A TID that *used* does not know, for *now* or as few microseconds later as it takes.

    Where it is known that a key of this clock id was just chosen for the same instant, the next one is
    looked for *after* it.

    *now* is aware. Keys asked for at one instant one after the other, each known to *used* before the
    next is asked for, sort in that order. *used* is asked about twice the logarithm of the number of keys
    that the instant has already, so approving thousands of posts at once stays quick.
    """
    start = (now - _EPOCH) // timedelta(microseconds=1)
    if after is not None:
        start = max(start, _number(after) // _CLOCK_IDS + 1)
    first = tid(start, clock_id)
    if not used(first):
        return first
    free = 1
    while used(tid(start + free, clock_id)):
        free = 2 * free + 1
    taken = free // 2
    while free - taken > 1:
        middle = (free + taken) // 2
        if used(tid(start + middle, clock_id)):
            taken = middle
        else:
            free = middle
    return tid(start + free, clock_id)
