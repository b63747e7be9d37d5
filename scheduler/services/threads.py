"""Drafts of a campaign whose parts move between posts, and what that makes of their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.core import costs
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.errors import Refused
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import excerpting, lookups, previews
from scheduler.services.desk import Desk
from scheduler.services.editing import check_not_cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """A campaign that is worked on, as one transaction sees it."""

    desk: Desk
    campaign: Campaign
    statement: KeptStatement
    excerpts: Mapping[str, KeptExcerpt]
    """By id."""
    accounts: Mapping[str, Account]
    """By name."""
    deliveries: Sequence[Delivery]

    def post(self, id: str) -> Post:
        """The post called *id*, of which parts may come and go; raises ``Refused``."""
        post = next(each for each in self.campaign.posts if each.id == id)
        check_not_cancelled(self.campaign, post)
        return post

    def joined_to(self, post: Post) -> list[Post]:
        """The posts that were joined to *post*, in the order of their parts."""
        joined = [each for each in self.campaign.posts if each.joined_to == post.id]
        return sorted(joined, key=lambda each: each.joined_n or 0)

    def place(self, post: Post) -> int:
        """The number of the post whose place *post* has: the lowest of all that were joined to it."""
        return min([post.n, *(self.place(each) for each in self.joined_to(post))])

    def of(self, post: Post) -> dict[str, Delivery]:
        """The drafts of *post* by account, cancelled ones left out; raises ``Refused`` for any other."""
        ours = [
            each for each in self.deliveries if each.post == post.id and each.state is not State.CANCELLED
        ]
        for each in ours:
            if each.state is not State.DRAFT:
                raise Refused(
                    f"{each.id} is {each.state}; only drafts are joined and split.",
                    remedy=f"Make it a draft first: drumbeat decide {each.id} draft",
                )
            if each.statement != self.statement.id:
                raise Refused(
                    f"{each.id} quotes {each.statement}, which {self.statement.id} corrects.",
                    remedy=f"Choose from the corrected text: drumbeat excerpts {self.statement.id}",
                )
        return {each.account: each for each in ours}

    def joined_draft(self, post: Post, account: str) -> Delivery | None:
        """The draft that *post* had for *account* before it was joined to another; None if it is new."""
        found = (each for each in self.deliveries if each.post == post.id and each.account == account)
        return next(found, None)

    def own(self, delivery: Delivery) -> list[Part]:
        """Its parts, an answer with the link aside."""
        reply = self.reply(delivery)
        return [part for part in delivery.parts if part not in reply]

    def reply(self, delivery: Delivery) -> list[Part]:
        """The answer with the link, where its last part is one."""
        *before, last = delivery.parts
        post = next(each for each in self.campaign.posts if each.id == delivery.post)
        network = self.desk.networks[self.accounts[delivery.account].network]
        answered = costs.link_reply(self.campaign, self.place(post), network, len(before))
        linked = answered and not last.excerpt and last.words == self.campaign.link
        return [last] if before and linked else []

    def count(self, post: Post, account: str) -> int:
        """How many parts *post* brought along for *account* when it was joined; a new post has one."""
        before = self.joined_draft(post, account)
        return len(self.own(before)) if before else 1

    def placed(self, part: Part, account: str, was: int | None, now: int | None) -> Part:
        """*part* with link and hashtags as they belong to its new place.

        Places are numbers of posts that it opens; None: it is a later one, and has neither. Words other than
        those that were planned for the old place are a person's, and stay as they are.
        """
        if not part.excerpt or part.words != self._planned(part, account, was)[0].words:
            return part
        planned, campaign = self._planned(part, account, now)
        network = self.desk.networks[self.accounts[account].network]
        if part.pictures or not previews.wanted(network, campaign):
            return replace(planned, preview=None)
        card = part.preview or previews.link_card(campaign, self.statement, None)
        return replace(planned, preview=card)

    def composed(self, part: Part, account: str, place: int | None) -> Part:
        """*part* with the words that it is planned with at *place*; raises ``WordsError``."""
        return self._planned(part, account, place)[0]

    def _planned(self, part: Part, account: str, place: int | None) -> tuple[Part, Campaign]:
        """*part* as it is planned for *place*, with the link and the hashtags that belong there."""
        network = self.desk.networks[self.accounts[account].network]
        if place is None:
            campaign = replace(self.campaign, link=None, hashtags=())
        else:
            campaign = replace(self.campaign, link=costs.link_beside(self.campaign, place, network))
        words = excerpting.words_for(
            self.desk,
            network,
            self.statement,
            self.excerpts[part.excerpt or ""],
            link=campaign.link,
            hashtags=campaign.hashtags,
            carded=bool(part.pictures),
        )
        return replace(part, words=words.text, left_out=words.left_out), campaign


def read(desk: Desk, unit: Unit, campaign_id: str) -> Drafts:
    """What there is of the campaign; raises ``NotFound``."""
    campaign = lookups.campaign(unit, campaign_id)
    return Drafts(
        desk=desk,
        campaign=campaign,
        statement=lookups.statement(unit, campaign.statement),
        excerpts={each.id: each for each in unit.statements.excerpts(campaign.statement)},
        accounts={name: lookups.account(unit, name) for name in campaign.accounts},
        deliveries=unit.deliveries.of_campaign(campaign_id),
    )


def with_parts(draft: Delivery, parts: Sequence[Part]) -> Delivery:
    """*draft* with *parts* instead of its own, numbered anew; a record key stays with its number."""
    keys = {part.n: part.record_key for part in draft.parts}
    return replace(
        draft,
        parts=tuple(
            Part(
                n=n,
                words=part.words,
                pictures=part.pictures,
                excerpt=part.excerpt,
                speaker=part.speaker,
                left_out=part.left_out,
                mentions=part.mentions,
                preview=part.preview,
                record_key=keys.get(n),
            )
            for n, part in enumerate(parts, start=1)
        ),
    )
