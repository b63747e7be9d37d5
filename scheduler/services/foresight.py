"""What a campaign will meet: its cost, its accounts' bounds, and what networks forbid or frown upon."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core import timeline
from scheduler.core.bounds import DAY, HOUR, densest
from scheduler.core.campaign import LinkOn
from scheduler.core.conduct import answers_itself, mentioned
from scheduler.core.costs import cost_to_come, link_beside, link_choices
from scheduler.core.delivery import State
from scheduler.core.gates import Gate
from scheduler.core.limits import Network
from scheduler.core.prices import spell
from scheduler.core.storage import Unit
from scheduler.services import bounds, likeness, spacing
from scheduler.services.desk import Desk
from scheduler.services.reporting import Overview, Row
from scheduler.services.times import schedule

_TOLD = 3
"""So many of the same kind are named, and the others counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """All amounts are micro-dollars; what is out already counts as what it cost."""

    costs: Mapping[str, int]
    """By account, of those whose network asks for money."""
    priced: tuple[Network, ...]
    """The networks that ask for it."""
    links: Mapping[LinkOn, int]
    """What the campaign costs by each place for its link; empty where links cost nothing."""
    remarks: tuple[str, ...]

    @property
    def cost(self) -> int | None:
        """In all; None where nothing costs anything."""
        return sum(self.costs.values()) if self.costs else None


def foresee(desk: Desk, found: Overview) -> Foresight:
    """What the campaign of *found* will meet."""
    costs: Counter[str] = Counter()
    for row in found.rows:
        if row.cost is not None and row.delivery.state is not State.CANCELLED:
            costs[row.account.name] += row.cost
    priced = {row.network.name: row.network for row in found.rows if row.account.name in costs}
    to_come = [row for row in found.rows if _to_come(row)]
    with desk.store.read() as unit:
        remarks = (
            *near_repeats(desk, unit, to_come),
            *noticed(found, to_come),
            *_bounded(desk, unit, found, to_come),
            *spacing.noticed(desk, unit, spacing.to_come(row.delivery for row in to_come)),
        )
    return Foresight(costs=costs, priced=tuple(priced.values()), links=_links(found), remarks=remarks)


def noticed(found: Overview, rows: Sequence[Row]) -> Iterator[str]:
    """What a person should know of the words of *rows*, of the campaign of *found*."""
    yield from _unwanted(rows)
    yield from _typed_links(found, rows)


def _to_come(row: Row) -> bool:
    over = {State.CANCELLED, State.POSTED, State.FAILED}
    return row.delivery.state not in over and not row.delivery.partly_out


# --- cost ---------------------------------------------------------------------------------------


def _links(found: Overview) -> Mapping[LinkOn, int]:
    numbers = {post.id: post.n for post in found.campaign.posts}
    by_network: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows:
        if row.delivery.state is not State.CANCELLED:
            by_network[row.network.name].append(row)
    totals: Counter[LinkOn] = Counter()
    for rows in by_network.values():
        theirs = [(numbers[row.delivery.post], row.delivery) for row in rows]
        totals.update(link_choices(found.campaign, theirs, rows[0].network))
    return {choice: totals[choice] for choice in LinkOn if choice in totals}


def _typed_links(found: Overview, rows: Sequence[Row]) -> Iterator[str]:
    """Links that the campaign did not put where they are, and that cost money."""
    numbers = {post.id: post.n for post in found.campaign.posts}
    for row in rows:
        prices = row.network.prices
        if prices is None or not prices.by_link:
            continue
        ours = link_beside(found.campaign, numbers[row.delivery.post], row.network)
        replies = found.campaign.link if found.campaign.link_on is LinkOn.REPLY else None
        for part in row.delivery.parts:
            typed = [each for each in row.network.links(part.words) if each not in (ours, replies)]
            if typed:
                more = f"{spell(prices.post_with_link)} and not {spell(prices.post)}"
                yield f"{row.delivery.id}: {row.network.title} makes a link of {typed[0]}: {more}."


# --- conduct ------------------------------------------------------------------------------------


