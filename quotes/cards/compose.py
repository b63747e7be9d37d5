"""From a card to its layout with the bundled fonts: everything that may refuse a card, without drawing it."""

import unicodedata
from functools import lru_cache

from quotes.cards.card import Card, words
from quotes.cards.layout import Layout, lay_out
from quotes.cards.legibility import check
from quotes.cards.shape import Face
from quotes.cards.theme import Part
from quotes.errors import CardError

NARROWEST, WIDEST = 600, 4000
"""Pixels of a card's sides. Bluesky shows at most 4000 of them
(https://github.com/bluesky-social/bsky-docs/pull/417)."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


def compose(card: Card) -> Layout:
    """The card laid out, every check passed; raises ``CardError`` with figures and a remedy."""
    _check_size(card)
    shown = words(card)
    if not shown.quote.strip():
        raise CardError("A card without a quote.", remedy="Choose an excerpt that has words.")
    parts: dict[Part, str] = {
        "quote": shown.opening + shown.quote + shown.closing,
        "name": shown.name or "",
        "role": shown.role or "",
        "head": shown.head or "",
        "date": shown.date or "",
    }
    for part, text in parts.items():
        _check_characters(text, face(card, part))
    layout = lay_out(
        shown,
        theme=card.theme,
        width=card.width,
        height=card.height,
        measures={part: face(card, part).extent for part in parts},
        logo=card.theme.logo.ratio if card.theme.logo else None,
    )
    check(card, layout)
    return layout


def face(card: Card, part: Part) -> Face:
    """The font that *part* of a card is set in."""
    return _face(font_of(card, part), card.lang)


def font_of(card: Card, part: Part) -> str:
    """The path of that font below ``assets/fonts``."""
    fonts = card.theme.fonts
    return fonts.role if part == "date" else str(getattr(fonts, part))


@lru_cache(maxsize=32)
def _face(name: str, lang: str | None) -> Face:
    return Face(name, lang)


def _check_size(card: Card) -> None:
    sides = sorted((card.width, card.height))
    if sides[0] < NARROWEST or sides[1] > WIDEST or sides[1] > 2 * sides[0]:
        raise CardError(
            f"A card of {card.width}×{card.height} pixels; its sides are {NARROWEST} to {WIDEST}, and the "
            "longer is at most twice the shorter.",
            remedy="Take 1600×900, 1080×1350, 1080×1080 or 1200×630.",
        )


def _check_characters(text: str, font: Face) -> None:
    """Refuses what would be drawn wrongly, or not at all."""
    for char in text:
        if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
            raise CardError(
                f"{_named(char)} is written from right to left, which cards cannot show yet.",
                remedy="Post this excerpt without a card.",
            )
    missing = font.missing(text)
    if missing is not None:
        raise CardError(
            f"No bundled font has {_named(missing)}.",
            remedy="Choose an excerpt without it, or post this one without a card.",
        )


def _named(char: str) -> str:
    """A character as people can find it: itself, its number, its name."""
    return f"“{char}” (U+{ord(char):04X} {unicodedata.name(char, 'without a name').lower()})"
