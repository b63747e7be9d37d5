"""A whole installation with an account on X, by the command line, on the fake."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from x_rules import XAccount
from x_server import XServer

import assets


@pytest.fixture
def person(x_server: XServer) -> XAccount:
    """Somebody with an account on X and an app of their own."""
    return x_server.account()


@pytest.fixture
def add(
    drumbeat: Any, x_server: XServer, person: XAccount, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """``account add x NAME``, with the four secrets in the environment."""
    for name, secret in person.secrets.items():
        monkeypatch.setenv(f"DRUMBEAT_X_{name.upper()}", secret)

    def adding(name: str = "x-main", *more: str, code: int = 0) -> Any:
        return drumbeat("account", "add", "x", name, "--service", x_server.url, *more, code=code)

    return adding


@pytest.fixture
def campaign(drumbeat: Any, add: Callable[..., Any]) -> None:
    """One approved post of the sample statement, due now."""
    add()
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0")
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")


def test_an_account_is_whose_keys_they_are(add: Callable[..., Any], drumbeat: Any, person: XAccount) -> None:
    """No handle is asked for; where it lives is shown in every listing, since it is not X's own address."""
    add()
    (listed,) = drumbeat.json("account", "list")
    assert (listed["handle"], listed["remote_id"]) == (person.username, person.id)
    assert f"real at {listed['service']}" in drumbeat("account", "list").out
    checked = drumbeat.json("account", "check", "x-main")
    assert (checked["can_post"], checked["facts"]["Its keys may"]) == (True, "read and write")


@pytest.mark.usefixtures("campaign")
def test_a_campaign_goes_out(drumbeat: Any, x_server: XServer, person: XAccount) -> None:
    """Followers see the card with its alt text, and its link is in the history."""
    drumbeat("run", "--once")
    (row,) = drumbeat.json("history")
    (out,) = x_server.seen(person)
    assert row["state"] == "posted"
    assert row["parts"][0]["link"] == f"https://x.com/{person.username}/status/{out['id']}"
    assert out["pictures"][0]["alt"] == row["parts"][0]["alt"][0]
    assert out["words"] == row["parts"][0]["words"]


@pytest.mark.usefixtures("campaign")
def test_an_account_without_credit_stops_and_goes_on(
    drumbeat: Any, x_server: XServer, person: XAccount
) -> None:
    """It says so; nothing is lost, and once it is mended and resumed the post goes out, once."""
    x_server.order("no-credit", account=person.id)
    drumbeat("run", "--once")
    (listed,) = drumbeat.json("account", "list")
    assert "does not have any credits" in listed["state"]
    assert x_server.seen(person) == []
    drumbeat("account", "resume", "x-main")
    drumbeat("run", "--once")
    assert len(x_server.seen(person)) == 1


@pytest.mark.parametrize("wrong", ["API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"])
def test_a_wrong_key_adds_nothing(
    add: Callable[..., Any], drumbeat: Any, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """X's words are told, with what to do."""
    monkeypatch.setenv(f"DRUMBEAT_X_{wrong}", "wrong")
    told = add(code=2)
    assert "was not added. X answered 401" in told.err
    assert "clock is right" in told.err
    assert drumbeat.json("account", "list") == []


def test_keys_that_may_not_write_add_nothing(
    add: Callable[..., Any], drumbeat: Any, person: XAccount
) -> None:
    """Better told now than when the first post is due."""
    person.access = "read"
    told = add(code=2)
    assert "read, and not write" in told.err
    assert "'Read and write'" in told.err
    assert drumbeat.json("account", "list") == []


@pytest.mark.usefixtures("campaign")
def test_no_secret_is_anywhere(
    add: Callable[..., Any], drumbeat: Any, person: XAccount, caplog: pytest.LogCaptureFixture
) -> None:
    """Logs at their most talkative, output, errors, ``repr``, every file, exports: none."""
    caplog.set_level(logging.DEBUG)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, name)
    said = [add(), drumbeat("account", "check", "x-main", "--json"), drumbeat("run", "--once")]
    said += [drumbeat("doctor", code=1), drumbeat("export", "receipts", "--json")]
    person.standing = "UNAUTHORIZED"
    said += [drumbeat("account", "check", "x-main", code=1), add(code=2)]
    with drumbeat.office() as office:
        with office.store.read() as unit:
            account = unit.accounts.get("x-main")
        connection = office.connections.of(account)
        said_by_objects = repr([office, connection, vars(connection), office.connections])
    told = "".join(each.out + each.err for each in said) + caplog.text + said_by_objects
    files = {
        path.name: path.read_bytes()
        for path in drumbeat.folder.rglob("*")
        if path.is_file() and path.name != "drumbeat.key"
    }
    assert "POST /2/tweets" in caplog.text
    assert "drumbeat.db" in files
    for secret in person.secrets.values():
        assert secret not in told
        assert [name for name, data in files.items() if secret.encode() in data] == []


@pytest.fixture
def thread(drumbeat: Any, add: Callable[..., Any]) -> Any:
    """An approved thread of three parts on X, due now."""
    add()
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    best = "+".join(each["id"] for each in drumbeat.json("excerpts", "ijn-2020")[:3])
    drumbeat("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0", "--excerpts", best)
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")
    return drumbeat


def test_a_thread_goes_out(thread: Any, x_server: XServer, person: XAccount) -> None:
    """Part by part, each with its card and below the one before."""
    thread("run", "--once")
    (row,) = thread.json("history")
    out = x_server.seen(person)
    assert [each["words"] for each in out] == [part["words"] for part in row["parts"]]
    assert [each["reply_to"] for each in out] == [None, *(each["id"] for each in out[:-1])]
    assert [each["pictures"][0]["alt"] for each in out] == [part["alt"][0] for part in row["parts"]]


def test_a_part_posted_by_hand_is_answered(thread: Any, x_server: XServer, person: XAccount) -> None:
    """The address that a person gives is read, so that the rest hangs on that post; what is no address is refused."""
    x_server.order("forbidden", account=person.id, skip=1)
    thread("run", "--once")
    (row,) = thread.json("attention")
    assert (row["state"], row["reason"]) == ("held", "partial")
    (first,) = x_server.seen(person)
    other = f"https://x.com/{person.username}/status/{first['id']}"  # any post of theirs serves
    wrong = thread("decide", row["delivery"], "posted", "https://example.org/2", code=2)
    assert "not the address of a post on X" in wrong.err
    thread("decide", row["delivery"], "posted", f"{other}?s=20")
    thread("decide", row["delivery"], "now")
    thread("run", "--once")
    assert [each["reply_to"] for each in x_server.seen(person)] == [None, first["id"]]
