"""Joining posts to a thread and taking it apart again: drafts alone, and each takes the other back."""

from typing import Any

import pytest

LINK = "https://example.org/statement"
NEW = ("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--link", LINK, "--hashtags", "Justice")
LATER = ("--plan", "T+0, T+1h, T+2h, T+3h", "--launch", "tomorrow 09:00")
P1, P2, P3, P4 = (f"ijn-2020.{n}" for n in (1, 2, 3, 4))


@pytest.fixture
def four(ready: Any) -> Any:
    """A campaign of four posts with link and hashtag, launched for tomorrow; all of it drafts."""
    ready(*NEW, *LATER)
    return ready


def shown(drumbeat: Any) -> tuple[list[Any], dict[str, Any]]:
    """The posts of the campaign, and its deliveries by id."""
    campaign = drumbeat.json("campaign", "show", "ijn-2020")
    return campaign["posts"], {row["delivery"]: row for row in campaign["deliveries"]}


def words(drumbeat: Any, post: str, account: str) -> list[str]:
    """What each part of a post says on an account."""
    return [part["words"] for part in shown(drumbeat)[1][f"{post}@{account}"]["parts"]]


# --- joining ------------------------------------------------------------------------------------


def test_joined(four: Any) -> None:
    """The parts of all are on the first, in the order given, at its time; the others are cancelled and say why."""
    before_posts, before = shown(four)
    four("post", "join", P1, P3, P2)
    posts, after = shown(four)
    excerpts = [before_posts[n]["excerpts"][0] for n in (0, 2, 1)]
    assert posts[0]["excerpts"] == excerpts
    assert [post["joined_to"] for post in posts] == [None, P1, P1, None]
    for account in ("x-main", "sky"):
        thread, old = after[f"{P1}@{account}"], before[f"{P1}@{account}"]
        assert (thread["state"], thread["planned_at"]) == ("draft", old["planned_at"])
        assert [part["n"] for part in thread["parts"]] == [1, 2, 3]
        assert [part["excerpt"] for part in thread["parts"]] == excerpts
        assert thread["parts"][0] == old["parts"][0]
        for part, post in zip(thread["parts"][1:], (P3, P2), strict=True):
            was = before[f"{post}@{account}"]["parts"][0]
            assert (part["pictures"], part["alt"]) == (was["pictures"], was["alt"])
            assert LINK not in part["words"]
            assert "#Justice" not in part["words"]
            row = after[f"{post}@{account}"]
            assert (row["state"], row["why"]) == ("cancelled", f"joined to {P1}")
    assert after[f"{P4}@sky"] == before[f"{P4}@sky"]


def test_joined_thread_goes_out(four: Any) -> None:
    """What was joined is approved and sent as the thread, once, and not by itself."""
    four("post", "join", P1, P2)
    four("campaign", "approve", "ijn-2020")
    four.send()
    with four.office() as office:
        sent = {name: [post.words for post in office.rehearsal.posts(name)] for name in ("x-main", "sky")}
    for account, said in sent.items():
        assert said == [each for post in (P1, P3, P4) for each in words(four, post, account)]


def test_the_link_stays_in_the_campaigns_first_post(four: Any) -> None:
    """Where one post alone carries the link, the thread does that this one was joined to."""
    four("post", "join", P2, P1)
    assert [LINK in said for said in words(four, P2, "x-main")] == [True, False]
    assert [LINK in said for said in words(four, P2, "sky")] == [True, False]


