"""Statements that are run again and again: put into SQL once, and run on the driver itself.

SQLAlchemy weighs a statement anew each time that it executes it, which costs ten times what SQLite takes to
answer by an index. What is run several times for each post is run like this; all else by SQLAlchemy.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, methodcaller
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

from db.failures import translated

_Convert = Callable[[Any], Any] | None
_Convertible = Select[Any] | Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class _Sql:
    """A statement in SQL, and what it takes, in order."""

    text: str
    slots: Sequence[tuple[str | None, Any]]
    """The name of a value and how it is stored; or no name, and a value that is part of the statement."""

    def fill(self, values: Mapping[str, Any]) -> list[Any]:
        """*values* as stored, in order."""
        return [
            convert
            if name is None
            else value
            if (value := values[name]) is None or convert is None
            else convert(value)
            for name, convert in self.slots
        ]


def _sql(statement: _Convertible, dialect: Dialect, columns: Sequence[str] | None) -> _Sql:
    made: Any = statement.compile(dialect=dialect, column_keys=columns)
    text, slots = str(made.string), []
    for name in made.positiontup:
        bind = made.binds[name]
        convert = _storing(bind.type, dialect)
        if bind.required:
            slots.append((name, convert))
            continue
        values = bind.value if bind.expanding else [bind.value]
        slots += [(None, each if convert is None else convert(each)) for each in values]
        if bind.expanding:  # a list that stands in the statement
            text = text.replace(f"__[POSTCOMPILE_{name}]", ", ".join("?" for _ in values))
    return _Sql(text=text, slots=slots)


def _storing(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def run(connection: Connection, sql: str) -> None:
    """Run *sql* as it stands."""
    _on_driver(connection, "execute", sql, (), lambda cursor: None)


def _on_driver(
    connection: Connection, how: str, sql: str, values: Iterable[Any], taking: Callable[[Any], Any]
) -> Any:
    """What *taking* finds on the driver's cursor, in the transaction of *connection*."""
    driver: Any = connection.connection.dbapi_connection
    try:
        return taking(getattr(driver, how)(sql, values))
    except connection.dialect.loaded_dbapi.Error as error:
        raise translated(error, Path(str(connection.engine.url.database))) from error


_ROWS, _COUNT = methodcaller("fetchall"), attrgetter("rowcount")


class Question:
    """A SELECT; what it asks for is named in it: ``bindparam("name")``."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._made: tuple[_Sql, list[tuple[str, _Convert]]] | None = None

    def rows(self, connection: Connection, **values: Any) -> list[dict[str, Any]]:
        """Every row of the answer, by the names of its columns."""
        sql, columns = self._made or self._make(connection.dialect)
        answer = _on_driver(connection, "execute", sql.text, sql.fill(values), _ROWS)
        return [
            {
                name: value if value is None or convert is None else convert(value)
                for (name, convert), value in zip(columns, row, strict=True)
            }
            for row in answer
        ]

    def first(self, connection: Connection, **values: Any) -> dict[str, Any] | None:
        """The first row of the answer, by the names of its columns."""
        return next(iter(self.rows(connection, **values)), None)

    def value(self, connection: Connection, **values: Any) -> Any:
        """What stands in the first column of the first row; None where there is no row."""
        row = self.first(connection, **values)
        return None if row is None else next(iter(row.values()))

    def column(self, connection: Connection, **values: Any) -> list[Any]:
        """The first column of every row."""
        return [next(iter(row.values())) for row in self.rows(connection, **values)]

    def _make(self, dialect: Dialect) -> tuple[_Sql, list[tuple[str, _Convert]]]:
        columns = [(str(each.key), _reading(each.type, dialect)) for each in self._statement.selected_columns]
        self._made = _sql(self._statement, dialect, None), columns
        return self._made


class Change:
    """An INSERT, UPDATE or DELETE: of the columns that its values name, where what else they name holds."""

    def __init__(self, statement: Insert | Update | Delete) -> None:
        self._statement = statement
        self._made: dict[tuple[str, ...], _Sql] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        sql = self._sql_for(connection, values)
        return int(_on_driver(connection, "execute", sql.text, sql.fill(values), _COUNT))

    def run_all(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> int:
        """How many rows it changed with all of *values*, which name the same columns."""
        if not values:
            return 0
        sql = self._sql_for(connection, values[0])
        return int(_on_driver(connection, "executemany", sql.text, map(sql.fill, values), _COUNT))

    def _sql_for(self, connection: Connection, values: Mapping[str, Any]) -> _Sql:
        names = tuple(values)
        if names not in self._made:
            self._made[names] = _sql(self._statement, connection.dialect, names)
        return self._made[names]
