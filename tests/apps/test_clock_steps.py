"""The daemon under a clock that is set, and on a computer that sleeps."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.core.records import Event
from scheduler.services.marks import News

HOUR = timedelta(hours=1)
YEARS = timedelta(days=3652)
PATIENCE = 60.0
"""Seconds that a busy machine may take; what is waited for comes within one."""


def campaign(drumbeat: Any, plan: str, *, at: str = "now") -> None:
    """A campaign on the account ``sky`` alone, approved and launched."""
    drumbeat("campaign", "new", "ijn-2020", "--on", "sky", "--plan", plan)
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020", "--at", at)


def post(n: int) -> str:
    """The delivery of post number *n*."""
    return f"ijn-2020.{n}@sky"


def once(event: str, delivery: str, act: Callable[[], None]) -> Callable[[News], None]:
    """Does *act* the first time that *event*, a mark or a state, is told of *delivery*."""
    done: list[bool] = []

    def tell(news: News) -> None:
        told = {news.event} if news.event in {Event.CLAIMED, Event.LAUNCHED} else {news.delivery.state}
        if news.delivery.id == delivery and event in told and not done:
            done.append(True)
            act()

    return tell


def out(drumbeat: Any) -> dict[str, datetime]:
    """When each delivery went out, by the network's own record, which holds each but once."""
    with drumbeat.office() as office:
        posts = list(office.rehearsal.posts())
    words = {row["parts"][0]["words"]: id for id, row in drumbeat.deliveries("history", "--attempts").items()}
    found = [(words[each.words], each.committed_at) for each in posts]
    assert len(dict(found)) == len(found)
    return dict(found)


def standing(drumbeat: Any) -> list[tuple[str, str | None]]:
    """State and reason of each delivery, by its number."""
    rows = drumbeat.deliveries("history", "--attempts")
    return [(rows[id]["state"], rows[id]["reason"]) for id in sorted(rows)]


POSTED, MISSED = ("posted", None), ("held", "missed")


@pytest.mark.parametrize(
    ("plan", "happens", "stands"),
    [
        # an hour forward: what is due by then goes, within its window
        ("T+0, T+50m, T+3h", lambda clock: clock.put(HOUR), [POSTED, POSTED, POSTED]),
        ("T+0, T+20m, T+3h", lambda clock: clock.put(HOUR), [POSTED, MISSED, POSTED]),
        # an hour back: nothing goes twice, and the rest at its time
        ("T+0, T+1h, T+2h", lambda clock: clock.put(-HOUR), [POSTED, POSTED, POSTED]),
        # asleep for eight hours with three due: they are held, the next one goes on time, nobody is asked
        ("T+0, T+1h, T+4h, T+7h, T+9h", lambda clock: clock.suspend(8 * HOUR), [POSTED, *[MISSED] * 3, POSTED]),
        # a second, as a time server corrects it
        ("T+0, T+1h, T+2h", lambda clock: clock.put(timedelta(seconds=1)), [POSTED, POSTED, POSTED]),
    ],
)  # fmt: skip
def test_steps_that_are_nobodys_business(
    ready: Any, clock: Any, plan: str, happens: Callable[[Any], None], stands: list[Any]
) -> None:
    """A short step and a sleep of any length: no halt, nothing twice, and nothing before its time or after its window."""
    campaign(ready, plan)
    ready.send(once("posted", post(1), lambda: happens(clock)))
    assert standing(ready) == stands
    assert ready.json("status")["halt"] is None
    rows = ready.deliveries("history")
    for id, at in out(ready).items():
        late = at - datetime.fromisoformat(rows[id]["planned_at"])
        assert timedelta(0) <= late <= timedelta(minutes=30)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("claimed", ("queued", "halt")),  # what was claimed is not launched
        ("launched", POSTED),  # what is on the wire arrives, and its answer is recorded
        ("posted", POSTED),
    ],
)
@pytest.mark.parametrize("by", [timedelta(hours=7), YEARS])
def test_far_forward(
    ready: Any, clock: Any, moment: str, first: tuple[str, str | None], by: timedelta
) -> None:
    """Put forward by hours or years nothing more is claimed or launched, from that instant on; a person is asked."""
    campaign(ready, "T+0, T+1h, T+2d")
    ready.send(once(moment, post(1), lambda: clock.put(by)))
    assert standing(ready)[0] == first
    assert set(standing(ready)[1:]) <= {("queued", "halt")}
    halt = ready.json("status")["halt"]
    assert (halt["by"], "put forward by" in halt["reason"]) == ("daemon:1", True)
    assert list(out(ready)) == ([post(1)] if first is POSTED else [])

    ready.send()  # another daemon, which sees no step: the halt is durable
    assert len(out(ready)) == int(first is POSTED)
    due = {id for id, row in ready.deliveries("attention").items() if row["reason"] == "halt"}
    ready("resume", "--yes")
    assert {row["delivery"] for row in ready.json("attention")} == due
    assert all(row["reason"] == "halted" for row in ready.json("attention"))


