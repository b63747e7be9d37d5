"""An organizer's installation: the sample statement, a real Bluesky server and the fake X, on one clock."""

from pathlib import Path

import pytest
from clocks import StillClock, Waiting, install
from commands import QUICK, Drumbeat
from pds_server import PASSWORD, PdsServer
from week import Week
from x_server import XServer

import assets


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pds: PdsServer, x_server: XServer) -> Week:
    """Monday, 2 March 2026, ten in the morning in New York; nothing is planned."""
    clock = StillClock()
    waits = Waiting(clock)
    install(monkeypatch, leaps=waits, waits=waits)
    monkeypatch.chdir(tmp_path)
    for name, value in {"TTY_COMPATIBLE": "1", "TERM": "dumb", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)  # as a terminal of 80 columns shows it
    (tmp_path / "config.toml").write_text('person = "Ana"\n' + QUICK, encoding="utf-8")
    (tmp_path / "ijn-2020.txt").write_bytes(assets.sample())
    on_sky, on_x = pds.account(), x_server.account(clock=clock)
    monkeypatch.setenv("DRUMBEAT_BLUESKY_APP_PASSWORD", PASSWORD)
    for name, secret in on_x.secrets.items():
        monkeypatch.setenv(f"DRUMBEAT_X_{name.upper()}", secret)
    drumbeat = Drumbeat(tmp_path)
    drumbeat("init")
    drumbeat("statement", "add", "ijn-2020.txt")
    drumbeat("account", "add", "bluesky", "sky", "--handle", on_sky.handle, "--service", pds.url)
    drumbeat("account", "add", "x", "x-main", "--service", x_server.url)
    return Week(drumbeat=drumbeat, clock=clock, pds=pds, on_sky=on_sky, x_server=x_server, on_x=on_x)
