"""A drumbeat of one's own for each test: the commands in process, in an empty folder."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import assets
from scheduler.clock import LeapingClock
from scheduler.core.steps import Reading

QUICK = """
[campaign]
zone = "America/New_York"
stagger = "0s"

[daemon]
notice = "20ms"
retry_first = "100ms"

[rehearsal]
answer_after = ["0ms", "5ms"]
looks = ["20ms", "40ms"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


class Drumbeat:
    """The command line, in process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, code: int = 0) -> Told:
        """Run ``drumbeat WORDS`` and expect the exit *code*; anything but an exit is a failure."""
        from scheduler.cli import main

        result = CliRunner().invoke(main, list(words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        told = Told(code=result.exit_code, out=result.stdout, err=result.stderr)
        assert told.code == code, f"drumbeat {' '.join(words)} ended with {told.code}: {told.out}{told.err}"
        return told

    def json(self, *words: str) -> Any:
        """What ``drumbeat WORDS --json`` prints."""
        return self(*words, "--json").json

    def deliveries(self, *listing: str) -> dict[str, Any]:
        """A listing by delivery id."""
        return {row["delivery"]: row for row in self.json(*listing)}

    @contextmanager
    def office(self, *, leaps: bool = False) -> Iterator[Any]:
        """The opened installation, for what no command does."""
        from scheduler.wiring import opened

        with opened(self.folder / "config.toml", leaps=leaps) as office:
            yield office

    def die_launched(self, delivery: str) -> None:
        """Leave *delivery* as a daemon leaves it that dies between the launch and the network's commit."""
        from scheduler.core.delivery import State

        self("campaign", "launch", "ijn-2020", "--yes")
        with self.office() as office, office.store.write() as unit:
            old = unit.deliveries.get(delivery)
            claimed = replace(old.move(State.SENDING, owner="daemon:0", fence=1), tries=1)
            keys = ("never-arrived",)
            launched = claimed.with_part(1, launched_at=office.desk.clock.now(), media_keys=keys)
            assert unit.deliveries.save(old, launched)

    def send(self, tell: Callable[[Any], None] = lambda news: None) -> None:
        """Let the real daemon send all that is left, over the hours between."""
        from scheduler.cli.run import daemon_of
        from scheduler.daemon.loop import Leave

        with self.office(leaps=True) as office, daemon_of(office, tell) as daemon:
            daemon.run(Leave.NOTHING_LEFT)


@pytest.fixture
def drumbeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drumbeat:
    """An installation with quick settings, in a folder of its own that is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(QUICK, encoding="utf-8")
    here = Drumbeat(tmp_path)
    here("init")
    return here


@pytest.fixture
def ready(drumbeat: Drumbeat) -> Drumbeat:
    """An installation with the sample statement and an account on each network."""
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    return drumbeat


@pytest.fixture
def planned(ready: Drumbeat) -> Drumbeat:
    """A campaign of two posts on both accounts, an hour apart; drafts that stand by."""
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0, T+1h")
    return ready


@pytest.fixture
def approved(planned: Drumbeat) -> Drumbeat:
    """The same campaign, approved; it stands by."""
    planned("campaign", "approve", "ijn-2020")
    return planned


# --- clocks -------------------------------------------------------------------------------------


class LooseClock(LeapingClock):
    """A clock that can be set, on a computer that can sleep; it runs and leaps else."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
        self._put, self._asleep = timedelta(0), timedelta(0)

    def now(self) -> datetime:
        """The wall clock as it was set."""
        return super().now() + self._put + self._asleep

    def read(self) -> Reading:
        """All clocks."""
        here = super().read()
        now, steady = here.now + self._put + self._asleep, here.steady + self._asleep.total_seconds()
        return replace(here, now=now, steady=steady)

    def put(self, by: timedelta) -> None:
        """Set the wall clock, forward or back."""
        self._put += by

    def suspend(self, length: timedelta) -> None:
        """Sleep."""
        self._asleep += length


class Waiting:
    """Another's clock for who does not leap over what they wait for."""

    def __init__(self, clock: LooseClock) -> None:
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._clock, name)

    def rest_until(self, moment: datetime) -> float:
        """The seconds until *moment*."""
        return max(0.0, (moment - self._clock.now()).total_seconds())


def _installed(monkeypatch: pytest.MonkeyPatch, *, leaps: Any, waits: Any) -> None:
    """Let all that is opened go by these two, which show the same time."""
    monkeypatch.setattr("scheduler.wiring.LeapingClock", lambda: leaps)
    monkeypatch.setattr("scheduler.wiring.SystemClock", lambda: waits)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> LooseClock:
    """The clock of every command and every daemon; ``send`` leaps by it."""
    made = LooseClock()
    _installed(monkeypatch, leaps=made, waits=Waiting(made))
    return made


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> LooseClock:
    """The same for a daemon that waits as a real one does."""
    made = LooseClock()
    _installed(monkeypatch, leaps=Waiting(made), waits=Waiting(made))
    return made
