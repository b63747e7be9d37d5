"""Draws a card with Pillow; the only module that imports it.

A card is flat, so that it becomes an indexed PNG as it is drawn: the canvas holds palette indices, and
every pair of ink and ground has a ramp of mixed colours in the palette. That is several times faster
and smaller than full colour, loses nothing, and X does not turn it into a JPEG.

Letters are drawn at twice the size and reduced, because Pillow puts glyphs at whole pixels. Pillow
draws characters, not glyphs: every glyph is given a private-use character (see ``sfnt``), by which
HarfBuzz's choice is drawn whatever layout engine Pillow has.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

import assets
from quotes.cards.card import Card, alt_text, attribution
from quotes.cards.compose import compose, face
from quotes.cards.layout import Ink, Layout, Line
from quotes.cards.sfnt import GLYPH_CHARACTERS, by_glyph
from quotes.cards.theme import Colours, from_linear, rgb, to_linear
from quotes.errors import CardError

MAX_BYTES = 1_000_000
"""The least of the networks' limits for one picture: Bluesky's, as its lexicon long had it
(https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json)."""

_SCALE = 2
_STEPS = 40
"""From a ground to an ink; five ramps of so many steps fit into a palette of 256 colours."""
_SHOWS = bytes([0, *[255] * 255])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture: the bytes of its file, and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def draw(card: Card) -> Drawn:
    """The card's picture, the same bytes for the same card and versions.

    Raises ``CardError`` if the card would not be legible, or its file too large for a network.
    """
    layout = compose(card)
    canvas = _Canvas(card.theme.colours, layout)
    for line in layout.lines:
        _draw_line(canvas, card, line)
    data = _encode(canvas, card)
    if len(data) > MAX_BYTES:
        raise CardError(
            f"The picture has {len(data):,} bytes; networks take at most {MAX_BYTES:,}.",
            remedy="Draw it smaller.",
        )
    return Drawn(data=data, media_type="image/png", width=card.width, height=card.height)


class _Canvas:
    """An image of palette indices, and the palette that grows with the ramps in use."""

    def __init__(self, colours: Colours, layout: Layout) -> None:
        self.palette: list[int] = []
        self._ramps: dict[tuple[str, str], bytes] = {}
        self._colours = colours
        size = layout.width, layout.height
        field = self._ramp(colours.ground, colours.quote)[0]
        self.image = Image.new("L", size, field)
        panel = self._ramp(colours.panel, colours.name)[0]
        self.image.paste(panel, (0, layout.panel, *size))
        if layout.tail:
            self._tail(layout)

    def paint(self, mask: Image.Image, top: int, ink: Ink) -> None:
        """Lay *ink* over its ground where *mask* lets it through.

        The mask is as wide as the card and begins at *top*, at ``_SCALE`` times the size.
        """
        ground = self._colours.panel if ink in ("name", "role") else self._colours.ground
        self._blend(mask, top, self._ramp(ground, getattr(self._colours, ink)))

    def _blend(self, mask: Image.Image, top: int, ramp: bytes) -> None:
        """Reduce the part of *mask* that holds something, and lay it on the canvas."""
        box = mask.getbbox()
        if box is None:
            return
        left, upper = box[0] // _SCALE, box[1] // _SCALE
        right, lower = -(-box[2] // _SCALE), -(-box[3] // _SCALE)
        part = mask.crop((left * _SCALE, upper * _SCALE, right * _SCALE, lower * _SCALE)).reduce(_SCALE)
        self.image.paste(part.point(ramp), (left, top + upper), part.point(_SHOWS))

    def _tail(self, layout: Layout) -> None:
        mask = Image.new("L", (layout.width * _SCALE, (layout.height - layout.panel) * _SCALE))
        corners = [(x * _SCALE, (y - layout.panel) * _SCALE) for x, y in layout.tail]
        ImageDraw.Draw(mask).polygon(corners, fill=255)
        self._blend(mask, layout.panel, self._ramp(self._colours.panel, self._colours.ground))

    def _ramp(self, under: str, over: str) -> bytes:
        """For each coverage from 0 to 255, the index of *under* so far covered by *over*."""
        if (under, over) not in self._ramps:
            first = len(self.palette) // 3
            self.palette += _mixed(under, over)
            self._ramps[under, over] = bytes(first + round(n * _STEPS / 255) for n in range(256))
        return self._ramps[under, over]


@lru_cache(maxsize=64)
def _mixed(under: str, over: str) -> tuple[int, ...]:
    """The colours from *under* to *over* in ``_STEPS`` steps, mixed as light mixes."""
    pairs = [(to_linear(low), to_linear(high)) for low, high in zip(rgb(under), rgb(over), strict=True)]
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    return tuple(from_linear(low * (1 - s) + high * s) for s in shares for low, high in pairs)


def _draw_line(canvas: _Canvas, card: Card, line: Line) -> None:
    """Draw a line, one mask for each of its inks."""
    font, shaper = _font(getattr(card.theme.fonts, line.part), line.size * _SCALE), face(card, line.part)
    rise, fall = 2 * line.size, line.size
    for ink in dict.fromkeys(run.ink for run in line.runs):
        mask = Image.new("L", (card.width * _SCALE, (rise + fall) * _SCALE))
        pen = ImageDraw.Draw(mask)
        for run in line.runs:
            for glyph in shaper.glyphs(run.text) if run.ink == ink else ():
                x, y = run.x + glyph.x * line.size, rise - glyph.y * line.size
                at = round(x * _SCALE), round(y * _SCALE)
                pen.text(at, chr(GLYPH_CHARACTERS + glyph.number), font=font, fill=255, anchor="ls")
        canvas.paint(mask, line.baseline - rise, ink)


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        BytesIO(by_glyph(assets.font(name))), size, layout_engine=ImageFont.Layout.BASIC
    )


def _encode(canvas: _Canvas, card: Card) -> bytes:
    picture = canvas.image
    picture.putpalette(canvas.palette)
    notes = PngImagePlugin.PngInfo()
    names = ", ".join(name for name in attribution(card) if name)
    notes.add_itxt("Title", f"Quote card: {names}" if names else "Quote card")
    notes.add_itxt("Description", alt_text(card))
    notes.add_itxt("Digest", card.key())
    out = BytesIO()
    picture.save(out, "PNG", compress_level=6, pnginfo=notes)
    return out.getvalue()
