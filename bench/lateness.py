"""How late posts are, beside APScheduler's own job store on the same load in the same run.

    python bench/lateness.py            takes about 12 minutes
    python bench/lateness.py --quick    one round, 1,000 queued, 5,000 to queue; for a first look

Lateness is from the moment a post is due to the beginning of its publishing request. On both sides at most
10 requests are under way at once, and each is answered after 50 ms. Ours go to 20 accounts, one at a time an
account, and each waits for two commits that are synced to disk; the job store makes nothing durable first.
Printed, and as JSON in the last line:

burst_ratio     500 posts due at one instant, with 1,000 and with 10,000 queued for later: our 99th
                percentile over the job store's; 1.1 at most
spread_p99_ms   500 posts over 10 s, among as many others: our 99th percentile; under 50 ms
bulk_ratio      the job store's time to queue 100,000 posts over ours, to plan them, check them and approve
                them; 10 at least
early           posts begun before their time; 0
sync_ms         what a sync of 4 KiB to this disk takes, the median: the job store pays it for each post that
                it queues, we once for all

Each is the worst of its sizes, and of each size the median of three rounds. With answers that take no time,
the last row of each size, only the two ways of working show; there is no bar for it. Exits with 1 when a bar
is missed.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jobstore
from instant import Begun, InstantConnection
from seeding import approve, copied, installation, keep, prepared, queue, seed

from scheduler.cli.run import daemon_of
from scheduler.core.delivery import State
from scheduler.daemon.loop import Leave
from scheduler.wiring import Office

POSTS = 500
ACCOUNTS = [f"account-{n}" for n in range(20)]
KEYS = [f"due.{post}@{account}" for post in range(1, POSTS // len(ACCOUNTS) + 1) for account in ACCOUNTS]
WORKERS = 10
SPREAD = timedelta(seconds=10)
AHEAD = timedelta(seconds=12)
"""From the first queued post to the first that is due: time to queue them, and to start."""
READY = 1.0  # seconds; a side that was not up so long before the first was due was not measured
LATER = timedelta(days=30)
PATIENCE = 120.0  # seconds

CONFIG = f"""
[fuse]
hour = 1000000
day = 1000000

[daemon]
at_once = {WORKERS}
"""
BURST_BAR, SPREAD_BAR, BULK_BAR = 1.1, 50.0, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What falls due: 500 posts at an instant or over 10 s, with *others* queued for later."""

    others: int
    spread: bool
    answer_after: float
    """Seconds."""

    def due(self, n: int, first: datetime) -> datetime:
        """When post number *n*, from 0, is due."""
        return first + SPREAD * n / POSTS if self.spread else first


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Milliseconds between due and begun."""

    least: float
    p50: float
    p99: float


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a smaller run")
    quick = parser.parse_args().quick
    sizes, rounds, bulk = ([1_000], 1, 5_000) if quick else ([1_000, 10_000], 3, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), sizes, rounds, bulk)
    return report(figures, quick=quick)


def run(folder: Path, sizes: Sequence[int], rounds: int, bulk: int) -> dict[str, float]:
    """Measure everything, and print a line for each."""
    print(f"{'':<34}{'job store p50':>14}{'p99':>8}{'ours p50':>12}{'p99':>8}   ms", flush=True)
    bursts, spreads, least = [], [], []
    for size in sizes:
        prepare(folder, size)
        for spread in (False, True):
            load = Load(others=size, spread=spread, answer_after=0.05)
            measured = [both(folder, load) for _ in range(rounds)]
            least += [ours.least for _, ours in measured]
            if spread:
                spreads.append(statistics.median(ours.p99 for _, ours in measured))
            else:
                bursts.append(statistics.median(ours.p99 / theirs.p99 for theirs, ours in measured))
        least.append(both(folder, Load(others=size, spread=False, answer_after=0.0))[1].least)
    return {
        "burst_ratio": round(max(bursts), 3),
        "spread_p99_ms": round(max(spreads), 1),
        "bulk_ratio": round(queueing(folder, bulk), 1),
        "early": sum(1 for each in least if each < 0),
        "sync_ms": round(sync_ms(folder / "sync"), 2),
    }


def report(figures: dict[str, float], *, quick: bool) -> int:
    """Print the figures; 0 if the bars are met."""
    met = (
        figures["burst_ratio"] <= BURST_BAR
        and figures["spread_p99_ms"] < SPREAD_BAR
        and figures["bulk_ratio"] >= BULK_BAR
        and not figures["early"]
    )
    for name, value in figures.items():
        print(f"{name:<14}{value:>10}")
    print(json.dumps(figures | {"quick": quick, "met": met}))
    return 0 if met else 1


def alone(work: Callable[..., Any], *about: object) -> Any:
    """What *work* answers in a process of its own, which has done nothing before."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, about)


