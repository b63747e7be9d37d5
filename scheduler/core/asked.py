"""The requests that are kept, as the rules need them; see ``scheduler.core.storage``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from scheduler.core.records import Request


class Requests(Protocol):
    """What commands ask of the process that talks as an account."""

    def add(
        self,
        account: str,
        kind: str,
        detail: Mapping[str, object],
        *,
        at: datetime,
        by: str,
        asker: str,
        delivery: str | None = None,
        outlives_asker: bool = False,
    ) -> Request: ...
    def get(self, id: int) -> Request | None: ...
    def first_open(self, account: str) -> Request | None:
        """The oldest that is neither answered nor dropped."""
        ...

    def waiting(self) -> Sequence[str]:
        """Accounts of which something is asked."""
        ...

    def note(self, id: int, detail: Mapping[str, object]) -> None:
        """Keep how far an errand got, in place of its detail."""
        ...

    def answer(self, id: int, answer: Mapping[str, object], *, at: datetime) -> None: ...
    def drop(self, id: int, *, at: datetime) -> None:
        """Give up one that is open; nothing happens to another."""
        ...
