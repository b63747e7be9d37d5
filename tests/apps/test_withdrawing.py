"""A statement is withdrawn: what is stopped, what is told, what stays shut, and the way back."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.core.delivery import Reason, State
from scheduler.core.records import Event
from scheduler.services import withdrawing

WHY = "the statement ijn-2020 was withdrawn by ana: wrong number"


def withdraw(drumbeat: Any, id: str = "ijn-2020", *more: str) -> Any:
    """Withdraw the statement called *id*."""
    return drumbeat("statement", "withdraw", id, "--because", "wrong  number", "--as", "ana", *more)


def states(drumbeat: Any, campaign: str = "ijn-2020") -> dict[str, str]:
    """The state of each delivery of a campaign, with its reason."""
    rows = drumbeat.json("campaign", "show", campaign)["deliveries"]
    return {row["delivery"]: row["state"] + (f" ({row['reason']})" if row["reason"] else "") for row in rows}


def change(drumbeat: Any, id: str, **changes: Any) -> None:
    """Let the delivery called *id* be as no command makes it at once."""
    with drumbeat.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(id)
        assert unit.deliveries.save(old, replace(old, **changes))


def test_all_that_is_not_out_is_held(approved: Any) -> None:
    """Drafts and queued ones of every campaign of it, with who withdrew it and why; another's go on."""
    approved("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1")
    (approved.folder / "other.txt").write_text("Homes are for people, and we will never give up.", "utf-8")
    approved("statement", "add", "other.txt", "--issuer", "River Union", "--lang", "en")
    approved("excerpt", "add", "other", "Homes are for people")
    id = approved.json("excerpts", "other")[0]["id"]
    approved("campaign", "new", "other", "--on", "sky", "--excerpts", id)
    told = withdraw(approved).out
    assert "Held: 5 deliveries" in told
    assert "Live: nothing." in told
    assert (
        set(states(approved).values()) == set(states(approved, "ijn-2020-2").values()) == {"held (withdrawn)"}
    )
    assert set(states(approved, "other").values()) == {"draft"}
    assert {row["why"] for row in approved.json("attention")} == {WHY}


def during(drumbeat: Any, happens: Callable[[Any], bool]) -> None:
    """Send, and withdraw the statement once, as soon as *happens* is true of what is told."""
    turn = threading.Lock()
    done: list[bool] = []

    def tell(news: Any) -> None:
        with turn:
            if not done and happens(news):
                done.append(True)
                with drumbeat.office() as office:
                    withdrawing.withdraw(office.desk, "ijn-2020", actor="ana", because="wrong number")

    drumbeat("campaign", "launch", "ijn-2020", "--yes")
    drumbeat.send(tell)
    assert done


@pytest.mark.usefixtures("clock")
def test_nothing_more_goes_out(approved: Any) -> None:
    """What is live is listed with link, account and time; the rest does not follow."""
    out: set[str] = set()

    def both_out(news: Any) -> bool:
        out.update({news.delivery.id} if news.delivery.state is State.POSTED else ())
        return out == {"ijn-2020.1@sky", "ijn-2020.1@x-main"}

    during(approved, both_out)
    told = approved.json("statement", "withdraw", "ijn-2020")
    seen = {row["delivery"]: row["parts"][0] for row in approved.json("history")}
    assert set(seen) == out
    assert [(each["delivery"], each["account"], each["rehearsal"]) for each in told["live"]] == [
        ("ijn-2020.1@sky", "sky", True),
        ("ijn-2020.1@x-main", "x-main", True),
    ]
    for each in told["live"]:
        assert each["link"] == seen[each["delivery"]]["link"]
        assert each["posted_at"] == seen[each["delivery"]]["posted_at"]
    assert sorted(told["held"]) == ["ijn-2020.2@sky", "ijn-2020.2@x-main"]
    assert "Rehearsed: 2 posts still say it" in approved("statement", "withdraw", "ijn-2020").out


@pytest.mark.usefixtures("clock")
def test_what_is_claimed_meets_it_at_the_launch(approved: Any) -> None:
    """It comes while a card is being uploaded: that request never begins, and no state was assigned before."""
    claimed: list[str] = []

    def first_claim(news: Any) -> bool:
        if news.event is Event.CLAIMED:
            claimed.append(news.delivery.id)
        return bool(claimed)

    during(approved, first_claim)
    assert states(approved)[claimed[0]] == "held (withdrawn)"
    attempts = {row["delivery"]: row["attempts"] for row in approved.json("history", "--attempts")}
    mine = [(each["event"], each["outcome"]) for each in attempts[claimed[0]]][-3:]
    assert mine == [("claimed", "sending"), ("decided", "withdrawn"), ("decided", "held (withdrawn)")]


