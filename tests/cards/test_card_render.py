"""Pictures: looked at pixel by pixel."""

import struct
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

import assets
from quotes.cards import render
from quotes.cards.card import Card, alt_text
from quotes.cards.colour import rgb
from quotes.cards.compose import compose
from quotes.cards.layout import SAFE
from quotes.cards.render import Drawn, draw, glyphs
from quotes.cards.schema import load
from quotes.cards.shape import face
from quotes.errors import CardError

SIZES = [(1600, 900), (1080, 1350), (1080, 1080), (1200, 630)]
CARD = Card(
    quote="Jamás—dijo ella—“Łódź, fjords & Ệ” for 1,111 people of the office.",
    speaker="Ýrsa Jóhannesdóttir",
    issuer="Ọ̀yọ́ Ẹgbẹ́",
    lang="en",
    theme=load("broadside"),
)


def picture(drawn: Drawn) -> Image.Image:
    """The file, decoded."""
    image = Image.open(BytesIO(drawn.data))
    image.load()
    return image


def batched(pixels: bytes) -> list[tuple[int, ...]]:
    """The bytes of an RGB picture, three by three."""
    return [tuple(pixels[n : n + 3]) for n in range(0, len(pixels), 3)]


def grounds(card: Card) -> Image.Image:
    """The card without its words."""
    layout = compose(card)
    image = Image.new("RGB", (card.width, card.height), rgb(card.theme.colours.ground))
    image.paste(rgb(card.theme.colours.panel), (0, layout.panel, card.width, card.height))
    return image


def ink(card: Card) -> Image.Image:
    """What differs from the card without its words."""
    return ImageChops.difference(picture(draw(card)).convert("RGB"), grounds(card)).convert("L")


