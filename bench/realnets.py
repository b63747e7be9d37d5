"""The real Bluesky server and the fake X, in a process of their own, for benches; all on this machine.

    python bench/realnets.py --names a,b,c --late 100 500

Starts both, makes accounts that take turns between them, prints one line of JSON that says how to sign in
to each, and stops when its standard input closes, as it does when the bench ends, however that ends. Answers
to publishing requests come between --late milliseconds after they were carried out: whoever is killed in
between does not know that it posted.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

sys.path.append(str(Path(__file__).parent.parent / "tests" / "networks"))
import pds_server
from x_faults import Fault
from x_server import XServer

from scheduler.networks import x
from scheduler.services import accounts
from scheduler.wiring import Office

PUBLISHES = frozenset({"com.atproto.repo.putRecord", "com.atproto.repo.applyWrites"})
_PAGE = 100
_LOOKS = tuple(timedelta(milliseconds=each) for each in (200, 500, 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class RealAccount:
    """How to sign in to an account, and where its followers look."""

    name: str
    network: str
    service: str
    handle: str
    secrets: Mapping[str, str]
    witness: str
    """The address of the server itself, past whatever keeps answers."""
    remote_id: str

    def posts(self) -> list[str]:
        """The words of all that followers see."""
        return _WITNESSES[self.network](self)


@contextmanager
def running(names: list[str], late: tuple[int, int]) -> Iterator[list[RealAccount]]:
    """Servers with an account for each of *names*; stopped when the block ends."""
    first, last = map(str, late)
    command = [sys.executable, __file__, "--names", ",".join(names), "--late", first, last]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        told = server.stdout.readline() if server.stdout else ""
        if not told:
            raise SystemExit("The servers did not start: get the Bluesky server with 'make pds'.")
        yield [RealAccount(**each) for each in json.loads(told)]
    finally:
        server.communicate(timeout=60)


def look_soon() -> None:
    """Let this process, and those forked from it, look for what X may have after parts of a second.

    The fake shows a post at once; at the real intervals, up to ten minutes, a bench would only wait.
    """
    x.NETWORK = replace(x.NETWORK, looks=_LOOKS)


def add(office: Office, account: RealAccount) -> None:
    """Add *account* as ``drumbeat account add`` does."""
    network = office.desk.networks[account.network]
    signed = office.connections.sign_in(network, account.handle, account.service, account.secrets)
    sealed = office.connections.sealed(account.name, signed)
    accounts.add(
        office.desk,
        account.network,
        account.name,
        signed.identity,
        sealed,
        service=account.service,
        actor="bench",
    )


def _on_bluesky(account: RealAccount) -> list[str]:
    asked: dict[str, Any] = {"repo": account.remote_id, "collection": "app.bsky.feed.post", "limit": _PAGE}
    words: list[str] = []
    while True:
        page = httpx.get(
            f"{account.witness}/xrpc/com.atproto.repo.listRecords", params=asked, timeout=60, trust_env=False
        ).json()
        words += [each["value"]["text"] for each in page["records"]]
        if not page.get("cursor"):
            return words
        asked["cursor"] = page["cursor"]


def _on_x(account: RealAccount) -> list[str]:
    ledger = httpx.post(f"{account.witness}/_control/ledger", json={}, timeout=60, trust_env=False).json()
    (ours,) = [each for each in ledger["accounts"] if each["id"] == account.remote_id]
    return [post["words"] for post in ours["posts"]]


_WITNESSES = {"bluesky": _on_bluesky, "x": _on_x}


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", required=True, help="accounts, with commas")
    parser.add_argument("--late", type=int, nargs=2, default=(100, 500), help="milliseconds")
    options = parser.parse_args()
    low, high = (each / 1000 for each in options.late)
    with pds_server.running() as pds, LateX(low, high) as fake:
        pds.proxy.late = lambda method: random.uniform(low, high) if method in PUBLISHES else 0.0
        names = options.names.split(",")
        made = [_x(fake, name) if n % 2 else _bluesky(pds, name) for n, name in enumerate(names)]
        print(json.dumps(made), flush=True)
        sys.stdin.read()


class LateX(XServer):
    """The fake X, whose answers to posts come between *low* and *high* seconds late."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self._late = low, high

    def begin(self, request: Any) -> tuple[Any, Fault]:
        """As ever, and later."""
        line, fault = super().begin(request)
        return line, replace(fault, seconds=random.uniform(*self._late)) if request.call == "post" else fault


def _bluesky(pds: pds_server.PdsServer, name: str) -> dict[str, Any]:
    account = pds.account()
    return {
        "name": name,
        "network": "bluesky",
        "service": pds.url,
        "handle": account.handle,
        "secrets": {"app_password": pds_server.PASSWORD},
        "witness": pds.direct,
        "remote_id": account.did,
    }


def _x(server: XServer, name: str) -> dict[str, Any]:
    account = server.account(limited=False)  # more posts than X allows in a quarter of an hour
    return {
        "name": name,
        "network": "x",
        "service": server.url,
        "handle": account.username,
        "secrets": account.secrets,
        "witness": server.url,
        "remote_id": account.id,
    }


if __name__ == "__main__":
    main()
