"""Posts as X shows them in a timeline, read back to the words that were posted."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

from scheduler.core.ports import Published

NAMES = (
    {
        "tweet.fields": "attachments,entities,note_tweet,referenced_tweets",
        "expansions": "attachments.media_keys",
    },
    {
        "post.fields": "attachments,entities,note_post",
        "expansions": "attachments.media_keys,referenced_posts",
    },
)
"""What is asked for with each post, by the names that X's prose and libraries have, and by those that its
description has since August 2026: https://docs.x.com/x-api/users/get-posts
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1_288_834_974_657)
"""When ids began; an id's upper bits are the milliseconds since. Source: https://docs.x.com/fundamentals/x-ids"""
_ID = re.compile(r"[0-9]{1,19}")
_SHORT = re.compile(r"https?://t\.co/\w+")


def is_id(value: object) -> TypeGuard[str]:
    """Whether *value* can be the id of a post: https://docs.x.com/fundamentals/x-ids."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def link(handle: str, id: str) -> str:
    """Where a person sees the post *id*."""
    return f"https://x.com/{handle}/status/{id}" if handle else f"https://x.com/i/web/status/{id}"


def instant(id: str) -> datetime:
    """When X made the post *id*, which its id tells by the millisecond, at once and for ever."""
    return _EPOCH + timedelta(milliseconds=int(id) >> 22)


def shown(handle: str, post: Mapping[str, Any]) -> Published:
    """*post* of a timeline; raises ``ValueError`` if it has no id. All else may be missing."""
    id = post.get("id")
    if not is_id(id):
        raise ValueError(f"a post without an id: {id!r}")
    note = _mapping(post.get("note_tweet", post.get("note_post")))  # the whole of a long post
    text = note.get("text", post.get("text", ""))
    keys = _mapping(post.get("attachments")).get("media_keys")
    return Published(
        remote_id=id,
        link=link(handle, id),
        words=_words(str(text), [*_urls(note), *_urls(post)]),
        media_keys=tuple(map(str, keys)) if isinstance(keys, list) else (),
        at=instant(id),
        reply_to=_parent(post),
    )


def _words(text: str, urls: list[Mapping[str, Any]]) -> str:
    """*text* without escapes, with links as they were written, and without the one that stands for pictures.

    Source: https://docs.x.com/x-api/fundamentals/data-dictionary
    """
    written = {
        each.get("url"): "" if "media_key" in each else str(each.get("expanded_url", "")) for each in urls
    }
    return _SHORT.sub(lambda short: written.get(short[0], short[0]), html.unescape(text)).strip()


def _urls(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    urls = _mapping(part.get("entities")).get("urls")
    return [_mapping(each) for each in urls] if isinstance(urls, list) else []


def _parent(post: Mapping[str, Any]) -> str | None:
    referenced = post.get("referenced_tweets", post.get("referenced_posts"))
    for each in referenced if isinstance(referenced, list) else []:
        if _mapping(each).get("type") == "replied_to":
            return str(each.get("id"))
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
