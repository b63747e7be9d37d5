"""When to ask again after an answer that says: not now, or not sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits double from ``first`` to ``most``; *luck* in 0..1 spreads them by up to a quarter."""

    first: timedelta
    most: timedelta

    def next_try(self, tries: int, now: datetime, luck: float) -> datetime:
        """When to try again after *tries* launched requests."""
        wait = min(self.most, self.first * (1 << min(max(tries - 1, 0), 20)))
        return now + wait * (1 + luck / 4)


def next_look(looks: tuple[timedelta, ...], done: int, since: datetime, now: datetime) -> datetime:
    """When to look again for what was launched at *since*, after *done* answered looks."""
    return max(now, since + looks[min(done, len(looks) - 1)])
