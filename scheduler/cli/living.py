"""``drumbeat post``: delete what is out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import rows
from scheduler.cli.output import count, emit, remark, wall
from scheduler.cli.session import actor_of, command, confirm, names, office, person
from scheduler.core.prices import spell
from scheduler.services import reporting

if TYPE_CHECKING:
    from scheduler.core.delivery import Part
    from scheduler.services.removing import Planned, Removed


@click.command()
@click.argument("post_id", metavar="POST")
@click.option("--on", metavar="ACCOUNTS", help="On these accounts only.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def delete(*, post_id: str, on: str | None, yes: bool, actor: str | None, as_json: bool) -> None:
    """Delete a post from its networks, and see that it is gone. What of it is not out is cancelled.

    It is recorded at once, whatever comes of this command: a post that is being sent, or may be out, is
    deleted once it proves to be, and where a network does not answer it is asked again. A halt stops none of
    this. Nothing brings a deleted post back; 'drumbeat post again' posts its words anew.

    Ends with 1 while anything of it is still there, or may be.

    \b
    Examples:
      drumbeat post delete ijn-2020.3
      drumbeat post delete ijn-2020.3 --on x-main --yes
    """
    from scheduler.services import removing

    with office() as here:
        ids = removing.of_post(here.desk, post_id, names(on))
        plans = removing.preview(here.desk, ids)
        if not yes and not as_json:
            for plan in plans:
                _show(plan)
        if any(plan.fate is not removing.Fate.GONE for plan in plans):
            confirm(_question(post_id, plans), yes=yes)
        done = removing.remove(here.asking, ids, actor=actor_of(here, actor))
        alone = reporting.no_daemon(here.desk)
    waits = [each for each in done if each.fate in {removing.Fate.WAITS, removing.Fate.NOT_YET}]

    def people() -> None:
        for each in done:
            click.echo(told(each))
            say_below([plan for plan in plans if plan.delivery.id == each.delivery.id])
        if waits:
            click.echo("Next: drumbeat attention")
            if alone:
                click.echo("No daemon runs, so nothing is tried again. Start it: drumbeat run")

    emit([removed_json(each) for each in done], as_json=as_json, people=people)
    if waits:
        raise SystemExit(1)


def removed_json(each: "Removed") -> dict[str, Any]:
    """What became of a delivery, as ``docs/json.md`` promises it."""
    delivery = each.delivery
    return {
        "delivery": delivery.id,
        "account": each.account.name,
        "network": each.account.network,
        "rehearsal": each.account.rehearsal,
        "fate": each.fate,
        "why": each.why,
        "state": delivery.state,
        "removal_asked_at": delivery.removal_asked_at,
        "removal_asked_by": delivery.removal_asked_by,
        "parts": [
            {"n": part.n, "link": part.link, "removed_at": part.removed_at, "removed_by": part.removed_by}
            for part in delivery.parts
        ],
    }


def _show(plan: "Planned") -> None:
    """What would be deleted, on standard error: it is part of the question."""
    delivery = plan.delivery
    click.secho(f"{delivery.id} · {_standing(plan)}", bold=True, err=True)
    for part in plan.parts:
        when = wall(part.posted_at, delivery.zone)
        click.echo(f"  {_part(part, delivery.parts)}{part.link or part.remote_id} · {when}", err=True)
        for line in part.words.splitlines():
            click.echo(f"  │ {line}".rstrip(), err=True)


def _part(part: "Part", parts: Sequence["Part"]) -> str:
    return f"part {part.n} of {len(parts)}: " if len(parts) > 1 else ""


def _standing(plan: "Planned") -> str:
    from scheduler.services.removing import Fate

    called = rows.state(reporting.Row(delivery=plan.delivery, account=plan.account, network=plan.network))
    what = {
        Fate.WAITS: "it is deleted once it proves to be out",
        Fate.CANCELLED: "nothing of it is out; it is cancelled",
        Fate.GONE: "nothing of it is there",
    }
    return f"{called}: {what[plan.fate]}" if plan.fate in what else called


def _question(post_id: str, plans: Sequence["Planned"]) -> str:
    out = [part for plan in plans for part in plan.parts]
    cost = sum(plan.cost for plan in plans)
    asks = f" It costs at most {spell(cost)}." if cost else ""
    if not out:
        return f"Cancel {post_id}, and delete what of it proves to be out?"
    real = any(plan.parts and not plan.account.rehearsal for plan in plans)
    what = count(len(out), "post") if real else count(len(out), "rehearsed post")
    return f"Delete {what} of {post_id}, for good?{asks}"


def told(each: "Removed") -> str:
    """What became of a delivery, for whoever asked."""
    from scheduler.services.removing import Fate

    id = each.delivery.id
    where = f"the rehearsed {each.network.title}" if each.account.rehearsal else each.network.title
    links = " ".join(part.link for part in each.delivery.parts if part.link and part.removed_at)
    match each.fate:
        case Fate.DELETED:
            return f"{id}: deleted; {where} shows it no more. {links}".rstrip()
        case Fate.CANCELLED:
            return f"{id}: cancelled; nothing of it was out. Take it back: drumbeat decide {id} draft"
        case Fate.WAITS:
            return f"{id}: is {each.delivery.state}. Recorded: it is deleted once it proves to be out."
        case Fate.NOT_YET:
            return f"{id}: recorded, and not gone yet: {each.why}"
        case _ if each.delivery.may_be_out:
            return f"{id}: was cancelled while it may be out. Look at {where}, and delete it there."
        case _:
            return f"{id}: there is nothing to delete."


def say_below(plans: Sequence["Planned"]) -> None:
    """Name the answers that stay where what they answer is deleted."""
    for plan in plans:
        for answer in plan.below:
            remark(f"  {answer.id} answers it and stays, below a post that is no more.")
            remark(f"  Delete it too: drumbeat post delete {answer.post} --on {answer.account}")
