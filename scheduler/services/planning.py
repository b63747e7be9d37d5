"""Planning a campaign: its posts, their words and cards for each account, and their times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from quotes.excerpt import Excerpt
from scheduler.core import costs, timeline
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, LinkOn, Post
from scheduler.core.compose import is_hashtag
from scheduler.core.conduct import check_cashtags
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import InputError, PlanError
from scheduler.core.ids import delivery_id, excerpt_id, post_id, unused
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import audience, drawing, excerpting, likeness, lookups, previews
from scheduler.services.desk import Desk
from scheduler.services.mentions import Mentions

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks of a new campaign; None where the configuration's default serves."""

    statement: str
    accounts: tuple[str, ...]
    excerpts: tuple[str, ...] = ()
    """In posting order; none: the engine chooses."""
    count: int | None = None
    plan: str | None = None
    over: timedelta | None = None
    launch: str | None = None
    embargo: str | None = None
    link: str | None = None
    link_on: LinkOn = LinkOn.FIRST
    hashtags: tuple[str, ...] | None = None
    zone: str | None = None
    theme: str | None = None
    cards: bool = True
    """Whether its posts have pictures; else they are words alone."""
    may_reply: str | None = None
    quotable: bool = True
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A new campaign with its deliveries, and remarks for the person who made it."""

    campaign: Campaign
    deliveries: tuple[Delivery, ...]
    remarks: tuple[str, ...] = ()


def new(desk: Desk, wish: Wish, *, actor: str, progress: Progress = lambda done, total: None) -> Planned:
    """Plan a campaign: choose excerpts, compose words, draw cards; everything is a draft.

    All or nothing: raises an ``InputError`` before anything is recorded.
    """
    with desk.store.read() as unit:
        statement = lookups.statement(unit, wish.statement)
        accounts = _accounts(unit, wish.accounts)
        named = [excerpting.by_id(unit, each) for each in wish.excerpts]
    _check_issuer(statement)
    _check_own(statement, named)
    steps = _steps(desk, wish)
    networks = list(dict.fromkeys(account.network for account in accounts))
    campaign = _campaign(desk, wish, statement, accounts, actor)
    audience.check(campaign, [desk.networks[name] for name in networks])
    sizes = _sizes(desk, networks) if wish.cards else []
    own = [each for _, each in named]
    excerpts, remarks = _choose(desk, campaign, statement, own, len(steps), networks, sizes)
    campaign = replace(campaign, posts=_posts(campaign, statement, excerpts, steps))
    kept = [excerpting.as_kept(desk, statement, excerpt, actor=actor) for excerpt in excerpts]
    times = schedule(campaign, [account.network for account in accounts])
    wanted = [(each, size) for size in sizes for each in kept]
    if not wish.cards and any(previews.wanted(desk.networks[name], campaign) for name in networks):
        wanted = previews.drawable(statement, kept, theme=campaign.theme)
    cards = drawing.draw_all(desk, statement, wanted, theme=campaign.theme, progress=progress)
    mentions = Mentions(desk=desk)
    maker = _Maker(campaign=campaign, statement=statement, cards=cards, carded=wish.cards, mentions=mentions)
    parts = {
        (n, account.name): maker.part(n, excerpt, account)
        for n, excerpt in enumerate(kept, start=1)
        for account in accounts
    }

    with desk.store.write() as unit:
        campaign = _named(unit, campaign)
        for each in kept:
            unit.statements.keep_excerpt(each)
        drawing.keep(unit, list(cards.values()))
        unit.campaigns.add(campaign)
        deliveries = []
        for post in campaign.posts:
            for account in accounts:
                part, when = parts[post.n, account.name], times.get((post.n, account.name))
                reply = costs.link_reply(campaign, post.n, desk.networks[account.network], part.n)
                deliveries.append(_delivery(campaign, post, account, (part, *reply), when))
                unit.deliveries.add(deliveries[-1])
    notes = [f"{campaign.id}.{n}: {when.note}" for (n, _), when in times.items() if when.note]
    remarks = [*remarks, *mentions.remarks, *dict.fromkeys(notes)]
    return Planned(campaign=campaign, deliveries=tuple(deliveries), remarks=tuple(remarks))


# --- what was asked for -------------------------------------------------------------------------


def _accounts(unit: Unit, names: Sequence[str]) -> list[Account]:
    if not names:
        raise InputError("A campaign needs an account.", remedy="Name one or more with --on x-main,sky-main.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{twice[0]} is named twice.", remedy="Name each account once.")
    return [lookups.account_in_use(unit, name) for name in names]


def _check_issuer(statement: KeptStatement) -> None:
    if statement.issuer is None:
        raise InputError(
            f"Nobody is named as the issuer of {statement.id}, and the text does not say.",
            remedy=f"Say who speaks: drumbeat statement set {statement.id} --issuer NAME",
        )


def _check_own(statement: KeptStatement, named: Sequence[tuple[KeptStatement, Excerpt]]) -> None:
    for other, excerpt in named:
        if other.id != statement.id:
            raise InputError(
                f"{excerpt_id(other.id, excerpt.start, excerpt.end)} belongs to another statement.",
                remedy=f"Choose among 'drumbeat excerpts {statement.id}'.",
            )


def _steps(desk: Desk, wish: Wish) -> tuple[timeline.Step, ...]:
    if wish.plan is not None and wish.over is not None:
        raise PlanError("Both a plan and a window are given.", remedy="Give --plan or --over.")
    if wish.count is not None and wish.count < 1:
        raise InputError(f"A campaign of {wish.count} posts is none.", remedy="Give --count 1 or more.")
    wanted = len(wish.excerpts) or wish.count
    if wish.over is not None:
        default = len(timeline.parse_plan(desk.defaults.plan))
        return timeline.spread(wanted or default, wish.over)
    steps = timeline.parse_plan(wish.plan or desk.defaults.plan)
    if wanted is not None and wanted > len(steps):
        raise PlanError(
            f"There are {wanted} posts for the {len(steps)} times of the plan.",
            remedy="Give --plan with a time for each, or --over 5d to spread them.",
        )
    return steps[:wanted]


def _choose(
    desk: Desk,
    campaign: Campaign,
    statement: KeptStatement,
    named: Sequence[Excerpt],
    times: int,
    networks: Sequence[str],
    sizes: Sequence[drawing.Size],
) -> tuple[list[Excerpt], list[str]]:
    """The excerpts to post, in posting order, and a remark where there are fewer than times."""
    for each in named:
        excerpting.check_signed(statement, each)
    if named:
        return list(named), []
    worth = _worth_posting(desk, campaign, statement, networks, sizes)
    short = f"{len(worth)} worth posting for {times} times; {len(worth)} planned."
    return worth[:times], [short] if len(worth) < times else []


def _worth_posting(
    desk: Desk,
    campaign: Campaign,
    statement: KeptStatement,
    networks: Sequence[str],
    sizes: Sequence[drawing.Size],
) -> list[Excerpt]:
    """What the engine found, signed, and legible on a card; raises ``InputError`` if that is nothing."""
    found = [each.excerpt for each in excerpting.ranked(desk, statement, networks, link=campaign.link)]
    signed = [each for each in found if each.speaker is not None]
    refused = {each: drawing.refusal(statement, each, theme=campaign.theme, sizes=sizes) for each in signed}
    worth = [each for each in signed if refused[each] is None]
    if not worth:
        for error in filter(None, refused.values()):
            raise error
        raise InputError(
            f"No excerpt of {statement.id} is worth posting on {', '.join(networks)}.",
            remedy=f'Choose one yourself: drumbeat excerpt add {statement.id} "exact words"',
        )
    return likeness.fresh(desk, campaign, worth)


def _campaign(
    desk: Desk, wish: Wish, statement: KeptStatement, accounts: Sequence[Account], actor: str
) -> Campaign:
    defaults, now = desk.defaults, desk.clock.now()
    zone = timeline.zone(wish.zone or defaults.zone)
    launch = timeline.parse_when(wish.launch, now=now, tz=zone) if wish.launch else None
    embargo = timeline.parse_when(wish.embargo, now=now, tz=zone) if wish.embargo else None
    return Campaign(
        id=statement.id,
        statement=statement.id,
        accounts=tuple(account.name for account in accounts),
        zone=zone.key,
        theme=wish.theme or defaults.theme,
        created_at=now,
        created_by=actor,
        launch_at=launch.at if launch else None,
        launch_local=launch.wall if launch else None,
        embargo_at=embargo.at if embargo else None,
        link=wish.link or statement.url,
        link_on=wish.link_on,
        hashtags=tuple(
            hashtag(each) for each in (wish.hashtags if wish.hashtags is not None else defaults.hashtags)
        ),
        stagger=defaults.stagger,
        window=defaults.window,
        may_reply=audience.parse(wish.may_reply) if wish.may_reply is not None else None,
        quotable=wish.quotable,
        labels=tuple(dict.fromkeys(wish.labels)),
    )


def hashtag(text: str) -> str:
    """*text* with its ``#``; raises ``InputError`` where it cannot be one."""
    word = text.strip().removeprefix("#")
    if not is_hashtag(word):
        raise InputError(
            f"{text!r} is not a hashtag.", remedy="Use letters and digits, such as ImmigrantJustice."
        )
    return f"#{word}"


