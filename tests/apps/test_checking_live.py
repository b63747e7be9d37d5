"""``post check`` and ``campaign check``: what is still there, judged by what was deleted by hand out there."""

from typing import Any

import pytest

X1, S1, X2, S2 = "ijn-2020.1@x-main", "ijn-2020.1@sky", "ijn-2020.2@x-main", "ijn-2020.2@sky"


@pytest.fixture
def out(approved: Any) -> Any:
    """A campaign whose posts are out."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    return approved


def by_hand(drumbeat: Any, id: str) -> None:
    """Somebody deletes a post in the app."""
    remote_id = drumbeat.deliveries("history")[id]["parts"][0]["remote_id"]
    with drumbeat.office() as office, office.store.read() as unit:
        account = unit.accounts.get(id.partition("@")[2])
        office.connections.of(account).remove(remote_id)


def sights(drumbeat: Any, *words: str, code: int = 0) -> dict[str, str]:
    """What a check finds, by delivery."""
    found = drumbeat("campaign", "check", "ijn-2020", *words, "--json", code=code).json
    return {each["delivery"]: each["sight"] for each in found}


def test_all_is_there(out: Any) -> None:
    """Every part is asked for, and history says when it was seen."""
    assert sights(out) == dict.fromkeys((X1, S1, X2, S2), "there")
    found = out.deliveries("history")[X1]
    (part,) = found["parts"]
    assert (found["live"], part["live"]) == (1, True)
    assert part["looked_at"] == part["last_seen_at"] is not None
    assert "seen there on" in out("history").out
    assert "as approved" in out("post", "check", "ijn-2020.1").out
    assert out.json("attention") == []


def test_before_anybody_looked_nothing_is_said(out: Any) -> None:
    """Neither yes nor no."""
    assert {each["live"] for each in out.json("history")} == {None}
    assert "seen there" not in out("history").out


@pytest.mark.parametrize("id", [X1, S1])
def test_deleted_by_hand(out: Any, id: str) -> None:
    """It is told with the last moment at which it was known to be there, once, until a person knows it."""
    name = id.partition("@")[2]
    by_hand(out, id)
    told = out("post", "check", "ijn-2020.1", code=1)
    assert f"{id}: gone; deleted on" in told.out
    assert "not by Drumbeat, some time after" in told.out
    assert told.out.count("there, as approved") == 1
    (waits,) = out.json("attention")
    assert (waits["delivery"], waits["state"], waits["live"]) == (id, "posted", 0)
    assert "some time after" in waits["why"]
    assert f"gone-{name}" in out("attention").out
    assert "rehearsed (gone)" in out("history").out
    out("decide", id, "seen")
    assert out.json("attention") == []
    out("post", "check", "ijn-2020.1", code=1)
    assert out.json("attention") == []  # known already
    assert "Nothing of" in out("decide", id, "seen", code=2).err


def test_the_last_moment_is_that_of_the_last_look(out: Any) -> None:
    """What was seen at a check was not deleted before it."""
    out("post", "check", "ijn-2020.1")
    seen = out.deliveries("history")[X1]["parts"][0]["last_seen_at"]
    by_hand(out, X1)
    out("post", "check", "ijn-2020.1", code=1)
    found = out.deliveries("history", "--attempts")[X1]
    assert found["parts"][0]["last_seen_at"] == seen
    looks = [each for each in found["attempts"] if each["event"] == "looked"]
    assert [each["outcome"] for each in looks] == ["there", "gone"]
    assert looks[-1]["detail"]["known_there"].startswith(seen[:19])


def test_deleted_by_us_is_not_asked_for(out: Any) -> None:
    """It is told who deleted it; a second look costs nothing and says nothing new."""
    out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes", "--as", "ana")
    told = out("post", "check", "ijn-2020.1")
    assert f"{S1}: deleted by ana on" in told.out
    assert "deleted by ana on" in out("history").out


def test_what_is_gone_needs_no_deleting(out: Any) -> None:
    """Deleting does nothing, and no harm."""
    by_hand(out, S1)
    out("post", "check", "ijn-2020.1", code=1)
    assert f"{S1}: there is nothing to delete" in out("post", "delete", "ijn-2020.1", "--yes").out


def test_an_answer_to_what_is_gone_is_held(out: Any) -> None:
    """It never goes out below a post that is no more."""
    out("post", "reply", "ijn-2020.1", "--words", "https://example.org", "--at", "+1h", "--on", "sky")
    out("post", "approve", "ijn-2020.3")
    by_hand(out, S1)
    out("post", "check", "ijn-2020.1", code=1)
    out.send()
    held = out.deliveries("attention")["ijn-2020.3@sky"]
    assert (held["state"], held["reason"]) == ("held", "answers")


@pytest.mark.parametrize("name", ["x-main", "sky"])
def test_a_network_that_does_not_answer_is_no_proof(out: Any, name: str) -> None:
    """What was not answered is not known; other accounts are asked all the same."""
    with out.office() as office:
        office.rehearsal.order_fault("unreachable", name, call="seen")
    found = sights(out, code=1)
    assert {id: sight for id, sight in found.items() if id.endswith(name)} == {
        f"ijn-2020.1@{name}": "not known",
        f"ijn-2020.2@{name}": "not known",
    }
    assert list(found.values()).count("there") == 2
    assert out.deliveries("history")[f"ijn-2020.1@{name}"]["live"] is None
    assert out.json("attention") == []


def test_during_a_halt(out: Any) -> None:
    """Looking goes on."""
    out("halt", "--reason", "news")
    assert set(sights(out).values()) == {"there"}


def test_nothing_out(planned: Any) -> None:
    """There is nothing to ask."""
    assert planned("campaign", "check", "ijn-2020").out == "Nothing of ijn-2020 is out.\n"
    assert planned.json("campaign", "check", "ijn-2020") == []
    planned("campaign", "check", "ijn-2021", code=2)
