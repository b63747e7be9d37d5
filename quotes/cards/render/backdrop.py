"""Grounds that are not plain: gradients, and photographs in two colours under a scrim.

Both are a share for every pixel, from the ground's colour, 0, to the far one, 1, and are mixed as light
mixes. What is dark in a photograph gets the darker of the two. A scrim brings the ground forward until
every ink can be read on the brightest and the darkest pixel that may lie behind it.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from quotes.cards.colour import luminance, ratio, rgb, to_linear
from quotes.cards.furniture import Furniture
from quotes.cards.theme import LEAST_CONTRAST, READ, Theme
from quotes.errors import CardError

Shares = NDArray[np.float32]

_GAMMA = 1.35
"""Deepens the middle tones of a photograph in two colours."""
_SCRIM = 0.58
"""What the scrim takes at its thick end, besides what it takes everywhere."""
_THICKEST = 0.94
_STEP = 0.04
_MARGIN = 1.03
"""A JPEG may shift a pixel a little; the contrast sought is so much higher."""
_LEVELS = 4096


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """A finished ground. Not to be drawn on."""

    image: Image.Image
    shares: Shares
    lightness: tuple[float, float]
    """The luminance of a share of 0 and of 1."""

    def extremes(self, box: tuple[int, int, int, int]) -> tuple[float, float]:
        """The luminance of the darkest and of the brightest pixel within *box*."""
        left, top, right, bottom = box
        part = self.shares[max(0, top) : bottom, max(0, left) : right]
        low, high = self.lightness
        found = [low + (high - low) * float(share) for share in (part.min(), part.max())]
        return min(found), max(found)


@lru_cache(maxsize=4)
def ground(theme: Theme, width: int, height: int, *, rtl: bool = False, whole: bool = False) -> Ground:
    """The ground of *theme* at a size; *rtl*: of a card whose lines start at the right.

    Its scrim is thick enough where the quote stands, or everywhere on the *whole* card.
    """
    lightness = luminance(theme.colours.ground), luminance(theme.colours.far)
    if theme.backdrop.kind == "gradient":
        shares = _gradient(width, height, across=theme.backdrop.direction == "across")
    else:
        shares = _photograph(theme, width, height, rtl=rtl)
        shares = _under_scrim(shares, theme, lightness, rtl=rtl, whole=whole)
    return Ground(image=_mixed(shares, theme), shares=shares, lightness=lightness)


def _gradient(width: int, height: int, *, across: bool) -> Shares:
    """From 0 to 1, smoothly, and a little aslant."""
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    main, other = (right / width, down / height) if across else (down / height, right / width)
    return _smooth(0.85 * main + 0.15 * other)


def _photograph(theme: Theme, width: int, height: int, *, rtl: bool) -> Shares:
    """The theme's photograph, cut to the card's shape; without one, light from the end of the lines."""
    if theme.backdrop.photograph is None:
        down, right = np.mgrid[0:height, 0:width].astype(np.float32)
        far = np.hypot((right / width - 0.92) * min(1.0, width / height), down / height - 0.12)
        return _sided((1 - _smooth(np.clip(far / 1.05, 0, 1))).astype(np.float32), rtl=rtl)
    try:
        with Image.open(BytesIO(theme.backdrop.photograph)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("L")
    except OSError as error:
        raise CardError(
            f"The photograph of theme {theme.name} is no picture: {error}.",
            remedy="Save it as a JPEG or PNG.",
        ) from error
    fitted = ImageOps.fit(upright, (width, height), Image.Resampling.LANCZOS)
    light = np.asarray(fitted, np.float32) / np.float32(255)
    if luminance(theme.colours.ground) > luminance(theme.colours.far):
        light = 1 - light
    shares: Shares = np.power(light, np.float32(_GAMMA))
    return shares


def _under_scrim(
    shares: Shares, theme: Theme, lightness: tuple[float, float], *, rtl: bool, whole: bool
) -> Shares:
    """*shares* under the thinnest scrim on which all inks can be read."""
    height, width = shares.shape
    wide = theme.shape(width, height) is theme.wide
    ramp = _sided(_ramp(width, height, wide=wide), rtl=rtl)
    left, right = (0, width) if whole else _column(theme, width, height, rtl=rtl)
    strength = 0.0
    while True:
        covered = shares * (1 - np.clip(strength + _SCRIM * ramp, 0, _THICKEST))
        part = covered[:, left:right]
        if strength >= _THICKEST or _readable(theme, lightness, float(part.min()), float(part.max())):
            return covered.astype(np.float32)  # type: ignore[no-any-return]
        strength += _STEP


def _ramp(width: int, height: int, *, wide: bool) -> Shares:
    """Where a scrim is thick: where the lines begin, on a wide card; below, on any other."""
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    return _smooth(1 - right / width) if wide else _smooth(0.35 + 0.65 * down / height)


def _column(theme: Theme, width: int, height: int, *, rtl: bool) -> tuple[int, int]:
    """Between which pixels the quote stands."""
    furniture, shape = Furniture(theme, (width, height)), theme.shape(width, height)
    end = furniture.left + round((furniture.right - furniture.left) * shape.column)
    return (width - end, width) if rtl else (0, end)


def _readable(theme: Theme, lightness: tuple[float, float], low: float, high: float) -> bool:
    """Whether every ink contrasts with the shares *low* and *high*."""
    colours, (dark, light) = theme.colours, lightness
    inks = {getattr(colours, ink) for ink in READ}
    behind = [dark + (light - dark) * share for share in (low, high)]
    least = min(ratio(luminance(ink), each) for ink in inks for each in behind)
    return least >= LEAST_CONTRAST * _MARGIN


def _sided(shares: Shares, *, rtl: bool) -> Shares:
    return shares[:, ::-1] if rtl else shares


def _smooth(share: Shares) -> Shares:
    return share * share * (3 - 2 * share)


def _mixed(shares: Shares, theme: Theme) -> Image.Image:
    """The picture: colours mixed as light mixes, with half a level of noise against visible bands."""
    ends = [
        np.array([to_linear(value) for value in rgb(c)]) for c in (theme.colours.ground, theme.colours.far)
    ]
    light = ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, _LEVELS)[:, None]
    levels = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055) * 255
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, shares.shape).astype(np.float32)
    index = (shares * (_LEVELS - 1) + 0.5).astype(np.uint16)
    picture = levels.astype(np.float32)[index] + noise[..., None]
    return Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
