"""Stop the daemon with SIGSTOP for longer than every time-out, again and again, in the middle of a campaign.

    python bench/freezes.py --times 50

Accounts on rehearsals of both kinds, a real Bluesky server and a fake X. The judge is each network's own
record. Printed:

frozen     how often it was stopped
in_flight  of them, with a request on the wire
lost, twice, stuck, denied, unknown   as ``bench/failpoints.py`` has them

Exits with 1 unless lost, twice, stuck and denied are 0, and none on a network asked by key is held as
unknown.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import stages
from judging import DONE, broken, deliveries, judge
from seeding import fill, installation, model

from scheduler.cli.run import daemon_of
from scheduler.daemon.loop import Leave

TIMEOUT = 1.0  # seconds; the longest wait for a network
FROZEN = (1.3, 1.8)  # seconds
THAWED = (0.1, 0.6)  # seconds in between
ANSWERS = (100, 500)  # milliseconds
PATIENCE = 180.0  # seconds, for the rest once it is left alone
CONFIG = """
[daemon]
retry_first = "200ms"
timeout = "1s"

[fuse]
hour = 1000000
day = 1000000

[rehearsal]
answer_after = ["{least}ms", "{most}ms"]
looks = ["200ms", "500ms", "1s"]
"""


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--networks", nargs="*", choices=stages.NAMES, default=stages.NAMES)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), options.networks, options.times)
    return report(figures | {"seconds": round(time.monotonic() - began, 1)})


def run(folder: Path, networks: Sequence[str], times: int) -> dict[str, float]:
    """Freeze a daemon *times* times over a campaign, let it finish, and judge."""
    config = CONFIG.format(least=ANSWERS[0], most=ANSWERS[1])
    (folder / "config.toml").write_text(config, encoding="utf-8")
    with ExitStack() as stack:
        on = [stack.enter_context(stages.stage(each, folder, late)) for each in networks]
        with installation(folder) as office:
            for each in on:
                each.add(office)
            now = office.desk.clock.now()
            like = model(office, [each.name for each in on])
            fill(office, like, "bench", posts=max(2, times), when=lambda n: now)
        daemon = multiprocessing.get_context("fork").Process(target=send, args=(folder,))
        daemon.start()
        in_flight = freeze(folder, daemon, times)
        settle(folder)
        stages.kill(daemon)
        daemon.join()
        return dict(judge(folder, on, "bench")) | {"frozen": times, "in_flight": in_flight}


def late() -> float:
    """How long a network keeps its answer, in seconds."""
    return random.uniform(*ANSWERS) / 1000


def send(folder: Path) -> None:
    """The real daemon, until it is killed."""
    stages.look_soon()
    with installation(folder) as office, daemon_of(office, lambda _: None) as daemon:
        daemon.run(Leave.NEVER)


def freeze(folder: Path, daemon: multiprocessing.process.BaseProcess, times: int) -> int:
    """Stop and continue *daemon*; how often something was on the wire."""
    in_flight = 0
    for n in range(times):
        time.sleep(random.uniform(*THAWED))
        os.kill(daemon.pid or 0, signal.SIGSTOP)
        in_flight += any(each.launched for each in deliveries(folder, "bench"))
        time.sleep(random.uniform(*FROZEN))
        os.kill(daemon.pid or 0, signal.SIGCONT)
        stages.progress("frozen", n + 1, times)
    return in_flight


def settle(folder: Path) -> None:
    """Wait until everything ended, or for ``PATIENCE``: the rest is judged as stuck."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if all(each.state in DONE for each in deliveries(folder, "bench")):
            return
        time.sleep(0.5)


def report(figures: dict[str, float]) -> int:
    """Print the figures; 0 if the bars are met."""
    for name, value in figures.items():
        print(f"{name:<14}{value:>10}")
    met = not broken(figures)
    print(json.dumps(figures | {"timeout": TIMEOUT, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
