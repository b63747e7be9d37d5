"""Themes: which there are, making one's own, checking and looking at them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import assets
from quotes.cards import schema
from quotes.cards.colour import contrast
from quotes.cards.samples import LONG, PREVIEW, SIZES, Sample
from quotes.cards.theme import LEAST_CONTRAST, PHONE, READ, Theme
from quotes.errors import CardError
from scheduler.core.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was checked, in figures, and whether it is as it should be."""

    thing: str
    well: bool
    words: str


def listing(folder: Path) -> list[tuple[Theme, bool]]:
    """Every theme, and whether it is one's own; raises ``ThemeError`` for one that is wrong."""
    own = schema.own(folder)
    return [(schema.load(name, folder), name in own) for name in schema.names(folder)]


def new(name: str, folder: Path, *, like: str, photograph: Path | None, logo: Path | None) -> Path:
    """Make the theme *name* in *folder* after the theme *like*; its file.

    It is checked before anything is written. Raises ``InputError``, ``ThemeError``, ``CardError``.
    """
    if not name.replace("-", "").replace("_", "").isalnum() or name.endswith(("-light", "-dark")):
        raise InputError(
            f"{name!r} cannot be a theme's name.",
            remedy="Use letters, digits and -; not -light or -dark at its end.",
        )
    path = folder / f"{name}.toml"
    if path.exists():
        raise InputError(f"{path} is there already.", remedy="Change it, or take another name.")
    text = _text(like, folder)
    files = [each for each in (photograph, logo) if each is not None]
    with TemporaryDirectory() as scratch:
        for each in files:
            _copy(each, Path(scratch))
        text = _with_pictures(text, photograph, logo)
        check(schema.parse(text, name=name, folder=Path(scratch)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in files:
            shutil.copy(each, folder)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", remedy="Look at the folder."
        ) from error
    return path


def check(theme: Theme) -> list[Finding]:
    """What *theme* was held against, in figures; raises ``CardError`` where a photograph is too bright.

    That its file is right and its inks contrast was checked when it was read.
    """
    return [*_contrasts(theme), *_sizes(theme), *_room(theme)]


def preview(theme: Theme, samples: Sequence[Sample] = PREVIEW) -> tuple[bytes, list[str]]:
    """One picture of *theme* at all sizes, and a remark for each sample that it cannot show."""
    from quotes.cards.render.sheet import sheet

    return sheet([theme], samples)


def _contrasts(theme: Theme) -> list[Finding]:
    """Of each ink with the ground that it lies on: on a photograph the worst that any card may meet."""
    found = []
    if theme.backdrop.kind != "plain" or theme.logo:
        from quotes.cards.render import draw

        for size in SIZES:
            draw(PREVIEW[0].card(theme, size))
    for ink in READ:
        colour, ground = getattr(theme.colours, ink), getattr(theme.colours, theme.under(ink))
        ratio = contrast(colour, ground)
        well = ratio >= LEAST_CONTRAST
        found.append(Finding(thing=f"{ink} {colour} on {ground}", well=well, words=f"{ratio:.1f}:1"))
    return found


def _sizes(theme: Theme) -> list[Finding]:
    """The smallest text of each shape, in pixels of a phone."""
    found = []
    for name in schema.SHAPES:
        shape = getattr(theme, name)
        shown = [f"{part} {getattr(shape, part) * PHONE:.1f}" for part in ("smallest", "name", "role")]
        found.append(Finding(thing=f"{name}, on a phone", well=True, words=f"{', '.join(shown)} px"))
    return found


def _room(theme: Theme) -> list[Finding]:
    """How long a quote each size holds, by a text of common words."""
    return [
        Finding(
            thing=f"{size[0]}×{size[1]}", well=(most := _longest(theme, size)) > 0, words=f"{most} characters"
        )
        for size in SIZES
    ]


def _longest(theme: Theme, size: tuple[int, int]) -> int:
    from quotes.cards.compose import compose

    words, least, most = (LONG.quote.split() * 4), 0, 160
    while least < most:
        middle = (least + most + 1) // 2
        quote = " ".join(words[:middle])
        try:
            compose(replace(LONG.card(theme, size), quote=quote))
            least = middle
        except CardError:
            most = middle - 1
    return len(" ".join(words[:least]))


def _text(name: str, folder: Path) -> str:
    """The text of the theme *name*, which is checked first."""
    schema.load(name, folder)
    own = folder / f"{name}.toml"
    return own.read_text("utf-8") if own.is_file() else assets.theme(name)


def _with_pictures(text: str, photograph: Path | None, logo: Path | None) -> str:
    """*text* with the names of its pictures."""
    if logo is not None:
        text = text.replace("\nscheme =", f'\nlogo = "{logo.name}"\nscheme =', 1)
    if photograph is None:
        return text
    lines = [line for line in text.splitlines() if not line.lstrip("# ").startswith("photograph =")]
    entry = f'photograph = "{photograph.name}"'
    if "[backdrop]" in lines:
        lines.insert(lines.index("[backdrop]") + 1, entry)
    else:
        lines[lines.index("[design]") : lines.index("[design]")] = [
            "[backdrop]",
            'kind = "photograph"',
            entry,
            "",
        ]
    return "\n".join(lines) + "\n"


def _copy(file: Path, to: Path) -> None:
    try:
        shutil.copy(file, to)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", remedy="Check the path.") from error
