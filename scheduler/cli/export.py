"""``drumbeat export``."""

import csv
import sys
from dataclasses import asdict, fields
from datetime import datetime

import click

from scheduler.cli.output import emit, instant
from scheduler.cli.session import command, office


@click.group()
def export() -> None:
    """Take what is recorded elsewhere."""


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
    from scheduler.services import lookups
    from scheduler.services import receipts as service

    with office() as here:
        if campaign is not None:
            with here.desk.store.read() as unit:
                lookups.campaign(unit, campaign)
        found = service.receipts(here.desk, campaign)

    def people() -> None:
        writer = csv.writer(sys.stdout)
        writer.writerow(field.name for field in fields(service.Receipt))
        for each in found:
            writer.writerow(instant(v) if isinstance(v, datetime) else v for v in asdict(each).values())

    emit([asdict(each) for each in found], as_json=as_json, people=people)
