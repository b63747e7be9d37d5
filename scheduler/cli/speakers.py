"""``drumbeat speakers``: who speaks in a statement; set, merge, undo, sign."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from quotes.rulings import Kind
from quotes.verbatim import collapse
from scheduler.cli import withdrawing
from scheduler.cli.output import count, emit, remark, title, wall
from scheduler.cli.session import actor_of, command, office, person
from scheduler.core.errors import InputError

if TYPE_CHECKING:
    from quotes.voices import Quoted, Voice
    from scheduler.core.records import KeptRuling
    from scheduler.services.ruling import Corrected
    from scheduler.services.signing import LiveName, Signed
    from scheduler.services.speakers import Listing

_SHOWN = 300
"""Characters of a quotation or a proof that people see; JSON has all of it."""


class Speakers(click.Group):
    """A group of whose commands one may be left out: ``drumbeat speakers ijn-2020``."""

    left_out = "show"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, else ``show`` of what is named first."""
        if args and args[0] not in self.commands:
            args = [self.left_out, *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options before a statement's name are those of ``show``."""
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = [self.left_out, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Speakers, context_settings={"help_option_names": ["-h", "--help"]})
def speakers() -> None:
    """Show who speaks in a statement, and correct it. 'drumbeat speakers STATEMENT' shows.

    What you correct stays corrected, whatever reads the statement later, and reaches what is on its way:
    drafts take the right name, and what was approved under another one has to be approved again.

    \b
    Examples:
      drumbeat speakers ijn-2020
      drumbeat speakers set ijn-2020 --quote 4 "Jane Roe"
      drumbeat speakers ijn-2020 --never "Sam Poe"
    """


@speakers.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.option(
    "--never",
    "never",
    metavar="NAME",
    multiple=True,
    help="Quote and name NAME never, in words and alt text.",
)
@person
@command
def show(*, statement_id: str, never: tuple[str, ...], actor: str | None, as_json: bool) -> None:
    """List each speaker with the sentence that proves it, and the quotations whose speaker is unknown.

    The issuer signs the text's own voice. Nobody signs an unknown quotation until you say who said it.

    \b
    Examples:
      drumbeat speakers ijn-2020
      drumbeat speakers ijn-2020 --never "Sam Poe"
    """
    from scheduler.services import speakers as service

    with office() as here:
        if never:
            done = service.never(here.desk, statement_id, never, actor=actor_of(here, actor))
            _show(done, here.desk.defaults.zone, as_json=as_json)
            return
        found = service.listing(here.desk, statement_id)
    emit(_as_json(found), as_json=as_json, people=lambda: _print(found, here.desk.defaults.zone))


@speakers.command("set")
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("name", required=False)
@click.option(
    "--quote",
    "quotes",
    metavar="NUMBER",
    multiple=True,
    help="NAME says this quotation: its number, or some of its words.",
)
@click.option("--unknown", is_flag=True, help="Nobody is known to have said the quotation.")
@click.option("--name", "correct", metavar="TEXT", help="What NAME is called instead.")
@click.option("--title", metavar="TEXT", help="The title beside the name; empty for none.")
@person
@command
def set_(
    *,
    statement_id: str,
    name: str | None,
    quotes: tuple[str, ...],
    unknown: bool,
    correct: str | None,
    title: str | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Say who said a quotation, correct a speaker's name, or give a title, which is kept apart from the name.

    \b
    Examples:
      drumbeat speakers set ijn-2020 --quote 4 "Jane Roe" --title "director"
      drumbeat speakers set ijn-2020 --quote "the first words of it" "Jane Roe"
      drumbeat speakers set ijn-2020 --quote 4 --unknown
      drumbeat speakers set ijn-2020 "Jane Row" --name "Jane Roe"
      drumbeat speakers set ijn-2020 "Jane Roe" --title "Executive Director"
    """
    from scheduler.services import speakers as service

    if (unknown and (name or title)) or (quotes and correct):
        raise InputError("These do not go together.", remedy="Name a quotation's speaker, or correct a name.")
    if name is None and not (unknown and quotes):
        raise InputError("Whom is it about?", remedy="Give a NAME, or --quote NUMBER --unknown.")
    with office() as here:
        who = actor_of(here, actor)
        if quotes:
            done = service.say(here.desk, statement_id, quotes, name, title=title, actor=who)
        else:
            done = service.call(here.desk, statement_id, name or "", correct=correct, title=title, actor=who)
    _show(done, here.desk.defaults.zone, as_json=as_json)


@speakers.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.argument("into", metavar="INTO")
@person
@command
def merge(*, statement_id: str, names: tuple[str, ...], into: str, actor: str | None, as_json: bool) -> None:
    """Make one speaker of two or more namings: all are called by the last, INTO.

    \b
    Example:
      drumbeat speakers merge ijn-2020 "Rep. Jayapal" "Pramila Jayapal"
    """
    from scheduler.services import speakers as service

    with office() as here:
        done = service.merge(here.desk, statement_id, names, into, actor=actor_of(here, actor))
    _show(done, here.desk.defaults.zone, as_json=as_json)


@speakers.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("n", metavar="NUMBER", type=click.IntRange(min=1))
@person
@command
def undo(*, statement_id: str, n: int, actor: str | None, as_json: bool) -> None:
    """Take a correction back, by the number that 'show' prints.

    \b
    Example:
      drumbeat speakers undo ijn-2020 3
    """
    from scheduler.services import speakers as service

    with office() as here:
        done = service.undo(here.desk, statement_id, n, actor=actor_of(here, actor))
    _show(done, here.desk.defaults.zone, as_json=as_json)


@speakers.command()
@click.argument("statement_id", metavar="STATEMENT")
@person
@command
def sign(*, statement_id: str, actor: str | None, as_json: bool) -> None:
    """Let drafts name whom their excerpts are by, where a correction did not reach them.

    Every correction does this by itself. It is for what became a draft later.

    \b
    Example:
      drumbeat speakers sign ijn-2020
    """
    from scheduler.services import ruling

    with office() as here:
        done = ruling.signed_anew(here.desk, statement_id, actor=actor_of(here, actor))
    _show(done, here.desk.defaults.zone, as_json=as_json)


# --- what is shown ------------------------------------------------------------------------------


def _show(done: "Corrected", zone: str, *, as_json: bool) -> None:
    """Show the speakers after a correction, and the drafts that follow it."""
    from scheduler.services import speakers as service

    found = service.listed(done.statement)

    def people() -> None:
        _print(found, zone)
        say_reached(done)

    emit(_as_json(found) | _reached(done), as_json=as_json, people=people)


def say_reached(done: "Corrected") -> None:
    """Say what a correction made of posts on their way: signed anew, or kept from going out."""
    _say_signed(done.signed)
    told = {each.delivery for each in done.signed if each.problem}
    for delivery, problem in done.kept_back:
        if delivery not in told:
            remark(f"{delivery} is kept from going out: {problem}")
    if done.live:
        _say_live(done.live)


def _say_live(live: Sequence["LiveName"]) -> None:
    """List what is out under a name that is wrong by now, and what can be done about it."""
    for problem in dict.fromkeys(each.problem for each in live):
        those = [each for each in live if each.problem == problem]
        withdrawing.say_live(
            [each.live for each in those], f"stays as it is: {problem}", f"stay as they are: {problem}"
        )
        for post in dict.fromkeys(each.post for each in those):
            on = ",".join(dict.fromkeys(each.live.account for each in those if each.post == post))
            click.echo(f"  Delete: drumbeat post delete {post} --on {on}")


def _say_signed(signed: Sequence["Signed"]) -> None:
    for each in signed:
        if each.problem:
            remark(f"{each.delivery} could not be signed anew, and is kept from going out: {each.problem}")
        else:
            click.echo(f"{each.delivery}: a draft, signed by {', '.join(dict.fromkeys(each.speakers))} now")
    if any(not each.problem for each in signed):
        click.echo("Next: read and approve what changed: drumbeat campaign show CAMPAIGN")


def _reached(done: "Corrected") -> dict[str, Any]:
    kept_back = [{"delivery": delivery, "problem": problem} for delivery, problem in done.kept_back]
    live = [withdrawing.live_json(each.live) | {"problem": each.problem} for each in done.live]
    return {"drafts": _drafts(done.signed), "kept_back": kept_back, "live": live}


def _drafts(signed: Sequence["Signed"]) -> list[dict[str, Any]]:
    return [
        {"delivery": each.delivery, "speakers": list(each.speakers), "problem": each.problem}
        for each in signed
    ]


def _print(found: "Listing", zone: str) -> None:
    statement = found.statement
    for each in found.voices:
        _print_voice(found, each)
    if not found.voices:
        click.echo("Nobody is known to speak.")
        click.echo(f"Say who issues it: drumbeat statement set {statement.id} --issuer NAME")
    if found.unknown:
        title("Unknown")
        for quotation in found.unknown:
            click.echo(f"  {quotation.n}  “{_cut(statement.text[slice(*quotation.span)])}”")
        click.echo(f'  Say who: drumbeat speakers set {statement.id} --quote {found.unknown[0].n} "NAME"')
        click.echo()
    if found.rulings:
        title("Corrected")
        for ruling in found.rulings:
            click.echo(f"  {ruling.n}  {_spelled(found, ruling)} ({ruling.by}, {wall(ruling.at, zone)})")
        click.echo(f"  Undo one: drumbeat speakers undo {statement.id} {found.rulings[-1].n}")


def _print_voice(found: "Listing", each: "Voice") -> None:
    text = found.statement.text
    issuer = each.name == found.statement.issuer
    about = [
        *(["the issuer"] if issuer else []),
        *([each.title] if each.title else []),
        *(["NEVER quoted, never named"] if each.name in found.never else []),
    ]
    title(", ".join([each.name, *about]))
    numbers = ", ".join(str(quotation.n) for quotation in each.quotations)
    counts = [
        *([f"{count(len(each.quotations), 'quotation')} ({numbers})"] if each.quotations else []),
        *([f"{count(each.sentences, 'sentence')} of the text's own voice"] if each.sentences else []),
        count(found.excerpts.get(each.name, 0), "excerpt"),
    ]
    click.echo(f"  {' · '.join(counts)}")
    if each.proof is not None:
        click.echo(f"  proof: {_cut(text[slice(*each.proof)])}")
    elif not issuer:
        click.echo("  proof: a person said so")
    click.echo()


def _cut(words: str) -> str:
    words = collapse(words)
    if len(words) <= _SHOWN:
        return words
    half = _SHOWN // 2
    return f"{words[:half].rsplit(' ', 1)[0]} […] {words[-half:].split(' ', 1)[-1]}"


def _spelled(found: "Listing", ruling: "KeptRuling") -> str:
    """A correction in words."""
    numbers = [str(each.n) for each in found.quotations if ruling.ruling.covers(each.span[0])]
    quotation = f"quotation {', '.join(numbers)}" if numbers else "a quotation that is none any more"
    return {
        Kind.SPEAKER: f"{quotation}: {ruling.value or 'nobody is known to have said it'}",
        Kind.NAME: f"{ruling.name} is called {ruling.value}",
        Kind.TITLE: f"{ruling.name}: {ruling.value or 'no title'}",
        Kind.NEVER: f"{ruling.name} is never quoted and never named",
    }[ruling.kind]


def _as_json(found: "Listing") -> dict[str, Any]:
    """The listing as ``docs/json.md`` promises it; keys are only ever added."""
    text = found.statement.text
    return {
        "statement": found.statement.id,
        "revision": found.statement.revision,
        "speakers": [
            {
                "name": each.name,
                "title": each.title,
                "issuer": each.name == found.statement.issuer,
                "never": each.name in found.never,
                "quotations": [quotation.n for quotation in each.quotations],
                "sentences": each.sentences,
                "excerpts": found.excerpts.get(each.name, 0),
                "proof": _slice(text, each.proof),
            }
            for each in found.voices
        ],
        "quotations": [_quotation(found, each) for each in found.quotations],
        "corrections": [
            {
                "n": each.n,
                "kind": each.kind,
                "start": each.start,
                "end": each.end,
                "name": each.name,
                "value": each.value,
                "at": each.at,
                "by": each.by,
            }
            for each in found.rulings
        ],
    }


def _quotation(found: "Listing", each: "Quoted") -> dict[str, Any]:
    text, ruling = found.statement.text, found.ruling_on(each)
    return {
        "n": each.n,
        **(_slice(text, each.span) or {}),
        "speaker": each.speaker,
        "proof": _slice(text, each.proof),
        "said_by": ruling.by if ruling else None,
    }


def _slice(text: str, span: tuple[int, int] | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span[0], "end": span[1], "text": text[slice(*span)]}
