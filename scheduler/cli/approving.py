"""``drumbeat campaign approve`` and ``drumbeat post approve``."""

from collections.abc import Callable
from typing import Any

import click

from scheduler.cli import costing, rows, showing
from scheduler.cli.output import NO_DAEMON, count, emit, title
from scheduler.cli.reviewing import say_people
from scheduler.cli.session import actor_of, can_ask, command, office, person
from scheduler.core.errors import Refused
from scheduler.services import approving, foresight, people, reporting
from scheduler.services.people import Person
from scheduler.services.times import stands_by

Command = Callable[..., Any]


def _yes(function: Command) -> Command:
    """Give a command the options of a yes."""
    for option in (
        click.option(
            "--person",
            "yes_to",
            metavar="NAME",
            multiple=True,
            help="Yes, quote NAME; once for each person quoted. Without it you are asked.",
        ),
        click.option(
            "--revision",
            metavar="CODE",
            help="Refuse, and show what changed, if it is not what had this code.",
        ),
        click.option(
            "--late", metavar="now|TIME|slot|cancel", help="What becomes of posts whose time has passed."
        ),
    ):
        function = option(function)
    return function


@click.command("approve")
@click.argument("campaign_id", metavar="CAMPAIGN")
@_yes
@person
@command
def approve_campaign(
    *,
    campaign_id: str,
    late: str | None,
    revision: str | None,
    yes_to: tuple[str, ...],
    actor: str | None,
    as_json: bool,
) -> None:
    """Approve a campaign: what it says is frozen, and its posts are queued.

    Each person quoted needs a yes of their own, once. Without a launch it stands by. Posts whose time has
    passed need --late. The code for --revision is at the end of 'campaign show', and on its page.

    \b
    Examples:
      drumbeat campaign approve ijn-2020
      drumbeat campaign approve ijn-2020 --revision 3f2a9c1d
      drumbeat campaign approve ijn-2020 --person "Jane Roe" --person "Sam Poe"
      drumbeat campaign approve ijn-2020 --late now
    """
    with office() as here:
        desk = here.desk
        late = late or _ask_late(approving.review(desk, campaign_id))
        yes_to = _ask_people(approving.review(desk, campaign_id, late=late), yes_to)
        done = approving.approve(
            desk, campaign_id, actor=actor_of(here, actor), late=late, revision=revision, yes_to=yes_to
        )
        found = showing.shown(desk, campaign_id)
        ahead = foresight.foresee(desk, found)
        alone = reporting.no_daemon(desk)

    def tell() -> None:
        rows.listing(list(found.rows))
        costing.show(found.campaign, ahead)
        if stands_by(found.campaign):
            click.echo(f"Approved; it stands by. Next: drumbeat campaign launch {campaign_id}")
        if alone:
            click.echo(NO_DAEMON)

    told = costing.as_json(found.campaign, ahead) | {"daemon": not alone}
    told["people"] = [people.as_json(each) for each in done.people]
    emit(showing.overview_json(found) | told, as_json=as_json, people=tell)


@click.command("approve")
@click.argument("post_id", metavar="POST")
@_yes
@person
@command
def approve_post(
    *,
    post_id: str,
    late: str | None,
    revision: str | None,
    yes_to: tuple[str, ...],
    actor: str | None,
    as_json: bool,
) -> None:
    """Approve one post: what it says is frozen, and it is queued.

    With --revision, the campaign's code, it is refused if this post is not what was shown.

    \b
    Examples:
      drumbeat post approve ijn-2020.3
      drumbeat post approve ijn-2020.3 --late now
    """
    with office() as here:
        desk = here.desk
        late = late or _ask_late(approving.review(desk, post_id))
        yes_to = _ask_people(approving.review(desk, post_id, late=late), yes_to)
        approving.approve(
            desk, post_id, actor=actor_of(here, actor), late=late, revision=revision, yes_to=yes_to
        )
        found = showing.of_post(desk, post_id)
        alone = reporting.no_daemon(desk)

    def tell() -> None:
        rows.listing(found)
        if alone:
            click.echo(NO_DAEMON)

    emit([rows.as_json(row) for row in found], as_json=as_json, people=tell)


def _ask_late(seen: approving.Review) -> str | None:
    """What a person wants to become of the late posts; None where there are none or nobody can be asked."""
    if not seen.late or not can_ask():
        return None
    click.echo("The planned time of these has passed:", err=True)
    for each in seen.late:
        click.echo(f"  {rows.when(each)}  {each.id}", err=True)
    answer: str = click.prompt("Send them now, at a new TIME, in a slot, or cancel", default="now", err=True)
    return answer


def _ask_people(seen: approving.Review, given: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom a person says yes to, one by one, beside the *given*; raises ``Refused`` on a no."""
    named = people.named(seen.names, given)
    open_ = [each for each in seen.people if each.yes is None and each.name not in named]
    if not open_ or not can_ask():
        return given
    title(f"It quotes {count(len(open_), 'person', 'people')}. Each needs your yes.")
    for each in open_:
        say_people([each], words=True)
        if not click.confirm(f"Quote {each.name}?", default=False, err=True):
            raise _no(each)
    return (*given, *(each.name for each in open_))


def _no(person: Person) -> Refused:
    """That nothing was approved, and what to do about *person*."""
    posts = " or ".join(f"drumbeat post cancel {post}" for post in person.posts[:1])
    return Refused(
        f"You said no to {person.name}, so nothing was approved.",
        remedy=f"Someone else said it: drumbeat speakers {person.statement}, then drumbeat speakers set "
        f'{person.statement} --quote NUMBER "NAME". Or leave it out: {posts}',
    )
