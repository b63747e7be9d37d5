"""A heartbeat: an address that is fetched while all is well, so that its owner notices when it no longer is.

Source: https://healthchecks.io/docs/http_api/ (a GET of the address is the ping)
"""

from dataclasses import dataclass, field

from scheduler.telling.wire import send


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """Implements ``scheduler.core.telling.Pulse``."""

    address: str = field(repr=False)

    def beat(self) -> str:
        """Fetch the address; what it answered. Raises ``NotTaken``."""
        return str(send("GET", self.address, headers={"user-agent": "drumbeat"}))
