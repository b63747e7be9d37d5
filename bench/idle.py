"""What a daemon costs that has nothing to do: CPU over a minute, and memory.

    python bench/idle.py [--seconds 60]

Twice: with 10,000 deliveries queued for later, and halted with 500 of them overdue. The bar is 0.1 % of one
core. Linux only: it reads /proc.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from seeding import ACTOR, installation, seed

from scheduler.services import halting

POSTS = 5_000
ACCOUNTS = ("idle-x", "idle-sky")
OVERDUE_POSTS = 250
BAR = 0.1  # per cent of one core
SETTLE = 10.0  # seconds for start-up, imports and the first sweep


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    figures: dict[str, float | bool] = {}
    for name, halted in (("queued", False), ("halted", True)):
        with tempfile.TemporaryDirectory() as folder:
            prepare(Path(folder), halted=halted)
            cpu, memory = measure(Path(folder), seconds)
        figures |= {f"{name}_cpu_percent": round(cpu, 4), f"{name}_mib": round(memory, 1)}
    met = max(figures["queued_cpu_percent"], figures["halted_cpu_percent"]) < BAR
    for name, value in figures.items():
        print(f"{name:<22}{value:>8}")
    print(json.dumps(figures | {"seconds": seconds, "bar_percent": BAR, "met": met}))
    return 0 if met else 1


def prepare(folder: Path, *, halted: bool) -> None:
    """10,000 approved deliveries from tomorrow on; halted, 500 of them are due already."""
    with installation(folder, answers=(100, 500)) as office:
        now = office.desk.clock.now()
        overdue = OVERDUE_POSTS if halted else 0
        if halted:
            halting.halt(office.desk, "bench", actor=ACTOR)

        def when(n: int) -> datetime:
            return now if n <= overdue else now + timedelta(days=1, minutes=n)

        seed(office, posts=POSTS, names=ACCOUNTS, when=when)


def measure(folder: Path, seconds: float) -> tuple[float, float]:
    """CPU in per cent of one core over *seconds*, and resident MiB, of a daemon on *folder*."""
    command = [Path(sys.executable).with_name("drumbeat"), "--config", folder / "config.toml", "run"]
    daemon = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        time.sleep(SETTLE)
        before = cpu_seconds(daemon.pid)
        time.sleep(seconds)
        used = cpu_seconds(daemon.pid) - before
        return used / seconds * 100, resident_mib(daemon.pid)
    finally:
        daemon.terminate()
        daemon.wait()


def cpu_seconds(pid: int) -> float:
    """Time on a core of all threads of a process so far, to the nanosecond: a clock tick is too coarse."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text("ascii").split()[0]) for thread in threads) / 1e9


def resident_mib(pid: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
