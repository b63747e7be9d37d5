"""Who may answer, what is warned of, link cards and mentions: asked for at planning, shown, frozen, sent."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.limits import MAY_REPLY
from scheduler.services import audience

LINK = "https://example.org/statement"
SKY, X = "ijn-2020.1@sky", "ijn-2020.1@x-main"


def new(drumbeat: Any, *more: str, on: str = "sky", code: int = 0) -> Any:
    """A campaign of one post."""
    return drumbeat(
        "campaign", "new", "ijn-2020", "--on", on, "--plan", "T+0", "--link", LINK, *more, code=code
    )


# --- rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "chosen", [None, *(each for n in range(4) for each in combinations(MAY_REPLY, n))], ids=str
)
def test_every_choice_is_spelled_as_it_is_given(chosen: tuple[str, ...] | None) -> None:
    """What screens say can be typed again."""
    assert audience.parse(audience.spell(chosen)) == chosen


def test_rules_are_frozen_and_shown(ready: Any) -> None:
    """The campaign, and each delivery that is approved, say who may answer; so do screens."""
    new(ready, "--may-reply", "mentioned, followed", "--no-quotes", "--label", "nudity", "--label", "nudity")
    told = ready.json("campaign", "show", "ijn-2020")
    for each in (told, *told["deliveries"]):
        assert (each["may_reply"], each["quotable"], each["labels"]) == (
            ["followed", "mentioned"],
            False,
            ["nudity"],
        )
    shown = ready("campaign", "show", "ijn-2020").out
    for line in ("May reply: followed,mentioned", "May quote: nobody", "Labels: nudity"):
        assert line in shown


def test_without_rules_nothing_is_said(ready: Any) -> None:
    """Everybody may, as everywhere."""
    new(ready, "--may-reply", "everybody")
    told = ready.json("campaign", "show", "ijn-2020")
    assert (told["may_reply"], told["quotable"], told["labels"]) == (None, True, [])
    shown = ready("campaign", "show", "ijn-2020").out
    assert "May" not in shown
    assert "Labels" not in shown


@pytest.mark.parametrize(
    ("asked", "why", "remedy"),
    [
        (("--may-reply", "friends"), "no group 'friends'", "followed,followers,mentioned"),
        (("--may-reply", "nobody,mentioned"), "no group 'nobody'", "everybody, nobody, or some of"),
        (("--may-reply", ""), "no group ''", "everybody"),
        (("--may-reply", "nobody"), "X cannot keep replies to nobody", "everybody or followed,mentioned"),
        (("--no-quotes",), "X cannot forbid quotes", "Leave --no-quotes or that account away"),
        (("--label", "nudity"), "X does not know the label 'nudity'", "leave the label or that account away"),
        (("--label", "gore"), "does not know the label 'gore'", "It knows"),
    ],
)
def test_what_a_network_does_not_know_is_refused(
    ready: Any, asked: tuple[str, ...], why: str, remedy: str
) -> None:
    """Nothing is planned, and the message says what can be asked for there."""
    told = new(ready, *asked, on="sky,x-main", code=2)
    assert why in told.err
    assert remedy in told.err
    assert ready.json("campaign", "list") == []


# --- words alone --------------------------------------------------------------------------------


def test_words_alone_bring_a_link_card(ready: Any) -> None:
    """Where the network never fetches the page: the statement's title, the issuer, and the card as picture."""
    ready("statement", "set", "ijn-2020", "--title", "A statement")
    new(ready, "--no-cards", on="sky,x-main")
    rows = ready.deliveries("queue")
    ((sky,), (x,)) = rows[SKY]["parts"], rows[X]["parts"]
    assert (sky["pictures"], x["pictures"], x["preview"]) == ([], [], None)
    card = sky["preview"]
    issuer = ready.json("statement", "show", "ijn-2020")["issuer"]
    assert (card["uri"], card["title"], card["description"]) == (LINK, "A statement", issuer)
    assert (card["media_type"], len(card["sha256"])) == ("image/png", 64)
    shown = ready("campaign", "show", "ijn-2020").out
    assert f"link card: A statement · {issuer} · {LINK}" in shown
    assert card["sha256"] in shown.replace("\n", "")
    for part in (sky, x):
        assert "“" in part["words"]  # nothing else holds the quote
        assert "quote" not in part["left_out"]


def test_a_long_title_is_cut_between_words(ready: Any) -> None:
    """Without a title the statement's first words stand there."""
    new(ready, "--no-cards")
    (row,) = ready.json("queue")
    title = row["parts"][0]["preview"]["title"]
    text = " ".join(ready("statement", "show", "ijn-2020", "--text").out.split())
    assert len(title) <= 101
    assert title.endswith("…")
    assert text.startswith(title[:-1])
    assert text[len(title) - 1] in " ,;:–—-"


