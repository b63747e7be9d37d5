"""What tweepy sends with: straight to the account's server, signed for it, once, and not without end."""

import logging
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_TALKATIVE = ("oauthlib", "requests_oauthlib", "tweepy")
"""Libraries whose debug lines hold keys, tokens or what is signed with them."""


class AnsweredError(Exception):
    """The server answered something else than yes. Nothing of the answer is lost on the way."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class Wire(requests.Session):
    """A session of tweepy's that sends to *service*, whatever address tweepy has in mind.

    The address is put right before the request is signed, since the signature covers it. Redirections are
    not followed: they would bring a signed request elsewhere, or make of it one that looks like success.
    Every answer but a 2xx raises ``AnsweredError`` before tweepy reads it, whose errors forget most of it.
    """

    def __init__(self, service: str, timeouts: tuple[float, float]) -> None:
        super().__init__()
        self.trust_env = False  # no proxy that the environment names sees a token
        self._service = urlsplit(service)
        self._timeouts = timeouts
        self._adapter = _Adapter()
        for scheme in ("http://", "https://"):
            self.mount(scheme, self._adapter)
        _hush()

    @property
    def reached(self) -> bool:
        """Whether the last request found a server: only then can it have been carried out."""
        return self._adapter.reached.happened

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Put the address right, then sign."""
        self._adapter.reached.happened = False
        asked = urlsplit(str(request.url))
        request.url = urlunsplit(self._service[:2] + asked[2:])
        return super().prepare_request(request)

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        """Send it, with the time-outs that tweepy leaves out."""
        response = super().send(request, **more | {"allow_redirects": False, "timeout": self._timeouts})
        if not 200 <= response.status_code < 300:
            raise AnsweredError(response)
        return response


class _Reached:
    """Whether the connection of the request under way was made."""

    happened = False


class _Adapter(HTTPAdapter):
    """Makes a connection for every request, and knows whether it was made.

    Posts are rare: a connection that was kept is one that the server may have closed meanwhile, and then
    nobody could tell whether a request had been read.
    """

    def __init__(self) -> None:
        self.reached = _Reached()
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self.reached)

    def send(self, *args: Any, **more: Any) -> requests.Response:
        self.poolmanager.clear()
        return super().send(*args, **more)


def _pools(reached: _Reached) -> dict[str, type[HTTPConnectionPool]]:
    """Pools whose connections tell *reached* once they stand: found, connected and, with TLS, trusted."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            reached.happened = True

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            reached.happened = True

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _hush() -> None:
    """Let no debug line of the libraries through, whatever level anybody sets."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _TALKATIVE:
            logger = logging.getLogger(name)
            if _tells_no_secret not in logger.filters:
                logger.addFilter(_tells_no_secret)


def _tells_no_secret(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG
