"""A file of posts that fill slots: slots go with the times that posts take from each other."""

from pathlib import Path
from typing import Any

import pytest

EDIT = ("campaign", "edit", "ijn-2020")


@pytest.fixture
def slotted(ready: Any) -> Any:
    """Two posts that fill the next two slots."""
    ready("slots", "add", "daily 09:00,17:00")
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--count", "2", "--slots", "--from", "2030-01-02")
    return ready


def places(drumbeat: Any) -> dict[str, Any]:
    """The time and the slot of each delivery."""
    with drumbeat.office() as office, office.store.read() as unit:
        found = unit.deliveries.of_campaign("ijn-2020")
    return {each.id: (each.planned_local, each.slot, each.slot_date) for each in found}


def test_places_are_changed(slotted: Any) -> None:
    """Posts that change places take each other's slots, though a slot holds one post at a time; and back."""
    before = places(slotted)
    one, two = before.values()
    assert one[1].startswith("daily 09:00")
    assert two[1].startswith("daily 17:00")
    head, first, second = slotted(*EDIT, "--print").out.split("=== post ")
    Path("posts.txt").write_text(f"{head}=== post {second}\n=== post {first}")
    slotted(*EDIT, "--file", "posts.txt", "--yes")
    assert list(places(slotted).values()) == [two, one]
    slotted("campaign", "undo", "ijn-2020", "--yes")
    assert places(slotted) == before
    slotted("campaign", "undo", "ijn-2020", "--yes")
    assert list(places(slotted).values()) == [two, one]


def test_a_time_of_its_own_frees_the_slot(slotted: Any) -> None:
    """A post that is given a time leaves its slot; taken back, it has it again."""
    before = places(slotted)
    text = slotted(*EDIT, "--print").out.replace("Wed 2 Jan 2030 09:00", "Wed 2 Jan 2030 10:00")
    Path("posts.txt").write_text(text)
    slotted(*EDIT, "--file", "posts.txt", "--yes")
    assert next(iter(places(slotted).values())) == ("2030-01-02T10:00:00", None, None)
    slotted("campaign", "undo", "ijn-2020", "--yes")
    assert places(slotted) == before
