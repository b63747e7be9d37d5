"""Taking back the last change: what it was, what becomes of approvals and times, and what prevents it."""

from typing import Any

import pytest

P1, P2 = "ijn-2020.1", "ijn-2020.2"
D1, D2 = f"{P1}@x-main", f"{P2}@x-main"
NEW = "A new way forward."
LATER = "2030-01-02 09:00"


def row(drumbeat: Any, delivery: str = D1) -> dict[str, Any]:
    """A delivery, as it stands."""
    return drumbeat.deliveries("history", "--attempts")[delivery]


def standing(drumbeat: Any) -> dict[str, Any]:
    """What a person can change of every delivery of the campaign."""
    return {
        id: (each["state"], each["approved_by"], each["planned_local"], _said(each))
        for id, each in drumbeat.deliveries("history", "--attempts").items()
    }


def _said(delivery: dict[str, Any]) -> list[Any]:
    return [(part["words"], part["alt"], part["mentions"], part["left_out"]) for part in delivery["parts"]]


# --- what is recorded ---------------------------------------------------------------------------


def test_a_change_is_recorded_with_what_was_there(approved: Any) -> None:
    """Every change of words holds them before and after, and what it did to the approval."""
    before = row(approved)["parts"][0]["words"]
    approved("post", "edit", P1, "--words", NEW)
    event = row(approved)["attempts"][-1]
    detail = event["detail"]
    assert (event["outcome"], event["part"]) == ("edited", 1)
    assert detail["before"]["part 1"]["words"] == before
    assert detail["after"]["part 1"]["words"] == NEW
    assert detail["before"]["state"] == "queued"
    assert detail["after"]["approved_by"] is None
    other = row(approved, f"{P1}@sky")["attempts"][-1]["detail"]
    assert detail["change"] == other["change"]  # one act


def test_a_move_and_a_launch_record_both_times(approved: Any) -> None:
    """Another time is recorded with the one before; a launch, with the one that the campaign had."""
    approved("campaign", "launch", "ijn-2020", "--at", LATER)
    launched = row(approved)["attempts"][-1]["detail"]
    assert (launched["before"]["planned_local"], launched["after"]["planned_local"]) == (
        None,
        "2030-01-02T09:00:00",
    )
    assert launched["launch"]["before"] == [None, None]
    approved("post", "move", P1, "--to", "2030-01-03 10:00")
    moved = row(approved)["attempts"][-1]["detail"]
    assert moved["before"]["planned_local"] == "2030-01-02T09:00:00"
    assert moved["after"]["planned_local"] == "2030-01-03T10:00:00"


def test_edit_says_what_it_did(approved: Any) -> None:
    """``post edit`` ends with what became of the approval and of the time, and how to take it back."""
    approved("campaign", "launch", "ijn-2020", "--at", LATER)
    told = approved("post", "edit", P1, "--words", NEW, "--on", "x-main").out
    assert f"{D1}: the approval of" in told
    assert "is void; planned for Wed 2 Jan 2030 09:00 EST, as before." in told
    assert f"drumbeat post undo {P1}" in told
    changed = approved.json("post", "edit", P1, "--words", "Another way.", "--on", "x-main")
    (mine,) = [each["change"] for each in changed if each["change"] is not None]
    assert (mine["approval_voided"], mine["words"][0]["old"]) == (False, NEW)


def test_the_history_shows_changes(approved: Any) -> None:
    """The history has each change, word by word, with who made it; and each new time."""
    words = row(approved)["parts"][0]["words"]
    approved("post", "edit", P1, "--words", f"{words} Now.", "--on", "x-main", "--as", "Rosa")
    approved("post", "move", P1, "--to", LATER)
    told = approved("history", "--attempts").out
    assert "{+ Now.+}" in told
    assert "│ time: none → Wed 2 Jan 2030 09:00" in told


def test_the_same_words_change_nothing(approved: Any) -> None:
    """Words that stand there already void no approval, and are no change."""
    before = standing(approved)
    same = row(approved)["parts"][0]["words"]
    assert "Nothing changes" in approved("post", "edit", P1, "--words", same).out
    assert standing(approved) == before
    assert [each["change"] for each in approved.json("post", "edit", P1, "--words", same)] == [None, None]
    assert "Nothing of" in approved("post", "undo", P1, "--yes", code=2).err


