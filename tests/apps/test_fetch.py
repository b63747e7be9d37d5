"""``drumbeat statement add ADDRESS --fetch``: only when asked, only what everybody can reach, kept as served."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import made_files
import pytest
from page_server import PAGE, PageServer, page, redirect, serving

from scheduler.fetching import Fetcher


@pytest.fixture
def server() -> Iterator[PageServer]:
    """A server on this computer, with a page."""
    with serving() as ready:
        ready.pages |= {"/news/winter": page(), "/old": redirect("/news/winter")}
        yield ready


@pytest.fixture
def near(drumbeat: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation that may fetch from this computer, which no setting allows."""
    monkeypatch.setattr(
        "scheduler.wiring.outside.Fetcher", partial(Fetcher, allowed=lambda address: address.is_loopback)
    )
    return drumbeat


def test_nothing_is_fetched_unasked(near: Any, server: PageServer) -> None:
    """An address alone is refused with the way to do it; so is --fetch with a file."""
    told = near("statement", "add", server.at("/news/winter"), code=2)
    assert "nothing is fetched unasked" in told.err
    assert "--fetch" in told.err
    assert "no address" in near("statement", "add", "release.txt", "--fetch", code=2).err
    assert server.asked == []


def test_a_page_is_kept_with_where_it_came_from(near: Any, server: PageServer) -> None:
    """The bytes as served, the address in the end, the date; the address is its link."""
    kept = near.json("statement", "add", server.at("/old"), "--fetch")
    assert (kept["id"], kept["format"], kept["lang"]) == ("winter", "html", "en")
    assert kept["url"] == kept["fetched_from"] == server.at("/news/winter")
    assert kept["fetched_at"]
    assert "url" not in kept["guessed"]
    assert f"from {server.at('/news/winter')}" in near("statement", "show", "winter").out
    with near.office() as office, office.store.read() as unit:
        statement = unit.statements.get("winter")
    assert (statement.original, statement.media_type) == (PAGE, "text/html; charset=utf-8")
    assert statement.text.startswith("River Union condemns evictions\n\n")
    assert near.json("verify")["problems"] == near.json("verify")["notes"] == []


def test_a_link_that_was_given_stays(near: Any, server: PageServer) -> None:
    """Posts link to where the person says."""
    link = "https://union.example/winter"
    kept = near.json("statement", "add", server.at("/old"), "--fetch", "--url", link, "--name", "evictions")
    assert (kept["id"], kept["url"]) == ("evictions", link)


def test_the_same_words_again(near: Any, server: PageServer) -> None:
    """A page whose bytes change with each visit is the same statement as long as its words are."""
    address = server.at("/news/winter")
    assert near.json("statement", "add", address, "--fetch")["id"] == "winter"
    server.pages["/news/winter"] = page(PAGE.replace(b"<title>T", b"<title>Visit 2"))
    assert near.json("statement", "add", address, "--fetch")["id"] == "winter"
    server.pages["/news/winter"] = page(PAGE.replace(b"forty", b"fifty"))
    assert near.json("statement", "add", address, "--fetch")["id"] == "winter-2"


def test_files_are_fetched_too(near: Any, server: PageServer) -> None:
    """What it is, its bytes tell; the encoding of a page, its server may."""
    words = ["River Union condemned on Friday the eviction of forty families."]
    server.pages["/r.pdf"] = page(made_files.pdf(made_files.set_in_lines(*words)), content_type="text/html")
    server.pages["/"] = page(
        PAGE.replace(b"valley", "Tälern".encode("iso8859-2")), content_type="text/html; charset=iso-8859-2"
    )
    assert near.json("statement", "add", server.at("/r.pdf"), "--fetch")["format"] == "pdf"
    kept = near.json("statement", "add", server.at("/"), "--fetch")
    assert kept["id"] == "127-0-0-1"
    assert "Tälern" in near("statement", "show", kept["id"], "--text").out
    assert near.json("verify")["problems"] == near.json("verify")["notes"] == []


def test_nothing_of_this_computer_is_fetched(
    drumbeat: Any, server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The installed command reaches no private address, whatever the environment says."""
    for name in ("ALLOWED", "FETCH", "FETCH_PRIVATE", "FETCH_ALLOWED", "ALLOW_LOOPBACK"):
        monkeypatch.setenv(f"DRUMBEAT_{name}", "127.0.0.1")
    told = drumbeat("statement", "add", server.at("/news/winter"), "--fetch", code=2)
    assert "no public address" in told.err
    assert server.asked == []
    assert drumbeat.json("statement", "list") == []


def test_what_is_fetched_and_is_no_statement(near: Any, server: PageServer) -> None:
    """The name in the message is the one that it would have."""
    server.pages["/logo.png"] = page(b"\x89PNG\r\n\x1a\n")
    assert "logo.png is a picture" in near("statement", "add", server.at("/logo.png"), "--fetch", code=2).err
    assert "answers 404" in near("statement", "add", server.at("/lost"), "--fetch", code=2).err


def test_a_corrected_page_is_fetched_as_the_new_version(near: Any, server: PageServer) -> None:
    """By the address; where it came from and when is kept of it as of the first."""
    near("statement", "add", server.at("/news/winter"), "--fetch")
    revise = ["statement", "revise", "winter", server.at("/news/winter"), "--yes"]
    assert "nothing is fetched unasked" in near(*revise, code=2).err
    assert "has the same text as winter" in near(*revise, "--fetch", code=2).err
    server.pages["/news/winter"] = page(PAGE.replace(b"condemns", b"denounces"))
    near(*revise, "--fetch")
    kept = near.json("statement", "show", "winter-2")
    assert (kept["supersedes"], kept["url"]) == ("winter", server.at("/news/winter"))
    assert kept["fetched_from"] == server.at("/news/winter")
    assert "denounces" in kept["text"]
    assert near.json("verify")["problems"] == []
