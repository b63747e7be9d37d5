"""``drumbeat campaign show``: the review sheet, in a terminal, for programs, and as a page to mail."""

from collections.abc import Sequence

import click

from scheduler.cli import costing, rows, showing
from scheduler.cli.output import count, emit, remark, title, write
from scheduler.cli.session import command, office
from scheduler.services import people, reviewing
from scheduler.services.people import Person
from scheduler.services.reviewing import Sheet

_SHOWN = 300
"""Characters of what proves a speaker that a terminal shows; the page and JSON have all of it."""


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--html", metavar="FILE", help="Write it as one page, complete in itself, to mail to somebody.")
@command
def show(*, campaign_id: str, html: str | None, as_json: bool) -> None:
    """Show a campaign for review: its posts as they go out, whom they quote, and its code.

    The code stands for exactly this: who approves by it is refused, with what changed, if anything did.
    With --html it is a page for somebody who has no Drumbeat: nothing in it is loaded from elsewhere.

    \b
    Examples:
      drumbeat campaign show ijn-2020
      drumbeat campaign show ijn-2020 --html review.html
    """
    with office() as here:
        sheet = reviewing.sheet(here.desk, campaign_id)
        files = showing.files(here.desk, sheet.found.rows)
    page = None
    if html is not None:
        from scheduler.services.reviewpage import page as made

        page = str(write(html, made(sheet).encode()))

    def tell() -> None:
        if page is None:
            _print(sheet, files)
        else:
            click.echo(f"The review sheet: {page}")
        _say_next(sheet)

    document = showing.overview_json(sheet.found) | costing.as_json(sheet.campaign, sheet.ahead)
    document["remarks"] += [each for each in sheet.warnings if each not in document["remarks"]]
    document["deliveries"] = [rows.as_json(row, measured=True) for row in sheet.found.rows]
    document["people"] = [people.as_json(each) for each in sheet.people]
    document |= {"comparable": sheet.comparable, "file": page}
    emit(document, as_json=as_json, people=tell)


def _print(sheet: Sheet, files: dict[str, str]) -> None:
    showing.overview(sheet.found)
    costing.show(sheet.campaign, sheet.ahead)
    for each in sheet.warnings:
        if each not in sheet.ahead.remarks:
            remark(each)
    for row in sheet.found.rows:
        showing.delivery(row, files)
    if sheet.people:
        title("\nPeople quoted")
        say_people(sheet.people)


def _say_next(sheet: Sheet) -> None:
    """The code, and what approves by it."""
    if not sheet.comparable:
        remark("The database cannot be written: what changes after this look cannot be told by its code.")
    if sheet.waiting:
        click.echo(f"\nIts code: {sheet.found.revision}. Approve exactly this:")
        click.echo(f"  {sheet.command}")


def say_people(quoted: Sequence[Person], *, words: bool = False) -> None:
    """Each person quoted, in which posts, with their *words*, and what proves that they said it."""
    for each in quoted:
        yes = f" · {each.yes.by} said yes" if each.yes else ""
        click.echo(f"  {people.introduced(each)}{yes}")
        click.echo(f"    {count(len(each.posts), 'post')}: {', '.join(each.posts)}")
        for said in each.said if words else ():
            click.echo(f"    quoted: “{_cut(said)}”")
        for proof in each.evidence:
            click.echo(f"    known from: {_cut(proof)}")
        for by in each.said_by:
            click.echo(f"    {by} said that it is them")


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} […]"
