"""Halt in the middle of a burst, again and again, and ask the networks when their requests began.

    python bench/halts.py --times 200

Each time several deliveries fall due at once on rehearsals of both kinds, a real Bluesky server and a fake X,
and their uploads are slow; at a random moment another process halts, waits a while, and resumes. The witness
is each network's record of when publishing requests began, by the one monotonic clock of this computer.
Printed:

halts      how often
requests   publishing requests, all told
on_wire    deliveries that ``halt`` named as on the wire
after      publishing requests begun after ``halt`` returned and before the resume: the bar is 0
slowest    seconds that ``halt`` took at most

Exits with 1 unless after is 0.
"""

import argparse
import json
import logging
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import stages
from seeding import Model, fill, installation, model
from stages import Stage

from scheduler.cli.run import daemon_of
from scheduler.core.ports import Letter, NetworkConnection, Prepared
from scheduler.daemon.loop import Leave
from scheduler.services import halting
from scheduler.wiring import Office
from scheduler.wiring.outside import Outside

POSTS = 4  # an account and burst
ANSWERS = (20, 150)  # milliseconds
UPLOADS = (0.0, 0.3)  # seconds
BURST = (0.0, 1.0)  # seconds from the burst to the halt
STILL = 0.5  # seconds from the halt to the resume
CONFIG = """
[daemon]
retry_first = "200ms"

[fuse]
hour = 1000000
day = 1000000

[rehearsal]
answer_after = ["{least}ms", "{most}ms"]
looks = ["200ms", "500ms", "1s"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halted:
    """From when to when nothing was to begin, and what was said to be on the wire."""

    since: float
    until: float
    took: float
    on_wire: int


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--networks", nargs="*", choices=stages.NAMES, default=stages.NAMES)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), options.networks, options.times)
    return report(figures | {"seconds": round(time.monotonic() - began, 1)})


def run(folder: Path, networks: Sequence[str], times: int) -> dict[str, float]:
    """Halt *times* times, and compare with when requests began."""
    config = CONFIG.format(least=ANSWERS[0], most=ANSWERS[1])
    (folder / "config.toml").write_text(config, encoding="utf-8")
    with ExitStack() as stack:
        on = [stack.enter_context(stages.stage(each, folder, late)) for each in networks]
        with installation(folder) as office:
            for each in on:
                each.add(office)
            like = model(office, [each.name for each in on])
        daemon = multiprocessing.get_context("fork").Process(target=send, args=(folder,))
        daemon.start()
        with installation(folder) as office:
            halts = [halted(office, like, n, times) for n in range(times)]
        stages.kill(daemon)
        daemon.join()
        return judge(halts, on)


def late() -> float:
    """How long a network keeps its answer, in seconds."""
    return random.uniform(*ANSWERS) / 1000


def send(folder: Path) -> None:
    """The real daemon with slow uploads, until it is killed."""
    logging.disable(logging.WARNING)  # each halt is told of
    stages.look_soon()
    with installation(folder) as office:
        vars(office)["outside"] = SlowOutside(office.settings, office.desk)
        with daemon_of(office, lambda _: None) as daemon:
            daemon.run(Leave.NEVER)


class SlowOutside(Outside):
    """What speaks to networks, and takes a while for uploads."""

    def sender(self, run: int, stop: Any, tell: Any) -> Any:
        made = super().sender(run, stop, tell)
        return replace(made, connect=lambda account: Slow(made.connect(account)))


class Slow:
    """A connection whose uploads take a while."""

    def __init__(self, connection: NetworkConnection) -> None:
        self._connection = connection

    def prepare(self, letter: Letter) -> Prepared:
        time.sleep(random.uniform(*UPLOADS))
        return self._connection.prepare(letter)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def halted(office: Office, like: Model, n: int, times: int) -> Halted:
    """One burst and one halt."""
    now = office.desk.clock.now()
    fill(office, like, f"burst-{n}", posts=POSTS, when=lambda _: now)
    time.sleep(random.uniform(*BURST))
    asked = time.monotonic()
    told = halting.halt(office.desk, "bench", actor="bench")
    since = time.monotonic()
    time.sleep(STILL)
    until = time.monotonic()
    halting.resume(office.desk, actor="bench")
    stages.progress("halted", n + 1, times)
    return Halted(since=since, until=until, took=since - asked, on_wire=len(told.on_wire))


def judge(halts: Sequence[Halted], on: Sequence[Stage]) -> dict[str, float]:
    """How many requests began while nothing was to begin."""
    begun = [moment for each in on for moment in each.begun()]
    return {
        "halts": len(halts),
        "requests": len(begun),
        "on_wire": sum(each.on_wire for each in halts),
        "after": sum(1 for moment in begun if any(each.since < moment < each.until for each in halts)),
        "slowest": round(max(each.took for each in halts), 2),
    }


def report(figures: dict[str, float]) -> int:
    """Print the figures; 0 if the bar is met."""
    for name, value in figures.items():
        print(f"{name:<10}{value:>10}")
    met = figures["after"] == 0
    print(json.dumps(figures | {"met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
