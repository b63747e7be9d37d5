"""No question that is asked again and again reads a whole table, however long the history is."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from db import questions
from db.agenda import due_at
from db.rows import row_of
from db.schema import attempt, delivery, part, post
from db.store import SqlStore, SqlUnit, open_store
from scheduler.core.delivery import Reason, State
from scheduler.core.records import Attempt, Event
from scheduler.core.storage import Page

ROWS = 10_000
SMALL = {"account", "campaign", "halt", "run"}
"""A few accounts; of campaigns and halts the rows of a partial index alone; of runs only the last one."""
NO_TABLE = {"(subquery-1)", "wanted"}  # what a question brings with it
FEW = {"ix_part_found", "ix_part_gone", "ix_excerpt_revised"}
"""Partial indexes of what a person has yet to see to, and of what corrections touched."""


def _state(n: int) -> State:
    """Mostly posted, as a long history is; some of everything else."""
    return list(State)[n % 40] if n % 40 < len(State) else State.POSTED


@pytest.fixture(scope="module")
def long_history(template: Path, make: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A database with ``ROWS`` deliveries, each with a part and an attempt."""
    opened = open_store(Path(shutil.copy(template, tmp_path_factory.mktemp("long") / "drumbeat.db")))
    values = [
        make.delivery(
            n,
            state=_state(n),
            reason=Reason.MISSED if _state(n) is State.HELD else None,
            planned_at=make.now + timedelta(minutes=n - ROWS // 2),
            next_try_at=make.now + timedelta(minutes=n - ROWS // 2),
        )
        for n in range(10, ROWS + 10)
    ]
    posts = [{"id": d.post, "campaign": "ijn", "n": n, "offset": ""} for n, d in enumerate(values, start=10)]
    rows = [row_of(d, without=frozenset({"parts"})) | {"due_at": due_at(d)} for d in values]
    parts = [
        row_of(d.parts[0], without=frozenset({"pictures"}))
        | {"delivery": d.id, "account": d.account, "record_key": f"key of {d.id}"}
        for d in values
    ]
    noted = Attempt(delivery="", at=make.now, event=Event.CLAIMED, actor="daemon:1", outcome="sending")
    with opened._writer.begin() as connection:
        connection.execute(insert(post), posts)
        connection.execute(insert(delivery), rows)
        connection.execute(insert(part), parts)
        connection.execute(insert(attempt), [row_of(noted) | {"delivery": d.id} for d in values])
    yield opened
    opened.close()


def _save(unit: SqlUnit, _make: Any) -> object:
    seen = unit.deliveries.get("ijn.42@x-main")
    assert seen is not None
    return unit.deliveries.save(seen, replace(seen.with_part(1, words="new"), why="new"))


def _corrected(unit: SqlUnit, make: Any) -> object:
    unit.statements.touch_excerpt("ijn:0-4", "[-why-]", at=make.now)
    return unit.deliveries.quoting_corrected()


QUESTIONS: dict[str, Callable[[SqlUnit, Any], object]] = {
    "claimable": lambda unit, make: unit.deliveries.claimable("x-main", make.now),
    "to_look_for": lambda unit, make: unit.deliveries.to_look_for("x-main", make.now),
    "accounts_with_work": lambda unit, make: unit.deliveries.accounts_with_work(make.now),
    "to_remove": lambda unit, make: unit.deliveries.to_remove("x-main", make.now),
    "removals": lambda unit, make: unit.deliveries.removals(),
    "vanished": lambda unit, make: unit.deliveries.vanished(),
    "overdue_drafts": lambda unit, make: unit.deliveries.overdue_drafts(make.now),
    "due_behind_gates": lambda unit, make: unit.deliveries.due_behind_gates(make.now),
    "with_other_words": lambda unit, make: unit.deliveries.with_other_words(),
    "quoting_corrected": _corrected,
    "corrected_by": lambda unit, make: unit.statements.corrected_by("ijn"),
    "translated": lambda unit, make: unit.statements.translated("ijn"),
    "taken": lambda unit, make: unit.slots.taken("x-main", make.now, but=frozenset()),
    "between": lambda unit, make: unit.slots.between("x-main", make.now, make.after(60)),
    "planned": lambda unit, make: unit.slots.planned(make.now, make.after(60)),
    "untimed": lambda unit, make: unit.slots.untimed(),
    "holder": lambda unit, make: unit.slots.holder(("s", make.now.date()), "x-main"),
    "due_before": lambda unit, make: unit.deliveries.due_before("x-main", make.after(60)),
    "retrying": lambda unit, make: unit.deliveries.retrying(make.now),
    "waiting": lambda unit, make: unit.deliveries.waiting(make.now),
    "next_moment": lambda unit, make: unit.deliveries.next_moment(make.now),
    "busy": lambda unit, make: unit.deliveries.busy(),
    "sending": lambda unit, make: unit.deliveries.sending(),
    "in_states": lambda unit, make: unit.deliveries.in_states(frozenset({State.HELD}), Page(limit=10)),
    "next page": lambda unit, make: unit.deliveries.in_states(
        frozenset({State.HELD}), Page(limit=10, after="ijn.4000@x-main")
    ),
    "of_account": lambda unit, make: unit.deliveries.of_account("x-main", frozenset({State.SENDING})),
    "get": lambda unit, make: unit.deliveries.get("ijn.42@x-main"),
    "save": _save,
    "record_key_used": lambda unit, make: unit.deliveries.record_key_used("x-main", "3lkey"),
    "remote_id_used": lambda unit, make: unit.deliveries.remote_id_used("x-main", "77"),
    "used, with money": lambda unit, make: unit.deliveries.used("x-main", make.now, money=True),
    "used": lambda unit, make: unit.deliveries.used("x-main", make.now, money=False),
    "said": lambda unit, make: unit.deliveries.said(["b-main", "x-main"]),
    "attempts": lambda unit, make: unit.deliveries.attempts("ijn.42@x-main"),
    "of_post": lambda unit, make: unit.campaigns.of_post("ijn.42"),
    "current halt": lambda unit, make: unit.halts.current(),
    "latest run": lambda unit, make: unit.runs.latest(),
}


def _asked(engine: Engine, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that *ask* sends, by SQLAlchemy or on the driver, with their values."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        sent.append((statement, values))

    def noting(connection: Any, how: str, statement: str, values: Any, taking: Any) -> Any:
        values = list(values)
        sent.append((statement, values[0] if how == "executemany" else values))
        return on_driver(connection, how, statement, values, taking)

    on_driver = questions._on_driver
    event.listen(engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(questions, "_on_driver", noting)
            ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [each for each in sent if each[0].startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]


def _plan(store: SqlStore, statement: str, values: Any) -> list[str]:
    with store._readers.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
        return [row.detail for row in rows]


def whole_tables(plan: list[str]) -> list[str]:
    """The steps of *plan* that read every row of a table which grows."""
    scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT ROW" not in step]
    scans = [step for step in scans if step.split()[-1] not in FEW]
    return [step for step in scans if step.split()[1] not in SMALL | NO_TABLE]


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_reads_no_whole_table(long_history: SqlStore, make: Any, question: str) -> None:
    """Each step that touches a table which grows goes through an index, never over every row."""
    with long_history.write() as unit:
        asked = _asked(long_history._writer, lambda: QUESTIONS[question](unit, make))
    assert asked
    for statement, values in asked:
        plan = _plan(long_history, statement, values)
        assert not whole_tables(plan), f"{statement}\n" + "\n".join(plan)


def test_a_whole_table_would_show(long_history: SqlStore) -> None:
    """The check above sees a question without an index, and one that walks over a whole index."""
    for sql in ("SELECT id FROM delivery WHERE why = ?", "SELECT id FROM delivery WHERE zone = ?"):
        assert whole_tables(_plan(long_history, sql, ("x",)))


SORTED_BY_AN_INDEX = ["claimable", "next_moment", "busy", "current halt", "latest run"]


@pytest.mark.parametrize("question", SORTED_BY_AN_INDEX)
def test_first_of_many_is_found_without_sorting(long_history: SqlStore, make: Any, question: str) -> None:
    """Where only the first is wanted, the index has the order already: nothing is sorted."""
    with long_history.write() as unit:
        asked = _asked(long_history._writer, lambda: QUESTIONS[question](unit, make))
    for statement, values in asked:
        if "LIMIT" in statement:
            plan = _plan(long_history, statement, values)
            assert not [step for step in plan if "TEMP B-TREE" in step], f"{statement}\n" + "\n".join(plan)


@pytest.mark.parametrize("question", ["used", "used, with money"])
def test_what_is_used_is_counted_in_the_index(long_history: SqlStore, make: Any, question: str) -> None:
    """Asked before each claim: one question, answered by an index alone, from the first launch that matters on."""
    with long_history.write() as unit:
        ((statement, values),) = _asked(long_history._writer, lambda: QUESTIONS[question](unit, make))
    (step,) = _plan(long_history, statement, values)
    assert step == "SEARCH part USING COVERING INDEX ix_part_launched (account=? AND launched_at>?)"