def _posts(
    campaign: Campaign, statement: KeptStatement, excerpts: Sequence[Excerpt], steps: Sequence[timeline.Step]
) -> tuple[Post, ...]:
    return tuple(
        Post(
            id=post_id(campaign.id, n),
            campaign=campaign.id,
            n=n,
            excerpts=(excerpt_id(statement.id, excerpt.start, excerpt.end),),
            offset=str(step),
        )
        for n, (excerpt, step) in enumerate(zip(excerpts, steps, strict=False), start=1)
    )


def _named(unit: Unit, campaign: Campaign) -> Campaign:
    """*campaign* under an id that was never used."""
    id = unused(campaign.id, unit.campaigns.ids())
    posts = tuple(replace(post, id=post_id(id, post.n), campaign=id) for post in campaign.posts)
    return replace(campaign, id=id, posts=posts)


def _sizes(desk: Desk, networks: Sequence[str]) -> list[drawing.Size]:
    return list(dict.fromkeys(desk.networks[name].limits.card_size for name in networks))


# --- times --------------------------------------------------------------------------------------


def schedule(campaign: Campaign, networks: Sequence[str]) -> dict[tuple[int, str], timeline.Moment]:
    """When each post goes out on each account, by post number and account; empty without a launch.

    *networks* are those of the campaign's accounts, in order. Raises ``PlanError`` where a time falls
    before the embargo.
    """
    if campaign.launch_at is None:
        return {}
    zone = timeline.zone(campaign.zone)
    delays = timeline.staggered(networks, campaign.stagger)
    times = {}
    for post in campaign.posts:
        (step,) = timeline.parse_plan(post.offset)
        first = timeline.resolve(step, campaign.launch_at, zone)
        if campaign.embargo_at is not None and first.at < campaign.embargo_at:
            raise PlanError(
                f"{post.id} would go out at {first.local:%Y-%m-%d %H:%M}, before the embargo ends at "
                f"{campaign.embargo_at.astimezone(zone):%Y-%m-%d %H:%M}.",
                remedy="Launch later, or move the embargo.",
            )
        for account, delay in zip(campaign.accounts, delays, strict=True):
            times[post.n, account] = first.later(delay, zone)
    return times


