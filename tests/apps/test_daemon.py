"""The daemon against the rehearsal: once each, on time, never silently."""

import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


def on_record(drumbeat: Any) -> Counter[tuple[str, str]]:
    """How often each account's words are on the network's record."""
    with drumbeat.office() as office:
        return Counter((post.account, post.words) for post in office.rehearsal.posts())


def test_whole_campaign(approved: Any) -> None:
    """Over a leaping clock every delivery goes out once, at its planned time."""
    approved("campaign", "launch", "ijn-2020", "--at", "tomorrow 09:00")
    approved.send()
    rows = approved.deliveries("history")
    assert {row["state"] for row in rows.values()} == {"posted"}
    assert len(rows) == 4
    assert set(on_record(approved).values()) == {1}
    for row in rows.values():
        assert row["planned_at"][:16] == row["parts"][0]["posted_at"][:16]


@pytest.mark.parametrize(
    ("fault", "account", "state", "reason", "sent"),
    [
        ("refuse", "x-main", "failed", None, 0),  # refused for good
        ("refuse", "sky", "failed", None, 0),
        ("throttle", "x-main", "posted", None, 1),  # comes back later by itself
        ("throttle", "sky", "posted", None, 1),
        ("unreachable", "sky", "posted", None, 1),  # not sent: tried again
        ("unreachable", "x-main", "posted", None, 1),
        ("drop", "x-main", "posted", None, 1),  # carried out, answer lost: found by its media key
        ("drop", "sky", "posted", None, 1),  # found by its record key
    ],
)  # fmt: skip
def test_faults(approved: Any, fault: str, account: str, state: str, reason: str | None, sent: int) -> None:
    """Each fault of a network leads to the state that its kind of error stands for, and to one post at most."""
    approved("rehearsal", "fault", account, fault)
    approved("campaign", "launch", "ijn-2020")
    approved.send()
    row = approved.deliveries("history", "--attempts")[f"ijn-2020.1@{account}"]
    assert (row["state"], row["reason"]) == (state, reason)
    words = row["parts"][0]["words"]
    assert on_record(approved)[account, words] == sent


def test_trouble_stops_the_account_alone(approved: Any) -> None:
    """An account that its network turns away is stopped and says why; the others go on, and it when resumed."""
    approved("rehearsal", "fault", "x-main", "trouble")
    approved("campaign", "launch", "ijn-2020")
    approved.send()
    rows = approved.deliveries("attention")
    assert (rows[X1]["state"], rows[X1]["reason"]) == ("queued", "account stopped")
    assert approved.deliveries("history")[S1]["state"] == "posted"
    assert "stopped" in approved("account", "list").out
    approved("account", "resume", "x-main")
    approved("run", "--once")
    assert approved.deliveries("history")[X1]["state"] == "posted"


def test_trouble_at_a_look_stops_the_account(approved: Any) -> None:
    """A look that the network turns away stops the account too; the delivery stays uncertain."""
    approved.die_launched(S1)
    with approved.office() as office:
        office.rehearsal.order_fault("trouble", "sky", call="find", times=1_000)
    approved("run", "--once")
    assert approved.deliveries("attention")[S1]["state"] == "uncertain"
    accounts = {each["name"]: each["state"] for each in approved.json("account", "list")}
    assert accounts["sky"].startswith("stopped")
    assert accounts["x-main"] == "in use"


@pytest.mark.parametrize("what", [("account", "x-main"), ("campaign", "ijn-2020")])
def test_pause(approved: Any, what: tuple[str, str]) -> None:
    """A paused account or campaign sends nothing; resumed within the window it does, later it is missed."""
    kind, name = what
    approved(kind, "pause", name)
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    assert approved.deliveries("attention")[X1]["reason"] == "paused"
    assert "paused" in approved("decide", X1, "now", code=2).err
    approved(kind, "resume", name)
    approved("run", "--once")
    assert approved.deliveries("history")[X1]["state"] == "posted"
    approved(kind, "resume", name, code=2)
    approved(kind, "pause", name)
    _late_by_hours(approved)
    approved(kind, "resume", name)
    approved("run", "--once")
    assert approved.deliveries("attention")["ijn-2020.2@x-main"]["reason"] == "missed"


def test_unknown_is_held(approved: Any) -> None:
    """Launched and never answered, and not seen: held as unknown, and sent again only on a person's word."""
    approved.die_launched(X1)
    approved.send()
    row = approved.deliveries("attention")[X1]
    assert (row["state"], row["reason"]) == ("held", "unknown")
    for verb in (("now",), ("draft",), ("move", "+1h")):
        approved("decide", X1, *verb, code=2)
    approved("decide", X1, "look")
    approved("run", "--once")
    approved.send()
    assert approved.deliveries("attention")[X1]["reason"] == "unknown"
    approved("decide", X1, "absent")
    approved("run", "--once")
    assert approved.deliveries("history")[X1]["state"] == "posted"


