"""Colours: how light they are, and how well two of them can be told apart. Pure."""

from itertools import chain


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


def luminance(colour: str) -> float:
    """The relative luminance of ``#RRGGBB``, 0 to 1 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    red, green, blue = (to_linear(value) for value in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: float, second: float) -> float:
    """The contrast of two luminances, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = max(first, second), min(first, second)
    return (lighter + 0.05) / (darker + 0.05)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours ``#RRGGBB``, from 1 to 21."""
    return ratio(luminance(first), luminance(second))


def mixed(under: str, over: str, steps: int) -> tuple[int, ...]:
    """The colours from *under* to *over* in *steps* steps, mixed as light mixes; red, green, blue of each."""
    pairs = [(to_linear(low), to_linear(high)) for low, high in zip(rgb(under), rgb(over), strict=True)]
    shares = [step / steps for step in range(steps + 1)]
    return tuple(chain.from_iterable([from_linear(a * (1 - s) + b * s) for a, b in pairs] for s in shares))
