"""Statements with their excerpts, and cards, as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from db.questions import Question
from db.rows import row_of, value_of
from db.schema_rulings import ruling
from db.schema_statements import card, excerpt, statement
from db.stale import changed_since
from scheduler.core.records import KeptCard, KeptExcerpt, KeptRuling, KeptStatement

_BY_ID = Question(select(statement).where(statement.c.id == bindparam("id")))
_BY_DIGEST = Question(
    select(statement)
    .where(statement.c.sha256 == bindparam("sha256"))
    .order_by(statement.c.added_at, statement.c.id)
)
_BY_ADDRESS = Question(
    select(statement)
    .where(
        statement.c.fetched_from == bindparam("address"), statement.c.text_sha256 == bindparam("text_sha256")
    )
    .order_by(statement.c.added_at, statement.c.id)
)
_CORRECTED_BY = Question(select(statement.c.id).where(statement.c.supersedes == bindparam("id")))
_TRANSLATED = Question(
    select(statement.c.id).where(statement.c.translation_of == bindparam("id")).order_by(statement.c.id)
)
_EXCERPT = Question(select(excerpt).where(excerpt.c.id == bindparam("id")))
_IN_FORCE = Question(
    select(ruling)
    .where(ruling.c.statement == bindparam("statement"), ruling.c.undone_at.is_(None))
    .order_by(ruling.c.n)
)
_SETTABLE = (
    *("issuer", "url", "lang", "published", "title", "changed_by"),
    *("withdrawn_at", "withdrawn_by", "withdrawn_why", "supersedes", "translation_of"),
)
_ELSEWHERE = frozenset({"rulings"})


def _row(value: KeptStatement) -> dict[str, Any]:
    return row_of(value, without=_ELSEWHERE) | {"guessed": tuple(sorted(value.guessed))}


class StatementRows:
    """Implements ``scheduler.core.storage.Statements``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def add(self, value: KeptStatement) -> None:
        """Keep a new statement, with its rulings."""
        self._connection.execute(insert(statement), _row(value))
        for each in value.rulings:
            self.add_ruling(each)

    def get(self, id: str) -> KeptStatement | None:
        """The statement called *id*."""
        row = _BY_ID.first(self._connection, id=id)
        return None if row is None else self._statement(row)

    def by_digest(self, sha256: str) -> Sequence[KeptStatement]:
        """The statements whose original bytes have this SHA-256, one for each format, the oldest first."""
        return [self._statement(row) for row in _BY_DIGEST.rows(self._connection, sha256=sha256)]

    def by_address(self, address: str, text_sha256: str) -> Sequence[KeptStatement]:
        """The statements with this text that were fetched from *address*, the oldest first."""
        rows = _BY_ADDRESS.rows(self._connection, address=address, text_sha256=text_sha256)
        return [self._statement(row) for row in rows]

    def _statement(self, row: RowMapping | Mapping[str, Any]) -> KeptStatement:
        found = _IN_FORCE.rows(self._connection, statement=row["id"])
        rulings = tuple(value_of(KeptRuling, each) for each in found)
        return value_of(KeptStatement, row, guessed=frozenset(row["guessed"]), rulings=rulings)

    def all(self) -> Sequence[KeptStatement]:
        """All statements, the oldest first."""
        rows = self._connection.execute(select(statement).order_by(statement.c.added_at, statement.c.id))
        return [self._statement(row) for row in rows.mappings().all()]

    def ids(self) -> Sequence[str]:
        """The ids of all statements."""
        return self._connection.execute(select(statement.c.id).order_by(statement.c.id)).scalars().all()

    def translated(self, id: str) -> Sequence[str]:
        """The ids of the translations of the statement called *id*, in their order."""
        return _TRANSLATED.column(self._connection, id=id)

    def corrected_by(self, id: str) -> str | None:
        """The id of the version that supersedes the one called *id*, if there is one."""
        newer: str | None = _CORRECTED_BY.value(self._connection, id=id)
        return newer

    def save(self, value: KeptStatement) -> None:
        """Write what may change of a statement; raises ``Stale``."""
        row = _row(value)
        changes = {name: row[name] for name in (*_SETTABLE, "guessed")}
        seen = (statement.c.id == value.id) & (statement.c.revision == value.revision)
        done = self._connection.execute(
            update(statement).where(seen).values(**changes, revision=value.revision + 1)
        )
        if done.rowcount != 1:
            raise changed_since("statement", value.id, f"drumbeat statement show {value.id}")

    def rulings(self, statement: str) -> Sequence[KeptRuling]:
        """All rulings on a statement, undone ones included, by number."""
        rows = self._connection.execute(
            select(ruling).where(ruling.c.statement == statement).order_by(ruling.c.n)
        )
        return [value_of(KeptRuling, row) for row in rows.mappings()]

    def add_ruling(self, value: KeptRuling) -> None:
        """Keep a new ruling."""
        self._connection.execute(insert(ruling), row_of(value))

    def undo_ruling(self, value: KeptRuling, *, at: datetime, by: str) -> None:
        """Take a ruling back; one that was taken back already stays as it is."""
        own = (ruling.c.statement == value.statement) & (ruling.c.n == value.n)
        undone = update(ruling).where(own, ruling.c.undone_at.is_(None))
        self._connection.execute(undone.values(undone_at=at, undone_by=by))

    def keep_excerpt(self, value: KeptExcerpt) -> None:
        """Keep an excerpt; one that is kept already stays as it is."""
        if self.excerpt(value.id) is None:
            self._connection.execute(insert(excerpt), row_of(value) | {"id": value.id})

    def excerpt(self, id: str) -> KeptExcerpt | None:
        """The kept excerpt called *id*."""
        row = _EXCERPT.first(self._connection, id=id)
        return None if row is None else value_of(KeptExcerpt, row)

    def sign_excerpt(self, id: str, speaker: str | None, *, at: datetime) -> None:
        """Write who says an excerpt by a person's ruling."""
        signed = update(excerpt).where(excerpt.c.id == id).values(speaker=speaker, ruled_at=at)
        self._connection.execute(signed)

    def touch_excerpt(self, id: str, why: str | None, *, at: datetime) -> None:
        """Write that a correction touched an excerpt, and *why*; None: that its words stand again."""
        revised = {"revised_at": None if why is None else at, "revised_why": why}
        self._connection.execute(update(excerpt).where(excerpt.c.id == id).values(**revised))

    def excerpts(self, statement: str) -> Sequence[KeptExcerpt]:
        """The kept excerpts of a statement, in order of the text."""
        rows = self._connection.execute(
            select(excerpt).where(excerpt.c.statement == statement).order_by(excerpt.c.start, excerpt.c.end)
        )
        return [value_of(KeptExcerpt, row) for row in rows.mappings()]


class CardRows:
    """Implements ``scheduler.core.storage.Cards``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def add(self, value: KeptCard) -> None:
        """Record a card that was drawn."""
        self._connection.execute(insert(card), row_of(value))

    def get(self, key: str) -> KeptCard | None:
        """The card with this key."""
        row = self._connection.execute(select(card).where(card.c.key == key)).mappings().first()
        return None if row is None else value_of(KeptCard, row)

    def all(self) -> Sequence[KeptCard]:
        """All cards, the oldest first."""
        rows = self._connection.execute(select(card).order_by(card.c.drawn_at, card.c.key))
        return [value_of(KeptCard, row) for row in rows.mappings()]
