"""What stands on a card besides the quote, and its alt text."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assets
from quotes import dates
from quotes.cards.card import Card, alt_text, words
from quotes.cards.compose import compose, settled
from quotes.cards.samples import LONG
from quotes.cards.schema import load

CARD = Card(
    quote="Housing is a human right.",
    speaker="Ana Ruiz",
    issuer="Alder Union",
    lang="en",
    theme=load("newsprint"),
    title="On homes",
    date="24 November 2026",
)


@pytest.mark.parametrize(
    ("theme", "change", "shown"),
    [
        ("newsprint", {}, ("Ana Ruiz", "Alder Union", "On homes", "24 November 2026")),
        ("newsprint", {"title": None}, ("Ana Ruiz", "Alder Union", None, "24 November 2026")),
        ("newsprint", {"title": "On “homes”"}, ("Ana Ruiz", "Alder Union", None, "24 November 2026")),
        ("broadside", {}, ("Ana Ruiz", "Alder Union", None, None)),  # no head
        ("letterhead", {}, ("Ana Ruiz", None, "Alder Union", None)),  # the issuer is the head
        ("letterhead", {"speaker": "ALDER UNION"}, (None, None, "Alder Union", None)),  # and stands once
        ("letterhead", {"issuer": None}, ("Ana Ruiz", None, None, None)),
    ],
)
def test_words(theme: str, change: dict[str, str | None], shown: tuple[str | None, ...]) -> None:
    """Name, role, head and date are where the theme has them; no name is shown twice."""
    found = words(replace(CARD, theme=load(theme), **change))
    assert (found.name, found.role, found.head, found.date) == shown


@pytest.mark.parametrize(
    ("most", "says"),
    [
        (500, "Quote card: “Housing is a human right.” — Ana Ruiz, Alder Union. On homes, 24 November 2026"),
        (80, "Quote card: “Housing is a human right.” — Ana Ruiz, Alder Union"),
        (60, "“Housing is a human right.” — Ana Ruiz, Alder Union"),
        (40, "“Housing is a human right.” — Ana Ruiz"),
        (30, "“Housing is a human right.”"),
        (10, "“Housing is a human right.”"),  # the quote never goes; the network will refuse it
    ],
)
def test_alt_text_drops_the_least_first(most: int, says: str) -> None:
    """Headline and date go first, then what it is, the role, the name; never the quote."""
    assert alt_text(CARD, lambda text: len(text) <= most) == says


@given(st.sampled_from(assets.themes()), st.integers(0, 200))
def test_alt_text_holds_the_quote(theme: str, most: int) -> None:
    """Whatever the theme and the limit."""
    card = replace(CARD, theme=load(theme))
    fits: Callable[[str], bool] = lambda text: len(text) <= most  # noqa: E731
    assert CARD.quote in alt_text(card, fits)
    assert "Alder Union" in alt_text(card)


@pytest.mark.parametrize(
    ("quote", "title", "has"),
    [
        (CARD.quote, "On homes", (True, True)),
        (LONG.quote, "On homes", (False, False)),  # it takes the place of both
        (CARD.quote, "On homes, and " * 20, (False, True)),  # a headline that is too long by itself
    ],
)
def test_nothing_tells_of_what_has_no_room(quote: str, title: str, has: tuple[bool, bool]) -> None:
    """Alt text names a headline and a date only if the card shows them; the picture stays the same."""
    card = replace(CARD, quote=quote, title=title.strip())
    done = settled(card)
    layout = compose(done)
    assert (bool(layout.read("head")), bool(layout.read("date"))) == has
    assert ("On homes" in alt_text(done), "24 November 2026" in alt_text(done)) == has
    assert layout == compose(card)


def test_what_cannot_be_laid_out_stays_as_it_is() -> None:
    """Whoever draws it says why not."""
    card = replace(CARD, quote=LONG.quote * 9)
    assert settled(card) is card


@pytest.mark.parametrize(
    ("lang", "opening"),
    [
        ("en-GB", "Quote card: “"),
        ("es", "Tarjeta con una cita: “"),
        ("fr", "Carte de citation\u00a0: «\u00a0"),
        ("zh-TW", "引文卡片：「"),
        (None, "Quote card: “"),
        ("sw", "Quote card: “"),  # not known: as it is in the help and the docs
    ],
)
def test_alt_text_says_what_it_is(lang: str | None, opening: str) -> None:
    """In the language of the statement, for whoever hears both in one voice."""
    assert alt_text(replace(CARD, lang=lang)).startswith(f"{opening}Housing")


def test_a_card_speaks_each_language_that_its_date_does() -> None:
    """Its own words are in one language, all of them."""
    languages = {tag.partition("-")[0] for tag in dates.LANGUAGES}
    silent = {
        each for each in languages - {"en"} if alt_text(replace(CARD, lang=each)).startswith("Quote card")
    }
    assert silent == set()
