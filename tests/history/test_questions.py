"""A question run on the driver answers as SQLAlchemy would; a change counts; an error comes in our words."""

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, delete, insert, or_, select, update

from db.questions import Change, Question
from db.schema import account, delivery, halt
from db.schema_statements import statement
from db.store import SqlStore
from scheduler.core.delivery import State
from scheduler.core.errors import StoreError

QUESTIONS = [
    select(statement),  # every kind of column: bytes, days, moments, names
    select(statement).where(statement.c.id == bindparam("id")),
    select(statement.c.id).where(statement.c.id == bindparam("id"), statement.c.lang == "de").limit(1),
    select(delivery).where(delivery.c.state.in_([State.DRAFT, State.HELD])),  # a list in the statement
    select(delivery.c.id).where(delivery.c.state.in_([State.SENDING, State.HELD]), delivery.c.zone == "UTC"),
    select(delivery).where(
        or_(delivery.c.planned_at > bindparam("now"), delivery.c.due_at <= bindparam("now"))
    ),
    select(halt),  # no row at all
]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_same_answer(store: SqlStore, make: Any, asked: Select[Any]) -> None:
    """Whatever stands in the statement, and whatever is given."""
    given = {"id": "ijn", "now": make.now}
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
    with store.read() as unit:
        connection = unit.deliveries._connection
        by_sqlalchemy = [dict(row) for row in connection.execute(asked, given).mappings()]
        assert Question(asked).rows(connection, **given) == by_sqlalchemy
        first = next(iter(by_sqlalchemy), None)
        assert Question(asked).first(connection, **given) == first
        assert Question(asked).value(connection, **given) == (first and next(iter(first.values())))
        assert Question(asked).column(connection, **given) == [
            next(iter(row.values())) for row in by_sqlalchemy
        ]


def test_a_change_names_columns_and_counts_rows(store: SqlStore) -> None:
    """What is given is written, what is not is left, and the condition holds for each."""
    rename = Change(update(account).where(account.c.name == bindparam("old_name"), account.c.network == "x"))
    with store.write() as unit:
        connection = unit.accounts._connection
        assert rename.run(connection, {"handle": "new", "old_name": "x-main"}) == 1
        assert rename.run(connection, {"handle": "new", "old_name": "nobody"}) == 0
        rows = [{"handle": "two", "kind": "k", "old_name": name} for name in ("x-main", "b-main", "nobody")]
        assert rename.run_all(connection, rows) == 2
        assert rename.run_all(connection, []) == 0
        found = [(each.handle, each.kind, each.network) for each in unit.accounts.all()]
    assert found == [("two", "k", "x")] * 2


def test_what_is_needed_must_be_given(store: SqlStore, make: Any) -> None:
    """A value that is missing is no NULL."""
    with store.read() as unit, pytest.raises(KeyError):
        Question(QUESTIONS[1]).rows(unit.deliveries._connection, now=make.now)


@pytest.mark.parametrize(
    ("change", "values", "says"),
    [
        (insert(account), {"name": "x-main"}, "breaks a rule"),  # columns that must not be NULL
        (delete(statement), {}, "breaks a rule"),  # others refer to it
        (update(statement), {"text": "other"}, "never edited"),  # a trigger's own words
    ],
)
def test_errors_are_ours(store: SqlStore, change: Any, values: dict[str, Any], says: str) -> None:
    """No error of the driver leaves ``db`` as it came."""
    with pytest.raises(StoreError, match=says), store.write() as unit:
        Change(change).run(unit.accounts._connection, values)
    with store.read() as unit, pytest.raises(StoreError, match="cannot be written"):
        Change(update(account)).run(unit.accounts._connection, {"handle": "new"})
