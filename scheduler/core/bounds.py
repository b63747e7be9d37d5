"""Budget and fuse: how much may go out as an account in a month, an hour and a day, over all campaigns.

They are checked once for all parts of a delivery, when it is claimed. What has begun is finished.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scheduler.core.accounts import Account
from scheduler.core.costs import cost_to_come
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.gates import Closed, Gate
from scheduler.core.limits import Network
from scheduler.core.prices import spell

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The bounds of accounts that have none of their own; from the configuration.

    Ten posts an hour are more than a timeline needs, and few enough that a mistake is noticed. Fifty a
    day are what X allows an account that is not verified.
    """

    budgets: Mapping[str, int] = field(default_factory=dict)
    """Micro-dollars a calendar month, by network."""
    hour: int = 10
    day: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What bounds one account."""

    budget: int | None
    """Micro-dollars in a calendar month of UTC; None: no bound, or nothing costs anything."""
    hour: int
    """Messages within an hour; each part of a thread counts."""
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What went out as one account, or may have."""

    month: int = 0
    """Micro-dollars since the calendar month began."""
    hour: int = 0
    day: int = 0


def month_of(now: datetime) -> datetime:
    """When the calendar month of *now* began, in UTC."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def kind_of(account: Account, network: Network) -> str:
    """The kind of *account* that its network tells apart; the usual one where none is known."""
    return account.kind if account.kind in network.kinds else next(iter(network.kinds), "")


def bounds_of(account: Account, network: Network, usual: Usual) -> Bounds:
    """The account's own bounds, else the usual ones; a day never more than its network allows its kind."""
    own_day = usual.day if account.day_fuse is None else account.day_fuse
    allowed = network.kinds.get(kind_of(account, network), own_day)
    budget = usual.budgets.get(network.name) if account.month_budget is None else account.month_budget
    return Bounds(
        budget=budget if network.prices else None,
        hour=usual.hour if account.hour_fuse is None else account.hour_fuse,
        day=min(own_day, allowed),
    )


def exceeded(delivery: Delivery, network: Network, bounds: Bounds, used: Used, at: datetime) -> Closed | None:
    """The bound that *delivery* would exceed at *at*, as a closed gate; None if it may go out.

    What a person let exceed is let, and what is partly out is not asked again.
    """
    if delivery.partly_out:
        return None
    return _budget(delivery, network, bounds, used, at) or _fuse(delivery, bounds, used)


def densest(moments: Iterable[tuple[datetime, int]], span: timedelta) -> int:
    """The most messages that fall within any *span* of time; each moment comes with how many it has."""
    within: deque[tuple[datetime, int]] = deque()
    most = count = 0
    for at, number in sorted(moments):
        within.append((at, number))
        count += number
        while within[0][0] <= at - span:
            count -= within.popleft()[1]
        most = max(most, count)
    return most


def _budget(delivery: Delivery, network: Network, bounds: Bounds, used: Used, at: datetime) -> Closed | None:
    if bounds.budget is None or delivery.budget_overridden_by is not None:
        return None
    cost = cost_to_come(delivery, network)
    if not cost or used.month + cost <= bounds.budget:
        return None
    why = (
        f"it would cost {spell(cost)}, and of the {spell(bounds.budget)} that {delivery.account} may cost in "
        f"{month_of(at):%B %Y} {spell(used.month)} are spent"
    )
    return Closed(gate=Gate.BUDGET, state=State.HELD, reason=Reason.BUDGET, why=why)


def _fuse(delivery: Delivery, bounds: Bounds, used: Used) -> Closed | None:
    if delivery.fuse_overridden_by is not None:
        return None
    more = len(delivery.parts)
    for span, sent, allowed in (("hour", used.hour, bounds.hour), ("day", used.day, bounds.day)):
        if sent + more > allowed:
            why = (
                f"{delivery.account} sent {_messages(sent)} within {_ARTICLE[span]} {span}, and this is "
                f"{_messages(more)} more; {allowed:,} are allowed"
            )
            return Closed(gate=Gate.FUSE, state=State.HELD, reason=Reason.FUSE, why=why)
    return None


_ARTICLE = {"hour": "an", "day": "a"}


def _messages(number: int) -> str:
    return f"{number:,} message" + ("" if number == 1 else "s")
