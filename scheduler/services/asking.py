"""Asking a network something as an account, by whoever may talk as it: this process, or the daemon.

One process at a time talks as an account. While a daemon runs it is the daemon; a command leaves a request
in the database and waits for the answer. A request whose asker is gone is dropped, except a removal.
"""

import os
import platform
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from scheduler.core.accounts import Account
from scheduler.core.errors import DrumbeatError, NetworkError, Refused
from scheduler.core.ports import NetworkConnection
from scheduler.core.records import Request
from scheduler.services import lookups
from scheduler.services.connecting import Connections

Answer = Mapping[str, object]


def _nothing_left(account: Account, connection: NetworkConnection, request: Request) -> None:
    """Most errands leave nothing behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a kind of request does as an account."""

    do: Callable[[Account, NetworkConnection, Request], Answer]
    tidy: Callable[[Account, NetworkConnection, Request], None] = _nothing_left
    """Takes back what it left where nobody waits for its answer any more."""


_LOOK_EVERY = 0.1  # seconds
_PATIENCE = 300.0  # seconds; an errand is a handful of requests, each with its own time-out


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Carries errands out, or has the daemon do it."""

    connections: Connections
    errands: Mapping[str, Errand]

    def ask(self, account: str, kind: str, *, actor: str, **detail: object) -> Answer:
        """What the errand *kind* brings back; raises ``NetworkError``, ``Refused``."""
        desk = self.connections.desk
        with desk.store.write() as unit:
            lookups.account_in_use(unit, account)
            request = unit.requests.add(account, kind, detail, at=desk.clock.now(), by=actor, asker=me())
        return self.wait(request)

    def wait(self, request: Request) -> Answer:
        """What *request*, left in the database, brings back; raises ``NetworkError``, ``Refused``.

        Whoever gives up waiting drops it, unless it is to outlive them.
        """
        desk = self.connections.desk
        try:
            answer = self._await(request)
        except BaseException:
            if not request.outlives_asker:
                with desk.store.write() as unit:
                    unit.requests.drop(request.id, at=desk.clock.now())
            raise
        if "error" in answer:
            raise NetworkError(str(answer["error"]), remedy=str(answer.get("remedy", "")))
        return answer

    def _await(self, request: Request) -> Answer:
        """The answer, by the daemon if one runs, else by this process."""
        desk, nobody = self.connections.desk, threading.Event()
        deadline = desk.clock.monotonic() + _PATIENCE
        while (answer := self._answer(request)) is None:
            if desk.lock.holder() is None:
                self.answer_next(request.account)
                continue
            if desk.clock.monotonic() > deadline:
                raise Refused(
                    f"The daemon did not answer within {_PATIENCE:.0f} seconds.", remedy="See its log."
                )
            desk.clock.wait(nobody, _LOOK_EVERY)
        return answer

    def _answer(self, request: Request) -> Answer | None:
        with self.connections.desk.store.read() as unit:
            seen = unit.requests.get(request.id)
        return seen.answer if seen else None

    def answer_next(self, account: str) -> bool:
        """Carry out the oldest request to *account*; whether there was one."""
        desk = self.connections.desk
        with desk.store.read() as unit:
            request = unit.requests.first_open(account)
        if request is None:
            return False
        answer = self._carried_out(request, gone=_gone(request.asker))
        with desk.store.write() as unit:
            if answer is None:
                unit.requests.drop(request.id, at=desk.clock.now())
            else:
                unit.requests.answer(request.id, answer, at=desk.clock.now())
        return True

    def _carried_out(self, request: Request, *, gone: bool) -> Answer | None:
        """The answer; None where nobody waits for one."""
        errand = self.errands[request.kind]
        try:
            with self.connections.desk.store.read() as unit:
                account = lookups.account_in_use(unit, request.account)
            connection = self.connections.of(account)
            if not gone or request.outlives_asker:
                return errand.do(account, connection, request)
            errand.tidy(account, connection, request)
        except DrumbeatError as error:
            return {"error": error.message, "remedy": error.remedy}
        return None


def me() -> str:
    """This process, as one that waits for an answer."""
    return f"{platform.node()}:{os.getpid()}"


def _gone(asker: str) -> bool:
    """Whether the process that asked is no more; of another machine nobody can tell."""
    host, _, pid = asker.rpartition(":")
    if host != platform.node():
        return False
    with suppress(PermissionError):
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
    return False
