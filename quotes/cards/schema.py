"""Reading themes: from a file's text to a checked ``Theme``, every error with the line that it is on."""

import re
import struct
import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import assets
from quotes.cards.colour import contrast, luminance
from quotes.cards.theme import (
    LEAST_CONTRAST,
    LEAST_NAME,
    LEAST_QUOTE,
    LEAST_ROLE,
    READ,
    Backdrop,
    Colour,
    Colours,
    Design,
    Fonts,
    Logo,
    Shape,
    Theme,
)
from quotes.errors import ThemeError

SCHEMES = ("light", "dark")
SHAPES = ("wide", "square", "tall")
BOUNDS = MappingProxyType(
    {
        "margin": (0.05, 0.2),
        "air": (0.03, 0.2),
        "top": (0.03, 0.2),
        "largest": (LEAST_QUOTE, 0.25),
        "smallest": (LEAST_QUOTE, 0.25),
        "line_height": (1.0, 2.0),
        "column": (0.5, 1.0),
        "head": (LEAST_ROLE, 0.1),
        "name": (LEAST_NAME, 0.1),
        "role": (LEAST_ROLE, 0.1),
        "padding": (0.03, 0.2),
        "tail": (0.0, 0.1),
        "mark": (0.1, 1.2),
        "logo": (0.04, 0.15),
    }
)
_USUAL: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "design": {
            "align": "start",
            "stand": "middle",
            "head": "none",
            "foot": "open",
            "rule": "none",
            "band": "none",
            "mark": "none",
        },
        "backdrop": {"kind": "plain", "direction": "down", "photograph": ""},
        "shape": {
            "top": 0.05,
            "column": 1.0,
            "head": LEAST_ROLE,
            "tail": 0.0,
            "mark": 0.6,
            "logo": 0.07,
            "abreast": False,
        },
    }
)
"""What stands for a key that a theme leaves out."""
_FOLLOWS = MappingProxyType(
    {
        "far": "ground",
        "panel": "ground",
        "mark": "ground",
        "marks": "quote",
        "name": "quote",
        "role": "name",
        "accent": "marks",
        "head": "marks",
        "date": "quote",
    }
)
"""Which colour stands for one that a theme leaves out; in this order."""

Check = Callable[[object], object]


def load(name: str, folder: Path | None = None) -> Theme:
    """The theme *name*: in *folder*, else in the box; or in the file whose path, ending in .toml, it is.

    ``NAME-light`` and ``NAME-dark`` are its two schemes. Raises ``ThemeError`` if there is none, or if it is
    wrong.
    """
    if name.endswith(".toml"):
        path = Path(name).expanduser()
        return parse(_text(path), name=path.stem, folder=path.parent)
    stem, scheme = _split(name)
    for each, wanted in ((name, None), (stem, scheme)):
        file = folder / f"{each}.toml" if folder and re.fullmatch(r"[\w-]+", each) else None
        if file is not None and file.is_file():
            return parse(_text(file), name=name, folder=folder, scheme=wanted)
        if each in assets.themes():
            return parse(assets.theme(each), name=name, scheme=wanted)
    known = names(folder)
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    raise ThemeError(
        f"There is no theme “{name}”.",
        remedy=f"{hint}There are: {', '.join(known)}; or give the path of a theme's .toml file.",
    )


def names(folder: Path | None = None) -> list[str]:
    """The names of all themes, an organization's own in *folder* included."""
    return sorted(own(folder) | set(assets.themes()))


def own(folder: Path | None) -> set[str]:
    """The names of the themes in *folder*."""
    return {path.stem for path in folder.glob("*.toml")} if folder and folder.is_dir() else set()


def parse(text: str, *, name: str, folder: Path | None = None, scheme: str | None = None) -> Theme:
    """The theme written in the TOML *text*, checked; raises ``ThemeError``.

    Checked are the keys, the bounds of every measure, that fonts and pictures are there, and the contrast
    of every ink with what it lies on. Pictures are sought in *folder*.
    """
    return _Reader(text, name, folder).theme(scheme)


