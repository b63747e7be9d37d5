"""Slots: the week's posting times, kept, and filled by posts in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.core import timeline
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery
from scheduler.core.errors import InputError, NotFound, Refused
from scheduler.core.slots import HORIZON, Place, Slot, Taken, free, parse_slots, places, spell_days
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk
from scheduler.services.times import time_to_come

_SLOT = frozenset({"slot", "slots"})
"""What a person writes in place of a time for the next free slot."""


# --- the slots of the week ----------------------------------------------------------------------


def listed(desk: Desk) -> Sequence[Slot]:
    """The slots in use, in order of their times."""
    with desk.store.read() as unit:
        return unit.slots.all()


def add(desk: Desk, texts: Sequence[str], *, zone: str | None, actor: str) -> list[Slot]:
    """Add the slots of *texts*, such as ``Mon-Fri 09:00,12:30``, all or none; those that are new.

    Raises ``PlanError`` for what is no slot, and ``Refused`` where one is there already.
    """
    wanted = _parsed(texts, zone or desk.defaults.zone)
    now = desk.clock.now()
    with desk.store.write() as unit:
        there = list(unit.slots.all())
        for slot in wanted:
            for other in there:
                _check_apart(slot, other)
            there.append(slot)
            unit.slots.add(slot, at=now, by=actor)
    return wanted


def _check_apart(slot: Slot, other: Slot) -> None:
    """Raise ``Refused`` where *slot* is one time with *other* on some day."""
    both = slot.days & other.days
    if not both or (slot.wall_time, slot.zone) != (other.wall_time, other.zone):
        return
    if both == slot.days == other.days:
        raise Refused(f"{slot.id} is a slot already.", remedy="See 'drumbeat slots'.")
    raise Refused(
        f"{slot.id} is a slot on {spell_days(both)} already, as part of {other.id}.",
        remedy=f'Leave that out, or first: drumbeat slots remove "{other}"'
        + (f" --zone {other.zone}" if other.zone else ""),
    )


def remove(desk: Desk, texts: Sequence[str], *, zone: str | None, actor: str) -> list[Slot]:
    """Take the slots of *texts* out of use, all or none; what fills them already keeps its time.

    Raises ``PlanError`` for what is no slot, and ``NotFound`` for one that is not there.
    """
    wanted = _parsed(texts, zone or desk.defaults.zone)
    now = desk.clock.now()
    with desk.store.write() as unit:
        there = list(unit.slots.all())
        for slot in wanted:
            if slot not in there:
                names = ", ".join(each.id for each in there if each.wall_time == slot.wall_time)
                near = f" There is {names}." if names else ""
                raise NotFound(f"{slot.id} is no slot.{near}", remedy="See 'drumbeat slots'.")
            unit.slots.remove(slot, at=now, by=actor)
    return wanted


def remarks(desk: Desk, slots: Sequence[Slot]) -> list[str]:
    """What a person should know of *slots*: changes of clocks to come, and those that nothing can fill."""
    hush, now = desk.hush, desk.clock.now()
    told = []
    for slot in slots:
        year = list(places([slot], now, until=now + timedelta(weeks=HORIZON)))
        told += [f"{each.day:%a %-d %b %Y}: {each.when.note}." for each in year if each.when.note]
        if all(hush.quiet_at(each.when.at) or hush.holiday_at(each.when.at) for each in year):
            told.append(f"{slot} is always in quiet hours or on a holiday, so no post takes it.")
    return told


def _parsed(texts: Sequence[str], zone: str) -> list[Slot]:
    found = [slot for text in texts for slot in parse_slots(text, zone)]
    if not found:
        raise InputError("No slot is named.", remedy='Write it as "Mon-Fri 09:00,12:30".')
    return list(dict.fromkeys(found))


# --- filling them -------------------------------------------------------------------------------


def next_free(
    desk: Desk,
    unit: Unit,
    account: str,
    after: datetime,
    count: int,
    *,
    delay: timedelta = timedelta(0),
    leaving: Collection[str] = (),
) -> list[Place]:
    """The next *count* places that *account* can take after the instant *after*, in order.

    They keep to quiet hours, holidays and the gap. *delay* is how much later than the slot the account goes,
    and *leaving* are deliveries that are about to get another time. Raises ``PlanError`` where there are not
    so many.
    """
    seats = Seats(desk=desk, unit=unit, after=after, leaving=frozenset(leaving))
    return [seats.next(account, delay=delay) for _ in range(count)]


@dataclass(slots=True, kw_only=True)
class Seats:
    """Gives out the free places of each account within one transaction, each place once, in rising order."""

    desk: Desk
    unit: Unit
    after: datetime
    leaving: frozenset[str] = frozenset()
    """Deliveries that are about to get another time: theirs are free."""
    _given: dict[str, list[Place]] = field(default_factory=dict)

    def next(
        self, account: str, *, delay: timedelta = timedelta(0), not_before: datetime | None = None
    ) -> Place:
        """The account's next place after those given, and *not_before*; raises ``PlanError``."""
        desk, given = self.desk, self._given.setdefault(account, [])
        after = max(self.after, given[-1].when.at if given else self.after)
        if not_before is not None:
            after = max(after, not_before - timedelta(microseconds=1))
        taken = self.unit.slots.taken(account, after - desk.hush.gap, but=self.leaving)
        mine = Taken(
            times=(*taken.times, *(each.when.at for each in given)),
            places=taken.places | {each.key for each in given},
        )
        place = next(free(self.unit.slots.all(), desk.hush, mine, after, delay=delay))
        given.append(place)
        return place


