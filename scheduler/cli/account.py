"""``drumbeat account``: add, list, remove."""

from typing import Any

import click

from scheduler.cli.output import count, emit, table
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.core.accounts import Account
from scheduler.core.errors import InputError


@click.group()
def account() -> None:
    """Add, list, pause, resume and remove accounts."""


@account.command()
@click.argument("network")
@click.argument("name")
@click.option("--rehearsal", is_flag=True, help="Play the network in the box, for nobody to see.")
@person
@command
def add(*, network: str, name: str, rehearsal: bool, actor: str | None, as_json: bool) -> None:
    """Add an account on NETWORK (x or bluesky) under a NAME of your choice.

    \b
    Examples:
      drumbeat account add x x-main --rehearsal
      drumbeat account add bluesky sky-main --rehearsal
    """
    from scheduler.services import accounts

    if not rehearsal:
        raise InputError(
            f"Real connections to {network} are not built yet.",
            remedy=f"Rehearse first: drumbeat account add {network} {name} --rehearsal",
        )
    with office() as here:
        made = accounts.add_rehearsal(here.desk, network, name, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"Added {made.name}, a rehearsal of {made.network}: nobody will see what it posts.")

    emit(_as_json(made), as_json=as_json, people=people)


@account.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List all accounts, removed ones last."""
    from scheduler.services import accounts

    with office() as here:
        found = accounts.listing(here.desk)

    def people() -> None:
        if not found:
            click.echo("No account yet. Next: drumbeat account add bluesky NAME --rehearsal")
            return
        table(
            ("Account", "Network", "Connection", "State"),
            [(each.name, each.network, str(each.connection), _state(each)) for each in found],
        )

    emit([_as_json(each) for each in found], as_json=as_json, people=people)


@account.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def remove(*, name: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """Remove an account. Its history stays; what waits for it is held when its time comes.

    Adding the same identity again revives it.

    \b
    Example:
      drumbeat account remove x-main --yes
    """
    from scheduler.services import accounts

    with office() as here:
        confirm(f"Remove the account {name}?", yes=yes)
        removed, waiting = accounts.remove(here.desk, name, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"Removed {name}. {count(waiting, 'delivery', 'deliveries')} of it will be held.")

    emit(_as_json(removed) | {"waiting": waiting}, as_json=as_json, people=people)


@account.command()
@click.argument("name")
@person
@command
def pause(*, name: str, actor: str | None, as_json: bool) -> None:
    """Send nothing from an account until it is resumed; the others go on.

    \b
    Example:
      drumbeat account pause x-main
    """
    from scheduler.services import pausing

    with office() as here:
        paused = pausing.pause_account(here.desk, name, actor=actor_of(here, actor))
    emit(
        _as_json(paused),
        as_json=as_json,
        people=lambda: click.echo(f"Paused. Next: drumbeat account resume {name}"),
    )


@account.command()
@click.argument("name")
@command
def resume(*, name: str, as_json: bool) -> None:
    """Let an account go on, after a pause or once what stopped it is mended.

    What is due within its window is sent; what is later is held as missed, for you to decide.

    \b
    Example:
      drumbeat account resume x-main
    """
    from scheduler.services import pausing

    with office() as here:
        going = pausing.resume_account(here.desk, name)
    emit(
        _as_json(going),
        as_json=as_json,
        people=lambda: click.echo(f"{name} goes on. See: drumbeat attention"),
    )


def _state(each: Account) -> str:
    if each.removed_at is not None:
        return "removed"
    if each.stopped_at is not None:
        return f"stopped: {each.stopped_why}"
    return "paused" if each.paused_at is not None else "in use"


def _as_json(each: Account) -> dict[str, Any]:
    return {
        "name": each.name,
        "network": each.network,
        "rehearsal": each.rehearsal,
        "handle": each.handle,
        "remote_id": each.remote_id,
        "state": _state(each),
        "added_at": each.added_at,
        "added_by": each.added_by,
        "removed_at": each.removed_at,
        "paused_at": each.paused_at,
        "stopped_at": each.stopped_at,
        "stopped_why": each.stopped_why,
    }
