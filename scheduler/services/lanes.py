"""Lanes to the networks: how many requests that publish are on the wire at once.

Each account has a worker of its own, so a network that is slow for one keeps no other waiting. What is
bounded is how much stands in memory and goes over the wire at a time.

A launch must be durable before its request, and a disk takes its time for that. So while the lanes are
busy and free again soon, a few more may launch: the next request begins as one ends.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.core.ports import Clock

SOON = 1.0  # seconds; what is launched waits no longer, or its gates would have been asked too long ago
_LOOK_EVERY = 0.2  # seconds; how soon a worker that waits notices that the daemon ends


class Way:
    """A worker's way to its request: first it may launch, then it has a lane."""

    def __init__(self) -> None:
        self.may_launch, self.lane = threading.Event(), threading.Event()

    def enter(self) -> bool:
        """Wait for the lane; whether it came soon."""
        return self.lane.wait(SOON)


class Lanes:
    """So many requests at once; workers come to their turn in the order in which they came."""

    def __init__(self, number: int, clock: Clock) -> None:
        self._number, self._clock = number, clock
        self._most_ahead = number
        """How many may launch, or have launched, while every lane is taken."""
        self._guard = threading.Lock()
        self._taken = 0
        self._ahead: deque[Way] = deque()
        self._queue: deque[Way] = deque()
        self._freed_at: float | None = None

    @contextmanager
    def way(self, stop: threading.Event) -> Iterator[Way | None]:
        """A way to a request, for as long as the block lasts; None where *stop* was set before it came."""
        mine = Way()
        with self._guard:
            self._queue.append(mine)
            self._admit()
        try:
            while not mine.may_launch.wait(_LOOK_EVERY) and not stop.is_set():
                pass
            yield mine if mine.may_launch.is_set() else None
        finally:
            self._leave(mine)

    def _admit(self) -> None:
        """Let those at the head of the queue launch."""
        while self._queue and (self._taken < self._number or self._may_go_ahead()):
            first = self._queue.popleft()
            if self._taken < self._number:
                self._taken += 1
                first.lane.set()
            else:
                self._ahead.append(first)
            first.may_launch.set()

    def _may_go_ahead(self) -> bool:
        """Whether one more may launch before there is a lane: not while networks hang, which frees none."""
        soon = self._freed_at is not None and self._clock.monotonic() - self._freed_at < SOON
        return soon and len(self._ahead) < self._most_ahead

    def _leave(self, way: Way) -> None:
        with self._guard:
            if way.lane.is_set():
                self._freed_at = self._clock.monotonic()
                if self._ahead:
                    self._ahead.popleft().lane.set()
                else:
                    self._taken -= 1
            elif way.may_launch.is_set():
                self._ahead.remove(way)
            else:
                self._queue.remove(way)
            self._admit()