def test_far_forward_and_right_again(ready: Any, clock: Any) -> None:
    """Once the clock is right and a person resumed, everything goes as planned; no draft was held for a wrong time."""
    campaign(ready, "T+0, T+1h, T+2d")
    ready("post", "edit", "ijn-2020.3", "--words", "Not approved yet.")
    ready.send(once("posted", post(1), lambda: clock.put(YEARS)))
    assert standing(ready) == [POSTED, ("queued", "halt"), ("draft", "approval")]
    clock.put(-YEARS)
    ready("resume", "--yes")
    assert ready.json("attention") == []
    ready("post", "approve", "ijn-2020.3")
    ready.send()
    assert standing(ready) == [POSTED, POSTED, POSTED]


@pytest.mark.parametrize("fault", ["unreachable", "drop", "throttle"])
def test_on_the_wire_and_no_answer(ready: Any, clock: Any, fault: str) -> None:
    """A step while a request is on the wire: whatever became of it is found out, and no wait lasts for years."""
    campaign(ready, "T+0")
    ready("rehearsal", "fault", "sky", fault)
    daemon_ends = once("launched", post(1), lambda: clock.put(YEARS))
    ready.send(daemon_ends)
    clock.put(-YEARS)
    if ready.json("status")["halt"]:
        ready("resume", "--yes")
    ready.send()
    row = ready.deliveries("history", "--attempts")[post(1)]
    if row["state"] == "held":  # due when it was resumed, or late by the wrong clock: a person decides
        assert row["reason"] in {"halted", "missed"}
        ready("decide", post(1), "now")
        ready.send()
    assert standing(ready) == [POSTED]
    assert len(out(ready)) == 1


