"""What APScheduler's own job store loses and doubles, one job a post, beside Drumbeat on the same work.

    python bench/losses.py

Three things happen to both. The witness is the network's own record of publications. Printed for each:

burst      500 posts due at one instant, each answered after 50 ms, ten at a time; APScheduler as it comes
downtime   100 posts due while nothing runs for 3 s; APScheduler as it comes
kills      500 posts, and the process killed with SIGKILL five times meanwhile; nothing dropped for being late

lost       posts not on the record when nothing is left to do; of ours, those that no person is told of
twice      posts on the record more than once

Exits with 1 unless ours are 0 and 0, and theirs are not: a bench in which nothing can be lost shows nothing.
"""

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import jobstore
from crash import judge, on_rehearsal
from seeding import installation, seed

from scheduler.cli.run import daemon_of
from scheduler.daemon.loop import Leave

ACCOUNTS = [f"account-{n}" for n in range(20)]
WORKERS = 10
ANSWER = 50  # milliseconds
PATIENCE = 120.0  # seconds
LIFE = (0.1, 0.4)  # seconds from the first post of a life to its end
SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What happens to *posts* posts."""

    name: str
    posts: int
    fair: bool
    """Whether APScheduler's options are those that lose least, or its own."""
    ahead: float = 10.0
    """Seconds until they are due: none is while they are queued, for a scheduler that ends runs them."""
    down: float = 0.0
    """Seconds from queueing in which nothing runs."""
    kills: int = 0


TRIALS = (
    Trial(name="burst", posts=500, fair=False),
    Trial(name="downtime", posts=100, fair=False, ahead=5.0, down=8.0),
    Trial(name="kills", posts=500, fair=True, kills=5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One way of working: how posts are queued, sent by a process, and found on record."""

    queue: Callable[[Path, Trial], None]
    send: Callable[[Path, Trial], None]
    """Sends until nothing is left, in a process of its own."""
    on_record: Callable[[Path], int]
    """How many publications the network has."""


def main() -> int:
    """Run the bench; the exit code."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    figures = dict.fromkeys(("ours_lost", "ours_twice", "theirs_lost", "theirs_twice"), 0)
    print(f"{'':<10}{'posts':>6}{'job store lost':>16}{'twice':>7}{'ours lost':>11}{'twice':>7}")
    for trial in TRIALS:
        with tempfile.TemporaryDirectory() as folder:
            theirs = run(Path(folder) / "theirs", trial, THEIRS)
            ours = run(Path(folder) / "ours", trial, OURS)
            lost, twice = judge_theirs(theirs, trial)
            judged = judge(ours, on_rehearsal)
        row = (lost, twice, int(judged["lost"]), int(judged["twice"]))
        print(f"{trial.name:<10}{trial.posts:>6}{row[0]:>16}{row[1]:>7}{row[2]:>11}{row[3]:>7}", flush=True)
        for name, value in zip(("theirs_lost", "theirs_twice", "ours_lost", "ours_twice"), row, strict=True):
            figures[name] += value
    met = not figures["ours_lost"] and not figures["ours_twice"]
    met = met and figures["theirs_lost"] + figures["theirs_twice"] > 0
    print(json.dumps(figures | {"met": met}))
    return 0 if met else 1


def run(folder: Path, trial: Trial, side: Side) -> Path:
    """Let the trial happen to one side; the folder with its record."""
    folder.mkdir()
    side.queue(folder, trial)
    time.sleep(trial.down)
    for _ in range(trial.kills):
        live_and_die(folder, trial, side)
    sender = SPAWN.Process(target=side.send, args=(folder, trial))
    sender.start()
    sender.join(PATIENCE)
    if sender.is_alive():
        sender.kill()
        raise TimeoutError(f"{trial.name}: not done within {PATIENCE:.0f} s")
    return folder


def live_and_die(folder: Path, trial: Trial, side: Side) -> None:
    """A process that sends, killed a moment after its first post."""
    before, deadline = side.on_record(folder), time.monotonic() + PATIENCE
    sender = SPAWN.Process(target=side.send, args=(folder, trial))
    sender.start()
    while side.on_record(folder) == before and time.monotonic() < deadline and sender.is_alive():
        time.sleep(0.02)
    time.sleep(random.uniform(*LIFE))
    if sender.pid is not None and sender.is_alive():
        os.kill(sender.pid, signal.SIGKILL)
    sender.join()


# --- ours ---------------------------------------------------------------------------------------


def queue_ours(folder: Path, trial: Trial) -> None:
    """Approved deliveries, all due at one instant."""
    with installation(folder, answers=(ANSWER, ANSWER)) as office:
        due = office.desk.clock.now() + timedelta(seconds=trial.ahead)
        seed(office, posts=trial.posts // len(ACCOUNTS), names=ACCOUNTS, when=lambda n: due)


def send_ours(folder: Path, trial: Trial) -> None:
    """The real daemon, until nothing is left."""
    del trial
    with installation(folder) as office, daemon_of(office, lambda news: None) as daemon:
        daemon.run(Leave.NOTHING_LEFT)


def ours_on_record(folder: Path) -> int:
    """Publications on the rehearsal's record."""
    with installation(folder) as office:
        return len(on_rehearsal(office))


OURS = Side(queue=queue_ours, send=send_ours, on_record=ours_on_record)


# --- the job store ------------------------------------------------------------------------------


class Ledger:
    """A network whose record is a file: a line for each publication, written before it is answered."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def begin(self, key: str) -> None:
        """Publish."""
        os.write(self._file, f"{key}\n".encode())

    def answer(self) -> None:
        """Take the time that an answer takes."""
        time.sleep(ANSWER / 1000)


def queue_theirs(folder: Path, trial: Trial) -> None:
    """A job for each post, all due at one instant."""
    due = datetime.now(UTC) + timedelta(seconds=trial.ahead)
    with jobstore.scheduler_on(
        folder / "jobs.db", workers=WORKERS, paused=True, fair=trial.fair
    ) as scheduler:
        jobstore.add(scheduler, [(f"post.{n}", due) for n in range(trial.posts)])


def send_theirs(folder: Path, trial: Trial) -> None:
    """The job store's scheduler, until it has no job left and the last ones have ended."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # the table tells what it drops
    jobstore.NETWORK = Ledger(folder / "record")
    with jobstore.scheduler_on(
        folder / "jobs.db", workers=WORKERS, paused=False, fair=trial.fair
    ) as scheduler:
        while scheduler.get_jobs():
            time.sleep(0.1)
        time.sleep(2 * trial.posts * ANSWER / 1000 / WORKERS + 1)


def theirs_on_record(folder: Path) -> int:
    """Publications on the record."""
    return len(lines(folder))


def lines(folder: Path) -> list[str]:
    """The record, as far as there is one."""
    record = folder / "record"
    return record.read_text("utf-8").split() if record.exists() else []


def judge_theirs(folder: Path, trial: Trial) -> tuple[int, int]:
    """How many posts are lost, and how many were posted twice."""
    recorded = Counter(lines(folder))
    return trial.posts - len(recorded), sum(1 for times in recorded.values() if times > 1)


THEIRS = Side(queue=queue_theirs, send=send_theirs, on_record=theirs_on_record)


if __name__ == "__main__":
    sys.exit(main())
