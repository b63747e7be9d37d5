"""What commands ask of the process that talks as an account, as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from db.questions import Question
from db.rows import value_of
from db.schema import request
from scheduler.core.records import Request

_OPEN = request.c.answered_at.is_(None) & request.c.dropped_at.is_(None)


_FIRST_OPEN = Question(
    select(request).where(_OPEN, request.c.account == bindparam("account")).order_by(request.c.id).limit(1)
)
_WAITING = Question(select(request.c.account).where(_OPEN).distinct())


class RequestRows:
    """Implements ``scheduler.core.storage.Requests``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

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
    ) -> Request:
        """Keep a new request."""
        row = {
            "account": account,
            "kind": kind,
            "detail": detail,
            "asked_at": at,
            "asked_by": by,
            "asker": asker,
            "delivery": delivery,
            "outlives_asker": outlives_asker,
        }
        (id,) = self._connection.execute(insert(request), row).inserted_primary_key or (0,)
        return value_of(Request, row | {"id": id, "answered_at": None, "answer": None, "dropped_at": None})

    def get(self, id: int) -> Request | None:
        """The request number *id*."""
        row = self._connection.execute(select(request).where(request.c.id == id)).mappings().first()
        return None if row is None else value_of(Request, row)

    def first_open(self, account: str) -> Request | None:
        """The oldest that is neither answered nor dropped."""
        row = _FIRST_OPEN.first(self._connection, account=account)
        return None if row is None else value_of(Request, row)

    def waiting(self) -> Sequence[str]:
        """Accounts of which something is asked."""
        return _WAITING.column(self._connection)

    def note(self, id: int, detail: Mapping[str, object]) -> None:
        """Keep how far an errand got, in place of its detail."""
        self._connection.execute(update(request).where(request.c.id == id).values(detail=detail))

    def answer(self, id: int, answer: Mapping[str, object], *, at: datetime) -> None:
        """Keep the answer; that of a request which was dropped is nobody's any more."""
        here = _OPEN & (request.c.id == id)
        self._connection.execute(update(request).where(here).values(answer=answer, answered_at=at))

    def drop(self, id: int, *, at: datetime) -> None:
        """Give up one that is open; nothing happens to another."""
        here = _OPEN & (request.c.id == id)
        self._connection.execute(update(request).where(here).values(dropped_at=at))
