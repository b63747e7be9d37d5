"""Accounts with a real connection, by the command line, on a real Bluesky server."""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pds_server import PASSWORD, PdsAccount, PdsServer

from db.lock import AccountLocks
from scheduler.services.connecting import SESSION, SIGN_INS_A_DAY, purpose

pytestmark = pytest.mark.xdist_group("pds")
HUSH = "DRUMBEAT_BLUESKY_APP_PASSWORD"


@pytest.fixture
def person(pds: PdsServer) -> PdsAccount:
    """Somebody with an account on the server."""
    return pds.account()


@pytest.fixture
def add(
    drumbeat: Any, pds: PdsServer, person: PdsAccount, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., object]:
    """``account add bluesky NAME``, with the password in the environment."""
    monkeypatch.setenv(HUSH, PASSWORD)

    def adding(name: str = "sky", *more: str, handle: str = person.handle, code: int = 0) -> object:
        words = ("account", "add", "bluesky", name, "--handle", handle, "--service", pds.url)
        return drumbeat(*words, *more, code=code)

    return adding


@contextmanager
def running(drumbeat: Any):  # noqa: ANN201 -- a context
    """A daemon in a thread of its own."""
    from scheduler.cli.run import daemon_of

    with drumbeat.office() as office, daemon_of(office, lambda news: None) as daemon:
        thread = threading.Thread(target=daemon.run)
        thread.start()
        try:
            yield office
        finally:
            daemon.stop()
            thread.join()


def campaign(drumbeat: Any, *accounts: str) -> None:
    """One approved post of the sample statement, due now."""
    import assets

    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("campaign", "new", "ijn-2020", "--on", ",".join(accounts), "--plan", "T+0")
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")


def test_a_campaign_goes_out(
    add: Callable[..., object], drumbeat: Any, pds: PdsServer, person: PdsAccount
) -> None:
    """Added, checked, planned, approved, sent: followers see the card, and its link is in the history."""
    add()
    assert drumbeat.json("account", "check", "sky")["identity"]["handle"] == person.handle
    campaign(drumbeat, "sky")
    drumbeat("run", "--once")
    (row,) = drumbeat.json("history")
    (out,) = pds.posts(person.did)
    key = out["uri"].rpartition("/")[2]
    assert (row["state"], row["parts"][0]["link"]) == (
        "posted",
        f"https://bsky.app/profile/{person.did}/post/{key}",
    )
    assert out["value"]["embed"]["images"][0]["alt"] == row["parts"][0]["alt"][0]


def test_one_sign_in_serves(add: Callable[..., object], drumbeat: Any, pds: PdsServer) -> None:
    """``add`` signs in once; checks and posts after it use the session, and never sign in."""
    before = len(pds.proxy.asked)
    add()
    drumbeat("account", "check", "sky")
    campaign(drumbeat, "sky")
    drumbeat("run", "--once")
    assert pds.proxy.asked[before:].count("com.atproto.server.createSession") == 1


def test_where_it_lives_is_shown(add: Callable[..., object], drumbeat: Any, pds: PdsServer) -> None:
    """A server that is not the network's own is in every listing."""
    add()
    drumbeat("account", "add", "bluesky", "play", "--rehearsal")
    listed = drumbeat("account", "list").out
    assert f"real at {pds.url}" in listed
    assert {each["name"]: each["service"] for each in drumbeat.json("account", "list")} == {
        "sky": pds.url,
        "play": "",
    }
    assert pds.url in drumbeat("doctor", code=1).out


def test_while_a_daemon_runs_it_is_the_daemon_that_asks(add: Callable[..., object], drumbeat: Any) -> None:
    """One process at a time talks as an account: a command leaves a request, and the daemon answers it."""
    add()
    with running(drumbeat) as office:
        assert drumbeat.json("account", "check", "sky")["can_post"] is True
        assert AccountLocks(office.settings.database).take("sky") is False
        with office.store.read() as unit:
            answered = unit.requests.get(1)
    assert answered.answer is not None


