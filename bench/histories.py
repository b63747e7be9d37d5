"""Random histories of an installation: people, faults, crashes and clocks, in any order, and what must hold.

    python bench/histories.py --examples 2000

The real store, sender, gates and loop run step by step against a simulated network, which is the judge;
the rules and the laws are in ``tests/once/machine.py``. Printed is how often each thing happened. Exits with
1, and the shortest history that shows it, if a law was broken.
"""

import argparse
import json
import logging
import multiprocessing
import sys
import time
from collections import Counter

import doubles  # noqa: F401 -- first, so that the next can be found
from machine import Histories, explore

STEPS = 50


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None, help="repeat the same histories")
    options = parser.parse_args()
    began = time.monotonic()
    first = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    share = -(-options.examples // options.processes)
    tasks = [(share, options.steps, first + n) for n in range(options.processes)]
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        results = pool.starmap(run, tasks)
    totals: Counter[str] = sum((counted for counted, _ in results), Counter())
    broken = [told for _, told in results if told]
    return report(totals, broken, first, round(time.monotonic() - began, 1))


def run(examples: int, steps: int, seed: int) -> tuple[Counter[str], str]:
    """*examples* histories of *steps* steps each: what happened in them, and what broke a law."""
    logging.disable(logging.CRITICAL)  # of faults, which are what this is about
    told = explore(Histories, examples=examples, steps=steps, start=seed)
    return Histories.totals, told


def report(totals: Counter[str], broken: list[str], seed: int, seconds: float) -> int:
    """Print the figures; 0 if every law held."""
    for name, value in sorted(totals.items()):
        print(f"{name:<20}{value:>10}")
    for told in broken:
        print(told, file=sys.stderr)
    figures = {"seed": seed, "seconds": seconds, "broken": len(broken), "met": not broken}
    print(json.dumps(dict(sorted(totals.items())) | figures))
    return 0 if not broken else 1


if __name__ == "__main__":
    sys.exit(main())
