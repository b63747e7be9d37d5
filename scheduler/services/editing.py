"""Editing posts: their words and alt text, their times, and cancelling them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from quotes.statement import normalise
from scheduler.core.campaign import Campaign, Post
from scheduler.core.checking import check_alt, check_never, check_words
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import InputError, Refused, Stale
from scheduler.core.ids import not_found
from scheduler.core.storage import Unit
from scheduler.services import changes, handles, lookups, slotting
from scheduler.services.approving import decision, save
from scheduler.services.changes import Change
from scheduler.services.desk import Desk
from scheduler.services.mentions import Mentions

EDITABLE = frozenset({State.DRAFT, State.QUEUED, State.FAILED, State.HELD})
MOVABLE = frozenset({State.DRAFT, State.QUEUED})
_CANCELLABLE = frozenset({State.DRAFT, State.QUEUED, State.HELD, State.FAILED})
_UNDER_WAY = frozenset({State.SENDING, State.UNCERTAIN})


def edit(
    desk: Desk,
    post_id: str,
    *,
    actor: str,
    on: Sequence[str] = (),
    n: int | None = None,
    words: str | None = None,
    alt: str | tuple[int, str] | None = None,
    seen: dict[str, int] | None = None,
) -> list[Change]:
    """Change the words or the alt text of part *n*, or the only one, of a post's deliveries.

    *alt* has the picture's number with it where there are several. All of them, or those *on* accounts. New
    words void an approval: the delivery is a draft again; one that says so already stays as it is. Raises
    ``WordsError``, ``InputError``, ``Refused``, ``Stale``.
    """
    if words is None and alt is None:
        raise InputError("Nothing to change.", remedy="Give --words or --alt.")
    resolved = _resolved(desk, post_id, on, words) if words is not None else {}
    now = desk.clock.now()
    with desk.store.write() as unit:
        after: list[Change] = []
        chosen = _of_post(unit, post_id, on, seen)
        for old in chosen:
            if old.state not in EDITABLE or old.partly_out:
                raise Refused(f"{old.id} is {lookups.state(unit, old)}; its words can no longer change.")
            mentions = resolved.get(old.account, Mentions(desk=desk))
            part = _part(old, n, lookups.campaign(unit, old.campaign).link)
            alts = dict([_described(old, part, alt)]) if alt is not None else {}
            account = lookups.account(unit, old.account)
            here = handles.said(desk, account, words) if words is not None else None
            check_part(desk, unit, old, part, words=here, alts=alts)
            mentioned = mentions.of(account, here) if here is not None else {}
            if _says(part, here, alts, mentioned):
                continue
            new = with_said(to_draft(old, now), part, words=here, alts=alts, mentions=mentioned)
            save(unit, old, new)
            note = changes.note(changes.act_of(chosen[0]), old, new, actor, now, "edited")
            unit.deliveries.note(replace(note, part=part.n))
            after.append(Change(old=old, new=new, remarks=tuple(mentions.remarks)))
    return after


def _resolved(desk: Desk, post_id: str, on: Sequence[str], words: str) -> dict[str, Mentions]:
    """Those whom *words* mention, by account: networks are asked before the transaction, not within it."""
    with desk.store.read() as unit:
        ours = _of_post(unit, post_id, on, None)
        accounts = [lookups.account(unit, each.account) for each in ours]
        here = {account.name: handles.said(desk, account, words) for account in accounts}
        for each, account in zip(ours, accounts, strict=True):
            statement = lookups.statement(unit, each.statement)
            check_words(here[account.name], statement, desk.networks[account.network])
    resolved = {account.name: Mentions(desk=desk) for account in accounts}
    for account in accounts:
        resolved[account.name].of(account, here[account.name])
    return resolved


def _part(delivery: Delivery, n: int | None, link: str | None) -> Part:
    """Part *n*, or the only one, an answer with the *link* aside; raises ``InputError``."""
    count = len(delivery.parts)
    if n is not None:
        for part in delivery.parts:
            if part.n == n:
                return part
        raise InputError(f"{delivery.id} has no part {n}.", remedy=f"Its last is part {count}.")
    own = [part for part in delivery.parts if part.n == 1 or part.excerpt or part.words != link]
    if len(own) > 1:
        raise InputError(
            f"{delivery.id} is a thread of {count} parts.", remedy=f"Say which: --part 1 to --part {count}."
        )
    return own[0]


def check_part(
    desk: Desk, unit: Unit, delivery: Delivery, part: Part, *, words: str | None, alts: Mapping[int, str]
) -> None:
    """Raise ``WordsError`` where *part* may not say *words*, or its pictures, by number, not have *alts*."""
    statement = lookups.statement(unit, delivery.statement)
    account = lookups.account(unit, delivery.account)
    network = desk.networks[account.network]
    if words is not None:
        check_words(handles.said(desk, account, words), statement, network)
    if alts:
        excerpt = unit.statements.excerpt(part.excerpt) if part.excerpt else None
        quote = statement.shown(excerpt.start, excerpt.end) if excerpt else None
        for alt in dict.fromkeys(alts.values()):
            check_alt(alt, quote, network)
            check_never(alt, statement)


def with_said(
    draft: Delivery,
    part: Part,
    *,
    words: str | None = None,
    alts: Mapping[int, str],
    mentions: Mapping[str, str],
) -> Delivery:
    """*draft* with other *words* in *part*, which mention *mentions*, and other *alts* of its pictures."""
    changed: dict[str, Any] = {}
    if words is not None:
        changed = {"words": words, "left_out": (), "mentions": dict(mentions)}
    if alts:
        pictures = [replace(each, alt=alts.get(n, each.alt)) for n, each in enumerate(part.pictures, start=1)]
        changed["pictures"] = tuple(pictures)
    return draft.with_part(part.n, **changed)


def _described(old: Delivery, part: Part, alt: str | tuple[int, str]) -> tuple[int, str]:
    """Which picture of *part* has the alt text *alt*, with that; raises ``InputError``."""
    n, text = (None, alt) if isinstance(alt, str) else alt
    count = len(part.pictures)
    if not count:
        raise InputError(f"Part {part.n} of {old.id} has no picture.", remedy="Leave --alt away.")
    if n is None and count > 1:
        raise InputError(
            f"Part {part.n} of {old.id} has {count} pictures.",
            remedy=f"Say which: --picture 1 to --picture {count}.",
        )
    if n is not None and n > count:
        raise InputError(f"Part {part.n} of {old.id} has no picture {n}.", remedy=f"Its last is {count}.")
    return n or 1, normalise(text)


def _says(part: Part, words: str | None, alts: Mapping[int, str], mentions: Mapping[str, str]) -> bool:
    """Whether *part* has these *words*, *mentions* and *alts* already."""
    if words is not None and (words, dict(mentions)) != (part.words, dict(part.mentions)):
        return False
    return all(part.pictures[n - 1].alt == alt for n, alt in alts.items())


def to_draft(delivery: Delivery, now: datetime) -> Delivery:
    """*delivery* as a draft, not approved; a planned time that has passed is unset."""
    cleared = replace(delivery, approval=None, approved_by=None, approved_at=None, next_try_at=None)
    if cleared.planned_at is not None and cleared.planned_at < now:
        cleared = cleared.unplanned()
    return cleared if cleared.state is State.DRAFT else cleared.move(State.DRAFT)


def move(
    desk: Desk,
    post_id: str,
    to: str,
    *,
    actor: str,
    on: Sequence[str] = (),
    seen: dict[str, int] | None = None,
) -> list[Change]:
    """Plan a post's deliveries for another time, or with ``slot`` for the next free ones; an approval stays.

    Raises ``PlanError``, ``Refused``.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        campaign, _ = lookups.post(unit, post_id)
        after: list[Change] = []
        chosen = _of_post(unit, post_id, on, seen)
        times = slotting.times_for(desk, unit, campaign, chosen, to, now)
        for old in chosen:
            if old.state not in MOVABLE:
                remedy = f"Decide it: drumbeat decide {old.id} move TIME." if old.state is State.HELD else ""
                raise Refused(f"{old.id} is {lookups.state(unit, old)} and cannot be moved.", remedy=remedy)
            new = times[old.id].given_to(old)
            save(unit, old, new)
            unit.deliveries.note(changes.note(changes.act_of(chosen[0]), old, new, actor, now, "moved"))
            after.append(Change(old=old, new=new))
    return after


