"""``drumbeat decide``."""

import click

from scheduler.cli import rows
from scheduler.cli.output import emit, remark
from scheduler.cli.session import actor_of, command, office, person
from scheduler.cli.showing import NO_DAEMON
from scheduler.core.delivery import Delivery
from scheduler.services import deciding, reporting, spacing


@click.command()
@click.argument("delivery_id", metavar="DELIVERY")
@click.argument("verb", metavar="DECISION", type=click.Choice(deciding.VERBS))
@click.argument("argument", metavar="[TIME|LINK]", required=False)
@click.option(
    "--over",
    metavar="budget|fuse",
    multiple=True,
    help="With now and move: let it exceed the month's budget, or the fuse, until it is out.",
)
@person
@command
def decide(
    *,
    delivery_id: str,
    verb: str,
    argument: str | None,
    over: tuple[str, ...],
    actor: str | None,
    as_json: bool,
) -> None:
    """Decide about a delivery that waits for you.

    \b
    now          send it now
    move TIME    send it at another time; move slot: in the next free one
    look         ask the network whether it is out
    absent       you looked, and it is not out: it may be sent again
    posted LINK  you looked, and it is out there, or the next part of it
    posted       it ends with the parts that are out; the rest is not sent
    seen         you read what is out with other words than those approved
    leave        it stays out, although its text was corrected since
    draft        change it first; it needs a new approval
    cancel       give it up

    \b
    Examples:
      drumbeat decide ijn-2020.3@x-main now
      drumbeat decide ijn-2020.3@x-main move "tomorrow 09:00"
      drumbeat decide ijn-2020.3@x-main now --over budget
      drumbeat decide ijn-2020.3@x-main posted https://x.com/ijn/status/1
    """
    with office() as here:
        who = actor_of(here, actor)
        new = deciding.decide(here.desk, delivery_id, verb, argument, actor=who, over=over)
        (row,) = reporting.rows(here.desk, [new.id])
        told = spacing.remarks(here.desk, spacing.to_come([new])) if verb == "move" else []
        alone = reporting.no_daemon(here.desk)

    def people() -> None:
        click.echo(
            f"{new.id} is {rows.state(row)}, {_planned(new)}."
            + (f" {row.why[0].upper()}{row.why[1:]}." if row.why else "")
        )
        if verb == "draft" and new.planned_at is None and row.why:
            click.echo(f"Next: drumbeat post move {new.post} --to slot")
        for each in told:
            remark(each)
        if alone:
            click.echo(NO_DAEMON)

    emit(rows.as_json(row), as_json=as_json, people=people)


def _planned(delivery: Delivery) -> str:
    if delivery.planned_at is None and delivery.why:
        return "with no time"
    return f"planned for {rows.when(delivery)}"
