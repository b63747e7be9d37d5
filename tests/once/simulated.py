"""A network in memory that tells the truth about what it holds, and answers as badly as it is told to.

It is the judge: its posts, and never our database, say what followers saw.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.core.errors import AccountTrouble, ComeBackLater, MaybeSent, NotSent, Rejected, Taken
from scheduler.core.ports import Clock, Identity, Letter, Prepared, Published


class Fault(StrEnum):
    """What becomes of a request."""

    REFUSE = "refuse"
    """Refused for good."""
    THROTTLE = "throttle"
    """Not now: come back in a minute."""
    TROUBLE = "trouble"
    """The account must be mended."""
    UNREACHABLE = "unreachable"
    """Nobody there."""
    LOST = "lost"
    """Lost on its way, and nobody can tell."""
    DROP = "drop"
    """Carried out, and the answer is lost."""
    LATE = "late"
    """No answer in time, and carried out some seconds later."""


LATE = 50.0  # seconds; sooner than the last look
SHOWN_AFTER = 15.0  # seconds until a search finds a post


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message as followers see it."""

    account: str
    words: str
    key: str | None
    media_keys: tuple[str, ...]
    at: datetime
    born: float
    """On the clock that never steps."""
    id: str
    reply_to: str | None

    @property
    def tag(self) -> str:
        """What it is a post of: words end in the delivery's id and the part's number."""
        return self.words.split()[-1]

    def published(self) -> Published:
        """As a connection tells it."""
        return Published(
            remote_id=self.id,
            link=f"sim:{self.id}",
            words=self.words,
            media_keys=self.media_keys,
            at=self.at,
            reply_to=self.reply_to,
        )


