"""Faults that can be ordered of a rehearsal, and what each does to a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.errors import AccountTrouble, ComeBackLater, NotSent, Rejected


class FaultKind(StrEnum):
    """What goes wrong. The first four happen before anything is carried out, the others after."""

    REFUSE = "refuse"
    """Refused for good: ``Rejected``."""
    THROTTLE = "throttle"
    """Not now: ``ComeBackLater``, in ``Fault.seconds``."""
    TROUBLE = "trouble"
    """The account must be mended: ``AccountTrouble``."""
    UNREACHABLE = "unreachable"
    """Nobody there: ``NotSent``."""
    DROP = "drop"
    """Carried out, and the answer is lost: ``MaybeSent``."""
    HANG = "hang"
    """Carried out, and no answer until the caller's time-out: ``MaybeSent``."""


class Call(StrEnum):
    """The request that a fault strikes."""

    PREPARE = "prepare"
    PUBLISH = "publish"
    FIND = "find"
    RECENT = "recent"
    REMOVE = "remove"
    SEEN = "seen"
    LET_REPLY = "let_reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An order: let *skip* requests pass, then strike *times* requests of one account."""

    kind: FaultKind
    account: str
    call: Call = Call.PUBLISH
    times: int = 1
    skip: int = 0
    seconds: float = 2.0
    """For ``throttle``: after how long to come back."""

    def __post_init__(self) -> None:
        if self.times < 1 or self.skip < 0 or self.seconds < 0:
            raise ValueError("a fault strikes at least once, and skips and waits no less than nothing")


def strike(fault: Fault, now: datetime) -> None:
    """Raise what *fault* does to a request before it is carried out; nothing for ``drop`` and ``hang``."""
    asked = f"Fault ordered for {fault.account}, {fault.kind} on {fault.call}"
    match fault.kind:
        case FaultKind.REFUSE:
            raise Rejected(f"{asked}: refused for good.")
        case FaultKind.THROTTLE:
            until = now + timedelta(seconds=fault.seconds)
            raise ComeBackLater(f"{asked}: too many requests; come back in {fault.seconds:g} s.", until=until)
        case FaultKind.TROUBLE:
            raise AccountTrouble(f"{asked}: the account is locked.")
        case FaultKind.UNREACHABLE:
            raise NotSent(f"{asked}: nobody answers at the network's address.")
        case FaultKind.DROP | FaultKind.HANG:
            return
