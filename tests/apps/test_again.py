"""Saying a post again: a draft copy with its card; the same words where the network bears them, else others."""

from typing import Any

import pytest

X1, S1, X3, S3 = "ijn-2020.1@x-main", "ijn-2020.1@sky", "ijn-2020.3@x-main", "ijn-2020.3@sky"
WEEK = "2031-03-09 09:00"
NEW = "A week on, and still true."


def rows(drumbeat: Any) -> Any:
    """What is sent of the campaign, by id."""
    return {row["delivery"]: row for row in drumbeat.json("campaign", "show", "ijn-2020")["deliveries"]}


def again(drumbeat: Any, *given: str, post: str = "ijn-2020.1", at: str = WEEK, code: int = 0) -> Any:
    """What ``post again`` says."""
    return drumbeat("post", "again", post, "--at", at, *given, code=code)


def feed(drumbeat: Any, account: str) -> Any:
    """What the rehearsed network shows of an account."""
    with drumbeat.office() as office:
        return office.rehearsal.posts(account)


@pytest.fixture
def out(approved: Any) -> Any:
    """A campaign whose posts are out."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    return approved


def test_the_same_excerpt_a_week_later(out: Any) -> None:
    """With other words it goes out on both networks, with its card, as a post of its own."""
    told = again(out, "--words", NEW)
    assert "post approve ijn-2020.3" in told.out
    before = rows(out)
    for copy, original in ((X3, X1), (S3, S1)):
        new, old = before[copy]["parts"][0], before[original]["parts"][0]
        assert (new["words"], before[copy]["state"]) == (NEW, "draft")
        assert [new[key] for key in ("excerpt", "pictures", "alt")] == [
            old[key] for key in ("excerpt", "pictures", "alt")
        ]
        assert (new["remote_id"], new["link"], new["posted_at"], new["cost"]) == (
            None, None, None, "0.02" if copy == X3 else None,
        )  # fmt: skip
    posts = out.json("campaign", "show", "ijn-2020")["posts"]
    assert posts[2]["excerpts"] == posts[0]["excerpts"]
    out("post", "approve", "ijn-2020.3")
    out.send()
    for account in ("x-main", "sky"):
        first, *_, last = feed(out, account)
        assert last.words == NEW
        assert [each.sha256 for each in last.pictures] == [each.sha256 for each in first.pictures]
    out("verify")
    attempts = out.deliveries("history", "--attempts")[S3]["attempts"]
    assert (attempts[0]["outcome"], attempts[0]["detail"]["again"]) == ("added", "ijn-2020.1")


def test_the_same_words(out: Any) -> None:
    """X forbids them, so the copy is refused and the way out told; Bluesky does not."""
    refused = again(out, code=2).err
    assert "x-main says this in ijn-2020.1@x-main" in refused
    assert "--words-on x-main" in refused
    assert S3 not in rows(out)
    again(out, "--on", "sky")
    again(out, "--words-on", "x-main", NEW)
    found = rows(out)
    assert found[S3]["parts"][0]["words"] == found[S1]["parts"][0]["words"]
    assert found["ijn-2020.4@sky"]["parts"][0]["words"] == found[S1]["parts"][0]["words"]
    assert found["ijn-2020.4@x-main"]["parts"][0]["words"] == NEW


def test_other_signs_are_no_other_words(out: Any) -> None:
    """A hashtag, a link or capitals do not make it something else."""
    words = rows(out)[X1]["parts"][0]["words"]
    assert (
        "nearly the same"
        in again(out, "--words-on", "x-main", f"{words}! #Again https://example.org", code=2).err
    )


def test_not_by_editing_either(out: Any) -> None:
    """Approval refuses on X what another post of the campaign says there, however it came about."""
    words = rows(out)[X1]["parts"][0]["words"]
    again(out, "--words", NEW)
    out("post", "edit", "ijn-2020.3", "--words", words)
    refused = out("post", "approve", "ijn-2020.3", code=2).err
    assert "ijn-2020.3@x-main says nearly the same as ijn-2020.1@x-main" in refused
    assert "post edit ijn-2020.3 --on x-main" in refused
    out("decide", X3, "cancel")
    out("post", "approve", "ijn-2020.3")


def test_twice_at_once(planned: Any) -> None:
    """Two posts of one campaign that say the same on X are not approved together."""
    for _ in range(2):
        planned("post", "add", "ijn-2020", "--words", "Doors open at six.", "--at", "T+1h")
    assert "nearly the same" in planned("campaign", "approve", "ijn-2020", code=2).err
    planned("decide", "ijn-2020.4@x-main", "cancel")
    planned("campaign", "approve", "ijn-2020")


def test_whatever_became_of_it(planned: Any) -> None:
    """A draft, a cancelled post, own words, a picture: all can be copied."""
    again(planned, "--on", "sky", at="T+3h")
    planned("post", "cancel", "ijn-2020.2")
    again(planned, post="ijn-2020.2")  # what is cancelled was not said
    planned("post", "add", "ijn-2020", "--words", "Doors open at six.", "--at", "T+1h")
    again(planned, "--words", "Doors open at seven.", post="ijn-2020.5")
    found = rows(planned)
    assert found["ijn-2020.4@x-main"]["parts"][0]["words"] == found["ijn-2020.2@x-main"]["parts"][0]["words"]
    assert found["ijn-2020.6@sky"]["parts"][0]["excerpt"] is None


def test_a_thread_again(planned: Any) -> None:
    """A thread is copied whole; where words must differ they are changed part by part, in a draft."""
    planned("post", "join", "ijn-2020.1", "ijn-2020.2")
    again(planned, "--on", "sky")
    parts = rows(planned)[S1]["parts"]
    assert [part["words"] for part in rows(planned)[S3]["parts"]] == [part["words"] for part in parts]
    assert "2 parts" in again(planned, "--words", NEW, "--on", "sky", code=2).err
    assert "was joined" in again(planned, post="ijn-2020.2", code=2).err
    planned("post", "split", "ijn-2020.3", "--plan", "T+9h")
    assert rows(planned)["ijn-2020.4@sky"]["parts"][0]["excerpt"] == parts[1]["excerpt"]


def test_a_mixed_thread_stays_whole(planned: Any) -> None:
    """A copy of a thread with own words in it cannot be taken apart: nobody could tell whose part is whose."""
    planned("post", "add", "ijn-2020", "--words", "Doors open at six.", "--at", "T+1h")
    planned("post", "join", "ijn-2020.1", "ijn-2020.2", "ijn-2020.3")
    again(planned, "--on", "sky")
    assert "quote nothing" in planned("post", "split", "ijn-2020.4", "--plan", "T+9h", code=2).err
    planned("post", "split", "ijn-2020.1")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--words", "a" * 301), "301"),
        (("--words", " "), "needs words"),
        (("--words", "They said “we will all be heard”."), "word for word"),
        (("--on", "skye"), "Did you mean sky"),
    ],
)
def test_refused(planned: Any, given: tuple[str, ...], told: str) -> None:
    """Words are checked as in every post, and nothing is added of what is refused."""
    before = rows(planned)
    assert told in again(planned, *given, code=2).err
    assert rows(planned) == before


def test_a_dry_run_changes_nothing(planned: Any) -> None:
    """It shows the copy, and adds none."""
    before = rows(planned)
    assert NEW in again(planned, "--words", NEW, "--dry-run").out
    assert rows(planned) == before


def test_not_for_that_account(planned: Any) -> None:
    """A post that was added on one account alone is copied there alone."""
    planned("post", "add", "ijn-2020", "--words", "Only here.", "--on", "sky", "--at", "T+1h")
    assert "is not for x-main" in again(planned, "--on", "x-main", post="ijn-2020.3", code=2).err
    again(planned, "--words", "Only here, again.", post="ijn-2020.3")
    assert "ijn-2020.4@x-main" not in rows(planned)
