"""Changing many posts at once, as one text: shown before it is done, then all of it or nothing."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from quotes.statement import normalise
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, State
from scheduler.core.differences import marked
from scheduler.core.errors import InputError, LinesError, PlanError, Refused, Stale
from scheduler.core.storage import Unit
from scheduler.services import changes, handles, lookups, sheets, spacing
from scheduler.services.changes import Change
from scheduler.services.desk import Desk
from scheduler.services.editing import EDITABLE, cancelled, check_part, to_draft, with_said
from scheduler.services.mentions import Mentions
from scheduler.services.times import schedule
from scheduler.services.wanted import Standing, Wanted, Wants

_AROUND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would change."""

    campaign: Campaign
    """As it was seen."""
    changes: tuple[Change, ...]
    posts: tuple[Post, ...]
    """Those that are cancelled or have another place in the plan."""
    remarks: tuple[str, ...]

    @property
    def voided(self) -> tuple[str, ...]:
        """The deliveries whose approval will be void."""
        return tuple(each.new.id for each in self.changes if each.approval_voided)


def sheet(desk: Desk, campaign_id: str) -> str:
    """The posts of a campaign that can still change, as one text; raises ``NotFound``, ``Refused``."""
    with desk.store.read() as unit:
        here = _standing(unit, campaign_id)
    if not here.deliveries:
        raise Refused(
            f"Nothing of {campaign_id} can change any more.", remedy=f"drumbeat campaign show {campaign_id}"
        )
    seen = {each.id: each.revision for ours in here.deliveries.values() for each in ours}
    shown = [here.shown(id) for id in here.deliveries]
    return sheets.write(campaign_id, here.campaign.zone, shown, seen)


def preview(desk: Desk, campaign_id: str, text: str) -> Plan:
    """What *text*, a file that ``sheet`` wrote and a person edited, would change.

    Asks networks for those whom new words mention. Raises ``LinesError`` with every problem, ``Refused`` for
    an empty text, and ``Stale``, with what is there now, where a post was changed or went out since.
    """
    if not sheets.canonical(text):
        raise Refused("The file is empty, so nothing was changed.", remedy="Edit it anew.")
    read = sheets.read(text)
    if read.campaign != campaign_id:
        raise InputError(
            f"The file is of {read.campaign}, not of {campaign_id}.",
            remedy=f"Say: drumbeat campaign edit {read.campaign}",
        )
    with desk.store.read() as unit:
        here = _seen(_standing(unit, campaign_id), read.seen)
        _check_seen(unit, read.seen)
        wants = Wants(here=here, now=desk.clock.now())
        wants.take(read)
        _check(desk, unit, wants)
    if wants.problems:
        raise LinesError(sorted(wants.problems, key=_line), remedy="Nothing was changed.")
    return _plan(desk, wants)


def apply(desk: Desk, plan: Plan, *, actor: str) -> Plan:
    """Do what was shown; raises ``Stale`` where anything of it was changed meanwhile."""
    now = desk.clock.now()
    with desk.store.write() as unit:
        if lookups.campaign(unit, plan.campaign.id) != plan.campaign:
            raise Stale(f"{plan.campaign.id} was changed since it was shown.", remedy=_AGAIN)
        _check_seen(unit, {each.old.id: each.old.revision for each in plan.changes})
        offsets = {post.id: post.offset for post in plan.campaign.posts}
        moves = {post.id: post for post in plan.posts if post.offset != offsets[post.id]}
        for each in plan.changes:
            _check_ahead(each, now)
        if not changes.save_all(unit, plan.changes):
            raise Stale(f"{plan.campaign.id} was changed meanwhile.", remedy=_AGAIN)
        for changed in plan.posts:
            unit.campaigns.save_post(replace(changed, cancelled_by=actor if changed.cancelled_at else None))
        for each in plan.changes:
            place: dict[str, Any] = {}
            if (post := moves.get(each.old.post)) is not None:
                place = {"offset": {"before": offsets[post.id], "after": post.offset}}
            act = changes.act_of(plan.changes[0].old)
            outcome = "cancelled" if each.new.state is State.CANCELLED else "edited"
            unit.deliveries.note(changes.note(act, each.old, each.new, actor, now, outcome, **place))
    return plan


