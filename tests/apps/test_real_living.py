"""Deleting, checking, and who may reply, all the way to a real Bluesky server and to the fake X, which judge."""

from typing import Any

import pytest
from pds_server import PASSWORD, PdsAccount, PdsServer
from x_rules import XAccount
from x_server import XServer

import assets

ON_PDS = pytest.mark.xdist_group("pds")
THREADGATE = "app.bsky.feed.threadgate"
X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


def campaign(drumbeat: Any, name: str) -> None:
    """Two posts of the sample statement, out."""
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("campaign", "new", "ijn-2020", "--on", name, "--plan", "T+0, T+1m")
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")
    drumbeat.send()


# --- Bluesky ------------------------------------------------------------------------------------


@pytest.fixture
def person(pds: PdsServer) -> PdsAccount:
    """Somebody with an account on the server."""
    return pds.account()


@pytest.fixture
def sky(drumbeat: Any, pds: PdsServer, person: PdsAccount, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two posts out on Bluesky."""
    monkeypatch.setenv("DRUMBEAT_BLUESKY_APP_PASSWORD", PASSWORD)
    drumbeat("account", "add", "bluesky", "sky", "--handle", person.handle, "--service", pds.url)
    campaign(drumbeat, "sky")
    return drumbeat


@ON_PDS
def test_a_post_is_gone_from_bluesky(sky: Any, pds: PdsServer, person: PdsAccount) -> None:
    """With the rule beside it; the other stays, and it costs nothing."""
    sky("post", "replies", "ijn-2020.1", "nobody")
    (rule,) = pds.records(person.did, THREADGATE)
    assert rule["value"]["allow"] == []
    told = sky("post", "delete", "ijn-2020.1", code=2)
    assert "Delete 1 post of ijn-2020.1, for good?" in told.err
    assert "costs" not in told.err
    sky("post", "delete", "ijn-2020.1", "--yes")
    key = sky.deliveries("history")["ijn-2020.2@sky"]["parts"][0]["remote_id"]
    assert [each["uri"].rpartition("/")[2] for each in pds.posts(person.did)] == [key]
    assert pds.records(person.did, THREADGATE) == []


@ON_PDS
def test_deleted_in_the_app(sky: Any, pds: PdsServer, person: PdsAccount) -> None:
    """By hand and by another program: the check tells."""
    assert "all as it should be" in sky("campaign", "check", "ijn-2020").out
    key = sky.deliveries("history")[S1]["parts"][0]["remote_id"]
    body = {"repo": person.did, "collection": "app.bsky.feed.post", "rkey": key}
    pds.call("com.atproto.repo.deleteRecord", body, token=person.token)
    found = sky("campaign", "check", "ijn-2020", "--json", code=1).json
    assert {each["delivery"]: each["sight"] for each in found} == {S1: "gone", "ijn-2020.2@sky": "there"}


@ON_PDS
def test_a_server_that_is_away(sky: Any, pds: PdsServer, person: PdsAccount) -> None:
    """What was asked stays asked, and the daemon carries it out once the server is there again."""
    with pds.proxy.closed():
        assert "not gone yet" in sky("post", "delete", "ijn-2020.1", "--yes", code=1).out
    assert len(pds.posts(person.did)) == 2
    sky.send()
    assert len(pds.posts(person.did)) == 1


# --- X ------------------------------------------------------------------------------------------


@pytest.fixture
def owner(x_server: XServer) -> XAccount:
    """Somebody with an account on X and an app of their own."""
    return x_server.account()


@pytest.fixture
def x(drumbeat: Any, x_server: XServer, owner: XAccount, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two posts out on X."""
    for name, secret in owner.secrets.items():
        monkeypatch.setenv(f"DRUMBEAT_X_{name.upper()}", secret)
    drumbeat("account", "add", "x", "x-main", "--service", x_server.url)
    campaign(drumbeat, "x-main")
    return drumbeat


def test_a_post_is_gone_from_x(x: Any, x_server: XServer, owner: XAccount) -> None:
    """It says first what it costs at most, and it costs no more; a no costs nothing."""
    before = owner.spent
    told = x("post", "delete", "ijn-2020.1", code=2)
    assert "It costs at most $0.015." in told.err
    assert (owner.spent, len(x_server.seen(owner))) == (before, 2)
    x("post", "delete", "ijn-2020.1", "--yes")
    assert len(x_server.seen(owner)) == 1
    assert owner.spent - before == 10_000  # what is gone is not charged for


def test_a_check_on_x_costs(x: Any, x_server: XServer, owner: XAccount) -> None:
    """The price is asked first; once more what is gone costs nothing."""
    before = owner.spent
    told = x("campaign", "check", "ijn-2020", code=2)
    assert "It costs at most $0.01." in told.err
    assert owner.spent == before
    assert "all as it should be" in x("campaign", "check", "ijn-2020", "--yes").out
    assert owner.spent - before == 10_000
    remote_id = x.deliveries("history")[X1]["parts"][0]["remote_id"]
    with x_server.world.lock:
        x_server.world.remove(owner, remote_id)
    assert f"{X1}: gone; deleted on X" in x("post", "check", "ijn-2020.1", "--yes", code=1).out


def test_without_credit_it_stays_asked(x: Any, x_server: XServer, owner: XAccount) -> None:
    """X takes no deletion without credit: the account stops; topped up and resumed, the daemon deletes."""
    x_server.order("no-credit", "remove", account=owner.id)
    told = x("post", "delete", "ijn-2020.1", "--yes", code=1)
    assert "x-main is stopped" in told.out
    (waits,) = x.json("attention")
    assert "to be deleted, as" in waits["why"]
    x("account", "resume", "x-main")
    x.send()
    assert len(x_server.seen(owner)) == 1


@pytest.mark.parametrize("fault", ["drop", "reset"])
def test_an_answer_of_x_is_lost(x: Any, x_server: XServer, owner: XAccount, fault: str) -> None:
    """Whether X deleted it is asked of X."""
    x_server.order(fault, "remove", account=owner.id)
    x("post", "delete", "ijn-2020.1", "--yes")
    assert len(x_server.seen(owner)) == 1
