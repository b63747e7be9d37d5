"""The database cannot be written for a while, in the middle of a burst: nothing is sent without its mark.

    python bench/outages.py --seconds 60

Another program keeps the database locked; the daemon's disk is full (it may write no file at all, which is
what RLIMIT_FSIZE does to a process from outside); each for --seconds. The daemon posts to the fake X and,
where it is installed, to a real Bluesky server; their own records say what began and what is out. Printed,
by outage:

before     deliveries out when it began
during     publishing requests that began later than a second after it did: the bar is 0
lost, twice, stuck, denied   of all, once the daemon had gone on by itself

Exits with 1 unless these are 0, and something was left to send when the outage began.
"""

import argparse
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import doubles  # noqa: F401 -- first, so that the next can be found
import pds_server
import stages
from freezes import CONFIG, late, send, settle
from judging import BARS, broken, judge
from seeding import installation, seed

from db.engine import best_driver, connect

POSTS = 40  # an account
ANSWERS = (100, 500)  # milliseconds
MOMENT = (1.0, 4.0)  # seconds from the start of the daemon
SETTLED = 1.0  # seconds after which what had its mark has begun


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    figures = {name: run(outage, options.seconds) for name, outage in OUTAGES.items()}
    return report(figures)


def run(outage: Callable[[Path, int], AbstractContextManager[None]], seconds: float) -> dict[str, float]:
    """One burst, with one outage in the middle of it."""
    names = [name for name in ("bluesky", "x") if name == "x" or pds_server.missing() is None]
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        config = CONFIG.format(least=ANSWERS[0], most=ANSWERS[1])
        (folder / "config.toml").write_text(config, encoding="utf-8")
        on = [stack.enter_context(stages.stage(each, folder, late)) for each in names]
        with installation(folder) as office:
            for each in on:
                each.add(office)
            now = office.desk.clock.now()
            seed(office, posts=POSTS, names=[each.name for each in on], when=lambda n: now)
        daemon = multiprocessing.get_context("fork").Process(target=send, args=(folder,))
        daemon.start()
        time.sleep(random.uniform(*MOMENT))
        with outage(folder, daemon.pid or 0):
            since = time.monotonic()
            before = sum(len(each.words()) for each in on)
            time.sleep(seconds)
            until = time.monotonic()
        settle(folder)
        daemon.kill()
        daemon.join()
        begun = [moment for each in on for moment in each.begun()]
        found = dict(judge(folder, on, "bench"))
    during = sum(1 for moment in begun if since + SETTLED < moment < until)
    return {"deliveries": POSTS * len(names), "before": before, "during": during} | found


@contextmanager
def locked(folder: Path, _daemon: int) -> Iterator[None]:
    """Another program keeps the database locked."""
    other = connect(best_driver(), folder / "drumbeat.db", mode="rw", busy_seconds=30)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(_folder: Path, daemon: int) -> Iterator[None]:
    """The daemon's files take not a byte more."""
    was = resource.prlimit(daemon, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(daemon, resource.RLIMIT_FSIZE, was)


OUTAGES = {"locked": locked, "full": full}


def report(figures: dict[str, dict[str, float]]) -> int:
    """Print the figures; 0 if the bars are met."""
    names = ("deliveries", "before", "during", *BARS, "unknown")
    print(f"{'':<10}" + "".join(f"{name:>12}" for name in names))
    for outage, found in figures.items():
        print(f"{outage:<10}" + "".join(f"{found[name]:>12}" for name in names))
    met = all(
        not broken(found) and not found["during"] and found["before"] < found["deliveries"]
        for found in figures.values()
    )
    print(json.dumps(figures | {"met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
