"""``drumbeat statement``: add, list, show, mark, set; see ``correcting`` for the rest."""

import sys
from typing import TYPE_CHECKING, Any

import click

from quotes.statement import Format
from scheduler.cli import correcting, pairing, sources, withdrawing
from scheduler.cli.output import count, emit, instant, remark, table, title
from scheduler.cli.session import actor_of, command, office, person
from scheduler.core.checking import withdrawal
from scheduler.core.records import KeptStatement

if TYPE_CHECKING:
    from scheduler.services.ruling import Corrected

_FIELDS = ("issuer", "url", "lang", "published", "title")


@click.group()
def statement() -> None:
    """Add, show, describe, correct, withdraw and restore statements."""


statement.add_command(correcting.revise)
statement.add_command(withdrawing.withdraw)
statement.add_command(withdrawing.restore)
statement.add_command(pairing.unpair)


def _known(function: Any) -> Any:
    """The options that say what a text may not say of itself."""
    options = (
        click.option("--issuer", metavar="NAME", help="The organization that speaks in it."),
        click.option("--url", metavar="LINK", help="Where it is published; posts link to it."),
        click.option("--lang", metavar="TAG", help="Its language, such as en or es."),
        click.option("--published", metavar="DATE", help="The day it was published, as 2026-11-24."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@statement.command()
@click.argument("file", type=click.Path())
@click.option("--name", metavar="NAME", help="What to call it, instead of the file's name.")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in Format]),
    help="What FILE is, instead of what its bytes tell.",
)
@click.option("--fetch", is_flag=True, help="Let FILE be an address, and fetch it, now and once.")
@click.option("--translation-of", metavar="STATEMENT", help="Pair it with the statement that it translates.")
@_known
@person
@command
def add(
    *,
    file: str,
    name: str | None,
    format_: str | None,
    fetch: bool,
    actor: str | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Read a statement from FILE: a plain text in UTF-8, a web page, a Word file (.docx), or a PDF.

    Which of these it is, its bytes tell; Markdown is told by the ending .md or by --format. The text that
    is read is kept with the bytes as they came, and never changes. What it says of its issuer, link,
    language and date is taken from it and shown; options set it.
    The same file again gives the same statement. A dash reads standard input.

    With --fetch, FILE is an address. Only what everybody can reach is fetched; the bytes are kept as they
    were served, with their date and the address that they came from in the end.

    \b
    Examples:
      drumbeat statement add ijn-2020.txt
      drumbeat statement add release.pdf --name march-release
      drumbeat statement add ijn-2020-es.txt --translation-of ijn-2020
      drumbeat statement add https://example.org/statement --fetch
      drumbeat statement add letter.txt --issuer "Alder Street Union" --url https://example.org/letter
    """
    from quotes.readers import MAX_FILE_BYTES
    from scheduler.services import importing

    sources.check(file, fetch=fetch)
    data = b"" if fetch else sources.read(file)
    notes: list[str] = []
    with office() as here:
        fetched = here.fetch(file, MAX_FILE_BYTES) if fetch else None
        kept, new = importing.add(
            here.desk,
            fetched.data if fetched else data,
            given,
            name=sources.called(name, file, fetched),
            fetched=fetched,
            actor=actor_of(here, actor),
            format=Format(format_) if format_ else None,
            tell=notes.append,
        )

    def people() -> None:
        click.echo(f"{'Added' if new else 'Already here:'} {kept.id}")
        _describe(kept)
        for note in notes:
            remark(note)
        if kept.translation_of is not None:
            click.echo(f"Take the pair apart: drumbeat statement unpair {kept.id}")
        click.echo(f"Next: drumbeat excerpts {kept.translation_of or kept.id}")

    emit(_as_json(kept) | {"notes": notes}, as_json=as_json, people=people)


@statement.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List all statements, in the order in which they came."""
    with office() as here, here.desk.store.read() as unit:
        found = unit.statements.all()
    corrected = {each.supersedes for each in found}

    def people() -> None:
        if not found:
            click.echo("No statement yet. Next: drumbeat statement add FILE")
            return
        table(
            ("Statement", "Issuer", "Language", "Title"),
            [
                (each.id, each.issuer or "not known", each.lang or "–", _title(each, corrected))
                for each in found
            ],
        )

    emit([_as_json(each) for each in found], as_json=as_json, people=people)


@statement.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.option(
    "--text", "text_only", is_flag=True, help="Print the normalised text exactly, and nothing else."
)
@click.option(
    "--mark", "marks", metavar="NUMBER:ROLE", multiple=True, help="Correct a role first, as 'mark' does."
)
@person
@command
def show(
    *, statement_id: str, text_only: bool, marks: tuple[str, ...], actor: str | None, as_json: bool
) -> None:
    """Show what is known of a statement, and its text: each block with its number and its role.

    \b
    Examples:
      drumbeat statement show ijn-2020
      drumbeat statement show ijn-2020 --mark 12:about
      drumbeat statement show ijn-2020 --text > text.txt
    """
    from scheduler.services import lookups, ruling

    with office() as here:
        if marks:
            done = ruling.mark(here.desk, statement_id, marks, actor=actor_of(here, actor))
            kept = done.statement
        else:
            with here.desk.store.read() as unit:
                done, kept = None, lookups.statement(unit, statement_id)
        with here.desk.store.read() as unit:
            newer = unit.statements.corrected_by(statement_id)
    if text_only and not as_json:
        sys.stdout.buffer.write(kept.text.encode())
        sys.stdout.buffer.flush()
        return
    if newer is not None:
        remark(f"Corrected: {newer} stands in its place. See: drumbeat statement show {newer}")
    _show(kept, done, as_json=as_json)


@statement.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("marks", metavar="NUMBER:ROLE...", nargs=-1, required=True)
@person
@command
def mark(*, statement_id: str, marks: tuple[str, ...], actor: str | None, as_json: bool) -> None:
    """Correct the roles of blocks, by the numbers that 'show' prints; NUMBER:auto undoes it.

    Excerpts come from the roles body and quotation alone. A role that you set stays, whatever reads the
    statement later.

    \b
    Examples:
      drumbeat statement mark ijn-2020 12:about
      drumbeat statement mark ijn-2020 2:sub-head 3:body "14:list of names"
      drumbeat statement mark ijn-2020 12:auto
    """
    from scheduler.services import ruling

    with office() as here:
        done = ruling.mark(here.desk, statement_id, marks, actor=actor_of(here, actor))
    _show(done.statement, done, as_json=as_json)


def _show(kept: KeptStatement, done: "Corrected | None", *, as_json: bool) -> None:
    from scheduler.cli import blocks
    from scheduler.cli.speakers import say_reached
    from scheduler.services import ruling

    shown = ruling.blocks(kept)

    def people() -> None:
        title(kept.id)
        _describe(kept)
        click.echo()
        blocks.print_blocks(shown, kept.text, kept.id)
        if done is not None:
            say_reached(done)

    document = {"text": kept.text, "blocks": blocks.as_json(shown, kept.text)}
    emit(_as_json(kept) | document, as_json=as_json, people=people)


@statement.command("set")
@click.argument("statement_id", metavar="STATEMENT")
@_known
@click.option("--title", metavar="TEXT", help="Its headline.")
@person
@command
def set_(*, statement_id: str, actor: str | None, as_json: bool, **given: str | None) -> None:
    """Set what is known of a statement; an empty text unsets it.

    The text itself never changes. What was planned before keeps its words.

    \b
    Examples:
      drumbeat statement set ijn-2020 --url https://example.org/statement
      drumbeat statement set ijn-2020 --published 2020-11-09 --lang en
    """
    from scheduler.services import importing

    with office() as here:
        kept = importing.change(here.desk, statement_id, given, actor=actor_of(here, actor))
    emit(_as_json(kept), as_json=as_json, people=lambda: _describe(kept))


def _title(kept: KeptStatement, corrected: set[str | None]) -> str:
    """Its headline, and that it was withdrawn, or corrected by another version."""
    pair = f" (translates {kept.translation_of})" if kept.translation_of else ""
    marks = (
        [pair]
        + [" (withdrawn)"] * (kept.withdrawn_at is not None)
        + [" (corrected)"] * (kept.id in corrected)
    )
    return "".join((kept.title or "–", *marks))


def _describe(kept: KeptStatement) -> None:
    if gone := withdrawal(kept):
        remark(f"Withdrawn: {gone}. Take it back: drumbeat statement restore {kept.id}")
    for field in _FIELDS:
        value = getattr(kept, field)
        how = " (from the text)" if field in kept.guessed else ""
        click.echo(f"  {field + ':':<11}{value or 'not known'}{how}")
    if kept.issuer is None:
        click.echo(f"Say who speaks before planning: drumbeat statement set {kept.id} --issuer NAME")
    click.echo(f"  {'text:':<11}{count(len(kept.text.split()), 'word')}, {_origin(kept)}")
    if kept.translation_of is not None:
        click.echo(f"  translates: {kept.translation_of}")
    if kept.fetched_at is not None:
        click.echo(f"  {'fetched:':<11}{instant(kept.fetched_at)} from {kept.fetched_from}")


def _origin(kept: KeptStatement) -> str:
    """How the text was come by."""
    return f"read from {kept.format} by {kept.reader}" if kept.reader else "as it came"


def _as_json(kept: KeptStatement) -> dict[str, Any]:
    return {
        "id": kept.id,
        "sha256": kept.sha256,
        "text_sha256": kept.text_sha256,
        **{field: getattr(kept, field) for field in _FIELDS},
        "guessed": sorted(kept.guessed),
        "format": kept.format,
        "reader": kept.reader,
        "fetched_at": kept.fetched_at,
        "fetched_from": kept.fetched_from,
        "added_at": kept.added_at,
        "added_by": kept.added_by,
        "changed_by": kept.changed_by,
        "supersedes": kept.supersedes,
        "translation_of": kept.translation_of,
        "withdrawn_at": kept.withdrawn_at,
        "withdrawn_by": kept.withdrawn_by,
        "withdrawn_why": kept.withdrawn_why,
    }
