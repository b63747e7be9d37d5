"""One decision for all that waits for one cause: shown before it is done, and all of it or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core import gates, timeline
from scheduler.core.delivery import Reason, State
from scheduler.core.errors import InputError, PlanError, Refused, Stale
from scheduler.core.ids import not_found
from scheduler.core.records import Attempt
from scheduler.core.storage import Unit
from scheduler.services import changes, lookups, slotting
from scheduler.services.approving import Checks
from scheduler.services.causes import Group, named, waiting_in
from scheduler.services.deciding import check_overridable, looked_for, overridden, requeued
from scheduler.services.desk import Desk
from scheduler.services.editing import cancelled
from scheduler.services.obstacles import Obstacles, Shut, Step, bursts
from scheduler.services.reporting import Row

VERBS = ("now", "slots", "shift", "look", "cancel")
_APART = timedelta(milliseconds=1)
"""So far apart are those that all go now: the order of their times is kept."""
_ALONE = "Each alone: drumbeat decide {} {}"
_MOVABLE = frozenset({State.QUEUED, State.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A delivery of the group that the decision does not fit, and why."""

    delivery: str
    why: str
    remedy: str


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

    ``now``: all at once, in the order of their times. ``slots``: each in the next free slot of its account.
    ``shift TIME``: the first then, the others at their distances. ``look``: ask the networks. ``cancel``:
    give them up. Raises ``Refused`` where the decision is not open to the group, ``NotFound``, ``PlanError``.
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
        act = changes.act_of(plan.steps[0].row.delivery)
        unit.deliveries.note_all([_noted(act, step, plan, actor, now, argument, over) for step in plan.steps])
    return plan


def _noted(
    act: str,
    step: Step,
    plan: Proposal,
    actor: str,
    now: datetime,
    argument: str | None,
    over: Sequence[str],
) -> Attempt:
    """The event that records what the decision did to one of them, as part of one *act*."""
    old, new = step.row.delivery, step.new
    detail: dict[str, object] = {"verb": plan.verb, "argument": argument, "group": plan.group.id}
    if step.to is not None:
        before = old.planned_at.isoformat() if old.planned_at else None
        detail |= {"planned_before": before, "planned_at": step.to.at.isoformat()}
    if over:
        detail["over"] = list(over)
    outcome = str(new.state) if new.state is not old.state else plan.verb
    return changes.decided(act, old, new, actor, now, outcome, **detail)


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
        times = self._times(fitting, argument, now)
        steps = [self._moved(row, to) for row, to in zip(fitting, times, strict=True)]
        found = Obstacles(desk=self.desk, unit=self.unit, over=self.over)
        shut = found.before(steps, now, group=id, at_once=self.verb == "now")
        return self._proposal(group, steps, shut, tuple(bursts(steps)))

    def _times(self, rows: Sequence[Row], argument: str | None, now: datetime) -> list[slotting.Time]:
        """The new time of each of *rows*, which are in the order of their planned times."""
        if self.verb == "slots":
            wanted = [row.delivery for row in rows]
            found = slotting.times_for_all(self.desk, self.unit, wanted, now)
            return [found[each.id] for each in wanted]
        return [slotting.Time(when=when) for when in _times(rows, self.verb, argument, now)]

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

    def _moved(self, row: Row, to: slotting.Time) -> Step:
        return Step(row=row, to=to.when, new=requeued(overridden(row.delivery, self.over, self.actor), to))


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
