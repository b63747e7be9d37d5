"""``drumbeat campaign rehearse``."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scheduler.cli import rows
from scheduler.cli.output import Progress, count, emit, remark, table, title, wall, write
from scheduler.cli.run import daemon_of
from scheduler.cli.session import command, office
from scheduler.core.delivery import State
from scheduler.services.marks import News
from scheduler.services.reporting import Row

if TYPE_CHECKING:
    from scheduler.wiring import Office


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--at", metavar="TIME", help="As if it were launched then.")
@click.option("--feed", metavar="FILE", help="Where the page goes, instead of beside the database.")
@command
def rehearse(*, campaign_id: str, at: str | None, feed: str | None, as_json: bool) -> None:
    """Send a copy of a campaign to nobody, in seconds, and tell what the real run would meet.

    Everything is copied to a new database and approved, sent and recorded there as it would be for real, by
    a clock that leaps from one post to the next. Nothing changes here. It ends with the page that shows what
    followers of each account would see.

    \b
    Examples:
      drumbeat campaign rehearse ijn-2020
      drumbeat campaign rehearse ijn-2020 --at "tomorrow 09:00" --feed feed.html
    """
    from scheduler.services import rehearsing
    from scheduler.wiring import rehearsing as staged
    from scheduler.wiring import wall_clock

    began = wall_clock().monotonic()
    with office() as here, staged(here) as stage:
        rehearsing.copy(here.desk, stage.desk, campaign_id)
        concerns = rehearsing.foreseen(here.desk, campaign_id)
        concerns += rehearsing.prepare(stage.desk, campaign_id, at=at)
        _send(stage, campaign_id)
        played, met = rehearsing.outcome(here.desk, stage.desk, campaign_id)
        concerns += met
        page = here.settings.database.parent / f"{campaign_id}-rehearsed.html"
        path = write(feed or page, stage.feed().encode())
    took = wall_clock().monotonic() - began

    def people() -> None:
        out = [row for row in played if row.delivery.state is State.POSTED]
        told = f"{len(out)} of {count(len(played), 'delivery', 'deliveries')} in {took:.0f} s"
        title(f"Rehearsed {told}; nobody outside has seen them.")
        table(("When", "Delivery", "State"), [_cells(row) for row in played])
        for each in concerns:
            remark(str(each))
        click.echo(f"What followers would see: {path}")

    document = {
        "campaign": campaign_id,
        "feed": str(path),
        "seconds": round(took, 1),
        "deliveries": [rows.as_json(row) for row in played],
        "warnings": [asdict(each) for each in concerns],
    }
    emit(document, as_json=as_json, people=people)


def _send(stage: "Office", campaign_id: str) -> None:
    """Let the daemon send all of it, over the hours between."""
    from scheduler.daemon.loop import Leave
    from scheduler.services.reporting import overview

    to_come = {State.DRAFT, State.QUEUED}
    waiting = {
        row.delivery.id for row in overview(stage.desk, campaign_id).rows if row.delivery.state in to_come
    }
    total, progress = len(waiting), Progress("Rehearsing")

    def tell(news: News) -> None:
        if news.delivery.state not in {State.QUEUED, State.SENDING, State.UNCERTAIN}:
            waiting.discard(news.delivery.id)
            progress(total - len(waiting), total)

    with daemon_of(stage, tell) as daemon:
        daemon.run(Leave.NOTHING_LEFT)


def _cells(row: Row) -> tuple[str, ...]:
    delivery = row.delivery
    at = next((part.posted_at for part in delivery.parts if part.posted_at is not None), delivery.planned_at)
    return wall(at, delivery.zone), delivery.id, rows.state(row)
