"""A post's record as Bluesky keeps it, made of a part and read back, with the rules that go beside it.

Source of its shape: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky
(``feed/post.json``, ``feed/threadgate.json``, ``feed/postgate.json``, ``embed/images.json``,
``embed/external.json``, ``richtext/facet.json``).
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import libipld
from atproto import client_utils, models

from scheduler.core.delivery import LinkCard, Picture
from scheduler.core.ports import Letter, Published

Record = Mapping[str, Any]

POST = "app.bsky.feed.post"
THREADGATE = "app.bsky.feed.threadgate"
"""Who may reply, under the key of a thread's first post."""
POSTGATE = "app.bsky.feed.postgate"
"""Who may quote, under the key of each post."""
_IMAGES = "app.bsky.embed.images"
_EXTERNAL = "app.bsky.embed.external"
_LABELS = "com.atproto.label.defs#selfLabels"
_RULES = {
    "followed": f"{THREADGATE}#followingRule",
    "followers": f"{THREADGATE}#followerRule",
    "mentioned": f"{THREADGATE}#mentionRule",
}
_RAW, _DAG_CBOR = 0x55, 0x71


def cid(data: bytes) -> str:
    """The name under which the network knows the blob *data*: it is known before anything is uploaded.

    Source: https://atproto.com/specs/blob
    """
    return str(libipld.encode_cid(_cid(_RAW, data)))


def record_cid(record: Record) -> str:
    """The name of *record* by its content, which a reply to it holds: known before anything is sent.

    Source: https://atproto.com/specs/data-model
    """
    return str(libipld.encode_cid(_cid(_DAG_CBOR, libipld.encode_dag_cbor(_linked(record)))))


def _cid(codec: int, data: bytes) -> bytes:
    """CID version 1 of *data* with SHA-256 of 32 bytes."""
    return bytes((1, codec, 0x12, 0x20)) + hashlib.sha256(data).digest()


def _linked(value: object) -> object:
    """*value* with what JSON writes ``{"$link": …}`` as the encoder takes it: the CID's own bytes."""
    if isinstance(value, list):
        return [_linked(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {"$link"}:
        return libipld.decode_multibase(value["$link"])[1]
    return {name: _linked(each) for name, each in value.items()}


def blob(data: bytes, media_type: str) -> dict[str, Any]:
    """The reference to an upload."""
    return {"$type": "blob", "ref": {"$link": cid(data)}, "mimeType": media_type, "size": len(data)}


def record(letter: Letter, at: datetime, reply: Mapping[str, Any] | None) -> dict[str, Any]:
    """The record of *letter* sent at *at*, which *reply* hangs in a thread."""
    made: dict[str, Any] = {"$type": POST, "text": letter.part.words, "createdAt": _stamp(at)}
    optional = {
        "langs": [letter.lang] if letter.lang else None,
        "facets": facets(letter.part.words, letter.part.mentions),
        "embed": _images(letter) or _external(letter.part.preview, letter.thumb),
        "labels": _labels(letter),
        "reply": reply,
    }
    return made | {name: value for name, value in optional.items() if value}


def gates(letter: Letter, post: Record, uri: str) -> Iterator[dict[str, Any]]:
    """The rules that go beside *post*, the record of *letter* at *uri*.

    Who may reply is ruled at the first post of a thread, for all of it; quoting at each.
    """
    if letter.may_reply is not None and "reply" not in post:
        allow = [{"$type": _RULES[each]} for each in letter.may_reply]
        yield {"$type": THREADGATE, "post": uri, "allow": allow, "createdAt": post["createdAt"]}
    if not letter.quotable:
        rules = [{"$type": f"{POSTGATE}#disableRule"}]
        yield {"$type": POSTGATE, "post": uri, "embeddingRules": rules, "createdAt": post["createdAt"]}


def threadgate(
    uri: str, may_reply: tuple[str, ...] | None, old: Record | None, at: datetime
) -> Record | None:
    """The rule beside the post at *uri* that lets *may_reply* answer, in place of *old*; None: there is none.

    What else *old* holds stays: its replies that are hidden, for which a rule without ``allow`` is kept.
    """
    kept = {name: value for name, value in (old or {}).items() if name != "allow"}
    if may_reply is None:
        return kept if kept.get("hiddenReplies") else None
    made = {"$type": THREADGATE, "post": uri, "createdAt": _stamp(at)}
    return made | kept | {"allow": [{"$type": _RULES[each]} for each in may_reply]}


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


def same_content(one: Record, other: Record) -> bool:
    """Whether two records differ in nothing but when they, or what they answer, were sent."""
    return _timeless(one) == _timeless(other)


def _timeless(record: Record) -> dict[str, Any]:
    """*record* without its instant, and with the addresses alone of what it answers: CIDs hold instants."""
    reply = {end: each.get("uri") for end, each in record.get("reply", {}).items()}
    return {**record, "createdAt": None, "reply": reply}


def published(did: str, key: str, value: Record) -> Published:
    """The record *value* that the account *did* has under *key*."""
    images = value.get("embed", {}).get("images", [])
    return Published(
        remote_id=key,
        link=f"https://bsky.app/profile/{did}/post/{key}",
        words=value.get("text", ""),
        media_keys=tuple(image["image"]["ref"]["$link"] for image in images),
        at=instant(value.get("createdAt", "")),
        reply_to=value["reply"]["parent"]["uri"].rpartition("/")[2] if "reply" in value else None,
    )


def _images(letter: Letter) -> dict[str, Any] | None:
    pairs = zip(letter.part.pictures, letter.pictures, strict=True)
    images = [_image(picture, data) for picture, data in pairs]
    return {"$type": _IMAGES, "images": images} if images else None


def _image(picture: Picture, data: bytes) -> dict[str, Any]:
    shape = {"width": picture.width, "height": picture.height}
    return {"alt": picture.alt, "image": blob(data, picture.media_type), "aspectRatio": shape}


def _external(card: LinkCard | None, thumb: bytes | None) -> dict[str, Any] | None:
    if card is None:
        return None
    external: dict[str, Any] = {"uri": card.uri, "title": card.title, "description": card.description}
    if thumb is not None:
        external["thumb"] = blob(thumb, card.media_type or "")
    return {"$type": _EXTERNAL, "external": external}


def _labels(letter: Letter) -> dict[str, Any] | None:
    values = [{"val": each} for each in letter.labels]
    return {"$type": _LABELS, "values": values} if values else None


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def instant(stamp: str) -> datetime | None:
    """The instant that a record tells; None for what only another calendar can read."""
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        return None
