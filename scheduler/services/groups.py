"""One decision for all that waits for one cause: shown before it is done, and all of it or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core import gates, prices, timeline
from scheduler.core.bounds import DAY, HOUR, bounds_of, densest, month_of
from scheduler.core.costs import cost_to_come
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import InputError, PlanError, Refused, Stale
from scheduler.core.gates import Gate
from scheduler.core.ids import not_found
from scheduler.core.records import Attempt
from scheduler.core.storage import Unit
from scheduler.services import bounds, lookups, slotting
from scheduler.services.approving import Checks, decision
from scheduler.services.causes import Group, named, waiting_in
from scheduler.services.deciding import check_overridable, looked_for, overridden, requeued
from scheduler.services.desk import Desk
from scheduler.services.editing import cancelled
from scheduler.services.reporting import Row

VERBS = ("now", "shift", "look", "cancel")
BURST = timedelta(minutes=1)
"""What an account posts within so short a time reaches its followers as one burst."""
_APART = timedelta(milliseconds=1)
"""So far apart are those that all go now: the order of their times is kept."""
_ALONE = "Each alone: drumbeat decide {} {}"
_MOVABLE = frozenset({State.QUEUED, State.HELD})
_KEEP_APART = "Keep their distances: drumbeat decide {} shift now. "


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What would become of one delivery."""

    row: Row
    to: timeline.Moment | None
    """Its new time; None where it is cancelled or looked for."""
    new: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A delivery of the group that the decision does not fit, and why."""

    delivery: str
    why: str
    remedy: str


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
class Proposal:
    """What a decision about a group would do, and what it did once it is carried out."""

    group: Group
    verb: str
    steps: tuple[Step, ...]
    left: tuple[Left, ...]
    shut: tuple[Shut, ...]
    bursts: tuple[tuple[str, int], ...]
    """Accounts that would post several within ``BURST``, and how many."""

    @property
    def revision(self) -> str:
        """A short code for what was seen: it changes when the group, or anything of it, does."""
        rows = (*self.group.rows,)
        seen = "\n".join(f"{row.delivery.id} {row.delivery.revision} {row.delivery.state}" for row in rows)
        return hashlib.sha256(f"{self.group.id}\n{seen}".encode()).hexdigest()[:8]

    def refuse(self) -> None:
        """Raise ``Refused``, naming what opens the way, where nothing of it can be done."""
        forbidding = [each for each in self.shut if each.forbids]
        if forbidding:
            raise Refused(
                f"{self.group.id} cannot be decided so: {'; '.join(each.why for each in forbidding)}.",
                remedy=" ".join(f"{each.opens.rstrip('.')}." for each in forbidding),
            )
        if not self.steps:
            why = "; ".join(f"{each.delivery}: {each.why}" for each in self.left)
            raise Refused(f"This fits none of {self.group.id}: {why}.", remedy=self.left[0].remedy)


def preview(
    desk: Desk, id: str, verb: str, argument: str | None = None, *, over: Sequence[str] = (), actor: str = ""
) -> Proposal:
    """What the decision would do to the group called *id*; nothing is changed.

    ``now``: all at once, in the order of their times. ``shift TIME``: the first then, the others at their
    distances. ``look``: ask the networks. ``cancel``: give them up. Raises ``Refused`` where the decision is
    not open to the group, ``NotFound``, ``PlanError``.
    """
    with desk.store.read() as unit:
        return _Plan(desk=desk, unit=unit, verb=verb, over=over, actor=actor).of(id, argument)


def carry_out(
    desk: Desk,
    id: str,
    verb: str,
    argument: str | None = None,
    *,
    actor: str,
    over: Sequence[str] = (),
    seen: str | None = None,
) -> Proposal:
    """Do it, all of it or nothing; raises as ``preview`` does, and ``Refused`` where a gate forbids it.

    Raises ``Stale`` where *seen* is not the revision of what there is now; a cancellation never is.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        plan = _Plan(desk=desk, unit=unit, verb=verb, over=over, actor=actor).of(id, argument)
        if seen is not None and seen != plan.revision and verb != "cancel":
            raise Stale(f"{id} was changed since it was shown.", remedy="Look again, then decide.")
        plan.refuse()
        if not unit.deliveries.save_all([(step.row.delivery, step.new) for step in plan.steps]):
            raise Stale(f"{id} was changed meanwhile.", remedy="Look again, then decide.")
        unit.deliveries.note_all([_noted(step, plan, actor, now, argument, over) for step in plan.steps])
    return plan


def _noted(
    step: Step, plan: Proposal, actor: str, now: datetime, argument: str | None, over: Sequence[str]
) -> Attempt:
    """The event that records what the decision did to one of them."""
    old, new = step.row.delivery, step.new
    detail: dict[str, object] = {"verb": plan.verb, "argument": argument, "group": plan.group.id}
    if step.to is not None:
        before = old.planned_at.isoformat() if old.planned_at else None
        detail |= {"planned_before": before, "planned_at": step.to.at.isoformat()}
    if over:
        detail["over"] = list(over)
    outcome = str(new.state) if new.state is not old.state else plan.verb
    return decision(new, actor, now, outcome, **detail)


def is_group(name: str) -> bool:
    """Whether *name* can name a group: deliveries have a dot and an @ in theirs."""
    return not {".", "@"} & set(name)


