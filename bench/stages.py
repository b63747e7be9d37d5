"""The networks on which benches kill, stop and halt: each with its faults, and its own record as the judge.

All on this machine: rehearsals of both kinds, a real Bluesky server, a fake X.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import doubles  # noqa: F401 -- first, so that the next can be found
import pds_server
from faulty_proxy import Wrong, error, http
from realnets import PUBLISHES, RealAccount, add, look_soon
from x_server import XServer

from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.services import accounts
from scheduler.wiring import Office

__all__ = ["NAMES", "NONE", "Stage", "kill", "look_soon", "progress", "stage"]

NONE = "none"
Watching = AbstractContextManager[Callable[[], None]]
PUT = "com.atproto.repo.putRecord"


class Stage(Protocol):
    """A network with one account on it, called like the stage."""

    name: str
    keyed: bool
    faults: tuple[str, ...]

    def add(self, office: Office) -> None:
        """Make the account known to an installation."""

    def order(self, fault: str) -> None:
        """Let the account's next publishing request meet *fault*."""

    def clear(self) -> None:
        """Forget what was ordered and did not happen."""

    def once_carried_out(
        self, nth: int, act: Callable[[], None]
    ) -> AbstractContextManager[Callable[[], None]]:
        """While the block runs, call *act* once, when publishing request number *nth* is carried out.

        That is between the network's commit and its answer. Call what the context gives once whoever sends
        was forked.
        """

    def words(self) -> list[str]:
        """The words of every post that followers see, by the network's own record."""

    def begun(self) -> list[float]:
        """When each publishing request began, by this computer's monotonic clock."""


@dataclass(kw_only=True)
class Rehearsal:
    """A rehearsal that plays a network, in the installation's folder."""

    name: str
    network: str
    keyed: bool
    folder: Path
    faults: tuple[str, ...] = (NONE, "drop", "hang", "throttle", "trouble", "unreachable")

    def add(self, office: Office) -> None:
        accounts.add_rehearsal(office.desk, self.network, self.name, actor="bench")

    def order(self, fault: str) -> None:
        if fault != NONE:
            with RehearsalServer(self.folder / "rehearsal.db") as server:
                server.order_fault(fault, self.name, seconds=1.0)

    def clear(self) -> None:
        """An order that is left strikes the next campaign, which is as good."""

    @contextmanager
    def once_carried_out(self, nth: int, act: Callable[[], None]) -> Iterator[Callable[[], None]]:
        wanted = len(self.words()) + nth
        forked, over = threading.Event(), threading.Event()

        def watch() -> None:
            forked.wait()  # a connection of SQLite's must not be carried across a fork
            with RehearsalServer(self.folder / "rehearsal.db") as server:
                while not over.wait(0.005):
                    if len(server.posts(self.name)) >= wanted:
                        act()
                        return

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield forked.set
        finally:
            over.set()
            forked.set()
            watcher.join()

    def words(self) -> list[str]:
        with RehearsalServer(self.folder / "rehearsal.db") as server:
            return [post.words for post in server.posts(self.name)]

    def begun(self) -> list[float]:
        with RehearsalServer(self.folder / "rehearsal.db") as server:
            return [_monotonic(post.committed_at) for post in server.posts(self.name)]


@dataclass(kw_only=True)
class _Counted:
    """Counts requests that were carried out, and acts once at one of them."""

    left: int = 0
    act: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, nth: int, act: Callable[[], None]) -> None:
        with self.lock:
            self.left, self.act = nth, act

    def count(self) -> None:
        with self.lock:
            self.left -= 1
            due = self.left == 0
        if due:
            self.act()


@dataclass(kw_only=True)
class Bluesky:
    """A real server, behind a proxy that answers wrongly on demand."""

    pds: pds_server.PdsServer
    late: Callable[[], float]
    name: str = "sky"
    keyed: bool = True
    _begun: list[float] = field(default_factory=list)
    _counted: _Counted = field(default_factory=_Counted)

    def __post_init__(self) -> None:
        made = self.pds.account()
        self._account = RealAccount(
            name=self.name,
            network="bluesky",
            service=self.pds.url,
            handle=made.handle,
            secrets={"app_password": pds_server.PASSWORD},
            witness=self.pds.direct,
            remote_id=made.did,
        )
        self.faults = (NONE, *_WRONG)
        self.pds.proxy.late = self._keep
        self.pds.proxy.asked = _Told(self._note)

    def add(self, office: Office) -> None:
        add(office, self._account)

    def order(self, fault: str) -> None:
        self.pds.proxy._wrong = None if fault == NONE else Wrong(method=PUT, **_WRONG[fault])  # noqa: SLF001

    def clear(self) -> None:
        self.order(NONE)

    @contextmanager
    def once_carried_out(self, nth: int, act: Callable[[], None]) -> Iterator[Callable[[], None]]:
        self._counted.set(nth, act)
        try:
            yield lambda: None
        finally:
            self._counted.set(0, lambda: None)

    def words(self) -> list[str]:
        return self._account.posts()

    def begun(self) -> list[float]:
        return list(self._begun)

    def _note(self, method: str) -> None:
        if method in PUBLISHES:
            self._begun.append(time.monotonic())

    def _keep(self, method: str) -> float:
        """The server has carried it out, and the answer waits here."""
        if method not in PUBLISHES:
            return 0.0
        self._counted.count()
        return self.late()


