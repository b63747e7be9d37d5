"""One request and its answer. The library behind it is imported with this module."""

import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from urllib.parse import SplitResult

import httpcore

from scheduler.core.errors import FetchError

_SAVE_IT = "Try again, or open it in a browser, save the page, and add the file."
_HEADERS = [
    (b"User-Agent", f"drumbeat/{version('drumbeat')}".encode()),
    (b"Accept", b"text/html, application/xhtml+xml, application/pdf, text/plain, */*;q=0.5"),
    (b"Accept-Encoding", b"identity"),  # the bytes that are kept are those that are read
]
_LONGEST = 200  # characters of a header that are taken from a stranger
Left = Callable[[], float]
"""The seconds that are left of the whole fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    location: str
    media_type: str
    data: bytes


def ask(
    here: SplitResult,
    *,
    most: int,
    addresses: Callable[[str, int], Sequence[str]],
    trust: ssl.SSLContext | None,
    timeouts: tuple[float, float],
    left: Left,
) -> Answer:
    """Ask for *here* by a connection of its own to one of its *addresses*; raises ``FetchError``.

    The certificate must be for the name that was asked for, whatever address that has.
    """
    connecting, waiting = timeouts
    limits = {"connect": connecting, "read": waiting, "write": waiting, "pool": connecting}
    backend = _Checked(addresses, left)
    host = here.hostname or ""
    port = here.port or {"http": 80, "https": 443}[here.scheme]
    target = here._replace(scheme="", netloc="").geturl()
    url = httpcore.URL(
        scheme=here.scheme.encode(), host=host.encode(), port=port, target=target.encode("ascii")
    )
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trust, network_backend=backend) as pool,
            pool.stream("GET", url, headers=_HEADERS, extensions={"timeout": limits}) as response,
        ):
            return _read(here, response, most)
    except httpcore.TimeoutException as error:
        raise FetchError(f"{here.geturl()} does not answer in time.", remedy=_SAVE_IT) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(f"{here.geturl()} cannot be had: {_why(error)}.", remedy=_SAVE_IT) from error


def _why(error: Exception) -> str:
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted, {cause.verify_message.rstrip('.')}"
    if isinstance(error, httpcore.ProtocolError):
        return "what it says is not HTTP"
    return str(error).rstrip(".") or "the connection broke off"


def _read(here: SplitResult, response: httpcore.Response, most: int) -> Answer:
    headers = {name.lower(): value.decode("latin-1").strip()[:_LONGEST] for name, value in response.headers}
    data = b""
    if response.status == 200:
        if headers.get(b"content-encoding", "identity").lower() != "identity":
            raise FetchError(
                f"{here.geturl()} serves packed bytes, though it was asked not to.", remedy=_SAVE_IT
            )
        data = _body(here, response.iter_stream(), most, headers.get(b"content-length", ""))
    return Answer(
        status=response.status,
        location=_whole(response.headers, b"location"),
        media_type=headers.get(b"content-type", ""),
        data=data,
    )


def _whole(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str:
    found = [value for name, value in headers if name.lower() == wanted]
    return found[0].decode("utf-8", "replace").strip() if found else ""


def _body(here: SplitResult, chunks: Iterable[bytes], most: int, announced: str) -> bytes:
    """The bytes of a page, refused as soon as there are too many of them."""
    size = int(announced) if announced.isdecimal() else 0
    data = bytearray()
    if size <= most:
        for chunk in chunks:
            data += chunk
            size = len(data)
            if size > most:
                break
    if size > most:
        raise FetchError(
            f"{here.geturl()} has more than {most:,} bytes.", remedy="Give the statement alone, as a file."
        )
    return bytes(data)


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to no name: its meaning may have changed meanwhile."""

    def __init__(self, addresses: Callable[[str, int], Sequence[str]], left: Left) -> None:
        self._addresses = addresses
        self._left = left
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the addresses that takes one."""
        failed: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in self._addresses(host, port):
            try:
                made = self._plain.connect_tcp(address, port, _in_time(timeout, self._left))
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                failed = error
            else:
                return _Timed(made, self._left)
        raise failed or httpcore.ConnectError(f"{host} has no address")


class _Timed(httpcore.NetworkStream):
    """A connection on which no wait goes beyond the end of the whole fetch, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, left: Left) -> None:
        self._inner = inner
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _in_time(timeout, self._left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _in_time(timeout, self._left))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, _in_time(timeout, self._left))
        return _Timed(secured, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _in_time(timeout: float | None, left: Left) -> float:
    """The seconds for one wait; raises ``TimeoutException`` when none are left."""
    seconds = left()
    if seconds <= 0:
        raise httpcore.ReadTimeout("no time is left")
    return seconds if timeout is None else min(timeout, seconds)
