"""A webhook: each message as JSON, signed as Standard Webhooks say.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.errors import NotTaken
from scheduler.core.ports import Clock
from scheduler.core.telling import Notice
from scheduler.telling.wire import send

_PREFIX = "whsec_"
_SHORTEST = 24
"""Bytes that a secret has at least, by the specification."""


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``: HMAC-SHA256 over id, timestamp and body, by the decoded *secret*.

    Raises ``NotTaken`` where the secret is none.
    """
    signed = f"{id}.{timestamp}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotTaken("its secret is no Base 64, with or without whsec_ before it") from error
    if len(key) < _SHORTEST:
        raise NotTaken(f"its secret has {len(key)} bytes, and {_SHORTEST} are the least")
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Implements ``scheduler.core.telling.Target``."""

    name: str = "webhook"
    address: str = field(repr=False)
    secret: str = field(repr=False)
    clock: Clock

    @property
    def missing(self) -> str:
        """Whether its secret is one."""
        try:
            _key(self.secret)
        except NotTaken as error:
            return error.message
        return ""

    def tell(self, notice: Notice) -> str:
        """Post it; a message that is posted again has the same id, by which the receiver knows it."""
        body = json.dumps(document(notice), ensure_ascii=False).encode()
        id = f"drumbeat_{notice.at:%Y%m%dT%H%M%S%f}_{notice.id}"
        timestamp = int(self.clock.now().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "drumbeat",
            "webhook-id": id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(self.secret, id, timestamp, body),
        }
        return str(send("POST", self.address, body=body, headers=headers))


def document(notice: Notice) -> dict[str, object]:
    """What is posted: ``type``, ``timestamp`` and ``data``, as the specification recommends."""
    return {
        "type": f"drumbeat.{notice.topic.replace(' ', '_')}",
        "timestamp": _instant(notice.at),
        "data": {
            "title": notice.title,
            "words": notice.words,
            "causes": list(notice.told),
        },
    }


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
