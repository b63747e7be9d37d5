"""``drumbeat post import``: posts from a table."""

import sys
from pathlib import Path
from typing import Any

import click

from quotes.verbatim import collapse
from scheduler.cli import rows
from scheduler.cli.adding import picture_bytes
from scheduler.cli.output import count, emit, remark, table, title
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.core.delivery import Delivery
from scheduler.core.errors import InputError
from scheduler.services import bringing
from scheduler.services.sheetdates import DAY_FIRST, MONTH_FIRST
from scheduler.services.tables import MOST_BYTES

_SHORT = 40
"""Characters of a row's words that are shown."""


@click.command("import")
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.argument("file", metavar="FILE")
@click.option(
    "--dry-run", is_flag=True, help="Show which rows are accepted and which refused; change nothing."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dates", type=click.Choice([DAY_FIRST, MONTH_FIRST]), help="What 3/4/2026 means.")
@click.option("--encoding", metavar="NAME", help="Of a file that is not in UTF-8, such as windows-1252.")
@person
@command
def import_(
    *,
    campaign_id: str,
    file: str,
    dry_run: bool,
    yes: bool,
    dates: str | None,
    encoding: str | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Add posts to a campaign from a table (CSV): every row a draft, all of them or none.

    The first line names the columns: when, words, words_ACCOUNT, image, alt (up to image_4, alt_4), excerpt,
    on, reply_to. Rows of an excerpt get its card. You see which rows are accepted and which are refused, by
    line, before anything is added. FILE can be - for standard input; pictures are found beside FILE.

    \b
    Examples:
      drumbeat post import ijn-2020 posts.csv --dry-run
      drumbeat post import ijn-2020 posts.csv --yes
      drumbeat post import ijn-2020 posts.csv --dates day-first --encoding windows-1252
    """
    data, folder = _read(file)
    with office() as here:
        who = actor_of(here, actor)
        found = bringing.preview(
            here.desk,
            campaign_id,
            data,
            actor=who,
            fetched=lambda place: picture_bytes(str(folder / place)),
            encoding=encoding,
            dates=dates,
        )
        made = bringing.renumbered(found)
        if not as_json:
            _show(found, made)
        if not dry_run:
            if not found.refused:
                confirm(f"Add {count(len(found.accepted), 'post')} as drafts?", yes=yes)
            made = bringing.bring(here.desk, found, actor=who)

    def people() -> None:
        if dry_run:
            then = "mend the rows that are refused" if found.refused else "the same without --dry-run"
            click.echo(f"Nothing was added. Next: {then}")
            return
        click.echo(f"Added {count(len(found.accepted), 'post')}.")
        click.echo(f"Next: drumbeat campaign approve {campaign_id}")
        click.echo(f"Take it back: drumbeat campaign undo {campaign_id}")

    emit(_as_json(found, made, added=not dry_run), as_json=as_json, people=people)


def _read(file: str) -> tuple[bytes, Path]:
    """The bytes of *file*, and the folder that it stands in; raises ``InputError``."""
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1), Path()
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MOST_BYTES + 1), Path(file).parent
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", remedy="Name another file.") from error


def _show(found: bringing.Brought, made: list[Delivery]) -> None:
    """Which rows are accepted, as what, and which are refused, why."""
    if found.accepted:
        title(f"Accepted: {count(len(found.accepted), 'row')}")
        table(("Line", "When", "On", "Words"), _accepted(found, made))
    if found.refused:
        title(f"Refused: {count(len(found.refused), 'row')}")
        table(("Line", "Why"), [(str(each.line), each.problem) for each in found.refused])
    for text in found.remarks:
        remark(text)


def _accepted(found: bringing.Brought, made: list[Delivery]) -> list[tuple[str, str, str, str]]:
    lines, rest = [], iter(made)
    for each in found.accepted:
        ours = [next(rest) for _ in each.made.accounts]
        words = dict.fromkeys(_short(delivery) for delivery in ours)
        on = ", ".join(delivery.account for delivery in ours)
        when = rows.when(ours[0]) if ours[0].planned_at else each.made.offset
        lines.append((str(each.line), when, on, " | ".join(words)))
    return lines


def _short(delivery: Delivery) -> str:
    words = collapse(delivery.parts[0].words)
    return words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"


def _as_json(found: bringing.Brought, made: list[Delivery], *, added: bool) -> dict[str, Any]:
    """What ``docs/json.md`` promises; keys are only ever added."""
    rest = iter(made)
    accepted = []
    for each in found.accepted:
        ours = [next(rest) for _ in each.made.accounts]
        accepted.append(
            {
                "line": each.line,
                "post": ours[0].post,
                "deliveries": [delivery.id for delivery in ours],
                "when": each.made.offset,
                "planned_at": ours[0].planned_at,
                "words": {delivery.account: delivery.parts[0].words for delivery in ours},
            }
        )
    return {
        "campaign": found.campaign.id,
        "added": added,
        "accepted": accepted,
        "refused": [{"line": each.line, "problem": each.problem} for each in found.refused],
        "remarks": list(found.remarks),
    }