def cancel_post(desk: Desk, post_id: str, *, actor: str) -> list[Delivery]:
    """Cancel a post: all of it that is not out. Never refused; its deliveries as they are then."""

    def mark(unit: Unit, now: datetime) -> tuple[str, str | None]:
        campaign, post = lookups.post(unit, post_id)
        unit.campaigns.save_post(replace(post, cancelled_at=now, cancelled_by=actor))
        return campaign.id, post.id

    return _cancel(desk, mark, actor)


def cancel_campaign(desk: Desk, campaign_id: str, *, actor: str) -> list[Delivery]:
    """Cancel a campaign: all of it that is not out. Never refused; its deliveries as they are then."""

    def mark(unit: Unit, now: datetime) -> tuple[str, str | None]:
        campaign = lookups.campaign(unit, campaign_id)
        unit.campaigns.save(replace(campaign, cancelled_at=now, cancelled_by=actor))
        return campaign.id, None

    return _cancel(desk, mark, actor)


def _cancel(
    desk: Desk, mark: Callable[[Unit, datetime], tuple[str, str | None]], actor: str
) -> list[Delivery]:
    """Record the cancellation first: for what is being sent it is a gate, and assigns no state."""
    now = desk.clock.now()
    with desk.store.write() as unit:
        campaign_id, post_id = mark(unit, now)
        ours = [d for d in unit.deliveries.of_campaign(campaign_id) if post_id in (None, d.post)]
        after = []
        for old in ours:
            new = old
            if old.state in _CANCELLABLE and not old.partly_out:
                new = cancelled(old, f"cancelled by {actor}")
                save(unit, old, new)
                unit.deliveries.note(changes.note(changes.act_of(ours[0]), old, new, actor, now, "cancelled"))
            elif old.state in _UNDER_WAY:
                unit.deliveries.note(decision(old, actor, now, "cancelled"))
            after.append(new)
    return after


