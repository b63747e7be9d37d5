"""What X forbids beyond lengths, kept when a campaign is planned and when it is approved."""

from typing import Any

import pytest

ONE, TWO = "ijn-2020.1@x-main", "ijn-2020.1@x-two"


@pytest.fixture
def two(ready: Any) -> Any:
    """An installation with two accounts on X."""
    ready("account", "add", "x", "x-two", "--rehearsal")
    return ready


def test_near_repeats_are_told_and_refused(two: Any) -> None:
    """Two accounts on X do not say the same: told with the plan, refused at approval with the way out."""
    made = two.json("campaign", "new", "ijn-2020", "--on", "x-main,x-two", "--count", "1")
    assert any(f"{ONE} and {TWO} say nearly the same" in each for each in made["remarks"])
    refused = two("campaign", "approve", "ijn-2020", code=2).err
    assert f"{TWO} says nearly the same as {ONE}" in refused
    assert "drumbeat post edit ijn-2020.1 --on x-two --words TEXT" in refused
    assert {row["state"] for row in two.json("queue")} == {"draft"}
    words = two.deliveries("queue")[ONE]["parts"][0]["words"]
    two("post", "edit", "ijn-2020.1", "--on", "x-two", "--words", f"{words} #Justice @ijn")
    two("campaign", "approve", "ijn-2020", code=2)  # another tag tells nobody anything else
    two("post", "edit", "ijn-2020.1", "--on", "x-two", "--words", "Dignity, and nothing less.")
    two("campaign", "approve", "ijn-2020")


def test_the_other_one_is_given_up(two: Any) -> None:
    """A cancelled post repeats nothing."""
    two("campaign", "new", "ijn-2020", "--on", "x-main,x-two", "--count", "1")
    two("decide", TWO, "cancel")
    two("campaign", "approve", "ijn-2020")
    two("decide", TWO, "draft")
    assert "nearly the same" in two("campaign", "approve", "ijn-2020", code=2).err


def test_the_engine_chooses_what_no_other_account_says(two: Any) -> None:
    """A second campaign for another account gets other excerpts; named ones are refused at approval."""
    first = two.json("campaign", "new", "ijn-2020", "--on", "x-main", "--count", "2")
    second = two.json("campaign", "new", "ijn-2020", "--on", "x-two", "--count", "2")
    chosen = [{each for post in made["posts"] for each in post["excerpts"]} for made in (first, second)]
    assert len(chosen[1]) == 2
    assert not chosen[0] & chosen[1]
    two("campaign", "approve", "ijn-2020")
    two("campaign", "approve", "ijn-2020-2")
    named = next(iter(chosen[0]))
    two("campaign", "new", "ijn-2020", "--on", "x-two", "--excerpts", named)
    assert "nearly the same" in two("campaign", "approve", "ijn-2020-3", code=2).err


def test_when_all_was_said(two: Any) -> None:
    """Where another account has said everything it is planned all the same, and told."""
    worth = len(two.json("excerpts", "ijn-2020", "--for", "x"))
    times = ", ".join(f"T+{hour}h" for hour in range(worth))
    two("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", times)
    made = two.json("campaign", "new", "ijn-2020", "--on", "x-two", "--count", "1")
    assert any("say nearly the same" in each for each in made["remarks"])


def test_other_networks_do_not_mind(ready: Any) -> None:
    """On Bluesky several accounts say the same, and one of them may be on X too."""
    ready("account", "add", "bluesky", "sky-two", "--rehearsal")
    ready("campaign", "new", "ijn-2020", "--on", "sky,sky-two,x-main", "--count", "1")
    ready("campaign", "approve", "ijn-2020")


def test_a_second_cashtag(ready: Any) -> None:
    """X takes one in a post; Bluesky takes two."""
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--count", "1")
    words = "Sell $AAA and $BBB."
    refused = ready("post", "edit", "ijn-2020.1", "--words", words, code=2)
    assert "$AAA, $BBB are 2 cashtags; X takes 1" in refused.err
    ready("post", "edit", "ijn-2020.1", "--on", "sky", "--words", words)


def test_excerpts_with_cashtags(ready: Any) -> None:
    """The engine passes them over on X; a person's own choice is refused before anything is kept."""
    shares = "We ask the pension fund to sell its shares of $AAA and $BBB before the year ends."
    homes = "We will not leave the homes that we have built together over forty years."
    (ready.folder / "fund.txt").write_text(f"Sell now\n\n{shares}\n\n{homes}\n", "utf-8")
    ready("statement", "add", "fund.txt", "--issuer", "Alder Street Union", "--lang", "en")
    own = ready.json("excerpt", "add", "fund", shares)["id"]
    made = ready.json("campaign", "new", "fund", "--on", "x-main")
    assert own not in [each for post in made["posts"] for each in post["excerpts"]]
    before = ready.json("campaign", "list")
    assert "2 cashtags" in ready("campaign", "new", "fund", "--on", "x-main", "--excerpts", own, code=2).err
    assert ready.json("campaign", "list") == before
    ready("campaign", "new", "fund", "--on", "sky", "--excerpts", own)


def test_mentions_and_replies_are_told(ready: Any) -> None:
    """X may refuse both: whoever plans hears it, and can do it all the same."""
    made = ready.json(
        "campaign", "new", "ijn-2020", "--on", "x-main,sky", "--count", "1", "--link", "https://example.org",
        "--link-on", "reply",
    )  # fmt: skip
    assert any(f"{ONE}: a post with an answer of its own." in each for each in made["remarks"])
    told = ready("post", "edit", "ijn-2020.1", "--words", "Thanks, @ICEgov.")
    assert f"{ONE} mentions @ICEgov." in told.err
    assert "ijn-2020.1@sky mentions" not in told.err
    ready("campaign", "approve", "ijn-2020")
