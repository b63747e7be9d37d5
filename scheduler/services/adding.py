"""Adding a post to a campaign: of a person's own words, or as ``quoting`` makes it; a draft as any other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.core import gates, timeline
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.checking import check_words
from scheduler.core.delivery import Delivery, Part, Picture, State
from scheduler.core.errors import InputError, PlanError, Refused
from scheduler.core.ids import delivery_id, not_found, post_id
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.review import revision_code
from scheduler.core.storage import Unit
from scheduler.services import (
    changes,
    drawing,
    foresight,
    handles,
    likeness,
    lookups,
    owning,
    previews,
    signing,
    slotting,
    spacing,
)
from scheduler.services.desk import Desk
from scheduler.services.editing import check_not_joined
from scheduler.services.mentions import Mentions
from scheduler.services.parts import delivery_of
from scheduler.services.reporting import Overview, Row
from scheduler.services.times import schedule, stands_by, time_to_come


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks of a post of their own."""

    campaign: str
    at: str
    """A step of the campaign's timeline, such as ``T+2h``, or a time as ``timeline.parse_when`` reads it."""
    words: str | None = None
    """On every account that has none of its own."""
    words_on: Mapping[str, str] = field(default_factory=dict)
    """By account."""
    on: tuple[str, ...] = ()
    """On these of the campaign's accounts; none named: on all."""
    pictures: tuple[owning.Brought, ...] = ()
    reply_to: str | None = None
    """The post of the same campaign that it answers, on each account that account's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A post that was added, or would be, with remarks for the person who asked."""

    campaign: Campaign
    """With the post."""
    post: Post
    rows: tuple[Row, ...]
    at_once: bool = False
    """Whether it was planned for the moment itself, which is over by the time that anybody approves it."""
    told: tuple[str, ...] = ()
    """What became of each picture."""
    remarks: tuple[str, ...] = ()


def preview(desk: Desk, wish: Wish) -> Added:
    """What ``add`` would make of *wish* now; changes nothing. Raises as that does."""
    return making(desk, wish).added(desk)


def add(desk: Desk, wish: Wish, *, actor: str) -> Added:
    """Add a post of a person's own words to its campaign, as drafts.

    All or nothing: raises ``InputError``, ``NotFound``, ``PlanError``, ``Refused``, ``WordsError``.
    """
    made = making(desk, wish)
    return keep(desk, made, actor, at=wish.at, pictures=made.brought)


def keep(desk: Desk, made: "Making", actor: str, **detail: object) -> Added:
    """Keep what was *made*, under the number that is next now, with *detail* in its history."""
    (kept,) = keep_all(desk, [(made, detail)], actor)
    return kept.added(desk)


def keep_all(desk: Desk, made: Sequence[tuple["Making", Mapping[str, object]]], actor: str) -> list["Making"]:
    """Keep posts of one campaign, all of them or none, as one act; as they were numbered.

    Raises ``NotFound``, ``Refused``.
    """
    for data in (data for each, _ in made for data in each.files):
        desk.pictures.put(data)
    now, act, kept, events = desk.clock.now(), "", [], []
    new: list[Delivery] = []
    with desk.store.write() as unit:
        campaign = open_campaign(unit, made[0][0].campaign.id)
        for each, detail in made:
            kept.append(replace(each, campaign=campaign))
            if slotting.is_slot(each.offset):  # the next free one is seen once those before have theirs
                unit.deliveries.add_all(new)
                new = []
            campaign, post, its = kept[-1].drafts(desk, unit)
            _keep_excerpts(unit, each)
            unit.campaigns.add_post(post)
            for delivery in its:
                # Taken back, it is cancelled: as if it had never been anything else.
                old = replace(delivery, state=State.CANCELLED, revision=0)
                act = act or changes.act_of(old)
                events.append(changes.note(act, old, delivery, actor, now, "added", **detail))
                new.append(delivery)
        unit.deliveries.add_all(new)
        unit.deliveries.note_all(events)
    return kept


