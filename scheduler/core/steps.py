"""What two readings of the clocks tell: whether the wall clock was set, and whether the computer slept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DRIFT = timedelta(seconds=2)
"""A smaller difference is the clocks' own drift, or a correction that no post needs to know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The clocks as they stood at one moment. Of the seconds only differences mean something."""

    now: datetime
    """The wall clock, which anybody can set."""
    steady: float
    """Seconds that nobody can set; those of a suspended computer count."""
    awake: float
    """Seconds that nobody can set; those of a suspended computer do not count."""


def stepped(before: Reading, after: Reading) -> timedelta:
    """By how much the wall clock was set between two readings; less than nothing: it was put back."""
    return (after.now - before.now) - timedelta(seconds=after.steady - before.steady)


def slept(before: Reading, after: Reading) -> timedelta:
    """For how long the computer was suspended between two readings."""
    steady, awake = after.steady - before.steady, after.awake - before.awake
    return timedelta(seconds=steady - awake)
