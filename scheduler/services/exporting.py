"""Everything that is recorded, to be taken elsewhere: as one JSON document, or as a table for each kind.

Nothing of it is a secret: what is sealed for accounts is not read here.
"""

import base64
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from scheduler.core.delivery import State
from scheduler.core.durations import spell
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.core.slots import Slot, spell_days
from scheduler.core.storage import Unit
from scheduler.services import receipts
from scheduler.services.cells import guarded
from scheduler.services.desk import Desk

VERSION = 1
"""Of the document's form; keys are only ever added within one."""
Row = Mapping[str, Any]
_LONG = frozenset({"original"})
"""What has no place in a table: the bytes that a statement came as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All that is recorded at one moment, by kind, each thing with plain values alone."""

    at: datetime
    kinds: Mapping[str, Sequence[Row]]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind there are."""
        return {kind: len(rows) for kind, rows in self.kinds.items()}


def everything(desk: Desk) -> Export:
    """All that is recorded, as one transaction sees it."""
    with desk.store.read() as unit:
        statements = unit.statements.all()
        campaigns = unit.campaigns.all()
        excerpts = list(_excerpts(unit, statements))
        kinds: dict[str, Iterable[Row]] = {
            "statements": (_without(each, "rulings") for each in statements),
            "rulings": (plain(each) for own in statements for each in unit.statements.rulings(own.id)),
            "excerpts": (_excerpt(own, each) for own, each in excerpts),
            "cards": map(plain, unit.cards.all()),
            "accounts": map(plain, unit.accounts.all()),
            "campaigns": (_without(each, "posts") for each in campaigns),
            "posts": (plain(post) for each in campaigns for post in each.posts),
            "deliveries": map(plain, unit.deliveries.in_states(frozenset(State))),
            "attempts": map(plain, unit.deliveries.attempts_of()),
            "slots": map(_slot, unit.slots.all()),
            "halts": map(plain, unit.halts.all()),
            "reviews": map(plain, unit.reviews.all()),
            "yeses": map(plain, unit.reviews.yeses([each.id for _, each in excerpts])),
            "receipts": map(plain, receipts.receipts(desk)),
        }
        return Export(at=desk.clock.now(), kinds={kind: list(rows) for kind, rows in kinds.items()})


def _excerpts(unit: Unit, statements: Sequence[KeptStatement]) -> Iterator[tuple[KeptStatement, KeptExcerpt]]:
    for own in statements:
        for each in unit.statements.excerpts(own.id):
            yield own, each


def _excerpt(statement: KeptStatement, excerpt: KeptExcerpt) -> Row:
    return {"id": excerpt.id, **plain(excerpt), "text": statement.text[excerpt.start : excerpt.end]}


def _slot(slot: Slot) -> Row:
    return {
        "id": slot.id,
        **plain(slot),
        "days": spell_days(slot.days),
        "wall_time": f"{slot.wall_time:%H:%M}",
    }


def _without(value: Any, name: str) -> Row:
    return {key: each for key, each in plain(value).items() if key != name}


def plain(value: Any) -> Any:
    """*value* as JSON holds it: instants in RFC 3339 and UTC, spans as ``30m``, bytes in Base64."""
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"{type(value).__name__} has no form in an export")


def _itself(value: Any) -> Any:
    return value


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_FORMS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((bool, int, float, type(None)), _itself),
    (StrEnum, str),
    (str, _itself),
    (datetime, _instant),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, spell),
    (bytes, lambda value: base64.b64encode(value).decode()),
    (Mapping, lambda value: {str(key): plain(each) for key, each in value.items()}),
    (AbstractSet, lambda value: sorted(map(plain, value))),
    (Sequence, lambda value: [plain(each) for each in value]),
)
"""What holds a value of each kind, the first that fits."""


# --- as one document ------------------------------------------------------------------------------


def document(export: Export) -> Iterator[str]:
    """The JSON document, in pieces: a line for each thing."""
    yield f'{{"drumbeat_export": {VERSION}, "exported_at": {json.dumps(plain(export.at))}'
    for kind, rows in export.kinds.items():
        yield f',\n"{kind}": ['
        for n, row in enumerate(rows):
            yield (",\n" if n else "\n") + json.dumps(row, ensure_ascii=False)
        yield "\n]" if rows else "]"
    yield "}\n"


# --- as tables ------------------------------------------------------------------------------------


def tables(export: Export) -> Iterator[tuple[str, str]]:
    """Each kind that there is something of, as CSV with its name; parts and pictures are kinds too."""
    kinds = dict(export.kinds)
    deliveries = kinds["deliveries"]
    parts = [{"delivery": each["id"], **part} for each in deliveries for part in each["parts"]]
    pictures = [
        {"delivery": part["delivery"], "part": part["n"], "n": n, **picture}
        for part in parts
        for n, picture in enumerate(part["pictures"], start=1)
    ]
    kinds["deliveries"] = [_less(each, "parts") for each in deliveries]
    kinds["parts"] = [_less(each, "pictures") for each in parts]
    kinds["pictures"] = pictures
    for kind, rows in kinds.items():
        if rows:
            yield kind, table([_less(row, *_LONG) for row in rows])


def _less(row: Row, *names: str) -> Row:
    return {key: value for key, value in row.items() if key not in names}


def table(rows: Sequence[Row], kind: type | None = None) -> str:
    """*rows* as CSV under their keys, those of *kind* where there are none; nothing in it is a formula."""
    names = list(rows[0]) if rows else [each.name for each in fields(kind)] if kind is not None else []
    file = io.StringIO(newline="")
    if names:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return guarded(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
