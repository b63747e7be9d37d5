"""One account's connection to X."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import requests
import tweepy

from scheduler.core.acceptance import check_message, check_upload
from scheduler.core.delivery import Picture
from scheduler.core.errors import AccountTrouble, MaybeSent, NetworkError, NotSent, Rejected
from scheduler.core.looking import same_words
from scheduler.core.ports import Access, Identity, Letter, Prepared, Published
from scheduler.networks.x import NETWORK
from scheduler.networks.x.answers import KEYS, PERMISSION, duplicate, hidden, missing, read, told
from scheduler.networks.x.posts import FIELDS, Shown, instant, link, shown
from scheduler.networks.x.wire import AnsweredError, Wire

_BROKEN = (AnsweredError, requests.RequestException, ValueError)
"""All that our wire and tweepy let out; ``ValueError`` is what a body that is no JSON raises."""
_PAGE = 100
"""The most posts that a timeline gives at once. https://docs.x.com/x-api/users/get-posts"""
_PAGES = 32
"""A timeline ends after 3,200 posts. https://docs.x.com/x-api/posts/timelines/introduction"""
_DUPLICATES_FOR = timedelta(days=1)
"""For how long X may call a text a duplicate; it tells none, and its staff once said "a few hours"."""
_MAY_REPLY = {("followed", "mentioned"): "following", ("mentioned",): "mentionedUsers"}
"""X's ``reply_settings``; whoever a post mentions may always reply. https://docs.x.com/x-api/posts/create-post"""
_PROCESSING = timedelta(minutes=1)
"""How long an upload is waited for that X does not finish at once."""
_PIXEL = b"GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;"
"""The smallest picture. What no post uses expires after a day: https://docs.x.com/x-api/media/upload-media"""
_LEVELS = {"read": "read only", "read-write": "read and write"}