class _Reader:
    """One theme's text on its way to a ``Theme``."""

    def __init__(self, text: str, name: str, folder: Path | None) -> None:
        self.text, self.name, self.folder = text, name, folder
        try:
            self.table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ThemeError(f"Theme {name} is not TOML: {error}.", remedy="Mend the file.") from error

    def theme(self, scheme: str | None) -> Theme:
        known = ["about", "scheme", "logo", "fonts", *SCHEMES, "design", "backdrop", *SHAPES]
        self.check_keys("", self.table, known, needed=["about", "scheme", "fonts", *SHAPES])
        usual = str(self.value("", "scheme", _one_of(SCHEMES)))
        chosen = scheme or usual
        if chosen not in self.table:
            raise self.wrong(
                "", "scheme", f"there is no [{chosen}] with its colours", f"Add a section [{chosen}]."
            )
        theme = Theme(
            name=self.name,
            about=str(self.value("", "about", _words)),
            colours=self.colours(chosen),
            fonts=self.fonts(),
            design=Design(**self.section("design", _choices(Design))),
            backdrop=Backdrop(**self.section("backdrop", _choices(Backdrop) | {"photograph": self.picture})),
            logo=self.logo(),
            **{key: self.shape(key) for key in SHAPES},
        )
        for each in SCHEMES:
            if each in self.table:
                self.check_contrast(each, self.colours(each), theme)
        return theme

    # --- sections -------------------------------------------------------------------------------

    def section(self, key: str, checks: Mapping[str, Check], usual: str = "") -> dict[str, Any]:
        """The section *key* with every entry that *checks* names, each checked, or the usual one."""
        section, defaults = self.table.get(key, {}), _USUAL.get(usual or key, {})
        if not isinstance(section, dict):
            raise self.wrong("", key, "is not a section", f"Write it as [{key}].")
        self.check_keys(key, section, list(checks), needed=[each for each in checks if each not in defaults])
        return {each: self.value(key, each, check, defaults) for each, check in checks.items()}

    def colours(self, scheme: str) -> Colours:
        """The colours of *scheme*; those left out follow others."""
        section = self.table[scheme]
        if not isinstance(section, dict):
            raise self.wrong("", scheme, "is not a section", f"Write it as [{scheme}].")
        self.check_keys(scheme, section, ["ground", "quote", *_FOLLOWS], needed=["ground", "quote"])
        found = {key: str(self.value(scheme, key, _colour)) for key in section}
        for key, other in _FOLLOWS.items():
            found.setdefault(key, found[other])
        return Colours(**found)

    def fonts(self) -> Fonts:
        names = ("quote", "name", "role", "head")
        if isinstance(self.table["fonts"], dict):
            self.table["fonts"] = {"head": self.table["fonts"].get("name", ""), **self.table["fonts"]}
        return Fonts(**self.section("fonts", dict.fromkeys(names, _font)))

    def shape(self, key: str) -> Shape:
        checks: dict[str, Check] = {each: _between(*bounds) for each, bounds in BOUNDS.items()}
        found = self.section(key, checks | {"abreast": _yes_or_no}, "shape")
        if found["largest"] < found["smallest"]:
            said = f"= {found['largest']:g} is below {key}.smallest = {found['smallest']:g}"
            raise self.wrong(key, "largest", said, "Make it larger.")
        return Shape(**found)

    def logo(self) -> Logo | None:
        """The logo, a PNG or an SVG."""
        if "logo" not in self.table:
            return None
        data = self.value("", "logo", self.picture)
        width, height = _shape(data if isinstance(data, bytes) else b"")
        if width <= 0 or height <= 0:
            raise self.wrong(
                "", "logo", "is no PNG, nor an SVG with a viewBox", "Save it as a PNG with a clear ground."
            )
        return Logo(data=data, ratio=width / height)  # type: ignore[arg-type]

    def picture(self, value: object) -> bytes | None:
        """A picture's file, beside the theme's own."""
        if value == "":
            return None
        if not isinstance(value, str) or self.folder is None:
            raise ValueError(f"= {value!r} is no picture", "Name a file beside the theme's own.")
        try:
            return (self.folder / value).read_bytes()
        except OSError as error:
            raise ValueError(f"= {value!r} cannot be read: {error.strerror}", "Check the name.") from None

    # --- checks ---------------------------------------------------------------------------------

    def value(
        self, section: str, key: str, check: Check, usual: Mapping[str, object] | None = None
    ) -> object:
        """The entry *key*, checked; raises ``ThemeError`` with its line."""
        table = _table(self.table.get(section)) if section else self.table
        given = table[key] if key in table else (usual or {})[key]
        try:
            return check(given)
        except ValueError as error:
            said, remedy = error.args
            raise self.wrong(section, key, said, remedy) from None

    def check_keys(
        self, section: str, table: Mapping[str, object], known: Sequence[str], *, needed: Sequence[str]
    ) -> None:
        """Raises ``ThemeError`` for the first key that is not known, and for all that are missing."""
        prefix = f"{section}." if section else ""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"Did you mean {prefix}{near[0]}?" if near else "Remove it."
                raise self.wrong(section, key, "is no key of a theme", hint)
        missing = [prefix + key for key in needed if key not in table]
        if missing:
            where = f", line {self.line(section)}" if section in self.table else ""
            raise ThemeError(
                f"Theme {self.name}{where} lacks keys: {', '.join(missing)}.", remedy="Add them."
            )

    def check_contrast(self, scheme: str, colours: Colours, theme: Theme) -> None:
        """Raises ``ThemeError`` where an ink cannot be read on what may lie behind it.

        On a gradient both ends count; a photograph is looked at when a card is drawn.
        """
        for ink in READ:
            grounds: list[Colour] = [theme.under(ink)]
            if grounds == ["ground"]:
                grounds += ["far"] if theme.backdrop.kind == "gradient" else []
                grounds += ["mark"] if theme.design.mark == "large" else []
            for ground in grounds:
                found = contrast(getattr(colours, ink), getattr(colours, ground))
                if found < LEAST_CONTRAST:
                    lighter = luminance(getattr(colours, ground)) < 0.18
                    raise self.wrong(
                        scheme,
                        ink,
                        f"= {getattr(colours, ink)} has a contrast of {found:.2f}:1 with {ground}; "
                        f"at least {LEAST_CONTRAST}:1 is needed",
                        f"Make it {'lighter' if lighter else 'darker'}.",
                    )

    def wrong(self, section: str, key: str, said: str, remedy: str) -> ThemeError:
        """The error about *key*, with the line that it is on."""
        line = self.line(section, key) or self.line(section)
        where = f", line {line}" if line else ""
        name = f"{section}.{key}" if section else key
        return ThemeError(f"Theme {self.name}{where}: {name} {said}.", remedy=remedy)

    def line(self, section: str, key: str = "") -> int | None:
        """The line of *key* in *section*, or of the section's heading; TOML's reader does not tell."""
        current = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if heading := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
                current = heading[1]
                if (not key and current == section) or (not section and current == key):
                    return number
            elif key and current == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return None


