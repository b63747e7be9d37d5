"""Make the fonts in ``assets/fonts`` from their originals; run by hand when one is added or changed.

    mkdir originals && cd originals
    pip download --no-deps justmytype-western-core==0.1.0 justmytype-intl-rtl==0.1.0 \
        justmytype-intl-south-asia==0.1.0 justmytype-intl-africa==0.1.0 \
        fontpkg-archivo==2.1 fontpkg-newsreader==1.3
    for script in naskh-arabic serif-hebrew serif-ethiopic serif-devanagari serif-bengali serif-gurmukhi \
        sans-gurmukhi; do npm pack @fontsource-variable/noto-$script@5.3.0; done
    cd .. && python tools/fonts.py originals assets/fonts

Needs fonttools, skia-pathops and brotli, which Drumbeat itself never does. Each font is

- one instance of its variable font, with overlaps removed: FreeType draws glyphs that are marked as
  overlapping four times slower;
- a subset: the Latin ones have Latin with Vietnamese, Greek, Cyrillic, punctuation, currency, and what
  letters need to join and to carry marks; the others have their script, its figures and punctuation,
  and no Latin letters, which come from the theme's own font;
- kept from FreeType's autohinter, which would shift stems to whole pixels: FreeType leaves a TrueType
  font alone whose ``prep`` program is longer than the usual seven bytes, so that ours gets three bytes
  that do nothing;
- renamed where its licence reserves the name: a modified Source Serif must not be called "Source".
"""

import io
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables import ttProgram
from fontTools.varLib import instancer

LATIN_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum"]
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
SYMBOLS = [*range(0x2190, 0x2200), *range(0x25A0, 0x2800), *range(0x2B00, 0x2C00)]
"""Arrows, geometric shapes, miscellaneous symbols, dingbats."""
LATIN_LETTERS = frozenset([
    *range(0x41, 0x5B), *range(0x61, 0x7B), 0xAA, 0xBA,
    *range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x2B0), *range(0x1E00, 0x1F00),
])  # fmt: skip
PREP = bytes([0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D, 0xB0, 0x00, 0x21])
"""PUSHW 511 SCANCTRL PUSHB 4 SCANTYPE, which is customary, then PUSHB 0 POP, which does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """One font to make: its *sources* as ARCHIVE:MEMBER, the place on its axes, the name it gets.

    The first source is the script's own; what is in a second (npm splits fonts by script) is added.
    """

    sources: tuple[str, ...]
    licence: str
    axes: dict[str, float]
    family: str
    style: str
    latin: bool = False
    characters: list[int] = field(default_factory=list)
    """Those to keep; all but Latin letters where none are given."""

    @property
    def folder(self) -> str:
        """The family's folder in ``assets/fonts``."""
        return self.family.lower().replace(" ", "-")

    @property
    def file(self) -> str:
        """The file's name, which is the font's PostScript name too."""
        return f"{self.family.replace(' ', '')}-{self.style}.ttf"


def _western(family: str, style: str, member: str, **axes: float) -> Make:
    archive = "justmytype_western_core-0.1.0-py3-none-any.whl:justmytype_western_core/fonts/ofl/"
    folder = archive + member.split("/", maxsplit=1)[0]
    return Make(
        sources=(archive + member,),
        licence=f"{folder}/OFL.txt",
        axes=axes,
        family=family,
        style=style,
        latin=True,
        characters=CHARACTERS,
    )


def _display(family: str, style: str, package: str, member: str, **axes: float) -> Make:
    name = package.split("-", maxsplit=1)[0]
    return Make(
        sources=(f"{package}-py3-none-any.whl:{name}/files/{member}",),
        licence=f"{package}-py3-none-any.whl:{name}/LICENSE",
        axes=axes,
        family=family,
        style=style,
        latin=True,
        characters=CHARACTERS,
    )


def _wheel(script: str, pack: str) -> Iterator[Make]:
    """The sans of a *script* in a wheel, for text and for what is bold."""
    archive = f"justmytype_intl_{pack}-0.1.0-py3-none-any.whl:justmytype_intl_{pack}/fonts/ofl/"
    folder = f"{archive}notosans{script.lower()}"
    for style, weight in (("Book", 450), ("Bold", 700)):
        yield Make(
            sources=(f"{folder}/NotoSans{script}[wdth,wght].ttf",),
            licence=f"{folder}/OFL.txt",
            axes={"wght": weight, "wdth": 100},
            family=f"Noto Sans {script}",
            style=style,
        )


