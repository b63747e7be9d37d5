"""Lanes: so many requests at once, in the order in which workers come, and little launched before its lane."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from scheduler.services import lanes
from scheduler.services.lanes import Lanes, Way
from scheduler.testing import FixedClock

SOON = timedelta(seconds=lanes.SOON)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits in vain does so for no time at all."""
    monkeypatch.setattr(lanes, "_LOOK_EVERY", 0)


class Road:
    """Lanes, and the workers on them, all in one thread; a worker that would wait is turned away."""

    def __init__(self, number: int) -> None:
        self.clock = FixedClock()
        self.lanes = Lanes(number, self.clock)
        self._ends: dict[int, ExitStack] = {}
        self.ways: list[Way] = []

    def come(self) -> Way | None:
        """A worker comes: its way, or None if it may not launch yet."""
        stop = threading.Event()
        stop.set()
        end = ExitStack()
        way = end.enter_context(self.lanes.way(stop))
        if way is None:
            end.close()
        else:
            self._ends[id(way)] = end
            self.ways.append(way)
        return way

    def go(self, way: Way) -> None:
        """A worker is done."""
        self._ends.pop(id(way)).close()
        self.ways.remove(way)

    @property
    def on_wire(self) -> int:
        """How many have a lane."""
        return sum(1 for each in self.ways if each.lane.is_set())

    def close(self) -> None:
        """All are done."""
        for each in list(self.ways):
            self.go(each)


@pytest.fixture
def road() -> Iterator[Road]:
    """Two lanes, both taken."""
    made = Road(2)
    for _ in range(2):
        made.come()
    yield made
    made.close()


def test_so_many_at_once(road: Road) -> None:
    """With every lane taken, and none freed so far, nobody else may launch."""
    assert road.on_wire == 2
    assert road.come() is None


def test_some_launch_ahead_where_lanes_become_free(road: Road) -> None:
    """Then as many more may launch as there are lanes, have none, and get one as it is freed, in turn."""
    road.go(road.ways[0])
    assert road.come() is not None
    ahead = [road.come(), road.come()]
    assert [each is not None and each.lane.is_set() for each in ahead] == [False, False]
    assert road.come() is None
    assert road.on_wire == 2
    road.go(road.ways[0])
    assert [each.lane.is_set() for each in ahead] == [True, False]
    assert road.on_wire == 2


def test_nobody_launches_ahead_where_networks_hang(road: Road) -> None:
    """A lane that was freed long ago says nothing: what is launched early would be in doubt for nothing."""
    road.go(road.ways[0])
    assert road.come() is not None
    road.clock.advance(SOON)
    assert road.come() is None


def test_what_gets_no_lane_soon_gives_up(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its gates would have been asked too long ago."""
    monkeypatch.setattr(lanes, "SOON", 0.001)
    road.go(road.ways[0])
    road.come()
    ahead = road.come()
    assert ahead is not None
    assert not ahead.enter()
    road.go(ahead)
    assert road.on_wire == 2
    road.go(road.ways[0])
    taken = road.come()
    assert taken is not None
    assert taken.enter()


def test_whoever_needs_no_lane_in_the_end_keeps_none(road: Road) -> None:
    """A gate that closed before the launch frees the place for the next."""
    road.go(road.ways[0])
    road.come()
    first, second = road.come(), road.come()
    assert first is not None
    assert second is not None
    road.go(first)
    third = road.come()
    road.go(road.ways[0])
    assert (second.lane.is_set(), third is not None and third.lane.is_set()) == (True, False)


def test_workers_come_in_turn_and_never_too_many() -> None:
    """Twenty workers on three lanes, ten times each: three at most on the wire, none waits for ever."""
    road, guard, stop = Lanes(3, FixedClock()), threading.Lock(), threading.Event()
    now, most = 0, 0

    def work() -> None:
        nonlocal now, most
        for _ in range(10):
            with road.way(stop) as way:
                assert way is not None
                assert way.enter()
                with guard:
                    now += 1
                    most = max(most, now)
                with guard:
                    now -= 1

    threads = [threading.Thread(target=work) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert not any(each.is_alive() for each in threads)
    assert 1 <= most <= 3


def test_who_waits_longest_is_first() -> None:
    """Whoever came first to a full road is the first to launch when there is room."""
    road, stop = Lanes(1, FixedClock()), threading.Event()
    order: list[int] = []

    def work(n: int) -> None:
        with road.way(stop) as way:
            assert way is not None
            assert way.enter()
            order.append(n)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    with road.way(stop):
        for n, each in enumerate(threads):
            each.start()
            for _ in range(10_000):
                if len(road._queue) == n + 1:
                    break
                stop.wait(0.001)
    for each in threads:
        each.join(30)
    assert order == list(range(6))


def test_end_lets_go_whoever_waits(road: Road) -> None:
    """When the daemon ends, whoever has not launched does so no more, and is no longer in the way."""
    assert road.come() is None
    road.go(road.ways[0])
    way = road.come()
    assert way is not None
    assert way.lane.is_set()
