"""Records that are kept: statements, chosen excerpts, cards, attempts, halts, requests, runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from quotes import verbatim
from quotes.rulings import Kind, Names, Ruling
from quotes.statement import Format, Statement
from scheduler.core.ids import excerpt_id


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuling:
    """What a person corrected in the reading of a statement; see ``quotes.rulings``."""

    statement: str
    n: int
    """Its number among the statement's; never used again."""
    kind: Kind
    at: datetime
    by: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    value: str | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def ruling(self) -> Ruling:
        """As ``quotes`` applies it."""
        return Ruling(kind=self.kind, start=self.start, end=self.end, name=self.name, value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStatement:
    """A statement as kept: the bytes as they came, the one normalised text, and what is known of it."""

    id: str
    original: bytes
    sha256: str
    """Of the original bytes."""
    text: str
    text_sha256: str
    """Of the normalised text in UTF-8."""
    issuer: str | None
    url: str | None
    lang: str | None
    published: date | None
    title: str | None
    guessed: frozenset[str]
    """Which of issuer, url, lang, published and title were read from the text, not given."""
    added_at: datetime
    added_by: str
    changed_by: str | None = None
    """Who last set what is known of it."""
    supersedes: str | None = None
    """The version of it that it corrects."""
    translation_of: str | None = None
    """The statement of which it is the translation."""
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_why: str | None = None
    """In the words of who withdrew it."""
    format: Format = Format.TEXT
    """What the original is."""
    reader: str | None = None
    """Which library read the text out of it, with its version; None for plain text."""
    fetched_at: datetime | None = None
    """When the original was fetched; None for one that came as a file."""
    fetched_from: str | None = None
    """The address that served it, after all redirections."""
    media_type: str | None = None
    """What its server called it, as it did."""
    revision: int = 1
    rulings: tuple[KeptRuling, ...] = ()
    """What people corrected in its reading and did not undo, the earliest first."""

    def shown(self, start: int, end: int) -> str:
        """The words from *start* to *end* as cards and posts show them."""
        return verbatim.display(self.text[start:end])

    def as_text(self) -> Statement:
        """The text with its issuer, its language and what people corrected, as ``quotes`` works on it."""
        rulings = tuple(each.ruling for each in self.rulings)
        return Statement(text=self.text, issuer=self.issuer, lang=self.lang, rulings=rulings)

    def never_named(self, words: str) -> str | None:
        """Whom *words* name of those who are never to be named, or None."""
        if not self.rulings:
            return None
        from quotes.naming import named  # reading names takes a while to load, and few are ruled out

        never = Names([each.ruling for each in self.rulings]).never
        return named(words, never, self.text) if never else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptExcerpt:
    """An excerpt that a person chose or a campaign uses: offsets and speaker, no text of its own."""

    statement: str
    start: int
    end: int
    speaker: str | None
    by_person: bool
    added_at: datetime
    added_by: str
    ruled_at: datetime | None = None
    """When a person's ruling last changed who says it; since then every part must name that speaker."""
    revised_at: datetime | None = None
    """When a correction of its statement touched its words or its speaker; since then it does not go out."""
    revised_why: str | None = None
    """What the correction changed: the words of both versions in one."""

    @property
    def id(self) -> str:
        """``STATEMENT:START-END``, whatever engine found it."""
        return excerpt_id(self.statement, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """A card that was drawn. ``key`` digests all inputs and versions, ``sha256`` the picture's bytes."""

    key: str
    excerpt: str
    theme: str
    width: int
    height: int
    sha256: str
    media_type: str
    alt: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReview:
    """What somebody was shown of a campaign under a code; see ``scheduler.core.review``."""

    campaign: str
    code: str
    shown: Mapping[str, Mapping[str, Any]]
    at: datetime
    """When it was shown first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptYes:
    """That a person may be quoted with an excerpt, as somebody said who approved it."""

    excerpt: str
    name: str
    at: datetime
    by: str


class Event(StrEnum):
    """What happened to a delivery."""

    CLAIMED = "claimed"
    LAUNCHED = "launched"
    ANSWERED = "answered"
    LOOKED = "looked"
    DECIDED = "decided"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One event in a delivery's life; append-only."""

    delivery: str
    at: datetime
    event: Event
    actor: str
    """A person's name, or ``daemon:RUN``."""
    outcome: str
    """What came of it, in a word or two: ``posted``, ``queued``, ``held (missed)``, ``moved`` …"""
    part: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Everything stopped, durably, until a person resumes."""

    id: int
    at: datetime
    by: str
    reason: str
    resumed_at: datetime | None = None
    resumed_by: str | None = None


class Rest(StrEnum):
    """What kept posts back for a while, besides a halt and a daemon that did not run."""

    STOPPED = "stopped"
    """The network turned the account away."""
    PAUSED = "paused"
    """A person let the account, or the campaign, rest."""
    ASLEEP = "asleep"
    """The computer was suspended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A time in which an account, a campaign or, with neither, the whole computer sent nothing."""

    id: int = 0
    """Its number, which the database gives."""
    kind: Rest
    began_at: datetime
    why: str = ""
    by: str | None = None
    """Which person, where one did it."""
    account: str | None = None
    campaign: str | None = None
    ended_at: datetime | None = None
    """None: it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a command asks of the process that talks as an account."""

    id: int
    account: str
    kind: str
    detail: Mapping[str, object]
    asked_at: datetime
    asked_by: str
    asker: str
    """The process that waits for the answer, as ``HOST:PID``."""
    answered_at: datetime | None = None
    answer: Mapping[str, object] | None = None
    dropped_at: datetime | None = None
    delivery: str | None = None
    """The delivery that it is about, if it is about one."""
    outlives_asker: bool = False
    """Whether it is carried out even where nobody waits for its answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One life of a daemon."""

    number: int
    host: str
    pid: int
    started_at: datetime
    seen_at: datetime
    """When it last swept; a daemon that lives and does not sweep is stuck."""
    stopped_at: datetime | None = None
    halt_confirmed: int | None = None
    """The id of the last halt for which it promised that no request can begin any more."""
