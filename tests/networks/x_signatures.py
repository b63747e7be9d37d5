"""Signatures of OAuth 1.0a as a server checks them: written from RFC 5849, not from the library under test.

The address that was signed is rebuilt from the request: its Host, its path, its query.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl, quote, unquote, urlsplit

PATIENCE = 300
"""Seconds that a timestamp may be off."""


class Signer(Protocol):
    """Whose secrets a signature is checked with."""

    api_key: str
    api_secret: str
    access_token: str
    access_secret: str


class UnsignedError(Exception):
    """A request that nobody, or somebody else, signed."""


def claims(authorization: str) -> dict[str, str]:
    """What the header *authorization* says, by name; empty if it is of another scheme."""
    scheme, _, rest = authorization.partition(" ")
    if scheme != "OAuth":
        return {}
    return {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', rest)}


class Signatures:
    """Checks signatures, and that no request comes twice."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str, str]] = set()

    def check(self, method: str, url: str, authorization: str, signer: Signer, now: datetime) -> None:
        """Raise ``UnsignedError`` unless *signer* signed this request, just now and only once."""
        told = claims(authorization)
        if told.get("oauth_consumer_key") != signer.api_key:
            raise UnsignedError("another app")
        if told.get("oauth_signature_method") != "HMAC-SHA1" or told.get("oauth_version", "1.0") != "1.0":
            raise UnsignedError("another method")
        stamp, nonce = told.get("oauth_timestamp", ""), told.get("oauth_nonce", "")
        if not stamp.isdecimal() or abs(int(stamp) - now.timestamp()) > PATIENCE or not nonce:
            raise UnsignedError("timestamp or nonce")
        if not hmac.compare_digest(told.get("oauth_signature", ""), signature(method, url, told, signer)):
            raise UnsignedError("signature")
        if (signer.access_token, stamp, nonce) in self._seen:
            raise UnsignedError("the same request again")
        self._seen.add((signer.access_token, stamp, nonce))


def signature(method: str, url: str, told: dict[str, str], signer: Signer) -> str:
    """The signature that belongs to the request: https://www.rfc-editor.org/rfc/rfc5849#section-3.4."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    pairs += [(name, value) for name, value in told.items() if name not in {"oauth_signature", "realm"}]
    named = sorted((_coded(name), _coded(value)) for name, value in pairs)
    text = "&".join(
        _coded(each)
        for each in (
            method.upper(),
            f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}",
            "&".join(f"{name}={value}" for name, value in named),
        )
    )
    key = f"{_coded(signer.api_secret)}&{_coded(signer.access_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha1)).decode()


def _coded(text: str) -> str:
    return quote(text, safe="-._~")
