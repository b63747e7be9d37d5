"""Telling people: messages are kept before they are handed over, and handed over until they are taken.

A crash between a target's answer and its record hands a message over twice. That is allowed: to be told twice
is better than never.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from scheduler.core.errors import NotFound, NotTaken
from scheduler.core.retry import Backoff
from scheduler.core.storage import Unit
from scheduler.core.telling import (
    AGAIN,
    DAY,
    GIVE_UP,
    Notice,
    Pulse,
    Rules,
    Sending,
    Target,
    Topic,
    untold,
)
from scheduler.services.desk import Desk
from scheduler.services.examining import Finding
from scheduler.services.tidings import Ahead, tidings

log = logging.getLogger("drumbeat.telling")

_BACKOFF = Backoff(first=timedelta(minutes=1), most=timedelta(hours=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells people by all targets. For one thread of its own: a target that is slow delays no post."""

    desk: Desk
    targets: Sequence[Target]
    ahead: Ahead
    rules: Rules
    stop: Event = field(default_factory=Event)
    """Set when the daemon ends: what is left is handed over by the next one."""

    def sweep(self) -> int:
        """Make messages of what nobody was told yet, and hand over all that are due; how many were made."""
        if not self.targets:
            return 0
        made = self._make()
        self._hand_over()
        return made

    def _make(self) -> int:
        now = self.desk.clock.now()
        with self.desk.store.read() as unit:  # most sweeps find nothing new, and take no lock to write
            if not self._untold(unit, now):
                return 0
        with self.desk.store.write() as unit:
            found = self._untold(unit, now)
            for each in found:
                unit.notices.add(each, [target.name for target in self.targets])
        return len(found)

    def _untold(self, unit: Unit, now: datetime) -> list[Notice]:
        told = unit.notices.since(now - AGAIN)
        return untold(tidings(self.desk, unit, self.ahead), told, now, self.rules)

    def _hand_over(self) -> None:
        by_name = {each.name: each for each in self.targets}
        with self.desk.store.read() as unit:
            due = [(each, unit.notices.get(each.notice)) for each in unit.notices.due(self.desk.clock.now())]
        for sending, notice in due:
            if notice is not None and not self.stop.is_set():
                self._try(sending, notice, by_name.get(sending.target))

    def _try(self, sending: Sending, notice: Notice, target: Target | None) -> None:
        """Hand one message to one target, and record what became of it."""
        if target is None:
            self._save(replace(sending, next_try_at=None, said="it is configured no more"))
            return
        tries = sending.tries + 1
        try:
            said = target.tell(notice)
        except NotTaken as error:
            now = self.desk.clock.now()
            again = _BACKOFF.next_try(tries, now, luck=0)
            at = again if again - notice.at < GIVE_UP else None
            self._save(replace(sending, tries=tries, next_try_at=at, said=error.message))
            log.warning(
                "%s did not take message %d: %s; %s",
                sending.target,
                notice.id,
                error.message,
                f"next try at {at:%Y-%m-%d %H:%M} UTC" if at else "given up",
            )
        else:
            now = self.desk.clock.now()
            self._save(replace(sending, tries=tries, next_try_at=None, taken_at=now, said=said))
            log.info("told %s: %s", sending.target, notice.title)

    def _save(self, sending: Sending) -> None:
        with self.desk.store.write() as unit:
            unit.notices.save(sending)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a target answered to a test."""

    target: str
    taken: bool
    said: str
    remedy: str = ""


def test(desk: Desk, targets: Sequence[Target], pulse: Pulse | None) -> Iterator[Tried]:
    """Hand a test message to each target, and let the monitor hear; nothing is kept of it.

    Raises ``NotFound`` where neither is configured.
    """
    if not targets and pulse is None:
        raise NotFound(
            "Nobody is told anything: no target is configured.",
            remedy="Give [tell] in config.toml a webhook or an apprise address.",
        )
    notice = Notice(
        at=desk.clock.now(),
        topic=Topic.TEST,
        title="This is a test",
        words="If you read this, Drumbeat can tell you what you should know.",
    )
    acts: dict[str, Callable[[], str]] = {each.name: partial(each.tell, notice) for each in targets}
    if pulse is not None:
        acts["heartbeat"] = pulse.beat
    for name, act in acts.items():
        try:
            yield Tried(target=name, taken=True, said=f"it answered {act()}")
        except NotTaken as error:
            yield Tried(target=name, taken=False, said=error.message, remedy=error.remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How it stands with telling people."""

    targets: tuple[str, ...]
    last: Sending | None
    """The message that was taken last, within the last week."""
    failing: tuple[Sending, ...]
    """By target: the last message within a day, where it was not taken."""


def standing(desk: Desk, targets: Sequence[Target]) -> Told:
    """Which targets there are, and how they did lately."""
    now, names = desk.clock.now(), tuple(each.name for each in targets)
    with desk.store.read() as unit:
        lately = [each for each in unit.notices.sendings(now - AGAIN) if each.target in names and each.tries]
        made = {each.id: each.at for each in unit.notices.since(now - DAY)}
    taken = [each for each in lately if each.taken_at is not None]
    newest: dict[str, Sending] = {}
    for each in lately:
        newest.setdefault(each.target, each)
    return Told(
        targets=names,
        last=max(taken, key=lambda each: each.taken_at or now, default=None),
        failing=tuple(each for each in newest.values() if each.taken_at is None and each.notice in made),
    )


def history(desk: Desk, since: datetime) -> list[tuple[Notice, list[Sending]]]:
    """Messages made after *since*, the newest first, each with what became of it."""
    with desk.store.read() as unit:
        notices, sendings = unit.notices.since(since), unit.notices.sendings(since)
    return [
        (each, [sending for sending in sendings if sending.notice == each.id]) for each in reversed(notices)
    ]


def findings(desk: Desk, targets: Sequence[Target]) -> Iterator[Finding]:
    """Whether people would be told, for the doctor."""
    found = standing(desk, targets)
    if not found.targets:
        # nobody must be told; whoever looks at the screens sees all the same
        yield Finding(thing="telling", words="nobody is told; [tell] in config.toml says whom")
    failing = {each.target: each.said for each in found.failing}
    for target in targets:
        why = failing.get(target.name) or target.missing
        remedy = "See to it, then: drumbeat tell test"
        yield Finding(thing=target.name, words=why or "tells people", remedy=remedy if why else "")
