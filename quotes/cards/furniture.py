"""What stands on a card besides words: rules, bands, frames, the notch, the decorative mark, the logo."""

from dataclasses import dataclass

from quotes.cards.lines import Measure
from quotes.cards.setting import Column, Line, Typesetter
from quotes.cards.theme import Colour, Theme

# Shares of the card's width.
_BAND = 0.0125
_FRAME = 0.0032
_FRAME_INSET = 0.022
_HAIRLINE = 0.0014
_HEAD_RULE = 0.0036
_SHORT = (0.05, 0.0046)
_BAR = 0.0056
_BAR_GAP = 0.02
_ABOVE_NAMES = 0.028
"""From a rule in the foot to the capitals of the name below it."""
_LOGO_CLEAR = 0.5
"""What stays free around a logo, a multiple of its height."""
_BLEED = 0.05
"""How far the decorative mark runs over the edge, a share of the card's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A rectangle in one of the theme's colours."""

    left: int
    top: int
    right: int
    bottom: int
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where the logo goes."""

    left: int
    top: int
    right: int
    bottom: int


class Furniture:
    """The furniture of one card, in pixels."""

    def __init__(self, theme: Theme, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self._design, self._shape, self._colours = theme.design, theme.shape(*size), theme.colours
        self.inner = self._inner()
        self.margin, self.notch = self._pixels(self._shape.margin), self._pixels(self._shape.tail)
        start = self.inner.left if theme.design.band == "start" else 0
        self.left, self.right = start + self.margin, self.width - self.margin
        """Everything that is read stands between these."""

    def _pixels(self, share: float) -> int:
        return round(share * self.width)

    # --- along the edges ------------------------------------------------------------------------

    def _inner(self) -> Spot:
        """What the bands leave free."""
        around, band = self._pixels(_BAND), self._design.band
        inset = around if band == "border" else self._pixels(_FRAME_INSET) if band == "frame" else 0
        return Spot(
            left=around if band == "start" else inset,
            top=around if band == "top" else inset,
            right=self.width - inset,
            bottom=self.height - (around if band == "bottom" else inset),
        )

    def bands(self) -> tuple[Fill, ...]:
        """The band along an edge, or all around."""
        wide, high, thick = self.width, self.height, self._pixels(_BAND)
        match self._design.band:
            case "none":
                return ()
            case "top":
                return (_accent(0, 0, wide, thick),)
            case "bottom":
                return (_accent(0, high - thick, wide, high),)
            case "start":
                return (_accent(0, 0, thick, high),)
            case "border":
                return _around((0, 0, wide, high), thick)
            case "frame":
                off = self._pixels(_FRAME_INSET)
                return _around((off, off, wide - off, high - off), max(2, self._pixels(_FRAME)))

    # --- in head and foot -----------------------------------------------------------------------

    def head_rule(self, top: int) -> Fill:
        """The rule over a headline; of no height where the head is the issuer alone."""
        thick = max(3, self._pixels(_HEAD_RULE)) if self._design.head == "title" else 0
        return _accent(self.left, top, self.right, top + thick)

    def above_names(self) -> int:
        """From the top of an open foot to the capitals of the name."""
        rule = self._design.rule
        return self._pixels(_ABOVE_NAMES) if rule in ("short", "line") else 0

    def beside_rule(self, column: Column) -> Column:
        """What of *column* a bar beside the name leaves for it."""
        if self._design.rule != "bar":
            return column
        off = self._pixels(_BAR) + self._pixels(_BAR_GAP)
        return Column(left=column.left + off, right=column.right, align=column.align)

    def foot_rules(self, top: int, names: tuple[int, int] | None) -> tuple[Fill, ...]:
        """The rule that goes with the *names*, which reach from one of the two pixels to the other."""
        match self._design.rule:
            case "short" if names:
                wide, thick = self._pixels(_SHORT[0]), max(3, self._pixels(_SHORT[1]))
                centred = self._design.align == "centre"
                left = (self.left + self.right - wide) // 2 if centred else self.left
                return (_accent(left, top, left + wide, top + thick),)
            case "line" if names:
                faint: Colour = "accent" if self._colours.mark == self._colours.ground else "mark"
                thick = max(2, self._pixels(_HAIRLINE))
                return (Fill(left=self.left, top=top, right=self.right, bottom=top + thick, colour=faint),)
            case "bar" if names:
                return (_accent(self.left, names[0] - 1, self.left + self._pixels(_BAR), names[1] + 1),)
            case _:
                return ()

    def tail(self, top: int) -> tuple[tuple[float, float], ...]:
        """The notch at the panel's *top*, its long side above the name's first letter."""
        if not self.notch:
            return ()
        left, right = self.left, self.left + self.notch
        return (left, top), (right, top), (left, top + 0.8 * self.notch)

    # --- pictures -------------------------------------------------------------------------------

    def mark(self, char: str, measure: Measure) -> Line:
        """The decorative mark *char*, which runs over the edge at the end of the lines."""
        extent = measure(char)
        size = round(self._shape.mark * self.height / (extent.top - extent.bottom))
        right = self.width + self._pixels(_BLEED)
        left = right - extent.advance * size
        middle = self.height * (0.46 if self.width > self.height else 0.3)
        baseline = round(middle + (extent.top + extent.bottom) / 2 * size)
        return Line(
            part="quote",
            text="",
            after="",
            size=size,
            baseline=baseline,
            left=left,
            right=right,
            runs=Typesetter("quote", char, measure).runs(0, 1, size, left, ink="mark"),
            top=extent.top,
            bottom=extent.bottom,
        )

    def logo(self, ratio: float) -> tuple[int, int]:
        """Width and height of a logo that is *ratio* times wider than high."""
        high = self._pixels(self._shape.logo)
        wide = min(round(high * ratio), (self.right - self.left) // 3)
        return wide, round(wide / ratio)

    def keep_off(self, logo: tuple[int, int]) -> int:
        """How much room a *logo* at the end of the foot takes from the names, what stays free included."""
        return logo[0] + round(_LOGO_CLEAR * logo[1])

    def place_logo(self, logo: tuple[int, int], beside: tuple[int, int]) -> Spot:
        """The *logo* at the end of the foot, its middle that of what reaches between two pixels."""
        wide, high = logo
        top = (beside[0] + beside[1] - high) // 2
        return Spot(left=self.right - wide, top=top, right=self.right, bottom=top + high)


def _accent(left: int, top: int, right: int, bottom: int) -> Fill:
    return Fill(left=left, top=top, right=right, bottom=bottom, colour="accent")


def _around(box: tuple[int, int, int, int], thick: int) -> tuple[Fill, ...]:
    """The four sides of a frame within *box*."""
    left, top, right, bottom = box
    return (
        _accent(left, top, right, top + thick),
        _accent(left, bottom - thick, right, bottom),
        _accent(left, top, left + thick, bottom),
        _accent(right - thick, top, right, bottom),
    )
