"""What networks forbid beyond lengths: near repeats on several accounts, cashtags; and what they frown upon."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.conduct import (
    Said,
    alike,
    answers_itself,
    check_cashtags,
    essence,
    mentioned,
    takes_cashtags,
)
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import WordsError
from scheduler.networks import bluesky, x

X, SKY = x.NETWORK, bluesky.NETWORK
QUOTE = "“No one is illegal.”\n— Immigrant Justice Network"


def say(words: str, account: str = "one", excerpt: str | None = "ijn:0-19") -> Said:
    """What an account says of an excerpt."""
    return Said(delivery=f"ijn.1@{account}", account=account, words=words, excerpt=excerpt)


@pytest.mark.parametrize(
    "other",
    [
        QUOTE,
        f"{QUOTE}\n\nhttps://ijn.example/2020",  # another link, or one more
        f"{QUOTE} ijn.example",  # ... be it a bare domain
        f"{QUOTE} @ICEgov @ijn.bsky.social",  # a handle
        f"{QUOTE}\n#Justice #NotOneMore",  # a hashtag
        f"{QUOTE} $IJN",
        QUOTE.replace("\n", " "),  # white space
        QUOTE.upper(),
        QUOTE.replace("“", '"').replace("”", '"').replace("—", "-"),  # punctuation
        QUOTE.replace("illegal", "il\u200blegal"),  # a sign that nobody sees
        "".join(
            chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in QUOTE
        ),  # wide letters
        f"{QUOTE} ✊🏽",
    ],
)
def test_nearly_the_same(other: str) -> None:
    """Two accounts that differ in nothing but this say the same."""
    assert list(alike([say(other, "two")], [say(QUOTE)])) == [(say(other, "two"), say(QUOTE))]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (say(f"Read this: {QUOTE}", "two"), say(QUOTE)),  # words of one's own
        (say(QUOTE, "one"), say(QUOTE)),  # the same account: the network's own rule
        (
            say("Immigrant Justice Network", "two", "ijn:20-40"),
            say("Immigrant Justice Network"),
        ),  # another card
        (
            say("https://ijn.example/2020", "two", None),
            say("https://ijn.example/2020", "one", None),
        ),  # a link alone
        (say("", "two"), say("")),
    ],
)
def test_not_the_same(mine: Said, theirs: Said) -> None:
    """Other words, another card, or no words at all are no repeat."""
    assert list(alike([mine], [theirs])) == []


def test_words_alone() -> None:
    """The same words without a card repeat those beside any."""
    assert len(list(alike([say(QUOTE, "two", None)], [say(QUOTE)]))) == 1


def test_the_later_one_repeats() -> None:
    """Among those that are planned together the first stays, and each later one names one before."""
    ours = [say(QUOTE, "one"), say(QUOTE, "two"), say(QUOTE, "three")]
    assert [(one.account, other.account) for one, other in alike(ours, [])] == [
        ("two", "one"),
        ("three", "one"),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_essence(one: str, other: str) -> None:
    """White space and capitals never matter; letters of one's own always do."""
    assert essence(f"{one}  {other}".upper()) == essence(f"{one}\n{other}".upper())
    assert essence(f"{one} zebra") != essence(f"{one} ")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Buy $TSLA, sell $GME.", ["$TSLA", "$GME"]),
        ("$BRK.A!", ["$BRK.A"]),
        ("It costs $5, or $100.", []),
        ("US$TSLA (see $AB1)", []),
        ("$ABCDEFG", []),  # too long for a share
    ],
)
def test_cashtags(words: str, found: list[str]) -> None:
    """What X makes a cashtag of: a dollar sign and up to six letters, after white space."""
    assert list(x.NETWORK.cashtags(words)) == found


def test_one_cashtag() -> None:
    """X takes one; two are refused with both, and Bluesky takes any number."""
    check_cashtags("Buy $TSLA.", X)
    with pytest.raises(WordsError, match=r"\$TSLA, \$GME are 2 cashtags; X takes 1"):
        check_cashtags("Buy $TSLA, sell $GME.", X)
    assert takes_cashtags("Buy $TSLA, sell $GME.", SKY)


def test_what_a_person_should_know() -> None:
    """Mentions and answers are told where the network minds."""
    whole = Delivery(
        id="ijn.1@x-main",
        post="ijn.1",
        campaign="ijn",
        statement="ijn",
        account="x-main",
        parts=(Part(n=1, words="Thanks, @aclu and @ACLU."), Part(n=2, words="@aclu!")),
    )
    assert mentioned(whole, X) == ["@aclu", "@ACLU"]
    assert answers_itself(whole, X)
    assert not answers_itself(replace(whole, parts=whole.parts[:1]), X)
    assert mentioned(whole, replace(SKY, mentions=X.mentions)) == []
    assert not answers_itself(whole, SKY)
