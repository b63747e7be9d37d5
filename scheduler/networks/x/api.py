"""The requests of X's API that Drumbeat makes, over tweepy, with all that can come of each as our errors."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import requests
import tweepy

from scheduler.core.errors import AccountTrouble, NetworkError, NotSent, Rejected
from scheduler.core.ports import Access, Identity, Published
from scheduler.networks.x import is_handle
from scheduler.networks.x.answers import ABSENT, KEYS, PERMISSION, hidden, invalid, missing, read, told
from scheduler.networks.x.posts import NAMES, shown
from scheduler.networks.x.wire import AnsweredError, Wire

_BROKEN = (AnsweredError, requests.RequestException, ValueError)
"""All that our wire and tweepy let out; ``ValueError`` is what a body that is no JSON raises."""
_PAGE = 100
"""The most posts that a timeline gives at once. https://docs.x.com/x-api/users/get-posts"""
_PAGES = 32
"""A timeline ends after 3,200 posts. https://docs.x.com/x-api/posts/timelines/introduction"""
_PROCESSING = timedelta(minutes=1)
"""How long an upload is waited for that X does not finish at once."""


class Api:
    """X as the account of *access* sees it. Nothing is asked before the first call.

    tweepy signs and knows the requests, but neither waits nor reads answers; it knows nothing of X's newer
    uploads, which go by its session. Raises ``AccountTrouble`` where a secret is missing.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._clock = access.clock
        self._keys = _keys(access)
        self._wire = Wire(access.service, access.timeouts)
        self._client = tweepy.Client(
            consumer_key=self._keys[0],
            consumer_secret=self._keys[1],
            access_token=self._keys[2],
            access_token_secret=self._keys[3],
            return_type=requests.Response,
            wait_on_rate_limit=False,
        )
        self._client.session = self._wire
        self._names = NAMES[0]

    def post(self, *, unknown: type[NetworkError], **more: Any) -> dict[str, Any]:
        """What X says of a new post; *more* is for ``tweepy.Client.create_tweet``."""
        return _data(self._request(lambda: self._client.create_tweet(**more), unknown), unknown)

    def remove(self, id: str, *, unknown: type[NetworkError]) -> None:
        """Delete the post *id*, which may be gone already."""
        try:
            self._request(lambda: self._client.delete_tweet(id), unknown)
        except NetworkError as error:
            if not missing(error.__cause__):
                raise

    def upload(self, media_type: str, data: bytes) -> tuple[str, str]:
        """The media key and the id of *data*, uploaded.

        Source: https://docs.x.com/x-api/media/upload-media
        """

        def send() -> requests.Response:
            return self._wire.post(
                "https://api.x.com/2/media/upload",
                data={"media_category": "tweet_image"},
                files={"media": ("picture", data, media_type)},
                auth=tweepy.OAuth1UserHandler(*self._keys).apply_auth(),
            )

        media = _data(self._request(send, NotSent), NotSent)
        key, id = media.get("media_key"), media.get("id")
        if not isinstance(key, str) or not isinstance(id, str):
            raise NotSent("X's answer cannot be read: it names no upload.")
        self._wait_for(id, media.get("processing_info"))
        return key, id

    def describe(self, id: str, alt: str) -> None:
        """Give the upload *id* its alt text.

        Source: https://docs.x.com/x-api/media/create-media-metadata
        """
        body = {"id": id, "metadata": {"alt_text": {"text": alt}}}
        _data(self._ask("POST", "/2/media/metadata", json=body), NotSent)

    def timeline(self, since: datetime) -> Iterator[Published]:
        """The account's own posts and replies from *since*, to the second, newest first, page by page.

        Raises ``AccountTrouble`` where X does not show them.
        """
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

    def shown(self, id: str) -> Published | None:
        """The post *id*, or None where X says that it has none; each that it shows is charged for as a read.

        Raises ``AccountTrouble`` where X does not show it for another reason.
        Source: https://docs.x.com/x-api/posts/get-post-by-id
        """

        def ask() -> dict[str, Any]:
            return self._ask("GET", f"/2/tweets/{id}", params=dict(self._names))

        try:
            answer = self._in_other_names(ask)
        except NetworkError as error:
            if not missing(error.__cause__):
                raise
            return None
        post = answer.get("data")
        if not isinstance(post, dict):
            heard = read(answer)
            if heard.has(ABSENT):
                return None
            raise self._not_shown(f"X answered: {heard.words}")
        try:
            return shown(self._access.handle, post)
        except (AttributeError, ValueError) as error:
            raise NotSent(f"X's answer cannot be read: {error}.") from error

    def id_of(self, handle: str) -> str | None:
        """The id of the account called *handle*, or None if nobody is, or can be."""
        if not is_handle(handle):
            return None

        def ask() -> Any:
            return self._client.get_user(username=handle, user_auth=True)

        try:
            answer = self._request(ask, NotSent)
        except NetworkError as error:
            if not missing(error.__cause__):
                raise
            return None
        if "data" not in answer and hidden(read(answer)):
            return None
        return str(_data(answer, NotSent).get("id"))

    def who(self) -> tuple[Identity, str | None]:
        """Whose keys these are, and what X says that they may (``read-write``), if it says so.

        Raises ``AccountTrouble`` where it says that they may not write.
        """
        answers: list[requests.Response] = []

        def ask() -> Any:
            answers.append(self._client.get_me(user_fields=["subscription_type", "verified"]))
            return answers[-1]

        try:
            me = _data(self._request(ask, NotSent), NotSent)
        except Rejected as error:
            raise AccountTrouble(error.message, remedy=KEYS) from error
        id, handle = me.get("id"), me.get("username")
        if not isinstance(id, str) or not isinstance(handle, str):
            raise NotSent("X's answer cannot be read: it names no account.")
        level = answers[-1].headers.get("x-access-level")
        if level == "read":
            raise AccountTrouble(f"X lets these keys of {handle} read, and not write.", remedy=PERMISSION)
        identity = Identity(
            remote_id=id,
            handle=handle,
            name=str(me.get("name", "")),
            kind="verified" if me.get("verified") is True else "unverified",
            service=self._access.service,
            facts=_facts(me, level),
        )
        return identity, level

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
            answer = self._ask("GET", "/2/media/upload", params={"command": "STATUS", "media_id": id})
            processing = _data(answer, NotSent).get("processing_info")

    def _page(self, since: datetime, token: str | None) -> dict[str, Any]:
        """A page of the timeline."""
        page = self._in_other_names(lambda: self._named_page(since, token))
        if not isinstance(page.get("meta"), dict) or not isinstance(page.get("data", []), list):
            said = read(page)
            if hidden(said):
                raise self._not_shown(f"X answered: {said.words}")
            raise NotSent(f"X's answer cannot be read: it is no timeline. {said.words}".rstrip())
        return page

    def _in_other_names(self, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What *ask* brings; where X does not take the names in the question, by the other ones."""
        try:
            return ask()
        except Rejected as error:
            if not invalid(error.__cause__):
                raise self._not_shown(error.message) from error
            self._names = NAMES[self._names is NAMES[0]]
            try:
                return ask()
            except Rejected as again:
                raise self._not_shown(again.message) from again

    def _named_page(self, since: datetime, token: str | None) -> dict[str, Any]:
        asked = {
            "start_time": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "max_results": str(_PAGE),
            "exclude": "retweets",
            **self._names,
            **({"pagination_token": token} if token else {}),
        }
        return self._ask("GET", f"/2/users/{self._access.remote_id}/tweets", params=asked)

    def _not_shown(self, why: str) -> AccountTrouble:
        """A look that is refused tells nothing of what is out."""
        return AccountTrouble(
            f"X does not show the posts of {self._access.handle}. {why}",
            remedy="See at x.com whether the account is there and not suspended.",
        )

    def _ask(self, method: str, route: str, **more: Any) -> dict[str, Any]:
        """What *route* answers, which shows followers nothing; tweepy has no call of its own for it."""
        return self._request(lambda: self._client.request(method, route, user_auth=True, **more), NotSent)

    def _request(self, send: Callable[[], Any], unknown: type[NetworkError]) -> dict[str, Any]:
        """The JSON that answers; *unknown* is raised where the request may have been carried out."""
        try:
            body = send().json()
        except _BROKEN as error:
            raise told(error, unknown, self._clock.now(), reached=self._wire.reached) from error
        if not isinstance(body, dict):
            raise unknown(f"X's answer cannot be read: it is {type(body).__name__}.")
        return body


def _keys(access: Access) -> list[str]:
    names = ("api_key", "api_secret", "access_token", "access_secret")
    lacking = [name for name in names if not access.secrets.get(name)]
    if lacking:
        raise AccountTrouble(f"There is no {', no '.join(lacking)}.", remedy="Add the account again.")
    return [access.secrets[name] for name in names]


def _data(answer: Mapping[str, Any], unknown: type[NetworkError]) -> dict[str, Any]:
    data = answer.get("data")
    if not isinstance(data, dict):
        raise unknown(f"X's answer cannot be read: it has no data. {read(answer).words}".rstrip())
    return data


def _facts(me: Mapping[str, Any], level: str | None) -> dict[str, str]:
    """What a person wants to know of an account."""
    facts = {}
    if level is not None:
        facts["Its keys may"] = level.replace("-", " and ")
    if isinstance(me.get("verified"), bool):
        facts["Verified"] = "yes" if me["verified"] else "no"
    if me.get("subscription_type") not in (None, "None"):
        facts["Subscription"] = str(me["subscription_type"])
    return facts
