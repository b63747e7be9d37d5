"""What commands have in common: the options of every command, the opened installation, questions."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.core.errors import Refused

if TYPE_CHECKING:
    from scheduler.wiring import Office

Command = Callable[..., Any]


def command(function: Command) -> Command:
    """Give a command the options ``--config`` and ``--json``; the latter reaches it as *as_json*."""

    @click.option(
        "--config", "config_here", metavar="FILE", help="The configuration to use instead of ./config.toml."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @wraps(function)
    def wrapped(*, config_here: str | None, **given: Any) -> Any:
        if config_here is not None:
            click.get_current_context().find_root().obj = config_here
        return function(**given)

    return wrapped


def person(function: Command) -> Command:
    """Give a command that changes something the option ``--as``; it reaches it as *actor*."""
    option = click.option(
        "--as", "actor", metavar="NAME", help="Who does this, instead of the configured name."
    )
    return option(function)


def config_path() -> Path:
    """The configuration file of this call."""
    from scheduler.config import find

    ctx = click.get_current_context()
    return find(ctx.find_root().obj, os.environ)


@contextmanager
def office() -> Iterator["Office"]:
    """The installation that this call works on."""
    from scheduler.wiring import opened

    with opened(config_path()) as found:
        yield found


def actor_of(here: "Office", given: str | None) -> str:
    """Who does this: the name given, the configured one, or the system's user."""
    return given or here.settings.actor


def can_ask() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, *, yes: bool, remedy: str = "Say --yes to do it.") -> None:
    """Ask *question*; raises ``Refused`` where nobody can be asked, ``Abort`` on a no."""
    if yes:
        return
    if not can_ask():
        raise Refused(f"This needs a yes: {question}", remedy=remedy)
    click.confirm(question, abort=True, err=True)


def names(text: str | None, separator: str = ",") -> tuple[str, ...]:
    """The items of a list with commas, or another *separator*."""
    return tuple(item.strip() for item in (text or "").split(separator) if item.strip())