# --- lateness -----------------------------------------------------------------------------------


def prepare(folder: Path, others: int) -> None:
    """Queue *others* for later, on both sides; every measure works on a copy."""
    alone(queue_ours, folder / f"ours-{others}", others)
    alone(queue_theirs, folder / f"theirs-{others}", others)


def both(folder: Path, load: Load) -> tuple[Late, Late]:
    """How late the job store is, and how late ours is."""
    theirs = on_a_copy(folder / f"theirs-{load.others}", due_theirs, run_theirs, load)
    ours = on_a_copy(folder / f"ours-{load.others}", due_ours, run_ours, load)
    name = f"{'spread' if load.spread else 'burst'}, {load.others} others, {load.answer_after * 1000:.0f} ms"
    print(f"{name:<34}{theirs.p50:>14.1f}{theirs.p99:>8.1f}{ours.p50:>12.1f}{ours.p99:>8.1f}", flush=True)
    return theirs, ours


def on_a_copy(
    seeded: Path,
    due: Callable[[Path, Load, datetime], None],
    work: Callable[[Path, Load, datetime], dict[str, float]],
    load: Load,
) -> Late:
    """Queue what falls due soon, and run until it is out."""
    copy = seeded.with_name("copy")
    shutil.copytree(seeded, copy)
    first = datetime.now(UTC) + AHEAD
    alone(due, copy, load, first)
    begun = alone(work, copy, load, first)
    shutil.rmtree(copy)
    late = sorted(begun[key] - load.due(n, first).timestamp() for n, key in enumerate(KEYS))
    last = late[math.ceil(len(late) * 0.99) - 1]
    return Late(least=late[0] * 1000, p50=statistics.median(late) * 1000, p99=last * 1000)


def check_ready(first: datetime) -> None:
    """Raise ``TimeoutError`` if the machine was too slow for the measure to mean anything."""
    if datetime.now(UTC) > first - timedelta(seconds=READY):
        raise TimeoutError("the posts were due before everything was up; the machine is too busy")


# --- ours ---------------------------------------------------------------------------------------


def queue_ours(folder: Path, others: int) -> None:
    """*others* approved deliveries for later."""
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    with installation(folder) as office:
        later = office.desk.clock.now() + LATER
        posts = others // len(ACCOUNTS)
        seed(office, posts=posts, names=ACCOUNTS, when=lambda n: later + timedelta(minutes=n), id="later")


