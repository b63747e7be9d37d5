"""CPU time of ``drumbeat --help``, beside the same of a Python that does nothing.

    python bench/help.py [--runs 15]

The bar is 150 ms for the median.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

BAR = 150.0  # milliseconds


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    drumbeat = [str(Path(sys.executable).with_name("drumbeat")), "--help"]
    bare = [sys.executable, "-c", "pass"]
    pairs = [(cpu_ms(drumbeat), cpu_ms(bare)) for _ in range(runs)]
    ours, python = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"drumbeat --help   {ours:7.1f} ms")
    print(f"python -c pass    {python:7.1f} ms")
    met = ours < BAR
    print(
        json.dumps(
            {"help_cpu_ms": round(ours, 1), "python_cpu_ms": round(python, 1), "bar_ms": BAR, "met": met}
        )
    )
    return 0 if met else 1


def cpu_ms(command: list[str]) -> float:
    """User and system time of one run of *command*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(main())