# --- kinds of values: each raises ValueError(what is wrong, what to do) -----------------------------


def _words(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"= {value!r} is not a text", "Describe the theme in a line.")
    return value


def _colour(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        raise ValueError(f"= {value!r} is no colour", 'Write it like "#0B2545".')
    return value.upper()


def _font(value: object) -> object:
    try:
        assets.font(str(value))
    except (FileNotFoundError, IsADirectoryError):
        known = ", ".join(assets.fonts())
        raise ValueError(f"= {value!r} is no bundled font", f"There are: {known}.") from None
    return value


def _one_of(choices: Sequence[str]) -> Check:
    def check(value: object) -> object:
        if value not in choices:
            raise ValueError(f"= {value!r} is not one of {', '.join(choices)}", "Choose one of them.")
        return value

    return check


def _choices(into: type) -> dict[str, Check]:
    """For every field of *into* that has a list of choices, a check for one of them."""
    kinds = {key: get_args(kind) for key, kind in get_type_hints(into).items()}
    return {key: _one_of(args) for key, args in kinds.items() if all(isinstance(arg, str) for arg in args)}


def _between(least: float, most: float) -> Check:
    def check(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(
                f"= {value!r} is not a number from {least:g} to {most:g}",
                "Measures are shares of the card's width; line_height is a multiple of the size.",
            )
        return float(value)

    return check


def _yes_or_no(value: object) -> object:
    if value not in (True, False) or not isinstance(value, bool):
        raise ValueError(f"= {value!r} is neither true nor false", "Write true or false.")
    return value


# --- files ------------------------------------------------------------------------------------------


_VIEW = re.compile(
    rb"""<svg\b[^>]*\bviewBox\s*=\s*["']\s*[^\s,]+[\s,]+[^\s,]+[\s,]+(\d*\.?\d+)[\s,]+(\d*\.?\d+)\s*["']"""
)


def _shape(logo: bytes) -> tuple[float, float]:
    """Width and height: of a PNG by its header (https://www.w3.org/TR/png-3/#11IHDR), or of an SVG."""
    if logo[:8] == b"\x89PNG\r\n\x1a\n" and len(logo) >= 24:
        width, height = struct.unpack(">II", logo[16:24])
        return width, height
    view = _VIEW.search(logo)
    return (float(view[1]), float(view[2])) if view else (0, 0)


def _split(name: str) -> tuple[str, str | None]:
    stem, _, scheme = name.rpartition("-")
    return (stem, scheme) if scheme in SCHEMES else (name, None)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        reason = error.strerror or "unreadable"
        remedy = "Check the path; it counts from the folder Drumbeat runs in."
    except UnicodeDecodeError:
        reason, remedy = "it is not UTF-8", "Save it as UTF-8."
    raise ThemeError(f"The theme's file {path} cannot be read: {reason}.", remedy=remedy)
