"""What a rehearsal has on record."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.core.delivery import LinkCard
from scheduler.core.ports import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedPicture:
    """A picture of a post; its bytes are the server's to give, by ``sha256``."""

    media_key: str
    sha256: str
    media_type: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedPost:
    """One message as the network that is played would hold it."""

    account: str
    network: str
    words: str
    committed_at: datetime
    """By the clock of the connection that published it."""
    record_key: str | None = None
    pictures: tuple[RehearsedPicture, ...] = ()
    lang: str | None = None
    reply_to: str | None = None
    card: LinkCard | None = None
    """Its picture is the server's to give, by ``sha256``."""
    may_reply: tuple[str, ...] | None = None
    quotable: bool = True
    labels: tuple[str, ...] = ()
    remote_id: str = ""
    """Given by the record; unique across accounts and never reused."""
    answered: bool = False
    """Whether the caller was told. False where it was killed, or the answer was lost, in between."""
    removed_at: datetime | None = None

    @property
    def link(self) -> str:
        """An address of no scheme that a browser opens, so that nobody takes it for a public one."""
        return f"rehearsal:{self.account}/{self.remote_id}"

    @property
    def content(self) -> tuple[object, ...]:
        """What two posts under one record key must have in common to be the same."""
        pictures = tuple((picture.sha256, picture.alt) for picture in self.pictures)
        return self.words, self.lang, self.reply_to, pictures, self.card, self.labels

    def published(self) -> Published:
        """As a connection tells it."""
        return Published(
            remote_id=self.remote_id,
            link=self.link,
            words=self.words,
            media_keys=tuple(picture.media_key for picture in self.pictures),
            at=self.committed_at,
            reply_to=self.reply_to,
        )
