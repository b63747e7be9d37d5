"""``drumbeat slots``: list, add, remove."""

from collections.abc import Sequence
from typing import Any

import click

from scheduler.cli.output import count, emit, remark, table
from scheduler.cli.session import actor_of, command, office, person
from scheduler.core.durations import spell
from scheduler.core.slots import Hush, Slot
from scheduler.services import slotting

_ZONE = click.option("--zone", metavar="ZONE", help="The time zone that is meant, instead of the configured.")


class Slots(click.Group):
    """A group whose ``list`` may be left out: ``drumbeat slots``."""

    left_out = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Nothing, or an option, means the list."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [self.left_out, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Slots, context_settings={"help_option_names": ["-h", "--help"]})
def slots() -> None:
    """List, add and remove the times of the week that campaigns fill. 'drumbeat slots' lists.

    Quiet hours, holidays and the least gap are in config.toml, under [calendar].

    \b
    Examples:
      drumbeat slots
      drumbeat slots add "Mon-Fri 09:00,12:30,17:00"
      drumbeat slots remove "Mon-Fri 17:00"
    """


@slots.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List the slots, and when accounts keep silent.

    \b
    Examples:
      drumbeat slots
      drumbeat slots --json
    """
    with office() as here:
        found, hush = slotting.listed(here.desk), here.desk.hush

    def people() -> None:
        if found:
            table(("Slot", "Zone"), [(str(each), each.zone) for each in found])
        else:
            click.echo('No slots yet. Next: drumbeat slots add "Mon-Fri 09:00,12:30,17:00"')
        for line in hushes(hush):
            click.echo(line)

    emit({"slots": _json(found), **hush_json(hush)}, as_json=as_json, people=people)


def hushes(hush: Hush, *, holidays: bool = True) -> list[str]:
    """When accounts keep silent, a line for each rule."""
    lines = [f"Quiet hours: {', '.join(map(str, hush.quiet))} ({hush.zone})"] if hush.quiet else []
    lines += [f"Holiday: {each}" for each in hush.holidays if holidays]
    return lines + ([f"Least gap: {spell(hush.gap)} between two posts of an account"] if hush.gap else [])


def hush_json(hush: Hush) -> dict[str, Any]:
    """The same as ``docs/json.md`` promises it."""
    return {
        "zone": hush.zone,
        "quiet": [str(each) for each in hush.quiet],
        "holidays": [{"first": each.first, "last": each.last, "name": each.name} for each in hush.holidays],
        "gap": spell(hush.gap),
    }


def _json(found: Sequence[Slot]) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "slot": str(each), "time": f"{each.wall_time:%H:%M}", "zone": each.zone}
        for each in found
    ]


@slots.command()
@click.argument("texts", metavar="SLOT...", nargs=-1, required=True)
@_ZONE
@person
@command
def add(*, texts: tuple[str, ...], zone: str | None, actor: str | None, as_json: bool) -> None:
    """Add slots: days of the week, then times of day. Each holds one post of each account, each time.

    \b
    Examples:
      drumbeat slots add "Mon-Fri 09:00,12:30,17:00"
      drumbeat slots add "Sat,Sun 11:00" "daily 20:00" --zone Europe/Berlin
    """
    with office() as here:
        made = slotting.add(here.desk, texts, zone=zone, actor=actor_of(here, actor))
        told = slotting.remarks(here.desk, made)

    def people() -> None:
        click.echo(f"Added {count(len(made), 'slot')}: {', '.join(map(str, made))} ({made[0].zone}).")
        for each in told:
            remark(each)
        click.echo(f"Take it back: drumbeat slots remove {_again(texts, zone)}")
        click.echo("Next: drumbeat campaign new STATEMENT --on ACCOUNTS --slots")

    emit({"added": _json(made), "remarks": told}, as_json=as_json, people=people)


@slots.command()
@click.argument("texts", metavar="SLOT...", nargs=-1, required=True)
@_ZONE
@person
@command
def remove(*, texts: tuple[str, ...], zone: str | None, actor: str | None, as_json: bool) -> None:
    """Remove slots. What fills them already keeps its time; nothing new takes them.

    \b
    Examples:
      drumbeat slots remove "Mon-Fri 17:00"
      drumbeat slots remove "daily 20:00" --zone Europe/Berlin
    """
    with office() as here:
        gone = slotting.remove(here.desk, texts, zone=zone, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"Removed {count(len(gone), 'slot')}. What fills them already keeps its time.")
        click.echo(f"Take it back: drumbeat slots add {_again(texts, zone)}")

    emit({"removed": _json(gone)}, as_json=as_json, people=people)


def _again(texts: Sequence[str], zone: str | None) -> str:
    """The arguments as they were typed."""
    return " ".join(f'"{each}"' for each in texts) + (f" --zone {zone}" if zone else "")
