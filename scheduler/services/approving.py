"""Approval: it binds what is said, and queues it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache, partial

from scheduler.core import approval, timeline
from scheduler.core.campaign import Campaign
from scheduler.core.checking import delivery_problem, misquotes, withdrawal
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import Refused, Stale
from scheduler.core.records import Attempt, Event
from scheduler.core.review import revision_code
from scheduler.core.storage import Unit
from scheduler.core.tid import next_tid
from scheduler.services import likeness, lookups, people, revisions, slotting
from scheduler.services.desk import Desk
from scheduler.services.people import Person

_PICTURES = 16
"""Pictures that an approval keeps at hand: a card serves every account of its network."""
CANCEL = "cancel"
"""What may become of late posts: they do not go out."""
LATE_HELP = "Say what becomes of them: --late now, --late TIME, --late slot or --late cancel."


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What an approval would bind: read it, then approve with its ``revision``."""

    campaign: Campaign
    deliveries: tuple[Delivery, ...]
    """Those that wait for it."""
    late: tuple[Delivery, ...]
    """Those among them whose planned time has passed, or that lost it and get none from a launch."""
    going: tuple[Delivery, ...]
    """Those that are queued: all, unless the late ones are cancelled."""
    people: tuple[Person, ...]
    """Whom these quote."""
    names: frozenset[str]
    """Whom all of the campaign quotes."""
    revision: str
    """The code of the whole campaign as it is."""


def review(desk: Desk, target: str, *, late: str | None = None) -> Review:
    """What approving *target*, a campaign or a post, would bind now; *late* is as in ``approve``."""
    with desk.store.read() as unit:
        return _review(unit, target, desk.clock.now(), late)


def _review(unit: Unit, target: str, now: datetime, what_late: str | None) -> Review:
    campaign, post = _found(unit, target)
    every = unit.deliveries.of_campaign(campaign.id)
    waiting = tuple(each for each in every if post in (None, each.post) and needs_approval(each))
    launched = {each.id for each in campaign.posts if timeline.is_step(each.offset)}
    late = tuple(
        each
        for each in waiting
        if (each.planned_at is None and each.post not in launched)
        or (each.planned_at is not None and each.planned_at < now)
    )
    going = tuple(each for each in waiting if what_late != CANCEL or each not in late)
    return Review(
        campaign=campaign,
        deliveries=waiting,
        late=late,
        going=going,
        people=tuple(people.quoted(unit, going)),
        names=frozenset(people.names(every)),
        revision=revision_code(every),
    )


def _found(unit: Unit, target: str) -> tuple[Campaign, str | None]:
    """The campaign that *target* is, or whose post it is, with the id of that."""
    if "." not in target:
        return lookups.campaign(unit, target), None
    campaign, post = lookups.post(unit, target)
    return campaign, post.id


def needs_approval(delivery: Delivery) -> bool:
    """Whether an approval would queue it."""
    return delivery.state is State.DRAFT or delivery.reason is Reason.UNAPPROVED


def approve(
    desk: Desk,
    target: str,
    *,
    actor: str,
    late: str | None = None,
    revision: str | None = None,
    yes_to: Collection[str] = (),
) -> Review:
    """Approve all of *target*, a campaign or a post, that waits for it; all or nothing.

    *late* says what becomes of those whose time has passed: ``now``, a new time for the first (the others
    follow at their distance), ``slot`` for the next free ones, or ``cancel``. *yes_to* names the people
    quoted to whom the actor says yes. Raises ``Refused`` where either is needed and not given, where a quote,
    a picture or an alt text is not right, where another account says nearly the same and the network forbids
    it, or where nothing waits; ``NotFound`` for a name that is not quoted; ``Stale``, with all that changed,
    where *target* is not what was shown with the code *revision*.
    """
    now = desk.clock.now()
    with desk.store.write() as unit:
        seen = _review(unit, target, now, late)
        if revision is not None:
            revisions.check(unit, *_found(unit, target), revision)
        if not seen.deliveries:
            raise Refused(f"Nothing of {target} waits for approval.", remedy="See 'drumbeat queue'.")
        if seen.campaign.cancelled_at is not None:
            raise Refused(f"{seen.campaign.id} is cancelled.", remedy="Plan a new campaign.")
        if seen.late and late is None:
            names = ", ".join(each.id for each in seen.late)
            gone = any(each.planned_at is not None for each in seen.late)
            said = f"The planned time of {names} has passed." if gone else f"No time is planned for {names}."
            raise Refused(said, remedy=LATE_HELP)
        times = _late_times(desk, unit, seen, late, now)
        likeness.check(desk, unit, seen.going)
        act = _Act(unit=unit, actor=actor, now=now, checks=Checks(desk, unit))
        goes = {each.id for each in seen.going}
        changes = [
            (old, act.approved(old, times.get(old.id)) if old.id in goes else act.cancelled(old))
            for old in seen.deliveries
        ]
        people.say_yes(unit, seen.people, people.named(seen.names, yes_to), actor=actor, now=now)
        if not unit.deliveries.save_all(changes):
            raise Stale(f"{target} was changed meanwhile.", remedy="Look again, then approve.")
        unit.deliveries.note_all(
            [
                decision(new, actor, now, "cancelled" if new.approval is None else "approved")
                for _, new in changes
            ]
        )
    return seen


def _late_times(
    desk: Desk, unit: Unit, seen: Review, late: str | None, now: datetime
) -> Mapping[str, slotting.Time]:
    """The new times of the late deliveries by their ids."""
    if not seen.late or late in (None, CANCEL):
        return {}
    times = slotting.times_for(desk, unit, seen.campaign, seen.late, late, now)
    if late == "now" or any(each.slot for each in times.values()):
        return times
    zone = timeline.zone(seen.campaign.zone)
    start = min((each.planned_at for each in seen.late if each.planned_at is not None), default=now)
    return {
        each.id: replace(
            times[each.id], when=times[each.id].when.later((each.planned_at or start) - start, zone)
        )
        for each in seen.late
    }


