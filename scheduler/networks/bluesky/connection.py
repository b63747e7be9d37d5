"""One account's connection to Bluesky."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from scheduler.core.acceptance import check_message, check_upload
from scheduler.core.errors import AccountTrouble, MaybeSent, NetworkError, NotSent, Rejected
from scheduler.core.ports import Clock, Identity, Letter, Prepared, Published
from scheduler.networks.bluesky import NETWORK
from scheduler.networks.bluesky.answers import error_name
from scheduler.networks.bluesky.record import POST, blob, cid, published, record, same_content
from scheduler.networks.bluesky.session import Session

_PAGE = 100
"""The most that listRecords gives at once."""
_PIXEL = b"GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;"
"""The smallest picture. What no post uses is cleared away: https://atproto.com/guides/blob-lifecycle"""
_UNDATED = datetime.min.replace(tzinfo=UTC)
"""Stands for the instant of a record of somebody else's making that tells none."""


class BlueskyConnection:
    """Speaks for the account of *session*. A remote id is a record key, within the account.

    A post is put under the part's record key with ``swapRecord: null``, "only if nothing is there", so
    that putting it again changes nothing: https://docs.bsky.app/docs/api/com-atproto-repo-put-record
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def prepare(self, letter: Letter) -> Prepared:
        """Upload the pictures, and look up what the part answers.

        Raises ``Rejected`` for a picture's type, bytes or alt text, with the figures, and where the post
        to answer is not there.
        """
        pairs = zip(letter.part.pictures, letter.pictures, strict=True)
        for n, (picture, data) in enumerate(pairs, start=1):
            check_upload(n, picture, data, NETWORK)
            wanted = blob(picture, data)
            if self._session.upload(data, picture.media_type).get("blob") != wanted:
                raise Rejected(f"Bluesky took picture {n} for something else than {wanted['mimeType']}.")
        keys = tuple(cid(data) for data in letter.pictures)
        return Prepared(media_keys=keys, handles=self._thread(letter.reply_to))

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part; if its key holds the same content already, that is the answer.

        Raises ``Rejected`` for words, number of pictures or media keys, with the figures, and if there is
        other content under the key.
        """
        check_message(letter, prepared, NETWORK)
        _check_uploads(letter, prepared)
        key = letter.part.record_key or ""
        made = record(letter, self._clock.now(), _reply(prepared))
        try:
            answer = self._put(key, made)
        except Rejected as error:
            if error_name(error.__cause__) != "InvalidSwap":
                raise
            return self._settle(key, made)
        if answer.get("uri") != self._uri(key):
            raise MaybeSent(f"Bluesky's answer does not name the post: {answer.get('uri')!r}.")
        return published(self._session.did, key, made)

    def find(self, record_key: str) -> Published | None:
        """What is out under the key, or None for certain: the account's own server is asked.

        A post that moderators hid counts as not out: nobody sees it. The server refuses to put it again, so
        that ``publish`` raises ``Rejected``. Raises ``AccountTrouble`` where the server does not show the
        account's posts at all.
        """
        found = self._get(record_key)
        return published(self._session.did, record_key, found["value"]) if found else None

    def recent(self, since: datetime) -> Sequence[Published]:
        """The account's own posts since then, newest first.

        All are read, since the server sorts by record key, and a key is older than its post by as long as
        the post was planned ahead.
        """
        found = [post for post in self._posts() if (post.at or _UNDATED) >= since]
        return sorted(found, key=lambda post: (post.at or _UNDATED, post.remote_id), reverse=True)

    def remove(self, remote_id: str) -> None:
        """Delete a post; one that is gone already, or never was, is no error."""
        self._session.procedure("com.atproto.repo.deleteRecord", self._place(remote_id), unknown=MaybeSent)

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """Not yet."""
        raise TypeError("threads are published part by part")

    def resolve(self, handle: str) -> str | None:
        """The DID behind a handle, or None if nobody has it."""
        try:
            answer = self._session.query("com.atproto.identity.resolveHandle", {"handle": handle})
        except Rejected:
            return None
        _require(answer, "did", str)
        return str(answer["did"])

    def check(self) -> Identity:
        """Prove that the account can post: its session is taken, and so is a picture that nothing uses.

        Raises ``AccountTrouble`` where it cannot.
        """
        identity = self._session.sign_in()
        self._session.upload(_PIXEL, "image/gif")
        return identity

    def _put(self, key: str, made: dict[str, Any]) -> dict[str, Any]:
        body = {**self._place(key), "record": made, "swapRecord": None}
        return self._session.procedure("com.atproto.repo.putRecord", body, unknown=MaybeSent)

    def _settle(self, key: str, made: dict[str, Any]) -> Published:
        """What is under *key*, which is taken: the same, sent before and not told of, or something else."""
        try:
            found = self._get(key)
        except NetworkError as error:
            raise MaybeSent(f"Something is out under the key {key}. {error.message}") from error
        if found is None:
            raise Rejected(
                f"The key {key} is taken, and the server does not show by what.",
                remedy="See in the app whether the post was out and moderators hid it.",
            )
        if not same_content(found["value"], made):
            raise Rejected(f"Under the key {key} there is other content: {found['value'].get('text')!r}.")
        return published(self._session.did, key, found["value"])

    def _get(self, key: str) -> dict[str, Any] | None:
        try:
            found = self._session.query("com.atproto.repo.getRecord", self._place(key))
        except Rejected as error:
            if error_name(error.__cause__) == "RecordNotFound":
                return None
            raise self._not_hosted(error) from error
        _require(found, "value", dict)
        return found

    def _posts(self) -> Iterator[Published]:
        asked = {"repo": self._session.did, "collection": POST, "limit": _PAGE}
        while True:
            try:
                page = self._session.query("com.atproto.repo.listRecords", asked)
            except Rejected as error:
                raise self._not_hosted(error) from error
            _require(page, "records", list)
            for each in page["records"]:
                yield published(self._session.did, each["uri"].rpartition("/")[2], each["value"])
            if not page.get("cursor"):
                return
            asked = asked | {"cursor": page["cursor"]}

    def _not_hosted(self, error: Rejected) -> AccountTrouble:
        """A look that is refused: the server has the account no longer, or was told not to show it."""
        return AccountTrouble(
            f"The server does not show posts of {self._session.did}. {error.message}",
            remedy="See in the app whether the account was moved, deactivated or taken down.",
        )

    def _thread(self, reply_to: str | None) -> dict[str, str]:
        """Addresses of the post to answer and of its thread's first post, for ``_reply``."""
        if reply_to is None:
            return {}
        parent = self._get(reply_to)
        if parent is None:
            raise Rejected(f"The post that it answers, {reply_to}, is not there.")
        root = parent["value"].get("reply", {}).get("root", parent)
        return {
            "root": root["uri"],
            "root_cid": root["cid"],
            "parent": parent["uri"],
            "parent_cid": parent["cid"],
        }

    def _place(self, key: str) -> dict[str, Any]:
        return {"repo": self._session.did, "collection": POST, "rkey": key}

    def _uri(self, key: str) -> str:
        return f"at://{self._session.did}/{POST}/{key}"


def _reply(prepared: Prepared) -> dict[str, Any] | None:
    handles = prepared.handles
    if "parent" not in handles:
        return None
    return {end: {"uri": handles[end], "cid": handles[f"{end}_cid"]} for end in ("root", "parent")}


def _require(answer: dict[str, Any], name: str, kind: type) -> None:
    if not isinstance(answer.get(name), kind):
        raise NotSent(f"Bluesky's answer cannot be read: it has no {name}.")


def _check_uploads(letter: Letter, prepared: Prepared) -> None:
    for n, (key, data) in enumerate(zip(prepared.media_keys, letter.pictures, strict=True), start=1):
        if key != cid(data):
            raise Rejected(f"Picture {n} is not what was uploaded as {key}.")
