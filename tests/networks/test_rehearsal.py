"""What a rehearsal is beyond a connection: a record that outlives whoever wrote it, and faults to order."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from scheduler import networks
from scheduler.core.errors import MaybeSent, NotSent, Rejected, StoreError
from scheduler.core.limits import Lookup, Network
from scheduler.core.ports import Prepared
from scheduler.networks.rehearsal.faults import Fault, FaultKind
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.testing import FixedClock, Stage, letter, png

CHILD = """
import sys, threading
from scheduler import networks
from scheduler.core.delivery import Part
from scheduler.core.ports import Letter, Prepared
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.testing import FixedClock

class Stuck(FixedClock):
    def wait(self, flag, seconds):
        print("committed", flush=True)
        threading.Event().wait()

path, network, key = sys.argv[1:]
part = Part(n=1, words="Before the answer.", record_key=key)
connection = RehearsalServer(path).connect("main", networks.load(network), Stuck())
connection.publish(Letter(account="main", part=part, pictures=()), Prepared())
"""


@pytest.fixture
def stage(on_rehearsal: Callable[[Network], Stage], network: Network) -> Stage:
    """A rehearsal of every network; this file is about nothing else."""
    return on_rehearsal(network)


@pytest.fixture(params=[name for name in networks.names() if networks.load(name).lookup is Lookup.KEYED])
def keyed_stage(request: pytest.FixtureRequest, on_rehearsal: Callable[[Network], Stage]) -> Stage:
    """A rehearsal of every keyed network."""
    return on_rehearsal(networks.load(request.param))


def test_a_process_killed_before_its_answer_leaves_the_post_on_record(
    stage: Stage, server: RehearsalServer, tmp_path: Path
) -> None:
    """A kill -9 between the network's commit and the answer: out, unanswered, and found by a look."""
    arguments = [str(tmp_path / "rehearsal.db"), stage.network.name, "3kabcdefghij2"]
    with subprocess.Popen([sys.executable, "-c", CHILD, *arguments], stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"committed\n"
        os.kill(child.pid, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert [(post.words, post.answered) for post in server.posts()] == [("Before the answer.", False)]
    assert [post.words for post in stage.connection.recent(stage.clock.now())] == ["Before the answer."]
    if stage.keyed:
        assert stage.connection.find("3kabcdefghij2").words == "Before the answer."


def test_the_answer_comes_after_the_commit_and_takes_a_while(
    server: RehearsalServer, network: Network
) -> None:
    """While the answer is waited for, between 100 and 500 ms, another one already sees the post."""
    seen: list[tuple[float, bool]] = []

    class Watching(FixedClock):
        def wait(self, flag: Event, seconds: float) -> bool:
            seen.append((seconds, [post.answered for post in server.posts()][-1]))
            return super().wait(flag, seconds)

    connection = server.connect("main", network, Watching())
    for n in range(20):
        connection.publish(letter(f"No. {n}", key=f"3kabcdefghi{chr(97 + n)}2"), Prepared())
    delays = [seconds for seconds, _ in seen]
    assert len(delays) == 20
    assert 0.1 <= min(delays) < max(delays) <= 0.5
    assert not any(answered for _, answered in seen)
    assert all(post.answered for post in server.posts())


def test_delays_can_be_chosen_and_repeated(server: RehearsalServer, network: Network) -> None:
    """The same seed gives the same delays, within the range that was asked for."""
    passed = []
    for _ in range(2):
        clock = FixedClock()
        connection = server.connect("main", network, clock, answers=(5, 9), seed=7)
        connection.publish(letter("Hello."), Prepared())
        passed.append(clock.monotonic())
    assert passed[0] == passed[1]
    assert 5 <= passed[0] <= 9


@pytest.mark.parametrize("fault", ["drop", "hang"])
def test_an_answer_that_was_lost_is_on_record_as_not_given(
    stage: Stage, server: RehearsalServer, fault: str
) -> None:
    """``answered`` tells a kill, or a fault, between commit and answer from a good end."""
    stage.order(fault)
    with pytest.raises(MaybeSent):
        stage.send(letter("Once."))
    assert [post.answered for post in server.posts()] == [False]


def test_accounts_know_nothing_of_each_other(stage: Stage, server: RehearsalServer) -> None:
    """Keys, looks, uploads and removals of one account leave another's posts alone."""
    other = server.connect("other", stage.network, stage.clock)
    mine = stage.send(letter("Mine.", png(), key="3kabcdefghij2"))
    mail = letter("Theirs.", key="3kabcdefghij2")
    theirs = other.publish(mail, other.prepare(mail))
    assert other.recent(stage.clock.now() - timedelta(hours=1)) == [theirs]
    foreign = Prepared(media_keys=mine.media_keys)
    with pytest.raises(Rejected, match="uploaded nothing"):
        other.publish(letter("Borrowed.", png(), key=stage.key()), foreign)
    other.remove(mine.remote_id)
    assert stage.words() == ["Mine."]


def test_a_post_is_removed_once(stage: Stage, server: RehearsalServer) -> None:
    """The record keeps when it went; a second removal does not change that."""
    published = stage.send(letter("Gone."))
    gone_at = stage.clock.now()
    for _ in range(2):
        stage.connection.remove(published.remote_id)
        stage.clock.advance(timedelta(hours=1))
    assert [post.removed_at for post in server.posts()] == [gone_at]


def test_a_hanging_request_ends_with_the_callers_time_out(stage: Stage, server: RehearsalServer) -> None:
    """It waits by the clock for the time-out, not longer and not shorter."""
    patient = server.connect("main", stage.network, stage.clock, timeout=45)
    stage.order("hang")
    before = stage.clock.now()
    with pytest.raises(MaybeSent, match="45 s"):
        patient.publish(letter("Slow."), Prepared())
    assert stage.clock.now() - before == timedelta(seconds=45)


def test_a_fault_lets_some_pass_and_strikes_some(stage: Stage) -> None:
    """Skip two, strike two, then nothing is left of the order."""
    stage.order("unreachable", skip=2, times=2)
    went = []
    for n in range(6):
        try:
            stage.send(letter(f"No. {n}", key=stage.key()))
            went.append(n)
        except NotSent:
            continue
    assert went == [0, 1, 4, 5]


def test_faults_strike_one_after_the_other_and_only_their_account(
    server: RehearsalServer, network: Network
) -> None:
    """What is left is told, and an order for one account leaves the others alone."""
    server.order_fault("refuse", "main")
    server.order_fault("unreachable", "main", times=3)
    server.order_fault(FaultKind.DROP, "other")
    main = server.connect("main", network, FixedClock())
    for error in (Rejected, NotSent):
        with pytest.raises(error):
            main.publish(letter(), Prepared())
    assert server.faults() == [
        Fault(kind=FaultKind.UNREACHABLE, account="main", times=2),
        Fault(kind=FaultKind.DROP, account="other"),
    ]


def test_another_process_can_order_a_fault(stage: Stage, tmp_path: Path) -> None:
    """Orders are in the file, not in the memory of who runs the rehearsal."""
    code = (
        "import sys; from scheduler.networks.rehearsal.server import RehearsalServer as S\n"
        "with S(sys.argv[1]) as server: server.order_fault('refuse', 'main')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "rehearsal.db")], check=True)
    with pytest.raises(Rejected):
        stage.send(letter())


@pytest.mark.parametrize(
    "wrong", [{"kind": "explode"}, {"times": 0}, {"skip": -1}, {"call": "telephone"}, {"seconds": -1}]
)
def test_an_order_that_makes_no_sense_is_refused(server: RehearsalServer, wrong: dict) -> None:
    """A fault that can never strike would make a test prove nothing."""
    with pytest.raises(ValueError, match=r"fault|explode|telephone"):
        server.order_fault(**{"kind": "drop", "account": "main"} | wrong)
    assert server.faults() == []


def test_many_threads_on_one_server(server: RehearsalServer, network: Network) -> None:
    """Each publication of many at once is on record once, each with a remote id of its own."""
    connections = [server.connect(f"account-{n}", network, FixedClock()) for n in range(4)]

    def send(n: int) -> str:
        mail = letter(f"No. {n}", key=f"3kabcdefgh{n:03}".translate(str.maketrans("0189", "abcd")))
        return connections[n % 4].publish(mail, Prepared()).remote_id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(send, range(40)))
    assert len(set(ids)) == 40
    assert Counter(post.words for post in server.posts()) == Counter(f"No. {n}" for n in range(40))


def test_many_threads_under_one_key(keyed_stage: Stage) -> None:
    """However many ask at once, a key holds one post and everybody is told the same one."""
    mail = letter("Only one.")
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: keyed_stage.connection.publish(mail, Prepared()).remote_id, range(24)))
    assert len(ids) == 1
    assert len(keyed_stage.seen()) == 1


