"""Kill the daemon at every point, on every network, in every fault, and ask the network what came of it.

    python bench/failpoints.py
    python bench/failpoints.py --networks rehearsal-keyed bluesky --nth 1

For each combination three deliveries are sent by a daemon that is killed at the point when it reaches it for
the first, or the second, time; then another daemon finishes. The judge is the network's own record. Printed,
by network:

runs     combinations
fired    of them, those in which the point was reached: not every fault leads to every point
lost     deliveries neither on record nor left to a person with a reason
twice    deliveries on record more than once
stuck    deliveries that neither ended nor wait for a person
denied   deliveries held as unknown although the record has them
astray   deliveries held for a reason that has no place here
unknown  deliveries held as unknown: where the network's answers leave it open

Exits with 1 unless lost, twice, stuck, denied and astray are 0 everywhere, and unknown is 0 on networks asked
by key.
"""

import argparse
import json
import multiprocessing
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import stages
from judging import BARS, broken, judge
from points import CARRIED_OUT, POINTS, send
from seeding import fill, installation, model
from stages import Stage

from scheduler.services import pausing

POSTS = 3
ANSWERS = (60, 120)  # milliseconds; time enough to kill between the network's commit and its answer
PATIENCE = 40.0  # seconds, for a daemon to end by itself
CONFIG = """
[daemon]
retry_first = "100ms"
timeout = "1s"
notice = "50ms"

[fuse]
hour = 1000000
day = 1000000

[rehearsal]
answer_after = ["{least}ms", "{most}ms"]
looks = ["100ms", "200ms", "400ms"]
"""


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--networks", nargs="*", choices=stages.NAMES, default=stages.NAMES)
    parser.add_argument("--points", nargs="*", choices=POINTS, default=POINTS)
    parser.add_argument("--faults", nargs="*", default=None, help="default: every fault of the network")
    parser.add_argument("--nth", nargs="*", type=int, default=[1, 2])
    options = parser.parse_args()
    began = time.monotonic()
    figures = {name: run(name, options.points, options.faults, options.nth) for name in options.networks}
    return report(figures, round(time.monotonic() - began, 1))


def run(name: str, points: Sequence[str], faults: Sequence[str] | None, nths: Sequence[int]) -> Counter[str]:
    """Every combination on one network."""
    totals: Counter[str] = Counter(dict.fromkeys(FIGURES, 0))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        config = CONFIG.format(least=ANSWERS[0], most=ANSWERS[1])
        (folder / "config.toml").write_text(config, encoding="utf-8")
        with stages.stage(name, folder, lambda: ANSWERS[0] / 1000) as on:
            with installation(folder) as office:
                on.add(office)
                like = model(office, [on.name])
            for fault in on.faults if faults is None else faults:
                for point in points:
                    for nth in nths:
                        id = f"cell-{totals['runs']}"
                        with installation(folder) as office:
                            now = office.desk.clock.now()
                            fill(office, like, id, posts=POSTS, when=lambda n, now=now: now)
                        totals["runs"] += 1
                        totals["fired"] += combination(folder, on, fault, point, nth)
                        found = judge(folder, [on], id)
                        totals += found
                        told(on, fault, point, nth, found, totals["runs"])
    return totals


def combination(folder: Path, on: Stage, fault: str, point: str, nth: int) -> bool:
    """One fault and one kill, and all daemons that it takes to finish; whether the point was reached."""
    if point.startswith("taken over"):  # there must be something to take over
        on.order(fault)
        one(folder, on, "publish: answered", 1)
    else:
        on.order(fault)
    fired = one(folder, on, point, nth)
    for _ in range(4):
        one(folder, on, "", 0)
        if not resumed(folder, on):
            break
    on.clear()
    return fired


def one(folder: Path, on: Stage, point: str, nth: int) -> bool:
    """One daemon, until it ends or is killed; whether it was killed at its point."""
    daemon = multiprocessing.get_context("fork").Process(target=send, args=(folder, point, nth))
    with nullcontext() if point != CARRIED_OUT else on.once_carried_out(nth, daemon.kill) as forked:
        daemon.start()
        if forked is not None:
            forked()
        daemon.join(PATIENCE)
    if daemon.exitcode is None:
        stages.kill(daemon)
        daemon.join()
        return False  # what it left behind is judged as stuck
    return daemon.exitcode == -signal.SIGKILL


def resumed(folder: Path, on: Stage) -> bool:
    """Whether the network turned the account away, so that a person had to resume it."""
    with installation(folder) as office:
        with office.store.read() as unit:
            account = unit.accounts.get(on.name)
        if account is None or account.stopped_at is None:
            return False
        pausing.resume_account(office.desk, on.name)
    return True


FIGURES = ("runs", "fired", *BARS, "unknown")


def told(on: Stage, fault: str, point: str, nth: int, found: Counter[str], runs: int) -> None:
    """Say what went wrong where, and how far it is, where somebody looks on."""
    if broken(found):
        print(f"{on.name}, {fault}, {point}, {nth}: {dict(found)}", file=sys.stderr)
    elif sys.stderr.isatty():
        print(f"\r{on.name} {runs}", end="", file=sys.stderr)


def report(figures: dict[str, Counter[str]], seconds: float) -> int:
    """Print the figures; 0 if the bars are met."""
    print(f"{'':<22}" + "".join(f"{name:>9}" for name in FIGURES))
    for network, found in figures.items():
        print(f"{network:<22}" + "".join(f"{found[name]:>9}" for name in FIGURES))
    met = not any(broken(found) for found in figures.values())
    shown: dict[str, Any] = {
        network: {name: found[name] for name in FIGURES} for network, found in figures.items()
    }
    print(json.dumps(shown | {"points": len(POINTS), "seconds": seconds, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
