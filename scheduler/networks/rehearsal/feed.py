"""The feed page: what followers of each rehearsed account would see, in one HTML file."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from importlib import resources

from scheduler.core.delivery import LinkCard
from scheduler.core.limits import WHO, Network
from scheduler.core.runs import Run, runs, shortened
from scheduler.networks.rehearsal.posts import RehearsedPost
from scheduler.networks.rehearsal.server import RehearsalServer


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """A picture as it stands in the page: its whole bytes in the address."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A link card as it stands in the page; ``src`` is its picture, empty without one."""

    href: str
    place: str
    title: str
    description: str
    src: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPost:
    """A post as it stands in the page."""

    remote_id: str
    runs: tuple[Run, ...]
    pictures: tuple[ShownPicture, ...]
    card: ShownCard | None
    rules: tuple[str, ...]
    """Who may answer and quote, in sentences."""
    labels: tuple[str, ...]
    lang: str | None
    instant: str
    when: str
    reply_to: str | None
    answers: str | None
    """The same, if that post is in the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One account's feed. ``threads``, newest first; each begins with the post that the rest answers."""

    account: str
    name: str
    network: str
    title: str
    initial: str
    hue: int
    count: int
    removed: int
    threads: tuple[tuple[ShownPost, ...], ...]


def feed_html(
    server: RehearsalServer,
    networks: Mapping[str, Network],
    *,
    zone: tzinfo = UTC,
    names: Mapping[str, str] | None = None,
) -> str:
    """The page, complete in itself: pictures inside, no script, nothing fetched.

    *networks* are those played, by name. *zone* is that in which times are shown. *names* gives accounts the
    name that followers read; without one an account's own is shown. Each post has the anchor
    ``post-REMOTE_ID``.
    """
    from jinja2 import Environment, StrictUndefined

    # autoescape: whatever a post holds is shown as words, never as markup.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files(__package__).joinpath("feed.html.j2").read_text("utf-8")
    feeds = [
        _feed(server, account, posts, networks, zone, names or {})
        for account, posts in _by_account(server.posts()).items()
    ]
    return environment.from_string(source).render(feeds=feeds, zone=str(zone))


def _by_account(posts: Sequence[RehearsedPost]) -> dict[str, list[RehearsedPost]]:
    accounts: dict[str, list[RehearsedPost]] = defaultdict(list)
    for post in posts:
        accounts[post.account].append(post)
    return accounts


def _feed(
    server: RehearsalServer,
    account: str,
    posts: Sequence[RehearsedPost],
    networks: Mapping[str, Network],
    zone: tzinfo,
    names: Mapping[str, str],
) -> Feed:
    live = [post for post in posts if post.removed_at is None]
    network, name = posts[-1].network, names.get(account, account)
    here = {post.remote_id for post in live}
    threads = tuple(tuple(_shown(server, post, zone, here) for post in thread) for thread in _threads(live))
    return Feed(
        account=account,
        name=name,
        network=network,
        title=networks[network].title if network in networks else network,
        initial=next((letter for letter in name if letter.isalnum()), "?").upper(),
        hue=int.from_bytes(hashlib.sha256(account.encode()).digest()[:2], "big") % 360,
        count=len(live),
        removed=len(posts) - len(live),
        threads=threads,
    )


def _threads(posts: Sequence[RehearsedPost]) -> Iterator[list[RehearsedPost]]:
    """Posts with those that answer them, the thread begun last first."""
    roots: dict[str, str] = {}
    threads: dict[str, list[RehearsedPost]] = defaultdict(list)
    for post in posts:
        root = roots.get(post.reply_to or "", post.remote_id)
        roots[post.remote_id] = root
        threads[root].append(post)
    yield from reversed(threads.values())


def _shown(server: RehearsalServer, post: RehearsedPost, zone: tzinfo, here: set[str]) -> ShownPost:
    return ShownPost(
        remote_id=post.remote_id,
        runs=tuple(runs(post.words)),
        pictures=tuple(
            ShownPicture(src=_inside(server.picture(picture.sha256), picture.media_type), alt=picture.alt)
            for picture in post.pictures
        ),
        card=_card(server, post.card) if post.card else None,
        rules=tuple(_rules(post)),
        labels=post.labels,
        lang=post.lang,
        instant=post.committed_at.isoformat(timespec="seconds"),
        when=_when(post.committed_at.astimezone(zone)),
        reply_to=post.reply_to,
        answers=post.reply_to if post.reply_to in here else None,
    )


def _card(server: RehearsalServer, card: LinkCard) -> ShownCard:
    src = _inside(server.picture(card.sha256), card.media_type or "") if card.sha256 else ""
    return ShownCard(
        href=card.uri, place=shortened(card.uri), title=card.title, description=card.description, src=src
    )


def _rules(post: RehearsedPost) -> Iterator[str]:
    if post.may_reply is not None:
        who = " and ".join(WHO[each] for each in post.may_reply)
        yield f"Only {who} may reply" if who else "Nobody may reply"
    if not post.quotable:
        yield "Nobody may quote it"


def _inside(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _when(moment: datetime) -> str:
    """``Mon 2 Mar 2026, 09:05 EST``: the day's number without a leading zero on every system."""
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M %Z}"
