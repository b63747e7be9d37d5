"""A fake X on loopback: stateful, strict, and wrong on demand. ``x_rules`` has its rules, ``x_faults`` its faults.

In a test it is a context, ``with XServer() as x: …``. A whole installation, or a bench that kills its clients, starts
it as a process of its own: ``python tests/networks/x_server.py --port 0`` prints its address, and takes the same
orders as JSON, below ``/_control/``. What followers see is kept as long as the server lives, whatever becomes of its
clients.
"""

import argparse
import contextlib
import json
import os
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).parent))  # started as a process, it finds its other modules

import x_answers as answers
import x_schema
from x_answers import Answer
from x_faults import Fault
from x_service import Asked, XService, routed

CONTROL = "/_control/"


class XServer(XService):
    """The server, open."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self._open(port)
        self.port: int = self._http.server_address[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def closed(self) -> Iterator[None]:
        """While the block runs, nobody listens."""
        self._close()
        try:
            yield
        finally:
            self._open(self.port)

    def control(self, name: str, asked: dict[str, Any]) -> Any:
        """What ``/_control/NAME`` answers to *asked*; raises ``KeyError``, ``TypeError``, ``ValueError``."""
        match name:
            case "account":
                made = self.account(**asked)
                return {"id": made.id, "username": made.username, "secrets": made.secrets}
            case "change":
                with self.world.lock:
                    account = self.world.by_id(asked.pop("account"))
                    for field, value in asked.items():
                        setattr(account, field, value)
                return {}
            case "fault":
                self.order(**asked)
                return {}
            case "clear":
                self.orders.clear()
                return {}
            case "ledger":
                return self.ledger()
        raise KeyError(name)

    def _open(self, port: int) -> None:
        fake = self

        class Handler(_Handler):
            server_of = fake

        self._http = _Http(("127.0.0.1", port), Handler)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def _close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: XServer

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """``XService.asked`` is the record."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith(CONTROL):
            self._send(self._controlled(self.path.removeprefix(CONTROL), body))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = routed(self.command, self.path, headers, body)
        line, fault = self.server_of.begin(request)
        answer = self.server_of.carry_out(request, line) if fault.carried_out else None
        self.server_of.done(line)
        if fault.seconds:
            threading.Event().wait(fault.seconds)
        self._end(line, fault, fault.answer or answer)

    def _end(self, line: Asked, fault: Fault, answer: Answer | None) -> None:
        if answer is not None and not fault.silent:
            self._send(answer, cut=fault.cut)
            self.server_of.answered(line, answer)
        if fault.end == "hold":
            self.connection.recv(1)  # until the caller hangs up
        if fault.end == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if fault != Fault():
            self.close_connection = True

    def _send(self, answer: Answer, *, cut: bool = False) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.media_type, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)

    def _controlled(self, name: str, body: bytes) -> Answer:
        try:
            return answers.told(200, self.server_of.control(name, json.loads(body or b"{}")))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return answers.told(400, {"error": repr(error)})


class _Http(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def shutdown_request(self, request: object) -> None:
        """Close without the polite goodbye, which a reset must not have."""
        self.close_request(request)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that gives up, or is killed, is what this server is for."""


# --- as a process of its own ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class XProcess:
    """A server in a process of its own, from outside."""

    url: str

    def account(self, **fields: Any) -> dict[str, Any]:
        """A new account: ``id``, ``username`` and the four ``secrets``."""
        made: dict[str, Any] = self._control("account", fields)
        return made

    def change(self, account: str, **fields: Any) -> None:
        """Change the luck of the account with the id *account*."""
        self._control("change", {"account": account, **fields})

    def order(self, kind: str, call: str = "post", **more: Any) -> None:
        """Order a fault; see ``Orders.add``."""
        self._control("fault", {"kind": kind, "call": call, **more})

    def clear(self) -> None:
        """Forget all orders."""
        self._control("clear", {})

    def ledger(self) -> dict[str, Any]:
        """All accounts with their posts, removed or not, and all requests; see ``XService.ledger``."""
        told: dict[str, Any] = self._control("ledger", {})
        return told

    def _control(self, name: str, asked: dict[str, Any]) -> Any:
        request = urllib.request.Request(f"{self.url}{CONTROL}{name}", json.dumps(asked).encode())  # noqa: S310
        with _DIRECT.open(request, timeout=30) as answer:
            return json.loads(answer.read())


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@contextmanager
def running(port: int = 0) -> Iterator[XProcess]:
    """The server as a process; stopped when the block, or this process, ends."""
    command = [sys.executable, __file__, "--port", str(port), "--until-stdin-ends"]
    own = {"DRUMBEAT_X_OPENAPI": x_schema.OPENAPI} if x_schema.OPENAPI else {}
    with subprocess.Popen(
        command, env=os.environ | own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            if not url:
                raise RuntimeError("the fake X did not start")
            yield XProcess(url=url)
        finally:
            server.terminate()


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description="A fake X on loopback, for tests.")
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0: anywhere that is free")
    parser.add_argument("--until-stdin-ends", action="store_true", help="end with whoever started it")
    options = parser.parse_args()
    if not x_schema.OPENAPI:
        print(x_schema.MISSING, file=sys.stderr)  # noqa: T201
    with XServer(options.port) as server, contextlib.suppress(KeyboardInterrupt):
        print(server.url, flush=True)  # noqa: T201
        if options.until_stdin_ends:
            sys.stdin.read()
        else:
            threading.Event().wait()


if __name__ == "__main__":
    main()
