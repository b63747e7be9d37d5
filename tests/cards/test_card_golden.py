"""Pictures as somebody looked at them and found them good.

After a change that is meant to show, look at ``make cards``, then write them anew:

    DRUMBEAT_GOLDEN=write .venv/bin/pytest tests/cards/test_card_golden.py
"""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import assets
from quotes.cards.render import draw
from quotes.cards.samples import SAMPLES, Sample
from quotes.cards.schema import load

GOLDEN = Path(__file__).with_name("golden")
WRITE = os.environ.get("DRUMBEAT_GOLDEN") == "write"
SIZE = (600, 750)
CASES = [
    *((theme, "short") for theme in assets.themes()),
    ("newsprint", "Arabic"),  # starts at the right, headline and date too
    ("broadside-light", "Urdu"),  # with the notch mirrored
    ("bigmark-light", "Hindi"),
    ("plain-dark", "Amharic"),
    ("placard-dark", "Vietnamese"),
]

OFF = 32
"""Levels by which a pixel may differ unseen, at the edge of a letter."""
MOST_OFF = 0.001
LEAST_ALIKE = 0.995


def alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The structural similarity of two pictures, 8 by 8 pixels at a time; 1 for the same.

    Z. Wang et al., "Image quality assessment", 2004 (https://doi.org/10.1109/TIP.2003.819861).
    """
    blocks = []
    for picture in (one, other):
        grey = picture.astype(np.float64).mean(axis=2)
        high, wide = (edge // 8 * 8 for edge in grey.shape)
        cut = grey[:high, :wide].reshape(high // 8, 8, wide // 8, 8).swapaxes(1, 2)
        blocks.append(cut.reshape(-1, 64))
    a, b = blocks
    means, spreads = (a.mean(axis=1), b.mean(axis=1)), (a.var(axis=1), b.var(axis=1))
    shared = (a * b).mean(axis=1) - means[0] * means[1]
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    same = (2 * means[0] * means[1] + first) * (2 * shared + second)
    return float((same / ((means[0] ** 2 + means[1] ** 2 + first) * (sum(spreads) + second))).mean())


def off(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The share of pixels of which a channel differs by more than ``OFF``."""
    return float((np.abs(one.astype(int) - other.astype(int)).max(axis=2) > OFF).mean())


def pixels(data: bytes) -> NDArray[np.uint8]:
    """A file's pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))


def sample(kind: str) -> Sample:
    """The sample of that kind."""
    return next(each for each in SAMPLES if each.kind == kind)


@pytest.mark.parametrize(("theme", "kind"), CASES)
def test_golden(theme: str, kind: str) -> None:
    """A card looks as it did: the same pixels, or so nearly that nobody sees it."""
    drawn = draw(sample(kind).card(load(theme), SIZE))
    path = GOLDEN / f"{theme}-{kind.lower()}{'.png' if drawn.media_type == 'image/png' else '.jpg'}"
    if WRITE:
        path.write_bytes(drawn.data)
    now, then = pixels(drawn.data), pixels(path.read_bytes())
    assert now.shape == then.shape
    if not np.array_equal(now, then):
        assert off(now, then) < MOST_OFF
        assert alike(now, then) > LEAST_ALIKE


def test_every_golden_is_of_a_case() -> None:
    """No picture stays that nothing is compared with."""
    assert {path.stem for path in GOLDEN.iterdir()} == {f"{theme}-{kind.lower()}" for theme, kind in CASES}


def test_a_change_is_seen() -> None:
    """The comparison tells a letter, a pixel's shift and a hue; and lets pass what only an encoder would see."""
    card = sample("short").card(load("plain"), SIZE)
    picture = pixels(draw(card).data)
    shifted = np.roll(picture, 1, axis=1)
    assert off(picture, shifted) > MOST_OFF
    letter = picture.copy()
    letter[100:140, 100:140] = 255 - letter[100:140, 100:140]
    assert off(picture, letter) > MOST_OFF
    assert alike(picture, letter) < LEAST_ALIKE
    hue = np.clip(picture.astype(int) - (0, 40, 40), 0, 255).astype(np.uint8)
    assert off(picture, hue) > MOST_OFF
    noise = np.random.default_rng(0).integers(-2, 3, picture.shape)
    grained = np.clip(picture.astype(int) + noise, 0, 255).astype(np.uint8)
    assert off(picture, grained) == 0
    assert alike(picture, picture) == pytest.approx(1)