def test_no_decision_opens_it(approved: Any) -> None:
    """Neither now, nor a new time, nor an approval, nor a launch: each names the command that does."""
    approved("campaign", "launch", "ijn-2020", "--at", "tomorrow 09:00", "--yes")
    withdraw(approved)
    for words in (
        ["decide", "ijn-2020.1@x-main", "now"],
        ["decide", "ijn-2020.1@x-main", "move", "tomorrow 10:00"],
        ["decide", "ijn-2020.1@x-main", "now", "--over", "budget"],
        ["campaign", "new", "ijn-2020", "--on", "sky"],
    ):
        assert "drumbeat statement restore ijn-2020" in approved(*words, code=2).err
    approved("decide", "ijn-2020.1@x-main", "draft")
    assert "drumbeat statement restore ijn-2020" in approved("post", "approve", "ijn-2020.1", code=2).err
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    assert approved.json("history") == []


def test_it_is_a_gate_for_what_is_being_sent(approved: Any) -> None:
    """No state is assigned to sending and uncertain; what was not launched yet is held at the launch."""
    approved.die_launched("ijn-2020.1@x-main")
    told = withdraw(approved).out
    assert "ijn-2020.1@x-main is sending and may still go out" in told
    assert states(approved)["ijn-2020.1@x-main"] == "sending"
    approved.send()  # looked for, never found
    assert states(approved)["ijn-2020.1@x-main"] == "held (unknown)"
    approved("decide", "ijn-2020.1@x-main", "absent")
    approved.send()
    assert states(approved)["ijn-2020.1@x-main"] == "held (withdrawn)"
    assert approved.json("history") == []


def test_restored(approved: Any) -> None:
    """What stands by is queued as it was approved, and a draft is a draft; both go out in the end."""
    approved("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1")
    before = states(approved) | states(approved, "ijn-2020-2")
    withdraw(approved)
    told = approved("statement", "restore", "ijn-2020").out
    assert "4 deliveries queued again, as approved" in told
    assert "1 delivery a draft again" in told
    assert states(approved) | states(approved, "ijn-2020-2") == before
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    assert len(approved.json("history")) == 4
    assert approved("verify").code == 0


def test_nothing_goes_late_by_itself(approved: Any, clock: Any) -> None:
    """What should have gone meanwhile is missed, and a person says what becomes of it."""
    approved("campaign", "launch", "ijn-2020", "--at", "+1h", "--yes")
    withdraw(approved)
    clock.put(timedelta(hours=1, minutes=1))
    told = approved("statement", "restore", "ijn-2020").out
    assert "ijn-2020.1@sky stays held (missed): its text stands again; its time has passed" in told
    assert states(approved) == {
        "ijn-2020.1@sky": "held (missed)",
        "ijn-2020.1@x-main": "held (missed)",
        "ijn-2020.2@sky": "queued",
        "ijn-2020.2@x-main": "queued",
    }
    approved("decide", "ijn-2020.1@sky", "now")


def test_an_undo_brings_no_approval_back(approved: Any) -> None:
    """A change from before the withdrawal is taken back, and what it says waits all the same."""
    approved("post", "edit", "ijn-2020.1", "--words", "Read it.")
    withdraw(approved)
    approved("post", "undo", "ijn-2020.1", "--yes")
    assert {state for id, state in states(approved).items() if ".1@" in id} == {"draft"}


def test_what_was_changed_behind_it_is_not_queued(approved: Any) -> None:
    """A delivery that is no longer what was approved comes back to nobody's feed."""
    withdraw(approved)
    with approved.office() as office, office.store.write() as unit:
        old = unit.deliveries.get("ijn-2020.1@sky")
        unit.deliveries.save(old, old.with_part(1, words="Other words."))
    approved("statement", "restore", "ijn-2020")
    assert states(approved)["ijn-2020.1@sky"] == "held (check)"


def test_what_waits_for_other_reasons_keeps_them(approved: Any) -> None:
    """It is held already; the gate keeps it shut, and restoring decides nothing about it."""
    change(approved, "ijn-2020.1@sky", state=State.HELD, reason=Reason.MISSED, why="late")
    withdraw(approved)
    assert states(approved)["ijn-2020.1@sky"] == "held (missed)"
    approved("statement", "restore", "ijn-2020")
    assert states(approved)["ijn-2020.1@sky"] == "held (missed)"


