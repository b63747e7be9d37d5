"""A statement is corrected while it goes out: what is live, what is being sent, and the way back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from unions import HOME, JUSTICE, TEXT, id_of, planned, revise, sent, standing

from scheduler.core.delivery import Reason, State


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """A campaign of four quotations of two people, approved; it stands by."""
    return planned(drumbeat)


# --- what is out, and on its way ------------------------------------------------------------------


def test_what_is_out_stays_what_it_is(union: Any) -> None:
    """Receipts name the version that it quotes; it is asked about until a person decides."""
    sent(union)
    receipts = union("export", "receipts").out
    told = revise(union, "never be silent", "never be quiet")
    (live,) = told["live"]
    assert (live["delivery"], live["rehearsal"]) == ("union.1@x-main", True)
    assert live["why"].endswith("never be [-silent-]{+quiet+}")
    assert union("export", "receipts").out == receipts
    (row,) = union.json("attention")
    assert (row["delivery"], row["state"], row["statement"]) == ("union.1@x-main", "posted", "union")
    assert row["corrected"] == live["why"]
    shown = union("attention").out
    assert "rehearsed (corrected since)" in shown
    assert "corrected-union: the statement union was corrected since" in shown
    assert union.json("status")["waiting"] == 1
    union("decide", "union.1@x-main", "leave", "--as", "ben")
    assert union.json("attention") == []
    assert "Nothing of union.1@x-main is live" in union("decide", "union.1@x-main", "leave", code=2).err
    again = TEXT.replace("never be silent", "never be still")
    revise(union, text=again, of="union-2")  # corrected anew, it is asked anew
    assert [row["delivery"] for row in union.json("attention")] == ["union.1@x-main"]


def test_what_is_live_and_right_is_nobody_s_worry(union: Any) -> None:
    """A correction elsewhere asks nothing about it."""
    sent(union)
    assert revise(union, "must end", "has to end")["live"] == []
    assert [row["delivery"] for row in union.json("attention")] == ["union.3@x-main"]


def test_it_is_a_gate_for_what_is_being_sent(union: Any) -> None:
    """Nothing is assigned to it; known not to be out, it meets the gate, and is held."""
    union("campaign", "launch", "union", "--yes")
    with union.office() as office, office.store.write() as unit:
        old = unit.deliveries.get("union.1@x-main")
        claimed = replace(old.move(State.SENDING, owner="daemon:0", fence=1), tries=1)
        unit.deliveries.save(old, claimed)
    told = revise(union, "never be silent", "never be quiet")
    assert [(each["delivery"], each["state"]) for each in told["under_way"]] == [
        ("union.1@x-main", "sending")
    ]
    union("run", "--once")
    assert standing(union)[1] == ("held (revised)", "union")
    assert union.json("history") == []


def test_a_thread_with_a_part_out(drumbeat: Any) -> None:
    """Its rest stays with the version that it began with: held if touched, and else it goes on."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    thread = "+".join(id_of(TEXT, words) for words in (JUSTICE, HOME))
    drumbeat("campaign", "new", "union", "--on", "x-main", "--excerpts", thread, "--launch", "+1h")
    drumbeat.approve("union")
    with drumbeat.office() as office, office.store.write() as unit:
        old = unit.deliveries.get("union.1@x-main")
        now = office.desk.clock.now()
        out = old.with_part(1, launched_at=now, remote_id="1", link="rehearsal:x-main/1", posted_at=now)
        assert unit.deliveries.save(old, out)
    revise(drumbeat, "must end", "has to end")
    assert standing(drumbeat)[1] == ("queued", "union")
    text = TEXT.replace("must end", "has to end").replace("every home", "each home")
    revise(drumbeat, text=text, of="union-2")
    assert standing(drumbeat)[1] == ("held (revised)", "union")
    drumbeat("decide", "union.1@x-main", "posted")


# --- the way back, and what is refused ------------------------------------------------------------


def test_a_correction_of_the_correction(union: Any) -> None:
    """The earlier words again: what was held for them is queued, as approved, if its time is still to come."""
    sent(union)
    revise(union, text=TEXT.replace("never be silent", "never be quiet").replace("must end", "has to end"))
    assert standing(union)[3] == ("held (revised)", "union")
    told = revise(union, text=TEXT, of="union-2")
    assert told["statement"] == "union-3"
    assert standing(union) == {1: ("posted", "union")} | dict.fromkeys((2, 3, 4), ("queued", "union-3"))
    assert union.json("attention") == []
    union.send()
    assert len(union.json("history")) == 4
    assert union("verify").code == 0


def test_what_a_withdrawal_held_goes_on_with_the_corrected_text(union: Any) -> None:
    """Withdraw at once, correct when the right text is there: what is right in it is queued again."""
    union("statement", "withdraw", "union")
    revise(union, "must end", "has to end")
    assert standing(union) == dict.fromkeys((1, 2, 4), ("queued", "union-2")) | {
        3: ("held (withdrawn)", "union")
    }
    assert "union-2 stands" in union("statement", "withdraw", "union").err
    union("statement", "withdraw", "union-2")
    assert {state for state, _ in standing(union).values()} == {"held (withdrawn)"}


def test_nothing_late_goes_by_itself(union: Any, clock: Any) -> None:
    """What was held by a correction and missed its time stays held when the words come back."""
    union("campaign", "launch", "union", "--at", "+1h", "--yes")
    revise(union, "never be silent", "never be quiet")
    clock.put(timedelta(hours=2))
    revise(union, text=TEXT, of="union-2")
    assert standing(union)[1] == ("held (missed)", "union-3")


def test_other_reasons_to_wait_stay(union: Any) -> None:
    """What may be out keeps saying so; what missed its time and was touched says what was touched."""
    with union.office() as office, office.store.write() as unit:
        for n, reason in ((1, Reason.UNKNOWN), (3, Reason.MISSED)):
            old = unit.deliveries.get(f"union.{n}@x-main")
            unit.deliveries.save(old, old.move(State.HELD, reason=reason, why="why"))
    revise(union, text=TEXT.replace("never be silent", "never be quiet").replace("must end", "has to end"))
    assert standing(union)[1] == ("held (unknown)", "union")
    assert standing(union)[3] == ("held (revised)", "union")


def test_a_post_of_two_versions_is_said_again_on_one_account_at_a_time(drumbeat: Any) -> None:
    """Out on one account before a correction, and to come on another: a copy quotes one version."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en")
    for network, name in (("x", "x-main"), ("bluesky", "sky")):
        drumbeat("account", "add", network, name, "--rehearsal")
    drumbeat("campaign", "new", "union", "--on", "x-main,sky", "--excerpts", id_of(TEXT, HOME))
    drumbeat.approve("union")
    drumbeat("campaign", "launch", "union", "--yes")
    with drumbeat.office() as office, office.store.write() as unit:
        old = unit.deliveries.get("union.1@sky")
        assert unit.deliveries.save(old, old.planned(old.planned_at + timedelta(days=2), "later"))
    drumbeat("run", "--once")
    revise(drumbeat, "must end", "has to end")
    found = {
        row["account"]: row["statement"] for row in drumbeat.json("campaign", "show", "union")["deliveries"]
    }
    assert found == {"x-main": "union", "sky": "union-2"}
    again = ["post", "again", "union.1", "--at", "+3d", "--words", "Read on."]
    assert "--on ACCOUNT" in drumbeat(*again, code=2).err
    drumbeat(*again, "--on", "sky")
    drumbeat.approve("union.2")
    assert drumbeat("verify").code == 0
