"""A statement on its way out: accounts, timeline, approval, launch."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_WINDOW = timedelta(minutes=1)
LONGEST_WINDOW = timedelta(days=7)
"""Within these a post may be late and still go out; later than a week it is news no more."""


class LinkOn(StrEnum):
    """Which posts carry the campaign's link on networks that charge for links."""

    FIRST = "first"
    ALL = "all"
    REPLY = "reply"
    """None of them; a reply of the account to its own first post does."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What goes out at one moment; owns no words."""

    id: str
    campaign: str
    n: int
    excerpts: tuple[str, ...]
    offset: str
    """When, as planned: a step of a timeline such as ``T+2h``, or a wall time, ``YYYY-MM-DDTHH:MM:SS``."""
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    joined_to: str | None = None
    """The post of whose thread it is a part; its own deliveries are cancelled until that is taken apart."""
    joined_n: int | None = None
    """Its place among those that were joined to that post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One statement's campaign. Its launch (T+0) may be unset: then it stands by."""

    id: str
    statement: str
    accounts: tuple[str, ...]
    zone: str
    theme: str
    created_at: datetime
    created_by: str
    launch_at: datetime | None = None
    launch_local: str | None = None
    embargo_at: datetime | None = None
    link: str | None = None
    hashtags: tuple[str, ...] = ()
    stagger: timedelta = timedelta(minutes=5)
    window: timedelta = timedelta(minutes=30)
    may_reply: tuple[str, ...] | None = None
    """Who may, of ``scheduler.core.limits.MAY_REPLY``; None: everybody."""
    quotable: bool = True
    labels: tuple[str, ...] = ()
    """Content warnings, by the networks' own names."""
    link_on: LinkOn = LinkOn.FIRST
    """Where its link goes on networks that charge for links."""
    paused_at: datetime | None = None
    paused_by: str | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    revision: int = 1
    posts: tuple[Post, ...] = ()
