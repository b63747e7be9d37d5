"""Fonts that do not come with Drumbeat, because of their size: Chinese, Japanese, Korean, and colour emoji.

They are taken from the extra ``cjk`` where that is installed, else from this computer.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

EMOJI_SCALE = 0.9
EAST_ASIAN_LINE_HEIGHT = 1.3
PACKAGE = "justmytype_intl_cjk"
"""What the extra ``cjk`` installs: Noto Sans in four variable fonts."""
EAST_ASIAN_REMEDY = (
    "Install the fonts: pip install 'drumbeat[cjk]', or on Debian and Ubuntu apt-get install fonts-noto-cjk."
)
EMOJI_REMEDY = "Install Noto Color Emoji: on Debian and Ubuntu apt-get install fonts-noto-color-emoji."

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "/opt/homebrew/share/fonts",
)
_REGIONS = ("JP", "KR", "SC", "TC", "HK")
"""In the order of the fonts in a Noto CJK collection."""
_EMOJI = ("NotoColorEmoji.ttf", "NotoColorEmoji-Regular.ttf")
_APPLE_EMOJI = "/System/Library/Fonts/Apple Color Emoji.ttc"


def east_asian(lang: str | None, *, bold: bool) -> tuple[str, ...]:
    """The fonts of Chinese, Japanese and Korean, that of *lang* first; none where none is installed."""
    first = _region(lang)
    regions = sorted(_REGIONS, key=lambda region: (region != first, _REGIONS.index(region)))
    return tuple(filter(None, (_font(region, bold=bold) for region in regions)))


@cache
def emoji() -> tuple[str, ...]:
    """The font of colour emoji, one that has them as pictures; none where none is installed."""
    found = [path for name in _EMOJI for path in _files().get(name, []) if _has_pictures(path)]
    found += [path for path in (Path(_APPLE_EMOJI),) if path.is_file()]
    return tuple(f"{path}#0" for path in found[:1])


def _has_pictures(path: Path) -> bool:
    """Whether a font has pictures rather than coloured outlines, which are not drawn."""
    with path.open("rb") as file:
        tables = file.read(1024)
    return b"CBDT" in tables or b"sbix" in tables


def found() -> list[tuple[str, str]]:
    """What was looked for, and where it is; else what brings it."""
    eastern = east_asian(None, bold=True)
    pictures = emoji()
    return [
        ("fonts for Chinese, Japanese and Korean", _told(eastern, EAST_ASIAN_REMEDY)),
        ("font of emoji", _told(pictures, EMOJI_REMEDY)),
    ]


def _told(names: tuple[str, ...], remedy: str) -> str:
    if names:
        return ", ".join(dict.fromkeys(name.rpartition("#")[0] for name in names))
    return f"none: a card that needs one is refused. {remedy}"


def is_emoji(name: str) -> bool:
    """Whether a font is that of colour emoji."""
    return name in emoji()


def _region(lang: str | None) -> str:
    """Whose forms of the shared characters *lang* (BCP 47) has."""
    main, *rest = (lang or "").lower().split("-")
    if main in ("ja", "ko"):
        return {"ja": "JP", "ko": "KR"}[main]
    if "hk" in rest or main == "yue":
        return "HK"
    return "TC" if {"hant", "tw", "mo"} & set(rest) else "SC"


@cache
def _font(region: str, *, bold: bool) -> str | None:
    """The name of a region's font: of the extra, of its own file, or in a collection."""
    packaged = _package()
    if packaged is not None:
        path = packaged / "fonts" / "ofl" / f"notosans{region.lower()}" / f"NotoSans{region}[wght].ttf"
        if path.is_file():
            return f"{path}#0@{700 if bold else 450}"
    style = "Bold" if bold else "Regular"
    for file in (f"NotoSansCJK{region.lower()}-{style}.otf", f"NotoSans{region}-{style}.otf"):
        for path in _files().get(file, []):
            return f"{path}#0"
    for path in _files().get(f"NotoSansCJK-{style}.ttc", []):
        return f"{path}#{_REGIONS.index(region)}"
    return None


@cache
def _package() -> Path | None:
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None


@cache
def _files() -> dict[str, list[Path]]:
    """Every font file in the folders where systems keep them, by its name."""
    found: dict[str, list[Path]] = {}
    for path in sorted(_walk()):
        found.setdefault(path.name, []).append(path)
    return found


def _walk() -> Iterator[Path]:
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        for pattern in ("*.ttf", "*.otf", "*.ttc"):
            yield from root.rglob(pattern)
