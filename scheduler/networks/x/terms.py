"""On which terms X takes posts: what they cost, and what it forbids beyond lengths and sizes."""

import re
from collections.abc import Sequence
from datetime import date

from scheduler.core.limits import Conduct
from scheduler.core.prices import Prices

PRICES = Prices(
    # https://docs.x.com/x-api/getting-started/pricing, in force since 2026-04-20
    post=15_000,
    post_with_link=200_000,
    reply=15_000,  # what X calls a summoned reply costs 10,000; an answer to one's own post is none
    alt_text=5_000,  # "Media Metadata"
    delete=10_000,  # "Interaction: Delete", as far as the page says what that is
    own_read=1_000,  # for an account that owns its app
    read=5_000,  # "Posts: Read"; whether a post asked for by its id counts as owned the page does not say
    as_of=date(2026, 8, 13),
    source="https://docs.x.com/x-api/getting-started/pricing",
)

CONDUCT = Conduct(
    # https://docs.x.com/developer-guidelines: no identical or similar content across accounts
    alike=False,
    # https://help.x.com/en/rules-and-policies/x-automation: nor on one account
    again=False,
    # https://docs.x.com/changelog: for self-serve apps, since February 2026
    cashtags=1,
    mentions=(
        "X wants no unasked mentions by apps, and may refuse the post. "
        "See https://docs.x.com/developer-guidelines"
    ),
    replies=(
        "X takes answers by apps where it was mentioned or quoted. Those to one's own posts are reported to "
        "work; 'drumbeat account prove' shows whether they do."
    ),
)

_CASHTAG = re.compile(r"(?<!\S)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|\s|[!-/:-@\[-^`{-~“”‘’…])", re.IGNORECASE)
"""Source: https://github.com/twitter/twitter-text/blob/master/js/src/regexp (``validCashtag``)"""


def cashtags(words: str) -> Sequence[str]:
    """What X makes a cashtag of in *words*, such as ``$TSLA``."""
    return _CASHTAG.findall(words)
