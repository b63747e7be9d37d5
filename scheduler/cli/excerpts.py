"""``drumbeat excerpts`` and ``drumbeat excerpt``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quotes.verbatim import quoted
from scheduler.cli.output import count, emit, remark, title, write
from scheduler.cli.session import actor_of, command, names, office, person
from scheduler.core.checking import withdrawal
from scheduler.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.services.excerpting import Proposal
    from scheduler.services.pairing import Beside, Pair


@click.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.option("--limit", type=click.IntRange(min=0), help="At most so many.")
@click.option(
    "--for", "for_networks", metavar="NETWORKS", help="Only those that fit x, bluesky or x,bluesky."
)
@command
def excerpts(*, statement_id: str, limit: int | None, for_networks: str | None, as_json: bool) -> None:
    """Rank the excerpts of a statement that are worth posting, best first.

    Each is a verbatim slice of the statement, with its speaker, what speaks for and against it, and its
    length on each network; and what a translation says in its place, by the order and length of sentences.

    \b
    Examples:
      drumbeat excerpts ijn-2020
      drumbeat excerpts ijn-2020 --limit 3 --json
    """
    from scheduler.services import excerpting, lookups, pairing

    with office() as here:
        chosen = [_network(here.desk.networks, name) for name in names(for_networks)]
        found = excerpting.listing(here.desk, statement_id, chosen)[:limit]
        with here.desk.store.read() as unit:
            gone = withdrawal(lookups.statement(unit, statement_id))
        pairs = pairing.pairs(here.desk, statement_id)

    def people() -> None:
        for each in found:
            _show(each, _beside(pairs, each))
        if gone:
            remark(f"Nothing of it goes out: {gone}. Restore it: drumbeat statement restore {statement_id}")
            return
        click.echo(f"{count(len(found), 'excerpt')}. Next: drumbeat campaign new {statement_id} --on ACCOUNT")

    document = [_as_json(each) | {"beside": _beside_json(_beside(pairs, each))} for each in found]
    emit(document, as_json=as_json, people=people)


def _beside(pairs: "Sequence[Pair]", each: "Proposal") -> "list[Beside]":
    """What its translations say in the place of an excerpt."""
    found = [pair.beside(each.excerpt.start, each.excerpt.end) for pair in pairs]
    return [beside for beside in found if beside is not None]


def _beside_json(found: "Sequence[Beside]") -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "lang": each.statement.lang,
            "text": each.statement.text[each.excerpt.start : each.excerpt.end],
            "speaker": each.excerpt.speaker,
        }
        for each in found
    ]


def _network(known: Any, name: str) -> str:
    from scheduler.core.ids import not_found

    if name not in known:
        raise not_found("network", name, known, listing="drumbeat account add --help")
    return name


@click.group()
def excerpt() -> None:
    """Choose an excerpt, draw its card."""


@excerpt.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.argument("words")
@person
@command
def add(*, statement_id: str, words: str, actor: str | None, as_json: bool) -> None:
    """Choose an excerpt by its exact WORDS.

    They must stand in the statement without a gap; white space and the form of quotation marks do not
    matter.

    \b
    Example:
      drumbeat excerpt add ijn-2020 "We will continue to combat the widespread policing"
    """
    from scheduler.services import excerpting

    with office() as here:
        chosen = excerpting.choose(here.desk, statement_id, words, actor=actor_of(here, actor))
    emit(_as_json(chosen), as_json=as_json, people=lambda: _show(chosen))


@excerpt.command()
@click.argument("excerpt_id", metavar="EXCERPT")
@click.option("--to", metavar="FILE", help="Write the picture to FILE.")
@click.option("--theme", metavar="NAME", help="The theme, instead of the configured one.")
@click.option("--size", metavar="WxH", default="1600x900", show_default=True, help="In pixels.")
@person
@command
def card(
    *, excerpt_id: str, to: str | None, theme: str | None, size: str, actor: str | None, as_json: bool
) -> None:
    """Draw the card of EXCERPT.

    \b
    Examples:
      drumbeat excerpt card ijn-2020:963-1083 --to card.png
      drumbeat excerpt card ijn-2020:963-1083 --size 1080x1350 --to tall.png
    """
    from scheduler.services import drawing

    with office() as here:
        drawn = drawing.card(
            here.desk, excerpt_id, actor=actor_of(here, actor), theme=theme, size=_size(size)
        )
        cropping = drawing.cropping(here.desk, (drawn.width, drawn.height))
        where = here.desk.pictures.path(drawn.sha256)
        if to is not None:
            write(to, here.desk.pictures.get(drawn.sha256) or b"")
            where = str(Path(to))
    facts = {
        "key": drawn.key,
        "sha256": drawn.sha256,
        "file": where,
        "width": drawn.width,
        "height": drawn.height,
        "alt": drawn.alt,
        "cropped_by": cropping,
    }

    def people() -> None:
        click.echo(where)
        click.echo(f"Alt text: {drawn.alt}")
        if cropping:
            click.echo(f"Its feed crops a picture of this shape: {', '.join(cropping)}")

    emit(facts, as_json=as_json, people=people)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise InputError(f"{text!r} is not a size.", remedy="Write it as 1600x900.")
    return int(width), int(height)


def _show(each: "Proposal", beside: "Sequence[Beside]" = ()) -> None:
    title(each.id)
    click.echo(f"  {quoted(each.quote, None)}")
    click.echo(f"  — {each.excerpt.speaker or 'nobody is known to have said it'}")
    fits = [
        f"{name} {fit.size}/{fit.limit}{'' if fit.fits else ' (the card alone)'}"
        for name, fit in each.fit.items()
    ]
    click.echo(f"  score {each.excerpt.score:.2f} · {' · '.join(fits)}")
    for reason in each.excerpt.reasons:
        click.echo(f"    {reason.points:+.2f}  {reason.words}")
    for other in beside:
        click.echo(f"  {other.statement.lang}: {other.id}")
        click.echo(f"  {quoted(other.quote, other.statement.lang)}")
        click.echo(f"  — {other.excerpt.speaker or 'nobody is known to have said it'}")
    click.echo()


def _as_json(each: "Proposal") -> dict[str, Any]:
    return {
        "id": each.id,
        "start": each.excerpt.start,
        "end": each.excerpt.end,
        "text": each.text,
        "speaker": each.excerpt.speaker,
        "score": round(each.excerpt.score, 4),
        "reasons": [
            {"name": r.name, "points": round(r.points, 4), "words": r.words} for r in each.excerpt.reasons
        ],
        "fit": {name: {"size": f.size, "limit": f.limit, "fits": f.fits} for name, f in each.fit.items()},
        "by_person": each.by_person,
    }
