"""Planning a campaign: its posts, the excerpts in each, and where and when they go out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.core import timeline
from scheduler.core.accounts import Account
from scheduler.core.campaign import LONGEST_WINDOW, SHORTEST_WINDOW, Campaign, LinkOn, Post
from scheduler.core.compose import is_hashtag
from scheduler.core.delivery import Delivery, Part
from scheduler.core.durations import spell
from scheduler.core.errors import InputError, PlanError
from scheduler.core.ids import post_id, unused
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.slots import Place
from scheduler.core.storage import Unit
from scheduler.services import (
    audience,
    choosing,
    corrected,
    drawing,
    excerpting,
    lookups,
    previews,
    signing,
    slotting,
)
from scheduler.services.desk import Desk
from scheduler.services.mentions import Mentions
from scheduler.services.parts import Maker, delivery_of
from scheduler.services.times import schedule

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks of a new campaign; None where the configuration's default serves."""

    statement: str
    accounts: tuple[str, ...]
    excerpts: tuple[tuple[str, ...], ...] = ()
    """Those of each post, in posting order: several are a thread. None: the engine chooses."""
    count: int | None = None
    plan: str | None = None
    over: timedelta | None = None
    slots: bool = False
    """Whether its posts fill the next free slots of the week."""
    start: str | None = None
    """From when on those are looked for; None: from now."""
    launch: str | None = None
    embargo: str | None = None
    window: timedelta | None = None
    """How late its posts may go out."""
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
    made = prepare(desk, wish, actor=actor, progress=progress)
    with desk.store.write() as unit:
        return keep(desk, unit, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A campaign that is drawn and composed, and recorded nowhere yet."""

    campaign: Campaign
    accounts: Sequence[Account]
    excerpts: Sequence[KeptExcerpt]
    cards: Sequence[KeptCard]
    parts: Mapping[tuple[int, str], tuple[Part, ...]]
    """By post number and account."""
    wish: Wish
    seen: "_Timed"
    """Its times, as they were before it was drawn."""
    remarks: Sequence[str]


def prepare(desk: Desk, wish: Wish, *, actor: str, progress: Progress) -> Prepared:
    """Choose, compose and draw what *wish* asks for; raises ``InputError``."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, wish.statement)
        accounts = accounts_of(unit, wish.accounts)
        corrected.check_stands(unit, statement)
        named = choosing.named(unit, wish.excerpts, statement)
    _check_issuer(statement)
    steps = steps_of(desk, wish)
    networks = list(dict.fromkeys(account.network for account in accounts))
    campaign = campaign_of(desk, wish, statement, accounts, actor)
    audience.check(campaign, [desk.networks[name] for name in networks])
    sizes = sizes_of(desk, networks) if wish.cards else []
    chosen, remarks = choosing.choose(desk, campaign, statement, named, len(steps), networks, sizes)
    kept = [[excerpting.as_kept(desk, statement, each, actor=actor) for each in post] for post in chosen]
    campaign = replace(campaign, posts=_posts(campaign, kept, steps))
    with desk.store.read() as unit:  # what cannot be planned is refused before anything is drawn
        seen = _timed(desk, unit, campaign, wish)
    excerpts = list({each.id: each for post in kept for each in post}.values())
    wanted = [(each, size) for size in sizes for each in excerpts]
    if not wish.cards and any(previews.wanted(desk.networks[name], campaign) for name in networks):
        firsts = list({post[0].id: post[0] for post in kept}.values())
        wanted = previews.drawable(desk, statement, firsts, theme=campaign.theme)
    cards = drawing.draw_all(desk, statement, wanted, theme=campaign.theme, progress=progress)
    mentions = Mentions(desk=desk)
    maker = Maker(campaign=campaign, statement=statement, cards=cards, carded=wish.cards, mentions=mentions)
    parts = {
        (n, account.name): maker.parts(n, post, account)
        for n, post in enumerate(kept, start=1)
        for account in accounts
    }
    return Prepared(
        campaign=campaign,
        accounts=accounts,
        excerpts=excerpts,
        cards=list(cards.values()),
        parts=parts,
        wish=wish,
        seen=seen,
        remarks=[*remarks, *mentions.remarks],
    )


def keep(desk: Desk, unit: Unit, made: Prepared) -> Planned:
    """Record what was *made*, under an id that is free."""
    timed = _timed(desk, unit, _with_id(unit, made.campaign), made.wish)
    campaign = timed.campaign
    for each in made.excerpts:
        unit.statements.keep_excerpt(each)
        signing.keep_signed(unit, each)
    drawing.keep(unit, made.cards)
    unit.campaigns.add(campaign)
    deliveries = [
        timed.delivery(post, each.name, made.parts[post.n, each.name])
        for post in campaign.posts
        for each in made.accounts
    ]
    unit.deliveries.add_all(deliveries)
    remarks = (*made.remarks, *timed.remarks(made.seen))
    return Planned(campaign=campaign, deliveries=tuple(deliveries), remarks=remarks)


# --- when it goes out ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timed:
    """A campaign with the times of its posts, as one transaction finds them."""

    campaign: Campaign
    times: Mapping[tuple[int, str], timeline.Moment]
    """By post number and account, as far as they are known."""
    places: Mapping[tuple[int, str], Place]
    """The places of those that fill slots."""

    def delivery(self, post: Post, account: str, parts: tuple[Part, ...]) -> Delivery:
        """*parts* as the draft of *post* for *account*."""
        key = post.n, account
        made = delivery_of(self.campaign, post, account, self.times.get(key), parts)
        return slotting.seated(made, self.places[key]) if key in self.places else made

    def remarks(self, seen: "_Timed") -> Iterator[str]:
        """What changes of clocks do to it; and that somebody took a place since it was *seen*."""
        told = (f"{self.campaign.id}.{n}: {when.note}" for (n, _), when in self.times.items() if when.note)
        yield from dict.fromkeys(told)
        if self.places != seen.places:
            yield "Somebody took a slot meanwhile; these posts have the next free ones."


def _timed(desk: Desk, unit: Unit, campaign: Campaign, wish: Wish) -> _Timed:
    networks = [lookups.account(unit, name).network for name in campaign.accounts]
    if not wish.slots:
        return _Timed(campaign=campaign, times=schedule(campaign, networks), places={})
    now, zone = desk.clock.now(), timeline.zone(campaign.zone)
    start = timeline.parse_start(wish.start, now=now, tz=zone).at if wish.start else now
    places = slotting.planned(desk, unit, campaign, len(campaign.posts), max(start, now))
    return _Timed(
        campaign=slotting.with_times(campaign, places),
        times={key: slotting.in_zone(place, zone) for key, place in places.items()},
        places=places,
    )


def _check_times(wish: Wish) -> None:
    """Raise ``PlanError`` where the times that are asked for exclude one another."""
    if wish.slots and (wish.plan is not None or wish.over is not None or wish.launch is not None):
        raise PlanError(
            "Posts that fill slots have their times from these.",
            remedy="Leave --plan, --over and --launch away, or --slots.",
        )
    if wish.start is not None and not wish.slots:
        raise PlanError("A start alone gives no times.", remedy="Say --slots --from TIME, or --launch TIME.")
    if wish.plan is not None and wish.over is not None:
        raise PlanError("Both a plan and a window are given.", remedy="Give --plan or --over.")


# --- what was asked for -------------------------------------------------------------------------


def accounts_of(unit: Unit, names: Sequence[str]) -> list[Account]:
    """The accounts called *names*, each once; raises ``InputError``, ``NotFound``."""
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


def steps_of(desk: Desk, wish: Wish) -> tuple[timeline.Step, ...]:
    """When each post of *wish* goes out; raises ``PlanError``, ``InputError``."""
    _check_times(wish)
    check_count(wish)
    wanted = len(wish.excerpts) or wish.count
    default = len(timeline.parse_plan(desk.defaults.plan))
    if wish.slots:
        return (timeline.Step(),) * (wanted or default)  # until their places are found
    if wish.over is not None:
        return timeline.spread(wanted or default, wish.over)
    steps = timeline.parse_plan(wish.plan or desk.defaults.plan)
    if wanted is not None and wanted > len(steps):
        raise PlanError(
            f"There are {wanted} posts for the {len(steps)} times of the plan.",
            remedy="Give --plan with a time for each, or --over 5d to spread them.",
        )
    return steps[:wanted]


def check_count(wish: Wish) -> None:
    """Raise ``InputError`` where *wish* is for no post."""
    if wish.count is not None and wish.count < 1:
        raise InputError(f"A campaign of {wish.count} posts is none.", remedy="Give --count 1 or more.")


def campaign_of(
    desk: Desk, wish: Wish, statement: KeptStatement, accounts: Sequence[Account], actor: str
) -> Campaign:
    """The campaign of *statement* that *wish* asks for, without its posts; raises ``PlanError``."""
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
        window=_window(defaults.window if wish.window is None else wish.window),
        may_reply=audience.parse(wish.may_reply) if wish.may_reply is not None else None,
        quotable=wish.quotable,
        labels=tuple(dict.fromkeys(wish.labels)),
    )


