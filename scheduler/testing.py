"""Stand-ins for tests, of this project and of networks added to it."""

import itertools
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from quotes.statement import sha256
from scheduler.core.delivery import Part, Picture
from scheduler.core.limits import Lookup, Network
from scheduler.core.ports import Letter, NetworkConnection, Prepared, Published
from scheduler.core.steps import Reading
from scheduler.core.tid import tid


class FixedClock:
    """A clock that moves only when it is told to or waited on; nothing ever takes real time.

    Safe with several threads; each one's wait moves it.
    """

    def __init__(self, now: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)) -> None:
        self._lock = threading.Lock()
        self._now = now
        self._passed = timedelta(0)
        self._suspended = timedelta(0)

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds moved since the clock was made; ``set`` does not count."""
        with self._lock:
            return self._passed.total_seconds()

    def read(self) -> Reading:
        """All clocks at one moment."""
        with self._lock:
            steady = self._passed + self._suspended
            return Reading(now=self._now, steady=steady.total_seconds(), awake=self._passed.total_seconds())

    def advance(self, step: timedelta) -> None:
        """Let *step* pass."""
        with self._lock:
            self._now += step
            self._passed += step

    def set(self, now: datetime) -> None:
        """Step the wall clock to *now*, forwards or back, while no time passes."""
        with self._lock:
            self._now = now

    def kept_right(self) -> bool | None:
        """Nobody tells."""
        return None

    def suspend(self, length: timedelta) -> None:
        """Let the computer sleep for *length*."""
        with self._lock:
            self._now += length
            self._suspended += length

    def wait(self, flag: threading.Event, seconds: float) -> bool:
        """Let *seconds* pass at once unless *flag* is set; whether it is."""
        if not flag.is_set():
            self.advance(timedelta(seconds=seconds))
        return flag.is_set()

    def rest_until(self, moment: datetime) -> float:
        """Go to *moment*, if it is ahead; nothing is left to wait for."""
        self.advance(max(moment - self.now(), timedelta(0)))
        return 0.0


def png(size: int = 100, *, mark: int = 0) -> bytes:
    """A valid picture of one pixel and exactly *size* bytes, another for each *mark* from 0 to 255."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    tail = chunk(b"IDAT", zlib.compress(bytes([0, mark]))) + chunk(b"IEND", b"")
    padding = size - len(head) - len(tail) - len(chunk(b"prVt", b""))
    return head + chunk(b"prVt", bytes(padding)) + tail


def letter(
    words: str = "Dignity for all.",
    *pictures: bytes,
    alt: str = "“Dignity for all.” — Immigrant Justice Network",
    key: str | None = "3kabcdefghij2",
    media_type: str = "image/png",
    reply_to: str | None = None,
) -> Letter:
    """A part of one message of the account ``main``, with *pictures* that all have *alt*."""
    shown = tuple(
        Picture(sha256=sha256(data), alt=alt, width=1600, height=900, media_type=media_type)
        for data in pictures
    )
    part = Part(n=1, words=words, pictures=shown, record_key=key)
    return Letter(account="main", part=part, pictures=pictures, lang="en", reply_to=reply_to)


def prepare_thread(connection: NetworkConnection, *mail: Letter) -> list[tuple[Letter, Prepared]]:
    """*mail*, each prepared to follow the one before, for ``publish_thread``."""
    thread: list[tuple[Letter, Prepared]] = []
    for each in mail:
        following = replace(each, follows=thread[-1]) if thread else each
        thread.append((following, connection.prepare(following)))
    return thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post as a follower sees it."""

    words: str
    pictures: int
    reply_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the contract of connections runs on: a connection, and two who are not the connection.

    ``order`` makes the next request go wrong: ``order(kind, call=…, times=…, skip=…, seconds=…)``, with
    the kinds and calls of ``scheduler.networks.rehearsal.faults``. ``seen`` is the witness: what followers of
    the account ``main`` see, oldest first.
    """

    network: Network
    clock: FixedClock
    connection: NetworkConnection
    order: Callable[..., None]
    seen: Callable[[], list[Seen]]
    _keys: Iterator[int] = field(default_factory=itertools.count)

    @property
    def keyed(self) -> bool:
        """Whether the network can be asked by record key."""
        return self.network.lookup is Lookup.KEYED

    def words(self) -> list[str]:
        """The words that followers see, oldest first."""
        return [post.words for post in self.seen()]

    def key(self) -> str:
        """A record key that was not used before."""
        return tid(next(self._keys), 0)

    def send(self, mail: Letter) -> Published:
        """Prepare and publish *mail*."""
        return self.connection.publish(mail, self.connection.prepare(mail))

    def send_thread(self, *mail: Letter) -> Sequence[Published]:
        """Prepare and publish *mail* by one request."""
        return self.connection.publish_thread(prepare_thread(self.connection, *mail))
