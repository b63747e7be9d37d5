"""People are told what they should know: once, together, signed, and in nobody's way."""

import base64
import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from listener import Heard, Listener, listening
from waiting import until

from scheduler.cli.run import daemon_of
from scheduler.daemon.beside import Beside, Heart
from scheduler.daemon.loop import Leave
from scheduler.telling.webhook import signature

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
S1 = "ijn-2020.1@sky"


@pytest.fixture
def people() -> Iterator[Listener]:
    """Whoever is told."""
    with listening() as here:
        yield here


def configure(drumbeat: Any, people: Listener, **more: str) -> None:
    """Let the webhook go to *people*."""
    settings = {"webhook": json.dumps(f"{people.address}/hook?token=hush")} | more
    lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
    file = drumbeat.folder / "config.toml"
    file.write_text(file.read_text("utf-8") + f"\n[tell]\n{lines}\n", encoding="utf-8")


@pytest.fixture
def told(approved: Any, people: Listener, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An approved campaign of four deliveries, and a webhook."""
    monkeypatch.setenv("DRUMBEAT_WEBHOOK_SECRET", SECRET)
    configure(approved, people)
    return approved


def sweep(drumbeat: Any) -> int:
    """One sweep of the daemon's teller."""
    with drumbeat.office() as office:
        return office.outside.teller(threading.Event()).sweep()


def said(people: Listener) -> list[str]:
    """The titles that were posted."""
    return [json.loads(each.body)["data"]["title"] for each in people.heard]


def missed(drumbeat: Any, clock: Any) -> None:
    """All four were held for one cause."""
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)
    drumbeat("run", "--once")


def check_signed(heard: Heard) -> dict[str, Any]:
    """The document of a message that is signed as the specification says."""
    id, timestamp = heard.headers["webhook-id"], int(heard.headers["webhook-timestamp"])
    assert heard.headers["webhook-signature"] == signature(SECRET, id, timestamp, heard.body)
    document: dict[str, Any] = json.loads(heard.body)
    assert set(document) == {"type", "timestamp", "data"}
    assert set(document["data"]) == {"title", "words", "causes"}
    return document


def test_one_message_for_one_cause(told: Any, clock: Any, people: Listener) -> None:
    """Four held for one cause are one message, signed, that says what happened and what decides it; it is told once."""
    missed(told, clock)
    (heard,) = people.heard
    document = check_signed(heard)
    assert (heard.method, heard.path, document["type"]) == ("POST", "/hook?token=hush", "drumbeat.held")
    assert document["data"]["title"].startswith("4 deliveries wait for you: no daemon ran before ")
    assert "drumbeat decide downtime-1 now|slots|shift|cancel" in document["data"]["words"]
    assert document["data"]["causes"] == ["downtime-1"]
    assert sweep(told) == 0
    (row,) = told.json("tell", "history")
    assert (row["title"], row["targets"][0]["tries"]) == (document["data"]["title"], 1)
    assert row["targets"][0]["taken_at"] is not None
    assert "webhook: taken" in told("tell", "history").out


def test_what_is_told(told: Any, clock: Any, people: Listener) -> None:
    """A halt's begin and end, a stopped account, a refusal, an approval that is needed or came too late, and a campaign's end."""
    told("rehearsal", "fault", "x-main", "trouble")
    told("rehearsal", "fault", "sky", "refuse")
    told("campaign", "launch", "ijn-2020")
    told.send()
    told("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+3h")
    told("campaign", "launch", "ijn-2020-2")
    told("halt", "--reason", "news turned", "--as", "Ana")
    sweep(told)
    first = said(people)
    assert any(each.startswith("Everything is halted, by Ana: news turned") for each in first)
    assert any(each.startswith("x-main is stopped: ") for each in first)
    assert any(each.startswith("1 delivery waits for you: sky: the network refused it") for each in first)
    assert any(each.startswith("ijn-2020-2 needs approval before ") for each in first)
    assert len(first) == 4
    told("resume", "--yes", "--as", "Ben")
    clock.suspend(4 * HOUR)
    told("run", "--once")
    later = said(people)[4:]
    assert any(each.startswith("The halt by Ana was ended by Ben") for each in later)
    assert any("ijn-2020-2 was not approved in time" in each for each in later)
    told("decide", "unapproved-ijn-2020-2", "cancel", "--yes")
    told("account", "resume", "x-main")
    for row in told.json("attention"):
        told("decide", row["delivery"], "cancel")
    sweep(told)
    assert any(each == "ijn-2020 is done" for each in said(people))
    assert not any("hush" in each or SECRET in each for each in said(people))


def test_an_uncertain_one_is_told_after_a_while(told: Any, clock: Any, people: Listener) -> None:
    """While the network is being asked there is nothing to tell; what stays uncertain is told."""
    told.die_launched(S1)
    with told.office() as office:
        office.rehearsal.order_fault("unreachable", "sky", call="find", times=1_000)
    told("run", "--once")
    assert not any("may be out" in each for each in said(people))
    clock.suspend(11 * MINUTE)
    sweep(told)
    assert any("may be out" in each for each in said(people))


