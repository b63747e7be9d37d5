"""The store as the rules need it: protocols of what is kept, by whichever database."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scheduler.core.accounts import Account
from scheduler.core.asked import Requests
from scheduler.core.bounds import Used
from scheduler.core.campaign import Campaign, Post
from scheduler.core.conduct import Said
from scheduler.core.delivery import Delivery, State
from scheduler.core.records import (
    Attempt,
    Halt,
    Interruption,
    KeptCard,
    KeptExcerpt,
    KeptRuling,
    KeptStatement,
    Rest,
    Run,
)
from scheduler.core.review import Reviews
from scheduler.core.slots import Slots
from scheduler.core.telling import Notices


class Statements(Protocol):
    """Statements and the excerpts kept of them."""

    def add(self, statement: KeptStatement) -> None: ...
    def get(self, id: str) -> KeptStatement | None: ...
    def by_digest(self, sha256: str) -> Sequence[KeptStatement]:
        """Those with these original bytes, one for each format that they were read as; the oldest first."""
        ...

    def by_address(self, address: str, text_sha256: str) -> Sequence[KeptStatement]:
        """Those with this text that were fetched from *address*; the oldest first."""
        ...

    def all(self) -> Sequence[KeptStatement]: ...
    def save(self, statement: KeptStatement) -> None:
        """Write all but its text, its bytes and where they came from; raises ``Stale``.

        Compares ``revision`` with the stored one and raises it by one.
        """
        ...

    def ids(self) -> Sequence[str]: ...
    def translated(self, id: str) -> Sequence[str]:
        """The ids of the translations of the statement called *id*, in their order."""
        ...

    def corrected_by(self, id: str) -> str | None:
        """The id of the version that supersedes the one called *id*, if there is one."""
        ...

    def rulings(self, statement: str) -> Sequence[KeptRuling]:
        """All that people ever corrected in its reading, undone ones included, by number."""
        ...

    def add_ruling(self, ruling: KeptRuling) -> None: ...
    def undo_ruling(self, ruling: KeptRuling, *, at: datetime, by: str) -> None:
        """Take one back that was not taken back yet; it stays on record."""
        ...

    def keep_excerpt(self, excerpt: KeptExcerpt) -> None:
        """Keep it; one that is kept already stays as it is."""
        ...

    def excerpt(self, id: str) -> KeptExcerpt | None: ...
    def excerpts(self, statement: str) -> Sequence[KeptExcerpt]: ...
    def sign_excerpt(self, id: str, speaker: str | None, *, at: datetime) -> None:
        """Write who says it by a person's ruling."""
        ...

    def touch_excerpt(self, id: str, why: str | None, *, at: datetime) -> None:
        """Write that a correction touched it, and *why*; None: that its words stand again."""
        ...


class Cards(Protocol):
    """Cards that were drawn."""

    def add(self, card: KeptCard) -> None: ...
    def get(self, key: str) -> KeptCard | None: ...
    def all(self) -> Sequence[KeptCard]: ...


class Accounts(Protocol):
    """Accounts by name; a removed one keeps its row and its name."""

    def add(self, account: Account) -> None: ...
    def get(self, name: str) -> Account | None: ...
    def by_identity(self, network: str, remote_id: str) -> Account | None: ...
    def all(self) -> Sequence[Account]: ...
    def save(self, account: Account) -> None:
        """Write everything but name, network, remote id; raises ``Stale`` by ``revision``."""
        ...


class Campaigns(Protocol):
    """Campaigns with their posts."""

    def add(self, campaign: Campaign) -> None: ...
    def get(self, id: str) -> Campaign | None: ...
    def all(self) -> Sequence[Campaign]: ...
    def ids(self) -> Sequence[str]: ...
    def save(self, campaign: Campaign) -> None:
        """Write everything but id, accounts and the posts; raises ``Stale`` by ``revision``."""
        ...

    def of_post(self, post: str) -> tuple[Campaign, Post] | None:
        """A post with its campaign, whose ``posts`` is left empty: cheap however large the campaign."""
        ...

    def add_post(self, post: Post) -> None:
        """Keep a new post of a campaign that is there."""
        ...

    def save_post(self, post: Post) -> None:
        """Write everything but a post's id, campaign and number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which rows of a listing: at most *limit*, after the delivery id *after*."""

    limit: int | None = None
    after: str | None = None


