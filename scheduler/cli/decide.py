"""``drumbeat decide``."""

from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import rows
from scheduler.cli.output import NO_DAEMON, count, emit, remark, table, title, wall
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.core.delivery import Delivery
from scheduler.core.errors import InputError, Stale
from scheduler.services import deciding, groups, reporting, spacing
from scheduler.services.groups import Proposal
from scheduler.services.obstacles import Step

if TYPE_CHECKING:
    from scheduler.wiring import Office

_VERBS = tuple(dict.fromkeys((*deciding.VERBS, *groups.VERBS)))


@click.command()
@click.argument("name", metavar="DELIVERY|GROUP")
@click.argument("verb", metavar="DECISION", type=click.Choice(_VERBS))
@click.argument("argument", metavar="[TIME|LINK]", required=False)
@click.option(
    "--over",
    metavar="budget|fuse",
    multiple=True,
    help="With now, move and shift: let it exceed the month's budget, or the fuse, until it is out.",
)
@click.option("--yes", is_flag=True, help="For a group: do not ask.")
@click.option("--revision", metavar="CODE", help="For a group: only if it is still what was shown.")
@person
@command
def decide(
    *,
    name: str,
    verb: str,
    argument: str | None,
    over: tuple[str, ...],
    yes: bool,
    revision: str | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Decide about a delivery that waits for you, or about all that waits for one cause.

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

    For a group of 'drumbeat attention', by its id, shown before it is done:

    \b
    now          send all at once, in the order of their times
    slots        each in the next free slot of its account; see 'drumbeat slots'
    shift TIME   the first goes then, the others keep their distances
    look         ask the networks whether they are out
    cancel       give all of them up

    \b
    Examples:
      drumbeat decide ijn-2020.3@x-main now
      drumbeat decide ijn-2020.3@x-main move "tomorrow 09:00"
      drumbeat decide ijn-2020.3@x-main now --over budget
      drumbeat decide ijn-2020.3@x-main posted https://x.com/ijn/status/1
      drumbeat decide halt-3 shift "tomorrow 09:00"
      drumbeat decide downtime-8 cancel --yes
    """
    with office() as here:
        who = actor_of(here, actor)
        if groups.is_group(name):
            if verb not in groups.VERBS:
                raise InputError(
                    f"{verb!r} is decided for one delivery, and {name} is a group.",
                    remedy=f"For a group: {', '.join(groups.VERBS)}.",
                )
            return _decide_all(
                here, name, verb, argument, over=over, actor=who, yes=yes, revision=revision, as_json=as_json
            )
        if verb not in deciding.VERBS:
            raise InputError(
                f"{verb!r} is decided for a group, and {name} is one delivery.",
                remedy=f"Give it another time: drumbeat decide {name} move TIME",
            )
        new = deciding.decide(here.desk, name, verb, argument, actor=who, over=over)
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
    return 0


def _planned(delivery: Delivery) -> str:
    if delivery.planned_at is None and delivery.why:
        return "with no time"
    return f"planned for {rows.when(delivery)}"


def _decide_all(
    here: "Office",
    id: str,
    verb: str,
    argument: str | None,
    *,
    over: tuple[str, ...],
    actor: str,
    yes: bool,
    revision: str | None,
    as_json: bool,
) -> int:
    """Show what the decision would do, ask, and do it. With JSON and no yes it is only shown: exit code 1."""
    plan = groups.preview(here.desk, id, verb, argument, over=over, actor=actor)
    if as_json and not yes:
        emit(document(plan, done=False), as_json=True, people=lambda: None)
        return 1
    if not as_json:
        _show(plan)
    plan.refuse()
    confirm(_question(plan), yes=yes)
    try:
        seen = revision or plan.revision
        done = groups.carry_out(here.desk, id, verb, argument, actor=actor, over=over, seen=seen)
    except Stale:
        if not as_json:
            click.echo("This is how it is by now:", err=True)
            _show(groups.preview(here.desk, id, verb, argument, over=over, actor=actor))
        raise
    alone = verb != "cancel" and reporting.no_daemon(here.desk)

    def people() -> None:
        click.echo(f"{_DONE[verb].format(count(len(done.steps), 'delivery', 'deliveries'))}.")
        click.echo(_BACK[verb])
        if alone:
            click.echo(NO_DAEMON)

    emit(document(done, done=True), as_json=as_json, people=people)
    return 0


_DONE = {
    "now": "Queued {} for now",
    "slots": "Moved {}",
    "shift": "Moved {}",
    "look": "The networks are asked for {}",
    "cancel": "Cancelled {}",
}
_BACK = {
    "now": "Stop them: drumbeat halt --reason TEXT",
    "slots": "Next: drumbeat queue. Change one: drumbeat decide DELIVERY move TIME",
    "shift": "Next: drumbeat queue. Change one: drumbeat decide DELIVERY move TIME",
    "look": "Next: drumbeat attention",
    "cancel": "Take one back: drumbeat decide DELIVERY draft, and approve it anew.",
}


def _question(plan: Proposal) -> str:
    number = count(len(plan.steps), "delivery", "deliveries")
    return {
        "now": f"Send {number} now?",
        "slots": f"Move {number}?",
        "shift": f"Move {number}?",
        "look": f"Ask for {number}?",
        "cancel": f"Cancel {number}?",
    }[plan.verb]


def _show(plan: Proposal) -> None:
    """From when to when each goes, what is left as it is, and what followers will see."""
    title(f"{plan.group.id}: {plan.group.cause.words}")
    if plan.steps:
        table(
            ("Delivery", "From", "To"),
            [(each.new.id, rows.when(each.row.delivery), _to(plan, each)) for each in plan.steps],
        )
    for left in plan.left:
        click.echo(f"Left as it is: {left.delivery}: {left.why}. {left.remedy}")
    for each in plan.shut:
        if not each.forbids:
            remark(
                f"{count(len(each.deliveries), 'delivery', 'deliveries')} will wait: {each.why}. {each.opens}"
            )
    for name, number in plan.bursts:
        hint = f" Keep their distances: drumbeat decide {plan.group.id} shift now"
        remark(
            f"Followers of {name} see {number} posts within a minute." + (hint if plan.verb == "now" else "")
        )


def _to(plan: Proposal, step: Step) -> str:
    if step.to is None:
        return "cancelled" if plan.verb == "cancel" else "looked for"
    return "now" if plan.verb == "now" else wall(step.to.at, step.new.zone)


def document(plan: Proposal, *, done: bool) -> dict[str, Any]:
    """A decision about a group as ``docs/json.md`` promises it; keys are only ever added."""
    return {
        "group": plan.group.id,
        "cause": plan.group.cause.words,
        "decision": plan.verb,
        "done": done,
        "revision": plan.revision,
        "changes": [
            {
                "delivery": each.new.id,
                "account": each.new.account,
                "from": each.row.delivery.planned_at,
                "to": each.to.at if each.to else None,
                "state": each.new.state,
            }
            for each in plan.steps
        ],
        "left": [{"delivery": each.delivery, "why": each.why, "remedy": each.remedy} for each in plan.left],
        "shut": [
            {
                "gate": each.gate,
                "why": each.why,
                "opens": each.opens,
                "deliveries": list(each.deliveries),
                "forbids": each.forbids,
            }
            for each in plan.shut
        ],
        "bursts": [{"account": name, "posts": number} for name, number in plan.bursts],
    }
