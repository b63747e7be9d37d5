"""``drumbeat post add``: posts of a person's own words."""

from collections.abc import Callable
from typing import Any

import click

from scheduler.cli import rows, showing
from scheduler.cli.output import emit, remark
from scheduler.cli.session import actor_of, command, names, office, person
from scheduler.services import adding

Command = Callable[..., Any]


def saying(function: Command) -> Command:
    """Give a command the options of what a post says, and where; see ``spoken``."""
    options = [
        click.option("--words", metavar="TEXT", help="What it says."),
        click.option(
            "--words-on",
            nargs=2,
            multiple=True,
            metavar="ACCOUNT TEXT",
            help="What it says on one account instead.",
        ),
        click.option("--on", metavar="ACCOUNTS", help="On these of the campaign's accounts only."),
        click.option("--dry-run", is_flag=True, help="Show what it would be; change nothing."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@saying
@click.option(
    "--at", required=True, metavar="TIME", help='When: "T+2h" from the launch, "tomorrow 09:00", now.'
)
@person
@command
def add(*, campaign_id: str, at: str, actor: str | None, dry_run: bool, as_json: bool, **said: Any) -> None:
    """Add a post of your own words to a campaign: a draft, which waits for approval like any other.

    Words between quotation marks must stand in the statement word for word. A time that counts from the
    launch moves with it; any other stays.

    \b
    Examples:
      drumbeat post add ijn-2020 --words "Doors open at six." --at "T+1d 17:00"
      drumbeat post add ijn-2020 --words "Thank you, all of you." --on sky-main --at "tomorrow 09:00"
      drumbeat post add ijn-2020 --words "See you there." --words-on x-main "See you." --at +2h
    """
    wish = adding.Wish(campaign=campaign_id, at=at, **spoken(**said))
    carry_out(wish, actor=actor, dry_run=dry_run, as_json=as_json)


def spoken(*, words: str | None, words_on: tuple[tuple[str, str], ...], on: str | None) -> dict[str, Any]:
    """What ``saying`` was given, as a wish has it."""
    return {"words": words, "words_on": dict(words_on), "on": names(on)}


def carry_out(wish: adding.Wish, *, actor: str | None, dry_run: bool, as_json: bool) -> None:
    """Do what is wished, or show it, and tell what comes next."""
    with office() as here:
        if dry_run:
            made = adding.preview(here.desk, wish)
        else:
            made = adding.add(here.desk, wish, actor=actor_of(here, actor))
        files = showing.files(here.desk, made.rows)

    def people() -> None:
        for row in made.rows:
            showing.delivery(row, files)
        for each in made.remarks:
            remark(each)
        _next(made, dry_run=dry_run)

    emit([rows.as_json(row, measured=True) for row in made.rows], as_json=as_json, people=people)


def _next(made: adding.Added, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("\nNothing was changed. Next: the same without --dry-run")
        return
    late = " --late now" if made.at_once else ""
    click.echo(f"\nNext: drumbeat post approve {made.post.id}{late}")
    click.echo(f"Take it back: drumbeat post cancel {made.post.id}")
