"""Kill the daemon with SIGKILL at random moments of a campaign, and ask the network's record what came of it.

    python bench/crash.py --kills 200
    python bench/crash.py --kills 167 --real        2,000 deliveries to a real Bluesky server and a fake X
    python bench/crash.py --kills 40 --naive        the usual way: send, then mark as sent

The judge is the network's own record, never our database. Printed:

lost     deliveries neither on record nor held, or held as unknown although the record has them
twice    deliveries on record more than once
held     deliveries left to a person, since the network's answers leave them open
kills    how often the daemon was killed
in_gap   kills between the network's commit and ours: only these can lose or double anything

Exits with 1 unless lost and twice are 0 and in_gap is at least a fifth of the kills; with --naive, unless
twice is more than 0: the kills would show it if Drumbeat did what others do.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from seeding import installation, seed

from scheduler.cli.run import daemon_of
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.ports import Letter
from scheduler.daemon.loop import Leave
from scheduler.wiring import Office

DELIVERIES_A_KILL = 12
ACCOUNTS = 10
ANSWERS = (100, 500)  # milliseconds
LIFE = (0.1, 0.7)  # seconds between start and kill
Words = Callable[[Office], list[str]]
"""What followers see, by the network's own record."""


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--naive", action="store_true", help="mark after sending, as a control")
    kind.add_argument("--real", action="store_true", help="a real Bluesky server and the fake X")
    parser.add_argument("--seed", type=int, default=None, help="repeat the same moments")
    options = parser.parse_args()
    luck = random.Random(options.seed)
    names = [f"account-{n}" for n in range(ACCOUNTS)]
    with tempfile.TemporaryDirectory() as folder:
        if options.real:
            figures = run_real(Path(folder), options.kills, names, luck)
        else:
            send = send_naively if options.naive else send_as_drumbeat
            figures = run(Path(folder), options.kills, names, send, luck, on_rehearsal)
    return report(figures, naive=options.naive)


def run_real(folder: Path, kills: int, names: list[str], luck: random.Random) -> dict[str, float]:
    """As ``run``, on servers that are reached over the wire."""
    from realnets import add, look_soon, running

    look_soon()
    with running(names, ANSWERS) as accounts:
        with installation(folder) as office:
            for account in accounts:
                add(office, account)
        words = lambda _: [text for account in accounts for text in account.posts()]  # noqa: E731
        for network in {account.network for account in accounts}:
            import_module(f"scheduler.networks.{network}.connection")  # forked daemons need not load it
        return run(folder, kills, names, send_as_drumbeat, luck, words)


def run(
    folder: Path,
    kills: int,
    names: list[str],
    send: Callable[[Office, Leave], None],
    luck: random.Random,
    words: Words,
) -> dict[str, float]:
    """Kill the daemon *kills* times over a campaign, let it finish, and judge by what *words* are out."""
    began = time.monotonic()
    with installation(folder, answers=ANSWERS) as office:
        posts = max(1, kills * DELIVERIES_A_KILL // ACCOUNTS)
        now = office.desk.clock.now()
        seed(office, posts=posts, names=names, when=lambda n: now)
    in_gap = done = 0
    while done < kills:
        child = start(folder, send, Leave.NEVER)
        time.sleep(luck.uniform(*LIFE))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        done += 1
        in_gap += between_commits(folder, words)
        progress(done, kills)
    os.waitpid(start(folder, send, Leave.NOTHING_LEFT), 0)
    seconds = round(time.monotonic() - began, 1)
    return judge(folder, words) | {"kills": kills, "in_gap": in_gap, "seconds": seconds}


def start(folder: Path, send: Callable[[Office, Leave], None], leave: Leave) -> int:
    """A daemon in a process of its own, forked so that it starts in milliseconds; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        with installation(folder, answers=ANSWERS) as office:
            send(office, leave)
    finally:
        os._exit(0)


def send_as_drumbeat(office: Office, leave: Leave) -> None:
    """The real daemon."""
    with daemon_of(office, lambda news: None) as daemon:
        daemon.run(leave)


def send_naively(office: Office, _leave: Leave) -> None:
    """A worker an account that sends what is queued and then marks it: what most tools do."""
    with office.desk.store.read() as unit:
        names = [account.name for account in unit.accounts.all()]
    workers = [threading.Thread(target=naive_worker, args=(office, name)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def naive_worker(office: Office, name: str) -> None:
    """Send, then mark as sent, until nothing is left."""
    store, clock = office.desk.store, office.desk.clock
    while True:
        with store.read() as unit:
            delivery = unit.deliveries.claimable(name, clock.now())
            account = unit.accounts.get(name)
        if delivery is None or account is None:
            return
        part = delivery.parts[0]
        pictures = tuple(office.desk.pictures.get(each.sha256) or b"" for each in part.pictures)
        letter = Letter(account=name, part=replace(part, record_key=None), pictures=pictures)
        connection = office.connections.of(account)
        if part.record_key and account.network == "bluesky":
            # a naive tool makes a key anew for each request
            key = part.record_key[:-2] + random.choice("234567abc") + random.choice("234567abc")
            letter = replace(letter, part=replace(part, record_key=key))
        published = connection.publish(letter, connection.prepare(letter))
        with store.write() as unit:
            sent = delivery.with_part(part.n, remote_id=published.remote_id, link=published.link)
            unit.deliveries.save(delivery, sent.move(State.SENDING).move(State.POSTED))


def between_commits(folder: Path, words: Words) -> bool:
    """Whether the network has something that our database does not have as posted."""
    with installation(folder, answers=ANSWERS) as office:
        out = recorded(words(office))
        return any(out[each.id] and each.state is not State.POSTED for each in deliveries(office))


def on_rehearsal(office: Office) -> list[str]:
    """The words of everything on the rehearsal's own record."""
    return [post.words for post in office.rehearsal.posts()]


def recorded(words: list[str]) -> Counter[str]:
    """How often each delivery is on the network's record; its words end in its id."""
    return Counter(each.split()[-1] for each in words)


def deliveries(office: Office) -> list[Delivery]:
    """The bench's deliveries as our database has them."""
    with office.desk.store.read() as unit:
        return list(unit.deliveries.of_campaign("bench"))


def judge(folder: Path, words: Words) -> dict[str, float]:
    """What came of the campaign, by the network's record."""
    with installation(folder, answers=ANSWERS) as office:
        out, ours = recorded(words(office)), deliveries(office)
    held = [each for each in ours if each.state is State.HELD]
    gone = [each for each in ours if not out[each.id] and each.state is not State.HELD]
    denied = [each for each in held if each.reason is Reason.UNKNOWN and out[each.id]]
    return {
        "deliveries": len(ours),
        "lost": len(gone) + len(denied),
        "twice": sum(1 for times in out.values() if times > 1),
        "held": len(held),
    }


def progress(done: int, kills: int) -> None:
    """Show how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\rkilled {done}/{kills}", end="\n" if done == kills else "", file=sys.stderr)


def report(figures: dict[str, float], *, naive: bool) -> int:
    """Print the figures; 0 if the bar is met."""
    for name, value in figures.items():
        print(f"{name:<12}{value:>10}")
    if naive:
        met = figures["twice"] > 0
    else:
        met = not figures["lost"] and not figures["twice"] and figures["in_gap"] >= figures["kills"] / 5
    print(json.dumps(figures | {"naive": naive, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
