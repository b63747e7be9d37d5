"""The rehearsal as its owner sees it: connections out, faults in, and what is on record."""

from pathlib import Path
from types import TracebackType
from typing import Self

from scheduler.core.limits import Network
from scheduler.core.ports import Clock, NetworkConnection
from scheduler.networks.rehearsal.connection import RehearsalConnection
from scheduler.networks.rehearsal.faults import Call, Fault, FaultKind
from scheduler.networks.rehearsal.posts import RehearsedPost
from scheduler.networks.rehearsal.record import Record


class RehearsalServer:
    """A rehearsal's file, opened, and made if it is not there; safe with several threads and processes.

    Raises ``StoreError`` where the file cannot be used or is another program's.
    """

    def __init__(self, path: str | Path) -> None:
        self._record = Record(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; its connections are of no use any more."""
        self._record.close()

    def connect(
        self,
        account: str,
        network: Network,
        clock: Clock,
        *,
        answers: tuple[float, float] = (0.1, 0.5),
        timeout: float = 30.0,
        seed: int | None = None,
    ) -> NetworkConnection:
        """A connection for *account* that plays *network*; see ``RehearsalConnection``."""
        return RehearsalConnection(
            self._record, account, network, clock, answers=answers, timeout=timeout, seed=seed
        )

    def order_fault(
        self,
        kind: FaultKind | str,
        account: str,
        *,
        times: int = 1,
        skip: int = 0,
        call: Call | str = Call.PUBLISH,
        seconds: float = 2.0,
    ) -> None:
        """Let *skip* requests of *account* pass and the next *times* go wrong, whichever process asks.

        *seconds* is for ``throttle``. An account's orders for one call are worked off one after the
        other. Raises ``ValueError`` for a kind, a call or a number that does not exist.
        """
        fault = Fault(
            kind=FaultKind(kind), account=account, call=Call(call), times=times, skip=skip, seconds=seconds
        )
        self._record.order(fault)

    def faults(self) -> list[Fault]:
        """Orders that are not used up, with what is left of them."""
        return self._record.faults()

    def posts(self, account: str | None = None) -> list[RehearsedPost]:
        """Everything ever published, by *account* or by all, removed or not, in the order of commits."""
        return self._record.posts(account)

    def picture(self, sha256: str) -> bytes:
        """A picture of a post. Raises ``KeyError`` if it was never uploaded."""
        data = self._record.picture(sha256)
        if data is None:
            raise KeyError(sha256)
        return data