class _Told(list[str]):
    """A list that tells of what is appended."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, each: str) -> None:
        self._tell(each)
        super().append(each)


_WRONG: Mapping[str, dict[str, Any]] = {
    "drop": {"answer": b""},
    "hang": {"answer": b"", "end": "hold"},
    "reset": {"answer": b"", "end": "reset"},
    "429": {"answer": error(429, "RateLimitExceeded", Retry_After="1"), "carried_out": False},
    "500 before": {"answer": error(500, "InternalServerError"), "carried_out": False},
    "500 after": {"answer": error(500, "InternalServerError")},
    "garbage": {"answer": http(200, b'{"uri": "at')},
    "401": {"answer": error(401, "AuthMissing"), "carried_out": False},
}
_KINDS = {
    "drop": "drop",
    "hang": "hang",
    "reset": "reset",
    "429": "throttle",
    "500 before": "500-before",
    "500 after": "500",
    "garbage": "garbage",
    "401": "unauthorized",
}
"""The fake X's names of the same."""


class _Fake(XServer):
    """The fake X, which tells when a post is carried out and keeps its answer for a while."""

    def __init__(self, late: Callable[[], float]) -> None:
        super().__init__()
        self._late = late
        self.counted = _Counted()

    def carry_out(self, request: Any, line: Any) -> Any:
        answer = super().carry_out(request, line)
        if request.call == "post":
            self.counted.count()
            time.sleep(self._late())
        return answer


@dataclass(kw_only=True)
class X:
    """The fake X."""

    server: _Fake
    name: str = "x-main"
    keyed: bool = False
    faults: tuple[str, ...] = (NONE, *_KINDS)

    def __post_init__(self) -> None:
        self._made = self.server.account(limited=False)

    def add(self, office: Office) -> None:
        account = RealAccount(
            name=self.name,
            network="x",
            service=self.server.url,
            handle=self._made.username,
            secrets=self._made.secrets,
            witness=self.server.url,
            remote_id=self._made.id,
        )
        add(office, account)

    def order(self, fault: str) -> None:
        if fault != NONE:
            seconds = {"seconds": 1.0} if fault == "429" else {}
            self.server.order(_KINDS[fault], account=self._made.id, **seconds)

    def clear(self) -> None:
        self.server.orders.clear()

    @contextmanager
    def once_carried_out(self, nth: int, act: Callable[[], None]) -> Iterator[Callable[[], None]]:
        self.server.counted.set(nth, act)
        try:
            yield lambda: None
        finally:
            self.server.counted.set(0, lambda: None)

    def words(self) -> list[str]:
        return [each["words"] for each in self.server.seen(self._made)]

    def begun(self) -> list[float]:
        asked = [each for each in self.server.asked if (each.call, each.account) == ("post", self._made.id)]
        return [_monotonic(each.begun_at) for each in asked]


def _monotonic(moment: datetime) -> float:
    """*moment*, as both clocks of this computer have it now."""
    return time.monotonic() - (datetime.now(UTC) - moment).total_seconds()


NAMES = ("rehearsal-keyed", "rehearsal-searched", "bluesky", "x")


@contextmanager
def stage(name: str, folder: Path, late: Callable[[], float]) -> Iterator[Stage]:
    """The stage called *name*; a real network's answer to a post is kept for *late* seconds."""
    with ExitStack() as stack:
        match name:
            case "rehearsal-keyed":
                yield Rehearsal(name="play-sky", network="bluesky", keyed=True, folder=folder)
            case "rehearsal-searched":
                yield Rehearsal(name="play-x", network="x", keyed=False, folder=folder)
            case "bluesky":
                if missing := pds_server.missing():
                    raise SystemExit(missing)
                yield Bluesky(pds=stack.enter_context(pds_server.running()), late=late)
            case "x":
                yield X(server=stack.enter_context(_Fake(late)))


def progress(what: str, done: int, times: int) -> None:
    """Show how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r{what} {done}/{times}", end="\n" if done == times else "", file=sys.stderr)


def kill(process: Any) -> None:
    """End a process now, if it still lives."""
    with suppress(ValueError):
        process.kill()
