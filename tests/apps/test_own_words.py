"""Posts of a person's own words: drafts like any other, without an excerpt."""

from pathlib import Path
from typing import Any

import pytest

LINK = "https://example.org/statement"
X3, S3 = "ijn-2020.3@x-main", "ijn-2020.3@sky"


def add(drumbeat: Any, *given: str, at: str = "T+2h", code: int = 0) -> Any:
    """What ``post add`` says."""
    return drumbeat("post", "add", "ijn-2020", *given, "--at", at, code=code)


def shown(drumbeat: Any) -> Any:
    """The posts of the campaign, and what is sent of them."""
    campaign = drumbeat.json("campaign", "show", "ijn-2020")
    return campaign["posts"], {row["delivery"]: row for row in campaign["deliveries"]}


def feed(drumbeat: Any, account: str) -> Any:
    """What the rehearsed network shows of an account."""
    with drumbeat.office() as office:
        return office.rehearsal.posts(account)


def test_a_draft_like_any_other(planned: Any) -> None:
    """It has the next number, one part without excerpt or picture on each account, and its time."""
    told = add(planned, "--words", "Doors open at six.")
    assert "post approve ijn-2020.3" in told.out
    assert "post cancel ijn-2020.3" in told.out
    posts, rows = shown(planned)
    assert (posts[2]["id"], posts[2]["when"], posts[2]["excerpts"]) == ("ijn-2020.3", "T+2h", [])
    for row in (rows[X3], rows[S3]):
        assert (row["state"], row["planned_at"]) == ("draft", None)
        (part,) = row["parts"]
        assert (part["words"], part["excerpt"], part["pictures"]) == ("Doors open at six.", None, [])
    attempts = planned.deliveries("history", "--attempts")[X3]["attempts"]
    assert [each["outcome"] for each in attempts] == ["added"]


def test_words_on_one_account(planned: Any) -> None:
    """Each account has its own words where it was given some; others get those for all."""
    add(planned, "--words", "See you there.", "--words-on", "x-main", "See you.")
    add(planned, "--words-on", "sky", "Only here.", "--on", "sky")
    rows = shown(planned)[1]
    assert [rows[id]["parts"][0]["words"] for id in (X3, S3)] == ["See you.", "See you there."]
    assert [id for id in rows if id.startswith("ijn-2020.4")] == ["ijn-2020.4@sky"]


def test_a_dry_run_changes_nothing(planned: Any) -> None:
    """It shows what would be, refuses what would be refused, and adds nothing."""
    before = shown(planned)
    told = add(planned, "--words", "Doors open at six.", "--dry-run")
    assert "Doors open at six." in told.out
    assert "18 of 280" in told.out
    add(planned, "--words", "a" * 301, "--dry-run", code=2)
    assert shown(planned) == before


@pytest.mark.parametrize(
    ("given", "at", "told"),
    [
        (("--words", " \n"), "T+2h", "needs words"),
        (("--words", "a" * 281), "T+2h", "281"),  # too long for X alone
        (("--words", "a" * 301, "--on", "sky"), "T+2h", "301"),
        (("--words", "They said “we will all be heard”."), "T+2h", "word for word"),
        (("--words-on", "sky", "Hello."), "T+2h", "no words for x-main"),
        (("--words", "Hello.", "--on", "sky", "--words-on", "x-main", "Hi."), "T+2h", "--on sky,x-main"),
        (("--words", "Hello.", "--on", "skye"), "T+2h", "Did you mean sky"),
        (("--words", "Hello.", "--words-on", "nobody", "Hi."), "T+2h", "account of the campaign"),
        (("--words", "Hello."), "sometime", "not a time"),
        (("--words", "Hello."), "2020-01-01 09:00", "has passed"),
        (("--words", "Hello."), "T+2x", "Or count from the launch"),
    ],
)
def test_refused(planned: Any, given: tuple[str, ...], at: str, told: str) -> None:
    """What cannot be posted, on any of its accounts, is refused with the reason, and nothing is added."""
    before = shown(planned)
    assert told in add(planned, *given, at=at, code=2).err
    assert shown(planned) == before


