"""An organizer's week: real networks' servers, a daemon that runs, a clock that leaps, commands and what they said."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clocks import LooseClock
from commands import Drumbeat, Told
from pds_server import PdsAccount, PdsServer
from waiting import until
from x_rules import XAccount
from x_server import XServer

ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post as a follower sees it."""

    words: str
    at: datetime
    alts: tuple[str, ...] = ()
    reply_to: str | None = None
    id: str = ""
    raw: Any = field(default=None, repr=False)


@dataclass(slots=True, kw_only=True)
class Week:
    """One installation with an account on each network; ``story`` is what was typed and told."""

    drumbeat: Drumbeat
    clock: LooseClock
    pds: PdsServer
    on_sky: PdsAccount
    x_server: XServer
    on_x: XAccount
    story: list[str] = field(default_factory=list)

    def __call__(self, *words: str, code: int = 0) -> Told:
        """Type ``drumbeat WORDS``, and expect the exit *code*."""
        told = self.drumbeat(*words, code=code)
        self.story.append(f"$ drumbeat {' '.join(_quoted(each) for each in words)}\n{told.both.rstrip()}")
        return told

    def tells(self, words: str) -> None:
        """Say in the story what happens outside."""
        self.story.append(words)

    def json(self, *words: str) -> Any:
        """What ``drumbeat WORDS --json`` prints; no part of the story."""
        return self.drumbeat.json(*words)

    def states(self) -> dict[str, str]:
        """Where each delivery stands, with its reason."""
        rows = self.json("history", "--attempts")
        return {
            row["delivery"]: f"{row['state']} ({row['reason']})" if row["reason"] else row["state"]
            for row in rows
        }

    # --- time -----------------------------------------------------------------------------------

    def local(self, text: str) -> datetime:
        """The instant of a wall time in the organizer's zone: ``2026-03-03 09:00``."""
        return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)

    def suspend(self, length: timedelta) -> None:
        """Let the computer sleep."""
        self.clock.suspend(length)

    @contextmanager
    def daemon(self) -> Iterator["Running"]:
        """A daemon that runs while the block does."""
        from scheduler.cli.run import daemon_of

        with self.drumbeat.office() as office, daemon_of(office, lambda news: None) as daemon:
            thread = threading.Thread(target=daemon.run)
            thread.start()
            try:
                yield Running(week=self, office=office, wake=daemon._wake.set)
            finally:
                daemon.stop()
                thread.join()

    # --- what followers see ---------------------------------------------------------------------

    def sky(self) -> list[Seen]:
        """What followers on Bluesky see, oldest first."""
        return [_on_bluesky(each) for each in self.pds.posts(self.on_sky.did)]

    def x(self) -> list[Seen]:
        """What followers on X see, oldest first."""
        return [_on_x(each) for each in self.x_server.seen(self.on_x)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A daemon at work, and the time that passes for it."""

    week: Week
    office: Any
    wake: Callable[[], None]

    def until(self, moment: datetime) -> None:
        """Let time pass up to *moment*; all that falls due until then is done."""
        clock = self.week.clock
        while True:
            self.settle()
            with self.office.store.read() as unit:
                due = unit.deliveries.next_moment(clock.now())
            step = moment if due is None else min(due, moment)
            clock.rest_until(step)
            self.wake()
            if step == moment:
                self.settle()
                return

    def settle(self) -> None:
        """Wait until nothing is left to be done at this moment."""
        until(self._idle)

    def _idle(self) -> bool:
        now = self.week.clock.now()
        with self.office.store.read() as unit:
            overdue = unit.halts.current() is None and unit.deliveries.overdue_drafts(now)
            at_work = unit.deliveries.accounts_with_work(now) or unit.deliveries.sending()
            return not (overdue or at_work or unit.requests.waiting())


def _quoted(word: str) -> str:
    return f'"{word}"' if not word or set(word) & set(" \n\"'{}&;()") else word


def _on_bluesky(found: Any) -> Seen:
    value = found["value"]
    embed = value.get("embed") or {}
    return Seen(
        words=value["text"],
        at=datetime.fromisoformat(value["createdAt"]),
        alts=tuple(image["alt"] for image in embed.get("images", [])),
        reply_to=value["reply"]["parent"]["uri"] if "reply" in value else None,
        id=found["uri"],
        raw=found,
    )


def _on_x(found: Any) -> Seen:
    return Seen(
        words=found["words"],
        at=datetime.fromisoformat(found["created_at"]),
        alts=tuple(picture["alt"] for picture in found["pictures"]),
        reply_to=found["reply_to"],
        id=found["id"],
        raw=found,
    )
