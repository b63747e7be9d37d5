"""When to ask again after an answer that says: not now, or not sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits double from ``first`` to ``most``; *luck* in 0..1 spreads them by up to a quarter."""

    first: timedelta
    most: timedelta

    def next_try(self, tries: int, now: datetime, luck: float) -> datetime:
        """When to try again after *tries* claims."""
        wait = min(self.most, self.first * (1 << min(max(tries - 1, 0), 20)))
        return now + wait * (1 + luck / 4)


def next_look(looks: tuple[timedelta, ...], done: int, since: datetime, now: datetime) -> datetime:
    """When to look again for what was launched at *since*, after *done* answered looks.

    Never sooner after the look before than the network's own interval: what a daemon that was down
    missed is not made up for all at once.
    """
    done = min(done, len(looks) - 1)
    gap = looks[done] - looks[done - 1] if done else timedelta(0)
    return max(now + gap, since + looks[done])