def test_no_such_campaign(planned: Any) -> None:
    """A wrong id names the right one, and a cancelled campaign takes no post."""
    assert "Did you mean ijn-2020" in planned("post", "add", "ijn", "--words", "A", "--at", "now", code=2).err
    planned("campaign", "cancel", "ijn-2020")
    assert "is cancelled" in add(planned, "--words", "Hello.", code=2).err


def test_a_step_follows_the_launch(planned: Any) -> None:
    """A launch moves a post at a step, and leaves one with a wall time where it is."""
    add(planned, "--words", "Two hours on.")
    told = add(planned, "--words", "At nine.", at="2031-03-03 09:00")
    assert "goes out all the same" in told.err
    planned("campaign", "launch", "ijn-2020", "--at", "2031-03-02 10:00", "--yes")
    rows = shown(planned)[1]
    assert rows[X3]["planned_local"] == "2031-03-02T12:00:00"
    assert rows["ijn-2020.4@sky"]["planned_local"] == "2031-03-03T09:00:00"
    planned("campaign", "launch", "ijn-2020", "--at", "2031-03-05 10:00", "--yes")
    rows = shown(planned)[1]
    assert rows[X3]["planned_local"] == "2031-03-05T12:00:00"
    assert rows["ijn-2020.4@sky"]["planned_local"] == "2031-03-03T09:00:00"


@pytest.mark.usefixtures("clock")
def test_a_step_that_has_passed(planned: Any) -> None:
    """After the launch a step is a time, and one that is over is refused."""
    planned("campaign", "launch", "ijn-2020", "--at", "now", "--yes")
    assert "has passed" in add(planned, "--words", "Late.", at="T+0", code=2).err
    add(planned, "--words", "In time.", at="T+1d 09:00")
    assert shown(planned)[1][X3]["planned_local"] == "2026-03-03T09:00:00"


def test_not_before_the_embargo(ready: Any) -> None:
    """Neither a step nor a wall time may fall before the campaign's embargo ends."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0", "--embargo", "2031-03-02 09:00")
    assert "embargo" in add(ready, "--words", "Early.", at="2031-03-02 08:00", code=2).err
    add(ready, "--words", "In time.", at="2031-03-02 10:00")


def test_it_goes_out_once_approved(planned: Any) -> None:
    """Approved with its campaign it is sent with the others, once, in its words."""
    add(planned, "--words", "Doors open at six.", "--words-on", "sky", "Doors at six.")
    planned("campaign", "approve", "ijn-2020")
    planned("campaign", "launch", "ijn-2020", "--at", "now", "--yes")
    planned.send()
    assert [post.words for post in feed(planned, "sky")][-1] == "Doors at six."
    assert [post.words for post in feed(planned, "x-main")][-1] == "Doors open at six."
    rows = planned.deliveries("history")
    assert {rows[X3]["state"], rows[S3]["state"]} == {"posted"}
    planned("verify")


def test_now(planned: Any) -> None:
    """A post for now says how it is approved, since its time has passed by then."""
    told = add(planned, "--words", "Now.", at="now")
    assert "post approve ijn-2020.3 --late now" in told.out
    planned("post", "approve", "ijn-2020.3", "--late", "now")
    planned.send()
    assert [post.words for post in feed(planned, "sky")] == ["Now."]


def test_the_campaigns_link(ready: Any) -> None:
    """With the campaign's link in its words it has a link card, where the network brings none itself."""
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0", "--link", LINK)
    told = add(ready, "--words", f"Read it: {LINK}")
    add(ready, "--words", f"Elsewhere: {LINK}/page")
    rows = shown(ready)[1]
    assert rows["ijn-2020.2@sky"]["parts"][0]["preview"]["uri"] == LINK
    assert rows["ijn-2020.3@sky"]["parts"][0]["preview"] is None
    assert rows["ijn-2020.2@x-main"]["parts"][0]["preview"] is None
    assert "$0.20 and not $0.015" in told.err


