"""The points at which benches kill a daemon are all there are, and a kill at each leads to one post."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from points import CARRIED_OUT, POINTS, observed
from seeding import installation, seed

from scheduler.cli.run import daemon_of
from scheduler.core.delivery import State
from scheduler.daemon.loop import Leave

BENCH = Path(__file__).parents[2] / "bench" / "failpoints.py"


def test_the_list_and_the_source_agree(tmp_path: Path) -> None:
    """A daemon that takes over, sends, and looks reaches every point of the list, and no other."""
    reached: set[str] = set()
    with installation(tmp_path) as office:
        now = office.desk.clock.now()
        seed(office, posts=3, names=["sky", "x-main"], when=lambda n: now)
        office.rehearsal.order_fault("drop", "x-main")
        with office.store.write() as unit:
            old = unit.deliveries.get("bench.1@sky")
            assert old is not None
            left = replace(old.move(State.SENDING, owner="daemon:0", fence=1), tries=1)
            assert unit.deliveries.save(old, left.with_part(1, launched_at=now))
        with daemon_of(observed(office, reached.add), lambda _: None) as daemon:
            daemon.run(Leave.NOTHING_LEFT)
    assert reached | {CARRIED_OUT} == set(POINTS)


def test_killed_at_a_point() -> None:
    """Killed around the request whose answer is lost: on record once, and known as posted."""
    points = ("launched: after commit", CARRIED_OUT, "answered: before commit")
    command = [sys.executable, BENCH, "--networks", "rehearsal-searched", "--faults", "drop", "--nth", "1"]
    told = subprocess.run([*command, "--points", *points], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert '"fired": 3' in told.stdout
