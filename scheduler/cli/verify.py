"""``drumbeat verify``."""

import click

from scheduler.cli.output import count, emit, remark, table
from scheduler.cli.session import command, office


@click.command()
@command
def verify(*, as_json: bool) -> int:
    """Check every excerpt, card and post again, against the statement as it came.

    A page, a Word file or a PDF is read again. If today's library reads it otherwise, that is told; what was
    read at first stays the statement.

    Ends with exit code 1 if anything is not as it should be. Changes nothing.

    \b
    Example:
      drumbeat verify
    """
    from scheduler.services.verifying import verify as check

    with office() as here:
        found = check(here.desk)

    def people() -> None:
        click.echo(
            f"Checked {count(found.statements, 'statement')}, {count(found.excerpts, 'excerpt')}, "
            f"{count(found.cards, 'card')}, {count(found.deliveries, 'delivery', 'deliveries')}."
        )
        if found.problems:
            table(("Thing", "Problem"), [(each.thing, each.problem) for each in found.problems])
        for each in found.notes:
            remark(f"{each.thing}: {each.problem}.")
        if not found.problems:
            click.echo("All verbatim, all in place.")

    document = {
        "statements": found.statements,
        "excerpts": found.excerpts,
        "cards": found.cards,
        "deliveries": found.deliveries,
        "problems": [{"thing": each.thing, "problem": each.problem} for each in found.problems],
        "notes": [{"thing": each.thing, "note": each.problem} for each in found.notes],
    }
    emit(document, as_json=as_json, people=people)
    return 1 if found.problems else 0
