"""``drumbeat theme``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.output import emit, table, write
from scheduler.cli.session import command, config_path

if TYPE_CHECKING:
    from quotes.cards.theme import Theme


@click.group()
def theme() -> None:
    """Look at the themes there are, make your own, check it."""


@theme.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List all themes, your own included.

    NAME-light and NAME-dark are the two schemes of a theme.

    \b
    Example:
      drumbeat theme list
    """
    from scheduler.services import theming

    found = theming.listing(_folder())

    def people() -> None:
        rows = ((each.name, "your own" if own else "in the box", each.about) for each, own in found)
        table(("theme", "from", "what it is"), rows)

    document = [{"name": each.name, "own": own, "about": each.about} for each, own in found]
    emit(document, as_json=as_json, people=people)


@theme.command()
@click.argument("name")
@click.option(
    "--like", default="broadside", show_default=True, metavar="THEME", help="The theme to begin with."
)
@click.option("--photograph", type=Path, metavar="FILE", help="A picture to put behind the words.")
@click.option("--logo", type=Path, metavar="FILE", help="A PNG or SVG to put beside the names.")
@command
def new(*, name: str, like: str, photograph: Path | None, logo: Path | None, as_json: bool) -> None:
    """Make a theme of your own: a file to change, in the folder of your themes.

    Pictures are copied beside it. Nothing is written if a card could not be read.

    \b
    Examples:
      drumbeat theme new harbour --like newsprint --logo logo.png
      drumbeat theme new rally --like march --photograph crowd.jpg
    """
    from scheduler.services import theming

    path = theming.new(name, _folder(), like=like, photograph=photograph, logo=logo)

    def people() -> None:
        click.echo(path)
        click.echo(f"Change it, then: drumbeat theme check {name}")

    emit({"name": name, "file": str(path)}, as_json=as_json, people=people)


@theme.command()
@click.argument("name")
@command
def check(*, name: str, as_json: bool) -> None:
    """Check a theme: its file, the contrast of every ink, the smallest text, how much it holds.

    What is wrong in the file is told with its line.

    \b
    Example:
      drumbeat theme check harbour
    """
    from scheduler.services import theming

    found = theming.check(_named(name))
    document = [{"thing": each.thing, "well": each.well, "words": each.words} for each in found]

    def people() -> None:
        table(("what", "measured"), ((each.thing, each.words) for each in found))
        short = [each.thing for each in found if not each.well]
        click.echo(f"{name} has no room: {', '.join(short)}." if short else f"{name} is right.")

    emit(document, as_json=as_json, people=people)


@theme.command()
@click.argument("name")
@click.option("--to", metavar="FILE", help="Where the picture goes, instead of NAME.png.")
@command
def preview(*, name: str, to: str | None, as_json: bool) -> None:
    """Draw one sheet of a theme: all sizes, a short and a long quote, Latin and Arabic.

    \b
    Example:
      drumbeat theme preview newsprint-dark
    """
    from scheduler.services import theming

    chosen = _named(name)
    data, remarks = theming.preview(chosen)
    path = write(to or f"{chosen.name}.png", data)

    def people() -> None:
        click.echo(path)
        for each in remarks:
            click.echo(f"Left out: {each}")

    emit({"file": str(path), "left_out": remarks}, as_json=as_json, people=people)


def _folder() -> Path:
    """The folder of the organization's own themes: as configured, else ``themes`` beside where we are."""
    from scheduler.wiring import read_settings

    config = config_path()
    return read_settings(config).theme_folder if config.is_file() else Path("themes")


def _named(name: str) -> "Theme":
    from quotes.cards.schema import load

    return load(name, _folder())
