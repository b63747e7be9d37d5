"""Money: US dollars as people write them, whole micro-dollars inside, and what a network asks for a post."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from scheduler.core.errors import InputError

_MICRO = 1_000_000
MOST = 1_000_000 * _MICRO
"""A million dollars: beyond it an amount is a typing error."""
_HELP = 'Write it as 25, 25.00 or 0.015, in US dollars, at most "1000000".'


def parse(text: str) -> int:
    """The micro-dollars that *text* names, such as ``25.00`` or ``0.015``; raises ``InputError``."""
    try:
        amount = Decimal(text.strip().removeprefix("$"))
    except InvalidOperation:
        amount = Decimal("NaN")
    # A number of a million digits is not computed with, only compared.
    if not amount.is_finite() or not 0 <= amount <= MOST // _MICRO or amount.as_tuple().exponent < -6:  # type: ignore[operator]
        raise InputError(f"{text!r} is no amount of money.", remedy=_HELP)
    return int(amount * _MICRO)


def plain(amount: int) -> str:
    """*amount*, in micro-dollars, as ``parse`` reads it: two decimals, or as many as it takes."""
    dollars, rest = divmod(amount, _MICRO)
    decimals = f"{rest:06}".rstrip("0").ljust(2, "0")
    return f"{dollars}.{decimals}"


def spell(amount: int) -> str:
    """*amount*, in micro-dollars, as screens show it: ``$0.205``."""
    dollars, _, decimals = plain(amount).partition(".")
    return f"${int(dollars):,}.{decimals}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a network asks, in micro-dollars."""

    post: int = 0
    post_with_link: int = 0
    """A message with a link in its words, be it a reply or not."""
    reply: int = 0
    """A later part of a thread, or any other answer to a post of one's own."""
    alt_text: int = 0
    """The alt text of one picture."""
    delete: int = 0
    own_read: int = 0
    """One of the account's own posts, looked for among all."""
    read: int = 0
    """One post, asked for by its remote id; one that is gone costs nothing."""
    as_of: date | None = None
    source: str = ""

    @property
    def by_link(self) -> bool:
        """Whether a link costs extra."""
        return self.post_with_link > self.post
