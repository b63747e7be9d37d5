"""A post's record as Bluesky keeps it, made of a part and read back.

Source of its shape: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky
(``feed/post.json``, ``embed/images.json``, ``richtext/facet.json``).
"""

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from atproto import client_utils, models

from scheduler.core.delivery import Picture
from scheduler.core.ports import Letter, Published

POST = "app.bsky.feed.post"
_IMAGES = "app.bsky.embed.images"
_RAW_SHA256 = b"\x01\x55\x12\x20"
"""CID version 1, raw bytes, SHA-256 of 32 bytes: https://atproto.com/specs/blob"""


def cid(data: bytes) -> str:
    """The name under which the network knows the blob *data*: it is known before anything is uploaded."""
    digest = b32encode(_RAW_SHA256 + hashlib.sha256(data).digest())
    return "b" + digest.decode("ascii").lower().rstrip("=")


def blob(picture: Picture, data: bytes) -> dict[str, Any]:
    """The reference to an uploaded picture."""
    ref = {"$link": cid(data)}
    return {"$type": "blob", "ref": ref, "mimeType": picture.media_type, "size": len(data)}


def record(letter: Letter, at: datetime, reply: Mapping[str, Any] | None) -> dict[str, Any]:
    """The record of *letter* sent at *at*, which *reply* hangs in a thread."""
    made: dict[str, Any] = {"$type": POST, "text": letter.part.words, "createdAt": _stamp(at)}
    optional = {
        "langs": [letter.lang] if letter.lang else None,
        "facets": facets(letter.part.words, letter.part.mentions),
        "embed": _images(letter),
        "reply": reply,
    }
    return made | {name: value for name, value in optional.items() if value}


def facets(words: str, mentions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Links and hashtags in *words*, and those *mentions* in it that were resolved to a DID."""
    found = client_utils.detect_facets(words)
    for mention in client_utils.detect_mentions(words):
        did = mentions.get(mention.handle)
        if did is not None:
            place = models.AppBskyRichtextFacet.ByteSlice(
                byte_start=mention.byte_start, byte_end=mention.byte_end
            )
            feature = models.AppBskyRichtextFacet.Mention(did=did)
            found.append(models.AppBskyRichtextFacet.Main(features=[feature], index=place))
    found.sort(key=lambda facet: facet.index.byte_start)
    return [facet.model_dump(mode="json", by_alias=True, exclude_none=True) for facet in found]


def same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records differ in nothing but the time of sending."""
    return {**one, "createdAt": None} == {**other, "createdAt": None}


def published(did: str, key: str, value: Mapping[str, Any]) -> Published:
    """The record *value* that the account *did* has under *key*."""
    images = value.get("embed", {}).get("images", [])
    return Published(
        remote_id=key,
        link=f"https://bsky.app/profile/{did}/post/{key}",
        words=value.get("text", ""),
        media_keys=tuple(image["image"]["ref"]["$link"] for image in images),
        at=_instant(value.get("createdAt", "")),
        reply_to=value["reply"]["parent"]["uri"].rpartition("/")[2] if "reply" in value else None,
    )


def _images(letter: Letter) -> dict[str, Any] | None:
    pairs = zip(letter.part.pictures, letter.pictures, strict=True)
    images = [_image(picture, data) for picture, data in pairs]
    return {"$type": _IMAGES, "images": images} if images else None


def _image(picture: Picture, data: bytes) -> dict[str, Any]:
    shape = {"width": picture.width, "height": picture.height}
    return {"alt": picture.alt, "image": blob(picture, data), "aspectRatio": shape}


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _instant(stamp: str) -> datetime | None:
    """The instant that a record tells; None for what only another calendar can read."""
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        return None
