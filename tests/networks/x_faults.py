"""Faults that can be ordered of the fake X, and what each does to a request."""

import dataclasses
import threading
from dataclasses import dataclass
from typing import Any

import x_answers as answers
from x_answers import Answer

CALLS = ("upload", "status", "alt", "post", "timeline", "remove", "seen", "me", "user")
"""The requests that a fault can strike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What becomes of one request.

    It is ``carried_out`` or not; then, after ``seconds`` of real time, ``answer`` is sent, or only its first half
    if it is ``cut``; None sends what the server would have answered. ``end`` is how the connection ends: ``close``,
    ``reset``, or ``hold``: never, until the caller gave up. ``silent``: no byte is sent.
    """

    carried_out: bool = True
    answer: Answer | None = None
    cut: bool = False
    silent: bool = False
    end: str = "close"
    seconds: float = 0.0


def _after(answer: Answer) -> Fault:
    return Fault(answer=answer)


def _instead(answer: Answer) -> Fault:
    return Fault(answer=answer, carried_out=False)


def _body(status: int, body: bytes) -> Answer:
    return Answer(status=status, body=body)


_CREATED = 201
_ELSEWHERE = {"Location": "http://127.0.0.1:1/2/tweets"}
_INTERNAL = answers.problem(500, "Internal error")

KINDS: dict[str, Fault] = {
    # carried out, and nobody is told so
    "drop": Fault(silent=True),
    "cut": Fault(cut=True),
    "reset": Fault(silent=True, end="reset"),
    "hang": Fault(silent=True, end="hold"),
    "html-503": _after(answers.page(503)),
    "500": _after(_INTERNAL),
    "garbage": _after(_body(_CREATED, b'{"data": {"id": "1')),
    "page": _after(dataclasses.replace(answers.page(200), status=_CREATED)),
    "empty": _after(_body(_CREATED, b"")),
    "null": _after(_body(_CREATED, b"null")),
    "list": _after(_body(_CREATED, b"[]")),
    "nothing-in-it": _after(_body(_CREATED, b'{"data": {}}')),
    "no-id": _after(_body(_CREATED, b'{"data": {"id": "soon", "text": ""}}')),
    "only-errors": _after(_body(_CREATED, b'{"errors": [{"title": "Forbidden"}]}')),
    "500-list": _after(_body(500, b"[null]")),
    "500-null": _after(_body(500, b"null")),
    "no-content": _after(_body(204, b"")),
    "not-unicode": _after(_body(_CREATED, b'{"data": {"id": "\xff\xfe"}}')),
    "conflict": _after(answers.problem(409, "Conflict")),
    # late, and otherwise as it should be
    "delay": Fault(seconds=1.0),
    # the same silences where nothing was carried out: nobody can tell the difference
    "closed-before": Fault(carried_out=False, silent=True),
    "reset-before": Fault(carried_out=False, silent=True, end="reset"),
    "hang-before": Fault(carried_out=False, silent=True, end="hold"),
    "html-503-before": _instead(answers.page(503)),
    "500-before": _instead(_INTERNAL),
    # refused, and told so
    "unauthorized": _instead(answers.UNAUTHORIZED),
    "token-expired": _instead(
        answers.told(401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]})
    ),
    "no-credit": _instead(answers.NO_CREDIT),
    "suspended": _instead(answers.SUSPENDED),
    "locked": _instead(answers.LOCKED),
    "automated": _instead(answers.AUTOMATED),
    "read-only": _instead(answers.READ_ONLY),
    "client-forbidden": _instead(answers.CLIENT_FORBIDDEN),
    "tier": _instead(answers.TIER),
    "forbidden-page": _instead(answers.page(403)),
    "moved": _instead(Answer(status=302, headers=_ELSEWHERE)),
    "moved-for-good": _instead(Answer(status=308, headers=_ELSEWHERE)),
    "not-found": _instead(answers.page(404)),
    "duplicate": _instead(answers.DUPLICATE),
    "duplicate-187": _instead(
        answers.told(403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]})
    ),
    "reply-refused": _instead(answers.REPLY_REFUSED),
    "quote-refused": _instead(answers.QUOTE_REFUSED),
    "parent-gone": _instead(answers.PARENT_GONE),
    "forbidden": _instead(answers.forbidden("A reason that nobody has seen before.")),
    "invalid": _instead(answers.invalid("A message that nobody has seen before.")),
    "media-invalid": _instead(answers.MEDIA_INVALID),
    "too-large": _instead(answers.page(413)),
    "day-is-over": _instead(answers.DAY_IS_OVER),
    "throttle": _instead(answers.too_many()),  # with the reset that the order's seconds tell
}


@dataclass(kw_only=True)
class Order:
    """Let *skip* requests of one account, or of all, pass and then strike *times* of them."""

    kind: str
    fault: Fault
    call: str
    account: str | None
    times: int = 1
    skip: int = 0
    seconds: float | None = None


class Orders:
    """What was ordered and is not used up. Safe with several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[Order] = []

    def add(
        self,
        kind: str,
        call: str = "post",
        *,
        account: str | None = None,
        times: int = 1,
        skip: int = 0,
        seconds: float | None = None,
        fault: Fault | None = None,
    ) -> None:
        """Order *kind*, or the *fault* handed in. Raises ``ValueError`` for what does not exist.

        *seconds*: how late the answer of any kind is, for ``throttle`` when to come back.
        """
        if (fault is None and kind not in KINDS) or call not in CALLS or times < 1 or skip < 0:
            raise ValueError(f"no such fault: {kind} on {call}, {times} after {skip}")
        made = fault or KINDS[kind]
        if seconds is not None and kind != "throttle":
            made = dataclasses.replace(made, seconds=seconds)
        order = Order(
            kind=kind, fault=made, call=call, account=account, times=times, skip=skip, seconds=seconds
        )
        with self._lock:
            self._open.append(order)

    def clear(self) -> None:
        """Forget all orders."""
        with self._lock:
            self._open.clear()

    def left(self) -> list[dict[str, Any]]:
        """What is not used up."""
        with self._lock:
            return [
                {"kind": each.kind, "call": each.call, "account": each.account, "times": each.times}
                for each in self._open
            ]

    def take(self, call: str, account: str | None) -> Order | None:
        """The order that strikes this request."""
        with self._lock:
            for order in self._open:
                if order.call != call or order.account not in (None, account):
                    continue
                if order.skip:
                    order.skip -= 1
                    return None
                order.times -= 1
                if not order.times:
                    self._open.remove(order)
                return order
        return None
