"""``drumbeat campaign``: new, list, show, approve, launch, cancel."""

from typing import Any

import click

from scheduler.cli import bulk, costing, looking, rows, showing
from scheduler.cli.approving import approve_campaign
from scheduler.cli.output import NO_DAEMON, Progress, count, emit, remark, table, wall
from scheduler.cli.rehearsing import rehearse
from scheduler.cli.reviewing import show
from scheduler.cli.session import actor_of, command, confirm, names, office, person
from scheduler.cli.undoing import undo_campaign
from scheduler.core.campaign import LinkOn
from scheduler.services import approving, editing, foresight, launching, pausing, planning, reporting


@click.group()
def campaign() -> None:
    """Plan, rehearse, approve, launch, pause and cancel campaigns."""


campaign.add_command(rehearse)
campaign.add_command(approve_campaign)
campaign.add_command(undo_campaign)
campaign.add_command(show)
campaign.add_command(bulk.edit)
campaign.add_command(looking.check_campaign)


@campaign.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.option("--on", metavar="ACCOUNTS", help="The accounts that post it: x-main,sky-main.", default="")
@click.option(
    "--excerpts",
    "excerpts",
    metavar="IDS",
    help="These, in posting order, instead of the best: A,B for two posts, A+B for a thread of two.",
)
@click.option(
    "--with-translation",
    "translation",
    metavar="STATEMENT",
    help="Plan a campaign of its translation too: pairs of posts, whose times alternate.",
)
@click.option("--count", type=int, help="How many posts; with a translation, in each language.")
@click.option("--plan", metavar="STEPS", help='When, after the launch: "T+0, T+2h, T+1d 09:00".')
@click.option("--over", metavar="SPAN", help="Spread them evenly over a window, such as 5d.")
@click.option("--slots", is_flag=True, help="They fill the next free slots of the week: 'drumbeat slots'.")
@click.option("--from", "start", metavar="TIME", help="With --slots: none before, such as 2026-12-01.")
@click.option("--launch", metavar="TIME", help="When T+0 is; unset, the campaign stands by.")
@click.option("--embargo", metavar="TIME", help="Nothing goes out before.")
@click.option("--window", metavar="SPAN", help="A post later than this waits for you, such as 2h.")
@click.option("--link", metavar="URL", help="Where posts link to, instead of the statement's own link.")
@click.option(
    "--link-on",
    type=click.Choice([str(each) for each in LinkOn]),
    default=LinkOn.FIRST.value,
    show_default=True,
    help="Which posts carry the link on networks that charge for links; a reply is the account's own.",
)
@click.option("--hashtags", metavar="TAGS", help="Added where they fit: Housing,RentStrike.")
@click.option("--zone", metavar="ZONE", help="The time zone of its times, such as America/New_York.")
@click.option("--theme", metavar="NAME", help="The look of its cards.")
@click.option(
    "--no-cards", is_flag=True, help="Words alone; Bluesky then shows the link as a card of its own."
)
@click.option(
    "--may-reply", metavar="WHO", help="everybody, nobody, or some of followed,followers,mentioned."
)
@click.option("--no-quotes", is_flag=True, help="Nobody may quote its posts.")
@click.option("--label", "labels", multiple=True, metavar="NAME", help="A content warning of the network's.")
@person
@command
def new(
    *,
    statement_id: str,
    on: str,
    excerpts: str | None,
    over: str | None,
    window: str | None,
    link_on: str,
    hashtags: str | None,
    no_cards: bool,
    no_quotes: bool,
    translation: str | None,
    actor: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Plan a campaign of STATEMENT: choose excerpts, compose words, draw cards. All of it is a draft.

    \b
    Examples:
      drumbeat campaign new ijn-2020 --on x-main,sky-main
      drumbeat campaign new ijn-2020 --on sky-main --plan "T+0, T+2h, T+1d 09:00" --launch "tomorrow 09:00"
      drumbeat campaign new ijn-2020 --on sky-main --count 5 --over 5d --hashtags Justice
      drumbeat campaign new ijn-2020 --on x-main,sky-main --slots --count 5 --from 2026-12-01
      drumbeat campaign new ijn-2020 --on sky-main --with-translation ijn-2020-es --count 3 --over 3d
      drumbeat campaign new ijn-2020 --on sky-main --may-reply followed,mentioned --label graphic-media
      drumbeat campaign new ijn-2020 --on sky-main --excerpts ijn-2020:210-388+ijn-2020:390-512,ijn-2020:17-95
    """
    from scheduler.core.durations import parse

    wish = planning.Wish(
        statement=statement_id,
        accounts=names(on),
        excerpts=tuple(names(post, "+") for post in names(excerpts)),
        over=parse(over) if over else None,
        window=parse(window) if window is not None else None,
        link_on=LinkOn(link_on),
        hashtags=names(hashtags) if hashtags is not None else None,
        cards=not no_cards,
        quotable=not no_quotes,
        **given,
    )
    with office() as here:
        who, progress = actor_of(here, actor), Progress("Drawing cards")
        if translation is None:
            made = [planning.new(here.desk, wish, actor=who, progress=progress)]
        else:
            from scheduler.services import bilingual

            made = list(bilingual.new(here.desk, wish, translation, actor=who, progress=progress))
        found = [showing.shown(here.desk, each.campaign.id) for each in made]
        ahead = [foresight.foresee(here.desk, each) for each in found]

    def people() -> None:
        for planned, overview, costs in zip(made, found, ahead, strict=True):
            for each in planned.remarks:
                remark(each)
            showing.overview(overview)
            costing.show(overview.campaign, costs)
        for planned in made:
            click.echo(f"Next: drumbeat campaign approve {planned.campaign.id}")
        if len(made) > 1 and made[0].campaign.launch_at is None:
            ids = " and ".join(each.campaign.id for each in made)
            click.echo(f"Launch {ids} for the same time: their posts alternate from there.")

    documents = []
    for planned, overview, costs in zip(made, found, ahead, strict=True):
        told = costing.as_json(overview.campaign, costs)
        told["remarks"] = [*planned.remarks, *told["remarks"]]
        documents.append(showing.overview_json(overview) | told)
    translated = documents[1] if translation is not None else None
    emit(documents[0] | {"translation": translated}, as_json=as_json, people=people)


@campaign.command("list")
@command
def list_(*, as_json: bool) -> None:
    """List all campaigns, the newest first."""
    with office() as here:
        found = reporting.campaigns(here.desk)

    def people() -> None:
        if not found:
            click.echo("No campaign yet. Next: drumbeat campaign new STATEMENT --on ACCOUNT")
            return
        table(
            ("Campaign", "Statement", "Launch", "Posts", "Accounts"),
            [
                (
                    each.id,
                    each.statement,
                    showing.launch_of(each),
                    str(len(each.posts)),
                    ", ".join(each.accounts),
                )
                for each in found
            ],
        )

    emit([showing.campaign_json(each) for each in found], as_json=as_json, people=people)


@campaign.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--at", default="now", show_default=True, metavar="TIME", help="When T+0 is.")
@click.option("--yes", is_flag=True, help="Do not ask before moving what has a time already.")
@person
@command
def launch(*, campaign_id: str, at: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """Launch a campaign: T+0 is now or at TIME, and every post that has not gone gets its time.

    \b
    Examples:
      drumbeat campaign launch ijn-2020
      drumbeat campaign launch ijn-2020 --at "tomorrow 09:00"
    """
    with office() as here:
        desk = here.desk
        plan = launching.preview(desk, campaign_id, at)
        if not as_json:
            _show_moves(plan)
            for each in launching.remarks(desk, plan):
                remark(each)
        moved = [each for each in plan.moves if each.delivery.planned_at is not None]
        if moved:
            confirm(f"Move {count(len(moved), 'delivery', 'deliveries')} that have a time already?", yes=yes)
        seen = plan.campaign.revision
        launching.launch(desk, campaign_id, at, actor=actor_of(here, actor), seen=seen)
        found = showing.shown(desk, campaign_id)
        alone = reporting.no_daemon(desk)

    def people() -> None:
        click.echo(f"Launched at {showing.launch_of(found.campaign)}.")
        click.echo(f"Take it back: drumbeat campaign undo {campaign_id}")
        drafts = [row for row in found.rows if approving.needs_approval(row.delivery)]
        if drafts:
            click.echo(
                f"{count(len(drafts), 'delivery waits', 'deliveries wait')} for approval: "
                f"drumbeat campaign approve {campaign_id}"
            )
        if alone:
            click.echo(NO_DAEMON)

    emit(showing.overview_json(found) | {"daemon": not alone}, as_json=as_json, people=people)


def _show_moves(plan: launching.Launch) -> None:
    table(
        ("Delivery", "From", "To"),
        [
            (each.delivery.id, rows.when(each.delivery), wall(each.to.at, plan.campaign.zone))
            for each in plan.moves
        ],
    )
    for note in dict.fromkeys(each.to.note for each in plan.moves if each.to.note):
        remark(note)
    if plan.stays:
        stays = count(len(plan.stays), "delivery stays as it is", "deliveries stay as they are")
        remark(f"{stays}: out, at times of their own, or waiting for you.")


@campaign.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@person
@command
def cancel(*, campaign_id: str, actor: str | None, as_json: bool) -> None:
    """Cancel all of a campaign that is not out, at once. Never asks.

    'drumbeat campaign undo' takes it back; 'drumbeat decide DELIVERY draft' brings one delivery back.

    \b
    Example:
      drumbeat campaign cancel ijn-2020
    """
    with office() as here:
        after = editing.cancel_campaign(here.desk, campaign_id, actor=actor_of(here, actor))
        found = showing.shown(here.desk, campaign_id)
    emit(showing.overview_json(found), as_json=as_json, people=lambda: showing.say_cancelled(after))


@campaign.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@person
@command
def pause(*, campaign_id: str, actor: str | None, as_json: bool) -> None:
    """Send nothing of a campaign until it is resumed; the others go on.

    \b
    Example:
      drumbeat campaign pause ijn-2020
    """
    with office() as here:
        paused = pausing.pause_campaign(here.desk, campaign_id, actor=actor_of(here, actor))

    def people() -> None:
        click.echo(f"Paused. Next: drumbeat campaign resume {campaign_id}")

    emit(showing.campaign_json(paused), as_json=as_json, people=people)


@campaign.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@command
def resume(*, campaign_id: str, as_json: bool) -> None:
    """Let a campaign go on. What is due within its window is sent; what is later is held as missed.

    \b
    Example:
      drumbeat campaign resume ijn-2020
    """
    with office() as here:
        going = pausing.resume_campaign(here.desk, campaign_id)

    def people() -> None:
        click.echo(f"{campaign_id} goes on. See: drumbeat attention")

    emit(showing.campaign_json(going), as_json=as_json, people=people)
