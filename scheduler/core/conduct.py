"""What networks forbid or frown upon beyond their limits, each as it declares it: ``limits.Conduct``."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.core.delivery import Delivery
from scheduler.core.errors import WordsError
from scheduler.core.limits import Network

_NAMED = re.compile(r"(?<!\w)[@＠#＃$]\w[\w.-]*")
"""A mention, a hashtag or a cashtag."""
_ADDRESS = re.compile(
    r"https?://\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-])(?:/\S*)?", re.IGNORECASE
)
"""A link, or what reads as a bare domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of one part, where they are or will be said."""

    delivery: str
    account: str
    words: str
    excerpt: str | None = None
    approved: bool = False


def said(delivery: Delivery) -> list[Said]:
    """What *delivery* says, part by part."""
    return [
        Said(
            delivery=delivery.id,
            account=delivery.account,
            words=part.words,
            excerpt=part.excerpt,
            approved=delivery.approval is not None,
        )
        for part in delivery.parts
    ]


def essence(words: str) -> str:
    """What is left of *words* without links, mentions, tags, punctuation, white space and capitals.

    Posts with the same essence say the same: nobody is told anything else by another handle, or by a sign
    that nobody sees.
    """
    bare = _NAMED.sub(" ", _ADDRESS.sub(" ", words))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def alike(ours: Iterable[Said], others: Iterable[Said]) -> Iterator[tuple[Said, Said]]:
    """Each of *ours* that says nearly what another account said before, with that.

    Before: among *others*, or earlier among *ours*. Nearly the same: an equal essence, of the same excerpt or
    of words alone. A link alone says nothing.
    """
    known: dict[str, list[Said]] = {}
    for each in others:
        known.setdefault(essence(each.words), []).append(each)
    for each in ours:
        kernel = essence(each.words)
        before = known.setdefault(kernel, [])
        repeated = [other for other in before if other.account != each.account and _same_excerpt(each, other)]
        if kernel and repeated:
            yield each, repeated[0]
        before.append(each)


def again(ours: Iterable[Said], others: Iterable[Said]) -> Iterator[tuple[Said, Said]]:
    """Each of *ours* that says nearly what its own account says in another one of *others*, with that."""
    known: dict[tuple[str, str], list[Said]] = {}
    for each in others:
        known.setdefault((each.account, essence(each.words)), []).append(each)
    for each in ours:
        kernel = essence(each.words)
        before = known.get((each.account, kernel), [])
        repeated = [
            other for other in before if other.delivery != each.delivery and _same_excerpt(each, other)
        ]
        if kernel and repeated:
            yield each, repeated[0]


def _same_excerpt(one: Said, other: Said) -> bool:
    """Two cards of different excerpts say different things, whatever little stands beside them."""
    return one.excerpt is None or other.excerpt is None or one.excerpt == other.excerpt


def takes_cashtags(words: str, network: Network) -> bool:
    """Whether *words* have no more cashtags than *network* takes."""
    allowed = network.conduct.cashtags
    return allowed is None or len(network.cashtags(words)) <= allowed


def check_cashtags(words: str, network: Network) -> None:
    """Raise ``WordsError`` for more cashtags in *words* than *network* takes."""
    if not takes_cashtags(words, network):
        found = network.cashtags(words)
        raise WordsError(
            f"{', '.join(found)} are {len(found)} cashtags; {network.title} takes {network.conduct.cashtags} "
            "in a post.",
            remedy="Choose another excerpt, or write words with fewer.",
        )


def mentioned(delivery: Delivery, network: Network) -> list[str]:
    """Whom *delivery* mentions, with the ``@``, where its network minds."""
    if not network.conduct.mentions:
        return []
    named = (f"@{each}" for part in delivery.parts for each in network.mentions(part.words))
    return list(dict.fromkeys(named))


def answers_itself(delivery: Delivery, network: Network) -> bool:
    """Whether *delivery* answers a post of its own account, where its network may mind."""
    return bool(network.conduct.replies) and (len(delivery.parts) > 1 or delivery.answers is not None)
