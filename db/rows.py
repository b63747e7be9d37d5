"""Rows to values and back: a column is called like the field that it holds."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, RowMapping, Table

V = TypeVar("V")


def row_of(value: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of the dataclass *value* by name, but those *without* a column of their own."""
    names, values = _taking(type(value), without)
    return dict(zip(names, values(value), strict=True))


def value_of(kind: type[V], row: RowMapping | Mapping[str, Any], **others: Any) -> V:
    """The dataclass *kind* with the columns of *row*, and *others* for what has no column there."""
    for name in _taking(kind, frozenset(others))[0]:
        others[name] = row[name]
    return kind(**others)


def columns_of(kind: type[Any], table: Table, *, without: frozenset[str] = frozenset()) -> list[Column[Any]]:
    """The columns of *table* that hold a field of *kind*, for a question whose rows are such values."""
    return [table.c[name] for name in _taking(kind, without)[0]]


_TAKING: dict[tuple[type[Any], frozenset[str]], tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}


def _taking(
    kind: type[Any], without: frozenset[str]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of *kind* but those *without*, and what takes them all; there are always several."""
    if (kind, without) not in _TAKING:
        names = tuple(field.name for field in fields(kind) if field.name not in without)
        _TAKING[kind, without] = names, attrgetter(*names)
    return _TAKING[kind, without]
