"""Slots as rows, and what accounts have taken of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db.questions import Question
from db.schema import delivery
from db.schema_slots import slot
from db.types import Day, Moment
from scheduler.core.delivery import State
from scheduler.core.slots import Slot, Taken, parse_days, spell_days

_D = delivery.c
_TIMED = [state for state in State if state not in {State.CANCELLED, State.FAILED}]
_SINCE = Question(
    select(_D.id, _D.state, _D.planned_at, _D.slot, _D.slot_date)
    .where(_D.account == bindparam("account"), _D.state.in_([*_TIMED, State.FAILED]))
    .where(_D.planned_at >= bindparam("since", type_=Moment()))
    .order_by(_D.planned_at, _D.id)
)
_BETWEEN = Question(
    select(_D.id, _D.planned_at)
    .where(_D.account == bindparam("account"), _D.state.in_(_TIMED))
    .where(_D.planned_at >= bindparam("first", type_=Moment()))
    .where(_D.planned_at <= bindparam("last", type_=Moment()))
)
_PLANNED = Question(
    select(_D.id)
    .where(_D.state.in_([*_TIMED, State.FAILED]))
    .where(_D.planned_at >= bindparam("first", type_=Moment()))
    .where(_D.planned_at < bindparam("last", type_=Moment()))
    .order_by(_D.planned_at, _D.id)
)
_UNTIMED = Question(
    select(_D.campaign, func.count().label("number"))
    .where(_D.state.in_([State.DRAFT, State.QUEUED]), _D.planned_at.is_(None))
    .group_by(_D.campaign)
    .order_by(_D.campaign)
)
_HOLDER = Question(
    select(_D.id)
    .where(_D.slot == bindparam("slot"), _D.slot_date == bindparam("day", type_=Day()))
    .where(_D.account == bindparam("account"), _D.slot.is_not(None), _D.state != State.CANCELLED)
)


class SlotRows:
    """Implements ``scheduler.core.slots.Slots``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def all(self) -> Sequence[Slot]:
        """Those in use, in order of their times."""
        rows = self._connection.execute(select(slot).where(slot.c.removed_at.is_(None))).mappings()
        found = [
            Slot(
                days=parse_days(row["days"]),
                wall_time=time.fromisoformat(row["wall_time"]),
                zone=row["zone"],
            )
            for row in rows
        ]
        return sorted(found, key=lambda each: (min(each.days), each.wall_time, each.id))

    def add(self, value: Slot, *, at: datetime, by: str) -> None:
        """Keep a slot; one that was removed is in use again, and what filled it still does."""
        added = {"added_at": at, "added_by": by, "removed_at": None, "removed_by": None}
        again = update(slot).where(slot.c.id == value.id)
        if self._connection.execute(again.values(added)).rowcount:
            return
        row = {
            "id": value.id,
            "days": spell_days(value.days),
            "wall_time": value.wall_time.strftime("%H:%M"),
            "zone": value.zone,
        }
        self._connection.execute(insert(slot), row | added)

    def remove(self, value: Slot, *, at: datetime, by: str) -> None:
        """Take a slot out of use; what fills it keeps its time and its place."""
        self._connection.execute(
            update(slot).where(slot.c.id == value.id).values(removed_at=at, removed_by=by)
        )

    def taken(self, account: str, since: datetime, *, but: frozenset[str]) -> Taken:
        """What the account has planned or sent since then, aside from the deliveries in *but*."""
        rows = [
            row for row in _SINCE.rows(self._connection, account=account, since=since) if row["id"] not in but
        ]
        return Taken(
            times=tuple(row["planned_at"] for row in rows if row["state"] is not State.FAILED),
            places=frozenset((row["slot"], row["slot_date"]) for row in rows if row["slot"] is not None),
        )

    def between(self, account: str, first: datetime, last: datetime) -> Mapping[str, datetime]:
        """When each delivery of the account goes out that is planned from *first* to *last*, or went."""
        rows = _BETWEEN.rows(self._connection, account=account, first=first, last=last)
        return {row["id"]: row["planned_at"] for row in rows}

    def planned(self, first: datetime, last: datetime) -> Sequence[str]:
        """The deliveries planned from *first* to before *last* that are not cancelled, by time."""
        return _PLANNED.column(self._connection, first=first, last=last)

    def untimed(self) -> Mapping[str, int]:
        """How many drafts and queued deliveries have no time, by campaign."""
        return {row["campaign"]: row["number"] for row in _UNTIMED.rows(self._connection)}

    def holder(self, place: tuple[str, date], account: str) -> str | None:
        """The delivery that has the slot on that day on the account."""
        id: str | None = _HOLDER.value(self._connection, slot=place[0], day=place[1], account=account)
        return id
