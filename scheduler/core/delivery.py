"""A post on its way to one account: its states, its parts, and the only place that assigns a state.

``MOVES`` is the whole state machine. ``Delivery.move`` is the only way from one state to another,
and keeps the laws that the table alone cannot say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from scheduler.core.errors import Refused


class State(StrEnum):
    """Where a delivery stands."""

    DRAFT = "draft"
    """Not approved; its words may change."""
    QUEUED = "queued"
    """Approved and frozen; every part has its record key."""
    SENDING = "sending"
    """Claimed by a worker; once a part is launched its request may be on the wire."""
    UNCERTAIN = "uncertain"
    """May be out: look before anything else."""
    POSTED = "posted"
    """Every part is out, or a person ended it there."""
    FAILED = "failed"
    """The network refused for good."""
    HELD = "held"
    """A person must decide; ``reason`` says why."""
    CANCELLED = "cancelled"
    """A person cancelled it."""


def called(standing: str, *, rehearsal: bool) -> str:
    """A state, or a state with its reason, as people read it: what a rehearsal did is never called posted."""
    return "rehearsed" if rehearsal and standing == State.POSTED else standing


class Reason(StrEnum):
    """Why a delivery is held."""

    MISSED = "missed"
    """Its time passed by more than its window."""
    UNAPPROVED = "unapproved"
    """Its time passed before anybody approved it."""
    HALTED = "halted"
    """It was due during a halt."""
    BUDGET = "budget"
    """It would exceed the month's budget."""
    FUSE = "fuse"
    """Too many posts for the account within an hour or a day."""
    ACCOUNT = "account"
    """Its account was removed or must be mended."""
    UNKNOWN = "unknown"
    """It may be out, and the network's answers leave it open."""
    PARTIAL = "partial"
    """A part is out and a later one is not."""
    CHECK = "check"
    """What would be sent is not what was approved, or not verbatim."""
    WITHDRAWN = "withdrawn"
    """Its statement was withdrawn."""
    REVISED = "revised"
    """Its excerpt was touched by a correction."""
    ANSWERS = "answers"
    """The post that it answers is gone, or will never be out."""
    RESTORED = "restored"
    """It comes from a backup, and its time has passed since."""


_S = State
MOVES: Mapping[State, frozenset[State]] = {
    _S.DRAFT: frozenset({_S.QUEUED, _S.HELD, _S.CANCELLED}),
    _S.QUEUED: frozenset({_S.SENDING, _S.DRAFT, _S.HELD, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.POSTED, _S.QUEUED, _S.UNCERTAIN, _S.FAILED, _S.HELD, _S.CANCELLED}),
    _S.UNCERTAIN: frozenset({_S.POSTED, _S.QUEUED, _S.HELD}),
    _S.POSTED: frozenset(),
    _S.FAILED: frozenset({_S.DRAFT, _S.POSTED, _S.CANCELLED}),
    _S.HELD: frozenset({_S.QUEUED, _S.DRAFT, _S.UNCERTAIN, _S.POSTED, _S.CANCELLED}),
    _S.CANCELLED: frozenset({_S.DRAFT}),
}

