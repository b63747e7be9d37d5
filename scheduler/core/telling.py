"""Telling people: what is told in one message, and when it is held back so that nobody stops reading.

What there is to tell is read from the database, not from events: what was not told yet is told at the next
sweep, whatever ended in between. What is told is kept with what it was about, so each thing is told once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

AGAIN = timedelta(days=7)
"""What still waits after so long is told again."""
GIVE_UP = timedelta(days=1)
"""After so long a message that no target took is told no more: what it says is old."""
DAY = timedelta(days=1)


class Topic(StrEnum):
    """What a message is about."""

    APPROVAL = "approval needed"
    UNAPPROVED = "not approved in time"
    HELD = "held"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    STOPPED = "account stopped"
    DONE = "campaign done"
    HALTED = "halted"
    RESUMED = "resumed"
    DIGEST = "digest"
    """Several at once, since more would have been too many."""
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiding:
    """Something that people should know: one cause, and all that it concerns now."""

    key: str
    """Of its cause: the id of a group, or what else it is about."""
    topic: Topic
    title: str
    words: str
    about: frozenset[str]
    """What it concerns; what was told once under the same key is not told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message as it was made."""

    id: int = 0
    """Its number, which the database gives."""
    at: datetime
    topic: Topic
    title: str
    words: str
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What it tells, by the keys of its causes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message on its way to one target."""

    notice: int
    target: str
    next_try_at: datetime | None
    """None: it was taken, or given up."""
    tries: int = 0
    taken_at: datetime | None = None
    said: str = ""
    """What the target said last, without its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How often people are told."""

    gap: timedelta
    """At most one message about one cause within so long."""
    most: int
    """At most so many messages within a day."""


def untold(tidings: Iterable[Tiding], told: Sequence[Notice], now: datetime, rules: Rules) -> list[Notice]:
    """The messages to be made at *now*, of what *told* does not hold yet.

    A cause has one message, however many it concerns. The last that a day allows tells of all that there is,
    and what comes then is kept back: it is told when there is room again, all of it at once.
    """
    due = [each for each in tidings if _is_due(each, told, now, rules)]
    left = rules.most - sum(each.at > now - DAY for each in told)
    if not due or left <= 0:
        return []
    if len(due) < left or len(due) == 1:
        return [_of([each], now) for each in due]
    return [*(_of([each], now) for each in due[: left - 1]), _of(due[left - 1 :], now)]


def _is_due(tiding: Tiding, told: Sequence[Notice], now: datetime, rules: Rules) -> bool:
    its = [each for each in told if tiding.key in each.told and each.at > now - AGAIN]
    known = {name for each in its for name in each.told[tiding.key]}
    return not tiding.about <= known and all(each.at <= now - rules.gap for each in its)


def _of(tidings: Sequence[Tiding], now: datetime) -> Notice:
    told = {each.key: sorted(each.about) for each in tidings}
    if len(tidings) == 1:
        only = tidings[0]
        return Notice(at=now, topic=only.topic, title=only.title, words=only.words, told=told)
    words = "\n\n".join(f"{each.title}\n{each.words}" for each in tidings)
    return Notice(
        at=now, topic=Topic.DIGEST, title=f"{len(tidings)} things wait for you", words=words, told=told
    )


class Target(Protocol):
    """Where messages go."""

    @property
    def name(self) -> str:
        """What it is called in the settings, the log and the record: never its address."""
        ...

    @property
    def missing(self) -> str:
        """What it lacks to tell anything, in words; empty if nothing."""
        ...

    def tell(self, notice: Notice) -> str:
        """Hand *notice* over; what was answered, in a word or two. Raises ``NotTaken``."""
        ...


class Pulse(Protocol):
    """An outside monitor that expects to hear from the daemon."""

    def beat(self) -> str:
        """Let it hear; what it answered, in a word or two. Raises ``NotTaken``."""
        ...


class Notices(Protocol):
    """Messages to people, and what became of them."""

    def add(self, value: Notice, targets: Sequence[str]) -> Notice:
        """Keep a new message, on its way to *targets*; with its number."""
        ...

    def since(self, at: datetime) -> Sequence[Notice]: ...
    def get(self, id: int) -> Notice | None: ...
    def due(self, now: datetime) -> Sequence[Sending]: ...
    def save(self, value: Sending) -> None: ...
    def sendings(self, since: datetime) -> Sequence[Sending]:
        """Those of messages made after *since*, the newest first."""
        ...

    def drafts_due(self, after: datetime, until: datetime) -> Mapping[str, tuple[datetime, int]]:
        """By campaign: the first planned time of its drafts between these two, and how many there are."""
        ...

    def done_since(self, at: datetime) -> Mapping[str, int]:
        """Campaigns that are over, with a post that went out after *at*, and how many posts are out."""
        ...