def test_a_quote_that_does_not_fit_is_no_post_of_words_alone(ready: Any) -> None:
    """It is refused, where a card would have held it."""
    text = ready("statement", "show", "ijn-2020", "--text").out
    whole = f"ijn-2020:0-{text.index(chr(10), 900)}"
    told = new(ready, "--no-cards", "--excerpts", whole, code=2)
    assert "even without the issuer; 300 are allowed. Choose a shorter excerpt." in told.err
    assert ready.json("campaign", "list") == []


def test_a_link_card_that_could_not_be_read_has_no_picture(drumbeat: Any) -> None:
    """Words that fit the network need not fit a picture of that size; the post goes out all the same."""
    quote = "WE WANT MORE HOMES NOW! " * 10
    text = f"{quote.strip()}\n\nMore words follow here, to be a text.\n"
    (drumbeat.folder / "ijn-2020.txt").write_text(text)
    drumbeat("statement", "add", "ijn-2020.txt", "--issuer", "IJN")
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    new(drumbeat, "--no-cards", "--excerpts", f"ijn-2020:0-{len(quote) - 1}")
    (row,) = drumbeat.json("queue")
    assert row["parts"][0]["preview"]["sha256"] is None
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")
    drumbeat("run", "--once")
    assert len(drumbeat.json("history")) == 1


def test_a_link_card_is_checked_before_it_is_sent(ready: Any) -> None:
    """Its picture is frozen as any other: lost or changed, the delivery is held."""
    new(ready, "--no-cards")
    ready("campaign", "approve", "ijn-2020")
    (row,) = ready.json("queue")
    digest = row["parts"][0]["preview"]["sha256"]
    with ready.office() as office:
        Path(office.desk.pictures.path(digest)).unlink()
    ready("campaign", "launch", "ijn-2020")
    ready("run", "--once")
    (held,) = ready.json("attention")
    assert (held["state"], held["reason"]) == ("held", "check")
    assert f"{digest[:12]} is missing or was changed" in held["why"]


def test_the_feed_shows_what_goes_beside_the_words(ready: Any) -> None:
    """Link card with its picture, who may answer, and the labels, as followers would see them."""
    ready("statement", "set", "ijn-2020", "--title", "A <b>bold</b> statement")
    rules = ("--may-reply", "followers", "--no-quotes", "--label", "nudity")
    new(ready, "--no-cards", *rules)
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020")
    ready("run", "--once")
    ready("rehearsal", "feed", "--to", "feed.html")
    page = (ready.folder / "feed.html").read_text("utf-8")
    for words in (
        "A &lt;b&gt;bold&lt;/b&gt; statement",
        "data:image/png;base64,",
        "Only followers may reply",
        "Nobody may quote it",
        "Content warning: nudity",
    ):
        assert words in page


# --- mentions -----------------------------------------------------------------------------------


def test_mentions_are_resolved_at_planning(ready: Any) -> None:
    """Those in a template's words, too; a rehearsal answers at once."""
    config = ready.folder / "config.toml"
    config.write_text(
        config.read_text() + '\n[words]\nbluesky = "[{quote}\\n— ]{speaker} @ijn.bsky.social"\n'
    )
    new(ready, on="sky,x-main")
    rows = ready.deliveries("queue")
    assert rows[SKY]["parts"][0]["mentions"] == {"ijn.bsky.social": "rehearsal:ijn.bsky.social"}
    assert rows[X]["parts"][0]["mentions"] == {}
    assert "mentions: @ijn.bsky.social" in ready("campaign", "show", "ijn-2020").out


def test_mentions_are_resolved_at_editing(ready: Any) -> None:
    """Those of the words before are forgotten; alt text changes none."""
    new(ready)
    for words, mentions in (
        ("Thanks, @a.bsky.social and @b.bsky.social.", {"a.bsky.social", "b.bsky.social"}),
        ("Thanks, @b.bsky.social!", {"b.bsky.social"}),
        ("No thanks.", set()),
    ):
        (row,) = ready.json("post", "edit", "ijn-2020.1", "--words", words)
        assert row["parts"][0]["mentions"].keys() == mentions
    ready("post", "edit", "ijn-2020.1", "--words", "@a.bsky.social")
    alt = row["parts"][0]["alt"][0]
    (row,) = ready.json("post", "edit", "ijn-2020.1", "--alt", f"{alt}!")
    assert row["parts"][0]["mentions"] == {"a.bsky.social": "rehearsal:a.bsky.social"}