def test_several_servers_on_one_file(tmp_path: Path, network: Network) -> None:
    """Two that open a new file at the same time, as two processes would, share one record."""
    path = tmp_path / "shared.db"

    def send(n: int) -> None:
        with RehearsalServer(path) as server:
            server.connect(f"account-{n}", network, FixedClock()).publish(letter(f"No. {n}"), Prepared())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(8)))
    with RehearsalServer(path) as server:
        assert sorted(post.words for post in server.posts()) == [f"No. {n}" for n in range(8)]


def test_everything_is_kept_of_a_post(tmp_path: Path) -> None:
    """Words, language, pictures to the byte, alt text, key and instants survive, removed or not."""
    data, clock = png(500), FixedClock()
    with RehearsalServer(tmp_path / "kept.db") as server:
        connection = server.connect("main", networks.load("bluesky"), clock)
        mail = letter("Kept.", data, key="3kabcdefghij2")
        published = connection.publish(mail, connection.prepare(mail))
        clock.advance(timedelta(hours=1))
        connection.remove(published.remote_id)
    with RehearsalServer(tmp_path / "kept.db") as server:
        (post,) = server.posts()
        (picture,) = post.pictures
        assert (post.account, post.network, post.words, post.lang) == ("main", "bluesky", "Kept.", "en")
        assert (post.record_key, post.committed_at) == ("3kabcdefghij2", published.at)
        assert post.removed_at == clock.now()
        assert (picture.alt, picture.media_type) == (mail.part.pictures[0].alt, "image/png")
        assert server.picture(picture.sha256) == data
        with pytest.raises(KeyError):
            server.picture("0" * 64)


def test_a_link_is_plainly_not_public(stage: Stage) -> None:
    """Nobody can take a rehearsal's link for one that followers could open."""
    link = stage.send(letter()).link
    assert link.startswith("rehearsal:main/")


def test_a_broken_file_is_told_as_a_network_would(stage: Stage, server: RehearsalServer) -> None:
    """A connection raises nothing but network errors; one while publishing leaves it open."""
    server.close()
    with pytest.raises(NotSent, match="rehearsal"):
        stage.connection.prepare(letter())
    with pytest.raises(MaybeSent, match="rehearsal"):
        stage.connection.publish(letter(), Prepared())


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """The error names the file and what to see to."""
    with pytest.raises(StoreError, match=r"none/rehearsal\.db .*folder"):
        RehearsalServer(tmp_path / "none" / "rehearsal.db")


def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    """Neither a text nor another program's database is written to."""
    text, database = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("Not a database, by any means. " * 40)
    with sqlite3.connect(database) as other:
        other.execute("CREATE TABLE precious (words TEXT)")
    other.close()
    for path in (text, database):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=path.name):
            RehearsalServer(path)
        assert path.read_bytes() == before
