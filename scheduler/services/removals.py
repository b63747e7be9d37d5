"""Carrying out what was asked to be deleted: by the process that talks as the account, until it is gone."""

import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery, Part
from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NetworkError, NotSent, Rejected
from scheduler.core.ports import NetworkConnection
from scheduler.core.records import Attempt, Event, Request
from scheduler.core.retry import Backoff
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.asking import Answer
from scheduler.services.desk import Desk
from scheduler.services.pausing import stop_account

log = logging.getLogger("drumbeat.removing")

_REFUSED_AGAIN = timedelta(days=1)
"""After how long a network is asked again that refused for good; a person sees it meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remover:
    """Deletes the parts of a delivery, the last one first, and sees that each is gone.

    Repeating it is harmless: whoever ends between the request and its answer leaves the part as one that is
    still to be deleted.
    """

    desk: Desk
    connect: Callable[[Account], NetworkConnection]
    backoff: Backoff

    def do(self, _account: Account, connection: NetworkConnection, request: Request) -> Answer:
        """The errand; what came of it is with the delivery."""
        with self.desk.store.read() as unit:
            delivery = lookups.delivery(unit, request.delivery or "")
        self._carry_out(delivery, connection)
        return {"delivery": delivery.id}

    def remove_next(self, name: str) -> bool:
        """Delete what of the account is due to be; whether there was anything."""
        with self.desk.store.read() as unit:
            delivery = unit.deliveries.to_remove(name, self.desk.clock.now())
            account = lookups.account(unit, name)
        if delivery is None:
            return False
        try:
            connection = self.connect(account)
        except NetworkError as error:
            self._put_off(delivery.id, None, error)
        else:
            self._carry_out(delivery, connection)
        return True

    def _carry_out(self, delivery: Delivery, connection: NetworkConnection) -> None:
        if not delivery.removal_due:
            return
        for part in reversed(delivery.seen_parts):
            error = self._tried(delivery, part, connection)
            if error is not None:
                self._put_off(delivery.id, part.n, error)
                return
            self._note_gone(delivery.id, part.n)

    def _tried(self, delivery: Delivery, part: Part, connection: NetworkConnection) -> NetworkError | None:
        """What keeps *part* from being known to be gone, or None; an answer that is lost is asked for."""
        try:
            with suppress(MaybeSent):
                connection.remove(part.remote_id or "")
            still = connection.seen(part.remote_id or "")
        except NetworkError as error:
            return error
        except Exception as error:
            log.exception("%s: deleting failed", delivery.id)
            return NotSent(f"deleting failed: {error!r}")
        return NotSent(f"the network still shows {part.link or part.remote_id}") if still else None

    def _note_gone(self, id: str, n: int) -> None:
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            old = lookups.delivery(unit, id)
            gone = {"removed_at": now, "removed_by": old.removal_asked_by, "live": False, "looked_at": now}
            new = old.with_part(n, **gone)
            if not new.removal_due:
                new = replace(new, next_try_at=None, tries=0, why=f"deleted by {old.removal_asked_by}")
            _save(unit, old, new, now, "deleted", n)
        log.info("%s part %d deleted, as %s asked", id, n, old.removal_asked_by)

    def _put_off(self, id: str, n: int | None, error: NetworkError) -> None:
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            old = lookups.delivery(unit, id)
            if isinstance(error, AccountTrouble):
                stop_account(self.desk, unit, old.account, error.message)
            tries = old.tries + 1
            at = self._again(error, tries, now)
            _save(
                unit, old, replace(old, tries=tries, next_try_at=at, why=error.message), now, "not yet", n,
                said=str(error), next_try_at=at.isoformat(),
            )  # fmt: skip
        log.info("%s not deleted yet: %s", id, error.message)

    def _again(self, error: NetworkError, tries: int, now: datetime) -> datetime:
        luck = random.random()  # noqa: S311 -- spreads tries, nothing secret
        match error:
            case ComeBackLater():
                return self.backoff.come_back(error.until, now, luck)
            case Rejected():
                return now + _REFUSED_AGAIN
            case _:
                return self.backoff.next_try(tries, now, luck)


def _save(
    unit: Unit, old: Delivery, new: Delivery, now: datetime, outcome: str, part: int | None, **detail: object
) -> None:
    unit.deliveries.save(old, new)
    unit.deliveries.note(
        Attempt(
            delivery=old.id,
            at=now,
            event=Event.REMOVED,
            actor=old.removal_asked_by or "",
            outcome=outcome,
            part=part,
            detail=detail,
        )
    )
