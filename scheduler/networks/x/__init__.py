"""X: 280 weighted characters, four pictures, found again only by reading the own timeline."""

import re
import warnings
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from scheduler.core.limits import Limits, Lookup, Network, Secret
from scheduler.core.ports import Access, Identity, NetworkConnection
from scheduler.networks.x.terms import CONDUCT, PRICES, cashtags

SERVICE = "https://api.x.com"
"""The address of X's API: https://docs.x.com/x-api/introduction"""
CONSOLE = "console.x.com: the app, Keys and tokens"

# The parser's time grows with the square of a dotted text: 1,200 characters of "a.a.a…" take seconds.
# Beyond this only a link of thousands of characters could still make a text fit.
_MEASURABLE = 4_000


def measure(words: str) -> int:
    """The length of *words* by X's own rule, in weighted characters.

    Text is composed (NFC) and CRLF counts as one; a link counts 23, an emoji with all its parts 2, Latin
    and most other alphabets 1, everything else, such as Chinese, 2. Words of more than 4,000 code
    points are not measured: the answer is then their number, which is over any limit.

    Source: https://docs.x.com/fundamentals/counting-characters
    """
    if len(words) > _MEASURABLE:
        return len(words)
    return int(_parser()(words).weightedLength)


@cache
def _parser() -> Callable[[str], Any]:
    """X's own counting in Python; it reads its data by a part of setuptools that warns of its age."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from twitter_text import parse_tweet
    parse: Callable[[str], Any] = parse_tweet
    return parse


def measure_alt(alt: str) -> int:
    """The length of alt text in UTF-16 units, the strictest reading of "characters"."""
    return len(alt.encode("utf-16-le", "surrogatepass")) // 2


def links(words: str) -> Sequence[str]:
    """What X makes a link of in *words*, bare domains included: each makes the post cost more.

    An address with its scheme counts whatever it ends in, for the parser knows the domains of 2023 alone.
    Nothing is looked for in what is far too long to be posted.
    """
    if len(words) > _MEASURABLE or not _MAY_LINK.search(words):
        return ()
    _parser()
    from twitter_text import extract_urls

    found: list[str] = extract_urls(words)
    addresses = (each.rstrip(_AFTER_A_LINK) for each in _ADDRESS.findall(words))
    return [*found, *(each for each in addresses if not any(link in each for link in found))]


def any_link(words: str) -> bool:
    """Whether X makes a link of anything in *words*; an address with its scheme is one without the parser."""
    return len(words) <= _MEASURABLE and (bool(_ADDRESS.search(words)) or bool(links(words)))


_MAY_LINK = re.compile(r"\S\.[^\W\d_][^\s!-/:-@\[-`{-~]")
"""Every link has a dot inside, with two letters behind it. Most words have none (``U.S.`` has not), and the
parser takes a third of a second to load."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_AFTER_A_LINK = ".,:;!?)]}'\"”’»…"
_MENTION = re.compile(
    r"(?:^|[^A-Za-z0-9_!#$%&*@＠]|(?<![A-Za-z0-9_+~.-])RT:?)[@＠]([A-Za-z0-9_]{1,20}+)(?![@＠À-ɏ]|://)",
    re.IGNORECASE,
)
"""Source: https://github.com/twitter/twitter-text/blob/master/js/src/regexp (``validMentionOrList``)"""


def mentions(words: str) -> Sequence[str]:
    """The handles that X makes a mention of in *words*, without the ``@``."""
    return _MENTION.findall(words)


_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
"""https://docs.x.com/x-api/users/lookup/introduction"""


def is_handle(text: str) -> bool:
    """Whether somebody on X can be called *text*."""
    return _HANDLE.fullmatch(text) is not None


_STATUS = re.compile(
    r"https?://(?:\w+\.)?(?:x|twitter)\.com/(?:\w+|i/web)/status/([0-9]+)(?:[/?#]|$)", re.IGNORECASE
)


def remote_id(link: str) -> str | None:
    """The id in the address of a post on X."""
    found = _STATUS.match(link)
    return found[1] if found else None


NETWORK = Network(
    name="x",
    title="X",
    lookup=Lookup.SEARCHED,
    limits=Limits(
        # https://docs.x.com/fundamentals/counting-characters
        text=280,
        unit="weighted characters",
        measure=measure,
        # https://docs.x.com/x-api/media/quickstart/best-practices
        pictures=4,
        # "5 MB", read as the smaller of its two meanings; the same page
        picture_bytes=5_000_000,
        # X's documentation says nothing of it; this is what its app shows in full size.
        picture_side=4_096,
        # https://docs.x.com/x-api/media/create-media-metadata
        alt_text=1_000,
        measure_alt=measure_alt,
        # X's documentation says nothing of cropping; 16:9 is known to be shown whole in the timeline.
        card_size=(1600, 900),
        # 3:4 to 2:1, as observed in the apps since 2021; the same documentation does not say.
        shown_whole=(0.75, 2.0),
    ),
    template="[{quote}\n— ]{speaker}[, {issuer}][\n\n{link}][\n\n{hashtags}]",
    # How soon a post shows in the timeline is promised nowhere; operators report seconds to minutes.
    # https://docs.x.com/x-api/posts/timelines/introduction
    looks=(
        timedelta(seconds=10),
        timedelta(seconds=30),
        timedelta(minutes=2),
        timedelta(minutes=10),
    ),
    service=SERVICE,
    secrets=(
        Secret(name="api_key", title="API key", where=CONSOLE),
        Secret(name="api_secret", title="API key secret", where=CONSOLE),
        Secret(name="access_token", title="Access token", where=f"{CONSOLE}, with permission to write"),
        Secret(
            name="access_secret", title="Access token secret", where=f"{CONSOLE}, beside the access token"
        ),
    ),
    # https://help.x.com/en/rules-and-policies/x-limits; the lower since May 2026, replies apart
    kinds={"unverified": 50, "verified": 2_400},
    # https://docs.x.com/x-api/posts/create-post (reply_settings): whoever is mentioned may always reply
    reply_rules=frozenset({("followed", "mentioned"), ("mentioned",)}),
    links=links,
    any_link=any_link,
    remote_id=remote_id,
    mentions=mentions,
    is_handle=is_handle,
    cashtags=cashtags,
    conduct=CONDUCT,
    prices=PRICES,
)


def connect(access: Access) -> NetworkConnection:
    """A connection for the account of *access*; makes no request yet. For one thread at a time.

    Raises ``AccountTrouble`` where one of its four secrets is missing.
    """
    from scheduler.networks.x.connection import XConnection

    return XConnection(access)


def identify(access: Access) -> Identity:
    """Whose keys those of *access* are. Raises ``NetworkError``."""
    from scheduler.networks.x.api import Api

    return Api(access).who()[0]
