"""What a network allows, and how it measures. Each network's own file holds its numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from scheduler.core.prices import Prices


class Lookup(StrEnum):
    """How a network can be asked whether something is out."""

    KEYED = "keyed"
    """By the record key that we chose: the answer is certain."""
    SEARCHED = "searched"
    """By reading the account's recent posts: found is certain, not found is no proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A network's limits. ``measure`` is the network's own rule of length, in ``unit``."""

    text: int
    unit: str
    measure: Callable[[str], int]
    pictures: int
    picture_bytes: int
    picture_side: int
    """Pixels of the longer side that it shows; what is larger it would only make smaller itself."""
    alt_text: int
    measure_alt: Callable[[str], int]
    card_size: tuple[int, int]
    """Width and height in pixels of the card that suits the network's feed."""
    shown_whole: tuple[float, float]
    """From which to which width, in heights, the feed shows a picture whole; others it crops."""

    def size(self, words: str) -> int:
        """The length of *words* as the network counts it."""
        return self.measure(words)

    def shows_whole(self, width: int, height: int) -> bool:
        """Whether the feed shows all of a picture of that shape."""
        narrowest, widest = self.shown_whole
        return narrowest <= width / height <= widest

    def fits(self, words: str) -> bool:
        """Whether the network takes *words* whole."""
        return self.measure(words) <= self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One secret that speaking as an account takes. ``name`` is how files and variables call it."""

    name: str
    title: str
    where: str
    """Where a person gets it, in words."""


MAY_REPLY = ("followed", "followers", "mentioned")
"""Groups who may reply to a post, as seen from its account; no group at all: nobody."""
WHO = {
    "followed": "those whom it follows",
    "followers": "followers",
    "mentioned": "those whom it mentions",
}
"""The same, as pages spell them."""


def _none(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What a network forbids or may refuse beyond its limits; the rules are in ``scheduler.core.conduct``."""

    alike: bool = True
    """Whether several accounts may say nearly the same."""
    again: bool = True
    """Whether an account may say nearly the same again."""
    cashtags: int | None = None
    """How many a post may have; None: any number."""
    mentions: str = ""
    """What a person should know before mentioning somebody; empty: nothing."""
    replies: str = ""
    """What a person should know before answering a post, be it their own; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One network as its own file declares it. ``name`` is what a person types."""

    name: str
    title: str
    limits: Limits
    lookup: Lookup
    template: str
    """Default words template; see ``scheduler.core.compose``."""
    looks: tuple[timedelta, ...]
    """How long after an unanswered request to look for it, look by look."""
    service: str = ""
    """The address of its server, unless an account has another."""
    signs_in_by_handle: bool = False
    """Whether ``account add`` needs the handle; elsewhere the secrets say whose they are."""
    secrets: tuple[Secret, ...] = ()
    """What ``account add`` asks for."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Kinds of account, the usual one first, each with the posts a day that the network allows it."""
    threads_at_once: bool = False
    """Whether all parts of a thread are published by one request, all or none."""
    reply_rules: frozenset[tuple[str, ...]] = frozenset()
    """Which choices among ``MAY_REPLY`` it knows, each sorted; that everybody may is known everywhere."""
    replies_change: bool = False
    """Whether who may reply can be changed once a post is out."""
    quote_rules: bool = False
    """Whether quoting a post can be forbidden."""
    labels: frozenset[str] = frozenset()
    """The content warnings that it knows."""
    previews: bool = False
    """Whether a post without a picture brings its own link card."""
    links: Callable[[str], Sequence[str]] = _none
    """What in a text it makes a link of."""
    any_link: Callable[[str], bool] | None = None
    """Whether that is anything, on networks that know it sooner than what."""
    mentions: Callable[[str], Sequence[str]] = _none
    """The handles in a text that it makes a mention of, without the ``@``."""
    by_identity: bool = False
    """Whether a mention brings along whom its handle stands for; elsewhere the network finds that itself."""
    is_handle: Callable[[str], bool] = lambda text: True
    """Whether a text, without the ``@``, can be somebody's handle."""
    remote_id: Callable[[str], str | None] = lambda link: None
    """The remote id of the post that a link leads to, if that tells it."""
    cashtags: Callable[[str], Sequence[str]] = _none
    """The symbols of shares in a text that it makes a cashtag of, with their ``$``."""
    conduct: Conduct = Conduct()
    prices: Prices | None = None
    """What it asks for each post, unless configured otherwise; None: nothing."""

    def linked(self, words: str) -> bool:
        """Whether it makes a link of anything in *words*."""
        return self.any_link(words) if self.any_link else bool(self.links(words))
