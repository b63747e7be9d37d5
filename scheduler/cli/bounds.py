"""``drumbeat account set``, and how accounts' budgets and fuses are shown."""

from collections.abc import Iterable
from typing import Any

import click

from scheduler.cli.output import emit
from scheduler.cli.session import actor_of, command, office, person
from scheduler.core.delivery import Reason
from scheduler.core.gates import Gate
from scheduler.core.prices import plain, spell
from scheduler.services import bounds
from scheduler.services.reporting import Row


@click.command("set")
@click.argument("name")
@click.option("--budget", metavar="DOLLARS", help="What it may cost in a calendar month (UTC).")
@click.option("--hour-fuse", "hour", metavar="N", help="How many messages it sends at most within an hour.")
@click.option("--day-fuse", "day", metavar="N", help="How many messages it sends at most within a day.")
@click.option("--kind", metavar="KIND", help="What its network takes it for, such as verified on X.")
@click.option(
    "--send-again/--hold-unknown",
    "sends_again",
    default=None,
    help="What becomes of a post that looks did not find: sent once more, where proved, or held for you.",
)
@person
@command
def set_(
    *,
    name: str,
    budget: str | None,
    hour: str | None,
    day: str | None,
    kind: str | None,
    sends_again: bool | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Bound what an account may cost, and how much it may send; 'none' goes back to the configuration.

    What would exceed a bound is held for you. See config.toml for the bounds of accounts without their own.

    \b
    Examples:
      drumbeat account set x-main --budget 25
      drumbeat account set x-main --hour-fuse 5 --day-fuse 20 --kind verified
      drumbeat account set x-main --budget none
      drumbeat account set x-main --send-again
    """
    with office() as here:
        who = actor_of(here, actor)
        wanted = bounds.Wanted(budget=budget, hour=hour, day=day, kind=kind, sends_again=sends_again)
        changed = bounds.change(here.desk, name, wanted, actor=who)

    def people() -> None:
        kind = f", {changed.kind} on {changed.network.title}" if changed.kind else ""
        click.echo(f"{name}{kind}:")
        if changed.account.sends_again:
            click.echo("  unknown posts: sent once more when all looks found nothing")
        for line in lines(changed):
            click.echo(f"  {line}")

    emit(document(changed), as_json=as_json, people=people)


def lines(each: bounds.Standing) -> list[str]:
    """The bounds of an account, and what is used of them, in words."""
    its, used = each.bounds, each.used
    sent = f"messages: {used.hour:,} of {its.hour:,} within an hour, {used.day:,} of {its.day:,} within a day"
    return [f"cost: {_cost(each)}", sent] if each.network.prices is not None else [sent]


def _cost(each: bounds.Standing) -> str:
    """What an account cost in this month, of what it may."""
    budget = each.bounds.budget
    of = f"of {spell(budget)}" if budget is not None else "without a budget"
    played = ", rehearsed" if each.account.rehearsal else ""
    return f"{spell(each.used.month)} {of} in {each.at:%B %Y} (UTC){played}"


def spent(standings: Iterable[bounds.Standing]) -> list[str]:
    """A line for each account whose network asks for money: what this month cost, of its budget."""
    return [f"{each.account.name}: {_cost(each)}" for each in standings if each.network.prices is not None]


def hints(found: Iterable[Row]) -> list[str]:
    """What can be done about what a budget or a fuse holds back."""
    held: dict[tuple[Gate, str], None] = {}
    for row in found:
        if row.delivery.reason in {Reason.BUDGET, Reason.FUSE}:
            held[Gate(row.delivery.reason.value), row.account.name] = None
    return [
        f"Held by the {gate} of {name}: drumbeat decide DELIVERY now --over {gate}. "
        f"Or {bounds.remedy(gate, name)}"
        for gate, name in held
    ]


def document(each: bounds.Standing) -> dict[str, Any]:
    """The bounds of an account, and what is used of them; money in US dollars as text."""
    its, used, charges = each.bounds, each.used, each.network.prices is not None
    return {
        "account": each.account.name,
        "network": each.network.name,
        "rehearsal": each.account.rehearsal,
        "kind": each.kind,
        "sends_again": each.account.sends_again,
        "month_cost": plain(used.month) if charges else None,
        "month_budget": plain(its.budget) if its.budget is not None else None,
        "hour_sent": used.hour,
        "hour_fuse": its.hour,
        "day_sent": used.day,
        "day_fuse": its.day,
    }
