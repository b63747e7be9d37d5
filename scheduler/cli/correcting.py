"""``drumbeat statement revise`` and ``drumbeat post renew``."""

from typing import TYPE_CHECKING, Any

import click

from quotes.statement import Format
from scheduler.cli import rows, sources
from scheduler.cli.living import say_below, told
from scheduler.cli.output import count, emit, remark, title
from scheduler.cli.session import actor_of, can_ask, command, confirm, office, person
from scheduler.cli.withdrawing import live_json, say_live
from scheduler.core.errors import InputError
from scheduler.core.prices import spell
from scheduler.services import reporting
from scheduler.services.reaching import Kind

if TYPE_CHECKING:
    from scheduler.services.revising import Revision
    from scheduler.wiring import Office


@click.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("file", metavar="NEWFILE", type=click.Path())
@click.option("--id", "new_id", metavar="ID", help="What to call the new version.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in Format]),
    help="What NEWFILE is, instead of what its bytes tell.",
)
@click.option("--fetch", is_flag=True, help="Let NEWFILE be an address, and fetch it, now and once.")
@click.option("--dry-run", is_flag=True, help="Show what it would do; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before it is done.")
@person
@command
def revise(
    *,
    statement_id: str,
    file: str,
    new_id: str | None,
    format_: str | None,
    fetch: bool,
    dry_run: bool,
    yes: bool,
    actor: str | None,
    as_json: bool,
) -> None:
    """Correct a statement: the text in NEWFILE becomes its new version, and campaigns go on with that.

    What changes is shown, and what it does to every post, before it is asked for. Posts whose words and
    speaker are in both versions go on, approved as they are. What the correction touches is held (revised),
    with what it changed. What is live is listed with its links, for a decision about each.

    \b
    Examples:
      drumbeat statement revise ijn-2020 corrected.txt --dry-run
      drumbeat statement revise ijn-2020 https://example.org/statement --fetch
      drumbeat statement revise ijn-2020 corrected.docx --id ijn-2020-corrected --yes
    """
    from quotes.readers import MAX_FILE_BYTES
    from scheduler.services import revising

    sources.check(file, fetch=fetch)
    data = b"" if fetch else sources.read(file)
    with office() as here:
        who, fetched = actor_of(here, actor), here.fetch(file, MAX_FILE_BYTES) if fetch else None
        prepared = revising.prepare(
            here.desk,
            statement_id,
            fetched.data if fetched else data,
            name=sources.called(None, file, fetched),
            actor=who,
            new_id=new_id,
            format=Format(format_) if format_ else None,
            fetched=fetched,
        )
        found = revising.preview(here.desk, prepared, actor=who)
        if not as_json:
            _say_revision(found)
        if dry_run:
            emit(_revised_json(found), as_json=as_json, people=lambda: click.echo("Nothing was changed."))
            return
        confirm(f"Let {prepared.new.id} take the place of {statement_id}?", yes=yes)
        done = revising.revise(here.desk, prepared, actor=who)
        open_ = {each.delivery for each, _ in done.live}
        if not as_json and can_ask():
            open_ = {each for each in sorted(open_) if not _settled(here, each, who)}
    emit(_revised_json(done), as_json=as_json, people=lambda: _say_revised(done, open_))


def _say_revision(found: "Revision") -> None:
    """What a correction changes in the text, and would do to posts."""
    title(f"{found.prepared.old.id} → {found.prepared.new.id}")
    for each in found.differences:
        click.echo(f"  {each}")
    for note in (*found.prepared.notes, *(f"Not in it any more: {each}." for each in found.prepared.lost)):
        remark(note)
    again = found.those(Kind.REANCHORED)
    what = "goes on as it is, with" if len(again) == 1 else "go on as they are, with"
    click.echo(f"{count(len(again), 'delivery', 'deliveries')} {what} words that are in both versions.")
    for id in found.around:
        click.echo(f"  {id}: the words around it changed")
    for change in (*found.those(Kind.HELD), *found.those(Kind.UNDER_WAY), *found.those(Kind.DRAFT)):
        click.echo(f"{change.old.id}: {_TOUCHED[change.kind]}: {change.why}")
    say_live([each for each, _ in found.live], "has the earlier words", "have the earlier words")


