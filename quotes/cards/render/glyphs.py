"""Draws lines of glyphs onto a canvas."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from quotes.cards.card import Card
from quotes.cards.fonts import load, scale
from quotes.cards.render.canvas import SCALE, Canvas
from quotes.cards.setting import Line
from quotes.cards.sfnt import GLYPH_CHARACTERS, by_glyph


def draw_line(canvas: Canvas, card: Card, line: Line) -> None:
    """Draw a line, one mask for each of its inks."""
    rise, fall = 2 * line.size, line.size
    for ink in dict.fromkeys(run.ink for run in line.runs):
        mask = Image.new("L", (card.width * SCALE, (rise + fall) * SCALE))
        pen = ImageDraw.Draw(mask)
        for run in line.runs:
            if run.ink != ink:
                continue
            font = _font(run.font, line.size * SCALE * scale(run.font))
            for glyph in run.glyphs:
                x, y = run.x + glyph.x * line.size, rise - glyph.y * line.size
                at = round(x * SCALE), round(y * SCALE)
                pen.text(at, chr(GLYPH_CHARACTERS + glyph.number), font=font, fill=255, anchor="ls")
        canvas.paint(mask, 0, line.baseline - rise, ink)


@lru_cache(maxsize=32)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    data, index, weight = load(name)
    font = ImageFont.truetype(
        BytesIO(by_glyph(data, index)), size, index=index, layout_engine=ImageFont.Layout.BASIC
    )
    if weight is not None:
        font.set_variation_by_axes([weight])
    return font
