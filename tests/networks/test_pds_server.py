"""The Bluesky server that tests start: on loopback alone, and never left behind."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pds_server import PdsServer

pytestmark = pytest.mark.xdist_group("pds")
CHILD = (
    "import pds_server, signal\nwith pds_server.running() as it: print(it.pid, flush=True); signal.pause()"
)


def listening(pid: int) -> set[str]:
    """The addresses at which the process *pid* listens, as /proc/net has them."""
    links = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in links:
                found.add(fields[1].partition(":")[0])
    return found


def test_it_listens_on_loopback_alone(pds: PdsServer) -> None:
    """Nobody else on the network reaches it."""
    assert listening(pds.pid) == {"0100007F"}


@pytest.mark.usefixtures("pds")  # skipped where it is
def test_it_ends_with_whoever_started_it() -> None:
    """A kill -9 of the tests leaves no server behind."""
    here = str(Path(__file__).parent)
    with subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": here},
    ) as child:
        pid = int(child.stdout.readline())
        ended = os.pidfd_open(pid)
        child.send_signal(signal.SIGKILL)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    assert poll.poll(30_000), "the server outlived its parent"
    os.close(ended)
