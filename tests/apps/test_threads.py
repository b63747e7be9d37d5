"""Threads: a post of several excerpts, each part shown, measured, approved, sent and recorded."""

from typing import Any

import pytest

LINK = "https://example.org/statement"
X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


@pytest.fixture
def best(ready: Any) -> list[str]:
    """Ids of the sample's excerpts, best first."""
    return [each["id"] for each in ready.json("excerpts", "ijn-2020")]


@pytest.fixture
def thread(ready: Any, best: list[str]) -> Any:
    """A campaign of a thread of three and of a post with one excerpt, with link and hashtag; drafts."""
    ready(
        "campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0, T+1h", "--link", LINK,
        "--hashtags", "Justice", "--excerpts", f"{best[0]}+{best[1]}+{best[2]},{best[3]}",
    )  # fmt: skip
    return ready


# --- planning -----------------------------------------------------------------------------------


def test_plus_joins_excerpts(thread: Any, best: list[str]) -> None:
    """A+B,C: a thread of two excerpts, then a post of one; each part has its own words, card and alt text."""
    shown = thread.json("campaign", "show", "ijn-2020")
    assert [post["excerpts"] for post in shown["posts"]] == [best[:3], [best[3]]]
    for row in (row for row in shown["deliveries"] if row["post"] == "ijn-2020.1"):
        assert [(part["n"], part["excerpt"]) for part in row["parts"]] == list(enumerate(best[:3], start=1))
        assert len({part["words"] for part in row["parts"]}) == 3
        assert len({sha256 for part in row["parts"] for sha256 in part["pictures"]}) == 3
        assert len({alt for part in row["parts"] for alt in part["alt"]}) == 3


def test_the_first_part_has_the_link(thread: Any) -> None:
    """Link and hashtags go out once in a thread, with its first part."""
    rows = thread.deliveries("queue")
    for row in (rows[X1], rows[S1]):
        has = [(LINK in part["words"], "#Justice" in part["words"]) for part in row["parts"]]
        assert has == [(True, True), (False, False), (False, False)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("{0}+{0}", "twice"),  # the same words twice in one thread
        ("+", "needs an excerpt"),
        ("{0},+", "needs an excerpt"),
        ("{0}+nonsense", "not the id"),
        ("{0}+other:0-12", "no statement"),
    ],
)
def test_wrong_threads(ready: Any, best: list[str], given: str, told: str) -> None:
    """A thread that cannot be is refused, and nothing is planned."""
    wanted = given.format(*best)
    assert told in ready("campaign", "new", "ijn-2020", "--on", "sky", "--excerpts", wanted, code=2).err
    assert ready.json("campaign", "list") == []


def test_every_part_is_shown(thread: Any) -> None:
    """A campaign shows each part with its words, its length by the network's measure, card and alt text."""
    told = thread("campaign", "show", "ijn-2020").out
    for row in thread.json("campaign", "show", "ijn-2020")["deliveries"]:
        of, unit = (280, "weighted characters") if row["network"] == "x" else (300, "graphemes")
        for part in row["parts"]:
            assert part["size"] <= part["limit"] == of
            head = f"part {part['n']} of 3: " if len(row["parts"]) > 1 else ""
            assert f"  {head}{part['size']} of {of} {unit}" in told
            assert all(f"│ {line}".rstrip() in told for line in part["words"].splitlines())
            assert all(alt in told for alt in part["alt"])
            assert all(sha256 in told for sha256 in part["pictures"])
    assert "Parts" in thread("queue").out


def test_a_link_card_opens_a_thread(ready: Any, best: list[str]) -> None:
    """In a thread of words alone the first part has the link card; every part has its whole quote."""
    excerpts = "+".join(best[:3])
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--no-cards", "--link", LINK, "--excerpts", excerpts)
    (row,) = ready.json("queue")
    assert [bool(part["preview"]) for part in row["parts"]] == [True, False, False]
    assert [part["pictures"] for part in row["parts"]] == [[], [], []]
    assert all("“" in part["words"] for part in row["parts"])


# --- editing ------------------------------------------------------------------------------------


def test_one_part_is_edited(thread: Any) -> None:
    """--part changes the words or the alt text of one part, and voids the approval of all of them."""
    thread("campaign", "approve", "ijn-2020")
    before = thread.deliveries("queue")[X1]
    thread("post", "edit", "ijn-2020.1", "--on", "x-main", "--part", "2", "--words", "And so it goes on.")
    alt = before["parts"][2]["alt"][0] + " White on blue."
    thread("post", "edit", "ijn-2020.1", "--on", "x-main", "--part", "3", "--alt", alt)
    after = thread.deliveries("queue")
    assert (after[X1]["state"], after[S1]["state"]) == ("draft", "queued")
    words = [part["words"] for part in after[X1]["parts"]]
    assert words == [before["parts"][0]["words"], "And so it goes on.", before["parts"][2]["words"]]
    assert after[X1]["parts"][2]["alt"] == [alt]
    attempts = thread.deliveries("history", "--attempts")[X1]["attempts"]
    assert [each["part"] for each in attempts if each["outcome"] == "edited"] == [2, 3]


@pytest.mark.parametrize(
    ("post", "given", "told"),
    [
        ("ijn-2020.1", (), "3 parts"),  # nobody knows which
        ("ijn-2020.1", ("--part", "4"), "no part 4"),
        ("ijn-2020.1", ("--part", "0"), "0"),
        ("ijn-2020.2", ("--part", "2"), "no part 2"),  # no thread at all
    ],
)
def test_which_part(thread: Any, post: str, given: tuple[str, ...], told: str) -> None:
    """An edit of a part that nobody named, or that is not there, is refused and changes nothing."""
    before = thread.json("queue")
    assert told in thread("post", "edit", post, "--words", "Now.", *given, code=2).err
    assert thread.json("queue") == before


def test_each_part_is_measured(thread: Any) -> None:
    """Each part is held to the limit of its network; what is too long for one changes neither."""
    before = thread.json("queue")
    long = "and on, " * 36  # 288: too long for X, not for Bluesky
    refused = thread("post", "edit", "ijn-2020.1", "--part", "3", "--words", long, code=2)
    assert "288" in refused.err
    assert "280" in refused.err
    assert thread.json("queue") == before
    thread("post", "edit", "ijn-2020.1", "--part", "3", "--words", long, "--on", "sky")


def test_each_part_is_checked(thread: Any) -> None:
    """The check before approval reads every part, and says which one is wrong."""
    with thread.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(X1)
        assert unit.deliveries.save(old, old.with_part(3, words="“Nobody ever wrote this at all.”"))
    assert "part 3: " in thread("campaign", "approve", "ijn-2020", code=2).err
    (problem,) = thread("verify", "--json", code=1).json["problems"]
    assert problem["thing"] == X1
    assert problem["problem"].startswith("part 3: ")
