"""``drumbeat account``: add, check, list, pause, resume, remove."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from scheduler.cli import signing_in
from scheduler.cli.bounds import set_
from scheduler.cli.output import count, emit, table
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.core.accounts import Account
from scheduler.core.prices import spell


@click.group()
def account() -> None:
    """Add, check, bound, list, pause, resume and remove accounts."""


account.add_command(set_)


@account.command()
@click.argument("network")
@click.argument("name")
@click.option("--rehearsal", is_flag=True, help="Play the network in the box, for nobody to see.")
@click.option("--handle", metavar="HANDLE", help="The account's handle, where its secrets do not tell.")
@click.option("--secrets", "file", metavar="FILE", help="A file, for its owner alone, with the secrets.")
@click.option("--service", metavar="URL", help="The server that the account lives on, if not the usual one.")
@person
@command
def add(
    *,
    network: str,
    name: str,
    rehearsal: bool,
    handle: str | None,
    file: str | None,
    service: str | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Add an account on NETWORK (x or bluesky) under a NAME of your choice.

    It signs in once, and asks for what it needs: an app password on Bluesky, four keys on X. Secrets are
    never given on the command line, but typed, or read from a file or the environment (see docs/networks.md).
    Adding an account again renews its secrets.

    \b
    Examples:
      drumbeat account add bluesky sky-main --handle ijn.example
      drumbeat account add x x-main --secrets x.toml
      drumbeat account add x x-test --rehearsal
    """
    from scheduler.services import accounts

    with office() as here:
        who = actor_of(here, actor)
        if rehearsal:
            made = accounts.Added(account=accounts.add_rehearsal(here.desk, network, name, actor=who))
        else:
            made = signing_in.add(here, network, name, handle=handle, file=file, service=service, actor=who)
        key = here.vault.place

    def people() -> None:
        each = made.account
        if each.rehearsal:
            click.echo(f"Added {each.name}, a rehearsal of {each.network}: nobody will see what it posts.")
            return
        click.echo(f"{'Renewed' if made.renewed else 'Added'} {each.name}: {each.handle} on {each.network}.")
        click.echo(f"Its secrets are sealed with the key in {key}: keep a copy of that apart from backups.")
        click.echo(f"Next: drumbeat account check {each.name}")

    emit(_as_json(made.account) | {"renewed": made.renewed}, as_json=as_json, people=people)


@account.command()
@click.argument("name")
@person
@command
def check(*, name: str, actor: str | None, as_json: bool) -> None:
    """Prove that an account can post, without posting; shows who it is and what it may.

    \b
    Example:
      drumbeat account check sky-main
    """
    from scheduler.services import checking

    with office() as here:
        click.echo(f"Asking the network of {name} …", err=True)
        found = checking.checked(here.asking, name, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"{name} can post.")
        table(("About", name), found.facts)

    emit(found.as_json(), as_json=as_json, people=people)


@account.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def prove(*, name: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """See what the network really does: post a card, find it again, answer it, try it twice, delete all.

    Followers can see it for some seconds, on X for some minutes. Only an account that was proved can be set
    to send again what was not found.

    \b
    Example:
      drumbeat account prove x-main
    """
    from scheduler.services import proving

    with office() as here:
        cost = proving.price(here.desk, name)
        asks = f" It costs at most {spell(cost)}." if cost else ""
        confirm(f"Post a card and an answer as {name}, for everybody to see, and delete both?{asks}", yes=yes)
        click.echo(f"Trying {name}; this takes seconds, or minutes where posts show late …", err=True)
        proof = proving.prove(here.asking, name, actor=actor_of(here, actor))

    def people() -> None:
        for step in proof.steps:
            click.echo(f"{'ok  ' if step.well else 'no  '} {step.name}: {step.words}")
        click.echo(f"{name} is proved." if proof.proved else f"{name} is not proved.")

    emit(asdict(proof), as_json=as_json, people=people)
    if not proof.proved:
        raise SystemExit(1)


@account.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List all accounts, removed ones last."""
    from scheduler.services import accounts

    with office() as here:
        found = accounts.listing(here.desk)
        usual = {name: network.service for name, network in here.desk.networks.items()}

    def people() -> None:
        if not found:
            click.echo("No account yet. Next: drumbeat account add bluesky NAME --rehearsal")
            return
        table(
            ("Account", "Network", "Connection", "Handle", "State"),
            [
                (each.name, each.network, _connection(each, usual), each.handle, _state(each))
                for each in found
            ],
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


def _connection(each: Account, usual: Mapping[str, str]) -> str:
    """How it is connected, with the address of its server where that is not the network's own."""
    elsewhere = each.service and each.service != usual[each.network]
    return f"{each.connection} at {each.service}" if elsewhere else str(each.connection)


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
        "service": each.service,
        "kind": each.kind,
        "proved_at": each.proved_at,
        "sends_again": each.sends_again,
        "remote_id": each.remote_id,
        "state": _state(each),
        "added_at": each.added_at,
        "added_by": each.added_by,
        "removed_at": each.removed_at,
        "paused_at": each.paused_at,
        "stopped_at": each.stopped_at,
        "stopped_why": each.stopped_why,
    }