class Deliveries(Protocol):
    """Deliveries with their parts: the database is the only queue.

    ``save`` is compare-and-set: it writes *new* only where the row still has *old*'s state, fence and
    revision, and raises the revision by one.
    """

    def add(self, delivery: Delivery) -> None: ...
    def add_all(self, deliveries: Sequence[Delivery]) -> None:
        """Keep them all, much faster than one by one."""
        ...

    def get(self, id: str) -> Delivery | None: ...
    def fresh(self, seen: Delivery) -> Delivery | None:
        """The delivery as it is now: cheap where nobody has changed it since it was *seen*."""
        ...

    def of_campaign(self, campaign: str) -> Sequence[Delivery]:
        """All of a campaign's, in order of post and account."""
        ...

    def of_account(self, account: str, states: frozenset[State]) -> Sequence[Delivery]: ...
    def in_states(self, states: frozenset[State], page: Page = ...) -> Sequence[Delivery]:
        """By planned time (unset ones last), then id."""
        ...

    def due_behind_gates(self, now: datetime) -> Sequence[Delivery]:
        """Queued ones whose time has come and that an embargo, a halt, a pause or a stop keeps back."""
        ...

    def save(self, old: Delivery, new: Delivery) -> bool:
        """Whether *new* was written; False if somebody changed the row since."""
        ...

    def save_all(self, changes: Sequence[tuple[Delivery, Delivery]]) -> bool:
        """As ``save``, much faster than one by one; after False the transaction must be given up."""
        ...

    def claimable(self, account: str, now: datetime) -> Delivery | None:
        """The account's first queued delivery that is due and behind no gate that keeps it queued."""
        ...

    def due_before(self, account: str, moment: datetime) -> Sequence[Delivery]:
        """The account's queued deliveries that may be claimed before *moment*, gates aside, in order."""
        ...

    def retrying(self, now: datetime) -> Sequence[Delivery]:
        """Queued ones whose planned time has come, and whose next try has not."""
        ...

    def to_look_for(self, account: str, now: datetime) -> Delivery | None:
        """The account's first uncertain delivery whose next look has come."""
        ...

    def to_remove(self, account: str, now: datetime) -> Delivery | None:
        """The account's first delivery that is to be deleted, and whose next try has come.

        None while the account is stopped or removed; a halt or a pause keeps nothing from being deleted.
        """
        ...

    def removals(self) -> Sequence[Delivery]:
        """Those that are to be deleted, and are not yet."""
        ...

    def accounts_with_work(self, now: datetime) -> Sequence[str]:
        """Accounts for which ``claimable``, ``to_look_for`` or ``to_remove`` would answer something."""
        ...

    def overdue_drafts(self, now: datetime) -> Sequence[Delivery]:
        """Drafts whose planned time has passed."""
        ...

    def next_moment(self, now: datetime) -> datetime | None:
        """The first instant after *now* that brings another claim, look, removal or overdue draft."""
        ...

    def with_other_words(self) -> Sequence[Delivery]:
        """Those out with other words than approved, of which nobody has said yet that they have read them."""
        ...

    def vanished(self) -> Sequence[Delivery]:
        """Those of which a look found something gone, and of which nobody said yet that they know it."""
        ...

    def quoting_corrected(self) -> Sequence[Delivery]:
        """Those live with words that were corrected since, of which nobody has said yet that they stay."""
        ...

    def waiting(self, now: datetime) -> Sequence[Delivery]:
        """Queued and uncertain ones whose next try or look is still to come."""
        ...

    def busy(self) -> bool:
        """Whether anything is sending or uncertain."""
        ...

    def sending(self) -> Sequence[Delivery]: ...
    def count_by_state(self) -> Mapping[State, int]: ...
    def record_key_used(self, account: str, key: str) -> bool: ...
    def remote_id_used(self, account: str, remote_id: str) -> bool:
        """Whether a part on the account is out under this remote id."""
        ...

    def used(self, account: str, at: datetime, *, money: bool) -> Used:
        """What went out as the account, or may have, up to *at*; what it cost only where *money*."""
        ...

    def said(self, accounts: Sequence[str]) -> Sequence[Said]:
        """The words of every part on *accounts* that is out or still may be; what was deleted is not."""
        ...

    def note(self, attempt: Attempt) -> None:
        """Append to the delivery's attempts."""
        ...

    def note_all(self, attempts: Sequence[Attempt]) -> None:
        """As ``note``, much faster than one by one."""
        ...

    def attempts(self, delivery: str) -> Sequence[Attempt]: ...
    def attempts_of(self, campaign: str | None = None) -> Sequence[Attempt]:
        """Those of all deliveries, or of one campaign's, in the order in which they were noted."""
        ...


