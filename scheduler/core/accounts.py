"""One signed-in identity on one network."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.core.errors import InputError

_ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+)(:\d{1,5})?")
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Connection(StrEnum):
    """How an account reaches its network."""

    REAL = "real"
    REHEARSAL = "rehearsal"
    """A network played in the box, for nobody to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A row made by ``account add``: unique by network and remote id, never deleted."""

    name: str
    network: str
    connection: Connection
    remote_id: str
    handle: str
    service: str = ""
    """The address of the network's server that it speaks to; empty for a rehearsal."""
    kind: str = ""
    """One of its network's ``kinds``, where the network tells accounts apart."""
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None
    removed_by: str | None = None
    paused_at: datetime | None = None
    paused_by: str | None = None
    stopped_at: datetime | None = None
    stopped_why: str = ""
    month_budget: int | None = None
    """Micro-dollars that it may cost in a calendar month; None: as configured."""
    hour_fuse: int | None = None
    """Messages that may go out within an hour; None: as configured."""
    day_fuse: int | None = None
    """Messages that may go out within a day; None: as configured."""
    bounded_at: datetime | None = None
    """When budget, fuse or kind was last set."""
    bounded_by: str | None = None
    proved_at: datetime | None = None
    """When ``account prove`` last saw that what it posts can be found again."""
    sends_again: bool = False
    """Whether what was not found after the last look is sent once more; for proved accounts alone."""
    revision: int = 1

    @property
    def rehearsal(self) -> bool:
        """Whether what it sends is seen by nobody."""
        return self.connection is Connection.REHEARSAL


def check_service(address: str) -> str:
    """*address* of a network's server if secrets may go there; raises ``InputError``."""
    plain = address.rstrip("/")
    match = _ADDRESS.fullmatch(plain)
    if match is None:
        raise InputError(
            f"{address!r} is no address of a server.", remedy="Give one such as https://pds.example.org"
        )
    if match["scheme"] == "http" and match["host"] not in _THIS_MACHINE:
        raise InputError(
            f"{plain} is not encrypted: secrets would be read on their way.",
            remedy="Give an https:// address.",
        )
    return plain


def out_of_reach(account: Account) -> str | None:
    """Why nothing can be deleted as *account* now, or None: a pause keeps nothing from being deleted."""
    if account.removed_at is not None:
        return f"the account {account.name} was removed; it is deleted once that is added again"
    if account.stopped_at is not None:
        return f"the account {account.name} is stopped: {account.stopped_why}"
    return None
