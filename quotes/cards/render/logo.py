"""Draws logos."""

from functools import lru_cache
from io import BytesIO

from PIL import Image

from quotes.cards.furniture import Spot
from quotes.cards.render.canvas import Canvas
from quotes.cards.theme import Logo
from quotes.errors import CardError


def draw_logo(canvas: Canvas, logo: Logo, spot: Spot) -> None:
    """Draw *logo* where the layout has room for it."""
    canvas.paste(_scaled(logo, spot.right - spot.left, spot.bottom - spot.top), spot.left, spot.top)


@lru_cache(maxsize=16)
def _scaled(logo: Logo, width: int, height: int) -> Image.Image:
    try:
        with Image.open(BytesIO(_png(logo, width, height))) as picture:
            clear = picture.convert("RGBA").convert("RGBa")  # so that what is clear lends no colour
    except (OSError, ValueError) as error:
        raise CardError(f"The logo is no picture: {error}.", remedy="Save it as a PNG.") from error
    return clear.resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")


def _png(logo: Logo, width: int, height: int) -> bytes:
    """The logo's file; of an SVG, a picture of it at that size."""
    if logo.data[:4] == b"\x89PNG":
        return logo.data
    from resvg_py import svg_to_bytes

    text = logo.data.decode("utf-8", "replace")
    return svg_to_bytes(svg_string=text, width=width, height=height, skip_system_fonts=True)