def near_repeats(desk: Desk, unit: Unit, rows: Sequence[Row]) -> Iterator[str]:
    """Which of *rows* say nearly what another account says, where their network forbids it."""
    found = likeness.repeats(desk, unit, [row.delivery for row in rows])
    pairs = list(dict.fromkeys(f"{other.delivery} and {one.delivery}" for one, other in found))
    if pairs:
        yield (
            f"{_some(pairs)} say nearly the same. Their network allows that on one account "
            "alone. Approval refuses the second until it has other words: drumbeat post edit POST --on NAME"
        )


def _unwanted(rows: Sequence[Row]) -> Iterator[str]:
    answering: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if named := mentioned(row.delivery, row.network):
            yield f"{row.delivery.id} mentions {', '.join(named)}. {row.network.conduct.mentions}"
        if answers_itself(row.delivery, row.network):
            what = "an answer to its own post" if row.delivery.answers else "a post with an answer of its own"
            answering[what, row.network.conduct.replies].append(row.delivery.id)
    for (what, words), ids in answering.items():
        yield f"{_some(ids)}: {what}. {words}"


def _some(ids: list[str]) -> str:
    more = len(ids) - _TOLD
    return ", ".join(ids[:_TOLD]) + (f" and {more} more" if more > 0 else "")


# --- bounds -------------------------------------------------------------------------------------


def _bounded(desk: Desk, unit: Unit, found: Overview, rows: Sequence[Row]) -> Iterator[str]:
    """Which bounds the campaign alone would exceed, as far as it is known when it goes out."""
    times = _times(desk, found)
    for account in {row.account.name: row.account for row in rows}.values():
        its = bounds.standing(desk, unit, account)
        ours = [row for row in rows if row.account.name == account.name]
        yield from _over_budget(its, sum(cost_to_come(row.delivery, row.network) for row in ours))
        yield from _over_fuse(its, [(times[row.delivery.id], len(row.delivery.parts)) for row in ours])


def _over_budget(its: bounds.Standing, cost: int) -> Iterator[str]:
    name, budget, spent = its.account.name, its.bounds.budget, its.used.month
    if budget is not None and spent + cost > budget:
        yield (
            f"{name} may cost {spell(budget)} in a month; {spell(spent)} of it are spent, and this is "
            f"{spell(cost)}. What exceeds it is held; {bounds.remedy(Gate.BUDGET, name)}"
        )


def _over_fuse(its: bounds.Standing, moments: list[tuple[datetime, int]]) -> Iterator[str]:
    name = its.account.name
    for span, words, allowed in ((HOUR, "an hour", its.bounds.hour), (DAY, "a day", its.bounds.day)):
        most = densest(moments, span)
        if most > allowed:
            yield (
                f"{name} would send {most:,} messages within {words}, and may send {allowed:,}"
                f"{_why(its, allowed)}. What goes beyond is held; {bounds.remedy(Gate.FUSE, name)}"
            )


def _why(its: bounds.Standing, allowed: int) -> str:
    """That it is the network's own limit, where it is."""
    if its.network.kinds.get(its.kind) != allowed:
        return ""
    return f", as {its.network.title} allows no more to accounts that are {its.kind}"


def _times(desk: Desk, found: Overview) -> dict[str, datetime]:
    """When each delivery goes out.

    Distances are what counts: without a launch it is as if that were the next midnight, before which no time
    of day falls.
    """
    zone = timeline.zone(found.campaign.zone)
    midnight = timeline.parse_when("tomorrow 00:00", now=desk.clock.now(), tz=zone)
    launch = found.campaign.launch_at or midnight.at
    campaign = replace(found.campaign, launch_at=launch, embargo_at=None)
    networks = {row.account.name: row.account.network for row in found.rows}
    planned = schedule(campaign, [networks[name] for name in campaign.accounts])
    numbers = {post.id: post.n for post in campaign.posts}
    return {
        row.delivery.id: row.delivery.planned_at or planned[numbers[row.delivery.post], row.account.name].at
        for row in found.rows
    }
