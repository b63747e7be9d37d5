"""What the fake X keeps and what it refuses: accounts, uploads, posts, limits, prices.

Rules that X documents, or that those who post to it report, each with its source beside it. Nothing here knows HTTP.
"""

import hashlib
import itertools
import re
import secrets
import threading
import unicodedata
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import x_answers as answers
import x_schema
from x_answers import Answer, RefusalError

from scheduler.clock import SystemClock

EPOCH_MS = 1_288_834_974_657
"""When ids began: milliseconds since 1970. https://docs.x.com/fundamentals/x-ids"""
PICTURE_BYTES = 5_000_000
UPLOAD_LIFE = timedelta(seconds=86_400)
STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
PRICES = {
    "post": 15_000,
    "link": 200_000,
    "alt": 5_000,
    "remove": 10_000,
    "read": 1_000,
    "lookup": 5_000,
    "user": 10_000,
}
"""Micro-dollars since 2026-04-20; with a link instead of the post's. https://docs.x.com/x-api/getting-started/pricing"""
POSTS_A_DAY = {False: 50, True: 2_400}
"""By whether the account is verified."""
_CASHTAG = re.compile(r"(?<!\S)\$[A-Za-z]{1,6}\b")


@dataclass(kw_only=True)
class XAccount:
    """One account with the four keys of its app. Change its fields to change its luck."""

    id: str
    username: str
    name: str
    api_key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    api_secret: str = field(default_factory=lambda: secrets.token_urlsafe(36))
    access_token: str = field(default_factory=lambda: secrets.token_urlsafe(36))
    access_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    access: str = "read-write"
    """What the ``x-access-level`` header says; empty: no such header."""
    standing: str = ""
    """Empty, or the name of an answer to whatever it asks: ``SUSPENDED``, ``LOCKED``, ``NO_CREDIT`` …"""
    verified: bool = False
    long_posts: bool = False
    duplicate_window: float = 6 * 3600.0
    """Seconds in which the same text is refused; X tells none, its staff once said "a few hours"."""
    lag: float = 0.0
    """Seconds until the timeline shows a post."""
    names: tuple[str, ...] = ("tweet.fields", "post.fields")
    """Which names of fields X takes: its description has the second since 2026-08, its prose the first."""
    limited: bool = True
    """Whether limits of rate and of posts a day are kept."""
    spent: int = 0
    """Micro-dollars."""
    charges: Counter[str] = field(default_factory=Counter)
    clock: Any = field(default_factory=SystemClock, repr=False)

    @property
    def secrets(self) -> dict[str, str]:
        """As Drumbeat calls them."""
        names = ("api_key", "api_secret", "access_token", "access_secret")
        return {name: getattr(self, name) for name in names}

    def charge(self, what: str, times: int = 1) -> None:
        """Only what succeeded is billed."""
        self.charges[what] += times
        self.spent += PRICES[what] * times


@dataclass(kw_only=True)
class Media:
    """An upload."""

    id: str
    account: str
    data: bytes
    uploaded_at: datetime
    alt: str = ""

    @property
    def key(self) -> str:
        """The name under which posts show it: the type's number, then the id."""
        return f"3_{self.id}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(kw_only=True)
class Post:
    """A post as it was committed."""

    id: str
    account: str
    text: str
    created_at: datetime
    media: tuple[Media, ...] = ()
    reply_to: str | None = None
    reply_settings: str | None = None
    removed_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """What followers see."""
        return {
            "id": self.id,
            "words": self.text,
            "created_at": self.created_at.isoformat(),
            "pictures": [{"media_key": m.key, "sha256": m.sha256, "alt": m.alt} for m in self.media],
            "reply_to": self.reply_to,
            "reply_settings": self.reply_settings,
            "removed_at": self.removed_at and self.removed_at.isoformat(),
        }


