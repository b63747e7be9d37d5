"""Answers to one's own posts: each account to its own, once that is out, and never in vain."""

from pathlib import Path
from typing import Any

import pytest

LINK = "https://example.org/statement"
X1, S1, X3, S3 = "ijn-2020.1@x-main", "ijn-2020.1@sky", "ijn-2020.3@x-main", "ijn-2020.3@sky"


def rows(drumbeat: Any) -> Any:
    """What is sent of the campaign, by id."""
    return {row["delivery"]: row for row in drumbeat.json("campaign", "show", "ijn-2020")["deliveries"]}


def feed(drumbeat: Any, account: str) -> Any:
    """What the rehearsed network shows of an account."""
    with drumbeat.office() as office:
        return office.rehearsal.posts(account)


def answer(drumbeat: Any, *given: str, code: int = 0) -> Any:
    """What ``post add --reply-to`` says of an answer to the first post, planned beside it."""
    words = ("post", "add", "ijn-2020", "--words", LINK, "--at", "T+0", "--reply-to", "ijn-2020.1")
    return drumbeat(*words, *given, code=code)


@pytest.fixture
def out(approved: Any) -> Any:
    """A campaign whose posts are out."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    return approved


def test_the_link_as_an_answer(planned: Any) -> None:
    """Planned for the same moment it goes out after the post, below it, on each account."""
    told = answer(planned)
    assert f"answers {X1}" in told.out
    assert rows(planned)[X3]["answers"] == X1
    planned("campaign", "approve", "ijn-2020")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    for account in ("x-main", "sky"):
        first, below, *_ = feed(planned, account)
        assert (below.words, below.reply_to) == (LINK, first.remote_id)
    planned("verify")


def test_post_reply(out: Any) -> None:
    """The short form answers a post that is out, now."""
    told = out("post", "reply", "ijn-2020.1", "--words", LINK)
    assert "post approve ijn-2020.3 --late now" in told.out
    out("post", "approve", "ijn-2020.3", "--late", "now")
    out.send()
    for account in ("x-main", "sky"):
        first, *_, below = feed(out, account)
        assert (below.words, below.reply_to) == (LINK, first.remote_id)


def test_of_a_thread_the_first_part_is_answered(planned: Any) -> None:
    """The post itself, where followers meet it; not the end of the thread."""
    planned("post", "join", "ijn-2020.1", "ijn-2020.2")
    planned("campaign", "approve", "ijn-2020")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    planned("post", "reply", "ijn-2020.1", "--words", LINK)
    planned("post", "approve", "ijn-2020.3", "--late", "now")
    planned.send()
    for account in ("x-main", "sky"):
        first, _, below = feed(planned, account)
        assert below.reply_to == first.remote_id


@pytest.mark.usefixtures("clock")
def test_it_waits(planned: Any) -> None:
    """While the post is not out its answer stays queued and says so, and nothing of it is missed."""
    answer(planned)
    planned("post", "approve", "ijn-2020.3")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned("post", "move", "ijn-2020.1", "--to", "+2h")
    planned("post", "approve", "ijn-2020.1")
    told = planned.deliveries("attention")[X3]
    assert (told["state"], told["reason"]) == ("queued", "answers")
    assert "ijn-2020.1@x-main, is not out yet" in told["why"]
    assert "not out yet" in planned("queue").out
    planned.send()
    assert [post.words for post in feed(planned, "sky")][-1] == LINK


def test_others_do_not_wait_with_it(planned: Any) -> None:
    """An answer that waits blocks no other post of its account."""
    answer(planned)
    planned("post", "approve", "ijn-2020.3")
    planned("post", "approve", "ijn-2020.2")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    states = {id: row["state"] for id, row in rows(planned).items()}
    assert states["ijn-2020.2@sky"] == "posted"
    assert (states[S1], states[S3]) == ("held", "queued")  # nobody approved the first in time


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("post", "cancel", "ijn-2020.1"), "is cancelled"),
        (("decide", X1, "cancel"), "is cancelled"),
    ],
)
def test_not_in_vain(planned: Any, how: tuple[str, ...], told: str) -> None:
    """Where the post will never be out, its answer is held, says why, and cannot be sent all the same."""
    answer(planned)
    planned("campaign", "approve", "ijn-2020")
    planned(*how)
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    row = rows(planned)[X3]
    assert (row["state"], row["reason"]) == ("held", "answers")
    assert told in row["why"]
    refused = planned("decide", X3, "now", code=2).err
    assert "nothing to answer" in refused
    assert "cancel" in refused
    planned("decide", X3, "cancel")


def test_it_comes_back_with_its_post(planned: Any) -> None:
    """When the post comes back, so can its answer."""
    answer(planned)
    planned("campaign", "approve", "ijn-2020")
    planned("post", "cancel", "ijn-2020.1")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    planned("decide", X1, "draft")
    planned("decide", X3, "now")
    assert rows(planned)[X3]["state"] == "queued"


def test_refused_by_the_network(planned: Any) -> None:
    """A post that its network refuses is answered by nobody."""
    answer(planned)
    planned("campaign", "approve", "ijn-2020")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned("rehearsal", "fault", "x-main", "refuse")
    planned.send()
    row = rows(planned)[X3]
    assert (rows(planned)[X1]["state"], row["state"], row["reason"]) == ("failed", "held", "answers")
    assert rows(planned)[S3]["state"] == "posted"


def test_deleted_since(out: Any) -> None:
    """A post that was deleted is answered by nobody."""
    out("post", "reply", "ijn-2020.1", "--words", LINK)
    out("post", "approve", "ijn-2020.3", "--late", "now")
    with out.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(S1)
        assert unit.deliveries.save(old, old.with_part(1, removed_at=office.desk.clock.now()))
    out.send()
    row = rows(out)[S3]
    assert (row["state"], row["reason"]) == ("held", "answers")
    assert "was deleted" in row["why"]
    assert "nothing to answer" not in rows(out)[X3]["why"]


def test_only_where_there_is_something_to_answer(planned: Any) -> None:
    """Accounts without the post are left out and told of; named, they are refused; and so are all of them."""
    planned("decide", X1, "cancel")
    told = answer(planned)
    assert "Nothing is said on x-main" in told.err
    assert (X3 in rows(planned), S3 in rows(planned)) == (False, True)
    assert "is cancelled" in answer(planned, "--on", "x-main", code=2).err
    planned("decide", S1, "cancel")
    assert "is cancelled" in answer(planned, code=2).err


def test_other_posts(planned: Any) -> None:
    """A post answers one of its own campaign, that goes out by itself."""
    planned("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0")
    wrong = ("post", "add", "ijn-2020", "--words", LINK, "--at", "T+0", "--reply-to")
    assert "post reply ijn-2020-2.1" in planned(*wrong, "ijn-2020-2.1", code=2).err
    assert "no post" in planned(*wrong, "ijn-2020.9", code=2).err
    planned("post", "join", "ijn-2020.1", "ijn-2020.2")
    assert "was joined to ijn-2020.1" in planned(*wrong, "ijn-2020.2", code=2).err
    assert "no campaign" in planned("post", "reply", "nonsense", "--words", LINK, code=2).err


def test_the_price_of_an_answer(planned: Any) -> None:
    """An answer costs what a reply does, and with a link what a post with one does."""
    with Path("config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[prices.x]\nreply = "0.5"\n')
    planned("post", "reply", "ijn-2020.1", "--words", "More below.")
    planned("post", "reply", "ijn-2020.1", "--words", LINK)
    found = rows(planned)
    assert (found[X3]["cost"], found["ijn-2020.4@x-main"]["cost"]) == ("0.50", "0.20")


def test_rehearsed(planned: Any) -> None:
    """A rehearsal sends post and answer, in that order."""
    answer(planned)
    told = planned.json("campaign", "rehearse", "ijn-2020")
    assert {row["delivery"]: row["state"] for row in told["deliveries"]}[S3] == "posted"


def test_rehearsed_after_the_post_is_out(out: Any) -> None:
    """An answer to what followers have seen is rehearsed as it will be sent."""
    out("post", "reply", "ijn-2020.1", "--words", LINK)
    told = out.json("campaign", "rehearse", "ijn-2020")
    assert {row["delivery"]: row["state"] for row in told["deliveries"]}[S3] == "posted"


def test_a_thread_that_answers(planned: Any) -> None:
    """An answer can be a thread: its first part answers the post, the others each the one before."""
    answer(planned)
    planned("post", "join", "ijn-2020.3", "ijn-2020.2")
    planned("campaign", "approve", "ijn-2020")
    planned("campaign", "launch", "ijn-2020", "--yes")
    planned.send()
    for account in ("x-main", "sky"):
        first, second, third = feed(planned, account)
        assert (second.reply_to, third.reply_to) == (first.remote_id, second.remote_id)
