"""Fonts as HarfBuzz sees them: which glyphs a text takes, where they go, how much room they need.

The layout measures with the same glyphs that are drawn, so that both agree to the pixel whatever
libraries Pillow was built with.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

import assets
from quotes.cards.lines import Extent

_FEATURES = {"pnum": True}
"""Figures of their own width: “1,111” is not full of holes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A glyph of a shaped text, by its number in the font, at its origin: ems, y upwards."""

    number: int
    x: float
    y: float


class Face:
    """One bundled font, shaping text in one language. Shaped texts are kept."""

    def __init__(self, name: str, lang: str | None) -> None:
        self._face = hb.Face(assets.font(name))
        self._font = hb.Font(self._face)
        self._lang = lang or "und"
        self._em = self._face.upem
        self.extent = lru_cache(maxsize=8192)(self._extent)

    def missing(self, text: str) -> str | None:
        """The first character of *text* that the font has no glyph for, or None.

        Characters of private use mean something else in every font.
        """
        for char in text:
            if unicodedata.category(char) == "Co":
                return char
        infos = self._shape(text).glyph_infos or ()
        return next((text[info.cluster] for info in infos if info.codepoint == 0), None)

    def glyphs(self, text: str) -> list[Glyph]:
        """The glyphs of *text* set by itself, from the left."""
        return self._set(text)[0]

    def _extent(self, text: str) -> Extent:
        glyphs, advance = self._set(text)
        boxes = [(glyph, self._font.get_glyph_extents(glyph.number)) for glyph in glyphs]
        inked = [(glyph, box) for glyph, box in boxes if box is not None and box.width]
        em = self._em
        return Extent(
            advance=advance,
            left=min((glyph.x + box.x_bearing / em for glyph, box in inked), default=0.0),
            top=max((glyph.y + box.y_bearing / em for glyph, box in inked), default=0.0),
            bottom=min((glyph.y + (box.y_bearing + box.height) / em for glyph, box in inked), default=0.0),
        )

    def _set(self, text: str) -> tuple[list[Glyph], float]:
        """The glyphs of *text*, and its advance in ems."""
        shaped, pen, found = self._shape(text), 0, []
        for info, place in zip(shaped.glyph_infos or (), shaped.glyph_positions or (), strict=True):
            x, y = (pen + place.x_offset) / self._em, place.y_offset / self._em
            found.append(Glyph(number=info.codepoint, x=x, y=y))
            pen += place.x_advance
        return found, pen / self._em

    def _shape(self, text: str) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.language = self._lang
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, _FEATURES)
        return buffer