def test_tried_again_until_it_is_taken(told: Any, clock: Any, people: Listener) -> None:
    """A target that fails is tried again, later and later, by the same id, past a restart; the doctor names it meanwhile."""
    people.status = 500
    missed(told, clock)
    sweep(told)
    assert len(people.heard) == 1  # not before its time
    assert "webhook: it answered 500" in told("doctor", code=1).out
    assert "webhook (failing: it answered 500)" in told("status").out
    clock.suspend(2 * MINUTE)
    people.status = 204
    sweep(told)
    assert [each.headers["webhook-id"] for each in people.heard] == [
        people.heard[0].headers["webhook-id"]
    ] * 2
    check_signed(people.heard[1])
    assert people.heard[0].headers["webhook-timestamp"] != people.heard[1].headers["webhook-timestamp"]
    assert "webhook; last told 2026-03-02" in told("status").out
    assert told.json("status")["telling"]["failing"] == []


def test_given_up_after_a_day(told: Any, clock: Any, people: Listener) -> None:
    """What nobody took for a day is old, and is given up; that stays on record."""
    people.status = 500
    missed(told, clock)
    for _ in range(30):
        clock.suspend(HOUR)
        sweep(told)
    number = len(people.heard)
    clock.suspend(2 * HOUR)
    sweep(told)
    assert len(people.heard) == number
    assert "given up, it answered 500" in told("tell", "history").out


def test_a_slow_target_delays_no_post(told: Any, people: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a target does not answer the daemon sends, and it ends without waiting for ever."""
    monkeypatch.setattr("scheduler.daemon.beside._SETTLING", 0.0)
    monkeypatch.setattr("scheduler.daemon.beside._PATIENCE", 0.05)
    people.silent = threading.Event()
    told("halt", "--reason", "wait")
    told("resume", "--yes")
    with told.office() as office, daemon_of(office, lambda news: None) as daemon:
        stop = threading.Event()
        beside = Beside(
            clock=office.desk.clock,
            stop=stop,
            teller=office.outside.teller(stop),
            tell_every=HOUR,
            heart=None,
            beat_every=HOUR,
        )
        with beside:
            until(lambda: bool(people.heard))
            told("campaign", "launch", "ijn-2020")
            daemon.run(Leave.NOTHING_DUE)
        assert {row["state"] for row in told.json("history")} == {"posted"}
        people.silent.set()
        for each in beside._threads:
            each.join()


def test_no_target_no_record(approved: Any, clock: Any) -> None:
    """Where nobody is to be told nothing is kept; the doctor and the status say so."""
    missed(approved, clock)
    assert approved.json("tell", "history") == []
    assert "nobody is told" in approved("doctor", code=1).out
    assert "nobody is told" in approved("status").out
    assert "no target is configured" in approved("tell", "test", code=2).err


# --- what is configured --------------------------------------------------------------------------


def test_a_test_message(told: Any, people: Listener) -> None:
    """Each target, and the monitor, gets a test, and says what it answered; one that fails is exit code 1."""
    configured = (told.folder / "config.toml").read_text("utf-8")
    (told.folder / "config.toml").write_text(
        configured + f'heartbeat = "{people.address}/beat"\n', encoding="utf-8"
    )
    out = told("tell", "test").out
    assert "webhook: it answered 200" in out
    assert "heartbeat: it answered 200" in out
    assert check_signed(people.heard[0])["type"] == "drumbeat.test"
    assert (people.heard[1].method, people.heard[1].path) == ("GET", "/beat")
    people.status = 302
    assert "webhook: it answered 302" in told("tell", "test", code=1).out
    assert told.json("tell", "history") == []


@pytest.mark.parametrize(
    ("webhook", "secret", "words"),
    [
        ("http://hooks.example.org/hush", SECRET, "not encrypted"),  # beyond this computer
        ("http://127.0.0.1:9/hush", SECRET, "cannot be reached"),
        ("ftp://127.0.0.1/hush", SECRET, "no http(s) address"),
        ("http://127.0.0.1:9/hush", "whsec_hush!", "Base 64"),
        ("http://127.0.0.1:9/hush", "", "DRUMBEAT_WEBHOOK_SECRET is not set"),
        ("env:HUSH_ADDRESS", SECRET, "HUSH_ADDRESS is not set"),
    ],
)
@pytest.mark.usefixtures("clock")
def test_unusable(
    approved: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: Any,
    webhook: str,
    secret: str,
    words: str,
) -> None:
    """What cannot be used says why, without its address or secret, and keeps nothing from being sent."""
    configure(approved, Listener(), webhook=json.dumps(webhook))
    if secret:
        monkeypatch.setenv("DRUMBEAT_WEBHOOK_SECRET", secret)
    result = approved("tell", "test", code=1)
    assert words in result.out
    approved("halt", "--reason", "wait")
    approved("resume", "--yes")
    with caplog.at_level(logging.DEBUG):
        approved("campaign", "launch", "ijn-2020")
        approved("run", "--once")
    assert {row["state"] for row in approved.json("history")} == {"posted"}
    database = (approved.folder / "drumbeat.db").read_bytes()
    everything = (
        result.out + caplog.text + approved("doctor", "--json", code=1).out + database.decode("latin-1")
    )
    assert "/hush" not in everything
    assert secret == "" or secret not in everything


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('webhook_secret = "whsec_hush"', "never the secret itself"),
        ('webhook = "hush"', "must be an address"),
        ('gap = "1s"', "must be from 1m to 1d"),
        ("most_a_day = 0", "most_a_day"),
    ],
)
def test_wrong_settings(drumbeat: Any, setting: str, words: str) -> None:
    """A secret in the file is refused and not repeated; so are times that make no sense."""
    file = drumbeat.folder / "config.toml"
    file.write_text(file.read_text("utf-8") + f"\n[tell]\n{setting}\n", encoding="utf-8")
    err = drumbeat("status", code=2).err
    assert words in err
    assert "hush" not in err


def test_an_address_from_a_file(approved: Any, people: Listener) -> None:
    """The address and the secret can be in files for their owner alone, relative to the settings."""
    for name, text in (("hook", f"{people.address}/from-file"), ("secret", SECRET)):
        (approved.folder / name).write_text(text, encoding="utf-8")
        (approved.folder / name).chmod(0o600)
    configure(approved, people, webhook='"file:hook"', webhook_secret='"file:secret"')  # noqa: S106
    approved("tell", "test")
    assert people.heard[0].path == "/from-file"
    check_signed(people.heard[0])
    (approved.folder / "secret").chmod(0o644)
    assert "Others can reach" in approved("tell", "test", code=1).out


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise imports it where it is there
def test_apprise(approved: Any, clock: Any, people: Listener, caplog: Any) -> None:
    """What apprise reaches is told too; its address is in no log, and a failure is told without it."""
    pytest.importorskip("apprise")
    address = people.address.replace("http://", "json://user:hush@")
    configure(approved, people, webhook='""', apprise=json.dumps([address, "nonsense://hush"]))
    with caplog.at_level(logging.DEBUG):
        result = approved("tell", "test", code=1)
    assert "apprise 1: it answered yes" in result.out
    assert "apprise 2: apprise does not understand its address" in result.out
    assert json.loads(people.heard[0].body)["title"] == "This is a test"
    people.status = 500
    with caplog.at_level(logging.DEBUG):
        missed(approved, clock)
    assert "apprise could not hand it over" in caplog.text
    assert "hush" not in caplog.text + result.out


def test_apprise_is_an_extra(approved: Any, people: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package it says how to install it, and the doctor does too."""
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)
    monkeypatch.setattr("scheduler.telling.by_apprise.find_spec", lambda name: None)
    configure(approved, people, webhook='""', apprise='["mailto://example.org"]')
    assert "pip install 'drumbeat[notify]'" in approved("tell", "test", code=1).out
    assert "pip install 'drumbeat[notify]'" in approved("doctor", code=1).out