def assigned(desk: Desk, unit: Unit, deliveries: Sequence[Delivery], after: datetime) -> Mapping[str, Place]:
    """A free place for each of *deliveries*, in their order, by id; not before its campaign's embargo ends.

    Accounts of one network go one after another, as their campaign has it. Raises ``PlanError`` where the
    slots do not suffice.
    """
    seats = Seats(desk=desk, unit=unit, after=after, leaving=frozenset(each.id for each in deliveries))
    campaigns = {id: lookups.campaign(unit, id) for id in dict.fromkeys(each.campaign for each in deliveries)}
    delays = {id: delays_of(unit, each) for id, each in campaigns.items()}
    return {
        each.id: seats.next(
            each.account,
            delay=delays[each.campaign][each.account],
            not_before=campaigns[each.campaign].embargo_at,
        )
        for each in deliveries
    }


def planned(
    desk: Desk, unit: Unit, campaign: Campaign, count: int, start: datetime
) -> Mapping[tuple[int, str], Place]:
    """Where *count* posts of a new campaign go from *start* on, by post number and account.

    Each account fills its own next free places in the posts' order. Raises ``PlanError``.
    """
    first = max(start, campaign.embargo_at or start)
    seats = Seats(desk=desk, unit=unit, after=first - timedelta(microseconds=1))
    delays = delays_of(unit, campaign)
    return {
        (n, name): seats.next(name, delay=delays[name])
        for n in range(1, count + 1)
        for name in campaign.accounts
    }


def with_times(campaign: Campaign, found: Mapping[tuple[int, str], Place]) -> Campaign:
    """*campaign*, whose posts have the times of the places that were *found* for them: the first of each."""
    tz = timeline.zone(campaign.zone)
    firsts = {
        post.n: min((found[post.n, name] for name in campaign.accounts), key=lambda place: place.when.at)
        for post in campaign.posts
    }
    posts = tuple(replace(post, offset=in_zone(firsts[post.n], tz).wall) for post in campaign.posts)
    return replace(campaign, posts=posts)


def delays_of(unit: Unit, campaign: Campaign) -> Mapping[str, timedelta]:
    """How much later than a slot each account of *campaign* goes."""
    networks = [lookups.account(unit, name).network for name in campaign.accounts]
    return dict(zip(campaign.accounts, timeline.staggered(networks, campaign.stagger), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When a delivery goes out, and the slot that it then fills, with its day."""

    when: timeline.Moment
    slot: tuple[str, date] | None = None

    def given_to(self, delivery: Delivery) -> Delivery:
        """*delivery*, planned for it."""
        return delivery.planned(self.when.at, self.when.wall, slot=self.slot)


def times_for(
    desk: Desk, unit: Unit, campaign: Campaign, deliveries: Sequence[Delivery], to: str, now: datetime
) -> Mapping[str, Time]:
    """The time *to* that a person names for *deliveries* of *campaign*, by id: a time, or ``slot``.

    With ``slot`` each has a place of its own. Raises ``PlanError``, ``Refused``.
    """
    if not is_slot(to):
        when = time_to_come(campaign, to, now)
        return {each.id: Time(when=when) for each in deliveries}
    return times_for_all(desk, unit, deliveries, now)


def times_for_all(
    desk: Desk, unit: Unit, deliveries: Sequence[Delivery], now: datetime
) -> Mapping[str, Time]:
    """The next free slot of each of *deliveries*, of whatever campaigns, by id; raises ``PlanError``."""
    found = assigned(desk, unit, deliveries, now)
    return {each.id: _time(each, found[each.id]) for each in deliveries}


def is_slot(text: str) -> bool:
    """Whether a person wrote that the next free slot is meant."""
    return text.strip().lower() in _SLOT


def into_slots(desk: Desk, unit: Unit, post: Post, drafts: Sequence[Delivery]) -> tuple[Post, list[Delivery]]:
    """A new *post* with its *drafts* in the next free slots; it is kept with the first of their times."""
    found = assigned(desk, unit, drafts, desk.clock.now())
    made = [seated(each, found[each.id]) for each in drafts]
    first = min(drafts, key=lambda each: found[each.id].when.at)
    wall = in_zone(found[first.id], timeline.zone(first.zone)).wall
    return replace(post, offset=wall), made


def seated(delivery: Delivery, place: Place) -> Delivery:
    """*delivery*, planned for *place*."""
    return _time(delivery, place).given_to(delivery)


def _time(delivery: Delivery, place: Place) -> Time:
    return Time(when=in_zone(place, timeline.zone(delivery.zone)), slot=place.key)


def without_lost_slot(unit: Unit, delivery: Delivery) -> Delivery:
    """*delivery*, which is about to come back: without a time where another took its slot meanwhile."""
    taken = lost_to(unit, delivery)
    if taken is None:
        return delivery
    return replace(
        delivery.unplanned(), why=f"its slot, {delivery.slot} on {delivery.slot_date}, went to {taken}"
    )


def lost_to(unit: Unit, delivery: Delivery) -> str | None:
    """The other delivery that has the slot of *delivery* by now."""
    if delivery.slot is None or delivery.slot_date is None:
        return None
    holder = unit.slots.holder((delivery.slot, delivery.slot_date), delivery.account)
    return holder if holder != delivery.id else None


def in_zone(place: Place, tz: ZoneInfo) -> timeline.Moment:
    """When *place* is, by the wall times of *tz*."""
    if tz.key == place.slot.zone:
        return place.when
    return replace(timeline.at_instant(place.when.at, tz), note=place.when.note)