# --- taking back --------------------------------------------------------------------------------

_CHANGES = [
    ("post", "edit", P1, "--words", NEW),  # words, on both accounts
    ("post", "edit", P1, "--words", NEW, "--on", "x-main"),  # on one
    ("post", "move", P1, "--to", "2030-01-05 12:00"),  # a time
    ("post", "cancel", P1),
    ("campaign", "launch", "ijn-2020", "--at", "2030-02-02 09:00", "--yes"),  # all times, as one
    ("campaign", "cancel", "ijn-2020"),
    ("decide", D1, "move", "2030-01-07 12:00"),  # decisions, too
    ("decide", D1, "draft"),
    ("decide", D1, "cancel"),
]


@pytest.mark.parametrize("change", _CHANGES)
def test_taken_back_and_brought_back(approved: Any, change: tuple[str, ...]) -> None:
    """Undoing leaves all as it was, the approval too; undoing again brings the change back, and so on."""
    approved("campaign", "launch", "ijn-2020", "--at", LATER)
    launch = approved.json("campaign", "show", "ijn-2020")["launch_at"]
    before = standing(approved)
    approved(*change)
    changed = standing(approved)
    assert changed != before
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert standing(approved) == before
    assert approved.json("campaign", "show", "ijn-2020")["launch_at"] == launch
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert standing(approved) == changed
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert standing(approved) == before


def test_what_was_taken_back_goes_out(approved: Any) -> None:
    """A post whose approval came back is sent, with the words that were approved."""
    words = row(approved)["parts"][0]["words"]
    approved("post", "edit", P1, "--words", NEW)
    assert "approved by" in approved("post", "undo", P1, "--yes", "--as", "Rosa").out
    assert row(approved)["attempts"][-1]["actor"] == "Rosa"
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    gone = approved.deliveries("history")[D1]
    assert (gone["state"], gone["parts"][0]["words"]) == ("posted", words)


def test_an_approval_given_since_does_not_pass_over(approved: Any) -> None:
    """Other words that were approved since: theirs was another approval, so the old words wait for one."""
    approved("post", "edit", P1, "--words", NEW)
    approved("post", "approve", P1)
    told = approved("post", "undo", P1, "--yes").out
    assert "is void" in told
    assert f"drumbeat post approve {P1}" in told
    assert row(approved)["state"] == "draft"


def test_words_that_nobody_approved_need_an_approval(planned: Any) -> None:
    """A draft that was changed and only then approved: the words before were never approved, and are not now."""
    words = row(planned)["parts"][0]["words"]
    planned("post", "edit", P1, "--words", NEW)
    planned("post", "approve", P1)
    assert planned.json("post", "undo", P1, "--yes")["restored"] == []
    assert (row(planned)["state"], row(planned)["approved_by"]) == ("draft", None)
    assert row(planned)["parts"][0]["words"] == words


def test_a_draft_stays_a_draft(planned: Any) -> None:
    """What was not approved when it was changed is not approved when that is taken back."""
    planned("post", "edit", P1, "--words", NEW)
    planned("post", "undo", P1, "--yes")
    assert (row(planned)["state"], row(planned)["approved_by"]) == ("draft", None)


def test_alt_text(planned: Any) -> None:
    """Alt text comes back with its picture."""
    alt = row(planned)["parts"][0]["alt"][0]
    planned("post", "edit", P1, "--alt", alt + " White on blue.")
    planned("post", "undo", P1, "--yes")
    assert row(planned)["parts"][0]["alt"] == [alt]


def test_the_last_change_of_a_post(approved: Any) -> None:
    """A post's own last change is taken back, whatever was done to others since."""
    words = row(approved)["parts"][0]["words"]
    approved("post", "edit", P1, "--words", NEW)
    approved("post", "edit", P2, "--words", "Another one.")
    approved("post", "undo", P1, "--yes")
    assert row(approved)["parts"][0]["words"] == words
    assert row(approved, D2)["parts"][0]["words"] == "Another one."


