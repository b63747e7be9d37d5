"""A real server on this computer that people's messages and heartbeats reach."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """What it was told, and what it answers."""

    address: str = ""
    status: int = 200
    heard: list[Heard] = field(default_factory=list)
    silent: threading.Event | None = None
    """Answers only once this is set."""


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on the loopback address."""
    here = Listener()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.heard.append(Heard(self.command, self.path, headers, self.rfile.read(length)))
            if here.silent is not None:
                here.silent.wait(60)
            self.send_response(here.status)
            self.send_header("content-length", "0")
            self.end_headers()

        do_GET = _answer  # noqa: N815 - the library calls it so
        do_POST = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield here
    if here.silent is not None:
        here.silent.set()
    server.shutdown()
    server.server_close()
    thread.join()
