"""Logos: PNG and SVG, where they belong."""

import io
from pathlib import Path

import pytest
from PIL import Image

import assets
from quotes.cards.compose import compose
from quotes.cards.render import draw
from quotes.cards.samples import ARABIC, SHORT, SIZES
from quotes.cards.schema import parse
from quotes.cards.theme import Theme
from quotes.errors import CardError, ThemeError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="{}"/></svg>'
PINK = (255, 0, 170)


def png(size: tuple[int, int] = (80, 40)) -> bytes:
    """A pink PNG."""
    out = io.BytesIO()
    Image.new("RGBA", size, (*PINK, 255)).save(out, "PNG")
    return out.getvalue()


def themed(folder: Path, name: str, data: bytes, like: str = "plain") -> Theme:
    """A theme with a logo."""
    (folder / name).write_bytes(data)
    text = assets.theme(like).replace("\nscheme", f'\nlogo = "{name}"\nscheme', 1)
    return parse(text, name="mine", folder=folder)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "data"), [("logo.png", png()), ("logo.svg", SVG.format("#ff00aa").encode())]
)
def test_logo_fills_its_spot(tmp_path: Path, name: str, data: bytes, size: tuple[int, int]) -> None:
    """It is drawn as large as the layout says, in its own shape, on the side where lines end, away from the words."""
    theme = themed(tmp_path, name, data)
    for sample in (SHORT, ARABIC):
        layout = compose(sample.card(theme, size))
        spot = layout.logo
        assert spot is not None
        assert (spot.right - spot.left) / (spot.bottom - spot.top) == pytest.approx(2, abs=0.05)
        assert (spot.left < size[0] / 2) == (sample is ARABIC)
        image = Image.open(io.BytesIO(draw(sample.card(theme, size)).data)).convert("RGB")
        inner = image.crop((spot.left + 1, spot.top + 1, spot.right - 1, spot.bottom - 1))
        assert inner.getcolors(4) == [(inner.width * inner.height, PINK)]
        assert all(
            line.right < spot.left or spot.right < line.left for line in layout.lines if line.part != "quote"
        )


def test_clear_parts_stay_clear(tmp_path: Path) -> None:
    """What is transparent in a logo shows the card's ground, without a fringe of its own colour."""
    svg = SVG.replace('width="40"', 'width="20"').format("#ff00aa").encode()
    theme = themed(tmp_path, "logo.svg", svg)
    card = SHORT.card(theme, (1600, 900))
    spot = compose(card).logo
    assert spot is not None
    image = Image.open(io.BytesIO(draw(card).data)).convert("RGB")
    middle = (spot.left + spot.right) // 2
    clear = image.crop((middle + 3, spot.top, spot.right, spot.bottom))
    assert clear.getcolors(4) == [(clear.width * clear.height, (255, 255, 255))]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        b"<svg>",
        b'<svg viewBox="0 0 0 0">',
        b'<svg viewBox="0 0 1.2.3 4">',
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_no_logo(tmp_path: Path, data: bytes) -> None:
    """What has no shape of its own is refused with the line."""
    with pytest.raises(ThemeError, match="line 4: logo is no PNG, nor an SVG with a viewBox"):
        themed(tmp_path, "logo.png", data)


@pytest.mark.parametrize("data", [png()[:60], b'<svg viewBox="0 0 9 9"><rect'])
def test_broken_logo(tmp_path: Path, data: bytes) -> None:
    """A logo that breaks off is refused when a card is drawn."""
    theme = themed(tmp_path, "logo.png", data)
    with pytest.raises(CardError, match="logo is no picture"):
        draw(SHORT.card(theme, (600, 600)))


def test_logo_changes_the_key(tmp_path: Path) -> None:
    """Another logo is another card."""
    keys = {
        SHORT.card(themed(tmp_path, "logo.png", data), (600, 600)).key() for data in (png(), png((81, 40)))
    }
    assert len(keys) == 2
