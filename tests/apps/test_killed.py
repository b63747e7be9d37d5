"""A daemon killed between the network's commit and its own: what a real Bluesky server told the world is the judge."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import firehose
import pytest
from faulty_proxy import Wrong
from pds_server import PASSWORD, PdsAccount, PdsServer

import assets
from scheduler.core.delivery import Delivery, State

pytestmark = pytest.mark.xdist_group("pds")
POST, THREADGATE, POSTGATE = (f"app.bsky.feed.{kind}" for kind in ("post", "threadgate", "postgate"))

DAEMON = """
import sys
from pathlib import Path
from scheduler.cli.run import daemon_of
from scheduler.daemon.loop import Leave
from scheduler.wiring import opened

with opened(Path(sys.argv[1])) as office, daemon_of(office, lambda news: None) as daemon:
    daemon.run(Leave.NOTHING_LEFT)
"""
NAIVE = """
import sys
from pathlib import Path
import httpx

done, url, did, token = Path(sys.argv[1]), *sys.argv[2:]
if not done.exists():
    value = {"$type": "app.bsky.feed.post", "text": "Once?", "createdAt": "2026-03-02T15:00:00.000Z"}
    body = {"repo": did, "collection": value["$type"], "record": value}
    httpx.post(f"{url}/xrpc/com.atproto.repo.createRecord", json=body, timeout=60, trust_env=False,
               headers={"Authorization": f"Bearer {token}"}).raise_for_status()
    done.touch()
"""
"""What many programs do: post, then note that it is posted."""


@dataclass(frozen=True, kw_only=True)
class Installation:
    """An installation with one campaign of one post on the account ``sky``, a draft."""

    drumbeat: Any
    pds: PdsServer
    person: PdsAccount

    def change(self, **changes: object) -> None:
        """Another delivery than the one that was planned."""
        with self.drumbeat.office() as office, office.store.write() as unit:
            (old,) = unit.deliveries.of_campaign("ijn-2020")
            assert unit.deliveries.save(old, replace(old, **changes))

    def delivery(self) -> Delivery:
        """The delivery as it is now."""
        with self.drumbeat.office() as office, office.store.read() as unit:
            (found,) = unit.deliveries.of_campaign("ijn-2020")
        return found

    def launch(self) -> None:
        """Approve it; it is due now."""
        self.drumbeat("campaign", "approve", "ijn-2020")
        self.drumbeat("campaign", "launch", "ijn-2020")


@pytest.fixture
def installation(drumbeat: Any, pds: PdsServer, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A new account on the server, and a campaign for it."""
    person = pds.account()
    monkeypatch.setenv("DRUMBEAT_BLUESKY_APP_PASSWORD", PASSWORD)
    drumbeat("account", "add", "bluesky", "sky", "--handle", person.handle, "--service", pds.url)
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0")
    return Installation(drumbeat=drumbeat, pds=pds, person=person)


def start(script: str, *arguments: object) -> "subprocess.Popen[bytes]":
    """A process of its own that runs *script*."""
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], env=os.environ)


def kill_before_the_answer(pds: PdsServer, method: str, process: Callable[[], Any]) -> None:
    """Let the server carry out *method*, hold its answer back, and kill whoever waits for it."""
    wrong = Wrong(method=method, answer=b"", end="hold")
    with pds.proxy.striking(wrong), process() as child:
        assert wrong.struck.wait(60), f"{method} was never asked"
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL


def single(installation: Installation) -> list[list[tuple[str, str]]]:
    """A card alone."""
    installation.launch()
    (part,) = installation.delivery().parts
    return [[("create", f"{POST}/{part.record_key}")]]


def ruled(installation: Installation) -> list[list[tuple[str, str]]]:
    """A card to which nobody may reply, and which nobody may quote."""
    installation.change(may_reply=(), quotable=False)
    installation.launch()
    (part,) = installation.delivery().parts
    return [[("create", f"{kind}/{part.record_key}") for kind in (POST, THREADGATE, POSTGATE)]]


def thread(installation: Installation) -> list[list[tuple[str, str]]]:
    """A card, and two parts below it."""
    (part,) = installation.delivery().parts
    more = [replace(part, n=n, words=f"Part {n}.", pictures=()) for n in (2, 3)]
    installation.change(parts=(part, *more))
    installation.launch()
    return [[("create", f"{POST}/{part.record_key}") for part in installation.delivery().parts]]


@pytest.mark.parametrize(
    ("sent", "method"),
    [
        (single, "com.atproto.repo.putRecord"),
        (ruled, "com.atproto.repo.applyWrites"),
        (thread, "com.atproto.repo.applyWrites"),
    ],
)
def test_a_killed_daemon_posts_once(
    installation: Installation, sent: Callable[[Installation], list], method: str
) -> None:
    """Killed before the answer and started twice more: one commit, ever, and what is out is known as posted."""
    expected = sent(installation)
    config = installation.drumbeat.folder / "config.toml"
    kill_before_the_answer(installation.pds, method, lambda: start(DAEMON, config))
    assert installation.delivery().state is State.SENDING
    launched = [part.record for part in installation.delivery().parts]
    for _ in range(2):
        assert start(DAEMON, config).wait(120) == 0
    assert firehose.commits(installation.pds, installation.person.did) == expected
    after = installation.delivery()
    assert after.state is State.POSTED
    held = installation.pds.posts(installation.person.did)
    assert [each["value"] for each in held] == launched  # the whole record was stored before it left
    assert [part.remote_id for part in after.parts] == [each["uri"].rpartition("/")[2] for each in held]


def test_the_usual_way_posts_twice(pds: PdsServer, tmp_path: Path) -> None:
    """The control: the same kill, and the same witness, show what a program does that posts first and notes then."""
    person = pds.account()
    arguments = (tmp_path / "done", pds.url, person.did, person.token)
    kill_before_the_answer(pds, "com.atproto.repo.createRecord", lambda: start(NAIVE, *arguments))
    for _ in range(2):
        assert start(NAIVE, *arguments).wait(60) == 0
    done = firehose.commits(pds, person.did)
    assert [action for commit in done for action, _ in commit] == ["create", "create"]
