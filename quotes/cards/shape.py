"""Fonts as HarfBuzz sees them: which glyphs a text takes, where they go, how much room they need.

The layout measures with the same glyphs that are drawn, so that both agree to the pixel whatever
libraries Pillow was built with.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import uharfbuzz as hb

from quotes.cards import fonts
from quotes.cards.lines import Extent, Glyph

_FEATURES = {"pnum": True}
"""Figures of their own width: “1,111” is not full of holes."""


Ink = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A text set by itself, from the left.

    For each glyph there is the character that it stands for, its advance, and the left, right, top and bottom
    of its ink, None for a space.
    """

    glyphs: tuple[Glyph, ...]
    clusters: tuple[int, ...]
    advances: tuple[float, ...]
    boxes: tuple[Ink | None, ...]

    def part(self, start: int, end: int) -> tuple[tuple[Glyph, ...], Extent]:
        """The glyphs of the characters *start* to *end*, from their own left, and their extent."""
        chosen = [n for n, cluster in enumerate(self.clusters) if start <= cluster < end]
        pen = sum(self.advances[: chosen[0]]) if chosen else 0.0
        placed = (self.glyphs[n] for n in chosen)
        glyphs = tuple(Glyph(number=glyph.number, x=glyph.x - pen, y=glyph.y) for glyph in placed)
        boxes = [box for box in (self.boxes[n] for n in chosen) if box is not None]
        advance = sum(self.advances[n] for n in chosen)
        return glyphs, _extent(advance, [(box[0] - pen, box[1] - pen, box[2], box[3]) for box in boxes])


class Face:
    """One font, shaping text in one language. Shaped texts are kept."""

    def __init__(self, name: str, lang: str | None) -> None:
        data, index, weight = fonts.load(name)
        self.name = name
        self._face = hb.Face(data, index)
        self._font = hb.Font(self._face)
        if weight is not None:
            self._font.set_variations({"wght": weight})
        self._lang = lang or "und"
        self._em = self._face.upem / fonts.scale(name)
        self.shape = lru_cache(maxsize=8192)(self._shape)

    @cached_property
    def covers(self) -> frozenset[int]:
        """The characters that the font has."""
        return frozenset(self._face.unicodes)

    @property
    def weight(self) -> float:
        """CSS's 1 to 1000."""
        return float(self._font.get_style_value(hb.StyleTag.WEIGHT))

    def extent(self, text: str) -> Extent:
        """The room that *text* takes by itself, from left to right."""
        return self.shape(text, rtl=False).part(0, len(text))[1]

    def _shape(self, text: str, *, rtl: bool) -> Shaped:
        """The glyphs of *text*, whose characters all run one way."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.language = self._lang
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        hb.shape(self._font, buffer, _FEATURES)
        infos, places = buffer.glyph_infos or (), buffer.glyph_positions or ()
        pen, em = 0, self._em
        glyphs, boxes = [], []
        for info, place in zip(infos, places, strict=True):
            x, y = pen + place.x_offset, place.y_offset
            glyphs.append(Glyph(number=info.codepoint, x=x / em, y=y / em))
            boxes.append(self._ink(info.codepoint, x, y))
            pen += place.x_advance
        return Shaped(
            glyphs=tuple(glyphs),
            clusters=tuple(info.cluster for info in infos),
            advances=tuple(place.x_advance / em for place in places),
            boxes=tuple(boxes),
        )

    def picture(self, number: int) -> bytes | None:
        """A glyph's colour picture, as a PNG; None where it has none."""
        blob = self._font.get_glyph_color_png(number)
        return blob.data or None

    def ink(self, glyph: Glyph) -> Ink | None:
        """The left, right, top and bottom of a glyph's ink, from where its run begins."""
        box = self._ink(glyph.number, 0, 0)
        if box is None:
            return None
        return box[0] + glyph.x, box[1] + glyph.x, box[2] + glyph.y, box[3] + glyph.y

    def _ink(self, glyph: int, x: int, y: int) -> Ink | None:
        box, em = self._font.get_glyph_extents(glyph), self._em
        if box is None or not box.width:
            return None
        left, top = x + box.x_bearing, y + box.y_bearing
        return left / em, (left + box.width) / em, top / em, (top + box.height) / em


def _extent(advance: float, boxes: list[Ink]) -> Extent:
    return Extent(
        advance=advance,
        left=min((box[0] for box in boxes), default=0.0),
        right=advance - max((box[1] for box in boxes), default=advance),
        top=max((box[2] for box in boxes), default=0.0),
        bottom=min((box[3] for box in boxes), default=0.0),
    )


@lru_cache(maxsize=256)
def face(name: str, lang: str | None) -> Face:
    """The font *name* for text in *lang*."""
    return Face(name, lang)