def _npm(family: str, script: str, axes: str, style: str, weight: float) -> Make:
    """A font that npm has, split into its script and Latin, where the punctuation is."""
    package = family.lower().replace(" ", "-")
    archive = f"fontsource-variable-{package}-5.3.0.tgz:package/"
    return Make(
        sources=tuple(f"{archive}files/{package}-{part}-{axes}-normal.woff2" for part in (script, "latin")),
        licence=f"{archive}LICENSE",
        axes={"wght": weight} if axes == "wght" else {"wght": weight, "wdth": 100},
        family=family,
        style=style,
    )


SERIF, SANS = "sourceserif4/SourceSerif4[opsz,wght].ttf", "inter/Inter[opsz,wght].ttf"
FONTS = [
    _western("Drumbeat Serif", "SemiBold", SERIF, opsz=60, wght=600),
    _western("Inter", "Book", SANS, opsz=20, wght=450),
    _western("Inter", "SemiBold", SANS, opsz=28, wght=650),
    _western("Inter", "ExtraBold", SANS, opsz=32, wght=750),
    _display(
        "Newsreader", "Medium", "fontpkg_newsreader-1.3", "Newsreader[opsz,wght].ttf", opsz=48, wght=500
    ),
    _display(
        "Archivo Condensed", "ExtraBold", "fontpkg_archivo-2.1", "Archivo[wdth,wght].ttf", wdth=68, wght=800
    ),
    Make(
        sources=_western("", "", "notosanssymbols2/NotoSansSymbols2-Regular.ttf").sources,
        licence=_western("", "", "notosanssymbols2/").licence,
        axes={},
        family="Noto Sans Symbols 2",
        style="Regular",
        characters=SYMBOLS,
    ),
    *_wheel("Arabic", "rtl"),
    *_wheel("Hebrew", "rtl"),
    *_wheel("Ethiopic", "africa"),
    *_wheel("Devanagari", "south_asia"),
    *_wheel("Bengali", "south_asia"),
    _npm("Noto Sans Gurmukhi", "gurmukhi", "wght", "Book", 450),
    _npm("Noto Sans Gurmukhi", "gurmukhi", "wght", "Bold", 700),
    _npm("Noto Naskh Arabic", "arabic", "wght", "SemiBold", 600),
    _npm("Noto Serif Hebrew", "hebrew", "wght", "SemiBold", 600),
    _npm("Noto Serif Ethiopic", "ethiopic", "wght", "SemiBold", 600),
    _npm("Noto Serif Devanagari", "devanagari", "wght", "SemiBold", 600),
    _npm("Noto Serif Bengali", "bengali", "wght", "SemiBold", 600),
    _npm("Noto Serif Gurmukhi", "gurmukhi", "wght", "SemiBold", 600),
]


def main(originals: str, out: str) -> None:
    """Write every font of ``FONTS`` with its licence beside it."""
    for make in FONTS:
        folder = Path(out) / make.folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / make.file
        path.write_bytes(build([_member(originals, source) for source in make.sources], make))
        (folder / "OFL.txt").write_bytes(_member(originals, make.licence))
        print(f"{path} {path.stat().st_size / 1024:.0f} KiB")


def _member(originals: str, source: str) -> bytes:
    archive, member = source.split(":")
    path = Path(originals) / archive
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as file:
            return file.read(member)
    with tarfile.open(path) as file:
        found = file.extractfile(member)
        assert found is not None  # noqa: S101
        return found.read()


def build(sources: list[bytes], make: Make) -> bytes:
    """The finished font file. The same input and tools give the same bytes."""
    fonts = [_instance(data, make) for data in sources]
    font = fonts[0] if len(fonts) == 1 else _merged(fonts)
    _rename(font, make)
    _keep_autohinter_off(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _instance(data: bytes, make: Make) -> TTFont:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = None
    if "fvar" in font:
        instancer.instantiateVariableFont(font, make.axes, inplace=True, overlap=instancer.OverlapMode.REMOVE)
    _subset(font, make)
    return font


def _merged(fonts: list[TTFont]) -> TTFont:
    """One font of several. fonttools merges files, so that they become files for a moment."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{number}.ttf" for number in range(len(fonts))]
        for font, path in zip(fonts, paths, strict=True):
            font.save(path)
        merged = Merger().merge(paths)
        for moment in ("created", "modified"):
            setattr(merged["head"], moment, getattr(fonts[0]["head"], moment))
        merged.recalcTimestamp = False
        return merged


def _subset(font: TTFont, make: Make) -> None:
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["DSIG", "STAT", "meta"],
    )
    if make.latin:
        options.layout_features = LATIN_FEATURES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=make.characters or [n for n in font.getBestCmap() if n not in LATIN_LETTERS])
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


if __name__ == "__main__":
    main(*sys.argv[1:])
