"""Campaigns with their accounts and posts, as rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, insert, select, true, update

from db.rows import row_of, value_of
from db.schema import campaign, campaign_account, post_excerpt
from db.schema import post as post_table
from db.stale import changed_since
from scheduler.core.campaign import Campaign, Post

_ELSEWHERE = frozenset({"accounts", "posts"})
_NEVER_CHANGED = _ELSEWHERE | {"id", "statement", "revision"}


class CampaignRows:
    """Implements ``scheduler.core.storage.Campaigns``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def add(self, value: Campaign) -> None:
        """Keep a new campaign with its posts; their excerpts and its accounts are there already."""
        self._connection.execute(insert(campaign), row_of(value, without=_ELSEWHERE))
        accounts = [
            {"campaign": value.id, "n": n, "account": name} for n, name in enumerate(value.accounts, start=1)
        ]
        if accounts:
            self._connection.execute(insert(campaign_account), accounts)
        for each in value.posts:
            self._add_post(each)

    def _add_post(self, value: Post) -> None:
        self._connection.execute(insert(post_table), row_of(value, without=frozenset({"excerpts"})))
        excerpts = [{"post": value.id, "n": n, "excerpt": id} for n, id in enumerate(value.excerpts, start=1)]
        if excerpts:
            self._connection.execute(insert(post_excerpt), excerpts)

    def get(self, id: str) -> Campaign | None:
        """The campaign called *id*."""
        which = campaign.c.id == id
        return next(iter(self._load(which, posts=self._load_posts(which))), None)

    def of_post(self, post: str) -> tuple[Campaign, Post] | None:
        """A post with its campaign, which is read without its other posts: ``posts`` is empty."""
        posts = self._load_posts(post_table.c.id == post)
        found = next((each for several in posts.values() for each in several), None)
        if found is None:
            return None
        (owner,) = self._load(campaign.c.id == found.campaign, posts={})
        return owner, found

    def all(self) -> Sequence[Campaign]:
        """All campaigns, the oldest first."""
        return self._load(true(), posts=self._load_posts(true()))

    def ids(self) -> Sequence[str]:
        """The ids of all campaigns."""
        return self._connection.execute(select(campaign.c.id).order_by(campaign.c.id)).scalars().all()

    def save(self, value: Campaign) -> None:
        """Write everything but id, statement, accounts and posts; raises ``Stale``."""
        seen = (campaign.c.id == value.id) & (campaign.c.revision == value.revision)
        changes = row_of(value, without=_NEVER_CHANGED) | {"revision": value.revision + 1}
        if self._connection.execute(update(campaign).where(seen).values(changes)).rowcount != 1:
            raise changed_since("campaign", value.id, f"drumbeat campaign show {value.id}")

    def save_post(self, value: Post) -> None:
        """Write a post's offset and cancellation."""
        self._connection.execute(
            update(post_table)
            .where(post_table.c.id == value.id)
            .values(offset=value.offset, cancelled_at=value.cancelled_at, cancelled_by=value.cancelled_by)
        )

    def _load(self, which: ColumnElement[bool], *, posts: Mapping[str, list[Post]]) -> list[Campaign]:
        accounts = defaultdict(list)
        for owner, name in self._connection.execute(
            select(campaign_account.c.campaign, campaign_account.c.account)
            .join(campaign, campaign.c.id == campaign_account.c.campaign)
            .where(which)
            .order_by(campaign_account.c.campaign, campaign_account.c.n)
        ):
            accounts[owner].append(name)
        rows = self._connection.execute(
            select(campaign).where(which).order_by(campaign.c.created_at, campaign.c.id)
        ).mappings()
        return [
            value_of(
                Campaign, row, accounts=tuple(accounts[row["id"]]), posts=tuple(posts.get(row["id"], ()))
            )
            for row in rows
        ]

    def _load_posts(self, which: ColumnElement[bool]) -> dict[str, list[Post]]:
        excerpts = defaultdict(list)
        for owner, id in self._connection.execute(
            select(post_excerpt.c.post, post_excerpt.c.excerpt)
            .join(post_table, post_table.c.id == post_excerpt.c.post)
            .join(campaign, campaign.c.id == post_table.c.campaign)
            .where(which)
            .order_by(post_excerpt.c.post, post_excerpt.c.n)
        ):
            excerpts[owner].append(id)
        rows = self._connection.execute(
            select(post_table)
            .join(campaign, campaign.c.id == post_table.c.campaign)
            .where(which)
            .order_by(post_table.c.campaign, post_table.c.n)
        ).mappings()
        posts = defaultdict(list)
        for row in rows:
            posts[row["campaign"]].append(value_of(Post, row, excerpts=tuple(excerpts[row["id"]])))
        return posts
