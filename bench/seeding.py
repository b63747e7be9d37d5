"""An installation in rehearsal with as many approved deliveries as a bench needs.

Everything goes through the services that the commands use, but for the campaign's rows: one excerpt and one
card serve them all, so that thousands take seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import assets
from scheduler import networks
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, Picture
from scheduler.core.ids import delivery_id, post_id
from scheduler.services import accounts, approving, importing, planning
from scheduler.wiring import Office, create, opened

ACTOR = "bench"
WINDOW = timedelta(days=7)
_FAST = """
[daemon]
retry_first = "200ms"

[rehearsal]
answer_after = ["{least}ms", "{most}ms"]
looks = ["200ms", "500ms", "1s"]
"""


@contextmanager
def installation(folder: Path, *, answers: tuple[int, int] = (0, 0)) -> Iterator[Office]:
    """A new installation in *folder*, whose rehearsal answers after *answers* milliseconds."""
    config = folder / "config.toml"
    if not config.exists():
        config.write_text(_FAST.format(least=answers[0], most=answers[1]), encoding="utf-8")
        create(config)
    with opened(config) as office:
        yield office


def seed(office: Office, *, posts: int, names: Sequence[str], when: Callable[[int], datetime]) -> str:
    """A campaign of *posts* posts to accounts called *names*, number n at *when(n)*, approved; its id.

    Accounts that are not there yet are made, in rehearsal; networks take turns. The words of a delivery end
    in its id, so that a network's record tells which is which. Every other post has the card, the others
    are words alone.
    """
    desk = office.desk
    kept, _ = importing.add(desk, assets.sample(), {}, name="sample.txt", actor=ACTOR)
    there = {each.name for each in accounts.listing(desk)}
    kinds = networks.names()
    for n, name in enumerate(names):
        if name not in there:
            accounts.add_rehearsal(desk, kinds[n % len(kinds)], name, actor=ACTOR)
    wish = planning.Wish(statement=kept.id, accounts=tuple(names), count=1, plan="T+0")
    model = planning.new(desk, wish, actor=ACTOR)
    campaign = _campaign(model.campaign, posts)
    picture = model.deliveries[0].parts[0].pictures[0]
    excerpt = model.deliveries[0].parts[0].excerpt
    with desk.store.write() as unit:
        unit.campaigns.add(campaign)
        for post in campaign.posts:
            for name in names:
                unit.deliveries.add(_delivery(post, name, when(post.n), kept.id, excerpt, picture))
    approving.approve(desk, campaign.id, actor=ACTOR, late="now")
    return campaign.id


def _campaign(model: Campaign, posts: int) -> Campaign:
    excerpts = model.posts[0].excerpts
    return replace(
        model,
        id="bench",
        window=WINDOW,
        posts=tuple(
            Post(id=post_id("bench", n), campaign="bench", n=n, excerpts=excerpts, offset="T+0")
            for n in range(1, posts + 1)
        ),
    )


def _delivery(
    post: Post, account: str, at: datetime, statement: str, excerpt: str | None, picture: Picture
) -> Delivery:
    id = delivery_id(post.id, account)
    carded = post.n % 2 == 0
    part = Part(
        n=1,
        words=f"A new way forward. {id}",
        pictures=(picture,) if carded else (),
        excerpt=excerpt if carded else None,
    )
    return Delivery(
        id=id,
        post=post.id,
        campaign=post.campaign,
        statement=statement,
        account=account,
        parts=(part,),
        planned_at=at,
        planned_local=at.replace(tzinfo=None).isoformat(timespec="seconds"),
        window=WINDOW,
    )