class World:
    """All accounts and everything ever posted. Safe with several threads: take ``lock`` around each call."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.accounts: dict[str, XAccount] = {}
        self.media: dict[str, Media] = {}
        self.posts: dict[str, Post] = {}
        self._numbers = itertools.count(1)

    def new_id(self, at: datetime) -> str:
        """A new id that holds the instant, as X's do."""
        ms = int(at.timestamp() * 1000) - EPOCH_MS
        return str(ms << 22 | next(self._numbers) & 0x3FFFFF)

    def new_account(self, **fields: Any) -> XAccount:
        """One more account, with keys of its own."""
        n = len(self.accounts) + 1
        made = XAccount(**{"id": str(1_000 + n), "username": f"user{n}", "name": f"User {n}", **fields})
        self.accounts[made.access_token] = made
        return made

    def by_id(self, id: str) -> XAccount | None:
        """The account of that id."""
        return next((each for each in self.accounts.values() if each.id == id), None)

    def by_username(self, username: str) -> XAccount | None:
        """The account of that name, however it is written."""
        wanted = username.casefold()
        return next((each for each in self.accounts.values() if each.username.casefold() == wanted), None)

    def posts_of(self, account: XAccount) -> list[Post]:
        """All that is not removed, oldest first."""
        own = [post for post in self.posts.values() if post.account == account.id and post.removed_at is None]
        return sorted(own, key=lambda post: int(post.id))

    # --- requests that change something -----------------------------------------------------

    def upload(self, account: XAccount, form: dict[str, bytes]) -> Answer:
        """``POST /2/media/upload`` with a form, in one piece; source: https://docs.x.com/x-api/media/upload-media."""
        text = {name: value.decode("utf-8", "replace") for name, value in form.items() if name != "media"}
        described = text | {name: "…" for name in form if name == "media"}
        refuse_misshapen("post /2/media/upload", described)
        data = form.get("media", b"")
        if text.get("media_category") != "tweet_image":
            raise RefusalError(answers.invalid("Only pictures can be uploaded here."))
        if len(data) > 2 * PICTURE_BYTES:
            raise RefusalError(answers.page(413))
        if len(data) > PICTURE_BYTES:
            raise RefusalError(answers.invalid(f"File size exceeds {PICTURE_BYTES} bytes."))
        if not data.startswith(STARTS):
            raise RefusalError(answers.invalid("media type unrecognized."))
        now = account.clock.now()
        media = Media(id=self.new_id(now), account=account.id, data=data, uploaded_at=now)
        self.media[media.id] = media
        life = int(UPLOAD_LIFE.total_seconds())
        told = {"id": media.id, "media_key": media.key, "size": len(data), "expires_after_secs": life}
        return answers.told(200, {"data": told})

    def status(self, account: XAccount, query: dict[str, str]) -> Answer:
        """``GET /2/media/upload``; source: https://docs.x.com/x-api/media/get-media-upload-status."""
        (media,) = self._own_media(account, [query.get("media_id", "")])
        told = {"id": media.id, "media_key": media.key, "processing_info": {"state": "succeeded"}}
        return answers.told(200, {"data": told})

    def describe(self, account: XAccount, body: Any) -> Answer:
        """``POST /2/media/metadata``; source: https://docs.x.com/x-api/media/create-media-metadata."""
        refuse_misshapen("post /2/media/metadata", body)
        media = self._own_media(account, [str(body.get("id"))])[0]
        media.alt = body["metadata"]["alt_text"]["text"]
        account.charge("alt")
        told = {"id": media.id, "associated_metadata": {"alt_text": {"text": media.alt}}}
        return answers.told(200, {"data": told})

    def post(self, account: XAccount, body: Any) -> Answer:
        """``POST /2/tweets``; source: https://docs.x.com/x-api/posts/create-post."""
        refuse_misshapen("post /2/tweets", body)
        text = unicodedata.normalize("NFC", body.get("text", "").strip())
        ids = body.get("media", {}).get("media_ids", [])
        if not text and not ids:
            raise RefusalError(answers.invalid("Your post must have text or media."))
        self._refuse_words(account, text)
        media = tuple(self._own_media(account, ids))
        parent = body.get("reply", {}).get("in_reply_to_tweet_id")
        if parent is not None:
            self._refuse_reply(account, parent)
        self._refuse_once_more(account, text)
        now = account.clock.now()
        made = Post(
            id=self.new_id(now),
            account=account.id,
            text=text,
            created_at=now,
            media=media,
            reply_to=parent,
            reply_settings=body.get("reply_settings"),
        )
        self.posts[made.id] = made
        account.charge("link" if links(text) else "post")
        return answers.told(201, {"data": {"id": made.id, "text": text, "edit_history_tweet_ids": [made.id]}})

    def remove(self, account: XAccount, id: str) -> Answer:
        """``DELETE /2/tweets/:id``; source: https://docs.x.com/x-api/posts/delete-post."""
        found = self.posts.get(id)
        if found is None or found.removed_at is not None:
            raise RefusalError(answers.not_found("tweet", id))
        if found.account != account.id:
            raise RefusalError(answers.forbidden("You are not authorized to delete this Tweet."))
        found.removed_at = account.clock.now()
        account.charge("remove")
        return answers.told(200, {"data": {"deleted": True}})

    # --- rules ------------------------------------------------------------------------------

    def _own_media(self, account: XAccount, ids: list[str]) -> list[Media]:
        now = account.clock.now()
        found = [self.media.get(id) for id in ids]
        usable = [m for m in found if m and m.account == account.id and now < m.uploaded_at + UPLOAD_LIFE]
        if len(usable) != len(ids) or len(ids) > 4:
            raise RefusalError(answers.MEDIA_INVALID)
        return usable

    def _refuse_words(self, account: XAccount, text: str) -> None:
        # https://docs.x.com/fundamentals/counting-characters; X's own count of CRLF is 2, the library's is 1
        size = parsed(text).weightedLength + text.count("\r\n")
        if size > (25_000 if account.long_posts else 280):
            raise RefusalError(answers.TOO_LONG)
        # https://docs.x.com/changelog: one cashtag a post
        if len(_CASHTAG.findall(text)) > 1:
            raise RefusalError(answers.forbidden("A post may have at most one cashtag."))

    def _refuse_reply(self, account: XAccount, parent: str) -> None:
        found = self.posts.get(parent)
        if found is None or found.removed_at is not None:
            raise RefusalError(answers.PARENT_GONE)
        # https://docs.x.com/changelog: own posts, and those that mention the account
        called = f"@{account.username}".casefold() in found.text.casefold()
        if found.account != account.id and not called:
            raise RefusalError(answers.REPLY_REFUSED)

    def _refuse_once_more(self, account: XAccount, text: str) -> None:
        """The same text again; a picture makes no difference, though nobody outside X knows that."""
        since = account.clock.now() - timedelta(seconds=account.duplicate_window)
        if text and any(post.text == text and post.created_at > since for post in self.posts_of(account)):
            raise RefusalError(answers.DUPLICATE)


def refuse_misshapen(operation: str, body: Any) -> None:
    """Refuse what X's own description of *operation* does not allow."""
    if not isinstance(body, dict):
        raise RefusalError(answers.invalid("Request body must be a JSON object."))
    wrong = x_schema.faults(operation, body)
    if wrong:
        raise RefusalError(answers.invalid("; ".join(wrong)))


def links(text: str) -> list[dict[str, Any]]:
    """What X makes a link of, with its place."""
    _parser()
    from twitter_text import extract_urls_with_indices

    found: list[dict[str, Any]] = extract_urls_with_indices(text)
    return found


def parsed(text: str) -> Any:
    """How X measures *text*."""
    return _parser()(text)


@cache
def _parser() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the age of a part of setuptools
        from twitter_text import parse_tweet
    return parse_tweet


def utc(at: datetime) -> str:
    """As X writes instants: whole seconds with zeros behind them."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
