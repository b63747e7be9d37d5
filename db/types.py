"""How values are stored: as plain text and integers, which every SQL database and every person can read."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from scheduler.core.delivery import LinkCard

Big = BigInteger().with_variant(Integer(), "sqlite")
"""A number of 64 bits: SQLite's INTEGER, whose STRICT tables know no BIGINT."""

_INSTANT = len("YYYY-MM-DDTHH:MM:SS.ffffff")  # what stands before the offset
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware instant as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``: fixed width, so that it sorts as time.

    Raises ``ValueError`` for an instant without a time zone.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text of *value*, in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(
                f"{value.isoformat()} has no time zone; the database stores aware instants alone"
            )
        return f"{value.astimezone(UTC).isoformat(timespec='microseconds')[:_INSTANT]}Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The instant of a stored text, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as ``YYYY-MM-DD``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """The text of *value*."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """The day of a stored text."""
        return None if value is None else date.fromisoformat(value)


class Span(TypeDecorator[timedelta]):
    """A length of time as whole microseconds."""

    impl = Big
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """The microseconds of *value*."""
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """The length of time of stored microseconds."""
        return None if value is None else value * _MICROSECOND


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0; a STRICT table knows no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001
        """1 or 0 for *value*."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """What a stored 1 or 0 means."""
        return None if value is None else bool(value)


class Choice(TypeDecorator[StrEnum]):
    """A member of one of the core's enumerations, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        """A column for *members*."""
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """The value of *value*; raises ``ValueError`` for what is no member."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member with a stored value."""
        return None if value is None else self.members(value)


_NO_NAMES, _NOTHING = "[]", "{}"  # what most columns of names and of documents hold


class Names(TypeDecorator[tuple[str, ...]]):
    """Several short texts in order, as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """The JSON array of *value*."""
        if not value:
            return None if value is None else _NO_NAMES
        return json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The texts of a stored array."""
        if value == _NO_NAMES:
            return ()
        return None if value is None else tuple(json.loads(value))


class Document(TypeDecorator[Mapping[str, object]]):
    """A mapping of plain values, as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, object] | None, dialect: Dialect) -> str | None:
        """The JSON object of *value*; raises ``TypeError`` for what JSON cannot hold."""
        if not value:
            return None if value is None else _NOTHING
        return json.dumps(dict(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, object] | None:
        """The mapping of a stored object."""
        if value == _NOTHING:
            return {}
        return None if value is None else dict(json.loads(value))


class LinkCards(TypeDecorator[LinkCard]):
    """A link card, as a JSON object of its fields."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: LinkCard | None, dialect: Dialect) -> str | None:
        """The JSON object of *value*."""
        return None if value is None else json.dumps(asdict(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> LinkCard | None:
        """The link card of a stored object."""
        return None if value is None else LinkCard(**json.loads(value))
