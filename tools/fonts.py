"""Make the fonts in ``assets/fonts`` from the variable originals; run by hand when one is added or changed.

    pip download --no-deps justmytype-western-core==0.1.0
    python tools/fonts.py justmytype_western_core-0.1.0-py3-none-any.whl assets/fonts

Needs fonttools and skia-pathops, which Drumbeat itself never does. Each font is

- one instance of its variable font, with overlaps removed: FreeType draws glyphs that are marked as
  overlapping four times slower;
- a subset: Latin with Vietnamese, Greek, Cyrillic, punctuation, currency, and what letters need to
  join and to carry marks;
- kept from FreeType's autohinter, which would shift stems to whole pixels: FreeType leaves a TrueType
  font alone whose ``prep`` program is longer than the usual seven bytes, so that ours gets three bytes
  that do nothing;
- given a private-use character for every glyph, ``U+F0000`` plus the glyph's number. Pillow draws
  characters only; so it can be handed exactly the glyphs that HarfBuzz chose;
- renamed where its licence reserves the name: a modified Source Serif must not be called "Source".
"""

import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import ttProgram
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.varLib import instancer

GLYPH_CHARACTERS = 0xF0000
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum"]
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Latin Extended-A and -B
    *range(0x250, 0x2B0),  # IPA, for African orthographies
    *range(0x2B0, 0x370),  # modifier letters and combining marks
    *range(0x370, 0x400),  # Greek
    *range(0x400, 0x530),  # Cyrillic
    *range(0x1E00, 0x1F00),  # Latin Extended Additional, with all of Vietnamese
    *range(0x2000, 0x2070),  # spaces and punctuation
    *range(0x2070, 0x20D0),  # superscripts, subscripts, currency
    *range(0x2100, 0x2190),  # letterlike symbols and fractions
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CC),
]
PREP = bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D, 0xB0, 0x00, 0x21])
"""PUSHW 511 SCANCTRL PUSHB 4 SCANTYPE, which is customary, then PUSHB 0 POP, which does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """One font to make: *source* within the wheel, the place on its axes, the name it gets."""

    source: str
    axes: dict[str, float]
    family: str
    style: str

    @property
    def folder(self) -> str:
        """The family's folder in ``assets/fonts``."""
        return self.family.lower().replace(" ", "-")

    @property
    def file(self) -> str:
        """The file's name, which is the font's PostScript name too."""
        return f"{self.family.replace(' ', '')}-{self.style}.ttf"


SERIF, SANS = "sourceserif4/SourceSerif4[opsz,wght].ttf", "inter/Inter[opsz,wght].ttf"
FONTS = [
    Make(source=SERIF, axes={"opsz": 60, "wght": 600}, family="Drumbeat Serif", style="SemiBold"),
    Make(source=SANS, axes={"opsz": 28, "wght": 650}, family="Inter", style="SemiBold"),
    Make(source=SANS, axes={"opsz": 20, "wght": 450}, family="Inter", style="Book"),
]


def main(wheel: str, out: str) -> None:
    """Write every font of ``FONTS`` with its licence beside it."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

        def member(end: str) -> bytes:
            return archive.read(next(name for name in names if name.endswith("/" + end)))

        for make in FONTS:
            folder = Path(out) / make.folder
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / make.file
            path.write_bytes(build(member(make.source), make))
            (folder / "OFL.txt").write_bytes(member(f"{make.source.split('/')[0]}/OFL.txt"))
            print(f"{path} {path.stat().st_size / 1024:.0f} KiB")


def build(data: bytes, make: Make) -> bytes:
    """The finished font file. The same input and tools give the same bytes."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    instancer.instantiateVariableFont(font, make.axes, inplace=True, overlap=instancer.OverlapMode.REMOVE)
    _subset(font)
    _rename(font, make)
    _keep_autohinter_off(font)
    _number_glyphs(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _subset(font: TTFont) -> None:
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["DSIG", "STAT", "meta"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)


def _rename(font: TTFont, make: Make) -> None:
    full, postscript = f"{make.family} {make.style}", make.file.removesuffix(".ttf")
    names = {1: full, 2: "Regular", 3: f"Drumbeat:{postscript}", 4: full, 6: postscript}
    for number, text in (names | {16: make.family, 17: make.style}).items():
        font["name"].setName(text, number, 3, 1, 0x409)


def _keep_autohinter_off(font: TTFont) -> None:
    prep = newTable("prep")
    prep.program = ttProgram.Program()
    prep.program.fromBytecode(PREP)
    font["prep"] = prep
    font["maxp"].maxStackElements = max(font["maxp"].maxStackElements, 16)


def _number_glyphs(font: TTFont) -> None:
    characters = dict(font.getBestCmap())
    characters |= {GLYPH_CHARACTERS + n: name for n, name in enumerate(font.getGlyphOrder())}
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.cmap = 12, 0, characters
    font["cmap"].tables = [*(t for t in font["cmap"].tables if t.format == 4), table]


if __name__ == "__main__":
    main(*sys.argv[1:])
