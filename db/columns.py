"""What tables are made of: short words for columns and constraints, and the names that these get."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

_Type = TypeEngine[Any] | type[TypeEngine[Any]]

metadata = MetaData(
    naming_convention={  # every constraint has a name, so that a later migration can change it
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """A table whose columns take nothing but their own type (STRICT)."""
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def text_key(name: str = "id", *more: ForeignKey) -> Column[str]:
    """A text in the primary key."""
    return Column(name, Text, *more, primary_key=True)


def number_key(name: str = "id", *more: ForeignKey) -> Column[int]:
    """A number in the primary key."""
    return Column(name, Integer, *more, primary_key=True)


def required(name: str, type_: _Type = Text, *more: ForeignKey) -> Column[Any]:
    """A column that always holds something."""
    return Column(name, type_, *more, nullable=False)


def optional(name: str, type_: _Type = Text, *more: ForeignKey) -> Column[Any]:
    """A column that may be NULL."""
    return Column(name, type_, *more, nullable=True)


def refers_to(target: str) -> ForeignKey:
    """The column names a row of *target*, ``table.column``."""
    return ForeignKey(target)


def check(name: str, sql: str) -> CheckConstraint:
    """A rule that every row keeps."""
    return CheckConstraint(sql, name=name)


def one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    """*column* holds a value of *members*, or nothing."""
    return check(column, f"{column} IN ({', '.join(repr(each.value) for each in members)})")


def yes_or_no(column: str) -> CheckConstraint:
    """*column* holds 1 or 0, or nothing."""
    return check(column, f"{column} IN (0, 1)")


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows alone for which *where* holds."""
    # ``postgresql_where`` would load all of that dialect with every command; the migration has it.
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


def forbid(table: Table, name: str, change: str, why: str) -> None:
    """Let no statement of SQL make the *change*, such as ``DELETE ON attempt``."""
    sql = f"CREATE TRIGGER {name} BEFORE {change} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    trigger = DDL(sql)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
    event.listen(table, "after_create", trigger.execute_if(dialect="sqlite"))
