"""The fonts that a text may be set in: the theme's, then those that have what it lacks.

A font goes by its name: its path below ``assets/fonts``, or for one from elsewhere its path on this
computer, its number in the file and the weight it is set to, if any: ``/usr/share/fonts/….ttc#2``,
``/…/NotoSansSC[wght].ttf#0@700``.
"""

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import assets
from quotes.cards import elsewhere

_SERIFS = frozenset({"drumbeat-serif", "newsreader"})
_BOLD = 600
"""From this weight on, other scripts are set in their bold."""
_SERIF_CHAIN = (
    "drumbeat-serif/DrumbeatSerif-SemiBold.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-SemiBold.ttf",
    "noto-serif-hebrew/NotoSerifHebrew-SemiBold.ttf",
    "noto-serif-ethiopic/NotoSerifEthiopic-SemiBold.ttf",
    "noto-serif-devanagari/NotoSerifDevanagari-SemiBold.ttf",
    "noto-serif-bengali/NotoSerifBengali-SemiBold.ttf",
    "noto-serif-gurmukhi/NotoSerifGurmukhi-SemiBold.ttf",
)
_INTER = (
    (700, "inter/Inter-ExtraBold.ttf"),
    (_BOLD, "inter/Inter-SemiBold.ttf"),
    (0, "inter/Inter-Book.ttf"),
)
"""Inter, by the weight from which on it serves."""
SCRIPTS = ("Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi")
"""What the fonts that come with Drumbeat are for."""
_SANS_SCRIPTS = ("Arabic", "Hebrew", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi")
_SYMBOLS = "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf"
_SCALES = MappingProxyType({"noto-naskh-arabic": 1.12, "noto-sans-arabic": 1.04})
"""By how much a family is drawn larger than its neighbours, so that its letters look as large as theirs."""
_LINE_HEIGHTS = MappingProxyType(
    {
        "arabic": 1.42,
        "bengali": 1.4,
        "devanagari": 1.4,
        "ethiopic": 1.4,
        "gurmukhi": 1.4,
        "hebrew": 1.2,
    }
)
"""From baseline to baseline at least, in ems, by the script at the end of a family's name."""


def chain(primary: str, *, weight: float, lang: str | None) -> tuple[str, ...]:
    """The fonts for a text in the font *primary*, of *weight*, CSS's 1 to 1000.

    Each is for what those before lack; that of colour pictures comes last.
    """
    bold = weight >= _BOLD
    if primary.split("/", maxsplit=1)[0] in _SERIFS:
        bundled: tuple[str, ...] = (primary, *_SERIF_CHAIN)
    else:
        inter = next(name for least, name in _INTER if weight >= least)
        style = "Bold" if bold else "Book"
        bundled = (
            primary,
            inter,
            *(f"noto-sans-{script.lower()}/NotoSans{script}-{style}.ttf" for script in _SANS_SCRIPTS),
        )
    found = (*bundled, _SYMBOLS, *elsewhere.east_asian(lang, bold=bold), *elsewhere.emoji())
    return tuple(dict.fromkeys(found))


def load(name: str) -> tuple[bytes, int, float | None]:
    """A font's file, its number within it, and the weight to set where it is variable."""
    if not name.startswith("/"):
        return assets.font(name), 0, None
    path, _, place = name.rpartition("#")
    index, _, weight = place.partition("@")
    return _file(path), int(index), float(weight) if weight else None


@lru_cache(maxsize=8)
def _file(path: str) -> bytes:
    return Path(path).read_bytes()


def scale(name: str) -> float:
    """How large an em of the font is drawn, in ems of the text."""
    return (
        elsewhere.EMOJI_SCALE
        if elsewhere.is_emoji(name)
        else _SCALES.get(name.split("/", maxsplit=1)[0], 1.0)
    )


def line_height(name: str) -> float:
    """From baseline to baseline at least, in ems, for text in the font."""
    if name.startswith("/"):
        return 1.0 if elsewhere.is_emoji(name) else elsewhere.EAST_ASIAN_LINE_HEIGHT
    return _LINE_HEIGHTS.get(name.split("/", maxsplit=1)[0].rsplit("-", maxsplit=1)[-1], 1.0)