_TOUCHED = {
    Kind.HELD: "touched, and held",
    Kind.UNDER_WAY: "touched while it is sent; stopped if its request has not begun",
    Kind.DRAFT: "a draft, touched; choose other words for it",
}


def _settled(here: "Office", delivery: str, actor: str) -> bool:
    """Ask what becomes of a live post, and carry it out; whether that is decided now."""
    from scheduler.services import removing, settling

    desk = here.desk
    (plan,) = removing.preview(desk, [delivery])
    price = f" for {spell(plan.cost)}" if plan.cost else ""
    choice = click.Choice(["leave", "answer", "delete", "later"])
    question = f"{delivery} is live. Leave it, answer it, delete it{price}, or later"
    try:
        said = click.prompt(question, type=choice, default="later", err=True)
        if said == "leave":
            settling.leave(desk, delivery, actor=actor)
        elif said == "answer":
            words = click.prompt("What the answer says", err=True)
            added = settling.answer(desk, delivery, words, actor=actor)
            click.echo(f"Next: drumbeat post approve {added.post.id} --late now")
        elif said == "delete":
            for each in removing.remove(here.asking, [delivery], actor=actor):
                click.echo(told(each))
            say_below([plan])
    except InputError as error:
        remark(str(error))
        return False
    except click.Abort:  # the correction is done all the same
        return False
    return said != "later"


def _say_revised(done: "Revision", undecided: set[str]) -> None:
    new, old = done.prepared.new.id, done.prepared.old.id
    click.echo(f"{new} stands now, in place of {old}.")
    for delivery in sorted(undecided):
        post, _, account = delivery.partition("@")
        click.echo(f"Decide about {delivery}: drumbeat decide {delivery} leave")
        click.echo(f"  or answer it: drumbeat post reply {post} --on {account} --words TEXT")
        click.echo(f"  or delete it: drumbeat post delete {post} --on {account}")
    for each in done.twins:
        remark(f"{each.id} says the same in {each.lang}; does it need the same correction?")
    touched = [each.old.post for each in (*done.those(Kind.HELD), *done.those(Kind.DRAFT))]
    for post in dict.fromkeys(touched):
        click.echo(f"Give {post} the corrected words: drumbeat post renew {post}")
    click.echo(f"The earlier text: drumbeat statement show {old} --text > earlier.txt")
    click.echo(f"Take it back: drumbeat statement revise {new} earlier.txt")


def _revised_json(done: "Revision") -> dict[str, Any]:
    kinds = {
        "reanchored": Kind.REANCHORED,
        "held": Kind.HELD,
        "under_way": Kind.UNDER_WAY,
        "drafts": Kind.DRAFT,
    }
    return {
        "statement": done.prepared.new.id,
        "supersedes": done.prepared.old.id,
        "in_common": round(done.prepared.in_common, 4),
        "differences": list(done.differences),
        **{
            key: [
                {"delivery": each.old.id, "state": each.new.state, "why": each.why}
                for each in done.those(kind)
            ]
            for key, kind in kinds.items()
        },
        "around": list(done.around),
        "twins": [each.id for each in done.twins],
        "live": [live_json(each) | {"why": why} for each, why in done.live],
        "lost": list(done.prepared.lost),
        "notes": list(done.prepared.notes),
    }


@click.command()
@click.argument("post_id", metavar="POST")
@person
@command
def renew(*, post_id: str, actor: str | None, as_json: bool) -> None:
    """Give a post that a correction touched the words that stand now where its excerpt stood.

    Its card is drawn and its words are composed anew; words that you wrote stay, unless they quote what is
    gone. It is a draft then, for its time if that is still to come.

    \b
    Example:
      drumbeat post renew ijn-2020.3
    """
    from scheduler.services import renewing

    with office() as here:
        done = renewing.renew(here.desk, post_id, actor=actor_of(here, actor))
        found = reporting.rows(here.desk, [each.id for each in done.deliveries])

    def people() -> None:
        for each in done.remarks:
            remark(each)
        for row in found:
            title(f"{row.delivery.id} · {rows.when(row.delivery)} · {rows.state(row)}")
            for part in row.delivery.parts:
                for line in part.words.splitlines():
                    click.echo(f"  │ {line}".rstrip())
        click.echo(f"Next: drumbeat post approve {post_id}")

    emit([rows.as_json(row) for row in found], as_json=as_json, people=people)
