"""An organizer's week: real networks' servers, a daemon that runs, a clock that leaps, commands and what they said."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clocks import StillClock
from commands import Drumbeat, Told
from pds_server import PdsAccount, PdsServer
from waiting import until
from x_rules import XAccount
from x_server import XServer

ZONE = ZoneInfo("America/New_York")
TRANSCRIPTS = Path(__file__).parents[2] / "docs" / "transcripts"
_STORY = "<!-- what follows is written by the scenario of this name -->\n\n"
_MASKS = [
    (re.compile(r"did:plc:[a-z2-7]{24}/post/[a-z2-7]{13}"), "ijn.example/post/3lk7q2example"),
    (re.compile(r"did:plc:[a-z2-7]{24}"), "did:plc:ijn"),
    (re.compile(r"x\.com/user\d+/status/\d+"), "x.com/ijn/status/2028606273846509578"),
    (re.compile(r"\buser\d+\.test\b"), "ijn.example"),
    (re.compile(r"http://(localhost|127\.0\.0\.1):\d+"), "https://example.org"),
    (re.compile(r"process \d+ on \S+"), "process 4711 on laptop"),
    (re.compile(r" \(SQLite [^)]*\)"), ""),
    (re.compile(r"\S*/pytest-of-\S+?/(?=drumbeat|cards|config)"), ""),
]
"""What is another in each run, and what stands for it in the story."""


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
    clock: StillClock
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
        """Say in the story what happens outside of it."""
        self.story.append(words)

    def is_told_in(self, page: str) -> None:
        """The story stands in docs/transcripts/PAGE.md, word for word; WRITE_TRANSCRIPTS=1 writes it there."""
        path = TRANSCRIPTS / f"{page}.md"
        head = path.read_text("utf-8").partition(_STORY)[0]
        text = head + _STORY + "\n".join(_block(each) for each in self.story)
        if "WRITE_TRANSCRIPTS" in os.environ:
            path.write_text(text, encoding="utf-8")
        assert path.read_text("utf-8") == text, "tell it anew: WRITE_TRANSCRIPTS=1, and read what changed"

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
            self.tells("In another window: `drumbeat run`.")
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

    def pictures_on_sky(self, seen: Seen) -> list[bytes]:
        """The pictures of a post on Bluesky, as its server serves them."""
        refs = [each["image"]["ref"]["$link"] for each in seen.raw["value"]["embed"]["images"]]
        did = self.on_sky.did
        return [self.pds.ask("com.atproto.sync.getBlob", did=did, cid=ref).content for ref in refs]

    def pictures_on_x(self, seen: Seen) -> list[bytes]:
        """The pictures of a post on X, as they were uploaded."""
        kept = {media.key: media.data for media in self.x_server.world.media.values()}
        return [kept[each["media_key"]] for each in seen.raw["pictures"]]


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
            clock.advance(max(step - clock.now(), timedelta(0)))
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


def _block(told: str) -> str:
    """A command with its answer as a block of code, with nothing of this run; a person's words as they are."""
    if not told.startswith("$ "):
        return f"{told}\n"
    for mask, instead in _MASKS:
        told = mask.sub(instead, told)
    lines = "\n".join(line.rstrip() for line in told.splitlines())
    return f"```text\n{lines}\n```\n"


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
