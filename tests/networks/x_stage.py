"""The stage of the real connection to X: every fault of the contract, over the wire, from the fake."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from faulty_stage import IMPATIENT, PATIENT, Struck
from x_rules import XAccount
from x_server import XServer

from scheduler import networks
from scheduler.core.ports import Access, Letter, NetworkConnection, Published
from scheduler.networks.x import connect
from scheduler.testing import FixedClock, Seen, Stage

CALLS = {"prepare": "upload", "publish": "post", "recent": "timeline", "remove": "remove", "seen": "seen"}
"""The one request that each call is about."""
KINDS = {
    "refuse": "forbidden",
    "trouble": "suspended",
    "throttle": "throttle",
    "drop": "drop",
    "hang": "hang",
}
"""The fake's name for each fault of the contract."""


def access(server: XServer, account: XAccount, clock: FixedClock, **more: Any) -> Access:
    """What a connection for *account* needs."""
    fields = {
        "remote_id": account.id,
        "handle": account.username,
        "service": server.url,
        "secrets": account.secrets,
        "clock": clock,
    }
    return Access(**fields | more)


def connection(
    server: XServer, account: XAccount, clock: FixedClock, timeouts: tuple[float, float] = PATIENT
) -> NetworkConnection:
    """A connection for *account*."""
    return connect(access(server, account, clock, timeouts=timeouts))


def send(ours: NetworkConnection, mail: Letter) -> Published:
    """Prepare and publish *mail*."""
    return ours.publish(mail, ours.prepare(mail))


def x_stage(server: XServer) -> Stage:
    """A new account on the fake, which lets the same words pass twice: X tells nobody for how long it does not."""
    clock = FixedClock()
    account = server.account(clock=clock, duplicate_window=0.0)
    struck = _StruckByX(server, account, clock)

    def seen() -> list[Seen]:
        return [
            Seen(words=each["words"], pictures=len(each["pictures"]), reply_to=each["reply_to"])
            for each in server.seen(account)
        ]

    return Stage(network=networks.load("x"), clock=clock, connection=struck, order=struck.order, seen=seen)


class _StruckByX(Struck):
    """Hands calls on to the connection; while an order for one is open, its request meets the fault."""

    def __init__(self, server: XServer, account: XAccount, clock: FixedClock) -> None:
        patient, impatient = (connection(server, account, clock, each) for each in (PATIENT, IMPATIENT))
        super().__init__(patient, impatient, server, clock)
        self._server, self._account = server, account

    @contextmanager
    def _strike(self, order: Any) -> Iterator[None]:
        later = {"seconds": order.seconds} if order.kind == "throttle" else {}
        self._server.order(KINDS[order.kind], CALLS[order.call], account=self._account.id, **later)
        try:
            yield
        finally:
            assert self._server.struck(self._account), f"{order.call} never asked for {CALLS[order.call]}"
