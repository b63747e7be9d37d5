"""A campaign in two languages: two campaigns, planned at once, whose posts pair up and whose times alternate.

A campaign is one statement's: its approval, its cards' language and its corrections are its own. So the
translation has a campaign of its own, with the same accounts and the same rules.
"""

from collections.abc import Sequence
from dataclasses import replace

from quotes.excerpt import Excerpt
from scheduler.core import timeline
from scheduler.core.campaign import Campaign
from scheduler.core.errors import InputError, PlanError
from scheduler.core.ids import excerpt_id
from scheduler.core.records import KeptStatement
from scheduler.services import choosing, drawing, excerpting, lookups, pairing, planning
from scheduler.services.desk import Desk
from scheduler.services.pairing import Beside, Pair
from scheduler.services.planning import Planned, Progress, Wish


def new(
    desk: Desk,
    wish: Wish,
    translation: str,
    *,
    actor: str,
    progress: Progress = lambda done, total: None,
) -> tuple[Planned, Planned]:
    """Plan *wish* and the same of the *translation*: post by post in turn, at the times of the plan.

    All of both or nothing: raises an ``InputError`` before anything is recorded.
    """
    with desk.store.read() as unit:
        statement = lookups.statement(unit, wish.statement)
        other = pairing.twin(unit, statement, translation)
        named = choosing.named(unit, wish.excerpts, statement)
        accounts = planning.accounts_of(unit, wish.accounts)
    steps, left = _dealt(desk, wish)
    pair = Pair(statement, other)
    if named:
        chosen = [_both(statement, post, [_needed(pair, statement, each) for each in post]) for post in named]
    else:
        campaign = planning.campaign_of(desk, wish, statement, accounts, actor)
        chosen = _chosen(desk, wish, pair, campaign, statement)[: len(steps[0])]
    short = len(chosen) < len(steps[0])
    first, second = (
        replace(
            wish,
            statement=whose.id,
            excerpts=tuple(post[n] for post in chosen),
            plan=", ".join(map(str, steps[n][: len(chosen)])),
            over=None,
            count=None,
            link=wish.link if n == 0 else other.url or wish.link,
        )
        for n, whose in enumerate((statement, other))
    )
    made = [planning.prepare(desk, each, actor=actor, progress=progress) for each in (first, second)]
    with desk.store.write() as unit:
        planned = [planning.keep(desk, unit, each) for each in made]
    notes = [f"{len(chosen)} pairs are worth posting for {len(steps[0])} pairs of times."] * short
    notes += [f"The last time of the plan, {left}, is left over: there are two languages."] * bool(left)
    return replace(planned[0], remarks=(*planned[0].remarks, *notes)), planned[1]


def _dealt(desk: Desk, wish: Wish) -> tuple[tuple[Sequence[timeline.Step], ...], timeline.Step | None]:
    """The times of the plan, dealt to both languages in turn, and one that is left over."""
    planning.check_count(wish)
    if wish.slots:
        raise PlanError(
            "Two languages do not fill slots together yet.",
            remedy="Give --plan or --over, or plan one statement after the other.",
        )
    each = len(wish.excerpts) or wish.count
    if wish.over is not None:
        default = len(timeline.parse_plan(desk.defaults.plan)) // 2
        steps = planning.steps_of(desk, replace(wish, excerpts=(), count=2 * (each or default)))
    else:
        steps = planning.steps_of(desk, replace(wish, excerpts=(), count=None))
    pairs = each or len(steps) // 2
    if len(steps) < max(2, 2 * pairs):
        raise PlanError(
            f"There are {max(2, 2 * pairs)} posts in two languages for the {len(steps)} times of the plan.",
            remedy="Give --plan with a time for each, or --over 5d to spread them.",
        )
    left = steps[-1] if not each and len(steps) % 2 else None
    return (steps[0 : 2 * pairs : 2], steps[1 : 2 * pairs : 2]), left


def _chosen(
    desk: Desk, wish: Wish, pair: Pair, campaign: Campaign, statement: KeptStatement
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The excerpts worth posting, best first, each with its twin; raises ``InputError`` if there is none."""
    with desk.store.read() as unit:
        ours = [lookups.account(unit, name).network for name in campaign.accounts]
    networks = list(dict.fromkeys(ours))
    fits = _Fits(desk, wish, networks, pair.translation)
    sizes = planning.sizes_of(desk, networks) if wish.cards else []
    found: dict[str, tuple[Excerpt, Beside]] = {}
    for each in choosing.worth_posting(desk, campaign, statement, networks, sizes):
        beside = pair.beside(each.start, each.end)
        if beside is not None and fits(beside):
            found.setdefault(beside.id, (each, beside))
    if not found:
        raise InputError(
            f"No excerpt of {statement.id} has one in {pair.translation.id} that can be posted.",
            remedy=f"Look at the pairs: drumbeat excerpts {statement.id}. Or plan each statement alone.",
        )
    return [_both(statement, [each], [twin]) for each, twin in found.values()]


def _both(
    statement: KeptStatement, post: Sequence[Excerpt], twins: Sequence[Beside]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = tuple(excerpt_id(statement.id, each.start, each.end) for each in post)
    return own, tuple(each.id for each in twins)


def _needed(pair: Pair, statement: KeptStatement, excerpt: Excerpt) -> Beside:
    beside = pair.beside(excerpt.start, excerpt.end)
    if beside is None:
        id = excerpt_id(statement.id, excerpt.start, excerpt.end)
        raise InputError(
            f"Nothing of {pair.translation.id} stands for {id}.",
            remedy=f"Choose another, or plan each alone: drumbeat campaign new {pair.translation.id}",
        )
    excerpting.check_signed(pair.translation, beside.excerpt)
    return beside


class _Fits:
    """Whether what a translation says beside an excerpt can be posted."""

    def __init__(self, desk: Desk, wish: Wish, networks: Sequence[str], translation: KeptStatement) -> None:
        self._desk, self._wish, self._translation = desk, wish, translation
        self._networks = [desk.networks[name] for name in networks]
        self._sizes = planning.sizes_of(desk, networks) if wish.cards else []
        self._theme = wish.theme or desk.defaults.theme
        self._link = translation.url or wish.link

    def __call__(self, beside: Beside) -> bool:
        """Signed, by somebody who may be quoted, short enough, and legible on a card."""
        desk, excerpt = self._desk, beside.excerpt
        try:
            excerpting.check_signed(self._translation, excerpt)
        except InputError:
            return False
        quote = self._translation.shown(excerpt.start, excerpt.end)
        short = all(
            excerpting.fit(desk, each, self._translation, quote, excerpt.speaker, link=self._link).fits
            for each in self._networks
        )
        refused = drawing.refusal(desk, self._translation, excerpt, theme=self._theme, sizes=self._sizes)
        return short and refused is None