class XConnection:
    """Speaks for the account of *access*, which signs with the keys of its own app (OAuth 1.0a).

    A post has no key that we could choose, so ``publish`` is never repeated: what became of it is seen by
    reading the timeline. tweepy knows nothing of X's newer uploads, which go by its session.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._clock = access.clock
        self._wire = Wire(access.service, access.timeouts)
        self._client = _client(access, self._wire)
        self._answered: set[str] = set()
        """Posts that ``publish`` told of: each is some part's own."""

    def prepare(self, letter: Letter) -> Prepared:
        """Upload the pictures, each with its alt text; every upload has a new media key.

        Raises ``Rejected`` for a picture's type, bytes or alt text, with the figures.
        """
        pairs = zip(letter.part.pictures, letter.pictures, strict=True)
        ids: dict[str, str] = {}
        for n, (picture, data) in enumerate(pairs, start=1):
            check_upload(n, picture, data, NETWORK)
            key, id = self._upload(picture.media_type, data)
            self._describe(id, picture)
            ids[key] = id
        return Prepared(media_keys=tuple(ids), handles=ids)

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part, by one request.

        Where X calls it a duplicate, either it is out since an earlier launch, or something else is. The
        timeline tells which: by the media keys, and by the words where there is no picture. Raises
        ``Rejected`` too for words, number of pictures or media keys, with the figures.
        """
        check_message(letter, prepared, NETWORK)
        ids = _uploaded(prepared)
        rules = _reply_settings(letter)

        def send() -> Any:
            return self._client.create_tweet(
                text=letter.part.words.replace("\r\n", "\n"),
                media_ids=ids or None,
                in_reply_to_tweet_id=letter.reply_to,
                reply_settings=rules,
            )

        try:
            answer = self._request(send, MaybeSent)
        except Rejected as error:
            if not duplicate(error.__cause__):
                raise
            return self._settle(letter, prepared, error)
        id = _data(answer, MaybeSent).get("id")
        if not isinstance(id, str) or not id.isdecimal():
            raise MaybeSent(f"X's answer does not name the post: {id!r}.")
        self._answered.add(id)
        return Published(
            remote_id=id,
            link=link(self._access.handle, id),
            words=letter.part.words,
            media_keys=prepared.media_keys,
            at=instant(id),
        )

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """X has no such request: asking for it is a mistake in the program, a ``TypeError``."""
        raise TypeError("X publishes threads part by part")

    def find(self, record_key: str) -> Published | None:
        """X has no such question: asking it is a mistake in the program, a ``TypeError``."""
        raise TypeError("X is searched; nothing can be found by key")

    def recent(self, since: datetime) -> Sequence[Published]:
        """The account's own posts and replies since then, newest first, in the words that were posted.

        Raises ``AccountTrouble`` where X does not show them.
        """
        return [each.published for each in self._recent(since)]

    def remove(self, remote_id: str) -> None:
        """Delete a post; one that is gone already, or never was, is no error."""
        if not remote_id.isdecimal():
            return  # no post of X's is called so
        try:
            self._request(lambda: self._client.delete_tweet(remote_id), MaybeSent)
        except NetworkError as error:
            if not missing(error.__cause__):
                raise

    def resolve(self, handle: str) -> str | None:
        """The id of the account called *handle*, or None if nobody is."""
        try:
            answer = self._request(lambda: self._client.get_user(username=handle, user_auth=True), NotSent)
        except NetworkError as error:
            if not missing(error.__cause__):
                raise
            return None
        if "data" not in answer and "errors" in answer:
            return None
        return str(_data(answer, NotSent).get("id"))

    def check(self) -> Identity:
        """Prove that the account can post: by what X says of its keys, else by a picture that nothing uses.

        Raises ``AccountTrouble`` where it cannot.
        """
        identity, level = self._who()
        if level == "read":
            raise AccountTrouble("X lets these keys read, and not write.", remedy=PERMISSION)
        if level is None:
            self._upload("image/gif", _PIXEL)
        return identity

    def identify(self) -> Identity:
        """Who the keys speak for."""
        return self._who()[0]

    # --- uploads ----------------------------------------------------------------------------

    def _upload(self, media_type: str, data: bytes) -> tuple[str, str]:
        """The media key and the id of *data*, uploaded: https://docs.x.com/x-api/media/upload-media."""

        def send() -> requests.Response:
            return self._wire.post(
                "https://api.x.com/2/media/upload",
                data={"media_category": "tweet_image"},
                files={"media": ("picture", data, media_type)},
                auth=_signing(self._access),
            )

        media = _data(self._request(send, NotSent), NotSent)
        key, id = media.get("media_key"), media.get("id")
        if not isinstance(key, str) or not isinstance(id, str):
            raise NotSent("X's answer cannot be read: it names no upload.")
        self._wait_for(id, media.get("processing_info"))
        return key, id

    def _wait_for(self, id: str, processing: Any) -> None:
        """Wait until X has finished with an upload; most are finished at once and have no *processing*."""
        waited = timedelta(0)
        while isinstance(processing, dict) and processing.get("state") != "succeeded":
            if processing.get("state") == "failed":
                raise Rejected(f"X cannot use the picture: {processing.get('error')}.")
            if waited >= _PROCESSING:
                raise NotSent(f"X has not finished with a picture after {_PROCESSING.seconds} s.")
            step = processing.get("check_after_secs")
            seconds = min(max(step, 1), 10) if isinstance(step, int) else 1
            self._clock.wait(Event(), seconds)
            waited += timedelta(seconds=seconds)
            asked = {"command": "STATUS", "media_id": id}
            answer = self._ask("GET", "/2/media/upload", NotSent, params=asked)
            processing = _data(answer, NotSent).get("processing_info")

    def _describe(self, id: str, picture: Picture) -> None:
        body = {"id": id, "metadata": {"alt_text": {"text": picture.alt}}}
        _data(self._ask("POST", "/2/media/metadata", NotSent, json=body), NotSent)

    # --- the timeline -----------------------------------------------------------------------

    def _recent(self, since: datetime) -> list[Shown]:
        found = []
        for each in self._timeline(since):
            if instant(each.published.remote_id) < since:
                break
            found.append(each)
        return found

    def _timeline(self, since: datetime) -> Iterator[Shown]:
        """Posts from *since*, to the second, newest first, page by page."""
        token: str | None = None
        for _ in range(_PAGES):
            page = self._page(since, token)
            for post in page.get("data", []):
                try:
                    yield shown(self._access.handle, post)
                except (AttributeError, ValueError) as error:
                    raise NotSent(f"X's answer cannot be read: {error}.") from error
            token = page["meta"].get("next_token")
            if token is None:
                return

    def _page(self, since: datetime, token: str | None) -> dict[str, Any]:
        def ask() -> Any:
            return self._client.get_users_tweets(
                self._access.remote_id,
                start_time=since,
                max_results=_PAGE,
                exclude=["retweets"],
                expansions=["attachments.media_keys"],
                tweet_fields=list(FIELDS),
                pagination_token=token,
                user_auth=True,
            )

        try:
            page = self._request(ask, NotSent)
        except Rejected as error:
            raise self._not_shown(error.message) from error
        if not isinstance(page.get("meta"), dict) or not isinstance(page.get("data", []), list):
            heard = read(page)
            if hidden(heard):
                raise self._not_shown(f"X answered: {heard.words}")
            raise NotSent(f"X's answer cannot be read: it is no timeline. {heard.words}".rstrip())
        return page

    def _not_shown(self, why: str) -> AccountTrouble:
        """A look that is refused tells nothing of what is out."""
        return AccountTrouble(
            f"X does not show the posts of {self._access.handle}. {why}",
            remedy="See at x.com whether the account is there and not suspended.",
        )

    def _settle(self, letter: Letter, prepared: Prepared, refused: Rejected) -> Published:
        """What X calls the first of two: this part, launched before and not told of, or something else."""
        try:
            recent = self._recent(self._clock.now() - _DUPLICATES_FOR)
        except NetworkError as error:
            raise MaybeSent(f"X has this text already. {error.message}") from error
        keys = {*letter.part.media_keys, *prepared.media_keys}
        for each in recent:
            if keys.intersection(each.published.media_keys):
                return each.published
        same = [each for each in recent if same_words(letter.part.words, each.published)]
        own = [each for each in same if self._may_be(letter, each)]
        if own:
            return own[0].published
        if letter.part.media_keys:
            raise MaybeSent("X has this text already, and does not show yet whether with this picture.")
        where = f" It is out as {same[0].published.link}." if same else ""
        raise Rejected(f"{refused.message}{where}", remedy="Give the post other words.")

    def _may_be(self, letter: Letter, each: Shown) -> bool:
        """Whether a post with the same words can be what an earlier launch of *letter* left."""
        told_of = each.published.remote_id in self._answered
        return not letter.part.pictures and not told_of and each.reply_to == letter.reply_to

    # --- requests ---------------------------------------------------------------------------

    def _who(self) -> tuple[Identity, str | None]:
        """Whose keys these are, and what X says that they may, if it says so."""
        fields = ["subscription_type", "verified"]
        heard: list[requests.Response] = []

        def ask() -> requests.Response:
            heard.append(self._client.get_me(user_fields=fields))
            return heard[-1]

        try:
            me = _data(self._request(ask, NotSent), NotSent)
        except Rejected as error:
            raise AccountTrouble(error.message, remedy=KEYS) from error
        level = heard[-1].headers.get("x-access-level")
        id, handle = me.get("id"), me.get("username")
        if not isinstance(id, str) or not isinstance(handle, str):
            raise NotSent("X's answer cannot be read: it names no account.")
        if self._access.remote_id not in ("", id):
            raise AccountTrouble(
                f"The keys are those of {handle}, not of {self._access.handle}.", remedy=KEYS
            )
        return Identity(
            remote_id=id,
            handle=handle,
            name=str(me.get("name", "")),
            service=self._access.service,
            facts=_facts(me, level),
        ), level

    def _ask(self, method: str, route: str, unknown: type[NetworkError], **more: Any) -> dict[str, Any]:
        """What *route* answers; tweepy has no call of its own for it."""
        return self._request(lambda: self._client.request(method, route, user_auth=True, **more), unknown)

    def _request(self, send: Callable[[], requests.Response], unknown: type[NetworkError]) -> dict[str, Any]:
        """The JSON that answers; *unknown* is raised where the request may have been carried out."""
        try:
            body = send().json()
        except _BROKEN as error:
            raise told(error, unknown, self._clock.now(), reached=self._wire.reached) from error
        if not isinstance(body, dict):
            raise unknown(f"X's answer cannot be read: it is {type(body).__name__}.")
        return body


