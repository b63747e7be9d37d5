"""What commands print: one JSON document for programs, tables and sentences for people."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from textwrap import indent, wrap
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from scheduler.core.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Cells = Sequence[str]

_STYLES = {
    "draft": "dim",
    "queued": "cyan",
    "sending": "bold cyan",
    "uncertain": "bold yellow",
    "posted": "green",
    "rehearsed": "green",
    "failed": "bold red",
    "held": "bold yellow",
    "cancelled": "dim",
}
NO_DAEMON = "No daemon runs, so nothing will be sent. Start it: drumbeat run"
_NARROWEST = 80
_SEAM = 3
"""Columns between two cells of a table."""


def emit(document: object, *, as_json: bool, people: Callable[[], None]) -> None:
    """Print *document* as JSON, or whatever *people* prints."""
    if as_json:
        click.echo(json.dumps(document, default=_plain, ensure_ascii=False, indent=2))
    else:
        people()


def write(to: str | Path, data: bytes) -> Path:
    """Write *data* to the file *to* that a person named; where that is. Raises ``InputError``."""
    path = Path(to).absolute()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"{to} cannot be written: {error.strerror}.", remedy="Name another file.") from error
    return path


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date | StrEnum):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def instant(value: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the millisecond."""
    if value is None:
        return None
    return value.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def wall(value: datetime | None, zone: str, *, none: str = "–", seconds: bool = False) -> str:
    """An instant as a person in *zone* reads it: ``Tue 24 Nov 2026 09:00 EST``; *seconds*: ``09:00:30``."""
    clock = "%H:%M:%S" if seconds else "%H:%M"
    return value.astimezone(ZoneInfo(zone)).strftime(f"%a %-d %b %Y {clock} %Z") if value else none


def table(headings: Cells, rows: Iterable[Cells], *, below: Cells = ()) -> None:
    """Print *rows* under *headings*; nothing is cut off.

    In a pipe a row is a line. On a terminal that is too narrow for that, the columns *below* stand under
    their row, whole, so that links can be followed; other long cells wrap.
    """
    from rich.console import Console

    rows = list(rows)
    console = Console(highlight=False)
    natural = _natural_width(headings, rows)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(_NARROWEST, natural))
    elif natural - _SEAM > console.width and (
        under := [n for n, each in enumerate(headings) if each in below]
    ):
        _print_with_lines(console, headings, rows, under)
        return
    _print_grid(console, headings, rows)


def _print_grid(console: "Console", headings: Cells, rows: Sequence[Cells]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*map(styled, row))
    console.print(drawn)


def _print_with_lines(
    console: "Console", headings: Cells, rows: Sequence[Cells], under: Sequence[int]
) -> None:
    """A grid of the columns that are short, each row followed by its cells of the columns *under*."""
    from rich.cells import cell_len
    from rich.text import Text

    short = [n for n in range(len(headings)) if n not in under]
    widths = [max(cell_len(row[n]) for row in (headings, *rows)) for n in short]

    def line(cells: Sequence[Text]) -> Text:
        for cell, width in zip(cells, widths, strict=True):
            cell.pad_right(width - cell.cell_len)
        return Text(" " * _SEAM).join(cells)

    console.print(line([Text(headings[n], style="bold") for n in short]))
    console.print("─" * min(sum(widths) + _SEAM * (len(widths) - 1), console.width))
    for row in rows:
        console.print(line([styled(row[n]) for n in short]))
        for n in under:
            if row[n]:
                lines = wrap(row[n], console.width - 2, break_long_words=False, break_on_hyphens=False)
                console.print(indent("\n".join(lines), "  "), markup=False, soft_wrap=True)


def styled(cell: str) -> "Text":
    """*cell*, in the colour of the state that it names, if it does."""
    from rich.text import Text

    return Text(cell, style=_STYLES.get(cell.split(" ", maxsplit=1)[0], ""))


def _natural_width(headings: Cells, rows: Iterable[Cells]) -> int:
    """How wide a row is where no cell wraps."""
    columns = zip(headings, *rows, strict=True)
    return sum(max(len(cell) for cell in column) + _SEAM for column in columns)


def barred(text: str, *, indent: int = 2) -> None:
    """Print *text* beside a bar: a terminal's lines are filled at words, in a pipe each line stays one."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in text.splitlines():
        width = max(console.width - indent - 2, 20)
        pieces = [each.plain for each in Text(line).wrap(console, width)] if console.is_terminal else [line]
        for piece in pieces or [""]:
            click.echo(f"{' ' * indent}│ {piece}".rstrip())


def title(text: str) -> None:
    """Print a line that stands out."""
    click.secho(text, bold=True)


def remark(text: str) -> None:
    """Print something that a person should know, on standard error."""
    click.secho(text, fg="yellow", err=True)


def count(number: int, thing: str, things: str = "") -> str:
    """``1 post``, ``2 posts``."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


class Progress:
    """A bar on standard error while cards are drawn, only where a person looks on."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __call__(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        import sys

        if not sys.stderr.isatty():
            return
        end = "\n" if done == total else ""
        click.echo(f"\r{self._what} {done}/{total}{end}", nl=False, err=True)
