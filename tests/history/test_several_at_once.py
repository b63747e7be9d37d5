"""Several deliveries written together are as if each were written alone; one that nobody changed is not read again."""

from dataclasses import replace
from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.delivery import State
from scheduler.core.records import Attempt, Event


def test_several_are_saved_as_each_alone(store: SqlStore, make: Any) -> None:
    """New parts, parts taken away, other pictures, and nothing but a state: as ``save`` would do it."""
    values = [make.delivery(n, account=name) for n in (1, 2) for name in ("x-main", "b-main")]
    with store.write() as unit:
        unit.deliveries.add_all(values)
    with store.read() as unit:
        seen = [unit.deliveries.get(each.id) for each in values]
    assert seen == values
    second = replace(seen[1].parts[0], n=2, words="more")
    new = [
        seen[0].move(State.CANCELLED),
        replace(seen[1], parts=(*seen[1].parts, second)),
        seen[2].with_part(1, record_key="3lkey", words="other"),
        replace(seen[3], why="because", labels=("graphic",)),
    ]
    with store.write() as unit:
        assert unit.deliveries.save_all(list(zip(seen, new, strict=True)))
    with store.read() as unit:
        assert [unit.deliveries.get(each.id) for each in new] == [replace(each, revision=2) for each in new]
    with store.write() as unit:
        back = replace(new[1], parts=new[1].parts[:1], revision=2)
        assert unit.deliveries.save_all([(replace(new[1], revision=2), back)])
        assert unit.deliveries.save_all([])
    with store.read() as unit:
        assert unit.deliveries.get(back.id) == replace(back, revision=3)


@pytest.mark.parametrize("place", [0, 1])
def test_one_that_was_changed_meanwhile_is_told_of_all(store: SqlStore, make: Any, place: int) -> None:
    """Of several saved together one was changed since: the answer is False, whichever it is."""
    values = [make.delivery(1), make.delivery(2)]
    with store.write() as unit:
        unit.deliveries.add_all(values)
        assert unit.deliveries.save(values[place], replace(values[place], why="somebody else's"))
    with store.write() as unit:
        assert not unit.deliveries.save_all([(each, replace(each, why="mine")) for each in values])


def test_fresh_is_what_is_stored(store: SqlStore, make: Any) -> None:
    """As seen, where nobody changed it since; as it is now, where somebody did; None, where it is not there."""
    seen = make.delivery()
    with store.write() as unit:
        assert unit.deliveries.fresh(seen) is None
        unit.deliveries.add(seen)
        assert unit.deliveries.fresh(seen) is seen
        unit.deliveries.save(seen, replace(seen, why="changed"))
        assert unit.deliveries.fresh(seen) == replace(seen, why="changed", revision=2)


def test_attempts_of_several_keep_their_order(store: SqlStore, make: Any) -> None:
    """What is noted together is read as if it had been noted one by one."""
    noted = [
        Attempt(delivery=f"ijn.{n}@x-main", at=make.now, event=Event.LOOKED, actor="a", outcome=f"{n}.{k}")
        for k in range(3)
        for n in (1, 2)
    ]
    with store.write() as unit:
        unit.deliveries.add_all([make.delivery(1), make.delivery(2)])
        unit.deliveries.note_all(noted)
        unit.deliveries.note_all([])
    with store.read() as unit:
        assert [each.outcome for each in unit.deliveries.attempts("ijn.2@x-main")] == ["2.0", "2.1", "2.2"]
