"""``drumbeat export``."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from scheduler.cli.output import count, emit, remark, write
from scheduler.cli.session import command, office
from scheduler.core.errors import InputError


@click.group()
def export() -> None:
    """Take what is recorded elsewhere: all of it, receipts, the queue as a calendar."""


@export.command()
@click.option("--campaign", metavar="CAMPAIGN", help="Of this campaign alone.")
@command
def receipts(*, campaign: str | None, as_json: bool) -> None:
    """Print a receipt for each part that is out: where, digests of words and pictures, who approved it.

    As CSV, or as JSON with --json.

    \b
    Examples:
      drumbeat export receipts > receipts.csv
      drumbeat export receipts --campaign ijn-2020 --json
    """
    from scheduler.services import exporting, lookups
    from scheduler.services import receipts as service

    with office() as here:
        if campaign is not None:
            with here.desk.store.read() as unit:
                lookups.campaign(unit, campaign)
        found = service.receipts(here.desk, campaign)

    def people() -> None:
        click.echo(exporting.table([exporting.plain(each) for each in found], service.Receipt), nl=False)

    emit([asdict(each) for each in found], as_json=as_json, people=people)


@export.command("all")
@click.option("--csv", "as_csv", is_flag=True, help="As tables, a file for each kind, in the folder --to.")
@click.option("--to", metavar="FILE|FOLDER", help="Write it there, instead of printing it.")
@command
def all_(*, as_csv: bool, to: str | None, as_json: bool) -> None:
    """Write everything that is recorded: statements, campaigns, posts, what happened to each. No secrets.

    One JSON document; with --csv, tables for a spreadsheet. Pictures are files in the folder of the setting
    'pictures', called by their SHA-256.

    \b
    Examples:
      drumbeat export all > drumbeat.json
      drumbeat export all --to drumbeat.json
      drumbeat export all --csv --to drumbeat-tables
    """
    from scheduler.services import exporting

    if as_csv and to is None:
        raise InputError("Tables are several files.", remedy="Name a folder for them: --to FOLDER")
    with office() as here:
        found = exporting.everything(here.desk)
    if to is None:
        for piece in exporting.document(found):
            click.echo(piece, nl=False)
        return
    if as_csv:
        where = [_write_table(Path(to), kind, text) for kind, text in exporting.tables(found)]
    else:
        where = [_write_pieces(Path(to), exporting.document(found))]

    def people() -> None:
        for path in where:
            click.echo(str(path))
        told = ", ".join(f"{number:,} {kind}" for kind, number in found.counts.items() if number)
        click.echo(f"Written: {told or 'nothing is recorded yet'}.")

    document = {"files": [str(path) for path in where], "counts": found.counts}
    emit(document, as_json=as_json, people=people)


def _write_table(folder: Path, kind: str, text: str) -> Path:
    """Write a table; the mark in front tells spreadsheets that it is UTF-8."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} is no folder: {error.strerror}.", remedy="Name another.") from error
    return write(folder / f"{kind}.csv", text.encode("utf-8-sig"))


def _write_pieces(path: Path, pieces: Iterable[str]) -> Path:
    return write(path, "".join(pieces).encode())


@export.command()
@click.option("--campaign", metavar="CAMPAIGN", help="Of this campaign alone.")
@click.option("--to", metavar="FILE", help="Write it there, such as queue.ics, instead of printing it.")
@command
def calendar(*, campaign: str | None, to: str | None, as_json: bool) -> None:
    """Write what goes out next as an iCalendar file, which any calendar opens or subscribes to.

    What is approved is confirmed there, what is not is tentative. Times are instants: each calendar shows
    them in its own zone. It holds the words of every post, embargoed ones too.

    \b
    Examples:
      drumbeat export calendar --to queue.ics
      drumbeat export calendar --campaign ijn-2020 > ijn-2020.ics
    """
    from scheduler.services import calendars, lookups, reporting

    with office() as here:
        if campaign is not None:
            with here.desk.store.read() as unit:
                lookups.campaign(unit, campaign)
        rows = [row for row in reporting.queue(here.desk) if campaign in (None, row.delivery.campaign)]
        data = calendars.calendar(rows, reporting.campaigns(here.desk), here.desk.clock.now())
    timeless = [row.delivery.id for row in rows if row.delivery.planned_at is None]
    events = len(rows) - len(timeless)
    if timeless:
        have = (
            "delivery has no time yet and is" if len(timeless) == 1 else "deliveries have no time yet and are"
        )
        remark(f"{len(timeless):,} {have} not in it.")
    told = {"events": events, "without_time": timeless}
    if to is None:
        document = told | {"text": data.decode()}
        emit(document, as_json=as_json, people=lambda: click.echo(data, nl=False))
        return
    where = write(to, data)
    emit(
        told | {"file": str(where)},
        as_json=as_json,
        people=lambda: click.echo(f"{where}: {count(events, 'event')}."),
    )
