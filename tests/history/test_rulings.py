"""What people corrected in the reading of a statement, as it is kept."""

from dataclasses import replace
from typing import Any

from db.store import SqlStore
from quotes.rulings import Kind
from scheduler.core.records import KeptRuling


def a_ruling(make: Any, n: int = 1, **changes: Any) -> KeptRuling:
    """What a person corrected of ``next``."""
    made = KeptRuling(statement="next", n=n, kind=Kind.ROLE, start=0, end=9, at=make.now, by="Žofia")
    return replace(made, value="about", **changes)


def test_a_ruling_is_undone_and_stays_on_record(store: SqlStore, make: Any) -> None:
    """What was undone is no longer in force; who said it and who undid it, and when, is kept."""
    first, second = a_ruling(make), a_ruling(make, 2, kind=Kind.SPEAKER)
    with store.write() as unit:
        unit.statements.add(make.statement("next"))
        unit.statements.add_ruling(first)
        unit.statements.add_ruling(second)
        unit.statements.undo_ruling(first, at=make.after(1), by="ann")
        unit.statements.undo_ruling(first, at=make.after(2), by="ben")  # the first to undo it did
    undone = replace(first, undone_at=make.after(1), undone_by="ann")

    with store.read() as unit:
        assert unit.statements.rulings("next") == [undone, second]
        kept = unit.statements.get("next")
        assert kept is not None
        assert kept.rulings == (second,)
        assert unit.statements.rulings("ijn") == []
