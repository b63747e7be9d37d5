"""A real server on this computer that serves pages, redirects, and answers that mean no good."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

PAGE = (
    "<!doctype html><title>T</title><article><h1>River Union condemns evictions</h1><p>"
    + "River Union condemned on Friday the eviction of forty families from their homes in the valley. " * 3
    + "</p></article>"
).encode()
Answer = Callable[[BaseHTTPRequestHandler], None]


def page(data: bytes = PAGE, status: int = 200, **headers: str) -> Answer:
    """Serves *data* with *headers*, whose names have underscores for hyphens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        said = {"content_type": "text/html; charset=utf-8", "content_length": str(len(data))} | headers
        for name, value in said.items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    """Sends whoever asks to another place."""
    return page(b"", status, location=to)


def endless(start: bytes, piece: bytes) -> Answer:
    """Says *start*, then *piece* again and again until nobody listens."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while True:
            handler.wfile.write(piece)

    return answer


def raw(data: bytes) -> Answer:
    """Says *data* and hangs up."""
    return lambda handler: handler.wfile.write(data) and None  # type: ignore[func-returns-value]


class PageServer:
    """What it serves by path, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    def at(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The address of *path* by the name *host*."""
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[PageServer]:
    """A server on the loopback address, with TLS if it has a *certificate*."""
    pages = PageServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.close_connection = True
            with suppress(OSError):
                pages.pages.get(self.path.partition("?")[0], page(b"", 404))(self)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that does not trust us hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    pages.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield pages
    server.shutdown()
    server.server_close()
    thread.join()


def certified(names: tuple[str, ...], folder: Path) -> Path:
    """A file with a key and a certificate for *names*, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
    called: list[x509.GeneralName] = [
        x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name) for name in names
    ]
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(called), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
