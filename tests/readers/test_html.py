"""Web pages: the whole article, and nothing of what the site puts around it."""

import re

import made_pages
import pytest

from quotes.errors import StatementError
from quotes.readers import read
from quotes.statement import Format

FILLER = "<p>Every family in this valley deserves a safe home, and we will not stop until every one of them has it.</p>"


def text(page: str | bytes, media_type: str | None = None) -> str:
    """The text of a page."""
    data = page if isinstance(page, bytes) else page.encode()
    return read(data, name="a.html", format=Format.HTML, media_type=media_type).text


@pytest.mark.parametrize("name", made_pages.PAGES)
def test_the_article_is_found_whole(name: str) -> None:
    """Every block of it in order, headline, list and pull quote too, and nothing of the site."""
    found = re.sub(r"^• ", "", text(made_pages.PAGES[name]), flags=re.MULTILINE)
    assert tuple(re.split(r"\n+", found)) == made_pages.ARTICLE
    assert [words for words in made_pages.FURNITURE if words in found] == []


def test_blocks_and_items() -> None:
    """An empty line between blocks; the items of a list stand together."""
    assert text(f"<body><p>First.</p>{FILLER}{FILLER}<ol start=3><li>one<li>two</ol><p>Last.") == (
        f"First.\n\n{FILLER[3:-4]}\n\n{FILLER[3:-4]}\n\n3. one\n4. two\n\nLast."
    )


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("We <b>st</b>ay <i>here</i>.", "We stay here."),
        ("We\n  stay\there.", "We stay here."),  # white space as browsers show it
        ("We&nbsp;stay&#8212;here &amp; now.", "We\u00a0stay—here & now."),
        ("We com\u00admu\u00adni\u00adty", "We community"),  # hyphens that nobody sees
        ("We <del>leave</del><ins>stay</ins>.", "We stay."),  # what the page takes back
        ("We <span hidden>leave</span>stay.", "We stay."),
        ("We <span style='DISPLAY: none'>leave</span>stay.", "We stay."),
        ("We <span class='sr-only'>leave</span>stay.", "We stay."),
        ("We stay.<sup><a href='#n1'>1</a></sup> So do you.", "We stay. So do you."),  # a note's mark
        ("On the 5<sup>th</sup> we stay on 10 m<sup>2</sup>.", "On the 5th we stay on 10 m2."),
        ("We say <q>stay</q>.", "We say “stay”."),  # as browsers show it
        ("One line<br>and another", "One line\nand another"),
        ("We <!-- never --> stay.", "We stay."),
        ("We <img alt='a crowd'>stay.", "We stay."),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
        ("We <script>leave()</script>stay.", "We stay."),
        ("We <unknown>stay</unknown>.", "We stay."),
        ("We \x00stay.", "We \ufffdstay."),
    ],
)  # fmt: skip
def test_words_as_a_browser_shows_them(inside: str, words: str) -> None:
    """What is shown is read, and nothing that is not."""
    assert f"\n\n{words}\n\n" in text(f"<body>{FILLER}<p>{inside}</p>{FILLER}{FILLER}")


@pytest.mark.parametrize(
    ("said", "encoding", "media_type"),
    [
        ("", "utf-8", None),
        ("", "utf-8-sig", "text/html; charset=iso-8859-1"),  # the first bytes win
        ("", "utf-16", None),
        ("<meta charset=iso-8859-1>", "cp1252", None),  # which browsers take for the larger one
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250", None),
        ("", "cp1252", None),  # what browsers take where nothing is said
        ("", "iso8859-2", "text/html; charset=ISO-8859-2"),  # the server says it
        ("<meta charset=utf-8>", "cp1252", None),  # a page that lies
        ("<meta charset=base64>", "utf-8", None),  # no encoding of letters
        ("<meta charset=nonsense>", "utf-8", None),
    ],
)
def test_encodings(said: str, encoding: str, media_type: str | None) -> None:
    """By the first bytes, the server, the page; else UTF-8, else what browsers take."""
    page = f"<html><head>{said}</head><body><p>Žižka — “ä”</p>{FILLER}{FILLER}</body>"
    words = "Žižka — “ä”"
    if encoding == "iso8859-2":
        page, words = page.replace("— “ä”", "ä"), "Žižka ä"
    assert words in text(page.encode(encoding), media_type)


def test_letters_that_nobody_can_tell_are_told() -> None:
    """Where no encoding fits, the page is read, and a person is told."""
    reading = read(f"<body>{FILLER}{FILLER}<p>\x81".encode("latin-1"), name="a.html")
    assert "encoding" in reading.notes[0]


@pytest.mark.parametrize(
    "page",
    [
        made_pages.INDEX,
        made_pages.EMPTY,
        "<html></html>",
        "<html><body><p>Log in to go on.</p><form><input><button>Log in</button></form></body></html>",
        "<!doctype html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    """With how much prose there is, and what to give instead."""
    with pytest.raises(StatementError, match=r"has no article in it: \d+ letters of prose") as refused:
        text(page)
    assert "as text" in refused.value.remedy


def test_a_page_without_end_is_refused() -> None:
    """What is nested so deep that the library would leave it out in silence is an error."""
    assert text("<div>" * 100 + FILLER * 2)
    with pytest.raises(StatementError, match="without end"):
        text("<div>" * 3000 + FILLER * 2)
