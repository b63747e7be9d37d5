"""Font files whose glyphs go by number: what lets Pillow draw exactly the glyphs that HarfBuzz chose.

Pillow draws characters. So a font's table of characters is replaced, in memory, by one of a single line:
the private-use character U+F0000 plus *n* is glyph *n*. It works with any font, the system's too.
"""

import struct

GLYPH_CHARACTERS = 0xF0000
"""The character of glyph 0; the others follow."""
_COLLECTION = b"ttcf"


def by_glyph(data: bytes, index: int = 0) -> bytes:
    """The font or collection *data* with the characters of its font *index* replaced.

    The new table is put at the end and the old one's entry in the font's directory made to point at it
    (https://learn.microsoft.com/en-us/typography/opentype/spec/otff, and .../cmap, format 12).
    """
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == _COLLECTION else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    records = {data[at : at + 4]: at for at in range(start + 12, start + 12 + 16 * count, 16)}
    (maxp,) = struct.unpack_from(">I", data, records[b"maxp"] + 8)
    (glyphs,) = struct.unpack_from(">H", data, maxp + 4)
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    table += struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, GLYPH_CHARACTERS, GLYPH_CHARACTERS + glyphs - 1, 0)
    pad = bytes(-len(data) % 4)
    place = struct.pack(">II", len(data) + len(pad), len(table))
    entry, view = records[b"cmap"] + 8, memoryview(data)
    return b"".join((view[:entry], place, view[entry + len(place) :], pad, table))
