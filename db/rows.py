"""Rows to values and back: a column is called like the field that it holds."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import RowMapping

V = TypeVar("V")


def row_of(value: Any, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of the dataclass *value* by name, but those *without* a column of their own."""
    return {name: getattr(value, name) for name in _names(type(value)) if name not in without}


def value_of(kind: type[V], row: RowMapping | Mapping[str, Any], **others: Any) -> V:
    """The dataclass *kind* with the columns of *row*, and *others* for what has no column there."""
    return kind(**{name: row[name] for name in _names(kind) if name not in others}, **others)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
