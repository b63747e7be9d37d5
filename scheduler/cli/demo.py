"""``drumbeat demo``: the whole job on the sample statement, posted to rehearsal."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import click

from scheduler.cli import rows
from scheduler.cli.output import Progress, count, emit, table, title, wall
from scheduler.cli.run import daemon_of
from scheduler.cli.session import command
from scheduler.core.delivery import Delivery, State
from scheduler.services.marks import News

if TYPE_CHECKING:
    from scheduler.wiring import Office

_ACCOUNTS = (("x", "x-demo"), ("bluesky", "sky-demo"))
_SAMPLE = "ijn-2020.txt"
_ACTOR = "demo"


@click.command()
@click.option(
    "--in", "folder", default="drumbeat-demo", show_default=True, metavar="DIR", help="Where it happens."
)
@command
def demo(*, folder: str, as_json: bool) -> None:
    """Run the whole job on a sample statement: excerpts, cards, campaign, daemon, in rehearsal.

    A campaign of several days takes some seconds: the clock leaps over the hours in which nothing is due.
    A demo that is there already is kept under another name.

    \b
    Example:
      drumbeat demo --in demo
    """
    from scheduler.config import example
    from scheduler.wiring import create, opened, wall_clock

    def say(text: str) -> None:
        click.echo(text, err=as_json)

    place, old = _fresh(Path(folder))
    if old is not None:
        say(f"The demo that was there is now {old}.")
    config = place / "config.toml"
    config.write_text(example(), encoding="utf-8")
    create(config)
    began = wall_clock().monotonic()
    with opened(config, leaps=True) as here:
        campaign_id = _prepare(here, say)
        posted = _send(here, say, wall_clock().now)
        feed = _write_feed(here, place)
        found = _posted_rows(here, campaign_id, posted)
    took = wall_clock().monotonic() - began

    def people() -> None:
        title("\nWhat went out")
        table(("Planned", "Wall time", "Account", "Words"), found)
        click.echo(
            f"{count(len(found), 'delivery', 'deliveries')} in {took:.0f} s; nobody outside has seen them."
        )
        click.echo(f"What followers would see: {feed}")
        click.echo(f"Look around: cd {place} && {_command()} history")

    document = {
        "folder": str(place),
        "kept": str(old) if old else None,
        "feed": str(feed),
        "seconds": round(took, 1),
        "posted": [{"delivery": id, "posted_at": at} for id, at in posted.items()],
    }
    emit(document, as_json=as_json, people=people)


def _fresh(place: Path) -> tuple[Path, Path | None]:
    """The folder for this demo, new and empty, and where an older one was moved to."""
    from scheduler.wiring import wall_clock

    place = place.absolute()
    old = None
    if place.exists():
        stamp = wall_clock().now().strftime("%Y%m%d-%H%M%S-%f")
        old = place.with_name(f"{place.name}-{stamp}")
        place.rename(old)
    place.mkdir(parents=True)
    return place, old


def _prepare(here: "Office", say: Callable[[str], None]) -> str:
    """Everything up to the launch, by the services that the commands use; the campaign's id."""
    import assets
    from scheduler.services import accounts, approving, importing, planning

    desk = here.desk
    kept, _ = importing.add(desk, assets.sample(_SAMPLE), {}, name=_SAMPLE, actor=_ACTOR)
    say(f"Read {kept.id}: {kept.issuer}, {count(len(kept.text.split()), 'word')}")
    for network, name in _ACCOUNTS:
        accounts.add_rehearsal(desk, network, name, actor=_ACTOR)
    wish = planning.Wish(
        statement=kept.id, accounts=tuple(name for _, name in _ACCOUNTS), launch="tomorrow 09:00"
    )
    made = planning.new(desk, wish, actor=_ACTOR, progress=Progress("Drawing cards"))
    for each in made.deliveries[:: len(_ACCOUNTS)]:
        say(f"  {rows.when(each)}  {each.parts[0].words.splitlines()[0]}")
    approving.approve(desk, made.campaign.id, actor=_ACTOR)
    say(f"Approved {made.campaign.id}: {count(len(made.deliveries), 'delivery', 'deliveries')}. Sending:")
    return made.campaign.id


def _send(here: "Office", say: Callable[[str], None], now: Callable[[], datetime]) -> dict[str, datetime]:
    """Let the daemon send everything; the wall time of each delivery that went out."""
    from scheduler.daemon.loop import Leave

    posted: dict[str, datetime] = {}

    def tell(news: News) -> None:
        delivery = news.delivery
        if delivery.state is State.POSTED:
            posted[delivery.id] = now()
            say(f"  {rows.when(delivery)}  {delivery.account:<9} rehearsed  {delivery.id}")
        elif delivery.state not in {State.SENDING, State.QUEUED}:
            say(f"  {rows.when(delivery)}  {delivery.account:<9} {delivery.standing}: {delivery.why}")

    with daemon_of(here, tell) as daemon:
        daemon.run(Leave.NOTHING_LEFT)
    return posted


def _command() -> str:
    """What to type for this command from another folder: it may be in an environment that is not active."""
    called = Path(sys.argv[0])
    found = which(called.name)
    return called.name if found and Path(found).samefile(called) else str(called.absolute())


def _write_feed(here: "Office", place: Path) -> Path:
    page = place / "feed.html"
    page.write_text(here.feed(), encoding="utf-8")
    return page


def _posted_rows(here: "Office", campaign_id: str, posted: dict[str, datetime]) -> list[tuple[str, ...]]:
    from scheduler.services.reporting import overview

    found = [row.delivery for row in overview(here.desk, campaign_id).rows]
    return [_posted_row(each, posted.get(each.id)) for each in found]


def _posted_row(each: Delivery, at: datetime | None) -> tuple[str, ...]:
    first = each.parts[0].words.splitlines()[0]
    wall_time = at.astimezone().strftime("%H:%M:%S") if at else str(each.state)
    return (
        wall(each.planned_at, each.zone),
        wall_time,
        each.account,
        first[:60] + ("…" if len(first) > 60 else ""),
    )
