"""From a card to its layout with the fonts there are: all that may refuse a card, without drawing it."""

from dataclasses import replace
from functools import lru_cache

from quotes.cards.card import Card, font_of, texts, words
from quotes.cards.layout import Layout, lay_out
from quotes.cards.legibility import check
from quotes.cards.runs import Setter, setter
from quotes.cards.theme import Part
from quotes.errors import CardError

NARROWEST, WIDEST = 600, 4000
"""Pixels of a card's sides. Bluesky shows at most 4000 of them
(https://github.com/bluesky-social/bsky-docs/pull/417)."""


def compose(card: Card) -> Layout:
    """The card laid out, every check passed; raises ``CardError`` with figures and a remedy."""
    _check_size(card)
    shown = words(card)
    if not shown.quote.strip():
        raise CardError("A card without a quote.", remedy="Choose an excerpt that has words.")
    parts = texts(card)
    for part, text in parts.items():
        setter_of(card, part).check(text)
    layout = lay_out(
        shown,
        theme=card.theme,
        width=card.width,
        height=card.height,
        measures={part: setter_of(card, part) for part in parts},
        logo=card.theme.logo.ratio if card.theme.logo else None,
    )
    check(card, layout)
    return layout


@lru_cache(maxsize=256)  # a card is asked for at planning, at drawing and for each account
def settled(card: Card) -> Card:
    """*card* without the headline and the date for which its quote leaves no room: nothing may speak of them.

    One that cannot be laid out stays as it is, for whoever draws it to refuse.
    """
    if card.theme.design.head != "title" or not (card.title or card.date):
        return card
    try:
        layout = compose(card)
    except CardError:
        return card
    return replace(
        card,
        title=card.title if layout.read("head") else None,
        date=card.date if layout.read("date") else None,
    )


def setter_of(card: Card, part: Part) -> Setter:
    """What sets *part* of a card in type."""
    return setter(font_of(card, part), card.lang)


def _check_size(card: Card) -> None:
    sides = sorted((card.width, card.height))
    if sides[0] < NARROWEST or sides[1] > WIDEST or sides[1] > 2 * sides[0]:
        raise CardError(
            f"A card of {card.width}×{card.height} pixels; its sides are {NARROWEST} to {WIDEST}, and the "
            "longer is at most twice the shorter.",
            remedy="Take 1600×900, 1080×1350, 1080×1080 or 1200×630.",
        )
