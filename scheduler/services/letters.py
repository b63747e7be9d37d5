"""Letters: the parts of a delivery, ready to hand to a network."""

from collections.abc import Sequence

from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import NotSent
from scheduler.core.ports import Letter
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk


def letters(desk: Desk, delivery: Delivery, parts: Sequence[Part]) -> list[Letter]:
    """One letter for each of *parts*, which come next; the first answers what is out of *delivery* already.

    Raises ``NotSent`` where a picture is missing.
    """
    with desk.store.read() as unit:
        lang = lookups.statement(unit, delivery.statement).lang
        before = above(unit, delivery, parts[0])
    return [_letter(desk, delivery, part, lang, before if part is parts[0] else None) for part in parts]


def above(unit: Unit, delivery: Delivery, part: Part) -> Part | None:
    """What *part* answers: the one before it, else the first part of what *delivery* answers, if anything."""
    before = next((each for each in reversed(delivery.parts) if each.n < part.n), None)
    answered = None if before else lookups.answered(unit, delivery)
    return answered.parts[0] if answered else before


def _letter(desk: Desk, delivery: Delivery, part: Part, lang: str | None, before: Part | None) -> Letter:
    thumb = part.preview.sha256 if part.preview else None
    return Letter(
        account=delivery.account,
        part=part,
        pictures=tuple(_bytes(desk, each.sha256) for each in part.pictures),
        lang=lang,
        reply_to=before.remote_id if before else None,
        may_reply=delivery.may_reply,
        quotable=delivery.quotable,
        labels=delivery.labels,
        thumb=_bytes(desk, thumb) if thumb else None,
    )


def _bytes(desk: Desk, sha256: str) -> bytes:
    data = desk.pictures.get(sha256)
    if data is None:
        # Not the network's refusal: the check, a gate of the next claim, holds it for a person.
        raise NotSent("a picture is missing or was changed since it was approved")
    return data
