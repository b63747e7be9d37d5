"""``drumbeat post check`` and ``drumbeat campaign check``: whether what is out is still there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.output import count, emit, wall
from scheduler.cli.session import actor_of, command, confirm, names, office, person
from scheduler.core.prices import spell
from scheduler.services import reporting

if TYPE_CHECKING:
    from scheduler.services.living import Seen
    from scheduler.wiring import Office


@click.command("check")
@click.argument("post_id", metavar="POST")
@click.option("--on", metavar="ACCOUNTS", help="On these accounts only.")
@click.option("--yes", is_flag=True, help="Do not ask where it costs something.")
@person
@command
def check_post(*, post_id: str, on: str | None, yes: bool, actor: str | None, as_json: bool) -> None:
    """Ask the networks whether a post is still there, as it was approved.

    It notices what somebody deleted by hand. X charges for it: the price comes first, with a question. The
    daemon never does this by itself. Ends with 1 where anything is gone, has other words, or is not known.

    \b
    Examples:
      drumbeat post check ijn-2020.3
      drumbeat post check ijn-2020.3 --on x-main --yes
    """
    from scheduler.services import removing

    with office() as here:
        _check(
            here, removing.of_post(here.desk, post_id, names(on)), post_id, actor, yes=yes, as_json=as_json
        )


@click.command("check")
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--yes", is_flag=True, help="Do not ask where it costs something.")
@person
@command
def check_campaign(*, campaign_id: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """Ask the networks whether all that is out of a campaign is still there, as it was approved.

    As 'drumbeat post check' for each of its posts, with one question about the price of all.

    \b
    Examples:
      drumbeat campaign check ijn-2020
      drumbeat campaign check ijn-2020 --yes
    """
    from scheduler.services import living

    with office() as here:
        _check(here, living.of_campaign(here.desk, campaign_id), campaign_id, actor, yes=yes, as_json=as_json)


def _check(
    here: "Office", ids: Sequence[str], what: str, actor: str | None, *, yes: bool, as_json: bool
) -> None:
    from scheduler.services import living

    cost = living.price(here.desk, ids)
    if cost:
        confirm(f"Ask the networks for all that is out of {what}? It costs at most {spell(cost)}.", yes=yes)
    found = living.look(here.asking, ids, actor=actor_of(here, actor))
    missed = [each for each in found if each.sight not in {living.Sight.THERE, living.Sight.DELETED}]

    def people() -> None:
        if not found:
            click.echo(f"Nothing of {what} is out.")
            return
        for each in found:
            click.echo(_told(each))
        if any(each.sight in {living.Sight.GONE, living.Sight.OTHER} for each in missed):
            click.echo("Once you know it: drumbeat decide DELIVERY seen")
        elif not missed and any(each.sight is living.Sight.THERE for each in found):
            there = sum(each.sight is living.Sight.THERE for each in found)
            click.echo(f"{count(there, 'post')} asked for; all as it should be.")

    emit([_as_json(each) for each in found], as_json=as_json, people=people)
    if missed:
        raise SystemExit(1)


def _told(each: "Seen") -> str:
    from scheduler.services.living import Sight

    part, zone = each.part, each.delivery.zone
    name = each.delivery.id + (f" part {part.n}" if len(each.delivery.parts) > 1 else "")
    match each.sight:
        case Sight.THERE:
            return f"{name}: there, as approved. {part.link}"
        case Sight.OTHER:
            return f"{name}: there, with other words: {part.found_words} {part.link}"
        case Sight.GONE:
            return f"{name}: gone; {reporting.vanished(part, zone, each.network)}. {part.link}"
        case Sight.DELETED:
            return f"{name}: deleted by {part.removed_by} on {wall(part.removed_at, zone)}."
        case _:
            return f"{name}: not known. {each.why}".rstrip()


def _as_json(each: "Seen") -> dict[str, Any]:
    part = each.part
    return {
        "delivery": each.delivery.id,
        "part": part.n,
        "account": each.account.name,
        "network": each.account.network,
        "rehearsal": each.account.rehearsal,
        "link": part.link,
        "sight": each.sight,
        "why": each.why,
        "live": part.live,
        "looked_at": part.looked_at,
        "last_seen_at": part.last_seen_at,
        "posted_at": part.posted_at,
        "removed_at": part.removed_at,
        "removed_by": part.removed_by,
        "found_words": part.found_words,
    }
