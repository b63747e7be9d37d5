"""Rules, labels, link card and mentions of a campaign, all the way to a real Bluesky server."""

from pathlib import Path
from typing import Any

import firehose
import pytest
from faulty_proxy import Wrong, error
from pds_server import PASSWORD, PdsAccount, PdsServer

import assets
from db.lock import AccountLocks
from scheduler.networks.bluesky.record import cid

pytestmark = pytest.mark.xdist_group("pds")
LINK = "https://example.org/statement"
RESOLVE = "com.atproto.identity.resolveHandle"


@pytest.fixture
def person(pds: PdsServer) -> PdsAccount:
    """Somebody with an account on the server."""
    return pds.account()


@pytest.fixture
def there(drumbeat: Any, pds: PdsServer, person: PdsAccount, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation with the sample statement, and the account as ``sky``."""
    monkeypatch.setenv("DRUMBEAT_BLUESKY_APP_PASSWORD", PASSWORD)
    drumbeat("account", "add", "bluesky", "sky", "--handle", person.handle, "--service", pds.url)
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    return drumbeat


def test_all_of_it_is_read_back(there: Any, pds: PdsServer, person: PdsAccount) -> None:
    """What was planned, while another process spoke as the account, is what the world was told in one commit."""
    config = there.folder / "config.toml"
    words = f"[{{quote}}\\n— ]{{speaker}} @{person.handle} @nobody.test"
    config.write_text(f'{config.read_text()}\n[words]\nbluesky = "{words}"\n')
    with there.office() as office:
        locks = AccountLocks(office.settings.database)
    assert locks.take("sky")
    pds.proxy.asked.clear()
    rules = ("--may-reply", "mentioned", "--no-quotes", "--label", "graphic-media", "--no-cards")
    new = ("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0", "--link", LINK, *rules)
    told = there.json(*new)
    locks.release()
    assert pds.proxy.asked == [RESOLVE, RESOLVE]  # once each, and no sign-in
    assert told["remarks"] == ["@nobody.test stays plain text: nobody on Bluesky has that handle."]
    (part,) = told["deliveries"][0]["parts"]
    assert part["mentions"] == {person.handle: person.did}
    there("campaign", "approve", "ijn-2020")
    there("campaign", "launch", "ijn-2020")
    there("run", "--once")

    (out,) = pds.posts(person.did)
    key, post = out["uri"].rpartition("/")[2], out["value"]
    kinds = [f"app.bsky.feed.{kind}" for kind in ("post", "threadgate", "postgate")]
    assert firehose.commits(pds, person.did) == [[("create", f"{kind}/{key}") for kind in kinds]]
    assert [each["features"][0].get("did") for each in post["facets"]] == [person.did]
    assert post["labels"]["values"] == [{"val": "graphic-media"}]
    with there.office() as office:
        picture = Path(office.desk.pictures.path(part["preview"]["sha256"])).read_bytes()
    external = post["embed"]["external"]
    assert (external["uri"], external["thumb"]["ref"]["$link"]) == (LINK, cid(picture))
    (gate,) = pds.records(person.did, "app.bsky.feed.threadgate")
    assert gate["value"]["allow"] == [{"$type": "app.bsky.feed.threadgate#mentionRule"}]
    (row,) = there.json("history")
    assert (row["state"], row["parts"][0]["remote_id"]) == ("posted", key)


def test_a_network_that_does_not_answer_is_a_remark(there: Any, pds: PdsServer, person: PdsAccount) -> None:
    """The words are changed all the same, and the person is told."""
    there("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0")
    edit = ("post", "edit", "ijn-2020.1", "--words", f"Thanks, @{person.handle}!")
    wrong = Wrong(method=RESOLVE, answer=error(500, "InternalServerError"))
    with pds.proxy.striking(wrong):
        told = there(*edit)
    assert f"@{person.handle} stays plain text on Bluesky: Bluesky answered 500" in told.err + told.out
    (row,) = there.json("queue")
    assert row["parts"][0]["mentions"] == {}
    (row,) = there.json(*edit)
    assert row["parts"][0]["mentions"] == {person.handle: person.did}


def test_a_thread_is_one_commit(there: Any, pds: PdsServer, person: PdsAccount) -> None:
    """All parts of a thread are what the world was told in one commit, each with its card, below the one before."""
    best = "+".join(each["id"] for each in there.json("excerpts", "ijn-2020")[:3])
    there("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0", "--excerpts", best)
    there("campaign", "approve", "ijn-2020")
    there("campaign", "launch", "ijn-2020")
    there("run", "--once")
    (row,) = there.json("history")
    keys = [part["remote_id"] for part in row["parts"]]
    made = [("create", f"app.bsky.feed.post/{key}") for key in keys]
    assert firehose.commits(pds, person.did) == [made]
    out = {each["uri"].rpartition("/")[2]: each["value"] for each in pds.posts(person.did)}
    assert [out[key]["text"] for key in keys] == [part["words"] for part in row["parts"]]
    parents = [out[key].get("reply", {}).get("parent", {}).get("uri", "").rpartition("/")[2] for key in keys]
    assert parents == ["", *keys[:-1]]
    assert [out[key]["embed"]["images"][0]["alt"] for key in keys] == [
        part["alt"][0] for part in row["parts"]
    ]