@pytest.mark.parametrize("theme", ["broadside", "broadside-light"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_file(width: int, height: int, theme: str) -> None:
    """An indexed PNG of the size that was asked for, well within every network's limit."""
    drawn = draw(replace(CARD, width=width, height=height, theme=load(theme)))
    image = picture(drawn)
    assert (drawn.width, drawn.height) == image.size == (width, height)
    assert (drawn.media_type, image.format, image.mode) == ("image/png", "PNG", "P")
    assert len(drawn.data) < 100_000 < render.MAX_BYTES


def test_same_card_same_bytes() -> None:
    """Equal cards are equal files, even with the fonts loaded anew."""
    first = draw(CARD).data
    assert draw(replace(CARD)).data == first
    glyphs._font.cache_clear()
    assert draw(CARD).data == first


def test_other_cards_look_otherwise() -> None:
    """Every word shows: a card with another name or another letter is another picture."""
    shown = [
        picture(draw(card)).convert("RGB").tobytes()
        for card in (
            CARD,
            replace(CARD, quote=CARD.quote.replace("fjords", "fiords")),
            replace(CARD, speaker="Yrsa Jóhannesdóttir"),
            replace(CARD, issuer="Oyo Egbe"),
            replace(CARD, theme=load("broadside-light")),
        )
    ]
    assert len(set(shown)) == len(shown)


def kinds(data: bytes) -> list[str]:
    """The kinds of a PNG's chunks, in order (https://www.w3.org/TR/png-3/#5Chunk-layout)."""
    found, at = [], 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        found.append(kind.decode())
        at += 12 + length
    return found


def test_nothing_else_in_the_file() -> None:
    """The file has a picture, a palette, its colour space and three notes: no time, no software, no transparency."""
    assert set(kinds(draw(CARD).data)) == {"IHDR", "sRGB", "PLTE", "iTXt", "IDAT", "IEND"}
    assert kinds(draw(CARD).data).count("iTXt") == 3


def test_notes_in_the_file() -> None:
    """The file carries a title, the alt text and the key, and nothing else: no time, no software."""
    assert picture(draw(CARD)).info == {
        "srgb": 0,
        "Title": "Quote card: Ýrsa Jóhannesdóttir, Ọ̀yọ́ Ẹgbẹ́",
        "Description": alt_text(CARD),
        "Digest": CARD.key(),
    }
    assert picture(draw(replace(CARD, speaker=None, issuer=None))).info["Title"] == "Quote card"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_ink_is_where_the_layout_says(width: int, height: int) -> None:
    """Between the lines that the layout names, and beside them, nothing is drawn."""
    card = replace(CARD, width=width, height=height)
    layout, drawn = compose(card), ink(card)
    if layout.tail:
        (left, top), (right, _), (_, bottom) = layout.tail
        assert drawn.crop((int(left), int(top), int(right), int(bottom))).getbbox()
        drawn.paste(0, (int(left) - 1, int(top), int(right) + 2, int(bottom) + 2))
    for line in layout.lines:
        box = (0, line.baseline - round(1.1 * line.size), width, line.baseline + round(0.35 * line.size))
        assert drawn.crop(box).getbbox()
    for line in layout.lines:
        box = (0, line.baseline - round(1.1 * line.size), width, line.baseline + round(0.35 * line.size))
        drawn.paste(0, box)
    assert drawn.getbbox() is None


quotes_of = st.lists(
    st.text("AVWTYjfgyqpÅŻĘỆỰỵ“”‘’«»(.,!—ŁÐþωψЖЩђ019", min_size=1, max_size=12), min_size=1, max_size=14
).map(" ".join)


@settings(max_examples=25)
@given(quotes_of, st.sampled_from(SIZES), st.sampled_from([None, "fr", "de", "ru"]))
def test_no_ink_near_the_edge(quote: str, size: tuple[int, int], lang: str | None) -> None:
    """Whatever the letters, marks that hang included, nothing is drawn outside the safe area."""
    card = replace(CARD, quote=quote, width=size[0], height=size[1], lang=lang)
    try:
        box = ink(card).getbbox()
    except CardError:
        return
    assert box is not None
    safe = int(SAFE * min(size))
    assert safe <= box[0]
    assert safe <= box[1]
    assert box[2] <= size[0] - safe
    assert box[3] <= size[1] - safe


def test_first_letters_stand_in_line() -> None:
    """The ink of every line begins at the margin, within a pixel; of the first, that of its first letter."""
    card = replace(
        CARD, quote="Housing is a right that everybody has whatever they earn and wherever they live."
    )
    layout, drawn = compose(card), picture(draw(card)).convert("RGB")
    margin = int(layout.tail[0][0])
    clear = (
        ImageChops.difference(drawn, grounds(card)).convert("L").point(lambda value: 255 if value > 60 else 0)
    )
    for line in layout.lines[1:]:
        box = clear.crop((0, line.baseline - round(0.7 * line.size), card.width, line.baseline)).getbbox()
        assert box is not None
        assert abs(box[0] - margin) <= 1
    first = next(run for run in layout.lines[0].runs if run.ink == "quote")
    assert margin - 0.1 * layout.lines[0].size < first.x <= margin


def test_letters_stand_on_the_baseline() -> None:
    """Letters without descenders end on the baseline of the layout, to the pixel, on both fields."""
    card = replace(CARD, quote="HHH", speaker="HHH", issuer=None)
    layout, drawn = compose(card), ink(card)
    quote, name = layout.lines
    above = drawn.crop((0, 0, card.width, layout.panel)).getbbox()
    below = drawn.getbbox()
    assert above is not None
    assert below is not None
    assert abs(above[3] - quote.baseline) <= 1
    assert abs(below[3] - name.baseline) <= 1


def test_inks_are_those_of_the_theme() -> None:
    """The picture's full colours are the theme's, to the bit."""
    colours = CARD.theme.colours
    found = {colour for _, colour in picture(draw(CARD)).convert("RGB").getcolors(1 << 16) or ()}
    assert {
        rgb(getattr(colours, ink)) for ink in ("ground", "quote", "marks", "panel", "name", "role")
    } <= found


def test_letters_are_the_letters() -> None:
    """What stands in the picture is what Pillow draws for each character, at the place that HarfBuzz gives it."""
    card = replace(CARD, quote="Home Łódź Ế Щи Ωψ")
    shown = picture(draw(card)).convert("RGB")
    solid, clear = rgb(card.theme.colours.quote), rgb(card.theme.colours.ground)
    for line in compose(card).lines[:1]:
        font = ImageFont.truetype(BytesIO(assets.font(card.theme.fonts.quote)), 2 * line.size)
        for run in (run for run in line.runs if run.ink == "quote"):
            mask = Image.new("L", (2 * card.width, 2 * card.height))
            for char, glyph in zip(run.text, run.glyphs, strict=True):
                at = round(2 * (run.x + glyph.x * line.size)), 2 * line.baseline
                ImageDraw.Draw(mask).text(at, char, font=font, fill=255, anchor="ls")
            covered = mask.reduce(2)
            box = covered.getbbox()
            assert box is not None
            pairs = zip(covered.crop(box).tobytes(), batched(shown.crop(box).tobytes()), strict=True)
            assert all(pixel == {0: clear, 255: solid}[cover] for cover, pixel in pairs if cover in (0, 255))


def test_edges_are_soft() -> None:
    """Letters blend into the ground that they stand on, on both fields and in both twins."""
    for theme in ("broadside", "broadside-light"):
        card = replace(CARD, theme=load(theme))
        image, panel = picture(draw(card)).convert("RGB"), compose(card).panel
        below = image.crop((0, panel + 60, card.width, card.height))
        for field in (image.crop((0, 0, card.width, panel)), below):
            assert len(field.getcolors(1 << 16) or ()) > 30


def test_ligatures_and_kerning_are_drawn() -> None:
    """What is drawn are HarfBuzz's glyphs: "fi" is joined, and "AV" stands closer than its letters."""
    font = face(CARD.theme.fonts.quote, "en")
    assert len(font.shape("fi", rtl=False).glyphs) == 1
    assert font.extent("AV").advance < font.extent("A").advance + font.extent("V").advance


def test_too_large_a_file_is_refused() -> None:
    """A file that no network would take is refused with its size."""
    with pytest.raises(CardError, match="networks take at most 10,000"):
        draw(CARD, most=10_000)
