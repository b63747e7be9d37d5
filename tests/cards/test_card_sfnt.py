"""Fonts whose glyphs go by number."""

import struct

import pytest
import uharfbuzz as hb

import assets
from quotes.cards.sfnt import GLYPH_CHARACTERS, by_glyph

NAMES = ["inter/Inter-Book.ttf", "noto-naskh-arabic/NotoNaskhArabic-SemiBold.ttf"]


def numbered(data: bytes, index: int = 0) -> list[int | None]:
    """The glyph of each private-use character of a font."""
    face = hb.Face(data, index)
    font = hb.Font(face)
    return [font.get_nominal_glyph(GLYPH_CHARACTERS + n) for n in range(1, face.glyph_count)]


@pytest.mark.parametrize("name", NAMES)
def test_every_glyph_has_a_character(name: str) -> None:
    """Glyph number n is drawn as the private-use character U+F0000 + n, and as no other."""
    data = assets.font(name)
    found = numbered(by_glyph(data))
    assert found == list(range(1, len(found) + 1))
    assert set(hb.Face(by_glyph(data)).unicodes) == set(
        range(GLYPH_CHARACTERS + 1, GLYPH_CHARACTERS + len(found) + 1)
    )


def test_collection() -> None:
    """In a collection, as fonts of Chinese come, it is the font asked for whose characters are replaced."""
    fonts = [assets.font(name) for name in NAMES]
    header = 12 + 4 * len(fonts)
    file, starts = bytearray(header), []
    for data in fonts:
        moved = bytearray(data)
        (count,) = struct.unpack_from(">H", data, 4)
        for at in range(12 + 8, 12 + 16 * count, 16):  # offsets in a collection count from its beginning
            struct.pack_into(">I", moved, at, struct.unpack_from(">I", data, at)[0] + len(file))
        starts.append(len(file))
        file += moved + bytes(-len(moved) % 4)
    struct.pack_into(">4sHHI2I", file, 0, b"ttcf", 1, 0, len(fonts), *starts)
    for index, data in enumerate(fonts):
        changed = by_glyph(bytes(file), index)
        assert numbered(changed, index) == numbered(by_glyph(data))
        assert hb.Face(changed, 1 - index).unicodes == hb.Face(fonts[1 - index]).unicodes