def due_ours(folder: Path, load: Load, first: datetime) -> None:
    """500 approved deliveries, the first due at *first*; post by post, each to all accounts."""
    with installation(folder) as office:
        like = prepared(office, ACCOUNTS)
        campaign, deliveries = copied(like, "due", posts=POSTS // len(ACCOUNTS), when=lambda n: first)
        times = [replace(each, planned_at=load.due(n, first)) for n, each in enumerate(deliveries)]
        queue(office, campaign, times)


def run_ours(folder: Path, load: Load, first: datetime) -> dict[str, float]:
    """When each request began: the real daemon, on a network that only takes its time."""
    network = Begun(answer_after=load.answer_after)
    with installation(folder) as office, daemon_of(on(office, network), lambda news: None) as daemon:
        thread = threading.Thread(target=daemon.run, args=(Leave.NEVER,))
        thread.start()
        check_ready(first)
        network.wait_for(POSTS, PATIENCE)
        daemon.stop()
        thread.join()
        check_posted(office, network)
    return network.at


def on(office: Office, network: Begun) -> Office:
    """*office*, whose accounts post to *network*."""
    rehearse = lambda account: InstantConnection(network, account)  # noqa: E731
    return replace(office, connections=replace(office.connections, rehearse=rehearse))


def check_posted(office: Office, network: Begun) -> None:
    """Raise ``AssertionError`` unless every post was begun once and is posted."""
    with office.desk.store.read() as unit:
        states = [each.state for each in unit.deliveries.of_campaign("due")]
    if network.twice or set(states) != {State.POSTED}:
        raise AssertionError(f"{network.twice} begun twice, {len(states)} in {set(states)}")


# --- the job store ------------------------------------------------------------------------------


def queue_theirs(folder: Path, others: int) -> None:
    """*others* jobs for later."""
    folder.mkdir()
    later = datetime.now(UTC) + LATER
    with jobstore.scheduler_on(folder / "jobs.db", workers=WORKERS, paused=True) as scheduler:
        jobstore.add(scheduler, [(f"later.{n}", later + timedelta(minutes=n)) for n in range(others)])


def due_theirs(folder: Path, load: Load, first: datetime) -> None:
    """500 jobs, the first due at *first*."""
    with jobstore.scheduler_on(folder / "jobs.db", workers=WORKERS, paused=True) as scheduler:
        jobstore.add(scheduler, [(key, load.due(n, first)) for n, key in enumerate(KEYS)])


def run_theirs(folder: Path, load: Load, first: datetime) -> dict[str, float]:
    """When each request began."""
    jobstore.NETWORK.answer_after = load.answer_after
    with jobstore.scheduler_on(folder / "jobs.db", workers=WORKERS, paused=False):
        check_ready(first)
        jobstore.NETWORK.wait_for(POSTS, PATIENCE)
        time.sleep(load.answer_after + 1)
    return jobstore.NETWORK.at


# --- queueing -----------------------------------------------------------------------------------


def queueing(folder: Path, posts: int) -> float:
    """How many times as long the job store takes to queue *posts* posts."""
    theirs = alone(seconds_of_theirs, folder / "many-theirs", posts)
    planned, approved = alone(seconds_of_ours, folder / "many-ours", posts)
    ours = planned + approved
    name = f"to queue {posts} posts"
    parts = f"planned in {planned:.1f}, checked and approved in {approved:.1f}"
    print(f"{name:<34}{theirs:>14.1f}{'':>8}{ours:>12.1f}{'':>8}   s; {parts}", flush=True)
    return float(theirs / ours)


def seconds_of_ours(folder: Path, posts: int) -> tuple[float, float]:
    """To keep a campaign of so many deliveries, and to approve it."""
    folder.mkdir()
    with installation(folder) as office:
        later = office.desk.clock.now() + LATER
        like = prepared(office, ACCOUNTS)
        campaign, deliveries = copied(
            like, "many", posts=posts // len(ACCOUNTS), when=lambda n: later + timedelta(minutes=n)
        )
        began = time.perf_counter()
        keep(office, campaign, deliveries)
        kept = time.perf_counter()
        approve(office, campaign)
        return kept - began, time.perf_counter() - kept


def sync_ms(file: Path) -> float:
    """The median of a hundred syncs of one page."""
    taken = []
    with file.open("wb", buffering=0) as disk:
        for _ in range(100):
            disk.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(disk.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def seconds_of_theirs(folder: Path, posts: int) -> float:
    """To add so many jobs."""
    folder.mkdir()
    later = datetime.now(UTC) + LATER
    many = [(f"many.{n}", later + timedelta(minutes=n)) for n in range(posts)]
    with jobstore.scheduler_on(folder / "jobs.db", workers=WORKERS, paused=True) as scheduler:
        began = time.perf_counter()
        jobstore.add(scheduler, many)
        return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
