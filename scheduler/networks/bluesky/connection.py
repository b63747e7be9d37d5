"""One account's connection to Bluesky."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from scheduler.core.acceptance import check_bytes, check_message, check_upload
from scheduler.core.errors import MaybeSent, NetworkError, NotSent, Rejected, Taken
from scheduler.core.ports import Clock, Identity, Letter, Prepared, Published
from scheduler.networks.bluesky import NETWORK
from scheduler.networks.bluesky.answers import error_name
from scheduler.networks.bluesky.record import (
    POSTGATE,
    THREADGATE,
    Record,
    blob,
    cid,
    gates,
    instant,
    published,
    record,
    record_cid,
    same_content,
    threadgate,
)
from scheduler.networks.bluesky.repo import Repo, require
from scheduler.networks.bluesky.session import Session

_PIXEL = b"GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;"
"""The smallest picture. What no post uses is cleared away: https://atproto.com/guides/blob-lifecycle"""
_UNDATED = datetime.min.replace(tzinfo=UTC)
"""Stands for the instant of a record of somebody else's making that tells none."""
_APART = timedelta(milliseconds=1)

_Keyed = tuple[str, Record]
"""A record with its key."""


class BlueskyConnection:
    """Speaks for the account of *session*. A remote id is a record key, within the account.

    A post alone is put under the part's record key with ``swapRecord: null``, "only if nothing is there", so
    that putting it again changes nothing. Threads, and posts with rules beside them, are created by one
    request, all or nothing; where a key is taken already, what is there is read.
    """

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._repo = Repo(session)
        self._clock = clock

    def prepare(self, letter: Letter) -> Prepared:
        """Upload the pictures, look up what the part answers, and make the whole record, of this instant.

        Raises ``Rejected`` for a picture's type, bytes or alt text, with the figures, and where the post
        to answer is not there.
        """
        self._upload_all(letter)
        made = record(letter, self._instant(letter), self._reply(letter))
        return Prepared(media_keys=tuple(cid(data) for data in letter.pictures), record=made)

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part; if its key holds the same content already, that is the answer.

        Raises ``Rejected`` for words, number of pictures or media keys, with the figures, and ``Taken`` if
        there is other content under the key.
        """
        key, made = _checked(letter, prepared)
        if any(gates(letter, made, self._repo.uri(key))):
            return self._create([(letter, prepared)])[0]
        try:
            self._repo.put(key, made)
        except Rejected as error:
            if error_name(error.__cause__) != "InvalidSwap":
                raise
            if settled := self._settled([(key, made)]):
                return settled[0]
            raise _hidden([(key, made)]) from error
        return published(self._session.did, key, made)

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """Publish all parts, or none; if the keys hold the same content already, that is the answer.

        Raises ``Rejected`` as ``publish`` does, for any of the parts.
        """
        return self._create(thread)

    def find(self, record_key: str) -> Published | None:
        """What is out under the key, or None for certain: the account's own server is asked.

        A post that moderators hid counts as not out: nobody sees it. The server refuses to put it again, so
        that ``publish`` raises ``Rejected``. Raises ``AccountTrouble`` where the server does not show the
        account's posts at all.
        """
        found = self._repo.get(record_key)
        return published(self._session.did, record_key, found["value"]) if found else None

    def recent(self, since: datetime) -> Sequence[Published]:
        """The account's own posts since then, newest first.

        All are read, since the server sorts by record key, and a key is older than its post by as long as
        the post was planned ahead.
        """
        did = self._session.did
        posts = [published(did, each["uri"].rpartition("/")[2], each["value"]) for each in self._repo.posts()]
        found = [post for post in posts if (post.at or _UNDATED) >= since]
        return sorted(found, key=lambda post: (post.at or _UNDATED, post.remote_id), reverse=True)

    def seen(self, remote_id: str) -> Published | None:
        """What is under the key *remote_id* now, as ``find`` tells it."""
        return self.find(remote_id)

    def let_reply(self, remote_id: str, may_reply: tuple[str, ...] | None) -> None:
        """Write the rule beside the post under the key *remote_id*, or take it away where everybody may.

        What else stands in the rule stays: the replies that a person hid. Raises ``Rejected`` where the post
        is not there, ``NotSent`` where somebody changed the rule at the same moment.
        """
        if self._repo.get(remote_id) is None:
            raise Rejected(f"The post {remote_id} is not there.")
        there = self._repo.get(remote_id, THREADGATE)
        old = there["value"] if there else None
        new = threadgate(self._repo.uri(remote_id), may_reply, old, self._clock.now())
        if new == old:
            return
        seen = there["cid"] if there else None
        try:
            if new is None:
                self._repo.delete(remote_id, THREADGATE, seen=seen)
            else:
                self._repo.replace(remote_id, new, seen=seen)
        except Rejected as error:
            if error_name(error.__cause__) != "InvalidSwap":
                raise
            raise NotSent("Who may reply was changed in the app at the same moment.") from error

    def remove(self, remote_id: str) -> None:
        """Delete a post, then the rules beside it; what is gone already, or never was, is no error."""
        self._repo.delete(remote_id)
        for collection in (THREADGATE, POSTGATE):
            self._repo.delete(remote_id, collection)

    def resolve(self, handle: str) -> str | None:
        """The DID behind a handle, or None if nobody has it; the server tells anybody, signed in or not."""
        try:
            answer = self._session.ask_openly("com.atproto.identity.resolveHandle", {"handle": handle})
        except Rejected:
            return None
        require(answer, "did", str)
        return str(answer["did"])

    def check(self) -> Identity:
        """Prove that the account can post: its session is taken, and so is a picture that nothing uses.

        Raises ``AccountTrouble`` where it cannot.
        """
        identity = self._session.sign_in()
        self._session.upload(_PIXEL, "image/gif")
        return identity

    # --- writing ----------------------------------------------------------------------------

    def _create(self, thread: Sequence[tuple[Letter, Prepared]]) -> list[Published]:
        """Create all posts of *thread* with the rules beside them, by one request."""
        posts: list[_Keyed] = []
        beside: list[_Keyed] = []
        for letter, prepared in thread:
            key, made = _checked(letter, prepared)
            posts.append((key, made))
            beside += [(key, rule) for rule in gates(letter, made, self._repo.uri(key))]
        try:
            self._repo.create([*posts, *beside])
        except (Rejected, MaybeSent) as refusal:
            if not error_name(refusal.__cause__):
                raise  # no answer of the server's: it may still be at it, so a look comes later
            if settled := self._settled(posts):
                return settled
            if any(self._read(beside)):
                raise _hidden(posts) from refusal
            raise
        return [published(self._session.did, key, made) for key, made in posts]

    def _settled(self, posts: Sequence[_Keyed]) -> list[Published]:
        """What is out under the keys of *posts*: the same, sent before and not told of; or nothing.

        Raises ``Taken`` for other content, ``MaybeSent`` where only some of it is out.
        """
        found = self._read(posts)
        out = [
            published(self._session.did, key, value)
            for value, (key, made) in zip(found, posts, strict=True)
            if value is not None and same_content(value, made)
        ]
        if out and len(out) < len(posts):
            keys = ", ".join(post.remote_id for post in out)
            raise MaybeSent(f"Of the {len(posts)} parts only some are out as they were sent: {keys}.")
        if out:
            return out
        for value, (key, _) in zip(found, posts, strict=True):
            if value is not None:
                raise Taken(f"Under the key {key} there is other content: {value.get('text')!r}.")
        return []

    def _read(self, records: Sequence[_Keyed]) -> list[Record | None]:
        """What is under the keys of *records*; a server that does not say leaves it open what is out."""
        try:
            found = [self._repo.get(key, made["$type"]) for key, made in records]
        except NetworkError as error:
            keys = ", ".join(dict.fromkeys(key for key, _ in records))
            raise MaybeSent(f"Something is out under the key {keys}, or may be. {error.message}") from error
        return [each["value"] if each else None for each in found]

    # --- preparing --------------------------------------------------------------------------

    def _upload_all(self, letter: Letter) -> None:
        """The picture of a link card keeps to the rule of the others; it needs no alt text of its own."""
        pairs = zip(letter.part.pictures, letter.pictures, strict=True)
        for n, (picture, data) in enumerate(pairs, start=1):
            check_upload(n, picture, data, NETWORK)
            self._upload(f"picture {n}", data, picture.media_type)
        if letter.thumb is not None:
            # https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/external.json
            given = letter.part.preview.media_type if letter.part.preview else None
            kind = check_bytes("The picture of the link card", given, letter.thumb, NETWORK)
            self._upload("the picture of the link card", letter.thumb, kind)

    def _upload(self, what: str, data: bytes, media_type: str) -> None:
        if self._session.upload(data, media_type).get("blob") != blob(data, media_type):
            raise Rejected(f"Bluesky took {what} for something else than {media_type}.")

    def _instant(self, letter: Letter) -> datetime:
        """Now; but a part is later than the one that it follows, or feeds would show them in any order."""
        now = self._clock.now()
        if letter.follows is None:
            return now
        before = instant(_made(*letter.follows)["createdAt"])
        return max(now, before + _APART) if before else now

    def _reply(self, letter: Letter) -> dict[str, Any] | None:
        """Where the part hangs: below the post that it answers, in the thread of that one's first post."""
        if letter.follows is None and letter.reply_to is None:
            return None
        above = self._above(letter)
        parent = {"uri": above["uri"], "cid": above["cid"]}
        return {"root": above["value"].get("reply", {}).get("root", parent), "parent": parent}

    def _above(self, letter: Letter) -> Record:
        """What the part answers, with ``uri``, ``cid`` and ``value``, whether it is out or yet to be."""
        if letter.follows is not None:
            before, prepared = letter.follows
            made = _made(before, prepared)
            return {
                "uri": self._repo.uri(before.part.record_key or ""),
                "cid": record_cid(made),
                "value": made,
            }
        key = letter.reply_to or ""
        found = self._repo.get(key)
        if found is None:
            raise Rejected(f"The post that it answers, {key}, is not there.")
        return found


def _checked(letter: Letter, prepared: Prepared) -> _Keyed:
    """The record of *letter* with its key; raises ``Rejected`` for what no network should be asked."""
    check_message(letter, prepared, NETWORK)
    for n, (key, data) in enumerate(zip(prepared.media_keys, letter.pictures, strict=True), start=1):
        if key != cid(data):
            raise Rejected(f"Picture {n} is not what was uploaded as {key}.")
    return letter.part.record_key or "", _made(letter, prepared)


def _made(letter: Letter, prepared: Prepared) -> Record:
    if prepared.record is None:
        raise Rejected(f"Part {letter.part.n} was not prepared: there is no record of it to send.")
    return prepared.record


def _hidden(posts: Sequence[_Keyed]) -> Rejected:
    keys = ", ".join(key for key, _ in posts)
    return Rejected(
        f"The key {keys} is taken, and the server does not show by what.",
        remedy="See in the app whether the post was out and moderators hid it.",
    )
