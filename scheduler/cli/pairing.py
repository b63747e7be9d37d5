"""``drumbeat statement unpair``."""

import click

from scheduler.cli.output import emit
from scheduler.cli.session import actor_of, command, office, person


@click.command()
@click.argument("statement_id", metavar="STATEMENT")
@person
@command
def unpair(*, statement_id: str, actor: str | None, as_json: bool) -> None:
    """Part a translation from the statement that it translates. Campaigns stay as they are.

    \b
    Example:
      drumbeat statement unpair ijn-2020-es
    """
    from scheduler.services import pairing

    with office() as here:
        translation, original = pairing.unpair(here.desk, statement_id, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"{translation} is no translation of {original} any more.")
        click.echo(f"Take it back: drumbeat statement add FILE --translation-of {original}")

    emit({"translation": translation, "of": original}, as_json=as_json, people=people)
