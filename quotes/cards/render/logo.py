"""Draws logos."""

from functools import lru_cache
from io import BytesIO

from PIL import Image

from quotes.cards.furniture import Spot
from quotes.cards.render.canvas import Canvas
from quotes.cards.theme import Logo


def draw_logo(canvas: Canvas, logo: Logo, spot: Spot) -> None:
    """Draw *logo* where the layout has room for it."""
    canvas.paste(_scaled(logo, spot.right - spot.left, spot.bottom - spot.top), spot.left, spot.top)


@lru_cache(maxsize=16)
def _scaled(logo: Logo, width: int, height: int) -> Image.Image:
    with Image.open(BytesIO(logo.data)) as picture:
        return picture.convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")