# --- the heartbeat -------------------------------------------------------------------------------


def test_the_heartbeat_stops_with_the_daemon(approved: Any, people: Listener, caplog: Any) -> None:
    """The monitor hears while the daemon sweeps and its alarm clock runs, and no more once either ends; each is logged once."""
    configure(approved, people, webhook='""', heartbeat=json.dumps(f"{people.address}/beat?hush"))
    with approved.office() as office, daemon_of(office, lambda news: None) as daemon:
        heart = Heart(office.outside.pulse(), daemon.well)
        heart.beat()
        assert people.heard == []  # it has not swept yet
        thread = threading.Thread(target=daemon.run)
        thread.start()
        until(daemon.well)
        with caplog.at_level(logging.INFO, logger="drumbeat.telling"):
            caplog.clear()
            heart.beat()
            assert [each.path for each in people.heard] == ["/beat?hush"]
            people.status = 503
            heart.beat()
            heart.beat()
            daemon.stop()
            thread.join()
            heart.beat()
    assert len(people.heard) == 3
    assert [each.getMessage() for each in caplog.records] == [
        "the heartbeat is back",
        "no heartbeat: it answered 503",
        "no heartbeat: the daemon does not sweep as it should",
    ]


def test_told_beside_the_daemon(told: Any, people: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon's own threads tell and beat, again and again, whatever goes wrong in one sweep."""
    monkeypatch.setattr("scheduler.daemon.beside._SETTLING", 0.0)
    told("halt", "--reason", "wait")
    troubles = [RuntimeError("once")]

    class Pulse:
        def beat(self) -> str:
            if troubles:
                raise troubles.pop()
            beats.append(1)
            return "200"

    beats: list[int] = []
    with told.office() as office:
        stop = threading.Event()
        with Beside(
            clock=office.desk.clock,
            stop=stop,
            teller=office.outside.teller(stop),
            tell_every=timedelta(milliseconds=5),
            heart=Heart(Pulse(), lambda: True),
            beat_every=timedelta(milliseconds=5),
        ):
            until(lambda: len(beats) > 2 and bool(people.heard))
            told("resume", "--yes")
            until(lambda: len(people.heard) > 1)
    assert said(people)[1].startswith("The halt by ")
