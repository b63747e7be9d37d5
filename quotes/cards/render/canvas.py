"""What a card is drawn on.

A plain card holds palette indices: every pair of ink and ground has a ramp of mixed colours in the
palette. That is several times faster and smaller than full colour, loses nothing, and X does not turn it
into a JPEG. With anything else on it a canvas turns to full colour by itself.
"""

from collections.abc import Iterator
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from quotes.cards.colour import mixed, rgb
from quotes.cards.furniture import Fill
from quotes.cards.layout import Layout
from quotes.cards.theme import Colour, Ink, Theme

if TYPE_CHECKING:
    from quotes.cards.render.backdrop import Ground

_SCALE = 2
_COLOURS = 256
_MOST_STEPS = 32
"""From a ground to an ink; more are not seen."""
_SHOWS = bytes([0, *[255] * 255])
_HIDES = bytes([255, *[0] * 255])
_HALF = bytes([*[0] * 128, *[255] * 128])


class Canvas:
    """An image of palette indices with its palette, or of full colours."""

    def __init__(self, theme: Theme, layout: Layout, ground: "Ground | None") -> None:
        self._theme, self._colours = theme, theme.colours
        self.palette: list[int] = []
        """Red, green, blue, red …; empty once the canvas is in full colour."""
        self._ramps: dict[tuple[str, str], bytes] = {}
        self._mark: tuple[Image.Image, tuple[int, int]] | None = None
        size = layout.width, layout.height
        if ground is None:
            self._fill_palette(layout)
            self.image = Image.new("L", size, self._index(self._colours.ground))
        else:
            self.image = ground.image.copy()
        self._panel(layout)

    @property
    def indexed(self) -> bool:
        """Whether the image holds indices."""
        return self.image.mode == "L"

    def copy(self) -> "Canvas":
        """A canvas like this one, to be drawn on."""
        other = copy(self)
        other.image, other.palette = self.image.copy(), list(self.palette)
        return other

    def fill(self, fill: Fill) -> None:
        """Fill a rectangle."""
        self._rectangle((fill.left, fill.top, fill.right, fill.bottom), getattr(self._colours, fill.colour))

    def paint(self, mask: Image.Image, left: int, top: int, ink: Ink) -> None:
        """Lay *ink* over its ground where *mask* lets it through."""
        colour, under = getattr(self._colours, ink), self._theme.under(ink)
        self._blend(mask, left, top, getattr(self._colours, under), colour)
        if ink == "mark":
            self._mark = mask.point(_HALF), (left, top)
        elif under == "ground" and self._mark and self.indexed:
            self._over_mark(*self._mark, mask, left, top, colour)

    def paste(self, picture: Image.Image, left: int, top: int) -> None:
        """Lay a picture with transparency over the canvas, which then is in full colour."""
        self._to_full_colour()
        self.image.paste(picture, (left, top), picture)

    # --- private --------------------------------------------------------------------------------

    def _blend(self, part: Image.Image, left: int, top: int, under: str, over: str) -> None:
        if self.indexed:
            self.image.paste(part.point(self._ramps[under, over]), (left, top), part.point(_SHOWS))
        else:
            self.image.paste(rgb(over), (left, top), part)

    def _over_mark(
        self,
        mark: Image.Image,
        at: tuple[int, int],
        part: Image.Image,
        left: int,
        top: int,
        over: str,
    ) -> None:
        """Where letters lie on the decorative *mark*, let their edges blend into it instead."""
        box = (
            max(left, at[0]),
            max(top, at[1]),
            min(left + part.width, at[0] + mark.width),
            min(top + part.height, at[1] + mark.height),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        letters = part.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        there = mark.crop((box[0] - at[0], box[1] - at[1], box[2] - at[0], box[3] - at[1]))
        there.paste(0, (0, 0), letters.point(_HIDES))
        self.image.paste(letters.point(self._ramps[self._colours.mark, over]), box[:2], there)

    def _panel(self, layout: Layout) -> None:
        if layout.panel < layout.height:
            self._rectangle((0, layout.panel, layout.width, layout.height), self._colours.panel)
        if layout.tail:
            mask = Image.new("L", (layout.width * _SCALE, (layout.height - layout.panel) * _SCALE))
            corners = [(x * _SCALE, (y - layout.panel) * _SCALE) for x, y in layout.tail]
            ImageDraw.Draw(mask).polygon(corners, fill=255)
            self._blend(mask.reduce(_SCALE), 0, layout.panel, self._colours.panel, self._colours.ground)

    def _rectangle(self, box: tuple[int, int, int, int], colour: str) -> None:
        self.image.paste(self._index(colour) if self.indexed else rgb(colour), box)

    def _to_full_colour(self) -> None:
        if self.indexed:
            self.image.putpalette(self.palette)
            self.image, self.palette = self.image.convert("RGB"), []

    def _fill_palette(self, layout: Layout) -> None:
        """Give every pair of ground and ink that the card needs its ramp, as long as the room allows."""
        pairs = list(dict.fromkeys(self._pairs(layout)))
        solid = list(dict.fromkeys(getattr(self._colours, fill.colour) for fill in layout.fills))
        steps = min(_MOST_STEPS, (_COLOURS - len(solid)) // max(1, len(pairs)) - 1)
        for under, over in pairs:
            first = len(self.palette) // 3
            self.palette += _ramp(under, over, steps)
            self._ramps[under, over] = _entries(first, steps)
        for colour in solid:
            self.palette += rgb(colour)

    def _pairs(self, layout: Layout) -> Iterator[tuple[str, str]]:
        """The grounds and inks of a layout that meet."""
        colours = self._colours
        inks: set[Ink] = {run.ink for line in layout.lines for run in line.runs}
        for ink in sorted(inks):
            under: Colour = self._theme.under(ink)
            yield getattr(colours, under), getattr(colours, ink)
            if layout.mark and under == "ground":
                yield colours.mark, getattr(colours, ink)
        if layout.mark:
            yield colours.ground, colours.mark
        if layout.panel < layout.height:
            yield colours.panel, colours.ground

    def _index(self, colour: str) -> int:
        """The palette's index of a colour that stands there whole."""
        wanted = rgb(colour)
        entries = (tuple(self.palette[n : n + 3]) for n in range(0, len(self.palette), 3))
        return next(n for n, entry in enumerate(entries) if entry == wanted)


@lru_cache(maxsize=256)
def _entries(first: int, steps: int) -> bytes:
    """For each coverage from 0 to 255, the entry of a ramp that begins at *first*."""
    return bytes(first + round(n * steps / 255) for n in range(256))


@lru_cache(maxsize=64)
def _ramp(under: str, over: str, steps: int) -> tuple[int, ...]:
    return mixed(under, over, steps)
