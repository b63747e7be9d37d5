"""APScheduler as an alarm clock: it rings at the next moment, and now and then for the sweep.

No job is a post and nothing is stored: the database is the only queue. What it rings only sets a flag.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from scheduler.clock import SystemClock

_NEXT, _SWEEP = "next", "sweep"
_DAY = timedelta(days=1)


class _Again(BaseTrigger):  # type: ignore[misc]  # APScheduler ships without types
    """Rings again so long after it rang.

    APScheduler's own triggers end in ways that kill its thread: a date job that is taken away while it rings,
    and an interval that reckons every ring that a clock put forward by years has missed.
    Source: https://github.com/agronholm/apscheduler/issues/1066
    """

    def __init__(self, wait: timedelta) -> None:
        self._wait = wait

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next ring."""
        return now + self._wait


class Alarm:
    """Rings *ring* at the moment that ``set`` names, and *swept* every *sweep*."""

    def __init__(self, ring: Callable[[], None], swept: Callable[[], None], sweep: timedelta) -> None:
        self._ring, self._swept, self._sweep = ring, swept, sweep
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin ringing; again after ``stop`` it starts anew, the next moment unset."""
        # The defaults drop what is a second late; an alarm clock rings late rather than never. Given to
        # the constructor itself these are ignored: https://github.com/agronholm/apscheduler/issues/146
        # Its own thread rings, which only sets a flag: a pool's thread may still be at the ring before this
        # one, which would then be left out.
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._scheduler.start()
        self._scheduler.add_job(self._swept, _Again(self._sweep), id=_SWEEP)

    def set(self, seconds: float | None) -> None:
        """Ring in *seconds* of the computer's own time, and a day later again; None: only for the sweep."""
        if self._scheduler is None:
            return
        if seconds is None:
            if self._scheduler.get_job(_NEXT) is not None:
                self._scheduler.remove_job(_NEXT)
            return
        at = SystemClock().now() + timedelta(seconds=seconds)
        self._scheduler.add_job(self._ring, _Again(_DAY), id=_NEXT, next_run_time=at, replace_existing=True)

    def alive(self) -> bool:
        """Whether its thread still runs; APScheduler's own ``running`` stays True when it died."""
        thread = getattr(self._scheduler, "_thread", None)
        return thread is not None and thread.is_alive()

    def stop(self) -> None:
        """Ring no more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
