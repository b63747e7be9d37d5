"""Draws lines of glyphs onto a canvas.

Letters are drawn at twice the size and reduced, because Pillow puts glyphs at whole pixels: so they stand
at halves. Pillow draws characters, not glyphs: every glyph is given a private-use character (see ``sfnt``),
by which HarfBuzz's choice is drawn whatever layout engine Pillow has. Every glyph is rendered once a size
and place between pixels, and kept.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from math import ceil

from PIL import Image, ImageDraw, ImageFont

from quotes.cards import elsewhere
from quotes.cards.fonts import load, scale
from quotes.cards.render.canvas import Canvas
from quotes.cards.setting import Line, Run
from quotes.cards.sfnt import GLYPH_CHARACTERS, by_glyph
from quotes.cards.shape import face

_SCALE = 2
_EDGE = 2
"""Pixels around a line's ink, for its soft edge."""


def draw_lines(canvas: Canvas, lines: Sequence[Line]) -> None:
    """Draw *lines*, one mask for each ink, and their colour pictures as they are."""
    letters: dict[object, list[tuple[Line, Run]]] = {}
    for line in lines:
        for run in line.runs:
            if elsewhere.is_emoji(run.font):
                continue
            # Marks stand far apart: one mask for both would be mostly empty.
            letters.setdefault((run.ink, line.baseline if run.ink == "marks" else None), []).append(
                (line, run)
            )
    for each in letters.values():
        _draw_ink(canvas, each)
    for line in lines:
        for run in line.runs:
            if elsewhere.is_emoji(run.font):
                _draw_pictures(canvas, line, run)


def _draw_ink(canvas: Canvas, runs: Sequence[tuple[Line, Run]]) -> None:
    """Draw runs of one ink. The mask holds no more than they need."""
    top = min(line.baseline - ceil(line.top * line.size) for line, _ in runs) - _EDGE
    bottom = max(line.baseline + ceil(-line.bottom * line.size) for line, _ in runs) + _EDGE
    left = int(min(run.x - line.size for line, run in runs))
    right = ceil(max(run.x + run.advance + line.size for line, run in runs))
    mask = Image.new("L", (right - left, bottom - top))
    pen = ImageDraw.Draw(mask)
    for line, run in runs:
        font, rise = _font(run.font, line.size * _SCALE * scale(run.font)), line.baseline - top
        for glyph in run.glyphs:
            x, across = divmod(round((run.x - left + glyph.x * line.size) * _SCALE), _SCALE)
            y, down = divmod(round((rise - glyph.y * line.size) * _SCALE), _SCALE)
            picture, (right_by, down_by) = font.glyph(glyph.number, across, down)
            pen.bitmap((x + right_by, y + down_by), picture, fill=255)
    canvas.paint(mask, left, top, runs[0][1].ink)


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


_Glyph = tuple[Image.Image, tuple[int, int]]


class _Font:
    """A font at a size, its glyphs kept as they were drawn."""

    def __init__(self, name: str, size: float) -> None:
        _, index, weight = load(name)
        file = BytesIO(_file(name))  # which Pillow keeps, without a copy
        self._font = ImageFont.truetype(file, size, index=index, layout_engine=ImageFont.Layout.BASIC)
        if weight is not None:
            self._font.set_variation_by_axes([weight])
        self._glyphs: dict[tuple[int, int, int], _Glyph] = {}

    def glyph(self, number: int, across: int, down: int) -> "_Glyph":
        """A glyph's coverage of whole pixels, and where it lies from the pixel of its origin.

        The origin, on the baseline, stands so many parts of a pixel *across* and *down* from there.
        """
        key = number, across, down
        if key not in self._glyphs:
            character = chr(GLYPH_CHARACTERS + number)
            drawn, offset = self._font.getmask2(character, "L", anchor="ls")
            left, top = offset[0] + across, offset[1] + down
            at = left // _SCALE, top // _SCALE
            size = -(-(left + drawn.size[0]) // _SCALE) - at[0], -(-(top + drawn.size[1]) // _SCALE) - at[1]
            large = Image.new("L", (max(1, size[0]) * _SCALE, max(1, size[1]) * _SCALE))
            ImageDraw.Draw(large).draw.draw_bitmap((left - at[0] * _SCALE, top - at[1] * _SCALE), drawn, 255)
            self._glyphs[key] = large.reduce(_SCALE), at
        return self._glyphs[key]


@lru_cache(maxsize=16)
def _file(name: str) -> bytes:
    data, index, _ = load(name)
    return by_glyph(data, index)


@lru_cache(maxsize=24)
def _font(name: str, size: float) -> _Font:
    return _Font(name, size)