def test_unknown_is_sent_once_more_where_that_was_proved(approved: Any) -> None:
    """An account that was proved can be set to send again what no look found; it is out once then."""
    approved("account", "prove", "x-main", "--yes")
    approved("account", "set", "x-main", "--send-again")
    approved.die_launched(X1)
    approved.send()
    row = approved.deliveries("history")[X1]
    assert row["state"] == "posted"
    assert on_record(approved)["x-main", row["parts"][0]["words"]] == 1


def test_known_absent_is_sent_again(approved: Any) -> None:
    """On a keyed network absent is certain: it is sent again by itself, under the same key."""
    approved.die_launched(S1)
    approved.send()
    assert approved.deliveries("history")[S1]["state"] == "posted"


def test_asked_while_the_network_is_silent(approved: Any) -> None:
    """While looks go unanswered nothing is decided, until a person asks: then it is theirs to say."""
    approved.die_launched(S1)
    with approved.office() as office:
        office.rehearsal.order_fault("unreachable", "sky", call="find", times=1_000)
    approved("run", "--once")
    assert approved.deliveries("attention")[S1]["state"] == "uncertain"
    approved("decide", S1, "absent", code=2)
    approved("decide", S1, "look")
    row = approved.deliveries("attention")[S1]
    assert (row["state"], row["reason"]) == ("held", "unknown")
    assert "does not answer" in row["why"]


def test_posted_by_a_person(approved: Any) -> None:
    """A person who saw it says where, and it is over."""
    approved("rehearsal", "fault", "x-main", "refuse")
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    approved("decide", X1, "posted", "https://example.org/1")
    row = approved.deliveries("history")[X1]
    assert (row["state"], row["parts"][0]["link"]) == ("posted", "https://example.org/1")
    assert "rehearsed already" in approved("decide", X1, "cancel", code=2).err


def test_cancelled_may_be_out(approved: Any) -> None:
    """Given up while unknown, it is cancelled, says that it may be out, and never comes back."""
    approved.die_launched(X1)
    approved.send()
    approved("decide", X1, "cancel")
    row = approved.deliveries("history")[X1]
    assert row["state"] == "cancelled"
    assert "may be out" in row["why"]
    approved("decide", X1, "draft", code=2)


def test_missed(approved: Any) -> None:
    """Later than its window it is held as missed, never sent by itself."""
    approved("campaign", "launch", "ijn-2020")
    _late_by_hours(approved)
    approved("run", "--once")
    row = approved.deliveries("attention")[X1]
    assert (row["state"], row["reason"]) == ("held", "missed")
    assert not on_record(approved)
    approved("decide", X1, "now")
    approved("run", "--once")
    assert approved.deliveries("history")[X1]["state"] == "posted"


def _late_by_hours(drumbeat: Any) -> None:
    from datetime import timedelta

    from scheduler.core.delivery import State

    with drumbeat.office() as office, office.store.write() as unit:
        for old in unit.deliveries.in_states(frozenset({State.QUEUED})):
            at = old.planned_at - timedelta(hours=5)
            assert unit.deliveries.save(old, old.planned(at, "2020-01-01T00:00:00"))


