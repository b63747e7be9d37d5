"""``drumbeat halt`` and ``drumbeat resume``."""

import threading

import click

from scheduler.cli import rows
from scheduler.cli.output import count, emit, wall
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.services import halting, reporting

_LOOK_EVERY = 0.2  # seconds


@click.command()
@click.option("--reason", required=True, metavar="TEXT", help="Why, for everybody who looks.")
@click.option("--wait", is_flag=True, help="Wait until what is on the wire has ended.")
@person
@command
def halt(*, reason: str, wait: bool, actor: str | None, as_json: bool) -> None:
    """Stop everything, durably, until somebody resumes.

    Returns when no request can begin any more, and names those that are on the wire.

    \b
    Examples:
      drumbeat halt --reason "the news has turned"
      drumbeat halt --reason "wrong name" --wait
    """
    with office() as here:
        done = halting.halt(here.desk, reason, actor=actor_of(here, actor))
        on_wire = done.on_wire
        while wait and halting.on_wire(here.desk) and here.lock.holder() is not None:
            here.desk.clock.wait(threading.Event(), _LOOK_EVERY)
        ended = reporting.rows(here.desk, [each.id for each in on_wire])

    def people() -> None:
        click.echo(f"Halted{'' if done.new else ' already'} by {done.halt.by}: {done.halt.reason}")
        if not on_wire:
            click.echo("Nothing is on the wire.")
        for row in ended:
            ending = f"ended: {rows.state(row)}" if wait else "is on the wire and may still go out"
            click.echo(f"  {row.delivery.id} {ending}")
        click.echo("End it: drumbeat resume")

    facts = {
        "halt": done.halt.id,
        "at": done.halt.at,
        "by": done.halt.by,
        "reason": done.halt.reason,
        "new": done.new,
        "on_wire": [rows.as_json(row) for row in ended],
    }
    emit(facts, as_json=as_json, people=people)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def resume(*, yes: bool, actor: str | None, as_json: bool) -> None:
    """End a halt. What fell due meanwhile is held, and you decide each; the rest goes on.

    \b
    Examples:
      drumbeat resume
      drumbeat resume --yes
    """
    with office() as here:
        current = halting.current(here.desk)
        due = halting.due_at_resume(here.desk) if current else []
        if due and not as_json:
            click.echo("These fell due during the halt and will be held for you to decide:", err=True)
            for each in due:
                click.echo(f"  {wall(each.planned_at, each.zone)}  {each.id}", err=True)
        if current is not None:
            confirm(f"End the halt by {current.by} ({current.reason})?", yes=yes)
        held = halting.resume(here.desk, actor=actor_of(here, actor), seen=current.id if current else None)
        found = reporting.rows(here.desk, [each.id for each in held])

    def people() -> None:
        click.echo(f"Resumed. {count(len(held), 'delivery is', 'deliveries are')} held.")
        if held:
            click.echo("Next: drumbeat attention")

    emit({"resumed": True, "held": [rows.as_json(row) for row in found]}, as_json=as_json, people=people)
