"""Whatever is asked, in whatever order: nothing is launched before an embargo ends."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assets
from scheduler.core.delivery import State
from scheduler.core.errors import InputError
from scheduler.core.records import Event
from scheduler.services import (
    accounts,
    approving,
    deciding,
    editing,
    importing,
    launching,
    pausing,
    planning,
)
from scheduler.testing import FixedClock
from scheduler.wiring import create, opened

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
EMBARGO = START + timedelta(hours=6)
POSTS = ("ijn-2020.1", "ijn-2020.2")

times = st.integers(-60, 12 * 60).map(
    lambda minutes: (START + timedelta(minutes=minutes)).isoformat()
) | st.just("now")
posts = st.sampled_from(POSTS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("launch"), times),
        st.tuples(st.just("approve"), st.none() | times),
        st.tuples(st.just("move"), posts, times),
        st.tuples(st.just("decide"), posts, st.sampled_from(("now", "draft", "absent", "look", "cancel"))),
        st.tuples(st.just("decide"), posts, st.just("move"), times),
        st.tuples(st.just("pause")),
        st.tuples(st.just("resume")),
        st.tuples(st.just("wait"), st.integers(1, 300)),
        st.tuples(st.just("set"), st.integers(-300, 300)),
        st.tuples(st.just("fault"), st.sampled_from(("throttle", "unreachable", "drop"))),
    ),
    max_size=12,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An installation, its clock, and a sender that nobody waits for."""

    office: Any
    clock: FixedClock
    sender: Any

    def do(self, what: str, *how: Any) -> None:
        """One thing that is asked; a refusal is an answer too."""
        desk = self.office.desk
        acts: dict[str, Any] = {
            "launch": lambda at: launching.launch(desk, "ijn-2020", at, actor="ana"),
            "approve": lambda late: approving.approve(desk, "ijn-2020", actor="ana", late=late),
            "move": lambda post, to: editing.move(desk, post, to, actor="ana"),
            "decide": lambda post, *rest: deciding.decide(desk, f"{post}@sky", *rest, actor="ana"),
            "pause": lambda: pausing.pause_account(desk, "sky", actor="ana"),
            "resume": lambda: pausing.resume_account(desk, "sky"),
            "wait": lambda minutes: self.clock.advance(timedelta(minutes=minutes)),
            "set": lambda minutes: self.clock.set(self.clock.now() + timedelta(minutes=minutes)),
            "fault": lambda kind: self.office.rehearsal.order_fault(kind, "sky"),
        }
        try:
            acts[what](*how)
        except InputError:
            return

    def send(self) -> None:
        """Everything that is to be done now."""
        self.sender.hold_overdue_drafts()
        while self.sender.step("sky"):
            self.clock.advance(timedelta(seconds=1))

    def launches(self) -> list[datetime]:
        """When requests began."""
        with self.office.store.read() as unit:
            found = [
                unit.deliveries.attempts(each.id) for each in unit.deliveries.in_states(frozenset(State))
            ]
        return [each.at for events in found for each in events if each.event is Event.LAUNCHED]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that each example begins with: a campaign of drafts, under an embargo."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "config.toml").write_text('[campaign]\nzone = "UTC"\n', encoding="utf-8")
    create(folder / "config.toml")
    with scene(folder) as here:
        desk = here.office.desk
        importing.add(desk, assets.sample(), {}, name="ijn-2020.txt", actor="ana")
        accounts.add_rehearsal(desk, "bluesky", "sky", actor="ana")
        wish = planning.Wish(
            statement="ijn-2020",
            accounts=("sky",),
            plan="T+0, T+1h",
            embargo=EMBARGO.isoformat(),
            cards=False,
        )
        planning.new(desk, wish, actor="ana")
    return folder


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """The installation in *folder*, opened at ``START``."""
    clock = FixedClock(START)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scheduler.wiring.SystemClock", lambda: clock)
        with opened(folder / "config.toml") as office:
            yield Scene(office, clock, office.outside.sender(1, threading.Event(), lambda news: None))


@contextmanager
def copied(template: Path, to: Path) -> Iterator[Scene]:
    """A scene in a folder of its own, gone afterwards."""
    shutil.copytree(template, to)
    try:
        with scene(to) as here:
            yield here
    finally:
        shutil.rmtree(to)


@settings(max_examples=40)
@given(asked=steps)
def test_nothing_is_launched_before_an_embargo(
    template: Path, tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[Any, ...]]
) -> None:
    """Launches, approvals, moves and decisions in any order, while time passes and the clock is set."""
    with copied(template, tmp_path_factory.getbasetemp() / "example") as here:
        for each in asked:
            here.do(*each)
            here.send()
        assert all(at >= EMBARGO for at in here.launches())


def test_from_its_end_on_everything_goes(template: Path, tmp_path: Path) -> None:
    """The scene above can send: what is planned for the end of the embargo goes at that very moment."""
    with copied(template, tmp_path / "example") as here:
        here.do("approve", None)
        here.do("launch", EMBARGO.isoformat())
        here.clock.set(EMBARGO - timedelta(seconds=1))
        here.send()
        assert here.launches() == []
        here.clock.set(EMBARGO)
        here.send()
        assert here.launches() == [EMBARGO]