def test_the_answer_with_the_link_stays_last(ready: Any) -> None:
    """A reply that holds the link is behind all the parts."""
    ready(*NEW, *LATER, "--link-on", "reply")
    ready("post", "join", P1, P2)
    assert words(ready, P1, "x-main")[2] == LINK
    assert len(words(ready, P1, "sky")) == 2


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ((P1,), "single post"),
        ((P1, P1), "named twice"),
        ((P1, "ijn-2020.9"), "no post"),
        ((P1, "ijn-2020-2.1"), "two campaigns"),
        ((P1, P3), "queued"),  # approved
        ((P3, P1), "decide ijn-2020.3@sky draft"),
        ((P1, P2), "ijn-2020.2 for x-main"),  # cancelled on one account
        ((P2, P1), "ijn-2020.2 is for x-main"),
        ((P4, P1), "is cancelled"),
        ((P1, "ijn-2020.5"), "in the thread twice"),  # the same excerpt
    ],
)
def test_not_joined(ready: Any, posts: tuple[str, ...], told: str) -> None:
    """Only drafts of one campaign, for the same accounts, become a thread; what is refused changes nothing."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")][:4]
    plan = ("--plan", "T+0, T+1h, T+2h, T+3h, T+4h", "--launch", "tomorrow 09:00")
    for _ in range(2):
        ready(*NEW, *plan, "--excerpts", ",".join([*best, best[0]]))
    ready("post", "approve", P3)
    ready("decide", f"{P2}@sky", "cancel")
    ready("post", "cancel", P4)
    before = shown(ready)
    assert told in ready("post", "join", *posts, code=2).err
    assert shown(ready) == before


@pytest.mark.parametrize(
    "act",
    [
        ("decide", f"{P2}@sky", "draft"),
        ("post", "edit", P2, "--words", "No."),
        ("post", "move", P2, "--to", "+2h"),
        ("post", "join", P3, P2),
        ("post", "split", P2),
    ],
)
def test_what_was_joined_is_no_post(four: Any, act: tuple[str, ...]) -> None:
    """Whatever is asked of a post that was joined, it is refused and names the way to get it back."""
    four("post", "join", P1, P2)
    before = shown(four)
    assert f"drumbeat post split {P1}" in four(*act, code=2).err
    assert shown(four) == before


# --- taking apart -------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--link-on", "reply"), ("--link-on", "all"), ("--no-cards",)], ids=str)
@pytest.mark.parametrize(
    "joins",
    [
        [(P1, P2)],
        [(P2, P1)],
        [(P3, P1, P2)],
        [(P1, P2), (P1, P3)],  # one after the other
        [(P1, P2), (P3, P1)],  # a thread to a post
        [(P2, P4), (P1, P2), (P3, P1)],
        [(P1, P2), (P3, P4), (P3, P1)],  # a thread to a thread
    ],
)
def test_split_takes_back_joining(ready: Any, more: tuple[str, ...], joins: list[tuple[str, ...]]) -> None:
    """Splitting what was joined leaves every post and every delivery as it was before, whatever was joined how."""
    ready(*NEW, *LATER, *more)
    before = shown(ready)
    heads = [posts[0] for posts in joins]
    for posts in joins:
        ready("post", "join", *posts)
    for head in dict.fromkeys(reversed(heads)):
        ready("post", "split", head)
    assert shown(ready) == before


def test_what_was_written_stays(four: Any) -> None:
    """Words and alt text that a person wrote go along, into the thread and out of it."""
    own = f"In our own words. {LINK}"
    four("post", "edit", P2, "--on", "sky", "--words", own)
    four("post", "join", P1, P2, P3)
    assert words(four, P1, "sky")[1] == own
    alt = shown(four)[1][f"{P1}@sky"]["parts"][2]["alt"][0] + " White on blue."
    four("post", "edit", P1, "--part", "3", "--alt", alt, "--on", "sky")
    four("post", "edit", P1, "--part", "3", "--words", "Later words.", "--on", "sky")
    four("post", "split", P1)
    assert words(four, P2, "sky") == [own]
    (part,) = shown(four)[1][f"{P3}@sky"]["parts"]
    assert (part["words"], part["alt"]) == ("Later words.", [alt])


def test_a_time_that_has_passed_does_not_come_back(four: Any) -> None:
    """Launched anew meanwhile, what comes back has its new time, or none if that has passed."""
    four("post", "join", P3, P1)
    four("post", "join", P3, P4)
    four("campaign", "launch", "ijn-2020", "--at", "now", "--yes")
    four("post", "split", P3)
    after = shown(four)[1]
    assert after[f"{P1}@sky"]["planned_at"] is None
    assert after[f"{P4}@sky"]["planned_at"] > after[f"{P3}@sky"]["planned_at"]


def test_a_planned_thread_is_taken_apart(ready: Any) -> None:
    """Its later parts become posts of their own at the times given; joined again it is as it was planned."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")][:4]
    ready(*NEW, *LATER, "--excerpts", f"{'+'.join(best[:3])},{best[3]}")
    before = shown(ready)
    ready("post", "split", P1, "--plan", "T+30m, T+5h")
    posts, after = shown(ready)
    assert [(post["id"], post["when"], post["excerpts"]) for post in posts[2:]] == [
        (P3, "T+30m", [best[1]]),
        (P4, "T+5h", [best[2]]),
    ]
    assert [after[f"{post}@sky"]["planned_local"][11:] for post in (P1, P3, P4)] == [
        "09:00:00",
        "09:30:00",
        "14:00:00",
    ]
    assert [LINK in words(ready, post, "sky")[0] for post in (P1, P3, P4)] == [True] * 3
    assert [LINK in words(ready, post, "x-main")[0] for post in (P1, P3, P4)] == [True, False, False]
    ready("post", "join", P1, P3, P4)
    posts, after = shown(ready)
    assert posts[0] == before[0][0]
    assert after[f"{P1}@sky"] == before[1][f"{P1}@sky"]


@pytest.mark.parametrize(
    ("post", "plan", "told"),
    [
        (P1, (), '--plan "T+2h'),  # nobody said when
        (P1, ("--plan", "T+1h"), "2 later parts"),
        (P1, ("--plan", "soon"), "soon"),
        (P2, ("--plan", "T+1h"), "no thread"),
        (P3, ("--plan", "T+1h"), "Leave --plan away"),  # it comes back by itself
    ],
)
def test_not_split(ready: Any, post: str, plan: tuple[str, ...], told: str) -> None:
    """A thread that cannot be taken apart as it was asked stays whole."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")][:5]
    ready(*NEW, *LATER, "--excerpts", f"{'+'.join(best[:3])},{best[3]},{best[4]},{best[3]}")
    ready("post", "join", P3, P4)
    before = shown(ready)
    assert told in ready("post", "split", post, *plan, code=2).err
    assert shown(ready) == before


def test_what_is_approved_stays_whole(four: Any) -> None:
    """A thread that was approved is split only once it is a draft again."""
    four("post", "join", P1, P2)
    four("post", "approve", P1)
    assert f"decide {P1}@sky draft" in four("post", "split", P1, code=2).err
    for account in ("sky", "x-main"):
        four("decide", f"{P1}@{account}", "draft")
    four("post", "split", P1)
