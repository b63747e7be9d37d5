"""When to ask again after an answer that says: not now, or not sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_TRY = timedelta(seconds=30)
"""So long before the end of its window a delivery is tried once more, where its next wait would go beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits double from ``first`` to ``most``; *luck* in 0..1 spreads them by up to a quarter."""

    first: timedelta
    most: timedelta

    def next_try(self, tries: int, now: datetime, luck: float) -> datetime:
        """When to try again after *tries* claims."""
        wait = min(self.most, self.first * (1 << min(max(tries - 1, 0), 20)))
        return now + wait * (1 + luck / 4)

    def come_back(self, until: datetime, now: datetime, luck: float) -> datetime:
        """When to ask again whoever says: not before *until*.

        Never sooner than after the first wait: a network whose clock is behind ours names a time that
        has passed.
        """
        return max(until, now + self.first) + self.first * luck / 4

    def next_unanswered(self, since: datetime, now: datetime, luck: float) -> datetime:
        """When to ask again what nobody answers, *since* when there is something to ask.

        The longer nobody answers, the longer the wait.
        """
        wait = min(self.most, max(self.first, (now - since) / 4))
        return now + wait * (1 + luck / 4)


def next_look(looks: tuple[timedelta, ...], done: int, since: datetime, now: datetime) -> datetime:
    """When to look again for what was launched at *since*, after *done* answered looks.

    Never sooner after the look before than the network's own interval: what a daemon that was down
    missed is not made up for all at once.
    """
    done = min(done, len(looks) - 1)
    gap = looks[done] - looks[done - 1] if done else timedelta(0)
    return max(now + gap, since + looks[done])
