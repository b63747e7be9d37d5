"""Contact sheets: many cards in one picture, to look at a theme."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image

from quotes.cards.render import Drawn, draw
from quotes.cards.samples import SIZES, Sample
from quotes.cards.theme import Theme
from quotes.errors import CardError

_HIGH = 400
"""Pixels that a card is high on a sheet."""
_GAP = 12
_TABLE = "#8A8A8A"
"""The grey that cards lie on."""


def sheet(themes: Sequence[Theme], samples: Sequence[Sample]) -> tuple[bytes, list[str]]:
    """A PNG with a row of all sizes for each sample in each theme, and what was refused, in words."""
    remarks: list[str] = []
    rows = [[_small(each) for each in _row(theme, sample, remarks)] for theme in themes for sample in samples]
    wide = max((sum(each.width + _GAP for each in row) for row in rows), default=0) + _GAP
    picture = Image.new("RGB", (wide, len(rows) * (_HIGH + _GAP) + _GAP), _TABLE)
    for n, row in enumerate(rows):
        left = _GAP
        for each in row:
            picture.paste(each, (left, n * (_HIGH + _GAP) + _GAP))
            left += each.width + _GAP
    out = BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue(), remarks


def _row(theme: Theme, sample: Sample, remarks: list[str]) -> Iterator[Drawn]:
    for size in SIZES:
        try:
            yield draw(sample.card(theme, size))
        except CardError as error:
            remarks.append(f"{theme.name}, {sample.kind}, {size[0]}×{size[1]}: {error.message}")


def _small(drawn: Drawn) -> Image.Image:
    with Image.open(BytesIO(drawn.data)) as picture:
        wide = round(drawn.width * _HIGH / drawn.height)
        return picture.convert("RGB").resize((wide, _HIGH), Image.Resampling.LANCZOS)
