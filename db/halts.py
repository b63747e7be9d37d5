"""Halts, and the lives of daemons, as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from db.questions import Question
from db.rows import row_of, value_of
from db.schema import halt, run
from db.stale import changed_since
from scheduler.core.records import Halt, Run

_CURRENT = Question(select(halt).where(halt.c.resumed_at.is_(None)))


class HaltRows:
    """Implements ``scheduler.core.storage.Halts``. There is one halt at a time at most."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def current(self) -> Halt | None:
        """The halt that nobody has resumed from, or None."""
        row = _CURRENT.first(self._connection)
        return None if row is None else value_of(Halt, row)

    def all(self) -> Sequence[Halt]:
        """Every halt, the oldest first."""
        rows = self._connection.execute(select(halt).order_by(halt.c.id)).mappings()
        return [value_of(Halt, row) for row in rows]

    def get(self, id: int) -> Halt | None:
        """The halt of that number, past or present."""
        row = self._connection.execute(select(halt).where(halt.c.id == id)).mappings().first()
        return None if row is None else value_of(Halt, row)

    def begin(self, *, at: datetime, by: str, reason: str) -> Halt:
        """Halt everything; a halt that is on already goes on as it is, and is answered."""
        current = self.current()
        if current is not None:
            return current
        row = {"at": at, "by": by, "reason": reason}
        made = self._connection.execute(insert(halt).returning(halt.c.id), row).scalar_one()
        return Halt(id=made, at=at, by=by, reason=reason)

    def end(self, value: Halt, *, at: datetime, by: str) -> None:
        """Resume; raises ``Stale`` if somebody has done so since."""
        on = (halt.c.id == value.id) & halt.c.resumed_at.is_(None)
        done = self._connection.execute(update(halt).where(on).values(resumed_at=at, resumed_by=by))
        if done.rowcount != 1:
            raise changed_since("halt of", f"{value.at:%Y-%m-%d %H:%M} UTC", "drumbeat status")


class RunRows:
    """Implements ``scheduler.core.storage.Runs``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def begin(self, *, host: str, pid: int, at: datetime) -> Run:
        """A new run, numbered one higher than any before."""
        number = self._connection.execute(select(func.coalesce(func.max(run.c.number), 0) + 1)).scalar_one()
        made = Run(number=number, host=host, pid=pid, started_at=at, seen_at=at)
        self._connection.execute(insert(run), row_of(made))
        return made

    def latest(self) -> Run | None:
        """The run with the highest number."""
        rows = self._connection.execute(select(run).order_by(run.c.number.desc()).limit(1))
        row = rows.mappings().first()
        return None if row is None else value_of(Run, row)

    def get(self, number: int) -> Run | None:
        """The run of that number."""
        row = self._connection.execute(select(run).where(run.c.number == number)).mappings().first()
        return None if row is None else value_of(Run, row)

    def save(self, value: Run) -> None:
        """Write when it was seen, when it stopped and which halt it confirmed."""
        changes = row_of(value, without=frozenset({"number", "host", "pid", "started_at"}))
        self._connection.execute(update(run).where(run.c.number == value.number).values(changes))
