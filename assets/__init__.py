"""Fonts, themes and samples that come with Drumbeat, and the functions that find them.

Everything is read through ``importlib.resources``, so that it works from an installed wheel.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def font(name: str) -> bytes:
    """A font file's bytes, by its path below ``fonts``: ``inter/Inter-Book.ttf``.

    Raises ``FileNotFoundError`` if there is none; so does every function here.
    """
    return _at("fonts", *name.split("/")).read_bytes()


def fonts() -> list[str]:
    """The paths of all fonts below ``fonts``, in order of the alphabet."""
    families = (entry for entry in _at("fonts").iterdir() if entry.is_dir())
    found = (f"{family.name}/{entry.name}" for family in families for entry in family.iterdir())
    return sorted(name for name in found if name.endswith(".ttf"))


def theme(name: str) -> str:
    """The TOML text of the theme *name*, such as ``broadside``."""
    return _at("themes", f"{name}.toml").read_text("utf-8")


def themes() -> list[str]:
    """The names of the themes that come with Drumbeat, in order of the alphabet."""
    found = (entry.name for entry in _at("themes").iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def sample(name: str = "ijn-2020.txt") -> bytes:
    """A sample statement's bytes, as it was published."""
    return _at("samples", name).read_bytes()


def _at(*parts: str) -> Traversable:
    """The entry below this package; names that climb out of it are not found."""
    if any(part in ("", ".", "..") or "/" in part or "\\" in part for part in parts):
        raise FileNotFoundError("/".join(parts))
    return files(__name__).joinpath(*parts)