_NOT_IN_A_DRAFT = (
    "cancel_asked_by",
    "removal_asked_at",
    "removal_asked_by",
    "budget_overridden_by",
    "fuse_overridden_by",
)
_UNWANTED = frozenset({_S.DRAFT, _S.QUEUED, _S.HELD, _S.FAILED, _S.POSTED})
_ONCE_OUT = frozenset({_S.SENDING, _S.QUEUED, _S.UNCERTAIN, _S.HELD, _S.POSTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as approved: known by the SHA-256 of its bytes, never without alt text."""

    sha256: str
    alt: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """What followers see of a link where there is no picture; some networks never fetch the page."""

    uri: str
    title: str
    description: str
    sha256: str | None = None
    """Of its small picture."""
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of a delivery."""

    n: int
    words: str
    pictures: tuple[Picture, ...] = ()
    excerpt: str | None = None
    speaker: str | None = None
    """Who signs its excerpt, as its words and its card were made."""
    left_out: tuple[str, ...] = ()
    """Fields of the template that did not fit, in the order in which they were left out."""
    mentions: Mapping[str, str] = field(default_factory=dict)
    """Handles in the words, without the ``@``, and the identities that they were resolved to."""
    preview: LinkCard | None = None
    record_key: str | None = None
    """Chosen when the delivery is first queued; never replaced."""
    record: Mapping[str, object] | None = None
    """The whole record as it was launched last, on networks whose records we make."""
    media_keys: tuple[str, ...] = ()
    """One for each upload that a launch was prepared with; they add up."""
    launched_at: datetime | None = None
    remote_id: str | None = None
    link: str | None = None
    posted_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by: str | None = None
    """Who asked to delete it."""
    live: bool | None = None
    """Whether it was seen at the last look; None if nobody ever looked."""
    looked_at: datetime | None = None
    """When that was."""
    last_seen_at: datetime | None = None
    """When a look last saw it there."""
    gone_seen_at: datetime | None = None
    """When a person said that they know it is gone; None: ``attention`` lists it, unless we deleted it."""
    found_words: str | None = None
    """What a look found out there in its place, where that is not what was approved."""
    found_seen_at: datetime | None = None
    """When a person said that they have read it; None: ``attention`` lists it."""
    correction_seen_at: datetime | None = None
    """When a person last said that it stays although the text that it quotes was corrected."""
    cost: int | None = None
    """Micro-dollars that publishing it was reckoned to cost."""

    @property
    def out(self) -> bool:
        """Whether followers can have seen it."""
        return self.remote_id is not None

    @property
    def gone(self) -> bool:
        """Whether it was deleted since, by us or as the last look found."""
        return self.removed_at is not None or self.live is False

    @property
    def vanished(self) -> bool:
        """Whether the last look found it gone, and we did not delete it."""
        return self.live is False and self.removed_at is None

    @property
    def known_there(self) -> datetime | None:
        """The last moment at which it is known to have been there."""
        return self.last_seen_at or self.posted_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A post on its way to one account. All instants are aware and in UTC."""

    id: str
    post: str
    campaign: str
    statement: str
    account: str
    parts: tuple[Part, ...]
    state: State = State.DRAFT
    reason: Reason | None = None
    why: str = ""
    """The reason in plain words, for the person who decides."""
    planned_at: datetime | None = None
    planned_local: str | None = None
    """The wall time that was meant, ``YYYY-MM-DDTHH:MM:SS``, in ``zone``."""
    zone: str = "UTC"
    slot: str | None = None
    """The slot of the week that it fills; none once a person gave it another time."""
    slot_date: date | None = None
    """On which day, in the slot's own zone."""
    next_try_at: datetime | None = None
    window: timedelta = timedelta(minutes=30)
    """Sent at most this long after ``planned_at``, and each later part so long after the one before."""
    approval: str | None = None
    """The digest of what was approved; see ``scheduler.core.approval``."""
    approved_by: str | None = None
    approved_at: datetime | None = None
    owner: str | None = None
    """The daemon run that sends it; set in ``sending`` alone."""
    fence: int = 0
    """Goes up by one with each claim; a late answer of an earlier claim is ignored."""
    tries: int = 0
    """Claims since a person last set its time, or since a part went out."""
    looks: int = 0
    """Looks that the network answered since the last launch."""
    may_be_out: bool = False
    """Kept for ever once a person gave up on a delivery whose fate is unknown."""
    may_reply: tuple[str, ...] | None = None
    """Who may, of ``scheduler.core.limits.MAY_REPLY``; None: everybody."""
    may_reply_live: tuple[str, ...] | None = None
    """Who may since somebody changed it out there, if ``may_reply_changed_at`` is set; None: everybody."""
    may_reply_changed_at: datetime | None = None
    quotable: bool = True
    labels: tuple[str, ...] = ()
    """Content warnings, by the network's own names."""
    budget_overridden_by: str | None = None
    """Who let it exceed the month's budget, until it is out."""
    fuse_overridden_by: str | None = None
    """Who let it exceed the fuse, until it is out."""
    answers: str | None = None
    """The delivery that it goes out as an answer to: to the first part of that, once it is out."""
    answered_at: datetime | None = None
    """When that was out, as it was last claimed: lateness counts from it."""
    cancel_asked_by: str | None = None
    """Who cancelled it while it was sending or uncertain; a gate, not a state."""
    removal_asked_at: datetime | None = None
    """When somebody asked to delete whatever of it was, or may have been, out; a gate, not a state."""
    removal_asked_by: str | None = None
    revision: int = 1

    def __post_init__(self) -> None:
        for name in ("planned_at", "next_try_at", "approved_at"):
            value = getattr(self, name)
            if value is not None and value.tzinfo is None:
                raise ValueError(f"{name} of {self.id} has no time zone")
        if (self.reason is not None) != (self.state is State.HELD):
            raise ValueError(f"{self.id}: a reason goes with 'held' and with nothing else")

    @property
    def due_at(self) -> datetime | None:
        """The earliest moment at which it may be claimed, gates aside."""
        if self.state is State.UNCERTAIN:
            return self.next_try_at
        if self.planned_at is None or self.next_try_at is None:
            return self.planned_at
        return max(self.planned_at, self.next_try_at)

    @property
    def standing(self) -> str:
        """The state with its reason: ``held (missed)``."""
        return f"{self.state} ({self.reason})" if self.reason else str(self.state)

    @property
    def partly_out(self) -> bool:
        """Whether some part is already out."""
        return any(part.out for part in self.parts)

    @property
    def launched(self) -> bool:
        """Whether a request of an unfinished part may be on the wire."""
        return any(part.launched_at is not None and not part.out for part in self.parts)

    @property
    def other_words(self) -> tuple[Part, ...]:
        """The parts that are out with other words than those approved."""
        return tuple(part for part in self.parts if part.found_words is not None)

    @property
    def seen_parts(self) -> tuple[Part, ...]:
        """The parts that followers can see, as far as anybody knows."""
        return tuple(part for part in self.parts if part.out and not part.gone)

    @property
    def removal_due(self) -> bool:
        """Whether it is to be deleted, and something of it is still there."""
        return self.state is State.POSTED and self.removal_asked_at is not None and bool(self.seen_parts)

    @property
    def may_reply_now(self) -> tuple[str, ...] | None:
        """Who may reply: as approved, or as it was changed since it is out."""
        return self.may_reply if self.may_reply_changed_at is None else self.may_reply_live

    @property
    def in_doubt(self) -> bool:
        """Whether something of it may be out that is not known to be."""
        return self.launched or self.reason is Reason.UNKNOWN

    @property
    def next_part(self) -> Part | None:
        """The first part that is not out."""
        return next((part for part in self.parts if not part.out), None)

    def move(self, to: State, *, reason: Reason | None = None, why: str = "", **changes: Any) -> Self:
        """This delivery in the state *to*, with *changes* to other fields.

        Raises ``Refused`` where the table or a law of the design forbids the move.
        """
        if to not in MOVES[self.state]:
            state = "out" if self.state is State.POSTED else self.state  # for whom, only its account tells
            raise Refused(f"{self.id} is {state} and cannot become {to}.")
        if self.partly_out and to not in _ONCE_OUT:
            raise Refused(
                f"{self.id} has a part that is out, so it cannot become {to}.",
                remedy=f"Send the rest: drumbeat decide {self.id} now. Or end it there: … posted",
            )
        if self.state is State.CANCELLED and self.may_be_out:
            raise Refused(f"{self.id} was cancelled while it may be out, so it stays cancelled.")
        if to is State.DRAFT and self.in_doubt:
            raise Refused(
                f"{self.id} may be out, so it cannot become a draft.",
                remedy=f"Look first: 'drumbeat decide {self.id} look'.",
            )
        if to is State.SENDING and self.launched:
            raise Refused(f"{self.id} may be out, so it is not sent before the network was asked.")
        if to is not State.SENDING:
            changes.setdefault("owner", None)
        if to is State.CANCELLED and self.in_doubt:
            changes["may_be_out"] = True
        if to is State.DRAFT:
            # a draft is begun anew: nothing of it is on its way, and what it costs may change
            for name in _NOT_IN_A_DRAFT:
                changes.setdefault(name, None)
        return replace(self, state=to, reason=reason, why=why, **changes)

    def rest_waits(self, why: str) -> Self:
        """This delivery held (partial), of which a person said that one part more is out."""
        if self.state is State.HELD:
            return replace(self, reason=Reason.PARTIAL, why=why, next_try_at=None)
        return self.move(State.HELD, reason=Reason.PARTIAL, why=why, next_try_at=None)

    def unwanted(self, now: datetime) -> Self:
        """This delivery, after an answer or a look, where somebody asked meanwhile to delete it.

        What is known not to be out never will be, and what is out ends there and is to be deleted at once.
        What may be out is looked for first.
        """
        if self.removal_asked_at is None or self.in_doubt or self.state not in _UNWANTED:
            return self
        if not self.partly_out and self.state is not State.POSTED:
            return self.move(State.CANCELLED, why=f"deleted by {self.removal_asked_by}", next_try_at=None)
        ended = self
        if self.state is not State.POSTED:
            held = self.rest_waits("") if self.state is State.QUEUED else self
            ended = held.move(State.POSTED, why=f"{self.removal_asked_by} ended it, to delete what is out")
        return replace(ended, next_try_at=now if ended.removal_due else None, tries=0)

    def held_on(self, reason: Reason, why: str) -> Self:
        """This held delivery, which waits for a person for another *reason* now."""
        if self.state is not State.HELD or self.reason is Reason.UNKNOWN:
            raise Refused(f"{self.id} is {self.standing} and cannot be held for another reason.")
        return replace(self, reason=reason, why=why, next_try_at=None)

    def look_again(self, at: datetime, *, looks: int, why: str) -> Self:
        """This uncertain delivery with its next look planned for *at*."""
        return replace(self, next_try_at=at, looks=looks, why=why)

    def planned(self, at: datetime, local: str, *, slot: tuple[str, date] | None = None) -> Self:
        """This delivery planned by a person for *at*, the wall time *local*; lateness counts anew.

        It fills *slot*, with its day, and leaves the one that it filled.
        """
        name, day = slot or (None, None)
        return replace(
            self,
            planned_at=at,
            planned_local=local,
            slot=name,
            slot_date=day,
            next_try_at=None,
            tries=0,
        )

    def unplanned(self) -> Self:
        """This delivery without a time, and so without a slot."""
        return replace(self, planned_at=None, planned_local=None, slot=None, slot_date=None)

    def with_part(self, n: int, **changes: Any) -> Self:
        """This delivery with *changes* to its part number *n*."""
        parts = tuple(replace(p, **changes) if p.n == n else p for p in self.parts)
        return replace(self, parts=parts)