@dataclass(kw_only=True)
class SimulatedNetwork:
    """All accounts' posts. ``begun`` is told of every publishing request, ``cross`` of every boundary."""

    clock: Clock
    begun: Callable[[Letter], None]
    cross: Callable[[str], None]
    posts: list[Post] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    """Ids of posts that were deleted; what followers ever saw stays among ``posts``."""
    on_the_way: list[tuple[float, "_Request"]] = field(default_factory=list)
    orders: dict[tuple[str, str], list[Fault]] = field(default_factory=dict)
    struck: Counter[str] = field(default_factory=Counter)
    came_late: set[str] = field(default_factory=set)
    """Tags of what arrived after its sender had stopped waiting."""
    uploads: int = 0

    def order(self, account: str, call: str, fault: Fault) -> None:
        """Let the account's next *call* go wrong."""
        self.orders.setdefault((account, call), []).append(fault)

    def seen(self) -> Counter[str]:
        """How often each part is out, what is on the way included once it arrives."""
        self.arrive()
        return Counter(post.tag for post in self.posts)

    def live(self) -> set[str]:
        """Tags of the parts that followers see now."""
        self.arrive()
        return {post.tag for post in self.posts if post.id not in self.removed}

    def may_come(self, tag: str) -> bool:
        """Whether a request for the part is still on its way."""
        return any(
            letter.part.words.split()[-1] == tag for _, each in self.on_the_way for letter in each.letters
        )

    def arrive(self) -> None:
        """Carry out what was late, as far as its time has come."""
        now = self.clock.monotonic()
        due = [request for at, request in self.on_the_way if at <= now]
        self.on_the_way = [each for each in self.on_the_way if each[0] > now]
        for request in due:
            if not request.occupied(self):
                self.came_late |= {post.tag for post in request.commit(self)}

    def take(self, account: str, call: str) -> Fault | None:
        """The fault that strikes this request; some strike before it is carried out."""
        self.arrive()
        waiting = self.orders.get((account, call), [])
        fault = waiting.pop(0) if waiting else None
        if fault is not None:
            self.struck[fault] += 1
        return fault


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """One publishing request: one message, or a thread's."""

    account: str
    keyed: bool
    letters: Sequence[Letter]
    media_keys: Sequence[tuple[str, ...]]

    def occupied(self, network: SimulatedNetwork) -> list[Post]:
        """What is there already under the keys, on a keyed network."""
        keys = {letter.part.record_key for letter in self.letters}
        return [
            each
            for each in network.posts
            if self.keyed
            and each.account == self.account
            and each.key in keys
            and each.id not in network.removed
        ]

    def commit(self, network: SimulatedNetwork) -> list[Post]:
        """Make it visible."""
        made: list[Post] = []
        for letter, keys in zip(self.letters, self.media_keys, strict=True):
            post = Post(
                account=self.account,
                words=letter.part.words,
                key=letter.part.record_key,
                media_keys=keys,
                at=network.clock.now(),
                born=network.clock.monotonic(),
                id=str(len(network.posts) + len(made) + 1),
                reply_to=made[-1].id if made else letter.reply_to,
            )
            made.append(post)
        network.posts += made
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedConnection:
    """One account's connection. *prompt*: what is out is found at once, and nothing arrives late."""

    network: SimulatedNetwork
    account: str
    keyed: bool
    prompt: bool = False

    def prepare(self, letter: Letter) -> Prepared:
        self._strike("prepare", NotSent)
        keys = []
        for picture in letter.part.pictures:
            self.network.uploads += 1
            keys.append(picture.sha256 if self.keyed else f"media-{self.network.uploads}")
        self.network.cross("prepared")
        return Prepared(media_keys=tuple(keys))

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        return self.publish_thread([(letter, prepared)])[0]

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        for letter, _ in thread:
            self.network.begun(letter)
        self.network.cross("begun")
        request = _Request(
            account=self.account,
            keyed=self.keyed,
            letters=[letter for letter, _ in thread],
            media_keys=[prepared.media_keys for _, prepared in thread],
        )
        fault = self._strike("publish", MaybeSent)
        if fault is Fault.LATE and not self.prompt:
            self.network.on_the_way.append((self.network.clock.monotonic() + LATE, request))
            raise MaybeSent("no answer in time")
        there = request.occupied(self.network)
        self._check_same(there, request)
        posts = there or request.commit(self.network)
        self.network.cross("carried out")
        if fault is not None:
            raise MaybeSent("the answer was lost")
        return [post.published() for post in posts]

    def find(self, record_key: str) -> Published | None:
        self._strike("look", NotSent)
        mine = [each for each in self._mine() if each.key == record_key]
        self.network.cross("looked")
        return mine[0].published() if mine else None

    def recent(self, since: datetime) -> Sequence[Published]:
        self._strike("look", NotSent)
        old = self.network.clock.monotonic() - (0 if self.prompt else SHOWN_AFTER)
        mine = [each for each in self._mine() if each.born <= old]
        self.network.cross("looked")
        return [each.published() for each in reversed(mine) if each.at >= since]

    def seen(self, remote_id: str) -> Published | None:
        self._strike("look", NotSent)
        self.network.cross("looked")
        return next((each.published() for each in self._mine() if each.id == remote_id), None)

    def let_reply(self, remote_id: str, may_reply: tuple[str, ...] | None) -> None:
        raise NotImplementedError

    def remove(self, remote_id: str) -> None:
        fault = self._strike("remove", MaybeSent)
        self.network.removed |= {each.id for each in self._mine() if each.id == remote_id}
        self.network.cross("removed")
        if fault is not None:
            raise MaybeSent("the answer was lost")

    def _mine(self) -> list[Post]:
        """The account's posts that are there."""
        network = self.network
        return [
            each for each in network.posts if each.account == self.account and each.id not in network.removed
        ]

    def resolve(self, handle: str) -> str | None:
        raise NotImplementedError

    def check(self) -> Identity:
        raise NotImplementedError

    def _check_same(self, there: Sequence[Post], request: _Request) -> None:
        words = {letter.part.words for letter in request.letters}
        for post in there:
            if post.words not in words:
                raise Taken(f"Under the key {post.key} there is other content: {post.words!r}.")

    def _strike(self, call: str, lost: type[Exception]) -> Fault | None:
        """The fault ordered for this request, unless it struck already."""
        fault = self.network.take(self.account, call)
        match fault:
            case Fault.REFUSE:
                raise Rejected("refused for good")
            case Fault.THROTTLE:
                until = self.network.clock.now() + timedelta(minutes=1)
                raise ComeBackLater("too many requests", until=until)
            case Fault.TROUBLE:
                raise AccountTrouble("the account is locked")
            case Fault.UNREACHABLE:
                raise NotSent("nobody answers")
            case Fault.LOST:
                raise lost("the connection broke")
            case _:
                return fault
