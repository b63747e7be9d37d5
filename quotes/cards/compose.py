"""From a card to its layout with the bundled fonts: everything that may refuse a card, without drawing it."""

import unicodedata
from functools import lru_cache

from quotes.cards.card import Card, attribution, marked
from quotes.cards.layout import Layout, Part, Text, lay_out
from quotes.cards.shape import Face
from quotes.errors import CardError

NARROWEST, WIDEST = 600, 4000
"""Pixels of a card's sides. Bluesky shows at most 4000 of them
(https://github.com/bluesky-social/bsky-docs/pull/417)."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


def compose(card: Card) -> Layout:
    """The card laid out, every check passed; raises ``CardError`` with figures and a remedy."""
    _check_size(card)
    opening, quote, closing = marked(card)
    name, role = attribution(card)
    if not quote.strip():
        raise CardError("A card without a quote.", remedy="Choose an excerpt that has words.")
    parts: dict[Part, str] = {"quote": opening + quote + closing, "name": name or "", "role": role or ""}
    for part, text in parts.items():
        _check_characters(text, face(card, part))
    return lay_out(
        Text(opening=opening, quote=quote, closing=closing, name=name, role=role),
        shape=card.theme.shape(card.width, card.height),
        width=card.width,
        height=card.height,
        measures={part: face(card, part).extent for part in parts},
    )


def face(card: Card, part: Part) -> Face:
    """The font that *part* of a card is set in."""
    return _face(getattr(card.theme.fonts, part), card.lang)


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
