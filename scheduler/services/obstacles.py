"""What would keep deliveries back all the same at the times that one decision gives to all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.core import gates, prices, timeline
from scheduler.core.bounds import DAY, HOUR, bounds_of, densest, month_of
from scheduler.core.costs import cost_to_come
from scheduler.core.delivery import Delivery
from scheduler.core.gates import Gate
from scheduler.core.storage import Unit
from scheduler.services import bounds, lookups
from scheduler.services.desk import Desk
from scheduler.services.reporting import Row

BURST = timedelta(minutes=1)
"""What an account posts within so short a time reaches its followers as one burst."""
_KEEP_APART = "Keep their distances: drumbeat decide {} shift now. "


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What would become of one delivery."""

    row: Row
    to: timeline.Moment | None
    """Its new time; None where it is cancelled or looked for."""
    new: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A gate that would keep some of them back all the same, and what opens it."""

    gate: Gate
    why: str
    opens: str
    deliveries: tuple[str, ...]
    forbids: bool
    """Whether the decision is refused; else they would wait there when their time comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacles:
    """Finds them within one transaction."""

    desk: Desk
    unit: Unit
    over: Collection[str]
    """Bounds that a person lets them exceed, by name."""

    def before(self, steps: Sequence[Step], now: datetime, *, group: str, at_once: bool) -> list[Shut]:
        """What keeps *steps* of the group called *group* back; *at_once*: all of them go now."""
        apart = _KEEP_APART.format(group) if at_once else ""
        return [*self._waiting(steps, now), *self._bounded(steps, apart)]

    def _waiting(self, steps: Sequence[Step], now: datetime) -> Iterator[Shut]:
        """Gates that are closed now, and embargoes that still hold at the new times."""
        halt = self.unit.halts.current()
        found: dict[tuple[Gate, str], list[Step]] = defaultdict(list)
        for step in steps:
            account, at = step.row.account, _at(step)
            campaign = lookups.campaign(self.unit, step.row.delivery.campaign)
            if account.removed_at is not None:
                found[Gate.REMOVED, f"the account {account.name} was removed"].append(step)
            elif closed := gates.waiting(campaign, account, halt, at):
                found[closed.gate, closed.why].append(step)
        for (gate, why), its in found.items():
            soon = [step for step in its if _at(step) <= now + BURST]
            yield Shut(
                gate=gate,
                why=why,
                opens=_opens(gate, its[0].row),
                deliveries=tuple(step.row.delivery.id for step in its),
                forbids=bool(soon) or gate in {Gate.EMBARGO, Gate.REMOVED},
            )

    def _bounded(self, steps: Sequence[Step], apart: str) -> Iterator[Shut]:
        """Budget and fuse, as all of these together would meet them."""
        by_account: dict[str, list[Step]] = defaultdict(list)
        for step in steps:
            by_account[step.row.account.name].append(step)
        for name, its in by_account.items():
            for gate, why in (*self._over_budget(its), *self._over_fuse(its)):
                if gate not in self.over:
                    yield Shut(
                        gate=gate,
                        why=why,
                        opens=f"{apart if gate is Gate.FUSE else ''}Let them go all the same: --over {gate}. "
                        f"Or {bounds.remedy(gate, name)}",
                        deliveries=tuple(step.row.delivery.id for step in its),
                        forbids=True,
                    )

    def _over_budget(self, steps: Sequence[Step]) -> Iterator[tuple[Gate, str]]:
        account, network = steps[0].row.account, steps[0].row.network
        budget = bounds_of(account, network, self.desk.usual).budget
        months: dict[datetime, int] = defaultdict(int)
        for step in steps:
            if step.new.budget_overridden_by is None:
                months[month_of(_at(step))] += cost_to_come(step.new, network)
        for month, cost in months.items():
            used = self.unit.deliveries.used(account.name, max(month, self.desk.clock.now()), money=True)
            spent = used.month if month_of(self.desk.clock.now()) == month else 0
            if budget is not None and cost and spent + cost > budget:
                why = (
                    f"{account.name} may cost {prices.spell(budget)} in {month:%B %Y}, of which "
                    f"{prices.spell(spent)} are spent, and these cost {prices.spell(cost)}"
                )
                yield Gate.BUDGET, why

    def _over_fuse(self, steps: Sequence[Step]) -> Iterator[tuple[Gate, str]]:
        account = steps[0].row.account
        its = bounds_of(account, steps[0].row.network, self.desk.usual)
        moments = [(_at(step), len(step.new.parts)) for step in steps if step.new.fuse_overridden_by is None]
        if not moments:
            return
        first = min(at for at, _ in moments)
        used = self.unit.deliveries.used(account.name, first, money=False)
        for span, before, most, words in (
            (HOUR, used.hour, its.hour, "an hour"),
            (DAY, used.day, its.day, "a day"),
        ):
            soon = sum(number for at, number in moments if at < first + span)
            number = max(before + soon, densest(moments, span))
            if number > most:
                sent = f"{account.name} would have sent {number:,} messages within {words}"
                yield Gate.FUSE, f"{sent}, and {most:,} are allowed"
                return


def _at(step: Step) -> datetime:
    assert step.to is not None  # noqa: S101
    return step.to.at


def bursts(steps: Sequence[Step]) -> Iterator[tuple[str, int]]:
    """Accounts whose followers would see several at once, and how many."""
    moments: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for step in steps:
        moments[step.row.account.name].append((_at(step), 1))
    for name, its in moments.items():
        most = densest(its, BURST)
        if most > 1:
            yield name, most


def _opens(gate: Gate, row: Row) -> str:
    """The command that opens *gate* before *row*."""
    name, campaign = row.account.name, row.delivery.campaign
    if gate is Gate.PAUSED and row.account.paused_at is None:
        return f"Resume it first: drumbeat campaign resume {campaign}"
    return {
        Gate.HALT: "Resume first: drumbeat resume",
        Gate.PAUSED: f"Resume it first: drumbeat account resume {name}",
        Gate.STOPPED: f"Mend it, then: drumbeat account resume {name}",
        Gate.EMBARGO: "Take a later time",
        Gate.REMOVED: f"Add it again: drumbeat account add {row.account.network} {name}",
    }[gate]
