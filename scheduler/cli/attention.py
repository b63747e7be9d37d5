"""``drumbeat attention``: what waits for a person, by cause."""

from collections.abc import Collection, Sequence
from typing import Any

import click

from scheduler.cli import bounds as bounded
from scheduler.cli import rows
from scheduler.cli.listings import paged
from scheduler.cli.output import NO_DAEMON, count, emit, remark, title, wall
from scheduler.cli.session import command, office
from scheduler.core.ids import not_found
from scheduler.core.storage import Page
from scheduler.services import causes, reporting
from scheduler.services.causes import Group
from scheduler.services.reporting import Row

_AT_ONCE = 12
"""So many of a group are listed where nobody asked for that group alone."""


@click.command()
@click.argument("group", metavar="[GROUP]", required=False)
@click.option("--groups", "alone", is_flag=True, help="The groups alone, without their deliveries.")
@paged
@command
def attention(*, group: str | None, alone: bool, limit: int | None, after: str | None, as_json: bool) -> None:
    """Show what waits for a person, and why: held, failed, uncertain, or due and kept back.

    What waits for one and the same cause is one group; 'drumbeat decide' takes its id for all of it.

    \b
    Examples:
      drumbeat attention
      drumbeat attention halt-3
      drumbeat attention --groups --json
    """
    with office() as here:
        found = causes.waiting(here.desk)
        overdue = reporting.status(here.desk)
        zone = here.desk.defaults.zone
    if group is not None:
        chosen = causes.named(found, group)
        if chosen is None:
            raise not_found("group", group, [each.id for each in found], listing="drumbeat attention")
        found = [chosen]
    of = {row.delivery.id: each for each in found for row in each.rows}
    waiting = sorted((row for each in found for row in each.rows), key=reporting.in_turn)
    shown = reporting.paged(waiting, Page(limit=limit, after=after))

    def people() -> None:
        most = None if group or limit else _AT_ONCE
        for each in found:
            its = [row for row in each.rows if row in shown]
            if its or alone:
                _show(each, its, zone, most=0 if alone else most)
        if not found:
            click.echo("Nothing waits for you.")
        elif not alone:
            _next(found, shown)
        if overdue.daemon is None and overdue.overdue:
            due = count(overdue.overdue, "approved delivery is", "approved deliveries are")
            remark(f"{due} due. {NO_DAEMON}")

    listed = [
        rows.as_json(row) | {"group": of[row.delivery.id].id, "cause": of[row.delivery.id].cause.words}
        for row in shown
    ]
    emit([document(each) for each in found] if alone else listed, as_json=as_json, people=people)


def _show(group: Group, its: Sequence[Row], zone: str, *, most: int | None) -> None:
    """One group: its cause, what it keeps back, what is open to it, and its deliveries."""
    cause = group.cause
    title(f"{group.id}: {cause.words}")
    click.echo(f"  {extent(group, zone)}")
    if cause.opens:
        click.echo(f"  See to it: {cause.opens}")
    if cause.open:
        verbs = "|".join("shift TIME" if verb == "shift" else verb for verb in cause.open)
        click.echo(f"  All of it: drumbeat decide {group.id} {verbs}")
    if most == 0:
        return
    rows.listing(list(its[:most]), explain=True)
    if most is not None and len(its) > most:
        click.echo(f"  … and {len(its) - most:,} more: drumbeat attention {group.id}")
    click.echo()


def extent(group: Group, zone: str) -> str:
    """How many posts wait, where they were to go, and when: ``6 posts on sky, Tue … to Wed …``."""
    said = f"{count(group.posts, 'post')} on {', '.join(group.accounts)}"
    if group.earliest is None:
        return said
    first, last = wall(group.earliest, zone), wall(group.latest, zone)
    return f"{said}, planned for {first}" + (f" to {last}" if first != last else "")


def _next(found: Sequence[Group], shown: Collection[Row]) -> None:
    for line in bounded.hints(shown):
        click.echo(line)
    click.echo("Next: drumbeat decide DELIVERY now")
    click.echo("Or: move TIME, look, absent, posted [LINK], seen, leave, draft, cancel.")
    if any(len(each.rows) > 1 and each.cause.open for each in found):
        click.echo("For all of one cause, shown before it is done: drumbeat decide GROUP …")


def document(group: Group) -> dict[str, Any]:
    """A group as ``docs/json.md`` promises it; keys are only ever added."""
    return {
        "group": group.id,
        "kind": group.cause.kind,
        "cause": group.cause.words,
        "opens": group.cause.opens or None,
        "open": list(group.cause.open),
        "posts": group.posts,
        "accounts": list(group.accounts),
        "earliest": group.earliest,
        "latest": group.latest,
        "deliveries": [row.delivery.id for row in group.rows],
    }
