"""Gradients and photographs: what is behind the words, and that they can be read on it."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import assets
from quotes.cards import render
from quotes.cards.card import Card, alt_text
from quotes.cards.colour import luminance, ratio, to_linear
from quotes.cards.compose import compose
from quotes.cards.legibility import check_contrast
from quotes.cards.render import backdrop, draw
from quotes.cards.schema import load, parse
from quotes.cards.theme import Theme
from quotes.errors import CardError

SIZES = [(1600, 900), (1080, 1350), (1080, 1080), (1200, 630)]
MARCH = assets.theme("march")


def photograph(kind: str) -> bytes:
    """A picture made here: a hard test for whoever writes on it."""
    random = np.random.default_rng(7)
    noise = random.integers(0, 256, (90, 160, 3), dtype=np.uint8)
    white, black = np.full_like(noise, 255), np.zeros_like(noise)
    checks = np.where((np.indices((90, 160)).sum(axis=0) // 9 % 2)[..., None].astype(bool), white, black)
    pixels = {"noise": noise, "white": white, "black": black, "checks": checks}[kind]
    out = io.BytesIO()
    Image.fromarray(pixels).resize((1600, 900)).save(out, "JPEG", quality=90)
    return out.getvalue()


def march(folder: Path, kind: str, scheme: str = "dark") -> Theme:
    """March with a photograph."""
    (folder / "photo.jpg").write_bytes(photograph(kind))
    text = MARCH.replace('# photograph = "crowd.jpg"', 'photograph = "photo.jpg" #')
    return parse(text, name="march", folder=folder, scheme=scheme)


def card(theme: Theme, size: tuple[int, int] = (1600, 900)) -> Card:
    """A card with all inks."""
    return Card(
        quote="No one should lose their home because a rent bill rose faster than a paycheck.",
        speaker="Ana Ruiz",
        issuer="Alder Union",
        lang="en",
        theme=theme,
        width=size[0],
        height=size[1],
    )


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("kind", ["noise", "white", "black", "checks"])
def test_words_can_be_read_on_any_photograph(tmp_path: Path, kind: str, scheme: str) -> None:
    """Every pixel of the photograph behind a line, as a JPEG has it, contrasts 4.5:1 with the line's inks."""
    wanted = card(march(tmp_path, kind, scheme))
    layout = compose(wanted)
    ground = render._ground(wanted, layout)
    assert ground is not None
    out = io.BytesIO()
    ground.image.save(out, "JPEG", quality=92, subsampling="4:4:4")
    pixels = np.asarray(Image.open(out).convert("RGB"))
    light = np.vectorize(to_linear)(np.arange(256))[pixels] @ (0.2126, 0.7152, 0.0722)
    for line in layout.lines:
        part = light[line.baseline - line.size // 2 : line.baseline, int(line.left) : int(line.right)]
        for ink in {run.ink for run in line.runs}:
            ink_light = luminance(getattr(wanted.theme.colours, ink))
            # Less a rounding of the JPEG, which moves single pixels.
            assert min(ratio(ink_light, part.min()), ratio(ink_light, part.max())) > 4.35


@pytest.mark.parametrize("size", SIZES)
def test_file(tmp_path: Path, size: tuple[int, int]) -> None:
    """A JPEG with no colours dropped, of the size asked for, within every network's limit, and twice the same."""
    wanted = card(march(tmp_path, "noise"), size)
    drawn = draw(wanted)
    image = Image.open(io.BytesIO(drawn.data))
    assert (drawn.media_type, image.format, image.size, image.mode) == ("image/jpeg", "JPEG", size, "RGB")
    assert {each[1:3] for each in image.layer} == {(1, 1)}  # type: ignore[attr-defined] # no subsampling
    assert len(drawn.data) <= 1_000_000
    backdrop.ground.cache_clear()
    assert draw(wanted).data == drawn.data
    said = image.info["xmp"].decode()
    assert wanted.key() in said
    assert alt_text(wanted) in said


def test_quality_steps_down(tmp_path: Path) -> None:
    """A smaller limit is kept by a lower quality, and one that no quality keeps is refused with the figures."""
    wanted = card(march(tmp_path, "noise"))
    full = len(draw(wanted).data)
    assert len(draw(wanted, most=full - 1).data) < full
    with pytest.raises(CardError, match="networks take at most 20,000"):
        draw(wanted, most=20_000)


def test_photograph_is_seen(tmp_path: Path) -> None:
    """Two photographs are two pictures and two keys."""
    one, other = card(march(tmp_path, "noise")), card(march(tmp_path, "checks"))
    assert one.key() != other.key()
    assert draw(one).data != draw(other).data


def test_contrast_is_looked_at_where_the_words_are(tmp_path: Path) -> None:
    """The check tells which line fails, by its figures, and sees a single bright pixel behind it."""
    wanted = card(march(tmp_path, "black"))
    layout = compose(wanted)
    assert check_contrast(wanted, layout, lambda box: (0.0, 0.01)) == []
    line = layout.lines[0]
    at = (int(line.left) + 5, line.baseline - 5)

    def extremes(box: tuple[int, int, int, int]) -> tuple[float, float]:
        return 0.0, 0.9 if box[0] <= at[0] < box[2] and box[1] <= at[1] < box[3] else 0.01

    found = check_contrast(wanted, layout, extremes)
    assert {line.text in each.message for each in found} == {True}
    assert "has a contrast of 1." in found[0].message


def test_unreadable_photograph_is_refused() -> None:
    """Where even the thickest scrim leaves too little contrast, the card is refused with the figures."""
    text = MARCH.replace('ground = "#120B2E"', 'ground = "#6A6A6A"').replace(
        'role = "#F2DDE4"', 'role = "#FFFFFF"'
    )
    text = text.replace('marks = "#FFD23F"', 'marks = "#FFFFFF"').replace(
        'far = "#E85D75"', 'far = "#FFFFFF"'
    )
    theme = load("march")
    grey = replace(theme, colours=parse(text, name="grey").colours)
    with pytest.raises(CardError, match=r"has a contrast of \d\.\d\d:1 with what is behind it"):
        draw(card(grey))


def test_gradient(tmp_path: Path) -> None:
    """A gradient goes from the ground's colour to the far one, both of which the theme's inks were held against."""
    text = assets.theme("plain").replace("[design]", '[backdrop]\nkind = "gradient"\n\n[design]', 1)
    text = text.replace('ground = "#FFFFFF"', 'ground = "#FFFFFF"\nfar = "#F4EEE2"')
    theme = parse(text, name="dawn", folder=tmp_path)
    ground = backdrop.ground(theme, 600, 600)
    assert ground.extremes((0, 0, 600, 600)) == pytest.approx((luminance("#F4EEE2"), 1.0), abs=0.01)
    assert draw(card(theme)).media_type == "image/jpeg"
    text = text.replace('far = "#F4EEE2"', 'far = "#8A2020"')
    with pytest.raises(CardError.__bases__[0], match="with far; at least"):
        parse(text, name="dawn")