def test_a_wait_is_not_prolonged(ready: Any, clock: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Put back by an hour, a delivery that waits for its next try waits no longer than before; the step is logged."""
    campaign(ready, "T+0")
    ready("rehearsal", "fault", "sky", "unreachable")
    with caplog.at_level(logging.WARNING):
        ready.send(once("queued", post(1), lambda: clock.put(-HOUR)))
    assert standing(ready) == [POSTED]
    events = ready.deliveries("history")[post(1)]["attempts"]
    claims = [datetime.fromisoformat(each["at"]) for each in events if each["event"] == "claimed"]
    assert claims[1] - claims[0] < timedelta(minutes=1)
    assert "the clock was put back by 1h" in caplog.text


def test_a_clock_that_went_back_while_no_daemon_ran(ready: Any, clock: Any) -> None:
    """What waits for its next try does so no longer than it was to, if the clock is behind the last run."""
    campaign(ready, "T+0")
    ready("rehearsal", "fault", "sky", "throttle")
    ready("run", "--once")
    before = datetime.fromisoformat(ready.deliveries("queue")[post(1)]["next_try_at"])
    clock.put(-2 * HOUR)
    ready("run", "--once")
    after = datetime.fromisoformat(ready.deliveries("queue")[post(1)]["next_try_at"])
    assert before - 2 * HOUR - timedelta(minutes=1) < after <= before - HOUR


# --- a daemon that has nothing to do ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Running:
    """A daemon at work in a thread of its own."""

    office: Any
    daemon: Any
    seen: set[tuple[str, str]]
    news: threading.Condition

    def reaches(self, n: int, state: str) -> bool:
        """Whether the delivery of post number *n* comes to *state*."""
        with self.news:
            return self.news.wait_for(lambda: (post(n), state) in self.seen, PATIENCE)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something *holds* three times in a row."""
        times, pause = 0, threading.Event()
        for _ in range(int(PATIENCE / 0.03)):
            times = times + 1 if holds() else 0
            if times == 3:
                return
            pause.wait(0.03)
        pytest.fail("it never came to that")

    def rests(self) -> bool:
        """Whether it has seen every change and waits for its alarm."""
        counter = self.office.store.change_counter()
        return self.daemon._guard._counter == counter and not self.daemon._wake.is_set()

    def halted(self) -> bool:
        """Whether a halt is in force and confirmed."""
        with self.office.store.read() as unit:
            halt, run = unit.halts.current(), unit.runs.latest()
        return halt is not None and run.halt_confirmed == halt.id


@contextmanager
def running(drumbeat: Any) -> Iterator[Running]:
    """A daemon that has sent the first post and waits; its sweep is an hour away."""
    from scheduler.cli.run import daemon_of

    config = drumbeat.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace("[daemon]", '[daemon]\nsweep = "1h"'), "utf-8")
    seen: set[tuple[str, str]] = set()
    news = threading.Condition()

    def tell(each: News) -> None:
        with news:
            seen.add((each.delivery.id, each.delivery.standing))
            news.notify_all()

    with drumbeat.office() as office, daemon_of(office, tell) as daemon:
        thread = threading.Thread(target=daemon.run)
        thread.start()
        here = Running(office, daemon, seen, news)
        try:
            assert here.reaches(1, "posted")
            here.until(here.rests)
            yield here
        finally:
            daemon.stop()
            thread.join()


@pytest.mark.parametrize(
    ("happens", "second"),
    [
        (lambda clock: clock.suspend(8 * HOUR), "held (missed)"),
        (lambda clock: clock.put(HOUR), "posted"),  # APScheduler alone would fire an hour from now
    ],
)
def test_an_idle_daemon_notices(ready: Any, idle: Any, happens: Callable[[Any], None], second: str) -> None:
    """Asleep or set while all wait for the alarm, the daemon looks at once what is due, not at the next sweep."""
    campaign(ready, "T+0, T+1h")
    with running(ready) as here:
        happens(idle)
        assert here.reaches(2, second)


def test_an_idle_daemon_halts(ready: Any, idle: Any) -> None:
    """Put forward by years while all wait, the halt is there before anybody asks, and confirmed."""
    campaign(ready, "T+0, T+1h")
    with running(ready) as here:
        idle.put(YEARS)
        here.until(here.halted)
    assert standing(ready) == [POSTED, ("queued", "halt")]


def test_an_idle_daemon_goes_on_after_a_step_back(ready: Any, idle: Any) -> None:
    """Put back by a day while all wait, the alarm is set anew, and what is queued then goes."""
    campaign(ready, "T+0, T+1h")
    with running(ready) as here:
        alarm = here.daemon._alarm._scheduler
        idle.put(-24 * HOUR)
        here.until(lambda: here.daemon._alarm._scheduler not in {alarm, None})
        ready("decide", post(2), "now")
        assert here.reaches(2, "posted")
    assert len(out(ready)) == 2
