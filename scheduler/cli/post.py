"""``drumbeat post``: add, reply, again, edit, join, split, move, cancel, approve, undo, check, delete."""

from typing import Any

import click

from scheduler.cli import adding, bringing, correcting, living, looking, replying, rows, showing, undoing
from scheduler.cli.approving import approve_post
from scheduler.cli.output import NO_DAEMON, emit, remark
from scheduler.cli.session import actor_of, command, names, office, person
from scheduler.core.errors import InputError
from scheduler.services import editing, foresight, reporting, spacing


@click.group()
def post() -> None:
    """Add, answer, repeat, edit, join, split, move, cancel, approve, check and delete posts."""


post.add_command(approve_post)
post.add_command(adding.add)
post.add_command(adding.reply)
post.add_command(adding.again)
post.add_command(undoing.undo_post)
post.add_command(correcting.renew)
post.add_command(living.delete)
post.add_command(looking.check_post)
post.add_command(replying.replies)
post.add_command(bringing.import_)


@post.command()
@click.argument("post_id", metavar="POST")
@click.option("--part", "n", type=click.IntRange(min=1), metavar="N", help="Which part of a thread.")
@click.option("--words", metavar="TEXT", help="What it says instead.")
@click.option("--alt", metavar="TEXT", help="The alt text of its picture; a card's keeps the whole quote.")
@click.option("--picture", type=click.IntRange(min=1), metavar="N", help="Which of its pictures.")
@click.option("--on", metavar="ACCOUNTS", help="On these accounts only.")
@person
@command
def edit(
    *,
    post_id: str,
    on: str | None,
    alt: str | None,
    picture: int | None,
    actor: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Change the words or the alt text of a post, or of one part of a thread. That voids its approval.

    Words between quotation marks must stand in the statement word for word.

    \b
    Examples:
      drumbeat post edit ijn-2020.3 --words "A new way forward. https://example.org"
      drumbeat post edit ijn-2020.3 --on x-main --words "Shorter."
      drumbeat post edit ijn-2020.3 --part 2 --words "And so it goes on."
    """
    if picture is not None and alt is None:
        raise InputError("A picture is named, and no alt text.", remedy="Give it with --alt.")
    given["alt"] = alt if picture is None or alt is None else (picture, alt)
    with office() as here:
        changes = editing.edit(here.desk, post_id, actor=actor_of(here, actor), on=names(on), **given)
        campaign = reporting.overview(here.desk, post_id.rpartition(".")[0])
        edited = {change.new.id for change in changes}
        ours = [row for row in campaign.rows if row.delivery.id in edited]
        noticed = list(foresight.noticed(campaign, ours))
        found = [row for row in campaign.rows if row.delivery.post == post_id]

    def people() -> None:
        if not changes:
            click.echo("Nothing changes: that is what it says.")
            return
        undoing.tell(changes, noticed=noticed)
        click.echo(f"Next: drumbeat post approve {post_id}")
        click.echo(f"Take it back: drumbeat post undo {post_id}")

    did = {change.new.id: undoing.as_json(change) for change in changes}
    told = [rows.as_json(row) | {"change": did.get(row.delivery.id)} for row in found]
    emit(told, as_json=as_json, people=people)


@post.command()
@click.argument("post_ids", metavar="POST POST...", nargs=-1, required=True)
@person
@command
def join(*, post_ids: tuple[str, ...], actor: str | None, as_json: bool) -> None:
    """Join posts of a campaign to one thread, in this order, at the time of the first. Drafts only.

    The first part keeps the link and the hashtags; the others lose theirs, unless somebody wrote their words.
    'drumbeat post split' takes it back.

    \b
    Examples:
      drumbeat post join ijn-2020.1 ijn-2020.2
      drumbeat post join ijn-2020.1 ijn-2020.4 ijn-2020.2
    """
    from scheduler.services import joining

    with office() as here:
        joining.join(here.desk, post_ids, actor=actor_of(here, actor))
        found = showing.of_posts(here.desk, post_ids)

    def people() -> None:
        rows.listing(found)
        click.echo(f"Take it back: drumbeat post split {post_ids[0]}")

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)


@post.command()
@click.argument("post_id", metavar="POST")
@click.option(
    "--plan", metavar="STEPS", help='When its later parts go out, if they were never posts: "T+2h".'
)
@person
@command
def split(*, post_id: str, plan: str | None, actor: str | None, as_json: bool) -> None:
    """Take a thread apart. Drafts only.

    Posts that were joined come back as they were, with what was changed of them since. The later parts of a
    thread that was planned as one become posts of their own, at the times of --plan.

    \b
    Examples:
      drumbeat post split ijn-2020.1
      drumbeat post split ijn-2020.1 --plan "T+2h, T+4h"
    """
    from scheduler.services import joining

    with office() as here:
        posts = joining.split(here.desk, post_id, plan=plan, actor=actor_of(here, actor))
        found = showing.of_posts(here.desk, posts)

    def people() -> None:
        rows.listing(found)
        click.echo(f"Take it back: drumbeat post join {' '.join(posts)}")

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)


@post.command()
@click.argument("post_id", metavar="POST")
@click.option("--to", "--at", "to", required=True, metavar="TIME|slot", help="When it goes out instead.")
@click.option("--on", metavar="ACCOUNTS", help="On these accounts only.")
@person
@command
def move(*, post_id: str, to: str, on: str | None, actor: str | None, as_json: bool) -> None:
    """Plan a post for another TIME, or for the next free slot. Its approval stays.

    \b
    Examples:
      drumbeat post move ijn-2020.3 --to "tomorrow 17:30"
      drumbeat post move ijn-2020.3 --to slot
      drumbeat post move ijn-2020.3 --to +2h --on sky-main
    """
    with office() as here:
        changes = editing.move(here.desk, post_id, to, actor=actor_of(here, actor), on=names(on))
        told = spacing.remarks(here.desk, spacing.to_come(each.new for each in changes))
        found = showing.of_post(here.desk, post_id)
        alone = reporting.no_daemon(here.desk)

    def people() -> None:
        rows.listing(found)
        for each in told:
            remark(each)
        click.echo(f"Take it back: drumbeat post undo {post_id}")
        if alone:
            click.echo(NO_DAEMON)

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)


@post.command()
@click.argument("post_id", metavar="POST")
@person
@command
def cancel(*, post_id: str, actor: str | None, as_json: bool) -> None:
    """Cancel a post on all its accounts, at once. Never asks.

    'drumbeat post undo' takes it back; 'drumbeat decide DELIVERY draft' brings one delivery back.

    \b
    Example:
      drumbeat post cancel ijn-2020.3
    """
    with office() as here:
        after = editing.cancel_post(here.desk, post_id, actor=actor_of(here, actor))
        found = showing.of_post(here.desk, post_id)
    emit([rows.as_json(row) for row in found], as_json=as_json, people=lambda: showing.say_cancelled(after))
