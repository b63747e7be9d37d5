"""Asking a network for what may be out."""

import logging
from collections.abc import Callable
from datetime import datetime

from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.errors import NetworkError, NotSent
from scheduler.core.limits import Lookup
from scheduler.core.looking import Sought, Verdict, look
from scheduler.core.ports import NetworkConnection
from scheduler.core.records import Event
from scheduler.core.storage import Store

log = logging.getLogger("drumbeat.sending")


def asked(connect: Callable[[], NetworkConnection], lookup: Lookup, sought: Sought) -> Verdict | NetworkError:
    """What one look for what is *sought* tells; whatever goes wrong is a ``NetworkError``."""
    try:
        return look(connect(), lookup, sought)
    except NetworkError as error:
        return error
    except Exception as error:
        log.exception("looking for part %d failed", sought.part.n)
        return NotSent(f"looking failed: {error!r}")


def launched_in_doubt(store: Store, delivery: Delivery, part: Part) -> datetime | None:
    """When *part* was first launched, if what became of a launch was ever in doubt; else None."""
    with store.read() as unit:
        events = unit.deliveries.attempts(delivery.id)
    launches = [each.at for each in events if each.event is Event.LAUNCHED and each.part == part.n]
    doubt = any(each.outcome == State.UNCERTAIN for each in events)
    return launches[0] if launches and doubt else None
