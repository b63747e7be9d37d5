"""The parts of a post as an account shows them: for each excerpt its words and its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.core import costs, timeline
from scheduler.core.accounts import Account
from scheduler.core.campaign import Campaign, Post
from scheduler.core.conduct import check_cashtags
from scheduler.core.delivery import Delivery, Part
from scheduler.core.ids import delivery_id
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.services import drawing, excerpting, previews
from scheduler.services.mentions import Mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes the parts of a campaign's posts. The first part alone has the link and the hashtags."""

    campaign: Campaign
    statement: KeptStatement
    cards: Mapping[tuple[str, drawing.Size], KeptCard]
    """By excerpt id and size."""
    carded: bool
    """Whether they are the posts' pictures, or those of their link cards."""
    mentions: Mentions

    def parts(self, post: int, excerpts: Sequence[KeptExcerpt], account: Account) -> tuple[Part, ...]:
        """The parts of the post number *post* on *account*, one for each of *excerpts* in order.

        A reply with the link comes after them where the campaign wants one. Asks the network for those whom
        they mention; raises ``WordsError``.
        """
        network = self.mentions.desk.networks[account.network]
        first = replace(self.campaign, link=costs.link_beside(self.campaign, post, network))
        rest = replace(self.campaign, link=None, hashtags=())
        parts = [
            self._part(n, excerpt, account, first if n == 1 else rest)
            for n, excerpt in enumerate(excerpts, start=1)
        ]
        return (*parts, *costs.link_reply(self.campaign, post, network, len(parts)))

    def _part(self, n: int, excerpt: KeptExcerpt, account: Account, campaign: Campaign) -> Part:
        """Part *n*, with the link and the hashtags of *campaign* as it stands."""
        desk = self.mentions.desk
        network = desk.networks[account.network]
        words = excerpting.words_for(
            desk,
            network,
            self.statement,
            excerpt,
            link=campaign.link,
            hashtags=campaign.hashtags,
            carded=self.carded,
        )
        check_cashtags(words.text, network)
        part = Part(
            n=n,
            words=words.text,
            excerpt=excerpt.id,
            speaker=excerpt.speaker,
            left_out=words.left_out,
            mentions=self.mentions.of(account, words.text),
        )
        if self.carded:
            size = network.limits.card_size
            card = drawing.card_of(desk, self.statement, excerpt, theme=campaign.theme, size=size)
            shown = drawing.picture_of(self.cards[excerpt.id, size], card, network.limits)
            return replace(part, pictures=(shown,))
        if previews.wanted(network, campaign):
            picture = self.cards.get((excerpt.id, previews.SIZE))
            return replace(part, preview=previews.link_card(campaign, self.statement, picture))
        return part


def delivery_of(
    campaign: Campaign,
    post: Post,
    account: str,
    when: timeline.Moment | None,
    parts: tuple[Part, ...] = (),
) -> Delivery:
    """*parts* as a draft of *post* for an account of *campaign*, planned for *when*, if that is known."""
    return Delivery(
        id=delivery_id(post.id, account),
        post=post.id,
        campaign=campaign.id,
        statement=campaign.statement,
        account=account,
        parts=parts,
        window=campaign.window,
        zone=campaign.zone,
        may_reply=campaign.may_reply,
        quotable=campaign.quotable,
        labels=campaign.labels,
        planned_at=when.at if when else None,
        planned_local=when.wall if when else None,
    )
