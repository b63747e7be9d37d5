"""A theme, the look of cards: read from TOML and checked.

Every measure is a share of the card's width, because a phone shows a card as wide as its screen: what
is small in that share is small in the hand, whatever the picture's pixels. The least sizes come from a
card shown 358 CSS pixels wide, where they are 16, 12.4 and 10.7 of them. Text so small is not "large"
to WCAG 2.2, so that every ink must contrast 4.5:1 with its ground
(https://www.w3.org/WAI/WCAG22/Understanding/contrast-minimum.html).
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

import assets
from quotes.errors import ThemeError

LEAST_CONTRAST = 4.5
LEAST_QUOTE = 0.045
LEAST_NAME = 0.0345
LEAST_ROLE = 0.03

_BOUNDS = MappingProxyType(
    {
        "margin": (0.05, 0.2),
        "air": (0.03, 0.2),
        "largest": (LEAST_QUOTE, 0.25),
        "smallest": (LEAST_QUOTE, 0.25),
        "line_height": (1.0, 2.0),
        "name": (LEAST_NAME, 0.1),
        "role": (LEAST_ROLE, 0.1),
        "padding": (0.03, 0.2),
        "tail": (0.0, 0.1),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Each ``#RRGGBB`` in sRGB. Quote and marks lie on the ground, name and role on the panel."""

    ground: str
    quote: str
    marks: str
    panel: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """The fonts, each by its path below ``assets/fonts``."""

    quote: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The measures of one shape of card, in shares of its width but for ``line_height``."""

    margin: float
    """Left and right of everything that is read; the opening mark hangs into it."""
    air: float
    """At least so much above and below the quote."""
    largest: float
    """The quote's size at most."""
    smallest: float
    """The quote's size at least: a quote that does not fit at it is refused."""
    line_height: float
    """A multiple of the quote's size; more where letters would touch."""
    name: float
    role: float
    padding: float
    """Above and below the words on the panel."""
    tail: float
    """The width of the notch that points from the quote at the speaker; 0 for none."""
    abreast: bool
    """Whether name and role may share a line where the quote needs the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A checked theme."""

    name: str
    about: str
    colours: Colours
    fonts: Fonts
    wide: Shape
    square: Shape
    tall: Shape

    def shape(self, width: int, height: int) -> Shape:
        """The measures for a card of *width* by *height* pixels."""
        if width > 1.2 * height:
            return self.wide
        return self.tall if height > 1.1 * width else self.square

    def digest(self) -> str:
        """The SHA-256 of everything in the theme that shows, as 64 hexadecimal digits."""
        shown = {key: value for key, value in asdict(self).items() if key not in ("name", "about")}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def load(name: str) -> Theme:
    """The theme *name* that comes with Drumbeat, or the one in the file whose path, ending in .toml, it is.

    Raises ``ThemeError`` if there is none, or if it is wrong.
    """
    if name.endswith(".toml"):
        return parse(_file(Path(name)), name=Path(name).stem)
    try:
        text = assets.theme(name)
    except FileNotFoundError:
        known = assets.themes()
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean “{near[0]}”? " if near else ""
        raise ThemeError(
            f"There is no theme “{name}”.",
            remedy=f"{hint}There are: {', '.join(known)}; or give the path of a theme's .toml file.",
        ) from None
    return parse(text, name=name)