def test_asks(approved: Any) -> None:
    """It shows who changed what and when, word by word, and does nothing before a yes."""
    approved("post", "edit", P1, "--words", NEW, "--as", "Rosa")
    told = approved("post", "undo", P1, code=2)
    assert f"The last change of {P1}: edited by Rosa" in told.out
    assert "[-" in told.out
    assert "--yes" in told.err
    assert row(approved)["parts"][0]["words"] == NEW
    document = approved.json("post", "undo", P1, "--yes")
    assert set(document) == {"undone", "restored", "deliveries"}
    assert set(document["restored"]) == {D1, f"{P1}@sky"}


def test_a_group_decision_is_taken_back_as_one(approved: Any, clock: Any) -> None:
    """What was decided about a group is one act, but for times that have passed: those wait for a new one."""
    from datetime import timedelta

    approved("halt", "--reason", "the news turned")
    approved("campaign", "launch", "ijn-2020")
    clock.suspend(timedelta(hours=2))
    approved("resume", "--yes")
    approved("decide", "halt-1", "cancel", "--yes")
    assert {each[0] for each in standing(approved).values()} == {"cancelled"}
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert {each[0] for each in standing(approved).values()} == {"draft"}
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert {each[0] for each in standing(approved).values()} == {"cancelled"}


# --- what prevents it ---------------------------------------------------------------------------


def test_out(approved: Any) -> None:
    """What is out cannot be taken back, and nothing of the same act is."""
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    before = standing(approved)
    assert "rehearsed" in approved("campaign", "undo", "ijn-2020", "--yes", code=2).err
    assert standing(approved) == before


def test_nothing_to_undo(planned: Any) -> None:
    """A campaign in which nothing was changed says so."""
    assert "Nothing of ijn-2020 was changed" in planned("campaign", "undo", "ijn-2020", "--yes", code=2).err
    planned("post", "edit", P2, "--words", NEW)
    assert f"Nothing of {P1} was changed" in planned("post", "undo", P1, "--yes", code=2).err
    planned("post", "undo", "ijn-2020.9", "--yes", code=2)


def test_joined_since(planned: Any) -> None:
    """Joining has its own way back, which is named."""
    planned("post", "edit", P1, "--words", NEW)
    planned("post", "join", P1, P2)
    told = planned("post", "undo", P1, "--yes", code=2).err
    assert f"drumbeat post split {P1} {P2}" in told


def test_changed_since(planned: Any, clock: Any) -> None:
    """A time that an approval gave since is not overwritten; who gave it is told."""
    from datetime import timedelta

    planned("campaign", "launch", "ijn-2020", "--at", "+1h")
    planned("post", "move", P1, "--to", "+2h")
    clock.put(timedelta(hours=3))
    planned("post", "approve", P1, "--late", "+1d", "--as", "Rosa")
    before = standing(planned)
    assert "was changed since: approved by Rosa" in planned("post", "undo", P1, "--yes", code=2).err
    assert standing(planned) == before


def test_a_time_that_has_passed(approved: Any, clock: Any) -> None:
    """A move is not taken back to a time that has passed."""
    from datetime import timedelta

    approved("campaign", "launch", "ijn-2020", "--at", "+1h")
    approved("post", "move", P1, "--to", "+1d")
    clock.put(timedelta(hours=2))
    told = approved("post", "undo", P1, "--yes", code=2).err
    assert "has passed" in told
    assert "drumbeat post move" in told


def test_words_back_without_their_time(approved: Any, clock: Any) -> None:
    """Words whose time has passed meanwhile come back as a draft: who approves it says when it goes."""
    from datetime import timedelta

    words = row(approved)["parts"][0]["words"]
    approved("campaign", "launch", "ijn-2020", "--at", "+1h")
    approved("post", "edit", P1, "--words", NEW)
    clock.put(timedelta(hours=2))
    approved("post", "undo", P1, "--yes")
    assert (row(approved)["state"], row(approved)["parts"][0]["words"]) == ("draft", words)
    assert row(approved)["planned_at"] is None


def test_stale(approved: Any) -> None:
    """The change that was shown is the one that is taken back, or none."""
    from scheduler.core.errors import Stale
    from scheduler.services import undoing

    approved("post", "edit", P1, "--words", NEW)
    with approved.office() as office:
        seen = undoing.preview(office.desk, P1).act
    approved("post", "edit", P1, "--words", "Another way.")
    with approved.office() as office, pytest.raises(Stale):
        undoing.undo(office.desk, P1, actor="Rosa", seen=seen)
    assert row(approved)["parts"][0]["words"] == "Another way."