def test_embargo(ready: Any) -> None:
    """Nothing leaves before an embargo, whatever a person says."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", "--embargo", "+2d")
    ready("campaign", "approve", "ijn-2020")
    assert "embargo" in ready("campaign", "launch", "ijn-2020", code=2).err
    ready("campaign", "launch", "ijn-2020", "--at", "+3d")
    assert "embargo" in ready("decide", S1, "now", code=2).err
    assert "embargo" in ready("post", "move", "ijn-2020.1", "--to", "+1h", code=2).err
    ready.send()
    assert ready.deliveries("history")[S1]["state"] == "posted"


def test_removed_account(approved: Any) -> None:
    """What waits for a removed account is held when its time comes; adding it again revives it."""
    approved("account", "remove", "x-main", "--yes")
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    row = approved.deliveries("attention")[X1]
    assert (row["state"], row["reason"]) == ("held", "account")
    assert "was removed" in approved("decide", X1, "now", code=2).err
    approved("account", "add", "x", "x-main", "--rehearsal")
    approved("decide", X1, "now")
    approved("run", "--once")
    assert approved.deliveries("history")[X1]["state"] == "posted"


@pytest.mark.parametrize("how", ["picture", "words"])
def test_what_was_approved_is_what_is_sent(approved: Any, how: str) -> None:
    """A picture or words that changed since the approval are noticed before sending."""
    approved("campaign", "launch", "ijn-2020")
    if how == "picture":
        for picture in (approved.folder / "cards").rglob("*.png"):
            picture.write_bytes(picture.read_bytes()[:-1])
    else:
        with approved.office() as office, office.store.write() as unit:
            for old in unit.deliveries.of_campaign("ijn-2020"):
                assert unit.deliveries.save(old, old.with_part(1, words="Something else."))
    approved("run", "--once")
    row = approved.deliveries("attention")[X1]
    assert (row["state"], row["reason"]) == ("held", "check")
    assert not on_record(approved)


def test_picture_lost_after_the_claim(approved: Any) -> None:
    """A picture that goes missing between claim and upload is the check's to hold, not the network's refusal."""

    def lose(news: Any) -> None:
        if news.event == "claimed":
            for picture in (approved.folder / "cards").rglob("*.png"):
                picture.unlink()

    approved("campaign", "launch", "ijn-2020")
    approved.send(lose)
    rows = approved.deliveries("attention")
    assert {(rows[id]["state"], rows[id]["reason"]) for id in (X1, S1)} == {("held", "check")}
    assert not on_record(approved)


# --- halt ---------------------------------------------------------------------------------------


def test_halt_is_durable(approved: Any) -> None:
    """During a halt nothing is sent; what fell due is held at the resume, and a person decides."""
    approved("campaign", "launch", "ijn-2020")
    approved("halt", "--reason", "the news has turned", "--as", "Rosa")
    approved("run", "--once")
    waiting = approved.deliveries("attention")
    assert waiting[X1]["state"] == "queued"
    assert waiting[X1]["reason"] == "halt"
    assert "the news has turned" in waiting[X1]["why"]
    assert "drumbeat resume" in approved("decide", X1, "now", code=2).err
    assert not on_record(approved)
    held = approved.json("resume", "--yes")["held"]
    assert {row["delivery"] for row in held} == {X1, S1}
    assert {row["reason"] for row in held} == {"halted"}
    approved("run", "--once")
    assert not on_record(approved)


def test_halt_while_sending(approved: Any) -> None:
    """When a halt returns no request can begin any more: only what it names as on the wire may still come."""
    from scheduler.cli.run import daemon_of
    from scheduler.services import halting

    approved("campaign", "launch", "ijn-2020")
    claimed = threading.Event()
    with approved.office() as office, daemon_of(office, lambda _: claimed.set()) as daemon:
        runner = threading.Thread(target=daemon.run)
        runner.start()
        assert claimed.wait(10)
        halted = halting.halt(office.desk, "stop", actor="test")
        recorded = sum(on_record(approved).values())
        daemon.stop()
        runner.join()
    assert sum(on_record(approved).values()) <= recorded + len(halted.on_wire)


# --- one daemon, its end, its death -------------------------------------------------------------


@contextmanager
def _started(drumbeat: Any) -> Iterator[subprocess.Popen[str]]:
    """The daemon as a process of its own, once it says that it sends; gone when the block ends."""
    command = [Path(sys.executable).with_name("drumbeat"), "run"]
    with subprocess.Popen(command, cwd=drumbeat.folder, stderr=subprocess.PIPE, text=True) as daemon:
        try:
            assert "sending from" in _line(daemon)
            yield daemon
        finally:
            daemon.kill()


def _line(daemon: subprocess.Popen[str]) -> str:
    """The next line of the daemon's log."""
    assert daemon.stderr is not None
    return daemon.stderr.readline()


def test_one_daemon(approved: Any) -> None:
    """A second daemon refuses to start and says who holds the database; SIGTERM ends the first cleanly."""
    with _started(approved) as daemon:
        assert str(daemon.pid) in approved("run", code=1).err
        assert approved.json("status")["daemon"]["alive"] is True
        daemon.send_signal(signal.SIGTERM)
        _, log = daemon.communicate(timeout=30)
        assert daemon.returncode == 0
        assert "ended" in log
    assert approved.json("status")["daemon"]["alive"] is False


def test_notices_other_processes(approved: Any) -> None:
    """A running daemon notices a launch and a halt by other processes, and says what it does."""
    with _started(approved) as daemon:
        approved("campaign", "launch", "ijn-2020")
        told = [_line(daemon).split()[4] for _ in range(6)]
        assert sorted(told) == ["claimed"] * 2 + ["launched"] * 2 + ["rehearsed"] * 2
        assert approved.json("halt", "--reason", "stop")["reason"] == "stop"
        assert "halted by" in _line(daemon)
    assert set(on_record(approved).values()) == {1}


def test_crash() -> None:
    """Killed at random moments, nothing is lost and nothing goes out twice; the usual way doubles."""
    bench = Path(__file__).parents[2] / "bench" / "crash.py"
    ours = subprocess.run(
        [sys.executable, bench, "--kills", "6"], capture_output=True, text=True, check=False
    )
    assert ours.returncode == 0, ours.stdout + ours.stderr
    usual = subprocess.run(
        [sys.executable, bench, "--kills", "6", "--naive"], capture_output=True, text=True, check=False
    )
    assert usual.returncode == 0, usual.stdout + usual.stderr
