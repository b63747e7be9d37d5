"""One account's connection to X."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler.core.acceptance import check_message, check_upload
from scheduler.core.errors import AccountTrouble, MaybeSent, NetworkError, Rejected
from scheduler.core.looking import same_words
from scheduler.core.ports import Access, Identity, Letter, Prepared, Published
from scheduler.networks.x import NETWORK
from scheduler.networks.x.answers import duplicate
from scheduler.networks.x.api import Api
from scheduler.networks.x.posts import instant, is_id, link

_DUPLICATES_FOR = timedelta(days=1)
"""For how long X may call a text a duplicate; it tells none, and its staff once said "a few hours"."""
_MAY_REPLY = {("followed", "mentioned"): "following", ("mentioned",): "mentionedUsers"}
"""X's ``reply_settings``; whoever a post mentions may always reply. https://docs.x.com/x-api/posts/create-post"""
_PIXEL = b"GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0;"
"""The smallest picture. What no post uses expires after a day: https://docs.x.com/x-api/media/upload-media"""


class XConnection:
    """Speaks for the account of *access*, which signs with the keys of its own app (OAuth 1.0a).

    A post has no key that we could choose, so ``publish`` is never repeated: what became of it is seen by
    reading the timeline.
    """

    def __init__(self, access: Access) -> None:
        self._api = Api(access)
        self._clock = access.clock
        self._handle = access.handle
        self._remote_id = access.remote_id
        self._told_of: set[str] = set()
        """Posts that ``publish`` answered: each is some part's own."""

    def prepare(self, letter: Letter) -> Prepared:
        """Upload the pictures, each with its alt text; every upload has a new media key.

        Raises ``Rejected`` for a picture's type, bytes or alt text, with the figures.
        """
        pairs = zip(letter.part.pictures, letter.pictures, strict=True)
        ids: dict[str, str] = {}
        for n, (picture, data) in enumerate(pairs, start=1):
            check_upload(n, picture, data, NETWORK)
            key, id = self._api.upload(picture.media_type, data)
            self._api.describe(id, picture.alt)
            ids[key] = id
        return Prepared(media_keys=tuple(ids), handles=ids)

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part, by one request.

        Where X calls it a duplicate, either it is out since an earlier launch, or something else is. The
        timeline tells which: by the media keys, and by the words where there is no picture. Raises
        ``Rejected`` too for words, number of pictures or media keys, with the figures.
        """
        check_message(letter, prepared, NETWORK)
        uploads, settings = _uploaded(prepared), _reply_settings(letter)
        try:
            made = self._api.post(
                unknown=MaybeSent,
                text=letter.part.words.replace("\r\n", "\n"),
                media_ids=uploads or None,
                in_reply_to_tweet_id=letter.reply_to,
                reply_settings=settings,
            )
        except Rejected as error:
            if not duplicate(error.__cause__):
                raise
            return self._settle(letter, prepared, error)
        id = made.get("id")
        if not is_id(id):
            raise MaybeSent(f"X's answer does not name the post: {id!r}.")
        self._told_of.add(id)
        return Published(
            remote_id=id,
            link=link(self._handle, id),
            words=letter.part.words,
            media_keys=prepared.media_keys,
            at=instant(id),
            reply_to=letter.reply_to,
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
        return [each for each in self._api.timeline(since) if instant(each.remote_id) >= since]

    def seen(self, remote_id: str) -> Published | None:
        """The post *remote_id* as X shows it, or None if X says that there is none.

        Raises ``AccountTrouble`` where X does not show the account's posts.
        """
        return self._api.shown(remote_id) if is_id(remote_id) else None

    def let_reply(self, remote_id: str, may_reply: tuple[str, ...] | None) -> None:
        """X has no such request: asking for it is a mistake in the program, a ``TypeError``."""
        raise TypeError("X rules who may reply as a post goes out, and never again")

    def remove(self, remote_id: str) -> None:
        """Delete a post; one that is gone already, or never was, is no error."""
        if is_id(remote_id):
            self._api.remove(remote_id, unknown=MaybeSent)

    def resolve(self, handle: str) -> str | None:
        """The id of the account called *handle*, or None if nobody is."""
        return self._api.id_of(handle)

    def check(self) -> Identity:
        """Prove that the account can post: by what X says of its keys, else by a picture that nothing uses.

        Raises ``AccountTrouble`` where it cannot.
        """
        identity, level = self._api.who()
        if identity.remote_id != self._remote_id:
            raise AccountTrouble(
                f"The keys are those of {identity.handle}, not of {self._handle}.",
                remedy="Add the account again, with its own keys.",
            )
        if level is None:
            self._api.upload("image/gif", _PIXEL)
        return identity

    def _settle(self, letter: Letter, prepared: Prepared, refused: Rejected) -> Published:
        """What X calls the first of two: this part, launched before and not told of, or something else."""
        try:
            recent = self.recent(self._clock.now() - _DUPLICATES_FOR)
        except NetworkError as error:
            raise MaybeSent(f"X has this text already. {error.message}") from error
        keys = {*letter.part.media_keys, *prepared.media_keys}
        for each in recent:
            if keys.intersection(each.media_keys):
                return each
        same = [each for each in recent if same_words(letter.part.words, each)]
        own = [each for each in same if self._may_be(letter, each)]
        if own:
            return own[0]
        if letter.part.media_keys:
            raise MaybeSent("X has this text already, and does not show yet whether with this picture.")
        where = f" It is out as {same[0].link}." if same else ""
        raise Rejected(f"{refused.message}{where}", remedy="Give the post other words.")

    def _may_be(self, letter: Letter, each: Published) -> bool:
        """Whether a post with the same words can be what an earlier launch of *letter* left."""
        anothers = each.remote_id in self._told_of
        return not letter.part.pictures and not anothers and each.reply_to == letter.reply_to


def _uploaded(prepared: Prepared) -> list[str]:
    """The ids of the pictures, in order."""
    lost = [key for key in prepared.media_keys if key not in prepared.handles]
    if lost:
        raise Rejected(f"This account has no upload {', '.join(lost)}.")
    return [prepared.handles[key] for key in prepared.media_keys]


def _reply_settings(letter: Letter) -> str | None:
    """X's word for who may reply, which belongs to a thread's first post; None: everybody."""
    if letter.may_reply is None or letter.reply_to is not None:
        return None
    if letter.may_reply not in _MAY_REPLY:
        raise Rejected(f"X has no rule by which only {', '.join(letter.may_reply) or 'nobody'} may reply.")
    return _MAY_REPLY[letter.may_reply]