def test_edited_and_cancelled(planned: Any) -> None:
    """Its words can change, and it can be moved, cancelled and brought back, as any post's."""
    add(planned, "--words", "Doors open at six.")
    planned("post", "approve", "ijn-2020.3")
    planned("post", "edit", "ijn-2020.3", "--words", "Doors open at seven.")
    planned("post", "move", "ijn-2020.3", "--to", "2031-03-03 09:00")
    rows = shown(planned)[1]
    assert (rows[X3]["state"], rows[X3]["parts"][0]["words"]) == ("draft", "Doors open at seven.")
    planned("post", "cancel", "ijn-2020.3")
    assert shown(planned)[1][S3]["state"] == "cancelled"
    planned("decide", S3, "draft")
    assert shown(planned)[1][S3]["state"] == "draft"


@pytest.mark.parametrize(
    "posts",
    [
        ("ijn-2020.1", "ijn-2020.3"),
        ("ijn-2020.3", "ijn-2020.1"),  # own words before a quote
        ("ijn-2020.1", "ijn-2020.3", "ijn-2020.2"),
        ("ijn-2020.4", "ijn-2020.3"),  # no quote at all
    ],
)
def test_joined_and_split(planned: Any, posts: tuple[str, ...]) -> None:
    """Own words are a part of a thread like any other, in their order, and come back as they were."""
    add(planned, "--words", "Doors open at six.")
    add(planned, "--words", "And at seven.")
    before = shown(planned)
    own = {row: before[1][row]["parts"][0]["excerpt"] for row in before[1]}
    planned("post", "join", *posts)
    head = shown(planned)[1][f"{posts[0]}@sky"]
    assert [part["excerpt"] for part in head["parts"]] == [own[f"{post}@sky"] for post in posts]
    planned("post", "split", posts[0])
    assert shown(planned) == before


def test_the_link_as_the_last_part(ready: Any) -> None:
    """A post that is the link alone comes out of a thread again, and is not taken for the campaign's own."""
    ready(
        "campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0, T+1h", "--link", LINK,
        "--link-on", "reply",
    )  # fmt: skip
    add(ready, "--words", LINK)
    before = shown(ready)
    for posts in (("ijn-2020.2", "ijn-2020.3"), ("ijn-2020.1", "ijn-2020.3"), ("ijn-2020.3", "ijn-2020.1")):
        ready("post", "join", *posts)
        ready("post", "split", posts[0])
        assert shown(ready) == before


def test_a_part_of_a_mixed_thread_is_named(planned: Any) -> None:
    """Where a thread has own words and quotes, nobody's words change by guesswork."""
    add(planned, "--words", "Doors open at six.")
    planned("post", "join", "ijn-2020.3", "ijn-2020.1")
    assert "2 parts" in planned("post", "edit", "ijn-2020.3", "--words", "Which?", code=2).err


def test_rehearsed(planned: Any) -> None:
    """A rehearsal sends it like the others."""
    add(planned, "--words", "Doors open at six.")
    told = planned.json("campaign", "rehearse", "ijn-2020")
    assert X3 in str(told)


def test_two_accounts_of_one_network(ready: Any) -> None:
    """Accounts of a network go one after another, and where it forbids near repeats that is told at once."""
    Path("config.toml").write_text(Path("config.toml").read_text().replace('"0s"', '"5m"'), encoding="utf-8")
    ready("account", "add", "x", "x-two", "--rehearsal")
    ready("campaign", "new", "ijn-2020", "--on", "x-main,x-two", "--plan", "T+0")
    told = add(ready, "--words", "Doors open at six.", at="2031-03-03 09:00")
    rows = shown(ready)[1]
    assert rows["ijn-2020.2@x-two"]["planned_local"] == "2031-03-03T09:05:00"
    assert "nearly the same" in told.err
    add(ready, "--words", "Doors open at seven.", "--on", "x-two", at="2031-03-03 09:00")
    assert shown(ready)[1]["ijn-2020.3@x-two"]["planned_local"] == "2031-03-03T09:00:00"
    assert "nearly the same" in ready("post", "approve", "ijn-2020.2", code=2).err


def test_the_same_again(planned: Any) -> None:
    """Where the network lets nobody say nearly the same again, that is told when it is added."""
    add(planned, "--words", "Doors open at six.")
    told = add(planned, "--words", "Doors open at six!", "--dry-run").err
    assert "x-main says this in ijn-2020.3@x-main" in told
    assert "sky says" not in told
