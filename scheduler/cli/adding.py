"""``drumbeat post add``, ``reply`` and ``again``: posts that a person adds to a campaign."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli import rows, showing
from scheduler.cli.output import count, emit, remark
from scheduler.cli.session import actor_of, command, names, office, person
from scheduler.core.errors import InputError
from scheduler.services import adding, owning

if TYPE_CHECKING:
    from scheduler.services.desk import Desk

Command = Callable[..., Any]


WORDS_ON = click.option(
    "--words-on", nargs=2, multiple=True, metavar="ACCOUNT TEXT", help="What it says on one account instead."
)
ON = click.option("--on", metavar="ACCOUNTS", help="On these of the campaign's accounts only.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what it would be; change nothing.")


def saying(function: Command) -> Command:
    """Give a command the options of what a post says, and where; see ``spoken``."""
    options = [
        click.option("--words", metavar="TEXT", help="What it says."),
        WORDS_ON,
        click.option(
            "--image",
            "images",
            multiple=True,
            metavar="FILE",
            help="A picture; up to four, each with an --alt in the same order.",
        ),
        click.option("--alt", "alts", multiple=True, metavar="TEXT", help="What is to be seen in it."),
        ON,
        DRY_RUN,
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@saying
@click.option(
    "--at",
    required=True,
    metavar="TIME|slot",
    help='When: "T+2h" from the launch, "tomorrow 09:00", now; slot: the next free one.',
)
@click.option("--reply-to", metavar="POST", help="It goes out as an answer to this post of the campaign.")
@person
@command
def add(
    *,
    campaign_id: str,
    at: str,
    reply_to: str | None,
    actor: str | None,
    dry_run: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Add a post of your own words to a campaign: a draft, which waits for approval like any other.

    Words between quotation marks must stand in the statement word for word. A time that counts from the
    launch moves with it; any other stays. Pictures are made anew for each network, without the place, the
    camera and all else that their files carry.

    \b
    Examples:
      drumbeat post add ijn-2020 --words "Doors open at six." --at "T+1d 17:00"
      drumbeat post add ijn-2020 --words "Thank you, all of you." --on sky-main --at "tomorrow 09:00"
      drumbeat post add ijn-2020 --words "See you there." --words-on x-main "See you." --at +2h
      drumbeat post add ijn-2020 --words "We are many." --image march.jpg \
        --alt "Hundreds of people with candles" --at now
    """
    wish = adding.Wish(campaign=campaign_id, at=at, reply_to=reply_to, **spoken(**said))
    _add(wish, actor=actor, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("post_id", metavar="POST")
@saying
@click.option("--at", default="now", show_default=True, metavar="TIME", help="When.")
@person
@command
def reply(*, post_id: str, at: str, actor: str | None, dry_run: bool, as_json: bool, **said: Any) -> None:
    """Answer a post, on each account that account's own: a draft, which waits for approval like any other.

    An answer to a post that is not out yet waits for it. Of a thread its first part is answered.

    \b
    Examples:
      drumbeat post reply ijn-2020.1 --words "Read it all: https://example.org/statement"
      drumbeat post reply ijn-2020.1 --words "Sign here: https://example.org/sign" --on x-main --at +1h
    """
    campaign = post_id.rpartition(".")[0] or post_id
    wish = adding.Wish(campaign=campaign, at=at, reply_to=post_id, **spoken(**said))
    _add(wish, actor=actor, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("post_id", metavar="POST")
@click.option("--words", metavar="TEXT", help="What it says instead of the same words.")
@WORDS_ON
@ON
@DRY_RUN
@click.option(
    "--at",
    required=True,
    metavar="TIME|slot",
    help='When: "T+7d", "2026-12-01 09:00", +2h; slot: the next free one.',
)
@person
@command
def again(
    *,
    post_id: str,
    words: str | None,
    words_on: tuple[tuple[str, str], ...],
    on: str | None,
    at: str,
    actor: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say a post again: a draft copy of it with its cards, in the same words or others.

    X forbids an account to say nearly the same again, so there it takes other words; Bluesky does not.

    \b
    Examples:
      drumbeat post again ijn-2020.1 --at "T+7d 09:00" --on sky-main
      drumbeat post again ijn-2020.1 --at "2026-12-01 09:00" --words "A week on, still true."
    """
    from scheduler.services import repeating

    wish = repeating.Wish(post=post_id, at=at, words=words, words_on=_by_account(words_on), on=names(on))
    carry_out(
        lambda desk: repeating.preview(desk, wish),
        lambda desk, who: repeating.again(desk, wish, actor=who),
        actor=actor,
        dry_run=dry_run,
        as_json=as_json,
    )


def spoken(
    *,
    words: str | None,
    words_on: tuple[tuple[str, str], ...],
    images: tuple[str, ...],
    alts: tuple[str, ...],
    on: str | None,
) -> dict[str, Any]:
    """What ``saying`` was given, as a wish has it; raises ``InputError``."""
    return {
        "words": words,
        "words_on": _by_account(words_on),
        "on": names(on),
        "pictures": _brought(images, alts),
    }


def _by_account(words_on: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What was given with --words-on; raises ``InputError``."""
    if twice := [name for name, n in Counter(name for name, _ in words_on).items() if n > 1]:
        raise InputError(f"There are two texts for {twice[0]}.", remedy="Give each account one.")
    return dict(words_on)


def _brought(images: tuple[str, ...], alts: tuple[str, ...]) -> tuple[owning.Brought, ...]:
    """The pictures that were named, each with its alt text; raises ``InputError``."""
    if len(images) > len(alts):
        raise InputError(
            f"{images[len(alts)]} has no alt text: {count(len(images), 'picture')} and "
            f"{count(len(alts), 'alt text')} were given.",
            remedy="Say what is to be seen in it: --alt TEXT, one for each --image, in the same order.",
        )
    if len(alts) > len(images):
        raise InputError(
            f"No picture goes with the alt text {alts[len(images)]!r}: "
            f"{count(len(images), 'picture')} and {count(len(alts), 'alt text')} were given.",
            remedy="Name its file: --image FILE.",
        )
    return tuple(
        owning.Brought(name=Path(image).name, alt=alt, data=picture_bytes(image))
        for image, alt in zip(images, alts, strict=True)
    )


def picture_bytes(place: str) -> bytes:
    """The bytes of the file *place*, no more than are looked at; raises ``InputError``."""
    try:
        with Path(place).open("rb") as file:
            return file.read(owning.MOST_BYTES + 1)
    except OSError as error:
        message = f"{place} cannot be read: {error.strerror}."
        raise InputError(message, remedy="Name a file that is there.") from error


def _add(wish: adding.Wish, *, actor: str | None, dry_run: bool, as_json: bool) -> None:
    carry_out(
        lambda desk: adding.preview(desk, wish),
        lambda desk, who: adding.add(desk, wish, actor=who),
        actor=actor,
        dry_run=dry_run,
        as_json=as_json,
    )


def carry_out(
    show: Callable[["Desk"], adding.Added],
    do: Callable[["Desk", str], adding.Added],
    *,
    actor: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Do it, or show it, and tell what comes next."""
    with office() as here:
        made = show(here.desk) if dry_run else do(here.desk, actor_of(here, actor))
        files = showing.files(here.desk, made.rows)

    def people() -> None:
        for row in made.rows:
            showing.delivery(row, files)
        for line in made.told:
            click.echo(f"\n{line}")
        for each in made.remarks:
            remark(each)
        _next(made, dry_run=dry_run)

    emit([rows.as_json(row, measured=True) for row in made.rows], as_json=as_json, people=people)


def _next(made: adding.Added, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("\nNothing was changed. Next: the same without --dry-run")
        return
    late = " --late now" if made.at_once else ""
    click.echo(f"\nNext: drumbeat post approve {made.post.id}{late}")
    click.echo(f"Take it back: drumbeat post cancel {made.post.id}")
