"""The feed page: one file that shows everything that followers would see, to everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler import networks
from scheduler.core.ports import Prepared
from scheduler.networks.rehearsal.feed import feed_html
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.testing import FixedClock, letter, png

PLAYED = {name: networks.load(name) for name in networks.names()}


class Page(HTMLParser):
    """The tags of a page, and the words between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


@pytest.fixture
def clock() -> FixedClock:
    """Three in the afternoon in London, nine hours before midnight."""
    return FixedClock(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))


@pytest.fixture
def page(server: RehearsalServer, clock: FixedClock) -> Iterator[Page]:
    """A page with a card on each network, a thread, a post with awkward words, and a removed one."""
    for account, network in (("x-main", "x"), ("bsky-main", "bluesky")):
        connection = server.connect(account, PLAYED[network], clock, answers=(0, 0))
        card = letter("“Dignity for all.”\n— IJN\n\nhttps://example.org/a/very/long/address/of/a/page", png())
        connection.publish(card, connection.prepare(card))
        clock.advance(timedelta(hours=9))
    connection = server.connect("x-main", PLAYED["x"], clock, answers=(0, 0))
    first = connection.publish(letter('<b>1/2</b> & "more"', key=None), Prepared())
    connection.publish(letter("2/2", key=None, reply_to=first.remote_id), Prepared())
    gone = connection.publish(letter("Taken back.", key=None), Prepared())
    connection.remove(gone.remote_id)
    return Page(feed_html(server, PLAYED, zone=ZoneInfo("America/New_York"), names={"x-main": "Our Network"}))


def test_it_says_that_nobody_has_seen_it(page: Page) -> None:
    """In the title and in a banner that stays in view."""
    assert "Rehearsal: nobody else has seen this" in page.words
    assert page.words.split("</title>")[0].lstrip().startswith("Rehearsal:")


def test_it_is_complete_in_itself(page: Page) -> None:
    """No script, nothing fetched: every address leads into the page or is a link to follow."""
    assert not page.all("script")
    for _, attributes in page.tags:
        for name in ("src", "srcset", "data", "poster", "action"):
            assert str(attributes.get(name) or "data:").startswith("data:")
    assert all(str(link["href"]).startswith("data:") for link in page.all("link"))
    assert "url(" not in page.words
    assert "@import" not in page.words


def test_every_picture_has_its_alt_text_twice(page: Page) -> None:
    """As ``alt`` for those who do not see the picture, and as words for those who check it."""
    alts = [picture["alt"] for picture in page.all("img")]
    assert alts == ["“Dignity for all.” — Immigrant Justice Network"] * 2
    assert page.words.count(str(alts[0])) == 2
    assert len(page.all("details")) == 2


def test_pictures_are_inside_to_the_byte(page: Page) -> None:
    """What is shown is what was sent."""
    import base64

    for picture in page.all("img"):
        head, data = str(picture["src"]).split(",")
        assert head == "data:image/png;base64"
        assert base64.b64decode(data) == png()


def test_words_are_never_markup(page: Page) -> None:
    """What a post holds is shown as it is."""
    assert '<b>1/2</b> & "more"' in page.words


def test_each_post_is_an_anchor_and_removed_ones_are_told(page: Page) -> None:
    """Anchors are unique and go by remote id; what was removed is counted and not shown."""
    assert [name for name in page.ids() if name.startswith("post-")] == [
        "post-3",
        "post-4",
        "post-1",
        "post-2",
    ]
    assert len(page.ids()) == len(set(page.ids()))
    assert "Taken back." not in page.words
    assert "1 post was removed again and is not shown." in page.words


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    """Accounts, posts and what they answer."""
    inner = [str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")]
    inner += [str(use["href"])[1:] for use in page.all("use")]
    assert set(inner) <= set(page.ids())
    assert "account-bsky-main" in inner


def test_an_answer_to_a_post_elsewhere_says_so(server: RehearsalServer, clock: FixedClock) -> None:
    """And links nowhere."""
    connection = server.connect("x-main", PLAYED["x"], clock)
    connection.publish(letter("Indeed.", key=None, reply_to="4711"), Prepared())
    page = Page(feed_html(server, PLAYED))
    assert "Answers a post that is not here" in page.words
    assert "#post-4711" not in [a["href"] for a in page.all("a")]


def test_times_have_their_zone(page: Page) -> None:
    """Shown in the zone that was asked for, and as an instant for machines."""
    assert "Mon 2 Mar 2026, 10:00 EST" in page.words
    assert "Times are those of the rehearsal, in America/New_York." in page.words
    assert {"datetime": "2026-03-02T15:00:00+00:00"} in page.all("time")


def test_a_reader_of_any_kind_finds_the_way(page: Page) -> None:
    """Language, one main heading, one heading an account, landmarks, a viewport that may be zoomed."""
    assert page.all("html") == [{"lang": "en"}]
    assert [len(page.all(tag)) for tag in ("main", "nav", "h1", "h2", "aside")] == [1, 1, 1, 2, 1]
    assert all(section["aria-labelledby"] in page.ids() for section in page.all("section"))
    assert [words.get("lang") for words in page.all("p") if words.get("class") == "words"] == ["en"] * 4
    viewport = next(meta["content"] for meta in page.all("meta") if meta.get("name") == "viewport")
    assert "scalable" not in str(viewport)


def test_each_network_looks_like_itself(page: Page) -> None:
    """A feed carries its network's name as class and in words; the account's name where none is given."""
    assert [section["class"] for section in page.all("section")] == ["feed x", "feed bluesky"]
    assert "Our Network" in page.words
    assert "bsky-main on Bluesky" in page.words


def test_a_network_that_is_unknown_is_shown_all_the_same(server: RehearsalServer, clock: FixedClock) -> None:
    """A record of a network that is no longer installed has its name for a title."""
    server.connect("x-main", PLAYED["x"], clock).publish(letter(key=None), Prepared())
    assert "1 post" in Page(feed_html(server, {})).words


def test_an_empty_rehearsal_says_so(tmp_path: Path) -> None:
    """Before anything was posted."""
    with RehearsalServer(tmp_path / "empty.db") as server:
        assert "Nothing has been posted in this rehearsal yet." in Page(feed_html(server, PLAYED)).words