def _keep_excerpts(unit: Unit, made: "Making") -> None:
    for each in made.quoted:
        unit.statements.keep_excerpt(each)
        signing.keep_signed(unit, each)
    drawing.keep(unit, made.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A post to be added, but for its number, which another one can take meanwhile."""

    campaign: Campaign
    accounts: Sequence[Account]
    offset: str
    times: Mapping[str, timeline.Moment]
    """By account; empty while the launch is not known."""
    parts: Mapping[str, tuple[Part, ...]]
    """By account."""
    statement: str
    """The one that it is checked against."""
    excerpts: tuple[str, ...] = ()
    quoted: Sequence[KeptExcerpt] = ()
    """Those of the excerpts that are still to be kept."""
    cards: Sequence[KeptCard] = ()
    """Cards that are still to be kept."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """The deliveries that it answers, by account."""
    files: tuple[bytes, ...] = ()
    """Pictures that are still to be kept."""
    brought: Sequence[Mapping[str, object]] = ()
    """What they were made of, for the history."""
    told: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def numbered(self) -> tuple[Campaign, Post]:
        """The post with the next number, and the campaign with it."""
        n = max((each.n for each in self.campaign.posts), default=0) + 1
        post = Post(
            id=post_id(self.campaign.id, n),
            campaign=self.campaign.id,
            n=n,
            excerpts=self.excerpts,
            offset=self.offset,
        )
        return replace(self.campaign, posts=(*self.campaign.posts, post)), post

    def drafts(self, desk: Desk, unit: Unit) -> tuple[Campaign, Post, list[Delivery]]:
        """The campaign with the post, and its drafts: in the next free slots, where that is when it goes."""
        campaign, post = self.numbered()
        made = self.deliveries(campaign, post)
        if slotting.is_slot(self.offset):
            post, made = slotting.into_slots(desk, unit, post, made)
            campaign = replace(campaign, posts=(*self.campaign.posts, post))
        return campaign, post, made

    def deliveries(self, campaign: Campaign, post: Post) -> list[Delivery]:
        """Its drafts, one an account."""
        return [self._delivery(campaign, post, each.name) for each in self.accounts]

    def _delivery(self, campaign: Campaign, post: Post, account: str) -> Delivery:
        made = delivery_of(campaign, post, account, self.times.get(account), self.parts[account])
        return replace(made, statement=self.statement, answers=self.answers.get(account))

    def added(self, desk: Desk) -> Added:
        """What a person is shown of it."""
        with desk.store.read() as unit:
            campaign, post, deliveries = self.drafts(desk, unit)
        rows = tuple(
            Row(delivery=delivery, account=account, network=desk.networks[account.network])
            for delivery, account in zip(deliveries, self.accounts, strict=True)
        )
        found = Overview(campaign=campaign, rows=rows, revision=revision_code(deliveries))
        with desk.store.read() as unit:
            repeats = list(foresight.near_repeats(desk, unit, rows))
            repeats += [told for _, told in likeness.said_before(desk, unit, deliveries)]
            times = list(spacing.noticed(desk, unit, spacing.to_come(row.delivery for row in rows)))
        remarks = (*self.remarks, *repeats, *foresight.noticed(found, rows), *times)
        return Added(
            campaign=campaign,
            post=post,
            rows=rows,
            told=self.told,
            at_once=any(each.at <= desk.clock.now() for each in self.times.values()),
            remarks=tuple(dict.fromkeys(remarks)),
        )


def making(desk: Desk, wish: Wish) -> Making:
    """What *wish* comes to; changes nothing, and raises as ``add``.

    Asks networks for those who are mentioned, so never within a transaction.
    """
    with desk.store.read() as unit:
        campaign = open_campaign(unit, wish.campaign)
        statement = lookups.statement(unit, campaign.statement)
        accounts = accounts_of(unit, campaign, wish.on, wish.words_on)
        answered, left = targets_of(unit, campaign, wish, accounts)
        accounts = [each for each in accounts if wish.reply_to is None or each.name in answered]
        everywhere = [lookups.account(unit, name).network for name in campaign.accounts]
    offset, times, notes = times_of(
        desk, campaign, wish.at, accounts, everywhere, waits=wish.reply_to is not None
    )
    words = {each.name: _words(desk, wish, each) for each in accounts}
    for each in accounts:
        check_words(words[each.name], statement, desk.networks[each.network])
    album = owning.read(desk, wish.pictures)
    networks = dict.fromkeys(each.network for each in accounts)
    shown = {name: album.on(desk.networks[name], statement) for name in networks}
    mentions = Mentions(desk=desk)
    parts = {
        each.name: (
            _part(mentions, campaign, statement, each, words[each.name], shown[each.network].pictures),
        )
        for each in accounts
    }
    return Making(
        campaign=campaign,
        accounts=accounts,
        offset=offset,
        times=times,
        parts=parts,
        files=tuple(data for made in shown.values() for data in made.files),
        brought=album.noted(),
        told=tuple(album.told([(desk.networks[name], made) for name, made in shown.items()])),
        statement=statement.id,
        answers={name: each.id for name, each in answered.items()},
        remarks=(*left, *mentions.remarks, *notes),
    )


def open_campaign(unit: Unit, id: str) -> Campaign:
    """The campaign called *id*, which takes posts; raises ``NotFound``, ``Refused``."""
    campaign = lookups.campaign(unit, id)
    if campaign.cancelled_at is not None:
        raise Refused(f"{id} is cancelled.", remedy="Plan a new campaign.")
    return campaign


# --- where, in which words ----------------------------------------------------------------------


def accounts_of(
    unit: Unit, campaign: Campaign, on: Sequence[str], words_on: Collection[str]
) -> list[Account]:
    """The accounts *on*, or all in use of *campaign*; raises ``NotFound``, ``InputError``, ``Refused``.

    *words_on* are those that are given words of their own.
    """
    for name in (*on, *words_on):
        if name not in campaign.accounts:
            raise not_found(
                "account of the campaign", name, campaign.accounts, listing="drumbeat account list"
            )
    if strays := [name for name in words_on if on and name not in on]:
        raise InputError(
            f"There are words for {strays[0]}, and the post is not for it.",
            remedy=f"Name it too: --on {','.join((*on, strays[0]))}",
        )
    if on:
        return [lookups.account_in_use(unit, name) for name in campaign.accounts if name in on]
    found = [lookups.account(unit, name) for name in campaign.accounts]
    in_use = [each for each in found if each.removed_at is None]
    if not in_use:
        raise Refused(f"No account of {campaign.id} is in use.", remedy="Add one: drumbeat account add")
    return in_use


def targets_of(
    unit: Unit, campaign: Campaign, wish: Wish, accounts: Sequence[Account]
) -> tuple[dict[str, Delivery], list[str]]:
    """What the post answers, by account, and what is to be told of it.

    Where there is nothing to answer the post is left out; raises ``Refused`` where the account was named, or
    where that is so on all of them.
    """
    if wish.reply_to is None:
        return {}, []
    owner, post = lookups.post(unit, wish.reply_to)
    if owner.id != campaign.id:
        raise InputError(
            f"{post.id} is a post of {owner.id}, not of {campaign.id}.",
            remedy=f"Answer it there: drumbeat post reply {post.id}",
        )
    check_not_joined(post)
    found, told = {}, []
    for name in (each.name for each in accounts):
        answered = unit.deliveries.get(delivery_id(post.id, name))
        closed = gates.awaited(answered)
        if answered is None:
            told.append(f"{post.id} does not go out on {name}, so there is nothing to answer.")
        elif closed is not None and closed.state is State.HELD:
            told.append(f"Nothing is said on {name}: {closed.why}.")
        else:
            found[name] = answered
            if closed is not None:
                told.append(f"On {name} it waits: {closed.why}.")
    if not found or (wish.on and len(found) < len(accounts)):
        raise Refused(told[0], remedy="Answer another post, or name other accounts with --on.")
    return found, told


def _words(desk: Desk, wish: Wish, account: Account) -> str:
    """What is said on *account*; raises ``InputError`` where nobody gave it words."""
    given = wish.words_on.get(account.name, wish.words)
    if given is None:
        raise InputError(
            f"There are no words for {account.name}.",
            remedy="Give --words TEXT for all accounts, or name some accounts with --on.",
        )
    return handles.said(desk, account, given)


def _part(
    mentions: Mentions,
    campaign: Campaign,
    statement: KeptStatement,
    account: Account,
    words: str,
    pictures: tuple[Picture, ...],
) -> Part:
    """The one part of the post on *account*; with the campaign's link and no picture, with its link card."""
    network = mentions.desk.networks[account.network]
    part = Part(n=1, words=words, pictures=pictures, mentions=mentions.of(account, words))
    if not pictures and previews.wanted(network, campaign) and campaign.link in network.links(words):
        return replace(part, preview=previews.link_card(campaign, statement, None))
    return part


# --- when ---------------------------------------------------------------------------------------


def times_of(
    desk: Desk,
    campaign: Campaign,
    at: str,
    accounts: Sequence[Account],
    everywhere: Sequence[str],
    *,
    waits: bool = False,
) -> tuple[str, dict[str, timeline.Moment], list[str]]:
    """When the post goes out: as it is kept, by account, and what is to be told of it.

    A step keeps the distances that all accounts of the campaign have; a time of its own is the first of
    *accounts*'. *everywhere* are the networks of all; what *waits* goes out behind another post. Raises
    ``PlanError``, ``Refused``.
    """
    now, zone = desk.clock.now(), timeline.zone(campaign.zone)
    if slotting.is_slot(at):
        return at, {}, []  # each account's is found when it is kept
    if timeline.is_step(at):
        (step,) = timeline.parse_plan(at)
        post = Post(id=campaign.id, campaign=campaign.id, n=1, excerpts=(), offset=str(step))
        found = schedule(replace(campaign, posts=(post,)), everywhere)
        times = {each.name: found[1, each.name] for each in accounts if (1, each.name) in found}
        if gone := [each for each in times.values() if each.at < now]:
            raise PlanError(
                f"{step} of {campaign.id} was at {gone[0].local:%Y-%m-%d %H:%M}, which has passed.",
                remedy="Take a later step, a time to come, or now.",
            )
        return post.offset, times, [each.note for each in times.values() if each.note]
    try:
        first = time_to_come(campaign, at, now)
    except PlanError as error:
        steps = "Or count from the launch: T+2h, T+1d 09:00."
        raise PlanError(error.message, remedy=f"{error.remedy} {steps}") from error
    delays = timeline.staggered([each.network for each in accounts], campaign.stagger)
    times = {each.name: first.later(by, zone) for each, by in zip(accounts, delays, strict=True)}
    notes = [first.note] if first.note else []
    if stands_by(campaign) and not waits:
        notes.append(
            f"{campaign.id} is not launched. This post has a time of its own and goes out all the same."
        )
    return first.wall, times, notes
