"""A sync to disk before every publishing request, seen by the system calls of a real daemon.

    python bench/syncs.py

strace watches a daemon that posts to the fake X and, where it is installed, to a real Bluesky server, one
account at a time. When a publishing request leaves, whatever was written to the database since the one
before must have been synced: else a power cut could take back the mark that a request may be on the wire. As
a control the same is done with ``synchronous = NORMAL``, with which nothing waits for the disk. Printed:

requests          publishing requests
unsynced          of them, those that left before what was written was synced: the bar is 0
control_requests, control_unsynced   the same with NORMAL: the bar is that all are unsynced

Exits with 1 unless both bars are met. Linux only: it needs strace.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import doubles  # noqa: F401 -- first, so that the next can be found
import pds_server
import stages
from seeding import installation, seed

import db.engine
from scheduler.cli.run import daemon_of
from scheduler.daemon.loop import Leave

POSTS = 10  # an account
CALLS = "trace=fdatasync,fsync,pwrite64,sendto,sendmsg,write"
REQUEST = re.compile(r'"POST (/2/tweets|/xrpc/com\.atproto\.repo\.(putRecord|applyWrites)) ')
SYNC = re.compile(r"f(data)?sync\(\d+<[^>]*/drumbeat\.db[^>]*>")
WRITE = re.compile(r"pwrite64\(\d+<[^>]*/drumbeat\.db[^>]*>")
RESUMED = re.compile(r"<\.\.\. f(data)?sync resumed>")


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--daemon", type=Path, help=argparse.SUPPRESS)  # as which strace starts it again
    parser.add_argument("--normal", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.daemon:
        send(options.daemon, normal=options.normal)
        return 0
    if shutil.which("strace") is None:
        print("There is no strace here. Install it: tools/system-packages strace", file=sys.stderr)
        return 1
    names = [name for name in ("bluesky", "x") if name == "x" or pds_server.missing() is None]
    figures = {"requests": 0, "unsynced": 0, "control_requests": 0, "control_unsynced": 0}
    for name in names:
        for prefix, normal in (("", False), ("control_", True)):
            requests, unsynced = watch(name, normal=normal)
            figures[f"{prefix}requests"] += requests
            figures[f"{prefix}unsynced"] += unsynced
    return report(figures, names)


def watch(name: str, *, normal: bool) -> tuple[int, int]:
    """How many publishing requests a daemon made on a network, and how many without a sync."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        on = stack.enter_context(stages.stage(name, folder, lambda: 0.0))
        with installation(folder) as office:
            on.add(office)
            now = office.desk.clock.now()
            seed(office, posts=POSTS, names=[on.name], when=lambda n: now)
        trace = folder / "trace"
        strace = ["strace", "-f", "-y", "-s", "80", "-e", CALLS, "-o", trace]
        daemon = [sys.executable, __file__, "--daemon", folder, *(["--normal"] if normal else [])]
        subprocess.run([*strace, *daemon], check=True)
        return read(trace.read_text("utf-8", "replace").splitlines())


def send(folder: Path, *, normal: bool) -> None:
    """The real daemon, until nothing is left."""
    if normal:
        db.engine.Driver.synchronous = property(lambda driver: "NORMAL")  # type: ignore[assignment]
    stages.look_soon()
    with installation(folder) as office, daemon_of(office, lambda _: None) as daemon:
        daemon.run(Leave.NOTHING_LEFT)


def read(calls: Iterable[str]) -> tuple[int, int]:
    """Publishing requests in a trace, and those of them that left before what was written was synced."""
    requests = unsynced = 0
    written = synced = False
    syncing: set[str] = set()
    for line in calls:
        process = line.split(maxsplit=1)[0]
        begun = SYNC.search(line) is not None
        if begun and "unfinished" in line:
            syncing.add(process)
        elif begun or (RESUMED.search(line) and process in syncing):
            syncing.discard(process)
            synced = written
        elif WRITE.search(line):
            written, synced = True, False
        elif REQUEST.search(line):
            requests += 1
            unsynced += not synced
            written = synced = False
    return requests, unsynced


def report(figures: dict[str, int], networks: list[str]) -> int:
    """Print the figures; 0 if the bars are met."""
    for name, value in figures.items():
        print(f"{name:<18}{value:>6}")
    ours = figures["requests"] > 0 and figures["unsynced"] == 0
    control = 0 < figures["control_requests"] == figures["control_unsynced"]
    print(json.dumps(figures | {"networks": networks, "met": ours and control}))
    return 0 if ours and control else 1


if __name__ == "__main__":
    sys.exit(main())
