"""One decision for all that waits for one cause: shown before it is done, all of it or nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

HOUR = timedelta(hours=1)
S1, S2, X1, X2 = (f"ijn-2020.{n}@{name}" for name in ("sky", "x-main") for n in (1, 2))


@pytest.fixture
def halted(approved: Any, clock: Any) -> Any:
    """Two posts on two accounts, an hour apart, fell due during a halt that is over."""
    approved("halt", "--reason", "the news turned", "--as", "Ana")
    approved("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)
    approved("resume", "--yes")
    return approved


def everything(drumbeat: Any) -> dict[str, Any]:
    """Every delivery by its id."""
    return drumbeat.deliveries("history", "--attempts")


def states(drumbeat: Any) -> set[str]:
    """The states that deliveries are in."""
    return {row["state"] for row in everything(drumbeat).values()}


def times(drumbeat: Any) -> dict[str, datetime]:
    """The planned times by delivery."""
    return {id: datetime.fromisoformat(row["planned_at"]) for id, row in everything(drumbeat).items()}


def test_shift_keeps_distances(halted: Any) -> None:
    """The first goes at the time that is given, the others as much later as they were; all are sent then."""
    before = times(halted)
    told = halted("decide", "halt-1", "shift", "tomorrow 09:00", "--yes").out
    after = times(halted)
    assert {id: after[id] - before[id] for id in before} == dict.fromkeys(before, after[S1] - before[S1])
    assert after[S1].isoformat() == "2026-03-03T14:00:00+00:00"
    assert everything(halted)[S1]["planned_local"] == "2026-03-03T09:00:00"
    assert "Tue 3 Mar 2026 09:00 EST" in told
    assert "Moved 4 deliveries." in told
    assert halted.json("attention") == []
    halted.send()
    assert states(halted) == {"posted"}


def test_now_keeps_the_order(halted: Any) -> None:
    """All at once goes in the order of their times, and says what followers will see and what else one can do."""
    told = halted("decide", "halt-1", "now", "--yes")
    assert (
        "Followers of sky see 2 posts within a minute. Keep their distances: drumbeat decide halt-1 shift now"
        in told.err
    )
    after = times(halted)
    assert after[S1] < after[S2]
    halted.send()
    assert states(halted) == {"posted"}
    with halted.office() as office:
        posts = [each.words for each in office.rehearsal.posts() if each.account == "sky"]
    words = [everything(halted)[id]["parts"][0]["words"] for id in (S1, S2)]
    assert posts == words


def test_slots(halted: Any) -> None:
    """Each account fills its own next free slots, in the order of the times that were."""
    assert "slot" in halted("decide", "halt-1", "slots", "--yes", code=2).err  # there are none
    halted("slots", "add", "daily 09:00")
    told = halted("decide", "halt-1", "slots", "--yes").out
    assert "Tue 3 Mar 2026 09:00 EST" in told
    after = times(halted)
    assert [(after[one].day, after[one].hour) for one in (S1, S2, X1, X2)] == [(3, 14), (4, 14)] * 2
    halted.send()
    assert states(halted) == {"posted"}


def test_cancel(halted: Any) -> None:
    """All are given up at once, and each can be taken back."""
    halted("decide", "halt-1", "cancel", "--yes")
    assert states(halted) == {"cancelled"}
    halted("decide", S1, "draft")


def test_shown_before_it_is_done(halted: Any) -> None:
    """Where nobody says yes nothing is changed; the plan is printed, in JSON too, with an exit code that says so."""
    before = everything(halted)
    told = halted("decide", "halt-1", "shift", "+1h", code=2)
    assert S1 in told.out
    assert "This needs a yes: Move 4 deliveries?" in told.err
    plan = halted("decide", "halt-1", "shift", "+1h", "--json", code=1).json
    assert (plan["done"], plan["decision"], plan["group"], len(plan["changes"])) == (
        False,
        "shift",
        "halt-1",
        4,
    )
    assert set(plan["changes"][0]) == {"delivery", "account", "from", "to", "state"}
    assert everything(halted) == before
    done = halted("decide", "halt-1", "shift", "+1h", "--yes", "--revision", plan["revision"], "--json").json
    assert done["done"]
    assert states(halted) == {"queued"}


def test_changed_since_it_was_shown(halted: Any) -> None:
    """A decision about what is no longer so is refused with the newer shown, but a cancellation never is."""
    seen = halted("decide", "halt-1", "now", "--json", code=1).json["revision"]
    halted("decide", S1, "cancel")
    told = halted("decide", "halt-1", "now", "--yes", "--revision", seen, code=2)
    assert "was changed since it was shown" in told.err
    assert everything(halted)[X1]["state"] == "held"
    halted("decide", "halt-1", "cancel", "--yes", "--revision", seen)
    assert states(halted) == {"cancelled"}


@pytest.mark.usefixtures("clock")
def test_a_closed_gate_is_named(approved: Any) -> None:
    """Nothing is queued into a closed gate without a word: it is named with what opens it, and nothing is changed."""
    approved("rehearsal", "fault", "x-main", "trouble")
    approved("campaign", "launch", "ijn-2020")
    approved.send()
    before = everything(approved)
    told = approved("decide", "stopped-x-main", "now", "--yes", code=2)
    assert "drumbeat account resume x-main" in told.err
    assert everything(approved) == before
    told = approved("decide", "stopped-x-main", "shift", "+3h", "--yes")
    assert "2 deliveries will wait: the account x-main is stopped" in told.err
    assert "drumbeat account resume x-main" in told.err
    approved("account", "resume", "x-main")
    approved.send()
    assert states(approved) == {"posted"}


def test_after_a_top_up(approved: Any, clock: Any) -> None:
    """What an account missed while it was out of credit is one group after it is topped up, and is sent by one decision."""
    approved("rehearsal", "fault", "x-main", "trouble")
    approved("campaign", "launch", "ijn-2020")
    approved.send()
    clock.suspend(2 * HOUR)
    approved("account", "resume", "x-main")
    approved("run", "--once")
    approved("decide", "stopped-x-main", "shift", "now", "--yes")
    approved.send()
    assert states(approved) == {"posted"}


def test_the_fuse_counts_all_of_them(halted: Any) -> None:
    """Together they would blow a fuse that none of them blows alone: refused by its name, and let go by it."""
    halted("account", "set", "sky", "--hour-fuse", "1")
    told = halted("decide", "halt-1", "now", "--yes", code=2)
    assert "sky would have sent 2 messages within an hour, and 1 are allowed" in told.err
    assert "drumbeat decide halt-1 shift now" in told.err
    assert states(halted) == {"held"}
    halted("decide", "halt-1", "now", "--yes", "--over", "fuse")
    halted.send()
    assert states(halted) == {"posted"}


def test_the_budget_counts_all_of_them(halted: Any) -> None:
    """The same for what they cost together."""
    halted("account", "set", "x-main", "--budget", "0.03")
    told = halted("decide", "halt-1", "now", "--yes", code=2)
    assert "x-main may cost" in told.err
    assert "--over budget" in told.err
    halted("decide", "halt-1", "now", "--yes", "--over", "budget")
    halted.send()
    assert states(halted) == {"posted"}


def test_what_does_not_fit_is_left_and_said(halted: Any) -> None:
    """A delivery whose picture is gone stays as it is, and the others go."""
    picture = everything(halted)[S1]["parts"][0]["pictures"][0]
    for file in (halted.folder / "cards").rglob(f"{picture}*"):
        file.unlink()
    left = {id for id, row in everything(halted).items() if row["parts"][0]["pictures"] == [picture]}
    told = halted("decide", "halt-1", "now", "--yes").out
    assert f"Left as it is: {S1}: " in told
    assert {id for id, row in everything(halted).items() if row["state"] == "held"} == left


def test_an_unknown_outcome_is_only_looked_for(approved: Any) -> None:
    """What may be out is never sent by a decision about many."""
    approved.die_launched(X1)
    approved.send()
    told = approved("decide", "unknown-x-main", "now", "--yes", code=2)
    assert "only look can be decided" in told.err
    approved("decide", "unknown-x-main", "look", "--yes")
    assert everything(approved)[X1]["state"] == "uncertain"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("halt-7", "now"), "There is no group 'halt-7'. Did you mean halt-1?"),  # a typing error
        (("halt-1", "move", "+1h"), "'move' is decided for one delivery"),
        ((S1, "shift", "+1h"), "'shift' is decided for a group"),
        (("halt-1", "shift"), "'shift' needs a time"),
        (("halt-1", "now", "+1h"), "no other decision about a group takes one"),
        (("halt-1", "shift", "2026-03-01 09:00"), "has passed"),
        (("halt-1", "shift", "soon"), "is not a time"),
        (("halt-1", "cancel", "--over", "fuse"), "overrides nothing"),
        (("halt-1", "now", "--over", "halt"), "Nobody overrides 'halt'"),
    ],
)
def test_refused(halted: Any, words: tuple[str, ...], said: str) -> None:
    """Each wrong decision is refused in words that help, and nothing is changed."""
    before = everything(halted)
    assert said in halted("decide", *words, code=2).err
    assert everything(halted) == before


def test_recorded(halted: Any) -> None:
    """Each delivery's history says who decided what, about which group, and from when to when."""
    halted("decide", "halt-1", "shift", "+1h", "--yes", "--as", "Ben")
    last = everything(halted)[S1]["attempts"][-1]
    assert (last["actor"], last["detail"]["group"], last["detail"]["verb"]) == ("Ben", "halt-1", "shift")
    assert last["detail"]["planned_before"] < last["detail"]["planned_at"]
