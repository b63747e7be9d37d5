"""A network that only takes its time to answer, and remembers when each publishing request began."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.core.accounts import Account
from scheduler.core.ports import Identity, Letter, Prepared, Published


@dataclass(slots=True)
class Begun:
    """When the request for each post began, in seconds of the wall clock; answers after *answer_after*."""

    answer_after: float = 0.0
    """Seconds."""
    at: dict[str, float] = field(default_factory=dict)
    twice: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, key: str) -> None:
        """The request for the post called *key* begins now."""
        now = time.time()
        with self._lock:
            self.twice += key in self.at
            self.at[key] = now

    def answer(self) -> None:
        """Take the time that an answer takes."""
        time.sleep(self.answer_after)

    def wait_for(self, posts: int, seconds: float) -> None:
        """Wait until *posts* posts are begun; raises ``TimeoutError`` after so many *seconds*."""
        deadline = time.monotonic() + seconds
        while len(self.at) < posts:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.at)} of {posts} posts were begun within {seconds:.0f} s")
            time.sleep(0.05)


class InstantConnection:
    """One account's connection to such a network: no limits, no faults, uploads that take no time."""

    def __init__(self, network: Begun, account: Account) -> None:
        """Talk as *account*."""
        self._network, self._account = network, account

    def prepare(self, letter: Letter) -> Prepared:
        """A key for each picture, and the record of what has none."""
        keys = tuple(f"media-{letter.part.record_key}-{n}" for n in range(len(letter.pictures)))
        return Prepared(media_keys=keys, record={"text": letter.part.words})

    def publish(self, letter: Letter, prepared: Prepared) -> Published:
        """Publish the part; the words of a post end in its key."""
        del prepared
        key = letter.part.words.split()[-1]
        self._network.begin(key)
        self._network.answer()
        return Published(remote_id=key, link=f"https://example.org/{key}", words=letter.part.words)

    def publish_thread(self, thread: Sequence[tuple[Letter, Prepared]]) -> Sequence[Published]:
        """Publish the parts one by one."""
        return [self.publish(letter, prepared) for letter, prepared in thread]

    def find(self, record_key: str) -> Published | None:
        """Nothing is kept."""
        return None

    def recent(self, since: datetime) -> Sequence[Published]:
        """Nothing is kept."""
        return []

    def remove(self, remote_id: str) -> None:
        """Nothing is kept."""

    def resolve(self, handle: str) -> str | None:
        """Nobody is known."""
        return None

    def check(self) -> Identity:
        """The account as it is known."""
        return Identity(remote_id=self._account.remote_id, handle=self._account.handle)