def test_it_is_said_wherever_the_statement_is_shown(approved: Any) -> None:
    """Listed, shown, and in the excerpts; restored, nothing says so any more."""
    withdraw(approved)
    assert "(withdrawn)" in approved("statement", "list").out
    assert "withdrawn by ana: wrong number" in approved("statement", "show", "ijn-2020").err
    assert "withdrawn by ana: wrong number" in approved("excerpts", "ijn-2020").err
    shown = approved.json("statement", "show", "ijn-2020")
    assert (shown["withdrawn_by"], shown["withdrawn_why"]) == ("ana", "wrong number")
    approved("statement", "restore", "ijn-2020")
    assert "withdrawn" not in approved("statement", "list").out + approved("excerpts", "ijn-2020").err


@pytest.fixture
def live(approved: Any) -> Any:
    """The first post is out on both accounts, the second is to come."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved("run", "--once")
    assert len(approved.json("history")) == 2
    return approved


def test_what_is_live_is_deleted(live: Any) -> None:
    """When a person says so, on each network, and it is seen to be gone; the rest is held all the same."""
    told = withdraw(live, "ijn-2020", "--delete", "--yes")
    assert "ijn-2020.1@x-main: deleted; the rehearsed X shows it no more" in told.out
    assert "ijn-2020.1@sky: deleted; the rehearsed Bluesky shows it no more" in told.out
    assert live.json("statement", "withdraw", "ijn-2020")["live"] == []
    assert {state for id, state in states(live).items() if ".2@" in id} == {"held (withdrawn)"}
    assert all(row["parts"][0]["removed_at"] for row in live.json("history"))
    live("statement", "withdraw", "ijn-2020", "--delete", "--yes")  # again: nothing is left to delete


def test_nothing_is_deleted_unasked(live: Any) -> None:
    """Where nobody can be asked it is withdrawn at once, nothing is deleted, and it says how."""
    told = live("statement", "withdraw", "ijn-2020", "--delete", code=1)
    assert "Delete it: drumbeat post delete ijn-2020.1" in told.out
    assert {state for id, state in states(live).items() if ".2@" in id} == {"held (withdrawn)"}
    assert not any(row["parts"][0]["removed_at"] for row in live.json("history"))


@pytest.mark.parametrize(
    ("typed", "deleted"),
    [("y\nn\n", {"sky"}), ("n\ny\n", {"x-main"}), ("y\n", {"sky"}), ("", set())],  # and then they went away
)
def test_each_network_is_asked_about(
    live: Any, monkeypatch: pytest.MonkeyPatch, typed: str, deleted: set[str]
) -> None:
    """After it was withdrawn: a no, or nobody there, leaves what is live, and holds the rest."""
    from click.testing import CliRunner

    from scheduler.cli import main, withdrawing

    monkeypatch.setattr(withdrawing, "can_ask", lambda: True)
    done = CliRunner().invoke(main, ["statement", "withdraw", "ijn-2020"], input=typed)
    assert done.exit_code == 0
    assert "Delete 1 post from the rehearsed" in done.stderr
    gone = {row["account"] for row in live.json("history") if row["parts"][0]["removed_at"]}
    assert gone == deleted
    assert {state for id, state in states(live).items() if ".2@" in id} == {"held (withdrawn)"}


def test_what_may_be_out_is_deleted_once_it_is(approved: Any) -> None:
    """Recorded for what is under way; what proves not to be out never goes out."""
    approved.die_launched("ijn-2020.1@x-main")
    told = approved("statement", "withdraw", "ijn-2020", "--delete", "--yes", code=1).out
    assert "ijn-2020.1@x-main: is sending. Recorded: it is deleted once it proves to be out." in told
    approved.send()
    assert approved.json("history") == []


def test_never_refused(approved: Any) -> None:
    """Again, in a halt, and after others changed it; who withdrew it first stays on record."""
    with approved.office() as office:
        seen = withdrawing.withdraw(office.desk, "ijn-2020", actor="ana", because="wrong")
    approved("halt", "--reason", "stop")
    approved("statement", "set", "ijn-2020", "--title", "Other")
    again = approved.json("statement", "withdraw", "ijn-2020", "--as", "ben")
    assert (again["withdrawn_by"], len(again["held"])) == ("ana", len(seen.held))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["withdraw", "ijn-2002"], "Did you mean ijn-2020?"),
        (["restore", "ijn-2020"], "ijn-2020 was not withdrawn."),
        (["restore", "none"], "There is no statement 'none'."),
    ],
)
def test_wrong_input(planned: Any, words: list[str], told: str) -> None:
    """Names the way on, and changes nothing."""
    assert told in planned("statement", *words, code=2).err
    assert set(states(planned).values()) == {"draft"}