def cancelled(delivery: Delivery, why: str) -> Delivery:
    """*delivery* cancelled; that it may be out is kept for ever."""
    may_be_out = delivery.may_be_out or delivery.reason is Reason.UNKNOWN
    return delivery.move(
        State.CANCELLED, why=f"{why}; it may be out" if may_be_out else why, may_be_out=may_be_out
    )


def _of_post(unit: Unit, post_id: str, on: Sequence[str], seen: dict[str, int] | None) -> list[Delivery]:
    campaign, post = lookups.post(unit, post_id)
    check_not_cancelled(campaign, post)
    ours = [each for each in unit.deliveries.of_campaign(campaign.id) if each.post == post.id]
    for name in on:
        if name not in campaign.accounts:
            raise not_found(
                "account of the campaign", name, campaign.accounts, listing="drumbeat account list"
            )
    chosen = [each for each in ours if not on or each.account in on]
    for each in chosen:
        if seen is not None and seen.get(each.id) != each.revision:
            raise Stale(f"{each.id} was changed since it was shown.", remedy="Look again, then repeat it.")
    return chosen


def check_not_cancelled(campaign: Campaign, post: Post) -> None:
    """Raise ``Refused`` where *post* or its *campaign* is cancelled, or its parts are another post's."""
    if campaign.cancelled_at is not None:
        raise Refused(f"{campaign.id} is cancelled.", remedy="Plan a new campaign.")
    if post.cancelled_at is not None:
        raise Refused(
            f"{post.id} is cancelled.", remedy="Bring it back with 'drumbeat decide DELIVERY draft'."
        )
    check_not_joined(post)


def check_not_joined(post: Post) -> None:
    """Raise ``Refused`` where what *post* says is a part of another post."""
    if post.joined_to is not None:
        raise Refused(
            f"{post.id} was joined to {post.joined_to}.",
            remedy=f"Change that, or take it apart: drumbeat post split {post.joined_to}",
        )
