"""``drumbeat campaign edit``: all posts of a campaign as one text file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import click

from scheduler.cli import undoing
from scheduler.cli.output import barred, count, emit, remark
from scheduler.cli.session import actor_of, can_ask, command, confirm, office, person
from scheduler.core.delivery import State
from scheduler.core.errors import InputError, LinesError, Refused
from scheduler.services import bulk, foresight, reporting
from scheduler.services.changes import differences


@click.command("edit")
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--print", "prints", is_flag=True, help="Print the file; change nothing.")
@click.option(
    "--file", metavar="FILE", help="Take this edited file, or - for standard input; open no editor."
)
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def edit(
    *,
    campaign_id: str,
    prints: bool,
    file: str | None,
    dry_run: bool,
    yes: bool,
    actor: str | None,
    as_json: bool,
) -> None:
    """Edit all posts of a campaign that can still change, as one text file: words, alt text, times, order.

    It opens in $VISUAL or $EDITOR. When you have saved it you see what changes, word by word, and which
    approvals that voids; after your yes all of it is done, or nothing. If somebody changed one of the posts
    meanwhile, or one went out, it is refused and you see what is there now; your text is kept in a file.

    \b
    Examples:
      drumbeat campaign edit ijn-2020
      drumbeat campaign edit ijn-2020 --print > posts.txt
      drumbeat campaign edit ijn-2020 --file posts.txt --dry-run
      drumbeat campaign edit ijn-2020 --file posts.txt --yes
    """
    with office() as here:
        text = _read(file) if file is not None else bulk.sheet(here.desk, campaign_id)
    if prints:
        emit(
            {"campaign": campaign_id, "text": text},
            as_json=as_json,
            people=lambda: click.echo(text, nl=False),
        )
        return
    if file is None:
        text, plan = _in_editor(campaign_id, text)
    else:
        plan = _plan(campaign_id, text)
    with office() as here, _kept(campaign_id, text, unless=file):
        if not as_json:
            _show(plan)
        if plan.changes and not dry_run:
            confirm("Change them?", yes=yes)
            bulk.apply(here.desk, plan, actor=actor_of(here, actor))
        found = reporting.overview(here.desk, campaign_id)
    ids = {each.new.id for each in plan.changes}
    noticed = list(foresight.noticed(found, [row for row in found.rows if row.delivery.id in ids]))
    done = bool(plan.changes) and not dry_run
    emit(
        _as_json(plan, done=done) | {"remarks": list(dict.fromkeys((*plan.remarks, *noticed)))},
        as_json=as_json,
        people=lambda: _tell(plan, noticed, done=done),
    )


def _plan(campaign_id: str, text: str) -> bulk.Plan:
    with office() as here:
        return bulk.preview(here.desk, campaign_id, text)


# --- the text -------------------------------------------------------------------------------------


def _read(file: str) -> str:
    """The text of *file*; raises ``InputError``."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", remedy="Name another file.") from error
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{file} is not in UTF-8: line {line}.", remedy="Save it as UTF-8.") from error


def _in_editor(campaign_id: str, text: str) -> tuple[str, bulk.Plan]:
    """What a person makes of *text* in their editor, and what that would change; back into it on problems."""
    if not can_ask():
        raise Refused(
            "There is no terminal for an editor.",
            remedy=f"Print the file: drumbeat campaign edit {campaign_id} --print. Then give it with --file.",
        )
    while True:
        edited = click.edit(text, extension=".txt")
        if edited is None:
            raise click.Abort
        text = edited
        try:
            return text, _plan(campaign_id, text)
        except LinesError as error:
            click.secho(error.message, fg="red", err=True)
            with _kept(campaign_id, text):
                click.confirm("Go back to the editor?", default=True, abort=True, err=True)
        except InputError as error:
            with _kept(campaign_id, text):
                raise error from None


