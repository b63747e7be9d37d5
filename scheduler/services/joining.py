"""Joining posts to one thread, and taking a thread apart: drafts alone, and each takes the other back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.core import timeline
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import InputError, PlanError, Refused
from scheduler.core.ids import post_id
from scheduler.core.storage import Unit
from scheduler.services import lookups, slotting
from scheduler.services.approving import decision, save
from scheduler.services.desk import Desk
from scheduler.services.editing import cancelled, to_draft
from scheduler.services.parts import delivery_of
from scheduler.services.threads import Drafts, read, with_parts
from scheduler.services.times import schedule


def join(desk: Desk, ids: Sequence[str], *, actor: str) -> None:
    """Make one thread of the drafts of several posts, at the time of the first.

    Its first part alone has link and hashtags, but for what a person wrote. Raises ``InputError``,
    ``NotFound``, ``Refused``.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        drafts = read(desk, unit, _campaign_of(unit, ids))
        posts = [drafts.post(id) for id in ids]
        first, *others = posts
        _check(drafts, posts)
        place = min(drafts.place(post) for post in posts)
        for account, old in drafts.of(first).items():
            each = [drafts.of(post)[account] for post in posts]
            parts = [
                part for post, one in zip(posts, each, strict=True) for part in _later(drafts, post, one)
            ]
            parts[0] = drafts.placed(old.parts[0], account, drafts.place(first), place)
            reply = [part for delivery in each for part in drafts.reply(delivery)]
            _record(unit, old, with_parts(old, [*parts, *reply]), actor, now, "joined", ids)
        known = max((each.joined_n or 0 for each in drafts.joined_to(first)), default=0)
        for n, post in enumerate(others, start=known + 1):
            for old in drafts.of(post).values():
                _record(unit, old, cancelled(old, f"joined to {first.id}"), actor, now, "joined", ids)
            unit.campaigns.save_post(replace(post, joined_to=first.id, joined_n=n))
        together = tuple(id for post in posts for id in post.excerpts)
        unit.campaigns.save_post(replace(first, excerpts=together))


def _campaign_of(unit: Unit, ids: Sequence[str]) -> str:
    """The one campaign of the posts *ids*, which are several; raises ``InputError``, ``NotFound``."""
    campaigns = sorted({lookups.post(unit, id)[0].id for id in ids})
    if len(campaigns) > 1:
        raise InputError(f"{' and '.join(campaigns)} are two campaigns.", remedy="Join posts of one.")
    if len(ids) < 2:
        raise InputError("A single post is no thread.", remedy="Name the posts to join, in order.")
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise InputError(f"{twice[0]} is named twice.", remedy="Name each post once.")
    return campaigns[0]


def _check(drafts: Drafts, posts: Sequence[Post]) -> None:
    """Raise ``Refused`` where *posts* are not for the same accounts, ``InputError`` for words said twice."""
    first, *others = (sorted(drafts.of(post)) for post in posts)
    if not first:
        raise Refused(f"{posts[0].id} has no draft.", remedy="See 'drumbeat campaign show'.")
    for post, names in zip(posts[1:], others, strict=True):
        if names != first:
            raise Refused(
                f"{posts[0].id} is for {_and(first)}, and {post.id} for {_and(names)}.",
                remedy="What was cancelled comes back with 'drumbeat decide DELIVERY draft'.",
            )
    excerpts = [id for post in posts for id in post.excerpts]
    if twice := [id for id in excerpts if excerpts.count(id) > 1]:
        raise InputError(f"{twice[0]} would be in the thread twice.", remedy="Join other posts.")


def _later(drafts: Drafts, post: Post, delivery: Delivery) -> list[Part]:
    """The parts of *post* as they are behind those of another one."""
    first, *rest = drafts.own(delivery)
    return [drafts.placed(first, delivery.account, drafts.place(post), None), *rest]


def _and(names: Sequence[str]) -> str:
    return " and ".join(names) or "no account"


# --- taking apart -------------------------------------------------------------------------------