_AGAIN = "Look again, then edit it anew."


def _line(problem: str) -> int:
    """The line that *problem* is about; what is about none comes last."""
    number = problem.removeprefix("line ").partition(":")[0]
    return int(number) if number.isdecimal() else sys.maxsize


def _check_ahead(change: Change, now: datetime) -> None:
    at = change.new.planned_at
    if at is not None and at != change.old.planned_at and at < now:
        raise PlanError(f"The new time of {change.new.id} has passed meanwhile.", remedy="Take a later one.")


# --- what is there --------------------------------------------------------------------------------


def _standing(unit: Unit, campaign_id: str) -> Standing:
    campaign = lookups.campaign(unit, campaign_id)
    if campaign.cancelled_at is not None:
        raise Refused(f"{campaign.id} is cancelled.", remedy="Plan a new campaign.")
    live = [each.id for each in campaign.posts if each.cancelled_at is None and each.joined_to is None]
    accounts = {name: lookups.account(unit, name) for name in campaign.accounts}
    ours: dict[str, list[Delivery]] = {}
    elsewhere: dict[str, list[str]] = {}
    for each in unit.deliveries.of_campaign(campaign_id):
        if each.post not in live:
            continue
        if each.state in EDITABLE and not each.partly_out and not each.in_doubt:
            ours.setdefault(each.post, []).append(each)
        else:
            elsewhere.setdefault(each.post, []).append(f"{each.account}: {lookups.state(unit, each)}")
    networks = [accounts[name].network for name in campaign.accounts]
    order = _in_order(campaign, networks, ours)
    return Standing(
        campaign=campaign,
        accounts=accounts,
        deliveries={id: ours[id] for id in order},
        elsewhere=elsewhere,
    )


def _in_order(campaign: Campaign, networks: Sequence[str], ours: Mapping[str, list[Delivery]]) -> list[str]:
    """The posts in the order of their times; before the launch, of those that they will have."""
    launch = replace(campaign, launch_at=campaign.launch_at or campaign.created_at, embargo_at=None)
    try:
        times = schedule(launch, networks)
    except PlanError:
        times = {}
    numbers = {post.id: post.n for post in campaign.posts}

    def key(id: str) -> tuple[bool, datetime, int]:
        planned = [each.planned_at for each in ours[id] if each.planned_at is not None]
        steps = [when.at for (n, _), when in times.items() if n == numbers[id]]
        at = min(planned, default=None) or min(steps, default=campaign.created_at)
        return not planned, at, numbers[id]

    return sorted(ours, key=key)


def _seen(here: Standing, seen: Mapping[str, int]) -> Standing:
    """*here* without what was added after the file was written."""
    ours = {id: [each for each in found if each.id in seen] for id, found in here.deliveries.items()}
    return replace(here, deliveries={id: found for id, found in ours.items() if found})


def _check_seen(unit: Unit, seen: Mapping[str, int]) -> None:
    """Raise ``Stale``, with what is there now, where a delivery is no longer as it was *seen*."""
    found = [
        (now, revision)
        for id, revision in seen.items()
        if (now := lookups.delivery(unit, id)).revision != revision
    ]
    if found:
        told = [line for now, revision in found for line in _since(unit, now, revision)]
        many = f"{len(found)} deliveries are no longer as you saw them"
        who = f"{found[0][0].id} is no longer as you saw it" if len(found) == 1 else many
        told.append(f"{who}, so nothing was changed.")
        raise Stale("\n".join(told), remedy=_AGAIN)


