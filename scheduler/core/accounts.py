"""One signed-in identity on one network."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None
    removed_by: str | None = None
    paused_at: datetime | None = None
    paused_by: str | None = None
    stopped_at: datetime | None = None
    stopped_why: str = ""
    revision: int = 1

    @property
    def rehearsal(self) -> bool:
        """Whether what it sends is seen by nobody."""
        return self.connection is Connection.REHEARSAL
