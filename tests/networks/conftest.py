"""The stages on which the contract of connections is run: every network by every connection to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scheduler import networks
from scheduler.core.limits import Lookup, Network
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.testing import FixedClock, Seen, Stage

SetUp = Callable[[RehearsalServer, Network], Stage]


def rehearsal(server: RehearsalServer, network: Network) -> Stage:
    """A rehearsal that plays *network*."""
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


CONNECTIONS = [rehearsal]
"""Every kind of connection; a real one joins with a double of its network."""
KEYED = [name for name in networks.names() if networks.load(name).lookup is Lookup.KEYED]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    """A rehearsal's server on a new file."""
    with RehearsalServer(tmp_path / "rehearsal.db") as opened:
        yield opened


@pytest.fixture(params=networks.names())
def network(request: pytest.FixtureRequest) -> Network:
    """Every network in the folder."""
    return networks.load(request.param)


@pytest.fixture(params=CONNECTIONS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> SetUp:
    """Every kind of connection."""
    return request.param


@pytest.fixture
def stage(server: RehearsalServer, network: Network, kind: SetUp) -> Stage:
    """Every network by every connection to it."""
    return kind(server, network)


@pytest.fixture(params=KEYED)
def keyed_stage(request: pytest.FixtureRequest, server: RehearsalServer, kind: SetUp) -> Stage:
    """Every keyed network by every connection to it."""
    return kind(server, networks.load(request.param))
