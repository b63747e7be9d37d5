"""``drumbeat post replies``: who may reply."""

from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.output import emit
from scheduler.cli.session import actor_of, command, names, office, person
from scheduler.services import audience

if TYPE_CHECKING:
    from scheduler.services.replying import Changed


@click.command()
@click.argument("post_id", metavar="POST")
@click.argument("who", metavar="WHO")
@click.option("--on", metavar="ACCOUNTS", help="On these accounts only.")
@person
@command
def replies(*, post_id: str, who: str, on: str | None, actor: str | None, as_json: bool) -> None:
    """Change who may reply to a post: WHO is everybody, nobody, or some of followed,followers,mentioned.

    A post that is not out is a draft again, to be approved with the new rule. Of one that is out Bluesky
    changes the rule at once, for its whole thread; replies that are there stay. X never does.

    \b
    Examples:
      drumbeat post replies ijn-2020.3 mentioned --on sky-main
      drumbeat post replies ijn-2020.3 nobody --on sky-main
      drumbeat post replies ijn-2020.3 everybody
    """
    from scheduler.services import removing, replying

    with office() as here:
        ids = removing.of_post(here.desk, post_id, names(on))
        done = replying.change(here.asking, ids, who, actor=actor_of(here, actor))

    def people() -> None:
        for each in done:
            click.echo(_told(each))
        if any(not each.live and each.new.approval is None for each in done):
            click.echo(f"Next: drumbeat post approve {post_id}")
        before = {audience.spell(each.old.may_reply_now) for each in done if not each.trouble}
        if len(before) == 1 and (was := before.pop()) != who:
            only = f" --on {on}" if on else ""
            click.echo(f"Take it back: drumbeat post replies {post_id} {was}{only}")

    emit([_as_json(each) for each in done], as_json=as_json, people=people)
    if any(each.trouble for each in done):
        raise SystemExit(1)


def _told(each: "Changed") -> str:
    now = audience.spell(each.new.may_reply_now)
    if each.trouble:
        return f"{each.new.id}: not changed, {now} may reply: {each.trouble}"
    if not each.live:
        voided = each.old.approval is not None and each.new.approval is None
        return f"{each.new.id}: {now} may reply{'; its approval is void' if voided else ''}."
    where = f"the rehearsed {each.network.title}" if each.account.rehearsal else each.network.title
    return f"{each.new.id}: {now} may reply, on {where} too. {each.new.parts[0].link}"


def _as_json(each: "Changed") -> dict[str, Any]:
    return {
        "delivery": each.new.id,
        "account": each.account.name,
        "network": each.account.network,
        "rehearsal": each.account.rehearsal,
        "live": each.live,
        "may_reply": each.new.may_reply,
        "may_reply_before": each.old.may_reply_now,
        "may_reply_now": each.new.may_reply_now,
        "approval_voided": each.old.approval is not None and each.new.approval is None,
        "trouble": each.trouble,
    }
