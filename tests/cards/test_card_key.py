"""A card's key, its words, and what may be known of it without drawing."""

import subprocess
import sys
from dataclasses import replace

import pytest

import assets
from quotes.cards import card as card_module
from quotes.cards.card import Card, alt_text, attribution, marked
from quotes.cards.schema import load, parse

CARD = Card(
    quote="Housing is a human right.",
    speaker="Ana Ruiz",
    issuer="Alder Union",
    lang="en",
    theme=load("broadside"),
)


def test_key_is_stable() -> None:
    """Equal cards have equal keys, in this process and in another."""
    code = (
        "from quotes.cards.card import Card; from quotes.cards.schema import load; "
        "print(Card(quote='Housing is a human right.', speaker='Ana Ruiz', issuer='Alder Union', lang='en', "
        "theme=load('broadside')).key())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == replace(CARD).key()
    assert len(CARD.key()) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Housing is a human right!"},
        {"speaker": "Ana Ruis"},
        {"speaker": None},
        {"issuer": "Alder Street Union"},
        {"lang": "ro"},  # other marks
        {"lang": "es"},  # the same marks, but maybe other letters
        {"theme": load("broadside-light")},
        {
            "theme": replace(
                load("broadside"), fonts=replace(load("broadside").fonts, role="inter/Inter-SemiBold.ttf")
            )
        },
        {"width": 1602},
        {"height": 902},
    ],
)
def test_key_changes_with_every_input(change: dict[str, object]) -> None:
    """Whatever changes the picture changes the key."""
    assert replace(CARD, **change).key() != CARD.key()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RENDERER", 999),
        ("_version", lambda distribution: "0"),  # of Pillow and uharfbuzz
        ("_freetype", lambda: "0"),
    ],
)
def test_key_changes_with_versions(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the drawing code, of Pillow, HarfBuzz or FreeType makes new keys."""
    before = CARD.key()
    monkeypatch.setattr(card_module, name, value)
    assert CARD.key() != before


def test_key_changes_with_a_font_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a font under the same name makes new keys."""
    before = CARD.key()
    card_module._font_digest.cache_clear()
    data = assets.font(CARD.theme.fonts.role)
    with monkeypatch.context() as patch:
        patch.setattr(card_module, "load", lambda name: (data + b" ", 0, None))
        assert CARD.key() != before
    card_module._font_digest.cache_clear()
    assert CARD.key() == before


def test_key_is_of_what_shows() -> None:
    """A theme under another name, with other comments, gives the same key."""
    theme = parse("# mine\n" + assets.theme("broadside"), name="mine")
    assert replace(CARD, theme=theme).key() == CARD.key()


def test_versions_name_every_library() -> None:
    """Pillow, uharfbuzz and FreeType are known, though none of them is imported."""
    known = dict(entry.split(" ", 1) for entry in card_module.versions())
    assert set(known) == {"drumbeat", "pillow", "uharfbuzz", "freetype", "resvg"}
    assert "unknown" not in known.values()


def test_no_pillow() -> None:
    """Layout, key and alt text come without Pillow."""
    code = (
        "import sys; from quotes.cards.card import Card, alt_text; from quotes.cards.compose import compose; "
        "from quotes.cards.schema import load; c = Card(quote='Yes.', speaker=None, issuer=None, lang=None, "
        "theme=load('broadside')); c.key(); alt_text(c); compose(c); print('PIL' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("speaker", "issuer", "name", "role"),
    [
        ("Ana Ruiz", "Alder Union", "Ana Ruiz", "Alder Union"),
        ("Alder Union", "Alder Union", "Alder Union", None),
        ("ALDER  UNION", "Alder Union", "ALDER UNION", None),  # one name, however it is written
        ("Ana Ruiz", None, "Ana Ruiz", None),
        (None, "Alder Union", "Alder Union", None),
        (None, None, None, None),
        ("", " ", None, None),
    ],
)
def test_attribution(speaker: str | None, issuer: str | None, name: str | None, role: str | None) -> None:
    """A name is shown once, and nobody is invented."""
    card = replace(CARD, speaker=speaker, issuer=issuer)
    assert attribution(card) == (name, role)
    names = ", ".join(text for text in (name, role) if text)
    assert alt_text(card) == "Quote card: “Housing is a human right.”" + (f" — {names}" if names else "")


@pytest.mark.parametrize(
    ("quote", "lang", "shown"),
    [
        ("Yes.", None, ("“", "Yes.", "”")),
        ("Oui.", "fr-CA", ("«\u00a0", "Oui.", "\u00a0»")),
        ("Ja.", "de", ("„", "Ja.", "“")),
        ("“Yes,” she said.", "en", ("“", "“Yes,” she said.", "”")),
        ("“Yes.”", "en", ("“", "Yes.", "”")),  # brings its own marks
        ("«Да.»", "en", ("«", "Да.", "»")),
    ],
)
def test_marks(quote: str, lang: str | None, shown: tuple[str, str, str]) -> None:
    """The marks are those of the language; a quote with marks of its own gets no others."""
    assert marked(replace(CARD, quote=quote, lang=lang)) == shown
