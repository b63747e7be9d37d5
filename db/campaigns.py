"""Campaigns with their accounts and posts, as rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, true, update

from db.questions import Question
from db.rows import row_of, value_of
from db.schema import campaign, campaign_account, post_excerpt
from db.schema import post as post_table
from db.stale import changed_since
from scheduler.core.campaign import Campaign, Post


class _Campaigns:
    """The questions that bring the campaigns for which something holds, without their posts."""

    def __init__(self, which: ColumnElement[bool]) -> None:
        self.accounts = Question(
            select(campaign_account.c.campaign, campaign_account.c.account)
            .join(campaign, campaign.c.id == campaign_account.c.campaign)
            .where(which)
            .order_by(campaign_account.c.campaign, campaign_account.c.n)
        )
        self.rows = Question(select(campaign).where(which).order_by(campaign.c.created_at, campaign.c.id))


class _Posts:
    """The questions that bring the posts for which something holds."""

    def __init__(self, which: ColumnElement[bool]) -> None:
        self.excerpts = Question(
            select(post_excerpt.c.post, post_excerpt.c.excerpt)
            .join(post_table, post_table.c.id == post_excerpt.c.post)
            .join(campaign, campaign.c.id == post_table.c.campaign)
            .where(which)
            .order_by(post_excerpt.c.post, post_excerpt.c.n)
        )
        self.rows = Question(
            select(post_table)
            .join(campaign, campaign.c.id == post_table.c.campaign)
            .where(which)
            .order_by(post_table.c.campaign, post_table.c.n)
        )


_THIS = campaign.c.id == bindparam("campaign")
_CAMPAIGN, _ITS_POSTS = _Campaigns(_THIS), _Posts(_THIS)
_POST = _Posts(post_table.c.id == bindparam("post"))
_ALL, _ALL_POSTS = _Campaigns(true()), _Posts(true())

_ELSEWHERE = frozenset({"accounts", "posts"})
_NEVER_CHANGED = _ELSEWHERE | {"id", "revision"}


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
        self._add_posts(value.posts)

    def _add_posts(self, posts: Sequence[Post]) -> None:
        if posts:
            rows = [row_of(each, without=frozenset({"excerpts"})) for each in posts]
            self._connection.execute(insert(post_table), rows)
        self._add_excerpts(posts)

    def _add_excerpts(self, posts: Sequence[Post]) -> None:
        excerpts = [
            {"post": each.id, "n": n, "excerpt": id}
            for each in posts
            for n, id in enumerate(each.excerpts, start=1)
        ]
        if excerpts:
            self._connection.execute(insert(post_excerpt), excerpts)

    def get(self, id: str) -> Campaign | None:
        """The campaign called *id*."""
        which = {"campaign": id}
        posts = self._load_posts(_ITS_POSTS, which)
        return next(iter(self._load(_CAMPAIGN, which, posts=posts)), None)

    def of_post(self, post: str) -> tuple[Campaign, Post] | None:
        """A post with its campaign, which is read without its other posts: ``posts`` is empty."""
        posts = self._load_posts(_POST, {"post": post})
        found = next((each for several in posts.values() for each in several), None)
        if found is None:
            return None
        (owner,) = self._load(_CAMPAIGN, {"campaign": found.campaign}, posts={})
        return owner, found

    def all(self) -> Sequence[Campaign]:
        """All campaigns, the oldest first."""
        return self._load(_ALL, {}, posts=self._load_posts(_ALL_POSTS, {}))

    def ids(self) -> Sequence[str]:
        """The ids of all campaigns."""
        return self._connection.execute(select(campaign.c.id).order_by(campaign.c.id)).scalars().all()

    def save(self, value: Campaign) -> None:
        """Write everything but id, accounts and posts; raises ``Stale``."""
        seen = (campaign.c.id == value.id) & (campaign.c.revision == value.revision)
        changes = row_of(value, without=_NEVER_CHANGED) | {"revision": value.revision + 1}
        if self._connection.execute(update(campaign).where(seen).values(changes)).rowcount != 1:
            raise changed_since("campaign", value.id, f"drumbeat campaign show {value.id}")

    def add_post(self, value: Post) -> None:
        """Keep a new post of a campaign that is there."""
        self._add_posts([value])

    def save_post(self, value: Post) -> None:
        """Write everything but a post's id, campaign and number."""
        changes = row_of(value, without=frozenset({"id", "campaign", "n", "excerpts"}))
        self._connection.execute(update(post_table).where(post_table.c.id == value.id).values(changes))
        self._connection.execute(delete(post_excerpt).where(post_excerpt.c.post == value.id))
        self._add_excerpts([value])

    def _load(
        self, questions: "_Campaigns", values: Mapping[str, str], *, posts: Mapping[str, list[Post]]
    ) -> list[Campaign]:
        accounts = defaultdict(list)
        for row in questions.accounts.rows(self._connection, **values):
            accounts[row["campaign"]].append(row["account"])
        return [
            value_of(
                Campaign, row, accounts=tuple(accounts[row["id"]]), posts=tuple(posts.get(row["id"], ()))
            )
            for row in questions.rows.rows(self._connection, **values)
        ]

    def _load_posts(self, questions: "_Posts", values: Mapping[str, str]) -> dict[str, list[Post]]:
        excerpts = defaultdict(list)
        for row in questions.excerpts.rows(self._connection, **values):
            excerpts[row["post"]].append(row["excerpt"])
        posts = defaultdict(list)
        for row in questions.rows.rows(self._connection, **values):
            posts[row["campaign"]].append(value_of(Post, row, excerpts=tuple(excerpts[row["id"]])))
        return posts
