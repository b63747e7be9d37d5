"""One account's connection to a rehearsal."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Event

from scheduler.core.acceptance import check_bytes, check_message, check_upload
from scheduler.core.errors import MaybeSent, NetworkError, NotSent, Rejected, StoreError, Taken
from scheduler.core.limits import Lookup, Network
from scheduler.core.ports import Clock, Identity, Letter, Prepared, Published
from scheduler.networks.rehearsal.faults import Call, Fault, FaultKind, strike
from scheduler.networks.rehearsal.posts import RehearsedPicture, RehearsedPost
from scheduler.networks.rehearsal.record import Record


class RehearsalConnection:
    """Plays *network* for *account*: its limits, and keyed or searched as it is.

    A publication is committed first and answered between *answers* seconds later, waited for by
    *clock*: whoever dies in between finds it on record. Everything else is answered at once.
    *timeout* is how long, in seconds, a request that hangs is waited for; *seed* makes the delays
    repeatable.
    """

    def __init__(
        self,
        record: Record,
        account: str,
        network: Network,
        clock: Clock,
        *,
        answers: tuple[float, float] = (0.1, 0.5),
        timeout: float = 30.0,
        seed: int | None = None,
    ) -> None:
        self._record = record
        self._account = account
        self._network = network
        self._clock = clock
        self._answers = answers
        self._timeout = timeout
        self._random = random.Random(seed)  # noqa: S311 -- delays, nothing secret
        self._never = Event()

    @property
    def _keyed(self) -> bool:
        return self._network.lookup is Lookup.KEYED

    def prepare(self, letter: Letter) -> Prepared:
        """Upload the pictures and that of a link card; on a searched network each upload has a new media key.

        Raises ``Rejected`` for a picture's type, bytes or alt text, with the figures.
        """
        with self._request(Call.PREPARE, broken=NotSent):
            self._upload_thumb(letter)
            return Prepared(media_keys=tuple(self._uploads(letter)))

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part.

        On a keyed network the same content under its key again changes nothing, and other content is
        ``Taken``. On a searched one every call makes a new post. ``Rejected`` too for words, number of
        pictures or media keys, with the figures.
        """
        with self._request(Call.PUBLISH, broken=MaybeSent):
            check_message(letter, prepared, self._network)
            asked = self._post(letter, prepared)
            post = self._record.publish(asked, keyed=self._keyed)
            if post.content != asked.content:
                raise Taken(f"Under the key {post.record_key} there is other content: {post.words!r}.")
        with _translated(MaybeSent):
            self._clock.wait(self._never, self._random.uniform(*self._answers))
            self._record.answered(post)
        return post.published()

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """Publish all parts by one request, or none; if the keys hold the same content, that is the answer.

        ``Rejected`` as ``publish``, for any of the parts.
        """
        with self._request(Call.PUBLISH, broken=MaybeSent):
            for letter, prepared in thread:
                check_message(letter, prepared, self._network)
            asked = [self._post(letter, prepared) for letter, prepared in thread]
            posts = _settled(self._record.publish_thread(asked), asked)
        with _translated(MaybeSent):
            self._clock.wait(self._never, self._random.uniform(*self._answers))
            for post in posts:
                self._record.answered(post)
        return [post.published() for post in posts]

    def find(self, record_key: str) -> Published | None:
        """What is out under the key, or None for certain.

        A searched network has no such question: asking it is a mistake in the program, a ``TypeError``.
        """
        if not self._keyed:
            raise TypeError(f"{self._network.title} is searched; nothing can be found by key")
        with self._request(Call.FIND, broken=NotSent):
            post = self._record.live_by_key(self._account, record_key)
        return post.published() if post else None

    def recent(self, since: datetime) -> Sequence[Published]:
        """The account's own posts since then that are not removed, newest first."""
        with self._request(Call.RECENT, broken=NotSent):
            return [post.published() for post in self._record.live_since(self._account, since)]

    def seen(self, remote_id: str) -> Published | None:
        """The account's post *remote_id*, or None if there is none, or it was deleted."""
        with self._request(Call.SEEN, broken=NotSent):
            post = self._record.live_by_id(self._account, remote_id)
        return post.published() if post else None

    def let_reply(self, remote_id: str, may_reply: tuple[str, ...] | None) -> None:
        """Change who may reply to a post; ``Rejected`` where it is not there.

        On a network that cannot do that asking for it is a mistake in the program, a ``TypeError``.
        """
        if not self._network.replies_change:
            raise TypeError(f"{self._network.title} rules who may reply as a post goes out, and never again")
        with self._request(Call.LET_REPLY, broken=MaybeSent):
            if not self._record.let_reply(self._account, remote_id, may_reply):
                raise Rejected(f"The post {remote_id} is not there.")

    def remove(self, remote_id: str) -> None:
        """Delete a post; one that is gone already, or never was, is no error."""
        with self._request(Call.REMOVE, broken=MaybeSent):
            self._record.remove(self._account, remote_id, at=self._clock.now())

    def resolve(self, handle: str) -> str | None:
        """Nobody is asked: every handle stands for somebody of that name."""
        return f"rehearsal:{handle}"

    def check(self) -> Identity:
        """A rehearsal can always post."""
        return Identity(
            remote_id=f"rehearsal:{self._account}",
            handle=self._account,
            facts={"Rehearsal": f"plays {self._network.title}, for nobody to see"},
        )

    def _uploads(self, letter: Letter) -> Iterator[str]:
        pairs = zip(letter.part.pictures, letter.pictures, strict=True)
        for n, (picture, data) in enumerate(pairs, start=1):
            check_upload(n, picture, data, self._network)
            yield self._record.upload(
                self._account,
                data,
                media_type=picture.media_type,
                fresh=not self._keyed,
                at=self._clock.now(),
            )

    def _upload_thumb(self, letter: Letter) -> None:
        if letter.thumb is None:
            return
        given = letter.part.preview.media_type if letter.part.preview else None
        kind = check_bytes("The picture of the link card", given, letter.thumb, self._network)
        self._record.upload(self._account, letter.thumb, media_type=kind, fresh=False, at=self._clock.now())

    def _post(self, letter: Letter, prepared: Prepared) -> RehearsedPost:
        part = letter.part
        pairs = zip(part.pictures, prepared.media_keys, strict=True)
        return RehearsedPost(
            account=self._account,
            network=self._network.name,
            words=part.words,
            committed_at=self._clock.now(),
            record_key=part.record_key,
            pictures=tuple(self._shown(key, picture.alt) for picture, key in pairs),
            lang=letter.lang,
            reply_to=letter.reply_to,
            card=part.preview,
            may_reply=letter.may_reply,
            quotable=letter.quotable,
            labels=letter.labels,
        )

    def _shown(self, media_key: str, alt: str) -> RehearsedPicture:
        found = self._record.uploaded(self._account, media_key)
        if found is None:
            raise Rejected(f"{self._account} uploaded nothing under {media_key}.")
        return RehearsedPicture(media_key=media_key, sha256=found[0], media_type=found[1], alt=alt)

    @contextmanager
    def _request(self, call: Call, *, broken: type[NetworkError]) -> Iterator[None]:
        """One request: the fault ordered for it strikes before or after what it carries out."""
        with _translated(broken):
            fault = self._record.take_fault(self._account, call)
            if fault:
                strike(fault, self._clock.now())
            yield
        if fault:
            self._lose_answer(fault)

    def _lose_answer(self, fault: Fault) -> None:
        if fault.kind is FaultKind.HANG:
            self._clock.wait(self._never, self._timeout)
            raise MaybeSent(f"No answer to {fault.call} for {fault.account} within {self._timeout:g} s.")
        raise MaybeSent(f"The answer to {fault.call} for {fault.account} was lost.")


