"""What every service works with, handed in by wiring."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from scheduler.core.accounts import Account
from scheduler.core.bounds import Usual
from scheduler.core.handles import Person
from scheduler.core.limits import Network
from scheduler.core.ports import Clock, PictureFiles
from scheduler.core.slots import Hush
from scheduler.core.storage import InstanceLock, Store

if TYPE_CHECKING:
    from quotes.cards.card import Card
    from quotes.cards.theme import Theme


class Picture(Protocol):
    """A drawn card: the bytes of the file and what they are."""

    @property
    def data(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Photo(Protocol):
    """A picture that a person brings, read."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def carried(self) -> tuple[str, ...]:
        """What its file held beside the picture, in words; nothing of it goes out."""
        ...

    def within(self, side: int, most: int) -> Picture:
        """Its file for a network that takes *most* bytes, and *side* pixels of the longer side."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a campaign takes where nothing is given; from the configuration."""

    zone: str
    plan: str
    stagger: timedelta
    window: timedelta
    theme: str
    hashtags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The store, the clock, the networks, and whoever draws cards."""

    store: Store
    pictures: PictureFiles
    clock: Clock
    networks: Mapping[str, Network]
    templates: Mapping[str, str]
    """The words template of each network."""
    theme: "Callable[[str], Theme]"
    """The theme of a name; raises ``ThemeError``."""
    draw: "Callable[[Sequence[Card]], Iterator[Picture]]"
    """The pictures of cards, in their order; raises ``CardError``."""
    photo: Callable[[bytes], Photo]
    """The picture in a file that a person brings; raises ``PictureError``."""
    people: Mapping[str, Person]
    """Those whom words can name as ``{@name}``."""
    resolve: Callable[[Account, str], str | None]
    """The identity behind a handle (without the ``@``) on an account's network; raises ``NetworkError``."""
    lock: InstanceLock
    defaults: Defaults
    usual: Usual
    """The budget and the fuse of accounts that have none of their own."""
    hush: Hush
    """When accounts keep silent, over all campaigns; from the configuration."""
