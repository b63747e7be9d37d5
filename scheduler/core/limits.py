"""What a network allows, and how it measures. Each network's own file holds its numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


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
    alt_text: int
    measure_alt: Callable[[str], int]
    card_size: tuple[int, int]
    """Width and height in pixels of the card that suits the network's feed."""

    def size(self, words: str) -> int:
        """The length of *words* as the network counts it."""
        return self.measure(words)

    def fits(self, words: str) -> bool:
        """Whether the network takes *words* whole."""
        return self.measure(words) <= self.text


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