@contextmanager
def _kept(campaign_id: str, text: str, *, unless: str | None = None) -> Iterator[None]:
    """Keep *text* in a file, and say where, if the block ends with an error and it is in no file yet."""
    try:
        yield
    except (InputError, click.Abort):
        if unless is None and text.strip():
            click.echo(f"Your text is kept: {_keep(campaign_id, text)}", err=True)
            click.echo(f"Take it up again: drumbeat campaign edit {campaign_id} --file FILE", err=True)
        raise


def _keep(campaign_id: str, text: str) -> Path:
    """A new file with *text* in the current folder, or in the system's for temporary files."""
    for folder in (Path.cwd(), Path(gettempdir())):
        for n in range(1, 1000):
            path = folder / f"{campaign_id}.edit{'' if n == 1 else f'-{n}'}.txt"
            try:
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
            except FileExistsError:
                continue
            except OSError:
                break
            return path
    raise InputError("Your text cannot be kept in a file.", remedy="Free some space.")


# --- what it does ---------------------------------------------------------------------------------


def _counts(plan: bulk.Plan) -> str:
    """How much changes: ``3 posts change: 2 words, 1 time; 2 approvals will be void.``."""
    kinds: dict[str, set[str]] = {}
    for each in plan.changes:
        things = {text.thing for text in differences(each.old, each.new)}
        names = {"words" if thing.endswith("words") else "alt text" for thing in things}
        if each.new.state is State.CANCELLED:
            names = {"cancelled"}
        elif each.old.planned_at != each.new.planned_at:
            names.add("time")
        for name in names:
            kinds.setdefault(name, set()).add(each.new.post)
    before = {each.id: each.offset for each in plan.campaign.posts}
    for post in plan.posts:
        if post.offset != before[post.id] and post.id not in kinds.get("time", ()):
            kinds.setdefault("place in the plan", set()).add(post.id)
    order = ("words", "alt text", "time", "place in the plan", "cancelled")
    told = ", ".join(f"{len(kinds[name])} {name}" for name in order if name in kinds)
    voided = count(len(plan.voided), "approval")
    posts = {each.new.post for each in plan.changes}
    verb = "changes" if len(posts) == 1 else "change"
    return f"{count(len(posts), 'post')} {verb}: {told}; {voided} will be void."


def _show(plan: bulk.Plan) -> None:
    if not plan.changes:
        return
    undoing.show(plan.changes)
    before = {each.id: each.offset for each in plan.campaign.posts}
    for post in plan.posts:
        if post.offset != before[post.id]:
            click.secho(f"  {post.id}: place in the plan", bold=True)
            barred(f"{before[post.id]} → {post.offset}")
    for text in plan.remarks:
        remark(text)
    click.echo(_counts(plan))


def _tell(plan: bulk.Plan, noticed: list[str], *, done: bool) -> None:
    for text in dict.fromkeys(noticed):
        remark(text)
    if not plan.changes:
        click.echo("Nothing changes.")
    elif not done:
        click.echo("Nothing was changed. Next: the same without --dry-run")
    else:
        click.echo("Changed.")
        id = plan.campaign.id
        if any(each.new.state is State.DRAFT for each in plan.changes):
            click.echo(f"Next: drumbeat campaign approve {id}")
        click.echo(f"Take it back: drumbeat campaign undo {id}")


def _as_json(plan: bulk.Plan, *, done: bool) -> dict[str, Any]:
    """What ``docs/json.md`` promises; keys are only ever added."""
    before = {each.id: each.offset for each in plan.campaign.posts}
    return {
        "campaign": plan.campaign.id,
        "done": done,
        "voided": list(plan.voided),
        "changes": [undoing.as_json(each) | {"state": each.new.state} for each in plan.changes],
        "posts": [
            {
                "id": each.id,
                "when_before": before[each.id],
                "when": each.offset,
                "cancelled_at": each.cancelled_at,
            }
            for each in plan.posts
        ],
    }
