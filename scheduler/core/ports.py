"""What the rules need from the outside, as protocols: a clock, networks, a vault, picture files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event as Flag
from typing import Protocol

from scheduler.core.delivery import Part
from scheduler.core.steps import Reading


class Clock(Protocol):
    """The one source of time. Rules take instants; only this is asked for them."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never step; only differences mean something."""
        ...

    def read(self) -> Reading:
        """All clocks at one moment, to tell a step of the wall clock and a suspended computer."""
        ...

    def kept_right(self) -> bool | None:
        """Whether a time service keeps the wall clock right; None where nothing tells."""
        ...

    def wait(self, flag: Flag, seconds: float) -> bool:
        """Wait until *flag* is set or *seconds* have passed; whether it was set."""
        ...

    def rest_until(self, moment: datetime) -> float:
        """Called when nothing is due before *moment*: the real seconds to wait for it.

        The system's clock answers the difference. A leaping clock goes to *moment* and answers 0.
        """
        ...


# --- networks -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One part, ready to hand to a network. ``pictures`` holds the bytes, in the part's order."""

    account: str
    part: Part
    pictures: tuple[bytes, ...]
    lang: str | None = None
    reply_to: str | None = None
    """Remote id of the part or post that it answers."""
    follows: "tuple[Letter, Prepared] | None" = None
    """The part that it answers where one request publishes both, so that it has no remote id yet."""
    may_reply: tuple[str, ...] | None = None
    """Who may, of ``scheduler.core.limits.MAY_REPLY``; None: everybody."""
    quotable: bool = True
    labels: tuple[str, ...] = ()
    """Content warnings, by the network's own names."""
    thumb: bytes | None = None
    """The picture of the part's link card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What uploads left behind; stored with the part before the launch."""

    media_keys: tuple[str, ...] = ()
    handles: Mapping[str, str] = field(default_factory=dict)
    """What ``publish`` needs of the uploads, as the network names it."""
    record: Mapping[str, object] | None = None
    """The whole record that ``publish`` will send, on networks whose records we make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A part as the network shows it."""

    remote_id: str
    link: str
    words: str = ""
    media_keys: tuple[str, ...] = ()
    at: datetime | None = None
    reply_to: str | None = None
    """Remote id of the post that it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a network says that an account is."""

    remote_id: str
    handle: str
    name: str = ""
    kind: str = ""
    """One of its network's ``kinds``; empty where the network does not say."""
    service: str = ""
    """The address of the server that the account lives on."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else a person wants to know of it, by its title: limits, tier, age of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a real connection needs to speak as an account."""

    remote_id: str
    """Empty while ``identify`` asks who it is."""
    handle: str
    service: str
    secrets: Mapping[str, str] = field(repr=False)
    """By the names of the network's ``secrets``."""
    clock: Clock
    session: str | None = field(default=None, repr=False)
    """What ``save`` was last given."""
    save: Callable[[str], None] = lambda session: None
    """Has kept the session durably when it returns; may raise ``StoreError``."""
    sign_in: Callable[[], None] = lambda: None
    """Called before each sign-in; raises ``ComeBackLater`` where the day's are used up."""
    timeouts: tuple[float, float] = (10.0, 30.0)
    """Seconds: for connecting, and for each wait for bytes after that."""


class NetworkConnection(Protocol):
    """One account's connection. Every call may raise a ``NetworkError`` and nothing else."""

    def prepare(self, letter: Letter) -> Prepared:
        """Upload what the part needs. May be repeated; nothing becomes visible."""
        ...

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part. Called once for each launch."""
        ...

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """Publish several parts by one request, all or none; each ``follows`` the one before.

        Only on networks whose ``threads_at_once`` is set.
        """
        ...

    def find(self, record_key: str) -> Published | None:
        """What is out under the key, or None for certain. Only on networks that are keyed."""
        ...

    def recent(self, since: datetime) -> Sequence[Published]:
        """The account's own posts since then, newest first."""
        ...

    def seen(self, remote_id: str) -> Published | None:
        """The account's post *remote_id* as followers see it now, or None if it is not there, for certain."""
        ...

    def let_reply(self, remote_id: str, may_reply: tuple[str, ...] | None) -> None:
        """Let who *may_reply* answer a thread from now on, whose first post is *remote_id*; None: everybody.

        The same again changes nothing. Only on networks whose ``replies_change`` is set.
        """
        ...

    def remove(self, remote_id: str) -> None:
        """Delete a post with the rules beside it; one that is gone already is no error."""
        ...

    def resolve(self, handle: str) -> str | None:
        """The identity behind a handle (without the ``@``), or None if nobody has it.

        Asked without signing in, on networks whose words bring their mentions along.
        """
        ...

    def check(self) -> Identity:
        """Prove that the account can post, without posting; who it is and what it may."""
        ...


class Vault(Protocol):
    """Seals secrets with a key that is never in the database. Raises ``SecretError``."""

    def seal(self, secret: str, purpose: str) -> bytes:
        """*secret*, sealed for *purpose*."""
        ...

    def open(self, sealed: bytes, purpose: str) -> str:
        """What was sealed for *purpose*."""
        ...


class AccountLocks(Protocol):
    """One process at a time talks as an account."""

    def take(self, account: str) -> bool:
        """Take the account for this process, for as long as it lives; False if another has it."""
        ...


# --- pages --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address served."""

    data: bytes = field(repr=False)
    """The bytes as they were served."""
    address: str
    """Where they came from in the end, after all redirections."""
    at: datetime
    media_type: str | None
    """What the server called them."""


class Fetch(Protocol):
    """Fetches a page that a person named."""

    def __call__(self, address: str, most: int) -> Fetched:
        """What *address* serves, at most *most* bytes of it; raises ``FetchError``."""
        ...


# --- pictures -----------------------------------------------------------------------------------


class PictureFiles(Protocol):
    """Pictures by the SHA-256 of their bytes; written atomically, never changed."""

    def put(self, data: bytes) -> str:
        """Keep *data*; its SHA-256."""
        ...

    def get(self, sha256: str) -> bytes | None:
        """The bytes kept under *sha256*, or None if they are missing or no longer match it."""
        ...

    def path(self, sha256: str) -> str:
        """Where a person finds the file."""
        ...
