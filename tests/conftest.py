"""What holds for every test: nothing of the developer's own set-up, and no deadline on a busy machine."""

import os
from collections.abc import Iterator

import pds_server
import pytest
from hypothesis import HealthCheck, settings
from pds_server import PdsServer
from x_server import XServer

settings.register_profile(
    "drumbeat",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,  # there a failure must come from the change that is tested
)
settings.load_profile("drumbeat")


@pytest.fixture(autouse=True)
def no_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees, or touches, the database that a developer's environment names."""
    for name in [name for name in os.environ if name.startswith("DRUMBEAT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def pds() -> Iterator[PdsServer]:
    """The one Bluesky server of the run; where it is not installed, a skip, but a failure where CI is set."""
    missing = pds_server.missing()
    if missing and not os.environ.get("CI"):
        pytest.skip(missing)
    assert missing is None, missing
    with pds_server.running() as ready:
        yield ready


@pytest.fixture(scope="session")
def x_server() -> Iterator[XServer]:
    """The one fake X of the run."""
    with XServer() as ready:
        yield ready


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name each test's group to xdist, whose own way of doing so has no effect in pytest 9.2.

    Source: https://github.com/pytest-dev/pytest-xdist/issues/1386
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        group = item.get_closest_marker("xdist_group")
        if group and not item.nodeid.endswith(f"@{group.args[0]}"):
            item._id = type(item._id).parse(f"{item.nodeid}@{group.args[0]}")