def _settled(found: Sequence[RehearsedPost | None], asked: Sequence[RehearsedPost]) -> list[RehearsedPost]:
    """The posts *found* under the keys of *asked*, if they are those, which hang on one another.

    Raises ``Taken`` for other content, ``MaybeSent`` where only some of it is out.
    """
    ours: list[RehearsedPost] = []
    others: list[RehearsedPost] = []
    for n, (post, wanted) in enumerate(zip(found, asked, strict=True)):
        if post is not None:
            before = found[n - 1] if n else None
            # What answers a part that was removed since hangs on what nobody sees any more.
            answers = before.remote_id if before else post.reply_to if n else wanted.reply_to
            same = post.content == replace(wanted, reply_to=answers).content
            (ours if same else others).append(post)
    if ours and len(ours) < len(asked):
        raise MaybeSent(f"Of the {len(asked)} parts only {len(ours)} are out as they were sent.")
    if others:
        first = others[0]
        raise Taken(f"Under the key {first.record_key} there is other content: {first.words!r}.")
    return ours


@contextmanager
def _translated(broken: type[NetworkError]) -> Iterator[None]:
    """A connection raises nothing but ``NetworkError``, so a broken file is told as *broken*."""
    try:
        yield
    except StoreError as error:
        raise broken(error.message, remedy=error.remedy) from error
