"""``drumbeat campaign approve`` and ``drumbeat post approve``."""

import click

from scheduler.cli import costing, rows, showing
from scheduler.cli.output import emit
from scheduler.cli.session import actor_of, can_ask, command, office, person
from scheduler.services import approving, foresight, reporting
from scheduler.services.times import stands_by


@click.command("approve")
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--late", metavar="now|TIME|slot|cancel", help="What becomes of posts whose time has passed.")
@click.option("--revision", metavar="CODE", help="Refuse if anything changed since it had this code.")
@person
@command
def approve_campaign(
    *, campaign_id: str, late: str | None, revision: str | None, actor: str | None, as_json: bool
) -> None:
    """Approve a campaign: what it says is frozen, and its posts are queued.

    Without a launch it stands by. Posts whose time has passed need --late.

    \b
    Examples:
      drumbeat campaign approve ijn-2020
      drumbeat campaign approve ijn-2020 --late now
    """
    with office() as here:
        desk = here.desk
        late = late or _ask_late(approving.review(desk, campaign_id))
        approving.approve(desk, campaign_id, actor=actor_of(here, actor), late=late, revision=revision)
        found = reporting.overview(desk, campaign_id)
        ahead = foresight.foresee(desk, found)
        alone = reporting.no_daemon(desk)

    def people() -> None:
        rows.listing(list(found.rows))
        costing.show(found.campaign, ahead)
        if stands_by(found.campaign):
            click.echo(f"Approved; it stands by. Next: drumbeat campaign launch {campaign_id}")
        if alone:
            click.echo(showing.NO_DAEMON)

    told = costing.as_json(found.campaign, ahead) | {"daemon": not alone}
    emit(showing.overview_json(found) | told, as_json=as_json, people=people)


@click.command("approve")
@click.argument("post_id", metavar="POST")
@click.option("--late", metavar="now|TIME|slot|cancel", help="What becomes of it if its time has passed.")
@person
@command
def approve_post(*, post_id: str, late: str | None, actor: str | None, as_json: bool) -> None:
    """Approve one post: what it says is frozen, and it is queued.

    \b
    Examples:
      drumbeat post approve ijn-2020.3
      drumbeat post approve ijn-2020.3 --late now
    """
    with office() as here:
        desk = here.desk
        late = late or _ask_late(approving.review(desk, post_id))
        approving.approve(desk, post_id, actor=actor_of(here, actor), late=late)
        found = showing.of_post(desk, post_id)
        alone = reporting.no_daemon(desk)

    def people() -> None:
        rows.listing(found)
        if alone:
            click.echo(showing.NO_DAEMON)

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)


def _ask_late(seen: approving.Review) -> str | None:
    """What a person wants to become of the late posts; None where there are none or nobody can be asked."""
    if not seen.late or not can_ask():
        return None
    click.echo("The planned time of these has passed:", err=True)
    for each in seen.late:
        click.echo(f"  {rows.when(each)}  {each.id}", err=True)
    answer: str = click.prompt("Send them now, at a new TIME, in a slot, or cancel", default="now", err=True)
    return answer
