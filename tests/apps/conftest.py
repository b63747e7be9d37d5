"""A drumbeat of one's own for each test: the commands in process, in an empty folder."""

from pathlib import Path

import pytest
from clocks import LooseClock, Waiting, install
from commands import QUICK, Drumbeat

import assets


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> LooseClock:
    """The clock of every command and every daemon; ``send`` leaps by it."""
    made = LooseClock()
    install(monkeypatch, leaps=made, waits=Waiting(made))
    return made


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> LooseClock:
    """The same for a daemon that waits as a real one does."""
    made = LooseClock()
    install(monkeypatch, leaps=Waiting(made), waits=Waiting(made))
    return made
