"""The writers of one process: one at a time on one connection, and those who wait share a commit.

A commit waits for the disk, many times longer than a writer works. So a writer that is done while others
wait leaves the commit to the last of them. Each sees what those before it wrote, works behind a savepoint
if there are any, and is told of success once all of it is durable; one that fails takes back its own work
alone.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from db.failures import busy
from db.questions import run
from scheduler.core.errors import StoreError

_MOST = 32
"""Writers to a commit: the first of them waits for the last."""


class _Batch:
    """The transaction of a writer, or of several."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.writers = 0
        self.kept = False
        """Whether there is anything to commit."""
        self.over = False
        """Whether nobody may join any more."""
        self.error: StoreError | None = None
        """Why nothing of it was kept."""
        self._done = threading.Event()

    @property
    def full(self) -> bool:
        """Whether nobody else may join."""
        return self.over or self.error is not None or self.writers >= _MOST

    @contextmanager
    def member(self) -> Iterator[Connection]:
        """Work that is kept if the block ends without an exception, and otherwise taken back alone."""
        alone = not self.writers  # a savepoint makes large work slow, and one that is alone needs none
        self.writers += 1
        if not alone:
            run(self.connection, "SAVEPOINT writer")
        try:
            yield self.connection
            self._check_open()
            if not alone:
                run(self.connection, "RELEASE writer")
            self.kept = True
        except BaseException as error:
            if alone:
                self.over = True  # there is nothing else in it: it ends, and all of it is taken back
            else:
                self._take_back(error)
            raise

    def _check_open(self) -> None:
        """Raise ``StoreError`` if SQLite took the transaction back and the block went on all the same.

        It may do so by itself where the disk fails or is full; https://sqlite.org/lang_transaction.html
        """
        driver: Any = self.connection.connection.dbapi_connection
        if not driver.in_transaction:
            raise StoreError("The database took back what was written.", remedy="Repeat it.")

    def _take_back(self, error: BaseException) -> None:
        try:
            run(self.connection, "ROLLBACK TO writer")
            run(self.connection, "RELEASE writer")
        except StoreError as gone:
            self.error = error if isinstance(error, StoreError) else gone

    def end(self) -> None:
        """Commit, so that it is durable; if that fails nothing is kept, and ``wait`` says why."""
        try:
            if self.kept and self.error is None:
                self.connection.commit()
        except BaseException as error:
            # Its transaction may still be open, and SQLAlchemy would take it as ended.
            self.connection.invalidate()
            if not isinstance(error, StoreError):
                self.error = StoreError("A commit was interrupted.", remedy="Look whether it was kept.")
                raise
            self.error = error
        finally:
            self.connection.close()  # takes back what was not committed
            self._done.set()

    def wait(self) -> None:
        """Wait for ``end``; raises ``StoreError`` if nothing was kept."""
        self._done.wait()
        if self.error is not None:
            raise type(self.error)(self.error.message, remedy=self.error.remedy) from self.error


class _Waiting:
    """A writer in the queue; once it may go, with the batch that it joins, if there is one."""

    def __init__(self) -> None:
        self.may_go = threading.Event()
        self.batch: _Batch | None = None


class Writers:
    """Gives each writer of this process its turn, in the order in which they came."""

    def __init__(self, engine: Engine, path: Path, *, busy_seconds: float) -> None:
        """*engine* has one connection, which begins its transactions with the write lock."""
        self._engine, self._path, self._busy_seconds = engine, path, busy_seconds
        self._guard = threading.Lock()
        self._at_work = False
        self._queue: deque[_Waiting] = deque()

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A transaction that is durable when the block has ended without an exception.

        A block is short: others may wait with their commit until it ends. Raises ``DatabaseBusy`` where
        the turn does not come within the time-out, and ``StoreError`` where nothing could be kept.
        """
        batch = self._wait_for_turn()
        try:
            batch = batch or self._begin()
            with batch.member() as connection:
                yield connection
        finally:
            self._pass_on(batch)
        batch.wait()

    def _begin(self) -> _Batch:
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return _Batch(connection)

    def _wait_for_turn(self) -> _Batch | None:
        """Return when it is this writer's turn: with the batch to join, or None for a new one."""
        with self._guard:
            if not self._at_work:
                self._at_work = True
                return None
            me = _Waiting()
            self._queue.append(me)
        try:
            me.may_go.wait(self._busy_seconds)
        except BaseException:
            if not self._leave(me):
                self._pass_on(me.batch)
            raise
        if not me.may_go.is_set() and self._leave(me):
            raise busy(self._path)
        return me.batch

    def _leave(self, me: _Waiting) -> bool:
        """Leave the queue; False if the turn has come meanwhile."""
        with self._guard:
            if me.may_go.is_set():
                return False
            self._queue.remove(me)
            return True

    def _pass_on(self, batch: _Batch | None) -> None:
        """Let the next writer join *batch*; where nobody may, commit, and let the next one begin anew."""
        if batch is not None and not batch.full and self._next(batch):
            return
        try:
            if batch is not None:
                batch.end()
        finally:
            self._next(None)

    def _next(self, batch: _Batch | None) -> bool:
        """Let the first in the queue go, into *batch*; whether there was one."""
        with self._guard:
            if not self._queue:
                self._at_work = batch is not None  # which is still to be committed
                return False
            first = self._queue.popleft()
            first.batch = batch
            first.may_go.set()
            return True
