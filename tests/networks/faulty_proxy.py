"""A proxy on loopback that hands requests on, one a connection, and answers wrongly on demand."""

import json
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What happens instead of an answer to a request whose path ends in ``method``.

    The request is ``carried_out`` or not, and then ``answer`` is sent, or only its first half if it is
    ``cut``; None sends what the server answered. ``end`` is how the connection ends: ``close``, ``reset``,
    or ``hold``: never, until the caller gave up.
    """

    method: str
    carried_out: bool = True
    answer: bytes | None = None
    cut: bool = False
    end: str = "close"
    struck: threading.Event = field(default_factory=threading.Event)
    """Set once the request met it and, if it is carried out, was."""


def http(status: int, body: bytes, *, media_type: str = "application/json", **headers: str) -> bytes:
    """An answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status} Any", f"Content-Type: {media_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def error(status: int, name: str, message: str = "ordered", **headers: str) -> bytes:
    """An error as the AT protocol tells it."""
    return http(status, json.dumps({"error": name, "message": message}).encode(), **headers)


class FaultyProxy:
    """The proxy, open. ``asked`` holds the method of every request that reached it, in order."""

    def __init__(self) -> None:
        self.upstream = ""
        self.asked: list[str] = []
        self.late: Callable[[str], float] = lambda method: 0.0
        """For how many seconds the answer to a method is kept, once the server gave it."""
        self._wrong: Wrong | None = None
        self._open(0)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @contextmanager
    def striking(self, wrong: Wrong) -> Iterator[None]:
        """While the block runs, the first request to the method of *wrong* meets it."""
        self._wrong = wrong
        try:
            yield
        finally:
            self._wrong = None

    @contextmanager
    def closed(self) -> Iterator[None]:
        """While the block runs, nobody listens."""
        self._close()
        try:
            yield
        finally:
            self._open(self.port)

    def handle(self, client: socket.socket) -> None:
        """Serve the one request that comes over *client*."""
        request = _whole_request(client)
        if not request:
            return
        method = request.split(b" ", 2)[1].decode().partition("?")[0].rpartition("/")[2]
        self.asked.append(method)
        wrong = self._wrong
        if wrong is None or wrong.method != method:
            answer = self._hand_on(request)
            threading.Event().wait(self.late(method))
            client.sendall(answer)
            return
        self._wrong = None
        answer = self._hand_on(request) if wrong.carried_out else b""
        wrong.struck.set()
        answer = answer if wrong.answer is None else wrong.answer
        client.sendall(answer[: len(answer) // 2] if wrong.cut else answer)
        if wrong.end == "hold":
            client.recv(1)  # until the caller hangs up
        if wrong.end == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _hand_on(self, request: bytes) -> bytes:
        host, port = self.upstream.removeprefix("http://").split(":")
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection((host, int(port)), timeout=30) as server:
            server.sendall(b"\r\n".join([*lines, b"Connection: close", b"", body]))
            return b"".join(iter(lambda: server.recv(65536), b""))

    def _open(self, port: int) -> None:
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                proxy.handle(self.request)

        self._server = _Server(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def _close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def shutdown_request(self, request: object) -> None:
        """Close without the polite goodbye, which a reset must not have."""
        self.close_request(request)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that gives up is what these tests are about."""


def _whole_request(client: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        more = client.recv(65536)
        if not more:
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    size = int(sizes[0].partition(b":")[2]) if sizes else 0
    pieces = [body]
    have = len(body)
    while have < size:
        pieces.append(client.recv(65536))
        have += len(pieces[-1])
    return head + b"\r\n\r\n" + b"".join(pieces)
