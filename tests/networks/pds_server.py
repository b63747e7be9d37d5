"""A real Bluesky server on loopback, and a proxy in front of it that answers wrongly on demand."""

import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from faulty_proxy import FaultyProxy

INSTALLED = Path(sys.prefix) / "pds"
_NODE = next(iter(INSTALLED.glob("node_modules/node-linux-*/bin/node")), None)
_START_SECONDS = 60
PASSWORD = "correct horse battery staple"  # noqa: S105 -- of accounts that live as long as a test


@dataclass(frozen=True, slots=True, kw_only=True)
class PdsAccount:
    """An account on the server, with the session of its sign-in as the library writes it down."""

    did: str
    handle: str
    session: str

    @property
    def token(self) -> str:
        """The access token of ``session``."""
        return self.session.split(":::")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class PdsServer:
    """The server. ``url`` goes through the proxy, as everything but a witness does; ``direct`` does not."""

    url: str
    direct: str
    proxy: FaultyProxy
    jwt_secret: str
    pid: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def account(self) -> PdsAccount:
        """A new account, so that tests do not see each other's posts."""
        handle = f"user{next(self._numbers)}.test"
        body = {"handle": handle, "email": f"{handle}@example.org", "password": PASSWORD}
        made = self.call("com.atproto.server.createAccount", body)
        session = ":::".join([handle, made["did"], made["accessJwt"], made["refreshJwt"], self.url])
        return PdsAccount(did=made["did"], handle=handle, session=session)

    def call(
        self, method: str, body: dict[str, Any] | None = None, *, token: str = "", admin: bool = False
    ) -> dict[str, Any]:
        """What *method* answers to *body*, past the proxy: to the bearer of *token*, or to the *admin*."""
        answer = httpx.post(
            f"{self.direct}/xrpc/{method}",
            json=body,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            auth=("admin", "admin") if admin else None,
            timeout=30,
            trust_env=False,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def ask(self, method: str, **params: Any) -> httpx.Response:
        """What *method*, which only reads, answers, past the proxy."""
        return httpx.get(f"{self.direct}/xrpc/{method}", params=params, timeout=30, trust_env=False)

    def posts(self, did: str) -> list[dict[str, Any]]:
        """What followers of *did* see, oldest first."""
        found = self.records(did, "app.bsky.feed.post")
        return sorted(found, key=lambda each: (each["value"]["createdAt"], each["uri"]))

    def records(self, did: str, collection: str) -> list[dict[str, Any]]:
        """The records of *did* in *collection*, by their keys."""
        listed = self.ask("com.atproto.repo.listRecords", repo=did, collection=collection, limit=100)
        return sorted(listed.json()["records"], key=lambda each: str(each["uri"]))

    def take_down(self, did: str) -> None:
        """Do what moderators do to an account."""
        self._moderate({"$type": "com.atproto.admin.defs#repoRef", "did": did})

    def hide(self, did: str, key: str) -> None:
        """Do what moderators do to a post."""
        place = {"repo": did, "collection": "app.bsky.feed.post", "rkey": key}
        found = self.ask("com.atproto.repo.getRecord", **place).json()
        self._moderate({"$type": "com.atproto.repo.strongRef", "uri": found["uri"], "cid": found["cid"]})

    def _moderate(self, subject: dict[str, str]) -> None:
        body = {"subject": subject, "takedown": {"applied": True}}
        self.call("com.atproto.admin.updateSubjectStatus", body, admin=True)


def missing() -> str | None:
    """Why the server cannot be started, and what to do about it; None if it can."""
    if _NODE is None:
        return f"no Bluesky server in {INSTALLED}: get it with 'make pds'"
    return None


@contextmanager
def running(**settings: str) -> Iterator[PdsServer]:
    """The server with *settings* of ``pds.mjs``, ready; stopped when the block, or this process, ends."""
    script = Path(__file__).with_name("pds") / "pds.mjs"
    command = [str(_NODE), "--input-type=module", "--eval", script.read_text("utf-8")]
    secret = "a secret of nobody's, for tests alone"  # noqa: S105
    with FaultyProxy() as proxy:
        own = {"LOG_ENABLED": "false", "PUBLIC_PORT": str(proxy.port), "JWT_SECRET": secret}
        server = subprocess.Popen(
            command,
            cwd=INSTALLED,
            env=os.environ | own | settings,
            stdin=subprocess.PIPE,  # the server stops when it closes, as it does when this process dies
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            direct = _ready(server)
            proxy.upstream = direct
            url = f"http://localhost:{proxy.port}"
            yield PdsServer(url=url, direct=direct, proxy=proxy, jwt_secret=secret, pid=server.pid)
        finally:
            server.terminate()
            server.communicate(timeout=30)


def _ready(server: "subprocess.Popen[str]") -> str:
    """The server's address, once it tells it."""
    too_late = threading.Timer(_START_SECONDS, server.kill)
    too_late.start()
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
    finally:
        too_late.cancel()
    if not line:
        raise RuntimeError(f"the Bluesky server did not start within {_START_SECONDS} s")
    return str(json.loads(line)["url"])
