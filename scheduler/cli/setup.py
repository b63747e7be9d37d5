"""``drumbeat init``."""

from pathlib import Path

import click

from scheduler.cli.output import emit
from scheduler.cli.session import command, config_path


@click.command()
@command
def init(*, as_json: bool) -> None:
    """Make config.toml and the database.

    Never asks, and never overwrites: what is there already stays as it is.

    \b
    Examples:
      drumbeat init
      drumbeat --config campaigns/config.toml init
    """
    from scheduler.config import example
    from scheduler.wiring import create

    path = config_path()
    made = _write_new(path, example())
    settings = create(path)
    facts = {"config": str(path), "created": made, "database": str(settings.database)}

    def people() -> None:
        click.echo(f"{'Wrote' if made else 'Kept'} {path}; the database is {settings.database}.")
        click.echo("Next: drumbeat statement add FILE")

    emit(facts, as_json=as_json, people=people)


def _write_new(path: Path, text: str) -> bool:
    """Write *text* to *path* unless it is there; whether it was written."""
    from scheduler.core.errors import InputError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", remedy="Name another file with --config."
        ) from error
    return True