def split(desk: Desk, id: str, *, plan: str | None = None, actor: str) -> tuple[str, ...]:
    """Take a thread of drafts apart; the ids of the posts that come of it, *id* before the others.

    Posts that were joined to it come back, with what was changed of them since. Where there are none its
    later parts become posts of their own, at the steps of *plan*. Raises ``InputError``, ``NotFound``,
    ``PlanError``, ``Refused``.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        drafts = read(desk, unit, lookups.post(unit, id)[0].id)
        post = drafts.post(id)
        joined = drafts.joined_to(post)
        if joined and plan is not None:
            names = ", ".join(each.id for each in joined)
            raise InputError(f"{names} would come back as they were.", remedy="Leave --plan away.")
        if not joined:
            _check_excerpts(drafts, post)
        others = joined or _new_posts(drafts.campaign, post, plan)
        for each in others:
            if joined:
                unit.campaigns.save_post(replace(each, joined_to=None, joined_n=None))
            else:
                unit.campaigns.add_post(each)
        times = _times(drafts, others, now)
        for old in drafts.of(post).values():
            new, theirs = _apart(drafts, post, others, old)
            _record(unit, old, new, actor, now, "split", [id])
            for other, parts in zip(others, theirs, strict=True):
                when = times.get((other.n, old.account))
                _put(unit, _draft(drafts, other, old.account, parts, when, now), actor, now, id)
        stay = len(post.excerpts) - sum(len(each.excerpts) for each in others)
        unit.campaigns.save_post(replace(post, excerpts=post.excerpts[:stay]))
    return (id, *(each.id for each in others))


def _check_excerpts(drafts: Drafts, post: Post) -> None:
    """Raise ``Refused`` where a part of the thread *post* is no excerpt: nobody could tell which."""
    if any(len(drafts.own(each)) != max(1, len(post.excerpts)) for each in drafts.of(post).values()):
        raise Refused(
            f"{post.id} has parts that quote nothing, and was never joined.",
            remedy="Cancel it, and add its parts as posts: drumbeat post add",
        )


def _new_posts(campaign: Campaign, post: Post, plan: str | None) -> list[Post]:
    """A post for each later part of the thread *post*, at the steps of *plan*."""
    later = post.excerpts[1:]
    if not later:
        raise Refused(f"{post.id} is no thread.", remedy=f"See 'drumbeat campaign show {campaign.id}'.")
    if plan is None:
        raise InputError(
            f"The later parts of {post.id} become posts, and nobody said when they go out.",
            remedy='Give each a time: --plan "T+2h, T+4h"',
        )
    steps = timeline.parse_plan(plan)
    if len(steps) != len(later):
        raise PlanError(
            f"{post.id} has {len(later)} later parts, and the plan {len(steps)} times.",
            remedy="Give each a time.",
        )
    number = max(each.n for each in campaign.posts)
    return [
        Post(id=post_id(campaign.id, n), campaign=campaign.id, n=n, excerpts=(excerpt,), offset=str(step))
        for n, (excerpt, step) in enumerate(zip(later, steps, strict=True), start=number + 1)
    ]


def _times(drafts: Drafts, posts: Sequence[Post], now: datetime) -> Mapping[tuple[int, str], timeline.Moment]:
    """When *posts* go out, as far as that is to come, by number and account."""
    networks = [drafts.accounts[name].network for name in drafts.campaign.accounts]
    times = schedule(replace(drafts.campaign, posts=tuple(posts)), networks)
    return {key: when for key, when in times.items() if when.at >= now}


def _apart(
    drafts: Drafts, post: Post, others: Sequence[Post], old: Delivery
) -> tuple[Delivery, list[list[Part]]]:
    """What stays of the thread *old* of *post*, and the parts that go to each of *others*."""
    own = drafts.own(old)
    theirs: list[list[Part]] = []
    for other in reversed(others):
        count = drafts.count(other, old.account)
        own, (first, *rest) = own[:-count], own[-count:]
        theirs.insert(0, [drafts.placed(first, old.account, None, drafts.place(other)), *rest])
    own[0] = drafts.placed(own[0], old.account, drafts.place(post), post.n)
    reply = drafts.reply(old) if drafts.place(post) == post.n else []  # else it goes where it came from
    return with_parts(old, [*own, *reply]), theirs


def _draft(
    drafts: Drafts,
    post: Post,
    account: str,
    parts: Sequence[Part],
    when: timeline.Moment | None,
    now: datetime,
) -> tuple[Delivery | None, Delivery]:
    """*parts* as the draft of *post* for *account*, with the one that it had before it was joined, if any."""
    before = drafts.joined_draft(post, account)
    if before is None:
        return None, with_parts(delivery_of(drafts.campaign, post, account, when), parts)
    first, *rest = parts
    if first.words == before.parts[0].words:
        first = replace(first, preview=before.parts[0].preview)
    new = with_parts(to_draft(before, now), [first, *rest, *drafts.reply(before)])
    if new.slot is not None:
        return before, new
    return before, new.planned(when.at, when.wall) if when else new.unplanned()


def _put(
    unit: Unit, change: tuple[Delivery | None, Delivery], actor: str, now: datetime, thread: str
) -> None:
    old, new = change
    if old is not None:
        _record(unit, old, slotting.without_lost_slot(unit, new), actor, now, "split", [thread])
        return
    unit.deliveries.add(new)
    unit.deliveries.note(decision(new, actor, now, "split", posts=[thread]))


def _record(
    unit: Unit, old: Delivery, new: Delivery, actor: str, now: datetime, what: str, posts: Sequence[str]
) -> None:
    save(unit, old, new)
    unit.deliveries.note(decision(new, actor, now, what, posts=list(posts)))
