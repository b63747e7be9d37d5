"""X: 280 weighted characters, four pictures, found again only by reading the own timeline."""

import warnings
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from scheduler.core.limits import Limits, Lookup, Network

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
        # https://docs.x.com/x-api/media/create-media-metadata
        alt_text=1_000,
        measure_alt=measure_alt,
        # X's documentation says nothing of cropping; 16:9 is known to be shown whole in the timeline.
        card_size=(1600, 900),
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
)
