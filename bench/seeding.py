"""An installation in rehearsal with as many approved deliveries as a bench needs.

Everything goes through the services that the commands use, but for the campaign's rows: one excerpt and one
card serve them all, so that thousands take seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import assets
from scheduler import networks
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, Picture
from scheduler.core.ids import delivery_id, post_id
from scheduler.services import accounts, approving, bounds, importing, lookups, planning
from scheduler.wiring import Office, create, opened

ACTOR = "bench"
WINDOW = timedelta(days=7)
_FAST = """
[daemon]
retry_first = "200ms"

[fuse]
hour = 1000000
day = 1000000

[rehearsal]
answer_after = ["{least}ms", "{most}ms"]
looks = ["200ms", "500ms", "1s"]
"""


@contextmanager
def installation(folder: Path, *, answers: tuple[int, int] = (0, 0)) -> Iterator[Office]:
    """The installation in *folder*, made if it is not there yet.

    Where there is no ``config.toml`` either, its rehearsal answers after *answers* milliseconds.
    """
    config = folder / "config.toml"
    if not config.exists():
        config.write_text(_FAST.format(least=answers[0], most=answers[1]), encoding="utf-8")
    if not (folder / "drumbeat.db").exists():
        create(config)
    with opened(config) as office:
        yield office


def seed(
    office: Office, *, posts: int, names: Sequence[str], when: Callable[[int], datetime], id: str = "bench"
) -> str:
    """A campaign called *id* of *posts* posts to accounts *names*, number n at *when(n)*, approved; its id.

    Accounts that are not there yet are made, in rehearsal; networks take turns. The words of a delivery end
    in its id, so that a network's record tells which is which. Every other post has the card, the others
    are words alone.
    """
    return fill(office, prepared(office, names), id, posts=posts, when=when)


def prepared(office: Office, names: Sequence[str]) -> "Model":
    """As ``model``; accounts that are not there yet are made, in rehearsal."""
    there = {each.name for each in accounts.listing(office.desk)}
    kinds = networks.names()
    for n, name in enumerate(names):
        if name not in there:
            accounts.add_rehearsal(office.desk, kinds[n % len(kinds)], name, actor=ACTOR)
    return model(office, names)


def unbind(office: Office, name: str) -> None:
    """Let an account send as many messages a day as its network allows to any."""
    with office.store.read() as unit:
        its = bounds.standing(office.desk, unit, lookups.account(unit, name))
    if its.network.kinds:
        most = max(its.network.kinds, key=lambda kind: its.network.kinds[kind])
        bounds.change(office.desk, name, bounds.Wanted(kind=most), actor=ACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A campaign as planning made it, and the card of its one post."""

    campaign: Campaign
    excerpt: str | None
    picture: Picture


def model(office: Office, names: Sequence[str]) -> Model:
    """A campaign to the accounts called *names*, which are there already, for ``fill`` to copy."""
    for name in names:
        unbind(office, name)
    kept, _ = importing.add(office.desk, assets.sample(), {}, name="sample.txt", actor=ACTOR)
    wish = planning.Wish(statement=kept.id, accounts=tuple(names), count=1, plan="T+0")
    made = planning.new(office.desk, wish, actor=ACTOR)
    part = made.deliveries[0].parts[0]
    return Model(campaign=made.campaign, excerpt=part.excerpt, picture=part.pictures[0])


def fill(office: Office, like: Model, id: str, *, posts: int, when: Callable[[int], datetime]) -> str:
    """A campaign called *id* of *posts* posts, number n at *when(n)*, approved; its id. See ``seed``."""
    campaign, deliveries = copied(like, id, posts=posts, when=when)
    queue(office, campaign, deliveries)
    return id


def copied(
    like: Model, id: str, *, posts: int, when: Callable[[int], datetime]
) -> tuple[Campaign, list[Delivery]]:
    """The campaign of ``fill`` and its deliveries, of which nothing is in the database yet."""
    campaign = replace(
        like.campaign,
        id=id,
        window=WINDOW,
        posts=tuple(
            Post(id=post_id(id, n), campaign=id, n=n, excerpts=like.campaign.posts[0].excerpts, offset="T+0")
            for n in range(1, posts + 1)
        ),
    )
    return campaign, [
        _delivery(post, name, when(post.n), like) for post in campaign.posts for name in campaign.accounts
    ]


def queue(office: Office, campaign: Campaign, deliveries: Sequence[Delivery]) -> None:
    """The way of every campaign into the queue: it is kept, and then approved."""
    keep(office, campaign, deliveries)
    approve(office, campaign)


def keep(office: Office, campaign: Campaign, deliveries: Sequence[Delivery]) -> None:
    """What planning does when all is chosen."""
    with office.desk.store.write() as unit:
        unit.campaigns.add(campaign)
        unit.deliveries.add_all(deliveries)


def approve(office: Office, campaign: Campaign) -> None:
    """Approve all of it; what is late goes now."""
    approving.approve(office.desk, campaign.id, actor=ACTOR, late="now")


def _delivery(post: Post, account: str, at: datetime, like: Model) -> Delivery:
    id = delivery_id(post.id, account)
    carded = post.n % 2 == 0
    part = Part(
        n=1,
        words=f"A new way forward. {id}",
        pictures=(like.picture,) if carded else (),
        excerpt=like.excerpt if carded else None,
    )
    return Delivery(
        id=id,
        post=post.id,
        campaign=post.campaign,
        statement=like.campaign.statement,
        account=account,
        parts=(part,),
        planned_at=at,
        planned_local=at.replace(tzinfo=None).isoformat(timespec="seconds"),
        window=WINDOW,
    )
