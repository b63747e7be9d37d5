"""Pictures, as the networks and their readers get them."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from quotes.cards import render
from quotes.cards.card import Card, alt_text
from quotes.cards.compose import compose
from quotes.cards.layout import SAFE
from quotes.cards.render import draw
from quotes.cards.theme import Theme, contrast, load, rgb
from quotes.errors import CardError

SIZES = [(1600, 900), (1080, 1350), (1080, 1080), (1200, 630)]
CARD = Card(
    quote="To begin to transform our country, the next administration cannot simply restore the status quo that "
    "existed before Trump was elected.",
    speaker="Marisol Vega-Ortiz",
    issuer="Immigrant Justice Network",
    lang="en",
    theme=load("broadside"),
)


def picture(card: Card) -> Image.Image:
    """The card's picture, as a network decodes it."""
    return Image.open(io.BytesIO(draw(card).data))


def chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The chunks of a PNG: their kind and content (https://www.w3.org/TR/png-3/#5Chunk-layout)."""
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        yield kind.decode(), body
        at += 12 + length


def ink_box(card: Card, theme: Theme) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int]]:
    """Where there is ink above the panel, and where on it: left, top, right, bottom."""
    image, layout = picture(card).convert("RGB"), compose(card)
    notch = max((round(y) + 1 for _, y in layout.tail), default=layout.panel)
    fields = (
        ((0, 0, card.width, layout.panel), theme.colours.ground),
        ((0, notch, card.width, card.height), theme.colours.panel),
    )
    found = []
    for area, colour in fields:
        part = image.crop(area)
        box = ImageChops.difference(part, Image.new("RGB", part.size, rgb(colour))).getbbox()
        assert box is not None
        found.append((box[0], box[1] + area[1], box[2], box[3] + area[1]))
    return found[0], found[1]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", ["broadside", "broadside-light"])
def test_ink_is_in_the_safe_area(name: str, width: int, height: int) -> None:
    """No pixel of a letter comes near an edge, or to the border of the panel."""
    card = replace(CARD, theme=load(name), width=width, height=height)
    safe, panel = SAFE * min(width, height), compose(card).panel
    above, below = ink_box(card, card.theme)
    assert min(above[0], below[0], above[1]) >= safe - 1
    assert max(above[2], below[2]) <= width - safe + 1
    assert below[3] <= height - safe + 1
    assert above[3] <= panel - safe + 1


def test_ink_is_where_the_layout_says() -> None:
    """Lines begin at the margin to the pixel, the letters of the panel as those of the quote."""
    card = replace(CARD, quote="HHHH HHHH HHHH", speaker="HHH", issuer=None)
    above, below = ink_box(card, card.theme)
    margin = round(card.theme.wide.margin * card.width)
    assert abs(below[0] - margin) <= 1
    assert above[0] < margin - 20  # the opening mark hangs
    line = next(line for line in compose(card).lines if line.part == "name")
    assert abs(below[3] - line.baseline) <= 1


@pytest.mark.parametrize("name", ["broadside", "broadside-light"])
def test_indexed_and_small(name: str) -> None:
    """An indexed PNG without transparency, within every network's limit, of the size that was asked for."""
    drawn = draw(replace(CARD, theme=load(name)))
    image = Image.open(io.BytesIO(drawn.data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1600, 900))
    assert (drawn.media_type, drawn.width, drawn.height) == ("image/png", 1600, 900)
    assert len(drawn.data) <= 100_000 < render.MAX_BYTES
    assert "transparency" not in image.info


def test_nothing_else_in_the_file() -> None:
    """The file tells title, alt text and digest, and nothing of when, where and by whom it was made."""
    found = list(chunks(draw(CARD).data))
    assert {kind for kind, _ in found} == {"IHDR", "PLTE", "iTXt", "IDAT", "IEND"}
    texts = [body.split(b"\0", 1)[0].decode() for kind, body in found if kind == "iTXt"]
    assert texts == ["Title", "Description", "Digest"]
    info = picture(CARD).info
    assert info["Title"] == "Quote card: Marisol Vega-Ortiz, Immigrant Justice Network"
    assert info["Description"] == alt_text(CARD)
    assert info["Digest"] == CARD.key()


def test_same_bytes_twice() -> None:
    """A card drawn again is the same file, also after others were drawn."""
    first = draw(CARD).data
    draw(replace(CARD, quote="Something else.", theme=load("broadside-light")))
    render._font.cache_clear()
    assert draw(CARD).data == first


def test_drawn_colours_are_the_themes() -> None:
    """Ground, quote, marks, panel and name are in the picture as the theme has them, and contrast as it says."""
    colours = CARD.theme.colours
    counts = {colour: n for n, colour in picture(CARD).convert("RGB").getcolors(maxcolors=256) or ()}
    for ink in ("ground", "quote", "marks", "panel", "name", "role"):
        assert counts.get(rgb(getattr(colours, ink)), 0) > 100, ink
    assert contrast(colours.quote, colours.ground) > 4.5


def test_other_letters_are_other_pictures() -> None:
    """What is drawn is the text: a changed letter changes the picture there, and only there."""
    first, second = (picture(replace(CARD, quote=quote)).convert("RGB") for quote in ("Hold it.", "Held it."))
    box = ImageChops.difference(first, second).getbbox()
    assert box is not None
    assert box[3] < compose(CARD).panel


def test_words_of_one_line_share_a_baseline() -> None:
    """Letters without descenders end on the baseline, to the pixel."""
    card = replace(CARD, quote="HHH", speaker="HHH", issuer=None, lang="en")
    above, _ = ink_box(card, card.theme)
    line = compose(card).lines[0]
    assert abs(above[3] - line.baseline) <= 1


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture above the limit is refused in figures rather than sent."""
    monkeypatch.setattr(render, "MAX_BYTES", 1000)
    with pytest.raises(CardError, match="bytes; networks take at most 1,000") as error:
        draw(CARD)
    assert error.value.remedy


def test_golden_picture() -> None:
    """A small patch of the drawn card, pixel by pixel: the tail that points at the name."""
    image, layout = picture(CARD).convert("RGB"), compose(CARD)
    left, top = (round(value) for value in layout.tail[0])
    ground, panel = rgb(CARD.theme.colours.ground), rgb(CARD.theme.colours.panel)
    width = round(layout.tail[1][0]) - left
    assert [image.getpixel((x, top)) for x in (left - 2, left + 1, left + width + 2)] == [
        panel,
        ground,
        panel,
    ]
    assert [image.getpixel((left + 1, y)) for y in (top - 1, top + round(0.8 * width) + 2)] == [ground, panel]