# --- rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the parts of a campaign's posts."""

    campaign: Campaign
    statement: KeptStatement
    cards: Mapping[tuple[str, drawing.Size], KeptCard]
    """By excerpt id and size."""
    carded: bool
    """Whether they are the posts' pictures, or those of their link cards."""
    mentions: Mentions

    def part(self, n: int, excerpt: KeptExcerpt, account: Account) -> Part:
        """The part for *excerpt* in post number *n*; asks the network for those whom it mentions."""
        desk, campaign = self.mentions.desk, self.campaign
        network = desk.networks[account.network]
        words = excerpting.words_for(
            desk,
            network,
            self.statement,
            excerpt,
            link=costs.link_beside(campaign, n, network),
            hashtags=campaign.hashtags,
            carded=self.carded,
        )
        check_cashtags(words.text, network)
        part = Part(
            n=1,
            words=words.text,
            excerpt=excerpt.id,
            left_out=words.left_out,
            mentions=self.mentions.of(account, words.text),
        )
        if self.carded:
            card = self.cards[excerpt.id, network.limits.card_size]
            return replace(part, pictures=(drawing.picture_of(card),))
        if previews.wanted(network, campaign):
            picture = self.cards.get((excerpt.id, previews.SIZE))
            return replace(part, preview=previews.link_card(campaign, self.statement, picture))
        return part


def _delivery(
    campaign: Campaign, post: Post, account: Account, parts: tuple[Part, ...], when: timeline.Moment | None
) -> Delivery:
    return Delivery(
        id=delivery_id(post.id, account.name),
        post=post.id,
        campaign=campaign.id,
        statement=campaign.statement,
        account=account.name,
        parts=parts,
        window=campaign.window,
        zone=campaign.zone,
        may_reply=campaign.may_reply,
        quotable=campaign.quotable,
        labels=campaign.labels,
        planned_at=when.at if when else None,
        planned_local=when.wall if when else None,
    )
