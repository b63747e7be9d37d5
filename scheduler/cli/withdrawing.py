"""``drumbeat statement``: withdraw, restore; and how what is live is listed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.living import removed_json, say_below, told
from scheduler.cli.output import count, emit, remark, table, wall
from scheduler.cli.session import actor_of, can_ask, command, office, person
from scheduler.core.delivery import State
from scheduler.core.prices import spell

if TYPE_CHECKING:
    from scheduler.core.delivery import Delivery
    from scheduler.services.corrected import Live
    from scheduler.services.removing import Planned, Removed
    from scheduler.services.withdrawing import Withdrawn
    from scheduler.wiring import Office


@click.command()
@click.argument("statement_id", metavar="STATEMENT")
@click.option("--because", metavar="WORDS", help="Why, for all who wonder; it is shown beside what is held.")
@click.option("--delete", "deleting", is_flag=True, help="Delete what is live too, asking for each network.")
@click.option("--yes", is_flag=True, help="Do not ask before deleting.")
@person
@command
def withdraw(
    *, statement_id: str, because: str | None, deleting: bool, yes: bool, actor: str | None, as_json: bool
) -> None:
    """Withdraw a statement: nothing more of it goes out, in any campaign, from now on. Never asks for that.

    What is not out is held (withdrawn), what is being sent is stopped where its request has not begun, and
    what is live is listed with its links. No new campaign is made of it. 'statement restore' takes it back.

    In a terminal it then asks for each network whether to delete what is live, with what that costs; so does
    --delete, which ends with 1 while anything is still there, or may be. Nothing brings back what is deleted.

    \b
    Examples:
      drumbeat statement withdraw ijn-2020
      drumbeat statement withdraw ijn-2020 --because "the second figure is wrong"
      drumbeat statement withdraw ijn-2020 --delete --yes
    """
    from scheduler.services import withdrawing

    with office() as here:
        who = actor_of(here, actor)
        done = withdrawing.withdraw(here.desk, statement_id, actor=who, because=because)
        if not as_json:
            _say_withdrawn(done)
        asks = can_ask() and not as_json
        removed = _deleted(here, done, who, yes=deleting and yes, asks=asks) if deleting or asks else []
    document = _withdrawn_json(done) | {"deleted": [removed_json(each) for each in removed]}
    emit(document, as_json=as_json, people=lambda: _say_left(done, removed))
    if deleting and _is_left(done, removed):
        raise SystemExit(1)


def _is_left(done: "Withdrawn", removed: "list[Removed]") -> bool:
    """Whether followers can see any of it still, or may come to."""
    from scheduler.services.removing import Fate

    gone = {each.delivery.id for each in removed if each.fate not in {Fate.WAITS, Fate.NOT_YET}}
    return bool(set(done.seen) - gone)


def _deleted(here: "Office", done: "Withdrawn", actor: str, *, yes: bool, asks: bool) -> "list[Removed]":
    """Delete what is live, network by network, of those for which a person says yes."""
    from scheduler.services import removing

    by_network: dict[str, list[Planned]] = defaultdict(list)
    for plan in removing.preview(here.desk, done.seen):
        title = plan.network.title
        by_network[f"the rehearsed {title}" if plan.account.rehearsal else title].append(plan)
    chosen = [each for each in by_network if yes or (asks and _says_yes(each, by_network[each]))]
    ids = [plan.delivery.id for each in chosen for plan in by_network[each]]
    removed = removing.remove(here.asking, ids, actor=actor) if ids else []
    for plans in by_network.values():
        say_below([plan for plan in plans if plan.delivery.id in ids])
    return removed


def _says_yes(network: str, plans: "list[Planned]") -> bool:
    parts, cost = sum(len(plan.parts) for plan in plans), sum(plan.cost for plan in plans)
    what = count(parts, "post") if parts else "what may be out"
    price = f" It costs at most {spell(cost)}." if cost else ""
    try:
        return click.confirm(f"Delete {what} from {network}, for good?{price}", err=True)
    except click.Abort:  # it is withdrawn all the same
        return False


def _say_left(done: "Withdrawn", removed: "list[Removed]") -> None:
    """What was deleted, and what can be done about the rest."""
    for each in removed:
        click.echo(told(each))
    asked = {each.delivery.id for each in removed}
    for post in dict.fromkeys(id.partition("@")[0] for id in done.seen if id not in asked):
        click.echo(f"Delete it: drumbeat post delete {post}")
    for other in done.others:
        remark(f"{other} stands, and says the same. Withdraw it too: drumbeat statement withdraw {other}")
    click.echo(f"Take it back: drumbeat statement restore {done.statement.id}")


def _say_withdrawn(done: "Withdrawn") -> None:
    click.echo(f"Withdrawn: {done.statement.id}. Nothing more of it goes out.")
    if done.held:
        click.echo(f"Held: {count(len(done.held), 'delivery', 'deliveries')}. See: drumbeat attention")
    for each in done.under_way:
        click.echo(f"  {each.id} {_UNDER_WAY[each.state]}")
    say_live(done.live, "still says it", "still say it")


_UNDER_WAY = {
    State.SENDING: "is sending and may still go out; it is stopped if its request has not begun",
    State.UNCERTAIN: "is uncertain: it may be out, and the network is being asked",
}


def say_live(live: Sequence["Live"], one: str, several: str) -> None:
    """List what followers can see, and how to delete it."""
    if not live:
        click.echo("Live: nothing.")
        return
    seen = "Rehearsed" if all(each.rehearsal for each in live) else "Live"
    click.echo(f"{seen}: {count(len(live), f'post {one}', f'posts {several}')}:")
    seen_at = [(wall(each.posted_at, each.zone), _part(each, live), each.account, each.link) for each in live]
    table(("When", "Delivery", "Account", "Link"), seen_at, below=("Link",))


def _part(one: "Live", live: Sequence["Live"]) -> str:
    several = sum(each.delivery == one.delivery for each in live) > 1 or one.part > 1
    return f"{one.delivery} part {one.part}" if several else one.delivery


def live_json(each: "Live") -> dict[str, Any]:
    """A live part as ``docs/json.md`` promises it."""
    return {
        "delivery": each.delivery,
        "part": each.part,
        "account": each.account,
        "network": each.network,
        "rehearsal": each.rehearsal,
        "link": each.link,
        "posted_at": each.posted_at,
    }


def _withdrawn_json(done: "Withdrawn") -> dict[str, Any]:
    return {
        "statement": done.statement.id,
        "withdrawn_at": done.statement.withdrawn_at,
        "withdrawn_by": done.statement.withdrawn_by,
        "withdrawn_why": done.statement.withdrawn_why,
        "held": [each.id for each in done.held],
        "under_way": [each.id for each in done.under_way],
        "live": [live_json(each) for each in done.live],
        "others": list(done.others),
    }


@click.command()
@click.argument("statement_id", metavar="STATEMENT")
@person
@command
def restore(*, statement_id: str, actor: str | None, as_json: bool) -> None:
    """Take the withdrawal of a statement back.

    What was approved and is still to come is queued again, and what was a draft is a draft again. What should
    have gone meanwhile stays held, for you to decide: nothing goes out late by itself.

    \b
    Example:
      drumbeat statement restore ijn-2020
    """
    from scheduler.services import withdrawing

    with office() as here:
        done = withdrawing.restore(here.desk, statement_id, actor=actor_of(here, actor))
    by_state = {state: done.those(state) for state in (State.QUEUED, State.DRAFT, State.HELD)}

    def people() -> None:
        click.echo(f"{statement_id} stands again.")
        _say_back(by_state)
        click.echo(f"Take it back: drumbeat statement withdraw {statement_id}")

    document = {state: [each.id for each in found] for state, found in by_state.items()}
    emit({"statement": statement_id} | document, as_json=as_json, people=people)


def _say_back(by_state: dict[State, list["Delivery"]]) -> None:
    for state, what in ((State.QUEUED, "queued again, as approved"), (State.DRAFT, "a draft again")):
        if found := by_state[state]:
            click.echo(f"  {count(len(found), 'delivery', 'deliveries')} {what}")
    for each in by_state[State.HELD]:
        click.echo(f"  {each.id} stays {each.standing}: {each.why}")
    if by_state[State.HELD]:
        click.echo("Decide these: drumbeat decide DELIVERY now|move TIME|draft|cancel")