def parse(text: str, *, name: str) -> Theme:
    """The theme written in the TOML *text*, checked; raises ``ThemeError``.

    Checked are the keys, the bounds of every measure, that the fonts are there, and the contrast of
    every ink with its ground.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"Theme {name} is not TOML: {error}.", remedy="Mend the file.") from error
    theme = _read(table, name)
    _check_sizes(theme)
    _check_contrast(theme)
    return theme


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours ``#RRGGBB``, from 1 to 21.

    As defined in WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rgb(colour: str) -> tuple[int, int, int]:
    """The red, green and blue of ``#RRGGBB``, each 0 to 255."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def to_linear(value: float) -> float:
    """An sRGB channel of 0 to 255 as a share of light, 0 to 1 (IEC 61966-2-1)."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def from_linear(light: float) -> int:
    """The sRGB channel, 0 to 255, of a share of light."""
    return round(255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))


# --- private ------------------------------------------------------------------------------------


def _file(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except OSError as error:
        reason = error.strerror or "unreadable"
        remedy = "Check the path; it counts from the folder Drumbeat runs in."
    except UnicodeDecodeError:
        reason, remedy = "it is not UTF-8", "Save it as UTF-8."
    raise ThemeError(f"The theme's file {path} cannot be read: {reason}.", remedy=remedy)


def _luminance(colour: str) -> float:
    red, green, blue = (to_linear(value) for value in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(table: dict[str, Any], name: str) -> Theme:
    _check_keys(name, "", table, [field.name for field in fields(Theme) if field.name != "name"])
    if not isinstance(table["about"], str):
        raise ThemeError(f"Theme {name}: about is not a text.", remedy="Describe the theme in a line.")
    return Theme(
        name=name,
        about=table["about"],
        colours=Colours(**_section(name, table, "colours", Colours, _colour)),
        fonts=Fonts(**_section(name, table, "fonts", Fonts, _font)),
        **{key: Shape(**_section(name, table, key, Shape, _measure)) for key in ("wide", "square", "tall")},
    )


def _section(
    name: str, table: dict[str, Any], key: str, into: type, check: Callable[[str, str, object], object]
) -> dict[str, Any]:
    """The section *key* with exactly the keys of the dataclass *into*, each value checked."""
    section = table[key]
    if not isinstance(section, dict):
        raise ThemeError(f"Theme {name}: {key} is not a section.", remedy=f"Write it as [{key}].")
    _check_keys(name, f"{key}.", section, [field.name for field in fields(into)])
    return {entry: check(name, f"{key}.{entry}", value) for entry, value in section.items()}


def _check_keys(name: str, prefix: str, table: dict[str, Any], known: list[str]) -> None:
    unknown = [prefix + key for key in table if key not in known]
    missing = [prefix + key for key in known if key not in table]
    if unknown:
        raise ThemeError(f"Theme {name} has unknown keys: {', '.join(unknown)}.", remedy="Remove them.")
    if missing:
        raise ThemeError(f"Theme {name} lacks keys: {', '.join(missing)}.", remedy="Add them.")


def _colour(name: str, key: str, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ThemeError(f"Theme {name}: {key} = {value!r} is no colour.", remedy='Write it like "#0B2545".')
    return value.upper()


def _font(name: str, key: str, value: object) -> str:
    try:
        assets.font(str(value))
    except (FileNotFoundError, IsADirectoryError):
        raise ThemeError(
            f"Theme {name}: {key} = {value!r} is no bundled font.",
            remedy="Write its path below assets/fonts, like inter/Inter-Book.ttf.",
        ) from None
    return str(value)


def _measure(name: str, key: str, value: object) -> float | bool:
    if key.endswith(".abreast"):
        if not isinstance(value, bool):
            raise ThemeError(f"Theme {name}: {key} = {value!r}.", remedy="Write true or false.")
        return value
    least, most = _BOUNDS[key.split(".")[1]]
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ThemeError(
            f"Theme {name}: {key} = {value!r} is not a number from {least:g} to {most:g}.",
            remedy="Measures are shares of the card's width; line_height is a multiple of the size.",
        )
    return float(value)


def _check_sizes(theme: Theme) -> None:
    for key in ("wide", "square", "tall"):
        shape: Shape = getattr(theme, key)
        if shape.largest < shape.smallest:
            raise ThemeError(
                f"Theme {theme.name}: {key}.largest = {shape.largest:g} is below {key}.smallest = "
                f"{shape.smallest:g}.",
                remedy="Make it larger.",
            )


def _check_contrast(theme: Theme) -> None:
    colours = theme.colours
    for ink, ground in (("quote", "ground"), ("marks", "ground"), ("name", "panel"), ("role", "panel")):
        ratio = contrast(getattr(colours, ink), getattr(colours, ground))
        if ratio < LEAST_CONTRAST:
            raise ThemeError(
                f"Theme {theme.name}: {ink} on {ground} has a contrast of {ratio:.2f}:1; "
                f"at least {LEAST_CONTRAST}:1 is needed.",
                remedy=f"Make colours.{ink} lighter or darker.",
            )
