"""Cards of a campaign: drawn once, kept by what they show."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

import assets
from quotes.cards.card import Card
from scheduler.services import drawing, excerpting, importing

SIZES = [(600, 600), (600, 750)]


@pytest.fixture
def wanted(drumbeat: Any) -> Iterator[Any]:
    """A desk that counts what it draws, a statement, and cards of two of its excerpts in two sizes."""
    drumbeat("init")
    with drumbeat.office() as office:
        drawn: list[Card] = []

        def draw(cards: Sequence[Card]) -> Iterator[Any]:
            drawn.extend(cards)
            return office.desk.draw(cards)

        desk = replace(office.desk, draw=draw)
        statement, _ = importing.add(desk, assets.sample(), {}, name="ijn-2020.txt", actor="test")
        found = excerpting.ranked(desk, statement, ["bluesky"], link=None)[:2]
        kept = [excerpting.as_kept(desk, statement, each.excerpt, actor="test") for each in found]
        with office.store.write() as unit:
            for each in kept:
                unit.statements.keep_excerpt(each)
        yield desk, statement, [(each, size) for size in SIZES for each in kept], drawn


def draw_all(desk: Any, statement: Any, cards: Any, **more: Any) -> Any:
    """Draw and keep them."""
    found = drawing.draw_all(desk, statement, cards, theme="broadside", **more)
    with desk.store.write() as unit:
        drawing.keep(unit, list(found.values()))
    return found


def test_nothing_is_drawn_twice(wanted: Any) -> None:
    """What was drawn with the same inputs is taken as it is; only what is new is drawn."""
    desk, statement, cards, drawn = wanted
    first = draw_all(desk, statement, cards[:3])
    assert len(drawn) == 3
    told: list[tuple[int, int]] = []
    second = draw_all(desk, statement, cards, progress=lambda done, total: told.append((done, total)))
    assert len(drawn) == 4
    assert {key: second[key] for key in first} == first
    assert told == [(3, 4), (4, 4)]
    draw_all(desk, statement, cards)
    assert len(drawn) == 4


def test_a_lost_picture_is_drawn_again(wanted: Any) -> None:
    """A picture whose file is gone or was changed is drawn anew, and is the same."""
    desk, statement, cards, drawn = wanted
    (kept,) = draw_all(desk, statement, cards[:1]).values()
    with open(desk.pictures.path(kept.sha256), "ab") as file:  # noqa: PTH123
        file.write(b"!")
    again = draw_all(desk, statement, cards[:1])
    assert len(drawn) == 2
    assert next(iter(again.values())).sha256 == kept.sha256
    assert desk.pictures.get(kept.sha256) is not None
