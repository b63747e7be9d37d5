"""What a card says, and by which key its picture is known."""

from dataclasses import replace

import pytest

import assets
from quotes.cards import card as cards
from quotes.cards.card import Card, alt_text, attribution, marked
from quotes.cards.theme import load, parse

THEME = load("broadside")
CARD = Card(quote="No one is illegal.", speaker="Ana Ruiz", issuer="Coalition", lang="en", theme=THEME)


@pytest.mark.parametrize(
    ("speaker", "issuer", "shown"),
    [
        ("Ana Ruiz", "Coalition", ("Ana Ruiz", "Coalition")),
        ("Coalition", "Coalition", ("Coalition", None)),  # never the same name twice
        ("COALITION", " Coalition ", ("COALITION", None)),  # nor in other letters
        (None, "Coalition", ("Coalition", None)),
        ("Ana Ruiz", None, ("Ana Ruiz", None)),
        ("", " ", (None, None)),
    ],
)
def test_attribution(speaker: str | None, issuer: str | None, shown: tuple[str | None, str | None]) -> None:
    """The speaker is named, and the issuer beneath if that is another."""
    assert attribution(replace(CARD, speaker=speaker, issuer=issuer)) == shown


@pytest.mark.parametrize(
    ("quote", "lang", "whole"),
    [
        ("Basta.", "en", "“Basta.”"),
        ("Basta.", "fr", "«\u00a0Basta.\u00a0»"),
        ("Basta.", "de", "„Basta.“"),
        ("“Basta.”", "en", "“Basta.”"),  # brings its own
        ("“Basta”, she said.", "en", "““Basta”, she said.”"),  # a pair inside stays inside
    ],
)
def test_marks(quote: str, lang: str, whole: str) -> None:
    """A quote stands in the marks of its language, once."""
    assert "".join(marked(replace(CARD, quote=quote, lang=lang))) == whole


def test_alt_text() -> None:
    """The alt text has all the words on the card."""
    assert alt_text(CARD) == "Quote card: “No one is illegal.” — Ana Ruiz, Coalition"
    assert alt_text(replace(CARD, speaker=None, issuer=None)) == "Quote card: “No one is illegal.”"


def test_equal_cards_have_equal_keys() -> None:
    """The key is 64 hexadecimal digits and depends on nothing but the card and the versions."""
    again = replace(CARD, theme=load("broadside"))
    assert again.key() == CARD.key()
    assert len(bytes.fromhex(CARD.key())) == 32


def test_every_input_changes_the_key() -> None:
    """No two cards that differ in anything share a picture."""
    others = [
        replace(CARD, quote="No one is illegal!"),
        replace(CARD, speaker="Ana Ruis"),
        replace(CARD, issuer=None),
        replace(CARD, speaker="Coalition", issuer="Ana Ruiz"),
        replace(CARD, lang="es-ES"),
        replace(CARD, theme=load("broadside-light")),
        replace(CARD, width=1601),
        replace(CARD, height=901),
        replace(CARD, width=900, height=1600),
    ]
    assert len({CARD.key(), *(card.key() for card in others)}) == 1 + len(others)


def test_name_of_the_theme_is_not_drawn() -> None:
    """A copy of a theme under another name draws the same picture, and has the same key."""
    renamed = parse(assets.theme("broadside"), name="mine")
    assert replace(CARD, theme=renamed).key() == CARD.key()


def test_versions_change_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new Pillow, HarfBuzz, FreeType, renderer or font draws anew."""
    before = CARD.key()
    for name, value in (
        ("RENDERER", 999),
        ("_version", lambda distribution: "0"),
        ("_freetype", lambda: "0"),
        ("_font_digest", lambda name: "0"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(cards, name, value)
            assert CARD.key() != before, name


def test_freetype_is_known() -> None:
    """The versions name a digest of FreeType's library, not "unknown"."""
    assert not [version for version in cards.versions() if version.endswith("unknown")]
