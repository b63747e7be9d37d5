"""What an organizer waits for: the queue beside a long history, and the review sheet of a large campaign.

    python bench/organizer.py [--history 10000] [--posts 40] [--runs 7]

Commands as they are typed, each in a process of its own. Printed, the median of the runs, and as JSON in the
last line:

queue_cpu_ms      CPU of `drumbeat queue` with so many posts in history and a campaign to come; under 300
queue_new_cpu_ms  the same with nothing in history: what the history costs is the difference
libraries_cpu_ms  CPU of a Python that only imports SQLAlchemy, pydantic, Click and Rich: the floor of these
queue_json_cpu_ms CPU of `drumbeat queue --json` beside that history
sheet_s           seconds of `drumbeat campaign show --html` for a campaign of so many posts on two networks
sheet_cpu_ms      its CPU
sheet_mb          megabytes of the page, cards included
show_cpu_ms       CPU of `drumbeat campaign show`, the same in a terminal

Exits with 1 when the bar is missed.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from excerpts_speed import text
from seeding import copied, installation, keep, prepared

from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, State
from scheduler.wiring import Office

BAR = 300.0  # milliseconds
ACCOUNTS = ("x-main", "sky")
AHEAD = 20
"""Posts to come, beside the history."""
_DRUMBEAT = str(Path(sys.executable).with_name("drumbeat"))
_LIBRARIES = [sys.executable, "-c", "import sqlalchemy, pydantic, click, rich.table; pydantic.BaseModel"]
_WORDS = 6_000
"""Of the statement of the large campaign: enough for that many excerpts."""


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--history", type=int, default=10_000)
    parser.add_argument("--posts", type=int, default=40)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        told = measure(Path(folder), given.history, given.posts, given.runs)
    for name, value in told.items():
        print(f"{name:18} {value:10,.1f}")
    met = told["queue_cpu_ms"] < BAR
    print(json.dumps({name: round(value, 2) for name, value in told.items()} | {"bar_ms": BAR, "met": met}))
    return 0 if met else 1


def measure(folder: Path, history: int, posts: int, runs: int) -> dict[str, float]:
    """Every figure by its name."""
    long, new, large = (folder / name for name in ("long", "new", "large"))
    with_history(long, history)
    with_history(new, 0)
    id, page = large_campaign(large, posts), large / "sheet.html"
    sheet = ["campaign", "show", id, "--html", str(page)]
    figures = {
        "queue_cpu_ms": median(long, ["queue"], runs)[0],
        "queue_new_cpu_ms": median(new, ["queue"], runs)[0],
        "libraries_cpu_ms": statistics.median(run(long, _LIBRARIES)[0] for _ in range(runs)),
        "queue_json_cpu_ms": median(long, ["queue", "--json"], runs)[0],
        "sheet_cpu_ms": median(large, sheet, runs)[0],
        "sheet_s": median(large, sheet, runs)[1],
        "show_cpu_ms": median(large, ["campaign", "show", id], runs)[0],
    }
    return figures | {"sheet_mb": page.stat().st_size / 1e6}


def median(folder: Path, words: list[str], runs: int) -> tuple[float, float]:
    """CPU milliseconds and seconds of ``drumbeat WORDS`` in *folder*, the median of *runs*."""
    taken = [run(folder, [_DRUMBEAT, *words]) for _ in range(runs)]
    return statistics.median(cpu for cpu, _ in taken), statistics.median(wall for _, wall in taken)


def run(folder: Path, command: list[str]) -> tuple[float, float]:
    """CPU milliseconds and seconds of one *command*."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1000, ended - begun


# --- what there is --------------------------------------------------------------------------------


def with_history(folder: Path, count: int) -> None:
    """An installation with *count* posts out, and a campaign to come."""
    folder.mkdir()
    with installation(folder) as office:
        model = prepared(office, ACCOUNTS)
        ago = datetime.now(UTC) - timedelta(days=90)
        if count:
            campaign, deliveries = copied(
                model, "past", posts=count // len(ACCOUNTS), when=lambda n: ago + timedelta(minutes=n)
            )
            post_all(office, campaign, deliveries)
        soon = datetime.now(UTC) + timedelta(hours=1)
        keep(office, *copied(model, "ahead", posts=AHEAD, when=lambda n: soon + timedelta(hours=n)))


def post_all(office: Office, campaign: Campaign, deliveries: list[Delivery]) -> None:
    """Record *deliveries* as a daemon leaves them that posted them all."""
    keep(office, campaign, deliveries)
    for change in (_queued, _sending, _posted):
        changed = [(each, change(each)) for each in deliveries]
        with office.store.write() as unit:
            if not unit.deliveries.save_all(changed):
                raise AssertionError("somebody else writes to the bench's database")
        deliveries = [replace(new, revision=old.revision + 1) for old, new in changed]


def _queued(draft: Delivery) -> Delivery:
    return draft.move(State.QUEUED, approval="0" * 64, approved_by="bench", approved_at=draft.planned_at)


def _sending(queued: Delivery) -> Delivery:
    return queued.move(State.SENDING, owner="bench:1", fence=1)


def _posted(sending: Delivery) -> Delivery:
    at = sending.planned_at
    out = sending.with_part(
        1, launched_at=at, posted_at=at, remote_id=sending.id, link=f"https://example.org/{sending.id}"
    )
    return out.move(State.POSTED)


def large_campaign(folder: Path, posts: int) -> str:
    """An installation with a campaign of *posts* posts on two networks, each with its cards; its id."""
    folder.mkdir()
    (folder / "long.txt").write_text(text(_WORDS), encoding="utf-8")
    with installation(folder):
        pass
    for words in _commands(posts):
        subprocess.run([_DRUMBEAT, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return "long"


def _commands(posts: int) -> Iterator[list[str]]:
    yield ["statement", "add", "long.txt", "--issuer", "Orla Valley Union"]
    yield ["account", "add", "x", "x-main", "--rehearsal"]
    yield ["account", "add", "bluesky", "sky", "--rehearsal"]
    count = ["--count", str(posts), "--over", "10d"]
    yield ["campaign", "new", "long", "--on", ",".join(ACCOUNTS), *count]


if __name__ == "__main__":
    sys.exit(main())
