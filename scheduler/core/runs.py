"""Words as networks show them: stretches of plain text, links, hashtags and mentions, for every page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_TAG = re.compile(r"(?<![\w#&])#\w*[^\W\d_]\w*")
_AFTER_A_LINK = ".,;:!?)]}'\"’”»"
_MAY_LINK = re.compile(r"\w\.[^\W\d_]{2}")
"""What may be an address without its scheme: only a network can tell, and asking one takes its time."""
_SHOWN = 32
"""Networks shorten what is shown of a link to about this many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of words: ``text``, ``link``, ``tag`` or ``mention``."""

    kind: str
    text: str
    href: str = ""


def runs(
    words: str,
    links: Callable[[str], Sequence[str]] | None = None,
    mentions: Mapping[str, str] | Sequence[str] = (),
) -> Iterator[Run]:
    """*words* as stretches; put together they are *words* again, but for what is left out of links.

    A link is shown without its scheme and shortened, as networks do; its whole address is ``href``. *links*
    is how a network finds them, asked where there may be one without a scheme. *mentions* are handles,
    without the ``@``.
    """
    end = 0
    for start, stop, kind in sorted(_special(words, links, mentions)):
        if start < end:
            continue
        if start > end:
            yield Run(kind="text", text=words[end:start])
        found = words[start:stop]
        if kind == "link":
            href = found if "://" in found else f"https://{found}"
            yield Run(kind="link", text=shortened(found), href=href)
        else:
            yield Run(kind=kind, text=found)
        end = stop
    if end < len(words):
        yield Run(kind="text", text=words[end:])


def _special(
    words: str,
    links: Callable[[str], Sequence[str]] | None,
    mentions: Mapping[str, str] | Sequence[str],
) -> Iterator[tuple[int, int, str]]:
    for match in _ADDRESS.finditer(words):
        yield match.start(), match.start() + len(match[0].rstrip(_AFTER_A_LINK)), "link"
    for match in _TAG.finditer(words):
        yield *match.span(), "tag"
    for handle in mentions:
        for match in re.finditer(rf"(?<!\w)[@＠]{re.escape(handle)}(?![\w-])", words, re.IGNORECASE):
            yield *match.span(), "mention"
    if links is not None and _MAY_LINK.search(_ADDRESS.sub(" ", words)):
        for link in links(words):
            bare = link.split("://", 1)[-1]
            for match in re.finditer(rf"(?<![\w@./-]){re.escape(bare)}(?![\w-])", words):
                yield *match.span(), "link"


def shortened(address: str) -> str:
    """What networks show of *address*."""
    bare = address.split("://", 1)[-1].rstrip("/")
    return bare if len(bare) <= _SHOWN else bare[: _SHOWN - 1] + "…"