class Checks:
    """The check of deliveries within one transaction: what they have in common is read once."""

    def __init__(self, desk: Desk, unit: Unit) -> None:
        self._unit, self._now = unit, desk.clock.now()
        self._statement = cache(partial(lookups.statement, unit))
        self._excerpt = cache(unit.statements.excerpt)
        self._picture = lru_cache(_PICTURES)(desk.pictures.get)

    def problem(self, delivery: Delivery) -> str | None:
        """What the check finds wrong with *delivery*, in plain words."""
        ids = [part.excerpt for part in delivery.parts if part.excerpt]
        excerpts = {id: kept for id in ids if (kept := self._excerpt(id)) is not None}
        return delivery_problem(delivery, self._statement(delivery.statement), excerpts, self._picture)

    def withdrawn(self, delivery: Delivery) -> str | None:
        """Who withdrew the statement that *delivery* quotes, or that its campaign goes on with.

        A person's own words that are approved after that say what they say knowingly: that it was withdrawn.
        """
        campaign, _ = lookups.owner(self._unit, delivery)
        quotes = any(part.excerpt for part in delivery.parts if not part.out)
        for id in dict.fromkeys((delivery.statement, campaign.statement)):
            statement = self._statement(id)
            since = statement.withdrawn_at
            if since is None or (not quotes and (delivery.approved_at or self._now) > since):
                continue
            return withdrawal(statement)
        return None

    def revised(self, delivery: Delivery) -> str | None:
        """What of the parts of *delivery* to come a correction touched, in plain words."""
        to_come = [part for part in delivery.parts if not part.out]
        for kept in (self._excerpt(part.excerpt) for part in to_come if part.excerpt):
            if kept is not None and kept.revised_at is not None:
                return f"{kept.id} was corrected: {kept.revised_why}"
        campaign, _ = lookups.owner(self._unit, delivery)
        if campaign.statement == delivery.statement:
            return None
        newest = self._statement(campaign.statement)
        wrong = [each for part in to_come for each in misquotes(part.words, newest.text)]
        return f"“{wrong[0]}” is not in {newest.id} word for word" if wrong else None

    def refuse(self, delivery: Delivery) -> None:
        """Raise ``Refused`` if *delivery* quotes what no longer stands, or one of its parts is not right."""
        if gone := self.withdrawn(delivery):
            raise Refused(
                f"{delivery.id} cannot go out: {gone}.",
                remedy=f"Restore it: drumbeat statement restore {delivery.statement}",
            )
        if touched := self.revised(delivery):
            raise Refused(
                f"{delivery.id} cannot go out: {touched.rstrip('.')}.",
                remedy=f"Give it the corrected words, and approve them: drumbeat post renew {delivery.post}. "
                f"Or give it up: drumbeat decide {delivery.id} cancel",
            )
        if problem := self.problem(delivery):
            raise Refused(f"{delivery.id}: {problem}.", remedy="See 'drumbeat verify'.")


def check(desk: Desk, unit: Unit, delivery: Delivery) -> None:
    """Raise ``Refused`` if *delivery* quotes what no longer stands, or one of its parts is not right."""
    Checks(desk, unit).refuse(delivery)


def problem_of(desk: Desk, unit: Unit, delivery: Delivery) -> str | None:
    """What the check finds wrong with *delivery*, in plain words."""
    return Checks(desk, unit).problem(delivery)


@dataclass(slots=True, kw_only=True)
class _Act:
    """One approval, of as many deliveries as it binds."""

    unit: Unit
    actor: str
    now: datetime
    checks: Checks
    last_keys: dict[str, str] = field(default_factory=dict)
    """By account: where to look for the next record key."""

    def cancelled(self, old: Delivery) -> Delivery:
        """*old*, which is late and is given up."""
        return old.move(State.CANCELLED, why=f"late, cancelled by {self.actor}")

    def approved(self, old: Delivery, time: slotting.Time | None) -> Delivery:
        """*old*, approved and queued, for *time* where that is a new one; raises ``Refused``."""
        self.checks.refuse(old)
        new = old.move(
            State.QUEUED,
            parts=tuple(self._with_record_key(part, old.account) for part in old.parts),
            approval=approval.digest(old),
            approved_by=self.actor,
            approved_at=self.now,
            next_try_at=None,
        )
        return new if time is None else time.given_to(new)

    def _with_record_key(self, part: Part, account: str) -> Part:
        """*part* with a record key of its own; one that is there is never replaced."""
        if part.record_key is not None:
            return part

        def used(key: str) -> bool:
            return self.unit.deliveries.record_key_used(account, key)

        key = next_tid(self.now, 0, used, after=self.last_keys.get(account))
        self.last_keys[account] = key
        return replace(part, record_key=key)


def save(unit: Unit, old: Delivery, new: Delivery) -> None:
    """Write *new* over *old*; raises ``Stale`` if somebody changed it meanwhile."""
    if not unit.deliveries.save(old, new):
        raise Stale(f"{old.id} was changed meanwhile.", remedy="Look again, then repeat it.")


def decision(delivery: Delivery, actor: str, now: datetime, outcome: str, **detail: object) -> Attempt:
    """The event that records a person's decision."""
    return Attempt(
        delivery=delivery.id, at=now, event=Event.DECIDED, actor=actor, outcome=outcome, detail=detail
    )
