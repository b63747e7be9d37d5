"""Workers and the alarm: one worker an account, none of which keeps another waiting, and no ring is left out."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from waiting import SOON, until

from scheduler.daemon.alarm import Alarm
from scheduler.daemon.workers import Workers
from scheduler.services.lanes import Way
from scheduler.testing import FixedClock


class Accounts:
    """What workers work on: each step of an account is done when its turn is over."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.steps: dict[str, int] = {}
        self.at_work: dict[str, threading.Event] = {}
        self.may_end: dict[str, threading.Event] = {}
        self.let_go_of: list[str] = []
        self.together = False
        self._inside: set[str] = set()

    def add(self, account: str, steps: int = 1, *, waits: bool = False) -> None:
        """An account with so many steps to do, which end at once unless it *waits*."""
        self.steps[account] = steps
        self.at_work[account], self.may_end[account] = threading.Event(), threading.Event()
        if not waits:
            self.may_end[account].set()

    def step(self, account: str) -> bool:
        """Do a step; whether there was one."""
        self.together = self.together or account in self._inside
        if not self.steps[account]:
            return False
        self._inside.add(account)
        self.at_work[account].set()
        self.may_end[account].wait(SOON)
        self._inside.remove(account)
        self.steps[account] -= 1
        return True

    def let_go(self, account: str) -> None:
        """A worker failed."""
        self.let_go_of.append(account)


def serving(accounts: Any, done: Callable[[], None] = lambda: None) -> Workers:
    """Workers for *accounts*."""
    return Workers(accounts, FixedClock(), done)


def finish(workers: Workers, accounts: Accounts) -> None:
    """End them all, as the daemon does."""
    accounts.stop.set()
    workers.finish()


def test_one_at_a_time_for_an_account() -> None:
    """However often it is woken, an account has one worker, which does all there is to do."""
    accounts = Accounts()
    accounts.add("x", steps=5)
    workers = serving(accounts)
    for _ in range(20):
        workers.wake("x")
    until(lambda: not workers.busy())
    finish(workers, accounts)
    assert accounts.steps == {"x": 0}
    assert not accounts.together


def test_a_slow_account_keeps_nobody_waiting() -> None:
    """Forty accounts wait for their network, and one more is done in between."""
    accounts = Accounts()
    for n in range(40):
        accounts.add(f"slow-{n}", waits=True)
    accounts.add("quick")
    workers = serving(accounts)
    for account in accounts.steps:
        workers.wake(account)
    until(lambda: accounts.steps["quick"] == 0)
    assert workers.busy()
    for each in accounts.may_end.values():
        each.set()
    finish(workers, accounts)
    assert set(accounts.steps.values()) == {0}


def test_a_thread_serves_one_account_after_the_other() -> None:
    """Accounts that are never busy together need one thread."""
    accounts = Accounts()
    ended = threading.Semaphore(0)
    workers = serving(accounts, done=ended.release)
    for n in range(10):
        accounts.add(f"x-{n}")
        workers.wake(f"x-{n}")
        assert ended.acquire(timeout=SOON)
    assert len(workers._threads) == 1
    finish(workers, accounts)
    assert set(accounts.steps.values()) == {0}


def test_the_end_waits_for_what_is_on_its_way() -> None:
    """What a worker has begun is ended, and nothing more is begun."""
    accounts = Accounts()
    accounts.add("x", steps=3, waits=True)
    workers = serving(accounts)
    workers.wake("x")
    assert accounts.at_work["x"].wait(SOON)
    accounts.stop.set()
    ending = threading.Thread(target=workers.finish)
    ending.start()
    workers.wake("x")
    assert ending.is_alive()
    accounts.may_end["x"].set()
    ending.join(SOON)
    assert not ending.is_alive()
    assert accounts.steps == {"x": 2}


def test_what_a_failed_worker_held_is_let_go() -> None:
    """And its account is worked for again when it is woken."""

    class Fails(Accounts):
        def step(self, account: str) -> bool:
            if self.steps[account] == 3:
                self.steps[account] -= 1
                raise RuntimeError("boom")
            return super().step(account)

    accounts = Fails()
    accounts.add("x", steps=3)
    workers = serving(accounts)
    workers.wake("x")
    until(lambda: not workers.busy())
    assert accounts.let_go_of == ["x"]
    workers.wake("x")
    until(lambda: not workers.busy())
    finish(workers, accounts)
    assert accounts.steps == {"x": 0}


def test_what_was_launched_and_had_no_lane_goes_later(approved: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is known not to be sent: it is queued again, says why, and goes out once."""
    answers = iter([False])
    monkeypatch.setattr(Way, "enter", lambda way: next(answers, True))
    approved("campaign", "launch", "ijn-2020")
    approved.send()
    rows = approved.deliveries("history", "--attempts")
    assert {row["state"] for row in rows.values()} == {"posted"}
    told = [
        each for row in rows.values() for each in row["attempts"] if "do not answer" in str(each["detail"])
    ]
    assert [each["outcome"] for each in told] == ["queued"]
    with approved.office() as office:
        words = [(post.account, post.words) for post in office.rehearsal.posts()]
    assert len(words) == len(set(words)) == len(rows)


def test_no_ring_is_left_out() -> None:
    """An alarm that is set anew before a ring has quite ended, for a moment that is there already, rings again."""
    rung, never = threading.Event(), threading.Event()

    def ring() -> None:
        rung.set()
        never.wait(0.005)

    alarm = Alarm(ring, lambda: None, timedelta(hours=1))
    alarm.start()
    for n in range(20):
        alarm.set(0)
        assert rung.wait(SOON), f"it rang {n} times"
        rung.clear()
    alarm.stop()
