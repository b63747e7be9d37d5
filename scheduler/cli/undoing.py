"""``drumbeat post undo`` and ``drumbeat campaign undo``; and how changes are told to who made them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import click

from scheduler.cli import rows
from scheduler.cli.output import barred, emit, remark, wall
from scheduler.cli.session import actor_of, command, confirm, office, person
from scheduler.core.delivery import Delivery, State
from scheduler.core.differences import marked, pieces
from scheduler.core.records import Attempt
from scheduler.services import reporting, undoing
from scheduler.services.changes import Change, Difference, differences

_AROUND = 60
"""Characters that are shown on each side of a change."""

_KEPT = 0.4
"""Of fewer of the same characters two texts are shown one after the other."""


@click.command("undo")
@click.argument("post_id", metavar="POST")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def undo_post(*, post_id: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """Take back the last change of a post: its words, alt text, time or cancellation.

    What was changed at once is taken back at once. An approval that the change voided comes back with the
    words that it was given for. Undoing again brings the change back.

    \b
    Examples:
      drumbeat post undo ijn-2020.3
      drumbeat post undo ijn-2020.3 --yes
    """
    _undo(post_id, f"drumbeat post undo {post_id}", yes=yes, actor=actor, as_json=as_json)


@click.command("undo")
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--yes", is_flag=True, help="Do not ask.")
@person
@command
def undo_campaign(*, campaign_id: str, yes: bool, actor: str | None, as_json: bool) -> None:
    """Take back the last change in a campaign: of words, alt text or times, a launch, a cancellation.

    What was changed at once is taken back at once, all of it or nothing. Undoing again brings it back.

    \b
    Example:
      drumbeat campaign undo ijn-2020
    """
    _undo(campaign_id, f"drumbeat campaign undo {campaign_id}", yes=yes, actor=actor, as_json=as_json)


def _undo(target: str, again: str, *, yes: bool, actor: str | None, as_json: bool) -> None:
    with office() as here:
        plan = undoing.preview(here.desk, target)
        if not as_json:
            at = wall(plan.at, plan.campaign.zone)
            click.echo(f"The last change of {target}: {plan.outcome} by {plan.actor}, {at}.")
            click.echo("Taking it back:")
            show(plan.changes)
            _show_marks(plan)
        confirm("Take it back?", yes=yes)
        done = undoing.undo(here.desk, target, actor=actor_of(here, actor), seen=plan.act)
        found = reporting.rows(here.desk, [each.new.id for each in done.changes])

    def people() -> None:
        click.echo("Taken back.")
        for each in done.changes:
            click.echo(f"  {each.new.id}: {approval(each)}; {time(each)}.")
        if any(row.delivery.state is State.DRAFT for row in found):
            click.echo(f"Next: drumbeat {'post' if '.' in target else 'campaign'} approve {target}")
        click.echo(f"Bring the change back: {again}")

    document = {
        "undone": {"change": done.act, "outcome": done.outcome, "actor": done.actor, "at": done.at},
        "restored": [each.id for each in done.restored],
        "deliveries": [rows.as_json(row) for row in found],
    }
    emit(document, as_json=as_json, people=people)


# --- changes, as people read them -----------------------------------------------------------------


def show(made: Iterable[Change]) -> None:
    """Print what each change makes of a delivery, word by word; what is the same on several accounts once."""
    told: dict[tuple[str, str], list[str]] = {}
    for each in made:
        for thing, text in _lines(each):
            told.setdefault((thing, text), []).append(each.new.id)
    for (thing, text), ids in told.items():
        click.secho(f"  {', '.join(ids)}: {thing}", bold=True)
        barred(text)


def of_event(event: Attempt) -> Iterator[str]:
    """What an event of the history changed, word by word; nothing for an event that changed nothing."""
    before, after = event.detail.get("before"), event.detail.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    for key, was in before.items():
        is_ = after.get(key)
        if key == "planned_local":
            yield f"time: {_local(was)} → {_local(is_)}"
        elif key.startswith("part ") and was and is_:
            texts = [("words", was["words"], is_["words"])]
            texts += [("alt text", *both) for both in zip(was["alt"], is_["alt"], strict=False)]
            for thing, old, new in texts:
                if old != new:
                    yield f"{thing}: {_both(old, new)}"


def _local(wall_time: str | None) -> str:
    return f"{datetime.fromisoformat(wall_time):%a %-d %b %Y %H:%M}" if wall_time else "none"


def _show_marks(plan: undoing.Undo) -> None:
    for key, mark in plan.marks.items():
        was, is_ = mark["after"], mark["before"]
        if key == "launch":
            title, was, is_ = f"{plan.campaign.id}: launch", was[1] or "stands by", is_[1] or "stands by"
        else:
            title = f"{key}: place in the plan"
        click.secho(f"  {title}", bold=True)
        barred(f"{was} → {is_}")


def _lines(change: Change) -> Iterable[tuple[str, str]]:
    old, new = change.old, change.new
    if old.planned_at != new.planned_at:
        yield "time", f"{rows.when(old)} → {rows.when(new)}"
    if State.CANCELLED in {old.state, new.state} and old.state is not new.state:
        yield "state", f"{old.standing} → {new.standing}"
    for each in differences(old, new):
        yield each.thing, text_of(each)


def text_of(difference: Difference) -> str:
    """Both texts in one, what is far from the change left out; one after the other where little is left."""
    return _both(difference.old, difference.new)


def _both(old: str, new: str) -> str:
    kept = sum(len(each.text) for each in pieces(old, new) if each.kind == "same")
    if kept < _KEPT * max(len(old), len(new)):
        return f"[-{old}-]\n{{+{new}+}}"
    return marked(old, new, around=_AROUND)


def approval(change: Change) -> str:
    """What a change did to an approval."""
    old, new = change.old, change.new
    if new.state is State.CANCELLED:
        return "cancelled"
    if new.approval is not None:
        return f"approved by {new.approved_by}" + (" again" if old.approval is None else ", as before")
    if change.approval_voided:
        return f"the approval of {old.approved_by} is void"
    return "not approved, as before"


def time(change: Change) -> str:
    """What a change did to a planned time."""
    old, new = change.old, change.new
    if new.planned_at is None:
        passed = f"its time, {rows.when(old)}, has passed, so it has none now"
        return passed if old.planned_at else "the launch gives its time"
    return f"planned for {rows.when(new)}" + _as_before(old, new)


def _as_before(old: Delivery, new: Delivery) -> str:
    return ", as before" if old.planned_at == new.planned_at else ""


def tell(made: Iterable[Change], *, noticed: Iterable[str] = ()) -> None:
    """Print what was changed, and what that did to approvals and times."""
    made = list(made)
    show(made)
    for each in made:
        click.echo(f"{each.new.id}: {approval(each)}; {time(each)}.")
    for text in dict.fromkeys((*(text for each in made for text in each.remarks), *noticed)):
        remark(text)


def as_json(change: Change) -> dict[str, Any]:
    """What a change did, as ``docs/json.md`` promises it; keys are only ever added."""
    old, new = change.old, change.new
    return {
        "delivery": new.id,
        "approval_voided": change.approval_voided,
        "planned_before": old.planned_at,
        "planned_at": new.planned_at,
        "words": [
            {"thing": each.thing, "old": each.old, "new": each.new, "marked": marked(each.old, each.new)}
            for each in differences(old, new)
        ],
    }
