"""One request to an address that a person configured. What goes wrong is told without the address."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import requests

from scheduler.core.errors import NotTaken

TIMEOUTS = (5.0, 10.0)
"""Seconds to connect, and between two bytes of the answer."""
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def send(method: str, address: str, *, body: bytes | None = None, headers: Mapping[str, str]) -> int:
    """The status that *address* answered, a 2xx; raises ``NotTaken`` for any other and for silence.

    Redirections are not followed, no proxy of the environment sees the request, and the answer is not read.
    """
    _check(address)
    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.request(
                method,
                address,
                data=body,
                headers=dict(headers),
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
        except requests.Timeout:
            raise NotTaken("it did not answer in time") from None
        except requests.exceptions.SSLError:
            raise NotTaken("its certificate is not to be trusted") from None
        except (requests.RequestException, ValueError):
            # the library's own words hold the address, which may be a secret
            raise NotTaken("it cannot be reached") from None
    if not 200 <= status < 300:
        raise NotTaken(f"it answered {status}")
    return status


def _check(address: str) -> None:
    """Nothing goes unencrypted beyond this computer."""
    try:
        here = urlsplit(address)
        host = here.hostname
    except ValueError as error:
        raise NotTaken("what is configured is no address") from error
    if here.scheme not in {"http", "https"} or not host:
        raise NotTaken("what is configured is no http(s) address")
    if here.scheme == "http" and host not in _THIS_MACHINE:
        raise NotTaken("its address is not encrypted: give an https:// address")
