"""Draws lines of glyphs onto a canvas.

Letters are drawn at ``SCALE`` times the size and reduced, because Pillow puts glyphs at whole pixels. Pillow
draws characters, not glyphs: every glyph is given a private-use character (see ``sfnt``), by which
HarfBuzz's choice is drawn whatever layout engine Pillow has. Every glyph is rendered once a size, and kept.
"""

from functools import lru_cache
from io import BytesIO
from math import ceil
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from quotes.cards import elsewhere
from quotes.cards.fonts import load, scale
from quotes.cards.render.canvas import SCALE, Canvas
from quotes.cards.setting import Line, Run
from quotes.cards.sfnt import GLYPH_CHARACTERS, by_glyph
from quotes.cards.shape import face

_EDGE = 2
"""Pixels around a line's ink, for its soft edge."""


def draw_line(canvas: Canvas, line: Line) -> None:
    """Draw a line, one mask for each of its inks, and its colour pictures as they are."""
    pictures = [run for run in line.runs if elsewhere.is_emoji(run.font)]
    letters = [run for run in line.runs if run not in pictures]
    for ink in dict.fromkeys(run.ink for run in letters):
        _draw_ink(canvas, line, [run for run in letters if run.ink == ink])
    for run in pictures:
        _draw_pictures(canvas, line, run)


def _draw_ink(canvas: Canvas, line: Line, runs: list[Run]) -> None:
    """Draw runs of one ink. The mask holds no more than they need."""
    rise = ceil(line.top * line.size) + _EDGE
    fall = ceil(-line.bottom * line.size) + _EDGE
    left = int(min(run.x for run in runs)) - line.size
    right = ceil(max(run.x + run.advance for run in runs)) + line.size
    mask = Image.new("L", ((right - left) * SCALE, (rise + fall) * SCALE))
    pen = ImageDraw.Draw(mask)
    for run in runs:
        font = _font(run.font, line.size * SCALE * scale(run.font))
        for glyph in run.glyphs:
            x, y = run.x - left + glyph.x * line.size, rise - glyph.y * line.size
            picture, (right_by, down_by) = font.glyph(glyph.number)
            at = round(x * SCALE) + right_by, round(y * SCALE) + down_by
            pen.draw.draw_bitmap(at, picture, 255)
    canvas.paint(mask, left, line.baseline - rise, runs[0].ink)


def _draw_pictures(canvas: Canvas, line: Line, run: Run) -> None:
    """Draw emoji, which the font has as small pictures, at the size of the letters."""
    font = face(run.font, None)
    for glyph in run.glyphs:
        data, box = font.picture(glyph.number), font.ink(glyph)
        if data is None or box is None:
            continue
        left, right, top, bottom = (edge * line.size for edge in box)
        size = round(right - left), round(top - bottom)
        picture = Image.open(BytesIO(data)).convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        canvas.paste(picture, round(run.x + left), round(line.baseline - top))


class _Font:
    """A font at a size, its glyphs kept as they were drawn."""

    def __init__(self, name: str, size: float) -> None:
        _, index, weight = load(name)
        file = BytesIO(_file(name))  # which Pillow keeps, without a copy
        self._font = ImageFont.truetype(file, size, index=index, layout_engine=ImageFont.Layout.BASIC)
        if weight is not None:
            self._font.set_variation_by_axes([weight])
        self._glyphs: dict[int, tuple[Any, tuple[int, int]]] = {}  # Pillow's own type has no public name

    def glyph(self, number: int) -> tuple[Any, tuple[int, int]]:
        """A glyph's coverage, and where it lies from its origin on the baseline."""
        if number not in self._glyphs:
            character = chr(GLYPH_CHARACTERS + number)
            self._glyphs[number] = self._font.getmask2(character, "L", anchor="ls")
        return self._glyphs[number]


@lru_cache(maxsize=16)
def _file(name: str) -> bytes:
    data, index, _ = load(name)
    return by_glyph(data, index)


@lru_cache(maxsize=24)
def _font(name: str, size: float) -> _Font:
    return _Font(name, size)
