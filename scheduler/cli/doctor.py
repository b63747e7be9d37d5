"""``drumbeat doctor``."""

import click

from scheduler.cli.output import emit
from scheduler.cli.session import command, office


@click.command()
@command
def doctor(*, as_json: bool) -> int:
    """Look for what could keep posts from going out; each finding comes with its remedy.

    Ends with exit code 1 if anything needs to be done. Changes nothing.

    \b
    Example:
      drumbeat doctor
    """
    from scheduler.services.examining import examine
    from scheduler.services.telling import findings

    with office() as here:
        settings = here.store.settings()
        sweep = here.settings.daemon.sweep
        found = [
            *examine(here.desk, settings.path, settings.why, sweep=sweep),
            *findings(here.desk, here.outside.targets()),
        ]

    def people() -> None:
        for each in found:
            click.secho("ok   " if each.well else "look ", fg="green" if each.well else "yellow", nl=False)
            click.echo(f"{each.thing}: {each.words}" + (f"\n     {each.remedy}" if each.remedy else ""))

    document = [
        {"thing": each.thing, "well": each.well, "words": each.words, "remedy": each.remedy} for each in found
    ]
    emit(document, as_json=as_json, people=people)
    return 0 if all(each.well for each in found) else 1