def _window(length: timedelta) -> timedelta:
    if not SHORTEST_WINDOW <= length <= LONGEST_WINDOW:
        allowed = f"from {spell(SHORTEST_WINDOW)} to {spell(LONGEST_WINDOW)}"
        raise PlanError(f"A window of {spell(length)} is not {allowed}.", remedy="Give --window 30m or 2h.")
    return length


def hashtag(text: str) -> str:
    """*text* with its ``#``; raises ``InputError`` where it cannot be one."""
    word = text.strip().removeprefix("#")
    if not is_hashtag(word):
        raise InputError(
            f"{text!r} is not a hashtag.", remedy="Use letters and digits, such as ImmigrantJustice."
        )
    return f"#{word}"


def _posts(
    campaign: Campaign, chosen: Sequence[Sequence[KeptExcerpt]], steps: Sequence[timeline.Step]
) -> tuple[Post, ...]:
    return tuple(
        Post(
            id=post_id(campaign.id, n),
            campaign=campaign.id,
            n=n,
            excerpts=tuple(each.id for each in excerpts),
            offset=str(step),
        )
        for n, (excerpts, step) in enumerate(zip(chosen, steps, strict=False), start=1)
    )


def _with_id(unit: Unit, campaign: Campaign) -> Campaign:
    """*campaign* under an id that was never used."""
    id = unused(campaign.id, unit.campaigns.ids())
    posts = tuple(replace(post, id=post_id(id, post.n), campaign=id) for post in campaign.posts)
    return replace(campaign, id=id, posts=posts)


def sizes_of(desk: Desk, networks: Sequence[str]) -> list[drawing.Size]:
    """The sizes of the cards that *networks* show."""
    return list(dict.fromkeys(desk.networks[name].limits.card_size for name in networks))
