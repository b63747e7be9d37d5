"""A theme, the look of cards, once it is read and checked; ``quotes.cards.schema`` reads it.

Every measure is a share of the card's width, because a phone shows a card as wide as its screen: what
is small in that share is small in the hand, whatever the picture's pixels. The least sizes come from a
card shown 358 CSS pixels wide, where they are 16, 12.4 and 10.7 of them. Text so small is not "large"
to WCAG 2.2, so that every ink must contrast 4.5:1 with its ground
(https://www.w3.org/WAI/WCAG22/Understanding/contrast-minimum.html).
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

PHONE = 358
"""CSS pixels of a card's width in a phone's feed: a screen of 390 without its margins."""
LEAST_CONTRAST = 4.5
LEAST_QUOTE = 0.045
LEAST_NAME = 0.0345
LEAST_ROLE = 0.03

Part = Literal["quote", "name", "role", "head", "date"]
"""The texts of a card. The head stands above the quote: a headline or the issuer; beside it the date."""
Ink = Literal["quote", "marks", "name", "role", "head", "date", "mark"]
READ: tuple[Ink, ...] = ("quote", "marks", "head", "date", "name", "role")
"""The inks of what is read."""
Colour = Literal["ground", "far", "panel", "accent", "mark", "quote", "marks", "name", "role", "head", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Each ``#RRGGBB`` in sRGB."""

    ground: str
    far: str
    """The other end of a gradient, the light parts of a photograph; the ground itself on a plain card."""
    panel: str
    """What name and role lie on."""
    accent: str
    """Rules, bands and frames: nothing that is read."""
    mark: str
    """The large decorative mark."""
    quote: str
    marks: str
    """The quotation marks around the quote."""
    name: str
    role: str
    head: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """The fonts, each by its path below ``assets/fonts``."""

    quote: str
    name: str
    role: str
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What a theme is made of, on every shape of card."""

    align: Literal["start", "centre"]
    stand: Literal["top", "middle", "bottom"]
    """Where the quote stands in its field."""
    head: Literal["none", "title", "issuer"]
    """What stands above the quote; a title has the statement's date beside it."""
    foot: Literal["open", "panel"]
    """Whether name and role lie on the ground, or on a panel of their own."""
    rule: Literal["none", "short", "line", "bar"]
    """Above the name: a short bar, or a line from margin to margin; or a bar beside it."""
    band: Literal["none", "top", "bottom", "start", "border", "frame"]
    """Along one edge or all; a frame is thin and stands off."""
    mark: Literal["none", "large"]
    """A quotation mark as a picture, hardly lighter or darker than the ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """What the ground is."""

    kind: Literal["plain", "gradient", "photograph"]
    direction: Literal["down", "across"]
    """Where a gradient goes; a photograph's scrim is thickest where it begins, but below with ``down``."""
    photograph: bytes | None
    """The file; a theme for photographs without one shows a gradient of its colours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """An organization's sign."""

    data: bytes
    """The file, a PNG or an SVG."""
    ratio: float
    """How many times wider than high it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The measures of one shape of card, in shares of its width but for ``line_height`` and ``mark``."""

    margin: float
    """Left and right of everything that is read; the opening mark hangs into it."""
    air: float
    """At least so much above and below the quote."""
    top: float
    """From the upper edge to a head."""
    largest: float
    """The quote's size at most."""
    smallest: float
    """The quote's size at least: a quote that does not fit at it is refused."""
    line_height: float
    """A multiple of the quote's size; more where letters would touch."""
    column: float
    """How much of the room between the margins the quote takes at most, a share of it."""
    head: float
    """The size of head and date."""
    name: float
    role: float
    padding: float
    """Above and below the words on the panel; below them where there is none."""
    tail: float
    """The width of the notch that points from the quote at the speaker; 0 for none."""
    mark: float
    """The height of the decorative mark, a share of the card's."""
    logo: float
    """The height of the logo."""
    abreast: bool
    """Whether name and role may share a line where the quote needs the room."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A checked theme in one of its two schemes."""

    name: str
    about: str
    colours: Colours
    fonts: Fonts
    design: Design
    backdrop: Backdrop
    logo: Logo | None
    wide: Shape
    square: Shape
    tall: Shape

    def shape(self, width: int, height: int) -> Shape:
        """The measures for a card of *width* by *height* pixels."""
        if width > 1.2 * height:
            return self.wide
        return self.tall if height > 1.1 * width else self.square

    def under(self, ink: Ink) -> Colour:
        """Which colour is the ground of *ink*."""
        return "panel" if self.design.foot == "panel" and ink in ("name", "role") else "ground"

    def digest(self) -> str:
        """The SHA-256 of everything in the theme that shows, as 64 hexadecimal digits."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        shown = {key: value for key, value in asdict(self).items() if key not in ("name", "about")}
        return hashlib.sha256(json.dumps(shown, sort_keys=True, default=_content).encode()).hexdigest()


def _content(data: object) -> str:
    """A file within a theme, as it counts in the digest."""
    return hashlib.sha256(data if isinstance(data, bytes) else str(data).encode()).hexdigest()
