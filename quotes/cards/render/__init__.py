"""Draws cards with Pillow; the only package that imports it.

A plain card becomes an indexed PNG as it is drawn; what has a gradient, a photograph, a logo or colour
emoji is drawn in full colour. Letters are drawn at twice the size and reduced, because Pillow puts glyphs
at whole pixels.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from quotes.cards.card import Card
from quotes.cards.compose import compose
from quotes.cards.layout import Layout
from quotes.cards.legibility import check_contrast
from quotes.cards.render.canvas import Canvas
from quotes.cards.render.encode import MAX_BYTES, encode
from quotes.cards.render.glyphs import draw_lines
from quotes.cards.render.logo import draw_logo
from quotes.cards.setting import Line, Run
from quotes.cards.theme import Theme

if TYPE_CHECKING:
    from quotes.cards.render.backdrop import Ground

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
    canvas = _furnished(card.theme, replace(layout, lines=_inks(layout)), _ground(card, layout)).copy()
    draw_lines(canvas, layout.lines)
    if layout.logo and card.theme.logo:
        draw_logo(canvas, card.theme.logo, layout.logo)
    data, media_type = encode(canvas, card, most)
    return Drawn(data=data, media_type=media_type, width=card.width, height=card.height)


@lru_cache(maxsize=8)
def _furnished(theme: Theme, layout: Layout, ground: "Ground | None") -> Canvas:
    """A canvas with everything but words; many cards of a theme share it. Not to be drawn on."""
    canvas = Canvas(theme, layout, ground)
    for fill in layout.fills:
        canvas.fill(fill)
    if layout.mark:
        draw_lines(canvas, [layout.mark])
    return canvas


def _inks(layout: Layout) -> tuple[Line, ...]:
    """One line without words for each ink of *layout*: all that a canvas has to know of its lines."""
    inks = sorted({run.ink for line in layout.lines for run in line.runs})
    run = Run(text="", ink="quote", x=0, font="", glyphs=(), advance=0)
    line = Line(
        part="quote", text="", after="", size=0, baseline=0, left=0, right=0, runs=(), top=0, bottom=0
    )
    return tuple(replace(line, runs=(replace(run, ink=ink),)) for ink in inks)


def _ground(card: Card, layout: Layout) -> "Ground | None":
    """What is behind everything, where that is no plain colour; with a scrim over all if it must be."""
    if card.theme.backdrop.kind == "plain":
        return None
    from quotes.cards.render import backdrop  # with NumPy, which plain cards do without

    ground = backdrop.ground(card.theme, card.width, card.height, rtl=layout.rtl)
    if not check_contrast(card, layout, ground.extremes):
        return ground
    ground = backdrop.ground(card.theme, card.width, card.height, rtl=layout.rtl, whole=True)
    for error in check_contrast(card, layout, ground.extremes):
        raise error
    return ground
