"""What a person changed of a post, recorded with what was there before: to be read and to be taken back.

Whoever changes words, alt text or times, or cancels, appends ``note`` to the delivery's attempts. What was
changed at once shares one act, and is taken back as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.records import Attempt
from scheduler.core.storage import Unit
from scheduler.services.approving import decision

Facts = Mapping[str, Any]
"""What a person can change of a delivery, as an attempt's detail holds it; a part is called ``part 1``."""


_BACK = frozenset({State.DRAFT, State.QUEUED, State.CANCELLED})
"""What a decision leads to that can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One delivery before and after."""

    old: Delivery
    new: Delivery
    remarks: tuple[str, ...] = ()
    """For the person who made it."""

    @property
    def approval_voided(self) -> bool:
        """Whether it was approved and no longer is."""
        return self.old.approval is not None and self.new.approval is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words, or an alt text, of one delivery before and after."""

    delivery: str
    thing: str
    """``words`` or ``alt text``, with its part and its picture where there are several."""
    old: str
    new: str


def act_of(first: Delivery) -> str:
    """A name for one act, used once: the first delivery that it changes, and the revision that it makes."""
    return f"{first.id}/{first.revision + 1}"


def note(
    act: str, old: Delivery, new: Delivery, actor: str, now: datetime, outcome: str, **detail: object
) -> Attempt:
    """The event that *actor* made *new* of *old*; *detail* is what else is to be taken back with it."""
    before, after = facts(old), facts(new)
    differing = [key for key in before | after if before.get(key) != after.get(key)]
    parts = [key for key in differing if key.startswith("part ")]
    event = decision(
        new,
        actor,
        now,
        outcome,
        change=act,
        revision=old.revision + 1,
        before={key: before.get(key) for key in differing},
        after={key: after.get(key) for key in differing},
        **detail,
    )
    return replace(event, part=int(parts[0].removeprefix("part ")) if len(parts) == 1 else None)


def decided(
    act: str, old: Delivery, new: Delivery, actor: str, now: datetime, outcome: str, **detail: object
) -> Attempt:
    """As ``note``, for a decision; one that cannot be taken back, or leaves all as it was, is no change."""
    if new.state in _BACK and not old.in_doubt and facts(old) != facts(new):
        return note(act, old, new, actor, now, outcome, **detail)
    return decision(new, actor, now, outcome, **detail)


def facts(delivery: Delivery) -> dict[str, Any]:
    """What a person can change of *delivery*, and what that does to its state and its approval."""
    found: dict[str, Any] = {
        "state": delivery.standing,
        "approval": delivery.approval,
        "approved_by": delivery.approved_by,
        "approved_at": delivery.approved_at.isoformat() if delivery.approved_at else None,
        "planned_at": delivery.planned_at.isoformat() if delivery.planned_at else None,
        "planned_local": delivery.planned_local,
        "slot": [delivery.slot, str(delivery.slot_date)] if delivery.slot else None,
    }
    return found | {f"part {part.n}": _of_part(part) for part in delivery.parts}


def _of_part(part: Part) -> dict[str, Any]:
    return {
        "words": part.words,
        "left_out": list(part.left_out),
        "mentions": dict(part.mentions),
        "alt": [picture.alt for picture in part.pictures],
    }


def save_all(unit: Unit, made: Sequence[Change]) -> bool:
    """Write them all, though slots may change hands; False if somebody changed one meanwhile.

    The transaction is then to be given up.
    """
    freed = [
        (each.old, replace(each.old, slot=None, slot_date=None))
        for each in made
        if each.old.slot is not None and _place(each.old) != _place(each.new)
    ]
    if not unit.deliveries.save_all(freed):
        return False
    old = {free.id: replace(free, revision=free.revision + 1) for _, free in freed}
    return unit.deliveries.save_all([(old.get(each.old.id, each.old), each.new) for each in made])


def _place(delivery: Delivery) -> tuple[str | None, date | None]:
    return delivery.slot, delivery.slot_date


def differences(old: Delivery, new: Delivery) -> Iterator[Difference]:
    """What *new* says otherwise than *old*; both have the same parts."""
    several = len(old.parts) > 1
    for before, after in zip(old.parts, new.parts, strict=True):
        place = f"part {before.n} " if several else ""
        if before.words != after.words:
            yield Difference(delivery=new.id, thing=f"{place}words", old=before.words, new=after.words)
        for n, (was, is_) in enumerate(zip(before.pictures, after.pictures, strict=True), start=1):
            which = f" {n}" if len(before.pictures) > 1 else ""
            if was.alt != is_.alt:
                yield Difference(delivery=new.id, thing=f"{place}alt text{which}", old=was.alt, new=is_.alt)
