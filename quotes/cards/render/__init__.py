"""Draws cards with Pillow; the only package that imports it.

A plain card becomes an indexed PNG as it is drawn; what has a gradient, a photograph, a logo or colour
emoji is drawn in full colour. Letters are drawn at twice the size and reduced, because Pillow puts glyphs
at whole pixels.
"""

from dataclasses import dataclass

from quotes.cards.card import Card
from quotes.cards.compose import compose
from quotes.cards.layout import Layout
from quotes.cards.legibility import check_contrast
from quotes.cards.render import backdrop
from quotes.cards.render.canvas import Canvas
from quotes.cards.render.encode import MAX_BYTES, encode
from quotes.cards.render.glyphs import draw_line
from quotes.cards.render.logo import draw_logo

__all__ = ["MAX_BYTES", "Drawn", "draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture: the bytes of its file, and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def draw(card: Card, *, most: int = MAX_BYTES) -> Drawn:
    """The card's picture of at most *most* bytes, the same bytes for the same card and versions.

    Raises ``CardError`` if the card would not be legible, or its file too large.
    """
    layout = compose(card)
    canvas = Canvas(card.theme, layout, _ground(card, layout))
    for fill in layout.fills:
        canvas.fill(fill)
    if layout.mark:
        draw_line(canvas, layout.mark)
    for line in layout.lines:
        draw_line(canvas, line)
    if layout.logo and card.theme.logo:
        draw_logo(canvas, card.theme.logo, layout.logo)
    data, media_type = encode(canvas, card, most)
    return Drawn(data=data, media_type=media_type, width=card.width, height=card.height)


def _ground(card: Card, layout: Layout) -> backdrop.Ground | None:
    """What is behind everything, where that is no plain colour; with a scrim over all if it must be."""
    if card.theme.backdrop.kind == "plain":
        return None
    ground = backdrop.ground(card.theme, card.width, card.height, rtl=layout.rtl)
    if not check_contrast(card, layout, ground.extremes):
        return ground
    ground = backdrop.ground(card.theme, card.width, card.height, rtl=layout.rtl, whole=True)
    for error in check_contrast(card, layout, ground.extremes):
        raise error
    return ground