class Halts(Protocol):
    """Halts, past and present."""

    def current(self) -> Halt | None: ...
    def all(self) -> Sequence[Halt]:
        """Every halt, the oldest first."""
        ...

    def get(self, id: int) -> Halt | None: ...
    def begin(self, *, at: datetime, by: str, reason: str) -> Halt: ...
    def end(self, halt: Halt, *, at: datetime, by: str) -> None: ...


class Interruptions(Protocol):
    """Times in which an account, a campaign or the computer sent nothing; kept for good."""

    def begin(self, value: Interruption) -> None:
        """Keep it; one of its kind that goes on already goes on as it is."""
        ...

    def end(
        self, kind: Rest, *, at: datetime, account: str | None = None, campaign: str | None = None
    ) -> None:
        """End the one that goes on, if one does."""
        ...

    def covering(self, at: datetime) -> Sequence[Interruption]:
        """Those within which *at* fell, the one that ended last coming last."""
        ...


class Runs(Protocol):
    """Lives of daemons."""

    def begin(self, *, host: str, pid: int, at: datetime) -> Run: ...
    def latest(self) -> Run | None: ...
    def get(self, number: int) -> Run | None: ...
    def save(self, run: Run) -> None: ...


class Tokens(Protocol):
    """What is sealed for an account, by name; and its sign-ins. The key is never here."""

    def put(self, account: str, name: str, sealed: bytes, *, at: datetime) -> None:
        """Keep *sealed* in place of what was kept under *name*."""
        ...

    def get(self, account: str, name: str) -> tuple[bytes, datetime] | None:
        """What was last put, and when."""
        ...

    def held(self, account: str) -> bool:
        """Whether anything is sealed for the account."""
        ...

    def drop(self, account: str) -> None:
        """Forget all that is sealed for the account."""
        ...

    def signed_in(self, account: str, *, at: datetime) -> None:
        """Note a sign-in."""
        ...

    def sign_ins(self, account: str, *, since: datetime) -> int:
        """How often it signed in since then."""
        ...


class Unit(Protocol):
    """One transaction: everything in it happens, or nothing."""

    @property
    def statements(self) -> Statements: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def halts(self) -> Halts: ...
    @property
    def interruptions(self) -> Interruptions: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def slots(self) -> Slots: ...
    @property
    def reviews(self) -> Reviews: ...


class Store(Protocol):
    """The database. Raises ``StoreError`` and its kin."""

    def read(self) -> AbstractContextManager[Unit]:
        """A transaction that only reads, on a consistent state."""
        ...

    def write(self) -> AbstractContextManager[Unit]:
        """A transaction that is committed, durably, when the block ends without an exception."""
        ...

    def change_counter(self) -> int:
        """A number that differs once anything was committed since; cheap enough to poll."""
        ...


class InstanceLock(Protocol):
    """Held by the one daemon of a database for its whole life."""

    def holder(self) -> str | None:
        """Who holds it, in words (``process 4711 on host``), or None if it is free."""
        ...