@dataclass(slots=True, kw_only=True)
class _Plan:
    """One decision about a group, as it would be within a transaction."""

    desk: Desk
    unit: Unit
    verb: str
    over: Sequence[str]
    actor: str
    left: list[Left] = field(default_factory=list)
    checks: Checks = field(init=False)

    def __post_init__(self) -> None:
        self.checks = Checks(self.desk, self.unit)

    def of(self, id: str, argument: str | None) -> Proposal:
        """The proposal for the group called *id*."""
        group = self._group(id, argument)
        now = self.desk.clock.now()
        if self.verb in {"look", "cancel"}:
            act = self._looked if self.verb == "look" else self._cancelled
            steps = [step for row in group.rows if (step := act(row, now)) is not None]
            return self._proposal(group, steps, [], ())
        fitting = [row for row in group.rows if self._fits(row)]
        times = _times(fitting, self.verb, argument, now)
        steps = [self._moved(row, to) for row, to in zip(fitting, times, strict=True)]
        shut = [*self._waiting(steps, now), *self._bounded(id, steps)]
        return self._proposal(group, steps, shut, tuple(_bursts(steps)))

    def _proposal(
        self, group: Group, steps: list[Step], shut: list[Shut], bursts: tuple[tuple[str, int], ...]
    ) -> Proposal:
        return Proposal(
            group=group,
            verb=self.verb,
            steps=tuple(steps),
            left=tuple(self.left),
            shut=tuple(shut),
            bursts=bursts,
        )

    def _group(self, id: str, argument: str | None) -> Group:
        """The group, to which the decision is open."""
        groups = waiting_in(self.desk, self.unit)
        group = named(groups, id)
        if group is None:
            raise not_found("group", id, [each.id for each in groups], listing="drumbeat attention")
        if self.verb not in group.cause.open:
            open_ = " and ".join(group.cause.open)
            alone = _ALONE.format(group.rows[0].delivery.id, "…")
            raise Refused(
                f"For {id} as a whole {f'only {open_} can be decided' if open_ else 'nothing can be decided'}"
                f", not {self.verb}.",
                remedy=f"See to it: {group.cause.opens}. {alone}" if group.cause.opens else alone,
            )
        if (self.verb == "shift") != (argument is not None):
            raise InputError(
                "'shift' needs a time, and no other decision about a group takes one.",
                remedy=f"Write it as: drumbeat decide {id} shift +1h",
            )
        check_overridable(self.verb, self.over)
        return group

    # --- what becomes of one ----------------------------------------------------------------

    def _looked(self, row: Row, now: datetime) -> Step | None:
        try:
            return Step(row=row, to=None, new=looked_for(self.unit, row.delivery, now))
        except Refused as error:
            self._leave(row, error.message, error.remedy)
            return None

    def _cancelled(self, row: Row, now: datetime) -> Step | None:
        old = row.delivery
        if old.partly_out:
            self._leave(row, "a part of it is out", f"drumbeat decide {old.id} posted")
            return None
        return Step(row=row, to=None, new=cancelled(old, f"cancelled by {self.actor or 'a person'}"))

    def _fits(self, row: Row) -> bool:
        """Whether a new time is all that *row* needs; else it is left as it is."""
        old = row.delivery
        campaign, post = lookups.owner(self.unit, old)
        if old.partly_out:
            self._leave(row, "a part of it is out", f"drumbeat decide {old.id} now")
        elif old.reason in {Reason.UNKNOWN, Reason.UNAPPROVED} or old.state not in _MOVABLE:
            self._leave(row, f"it is {old.standing}", "drumbeat attention")
        elif (post.cancelled_at or campaign.cancelled_at) is not None:
            self._leave(row, f"{old.post} is cancelled", f"drumbeat decide {old.id} cancel")
        elif corrected := self.checks.withdrawn(old) or self.checks.revised(old):
            self._leave(row, corrected, f"drumbeat decide {old.id} cancel")
        elif problem := self.checks.problem(old):
            self._leave(row, problem, "drumbeat verify")
        elif (ahead := gates.awaited(lookups.answered(self.unit, old))) and ahead.state is State.HELD:
            self._leave(row, f"it has nothing to answer: {ahead.why}", f"drumbeat decide {old.id} cancel")
        else:
            return True
        return False

    def _leave(self, row: Row, why: str, remedy: str) -> None:
        self.left.append(Left(delivery=row.delivery.id, why=why.rstrip("."), remedy=remedy))

    def _moved(self, row: Row, to: timeline.Moment) -> Step:
        return Step(
            row=row,
            to=to,
            new=requeued(overridden(row.delivery, self.over, self.actor), slotting.Time(when=to)),
        )

    # --- what would keep them back all the same ---------------------------------------------

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

    def _bounded(self, id: str, steps: Sequence[Step]) -> Iterator[Shut]:
        """Budget and fuse, as all of these together would meet them."""
        apart = _KEEP_APART.format(id) if self.verb == "now" else ""
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


def _times(rows: Sequence[Row], verb: str, argument: str | None, now: datetime) -> list[timeline.Moment]:
    """The new time of each of *rows*, which are in the order of their planned times."""
    if not rows:
        return []
    zones = [timeline.zone(row.delivery.zone) for row in rows]
    if verb == "now":
        return [timeline.at_instant(now + n * _APART, zone) for n, zone in enumerate(zones)]
    first = timeline.parse_when(argument or "", now=now, tz=zones[0])
    if first.at < now:
        raise PlanError(f"{argument} has passed.", remedy="Take a time to come, or now.")
    planned = [row.delivery.planned_at or now for row in rows]
    begin = planned[0]
    return [
        first if at == begin and zone == zones[0] else timeline.at_instant(first.at + (at - begin), zone)
        for at, zone in zip(planned, zones, strict=True)
    ]


def _at(step: Step) -> datetime:
    assert step.to is not None  # noqa: S101
    return step.to.at


def _bursts(steps: Sequence[Step]) -> Iterator[tuple[str, int]]:
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
