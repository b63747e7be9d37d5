"""Asking for an account's secrets, and signing in with them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.session import can_ask
from scheduler.core.accounts import check_service
from scheduler.core.errors import InputError, NetworkError, SecretError
from scheduler.core.limits import Network
from scheduler.services import accounts

if TYPE_CHECKING:
    from scheduler.wiring import Office


def add(
    here: "Office",
    network_name: str,
    name: str,
    *,
    handle: str | None,
    file: str | None,
    service: str | None,
    actor: str,
) -> accounts.Added:
    """The real account that its secrets speak for.

    Raises ``InputError``, ``SecretError`` and, where the sign-in fails, an ``InputError`` with its words.
    """
    known = accounts.check_new(here.desk, network_name, name)
    network = here.desk.networks[network_name]
    if known is not None:
        handle, service = handle or known.handle, service or known.service
    address = check_service(service or network.service)
    handle = handle or _handle(network)
    secrets = _secrets(network, file)
    click.echo(f"Signing in at {address} …", err=True)
    try:
        signed = here.connections.sign_in(network, handle.removeprefix("@"), address, secrets)
    except NetworkError as error:
        raise InputError(f"{name} was not added. {error.message}", remedy=error.remedy) from error
    sealed = here.connections.sealed(name, signed)
    return accounts.add(here.desk, network_name, name, signed.identity, sealed, service=address, actor=actor)


def _handle(network: Network) -> str:
    if not network.signs_in_by_handle:
        return ""
    if not can_ask():
        raise InputError(f"{network.title} needs the account's handle.", remedy="Give it with --handle.")
    answer: str = click.prompt("Handle", err=True)
    return answer


def _secrets(network: Network, file: str | None) -> dict[str, str]:
    """What ``account add`` needs: from a file, the environment, or typed, unseen."""
    from scheduler.secrets import sources

    given = sources.found(network, os.environ, Path(file) if file else None)
    lacking = sources.missing(network, given)
    if lacking and not can_ask():
        names = ", ".join(secret.title for secret in lacking)
        raise SecretError(f"{network.title} needs: {names}.", remedy=sources.how_to_give(network, lacking))
    for secret in lacking:
        click.echo(f"{secret.title}: get it at {secret.where}", err=True)
        given[secret.name] = click.prompt(secret.title, hide_input=True, err=True).strip()
    return given
