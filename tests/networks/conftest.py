"""The stages on which the contract of connections is run: every network by every connection to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faulty_stage import bluesky_stage
from x_rules import XAccount
from x_server import XServer
from x_stage import connection, x_stage

from scheduler import networks
from scheduler.core.limits import Lookup, Network
from scheduler.core.ports import NetworkConnection
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.testing import FixedClock, Seen, Stage

SetUp = Callable[[Network], Stage]

ONE_SERVER = pytest.mark.xdist_group("pds")
"""All that use the Bluesky server run in one process, so that one server is enough."""
STAGES = [
    *(pytest.param(("rehearsal", name), id=f"rehearsal-{name}") for name in networks.names()),
    pytest.param(("real", "bluesky"), id="real-bluesky", marks=ONE_SERVER),
    pytest.param(("real", "x"), id="real-x"),
]
"""Every kind of connection, by the fixture ``on_…`` that sets it up, with what it connects to."""
THREADED = [each for each in STAGES if networks.load(each.values[0][1]).threads_at_once]
KEYED = [each for each in STAGES if networks.load(each.values[0][1]).lookup is Lookup.KEYED]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    """A rehearsal's server on a new file."""
    with RehearsalServer(tmp_path / "rehearsal.db") as opened:
        yield opened


@pytest.fixture
def on_rehearsal(server: RehearsalServer) -> SetUp:
    """Sets up a rehearsal that plays a network."""

    def set_up(network: Network) -> Stage:
        clock = FixedClock()

        def seen() -> list[Seen]:
            return [
                Seen(words=post.words, pictures=len(post.pictures), reply_to=post.reply_to)
                for post in server.posts("main")
                if post.removed_at is None
            ]

        return Stage(
            network=network,
            clock=clock,
            connection=server.connect("main", network, clock, seed=1),
            order=lambda kind, **more: server.order_fault(kind, "main", **more),
            seen=seen,
        )

    return set_up


@pytest.fixture
def on_real(request: pytest.FixtureRequest) -> SetUp:
    """Sets up a new account on a network's server, started when it is first needed."""
    stages = {
        "bluesky": lambda: bluesky_stage(request.getfixturevalue("pds")),
        "x": lambda: x_stage(request.getfixturevalue("x_server")),
    }
    return lambda network: stages[network.name]()


@pytest.fixture
def clock() -> FixedClock:
    """A clock for an account of its own."""
    return FixedClock()


@pytest.fixture
def account(x_server: XServer, clock: FixedClock) -> XAccount:
    """A new account on the fake X."""
    return x_server.account(clock=clock)


@pytest.fixture
def ours(x_server: XServer, account: XAccount, clock: FixedClock) -> NetworkConnection:
    """The connection of that account."""
    return connection(x_server, account, clock)


@pytest.fixture(params=networks.names())
def network(request: pytest.FixtureRequest) -> Network:
    """Every network in the folder."""
    return networks.load(request.param)


def _stage(request: pytest.FixtureRequest, kind: str, name: str) -> Stage:
    set_up: SetUp = request.getfixturevalue(f"on_{kind}")
    return set_up(networks.load(name))


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Stage:
    """Every network by every connection to it."""
    return _stage(request, *request.param)


@pytest.fixture(params=KEYED)
def keyed_stage(request: pytest.FixtureRequest) -> Stage:
    """Every keyed network by every connection to it."""
    return _stage(request, *request.param)


@pytest.fixture(params=THREADED)
def thread_stage(request: pytest.FixtureRequest) -> Stage:
    """Every network that takes a thread by one request, by every connection to it."""
    return _stage(request, *request.param)
