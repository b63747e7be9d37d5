"""``drumbeat rehearsal``: the network in the box."""

import click

from scheduler.cli.output import emit, write
from scheduler.cli.session import command, office


@click.group()
def rehearsal() -> None:
    """Look at the rehearsal's feed, order faults."""


@rehearsal.command()
@click.option("--to", default="feed.html", show_default=True, metavar="FILE", help="Where the page goes.")
@command
def feed(*, to: str, as_json: bool) -> None:
    """Write a page that shows what followers of each account would see.

    \b
    Example:
      drumbeat rehearsal feed --to feed.html
    """
    with office() as here:
        page = here.feed()
    path = write(to, page.encode())
    emit({"file": str(path)}, as_json=as_json, people=lambda: click.echo(path))


@rehearsal.command()
@click.argument("account")
@click.argument("kind")
@click.option("--times", type=click.IntRange(min=1), default=1, show_default=True, help="How often.")
@click.option("--skip", type=click.IntRange(min=0), default=0, help="Let so many requests pass first.")
@command
def fault(*, account: str, kind: str, times: int, skip: int, as_json: bool) -> None:
    """Make the next request of ACCOUNT go wrong, to see what Drumbeat makes of it.

    \b
    KIND is one of:
    refuse       refused for good
    throttle     not now
    trouble      the account must be mended
    unreachable  never arrived
    drop         carried out, but the answer is lost
    hang         carried out, and no answer until the time-out

    \b
    Example:
      drumbeat rehearsal fault sky-main drop
    """
    with office() as here:
        here.order_fault(account, kind, times=times, skip=skip)
    facts = {"account": account, "kind": kind, "times": times, "skip": skip}
    emit(facts, as_json=as_json, people=lambda: click.echo(f"{account}: {kind}, {times} time(s)."))