def _client(access: Access, wire: Wire) -> tweepy.Client:
    """tweepy, which neither reads answers nor waits, sending by *wire*."""
    names = ("api_key", "api_secret", "access_token", "access_secret")
    lacking = [name for name in names if not access.secrets.get(name)]
    if lacking:
        raise AccountTrouble(f"There is no {', no '.join(lacking)}.", remedy="Add the account again.")
    key, secret, token, token_secret = (access.secrets[name] for name in names)
    client = tweepy.Client(
        consumer_key=key,
        consumer_secret=secret,
        access_token=token,
        access_token_secret=token_secret,
        return_type=requests.Response,
        wait_on_rate_limit=False,
    )
    client.session = wire
    return client


def _signing(access: Access) -> Any:
    """What signs a request that tweepy does not make."""
    secrets = access.secrets
    return tweepy.OAuth1UserHandler(
        secrets["api_key"], secrets["api_secret"], secrets["access_token"], secrets["access_secret"]
    ).apply_auth()


def _reply_settings(letter: Letter) -> str | None:
    """X's word for who may reply, which belongs to a thread's first post; None: everybody."""
    if letter.may_reply is None or letter.reply_to is not None:
        return None
    if letter.may_reply not in _MAY_REPLY:
        raise Rejected(f"X has no rule by which only {', '.join(letter.may_reply) or 'nobody'} may reply.")
    return _MAY_REPLY[letter.may_reply]


def _uploaded(prepared: Prepared) -> list[str]:
    """The ids of the pictures, in order."""
    lost = [key for key in prepared.media_keys if key not in prepared.handles]
    if lost:
        raise Rejected(f"This account has no upload {', '.join(lost)}.")
    return [prepared.handles[key] for key in prepared.media_keys]


def _data(answer: Mapping[str, Any], unknown: type[NetworkError]) -> dict[str, Any]:
    data = answer.get("data")
    if not isinstance(data, dict):
        raise unknown(f"X's answer cannot be read: it has no data, but {', '.join(answer) or 'nothing'}.")
    return data


def _facts(me: Mapping[str, Any], level: str | None) -> dict[str, str]:
    """What a person wants to know of an account."""
    facts = {}
    if level is not None:
        facts["Its keys may"] = _LEVELS.get(level, level.replace("-", " and "))
    if isinstance(me.get("verified"), bool):
        facts["Verified"] = "yes" if me["verified"] else "no"
    if me.get("subscription_type"):
        facts["Subscription"] = str(me["subscription_type"])
    return facts
