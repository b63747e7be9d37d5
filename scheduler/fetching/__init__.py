"""Fetching a page that a person named: once, from where everybody may go, and not without end."""

import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from scheduler.core.errors import FetchError
from scheduler.core.ports import Clock, Fetched
from scheduler.fetching.addresses import Address, parsed, public

if TYPE_CHECKING:
    from scheduler.fetching.wire import Answer

REDIRECTIONS = 5
"""As many are followed; browsers follow 20, but pages that mean well need two."""
_SAVE_IT = "Open it in a browser, save the page, and add the file."
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Source: RFC 9110, section 15.4."""
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
"""What stays as it is in an address. Source: RFC 3986, section 2."""

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a fetch may take, in seconds: for a connection, for each wait for bytes, and in all."""

    connecting: float = 10.0
    waiting: float = 20.0
    whole: float = 60.0


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of *host*, as this computer finds them; raises ``OSError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Fetcher:
    """Implements ``scheduler.core.ports.Fetch``.

    What it connects to is what was checked: a name is resolved once for each request, every address that it
    has must be *allowed*, and no other is connected to. No proxy, cookie or password is used.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        allowed: Callable[[Address], bool] = public,
        resolve: Resolve = resolved,
        trust: ssl.SSLContext | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Fetch from *allowed* addresses; *trust* says whose certificates are taken, else everybody's."""
        self._clock = clock
        self._allowed = allowed
        self._resolve = resolve
        self._trust = trust
        self._patience = patience or Patience()

    def __call__(self, address: str, most: int) -> Fetched:
        """What *address* serves, at most *most* bytes of it; raises ``FetchError``."""
        ends = self._clock.monotonic() + self._patience.whole
        here = _checked(address)
        for _ in range(REDIRECTIONS + 1):
            answer = self._ask(here, most, ends)
            if answer.status not in _REDIRECTS:
                return self._taken(here, answer)
            here = _next(here, answer.location)
        raise FetchError(
            f"{address} redirects more than {REDIRECTIONS} times.", remedy="Give the address that it ends at."
        )

    def _ask(self, here: SplitResult, most: int, ends: float) -> "Answer":
        from scheduler.fetching.wire import ask

        return ask(
            here,
            most=most,
            addresses=self._addresses,
            trust=self._trust,
            timeouts=(self._patience.connecting, self._patience.waiting),
            left=lambda: ends - self._clock.monotonic(),
        )

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """The addresses of *host*, once every one of them is found allowed."""
        try:
            found = [parsed(each) for each in self._resolve(host, port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise FetchError(f"{host} is not found: {error}.", remedy="Look for a typing error.") from error
        for each in found:
            if not self._allowed(each):
                raise FetchError(
                    f"{host} is at {each}, no public address.",
                    remedy="Only pages that everybody can reach are fetched: save this one, and add it.",
                )
        return [str(each) for each in found]

    def _taken(self, here: SplitResult, answer: "Answer") -> Fetched:
        address = here.geturl()
        if answer.status != 200:
            raise FetchError(f"{address} answers {answer.status}, not with a page.", remedy=_SAVE_IT)
        return Fetched(
            data=answer.data, address=address, at=self._clock.now(), media_type=answer.media_type or None
        )


def _checked(address: str, seen_from: str = "") -> SplitResult:
    """*address*, as it is asked for; raises ``FetchError`` for what is no address of a page."""
    try:
        parts = urlsplit(urljoin(seen_from, address.strip()))
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError) as error:
        raise FetchError(f"{address!r} is no address: {error}.", remedy="Write it as https://…") from error
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"{address!r} is no web address.", remedy="Only http:// and https:// are fetched.")
    if not host or re.search(r"[^a-z0-9.:_-]", host):
        raise FetchError(f"{address!r} names no server.", remedy="Write it as https://example.org/page.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("An address with a name or a password in it is not fetched.", remedy=_SAVE_IT)
    place = f"[{host}]" if ":" in host else host
    return SplitResult(
        scheme=parts.scheme,
        netloc=place if port is None else f"{place}:{port}",
        path=quote(parts.path, safe=_SAFE) or "/",
        query=quote(parts.query, safe=_SAFE),
        fragment="",
    )


def _next(here: SplitResult, location: str) -> SplitResult:
    """Where *here* redirects to; raises ``FetchError`` if that is nowhere, or less safe."""
    if not location:
        raise FetchError(f"{here.geturl()} redirects to nowhere.", remedy=_SAVE_IT)
    there = _checked(location, here.geturl())
    if here.scheme == "https" and there.scheme == "http":
        raise FetchError(
            f"{here.geturl()} redirects to {there.geturl()}, where anybody can change the words.",
            remedy="Give that address itself if you trust it.",
        )
    return there