def test_a_request_whose_asker_is_gone_is_dropped(
    add: Callable[..., object], drumbeat: Any, pds: PdsServer
) -> None:
    """Nobody waits for its answer, so the network is not asked."""
    add()
    with drumbeat.office() as office:
        with office.store.write() as unit:
            now = office.desk.clock.now()
            left = unit.requests.add("sky", "check", {}, at=now, by="ana", asker=_nobody())
        before = len(pds.proxy.asked)
        assert office.asking.answer_next("sky") is True
        with office.store.read() as unit:
            assert unit.requests.get(left.id).dropped_at is not None
            assert unit.requests.waiting() == []
        assert office.asking.answer_next("sky") is False
    assert pds.proxy.asked[before:] == []


def _nobody() -> str:
    """An asker that ended."""
    import platform
    import subprocess
    import sys

    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    return f"{platform.node()}:{ended.pid}"


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_wrong_password_adds_nothing(
    add: Callable[..., object], drumbeat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network's words are told, no account and no key is made."""
    monkeypatch.setenv(HUSH, "wrong")
    told = add(code=2)
    assert "was not added" in told.err
    assert "AuthenticationRequired" in told.err
    assert drumbeat.json("account", "list") == []
    assert not (drumbeat.folder / "drumbeat.key").exists()


def test_names_and_identities(add: Callable[..., object], pds: PdsServer) -> None:
    """One identity has one name here, and a name one identity."""
    add()
    assert "is sky here" in add("moon", code=2).err
    assert "Take another name" in add("sky", handle=pds.account().handle, code=2).err


def test_adding_again_renews(add: Callable[..., object], drumbeat: Any) -> None:
    """The same identity again: new secrets, and what had stopped it counts as mended."""
    add()
    with drumbeat.office() as office, office.store.write() as unit:
        from scheduler.services.pausing import stop_account

        stop_account(office.desk, unit, "sky", "password revoked")
    assert "Renewed sky" in add().out
    (listed,) = drumbeat.json("account", "list")
    assert listed["state"] == "in use"


def test_removing_forgets_the_secrets(add: Callable[..., object], drumbeat: Any) -> None:
    """Row and name stay, secrets go; added again it is revived."""
    add()
    drumbeat("account", "remove", "sky", "--yes")
    with drumbeat.office() as office, office.store.read() as unit:
        assert not unit.tokens.held("sky")
    assert "Renewed sky" in add().out


def test_what_may_be_out_keeps_its_secrets_until_it_was_looked_for(
    add: Callable[..., object], drumbeat: Any
) -> None:
    """Removed while something of it may be out, an account can still be looked for; then its secrets go."""
    add()
    campaign(drumbeat, "sky")
    drumbeat.die_launched("ijn-2020.1@sky")
    drumbeat("account", "remove", "sky", "--yes")
    with drumbeat.office() as office, office.store.read() as unit:
        assert unit.tokens.held("sky")
    drumbeat("run", "--once")
    drumbeat.send()
    drumbeat("run", "--once")
    with drumbeat.office() as office, office.store.read() as unit:
        assert not unit.tokens.held("sky")
    assert drumbeat.deliveries("attention")["ijn-2020.1@sky"]["reason"] == "account"


def test_without_its_key_no_daemon_starts(add: Callable[..., object], drumbeat: Any) -> None:
    """Better no daemon, and somebody who notices, than one that cannot post."""
    add()
    (drumbeat.folder / "drumbeat.key").rename(drumbeat.folder / "elsewhere")
    assert "There is no key" in drumbeat("run", "--once", code=2).err


def test_a_key_lost_while_the_daemon_runs_stops_the_account(
    add: Callable[..., object], drumbeat: Any
) -> None:
    """What cannot be opened stops that account alone, in plain words."""
    add()
    campaign(drumbeat, "sky")
    with running(drumbeat) as office:
        del office  # it started with the key at hand
    with drumbeat.office() as office:
        (drumbeat.folder / "drumbeat.key").unlink()
        with office.store.read() as unit:
            account = unit.accounts.get("sky")
        with pytest.raises(Exception, match="There is no key"):
            office.connections.of(account)


def test_sign_ins_are_counted(add: Callable[..., object], drumbeat: Any, pds: PdsServer) -> None:
    """A session that will not last signs in only so often a day; then the account waits, and says so."""
    add()
    with drumbeat.office() as office:
        with office.store.write() as unit:
            now = office.desk.clock.now()
            for _ in range(SIGN_INS_A_DAY):
                unit.tokens.signed_in("sky", at=now)
            gone = office.vault.seal("no session", purpose("sky", SESSION))
            unit.tokens.put("sky", SESSION, gone, at=now)
        before = len(pds.proxy.asked)
    told = drumbeat("account", "check", "sky", code=1)
    assert f"signed in {SIGN_INS_A_DAY} times" in told.err
    assert "com.atproto.server.createSession" not in pds.proxy.asked[before:]


# --- no secret in clear -------------------------------------------------------------------------


def test_no_secret_is_anywhere(
    add: Callable[..., object],
    drumbeat: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Logs at their most talkative, output, errors, ``repr``, every file but the key's, exports: none."""
    caplog.set_level(logging.DEBUG)
    said = [add(), drumbeat("account", "check", "sky", "--json"), drumbeat("account", "list", "--json")]
    campaign(drumbeat, "sky")
    said += [drumbeat("run", "--once"), drumbeat("doctor", code=1), drumbeat("export", "receipts", "--json")]
    said.append(drumbeat("account", "check", "sky"))
    with drumbeat.office() as office:
        with office.store.read() as unit:
            account = unit.accounts.get("sky")
            sealed, _ = unit.tokens.get("sky", SESSION)
            rows = repr(unit.tokens.get("sky", SESSION))
        connection = office.connections.of(account)
        said_by_objects = " ".join(
            repr(each) for each in (office, connection, vars(connection), office.connections, office.vault)
        )
        session = office.vault.open(sealed, purpose("sky", SESSION))
    monkeypatch.setenv(HUSH, "wrong horse battery staple")
    said.append(add(code=2))
    key = (drumbeat.folder / "drumbeat.key").read_text().strip()
    tokens = [each for each in session.split(":::") if each.count(".") == 2]
    secrets = [PASSWORD, "wrong horse battery staple", key, *tokens, *(t.split(".")[2] for t in tokens)]
    assert len(secrets) == 7
    files = {
        path.name: path.read_bytes()
        for path in drumbeat.folder.rglob("*")
        if path.is_file() and path.name != "drumbeat.key"
    }
    assert "drumbeat.db" in files
    told = json.dumps([[each.out, each.err] for each in said]) + caplog.text + said_by_objects + rows
    for secret in secrets:
        assert secret not in told
        assert [name for name, data in files.items() if secret.encode() in data] == []


def test_the_command_line_takes_no_secret() -> None:
    """No option of ``account add`` could hold one: what is typed there is in the shell's history."""
    from scheduler.cli.account import add as command

    assert {each.name for each in command.params} == {
        "network", "name", "rehearsal", "handle", "file", "service", "actor", "config_here", "as_json",
    }  # fmt: skip


def test_secrets_can_come_from_a_file(
    drumbeat: Any, pds: PdsServer, person: PdsAccount, tmp_path: Path
) -> None:
    """``--secrets FILE``, for its owner alone."""
    file = tmp_path / "sky.toml"
    file.write_text(f'app_password = "{PASSWORD}"')
    file.chmod(0o600)
    words = ("account", "add", "bluesky", "sky", "--handle", f"@{person.handle}", "--service", pds.url)
    assert drumbeat.json(*words, "--secrets", str(file))["remote_id"] == person.did


def test_proving_on_the_real_server(
    add: Callable[..., object], drumbeat: Any, pds: PdsServer, person: PdsAccount
) -> None:
    """Posted, found by its key, answered, unchanged by a second try, deleted: the server does what it should."""
    add()
    proof = drumbeat("account", "prove", "sky", "--yes", "--json").json
    assert [step["name"] for step in proof["steps"] if step["well"]] == [
        "posts a card", "finds it again", "answers itself", "the same again", "deletes all",
    ]  # fmt: skip
    assert proof["steps"][3]["words"] == "changed nothing"
    assert pds.posts(person.did) == []