def _since(unit: Unit, now: Delivery, revision: int) -> Iterator[str]:
    """What became of a delivery since its *revision*, against what was seen then."""
    events = unit.deliveries.attempts(now.id)
    made = [each for each in events if _number(each.detail.get("revision")) > revision]
    seen: dict[str, Any] = {}
    for each in made:
        before = each.detail.get("before")
        seen = (before if isinstance(before, dict) else {}) | seen
    standing = changes.facts(now)
    who = f"{made[-1].outcome} by {made[-1].actor}; " if made else ""
    yield f"{now.id}: {who}it is {lookups.state(unit, now)} now."
    for key, was in seen.items():
        if not key.startswith("part ") or standing.get(key) == was:
            continue
        is_ = standing.get(key) or {"words": "", "alt": []}
        for old, new in [(was["words"], is_["words"]), *zip(was["alt"], is_["alt"], strict=False)]:
            if old != new:
                yield from (f"  │ {line}" for line in marked(old, new, around=_AROUND).splitlines())
    if seen.get("planned_at") != standing["planned_at"] and "planned_at" in seen:
        yield f"  │ [-{_local(seen['planned_local'])}-]{{+{_local(standing['planned_local'])}+}}"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _local(wall: str | None) -> str:
    return f"{datetime.fromisoformat(wall):%a %-d %b %Y %H:%M}" if wall else "no time"


# --- what becomes of it ---------------------------------------------------------------------------


def _check(desk: Desk, unit: Unit, wants: Wants) -> None:
    """Note every text that breaks a rule, with its line."""
    for delivery, wanted in _each(wants):
        for part in delivery.parts:
            if (said := wanted.words.get(part.n)) is not None:
                _check_text(desk, unit, wants, delivery, part.n, said[0], words=said[1])
            for n, (line, alt) in wanted.alts.get(part.n, {}).items():
                _check_text(desk, unit, wants, delivery, part.n, line, alts={n: alt})


def _check_text(
    desk: Desk,
    unit: Unit,
    wants: Wants,
    delivery: Delivery,
    n: int,
    line: int,
    *,
    words: str | None = None,
    alts: Mapping[int, str] | None = None,
) -> None:
    part = next(each for each in delivery.parts if each.n == n)
    try:
        check_part(desk, unit, delivery, part, words=words, alts=alts or {})
    except InputError as error:
        told = f"line {line}: {error}"
        if told not in wants.problems:
            wants.problems.append(told)


def _each(wants: Wants) -> Iterator[tuple[Delivery, Wanted]]:
    for ours in wants.here.deliveries.values():
        for each in ours:
            yield each, wants.wanted.get(each.id, Wanted())


def _plan(desk: Desk, wants: Wants) -> Plan:
    """What comes of it; asks the networks for those whom new words mention."""
    mentions = Mentions(desk=desk)
    made = []
    for old, wanted in _each(wants):
        new = _made(wants, old, wanted, mentions)
        if new != old or old.post in wants.offsets:
            made.append(Change(old=old, new=new))
    campaign = wants.here.campaign
    posts = []
    for post in campaign.posts:
        ours = wants.here.deliveries.get(post.id, ())
        cancel = bool(ours) and all(wants.wanted.get(each.id, Wanted()).cancel for each in ours)
        whole = cancel and post.id not in wants.here.elsewhere
        new_post = replace(
            post,
            offset=wants.offsets.get(post.id, post.offset),
            cancelled_at=wants.now if whole else post.cancelled_at,
        )
        if new_post != post:
            posts.append(new_post)
    moved = [each.new for each in made if each.new.planned_at != each.old.planned_at]
    times = spacing.remarks(desk, spacing.to_come(moved)) if moved else []
    remarks = dict.fromkeys((*wants.notes, *mentions.remarks, *times))
    return Plan(campaign=campaign, changes=tuple(made), posts=tuple(posts), remarks=tuple(remarks))


def _made(wants: Wants, old: Delivery, wanted: Wanted, mentions: Mentions) -> Delivery:
    """*old* as it is *wanted*."""
    if wanted.cancel:
        return cancelled(old, "cancelled by a person")
    new = to_draft(old, wants.now) if wanted.says_other else old
    account = wants.here.accounts[old.account]
    for part in old.parts:
        given = wanted.words.get(part.n)
        words = handles.said(mentions.desk, account, given[1]) if given is not None else None
        alts = {n: normalise(alt) for n, (_, alt) in wanted.alts.get(part.n, {}).items()}
        mentioned = mentions.of(account, words) if words is not None else {}
        new = with_said(new, part, words=words, alts=alts, mentions=mentioned)
    if wanted.planned is None:
        return new
    at, local, slot = wanted.planned
    if at is not None and local is not None:
        return new.planned(at, local, slot=slot)
    return replace(new.unplanned(), next_try_at=None, tries=0)
