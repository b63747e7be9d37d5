"""The stage of the real connection to Bluesky: every fault of the contract, over the wire."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from faulty_proxy import FaultyProxy, Wrong, error
from pds_server import PdsAccount, PdsServer

from scheduler import networks
from scheduler.core.ports import Access, NetworkConnection
from scheduler.networks.bluesky import connect
from scheduler.testing import FixedClock, Seen, Stage

METHODS = {
    "publish_thread": "com.atproto.repo.applyWrites",
    "prepare": "com.atproto.repo.uploadBlob",
    "publish": "com.atproto.repo.putRecord",
    "find": "com.atproto.repo.getRecord",
    "recent": "com.atproto.repo.listRecords",
    "remove": "com.atproto.repo.deleteRecord",
    "seen": "com.atproto.repo.getRecord",
}
"""The one request that each call is about."""
PATIENT = (10.0, 30.0)
IMPATIENT = (10.0, 0.5)


def connection(
    pds: PdsServer, account: PdsAccount, clock: FixedClock, timeouts: tuple[float, float] = PATIENT
) -> NetworkConnection:
    """A connection for *account* with the session of its sign-in, and no password."""
    return connect(
        Access(
            remote_id=account.did,
            handle=account.handle,
            service=pds.url,
            secrets={},
            clock=clock,
            session=account.session,
            timeouts=timeouts,
        )
    )


def bluesky_stage(pds: PdsServer) -> Stage:
    """A new account on the server."""
    clock, account = FixedClock(), pds.account()
    struck = Struck(
        connection(pds, account, clock), connection(pds, account, clock, IMPATIENT), pds.proxy, clock
    )

    def seen() -> list[Seen]:
        return [_seen(each["value"]) for each in pds.posts(account.did)]

    return Stage(
        network=networks.load("bluesky"), clock=clock, connection=struck, order=struck.order, seen=seen
    )


def _seen(value: dict[str, Any]) -> Seen:
    reply = value.get("reply")
    return Seen(
        words=value["text"],
        pictures=len(value.get("embed", {}).get("images", [])),
        reply_to=reply["parent"]["uri"].rpartition("/")[2] if reply else None,
    )


@dataclass(kw_only=True)
class _Order:
    kind: str
    call: str
    times: int
    skip: int
    seconds: float


class Struck:
    """Hands calls on to the connection; while an order for one is open, its request meets the fault."""

    def __init__(
        self,
        patient: NetworkConnection,
        impatient: NetworkConnection,
        proxy: FaultyProxy,
        clock: FixedClock,
    ) -> None:
        self._patient, self._impatient = patient, impatient
        self._proxy, self._clock = proxy, clock
        self._orders: list[_Order] = []

    def order(
        self, kind: str, *, call: str = "publish", times: int = 1, skip: int = 0, seconds: float = 2.0
    ) -> None:
        """As ``RehearsalServer.order_fault``."""
        self._orders.append(_Order(kind=kind, call=call, times=times, skip=skip, seconds=seconds))

    def prepare(self, letter: Any) -> Any:
        return self._call("prepare", letter)

    def publish(self, letter: Any, prepared: Any) -> Any:
        return self._call("publish", letter, prepared)

    def publish_thread(self, thread: Any) -> Any:
        return self._call("publish_thread", thread)

    def find(self, record_key: str) -> Any:
        return self._call("find", record_key)

    def recent(self, since: Any) -> Any:
        return self._call("recent", since)

    def remove(self, remote_id: str) -> None:
        self._call("remove", remote_id)

    def seen(self, remote_id: str) -> Any:
        return self._call("seen", remote_id)

    def let_reply(self, remote_id: str, may_reply: Any) -> None:
        self._call("let_reply", remote_id, may_reply)

    def _call(self, call: str, *arguments: Any) -> Any:
        order = self._take("publish" if call == "publish_thread" else call)
        hangs = order is not None and order.kind == "hang"
        with self._struck(replace(order, call=call)) if order else nullcontext():
            return getattr(self._impatient if hangs else self._patient, call)(*arguments)

    def _take(self, call: str) -> _Order | None:
        order = next((each for each in self._orders if each.call == call), None)
        if order is None:
            return None
        if order.skip:
            order.skip -= 1
            return None
        order.times -= 1
        if not order.times:
            self._orders.remove(order)
        return order

    def _struck(self, order: _Order) -> AbstractContextManager[None]:
        return self._proxy.closed() if order.kind == "unreachable" else self._strike(order)

    @contextmanager
    def _strike(self, order: _Order) -> Iterator[None]:
        until = self._clock.now() + timedelta(seconds=order.seconds)
        refused = {
            "refuse": error(400, "InvalidRequest"),
            "trouble": error(401, "AccountTakedown"),
            "throttle": error(429, "RateLimitExceeded", RateLimit_Reset=str(int(until.timestamp()))),
        }
        carried_out = order.kind not in refused
        wrong = Wrong(
            method=METHODS[order.call],
            carried_out=carried_out,
            answer=refused.get(order.kind, b""),
            end="hold" if order.kind == "hang" else "close",
        )
        with self._proxy.striking(wrong):
            try:
                yield
            finally:
                assert wrong.struck.wait(30), f"{order.call} never asked {wrong.method}"
