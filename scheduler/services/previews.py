"""Link cards: what followers see of a campaign's link where a post has no picture."""

from collections.abc import Sequence

from quotes.verbatim import collapse
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import LinkCard
from scheduler.core.limits import Network
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.services import drawing
from scheduler.services.desk import Desk

SIZE = (1200, 630)
"""Width and height in pixels of its picture: 1.91 to 1, as pages give it for links.

Source: https://developers.facebook.com/docs/sharing/webmasters/images
"""
_TITLE = 100
"""Characters, at most; apps cut longer ones."""


def wanted(network: Network, campaign: Campaign) -> bool:
    """Whether a post of *campaign* without a picture brings a link card on *network*."""
    return network.previews and campaign.link is not None


def drawable(
    desk: Desk, statement: KeptStatement, excerpts: Sequence[KeptExcerpt], *, theme: str
) -> list[tuple[KeptExcerpt, drawing.Size]]:
    """Which of *excerpts* can be read on a card of a link card's size; the others go without a picture."""
    return [
        (each, SIZE)
        for each in excerpts
        if drawing.refusal(desk, statement, each, theme=theme, sizes=[SIZE]) is None
    ]


def link_card(campaign: Campaign, statement: KeptStatement, card: KeptCard | None) -> LinkCard:
    """The link card of a post of *campaign*, with *card*, if any, as its picture."""
    return LinkCard(
        uri=campaign.link or "",
        title=_title(statement),
        description=statement.issuer or "",
        sha256=card.sha256 if card else None,
        media_type=card.media_type if card else None,
    )


def _title(statement: KeptStatement) -> str:
    """The statement's title, else its first words."""
    words = collapse(statement.title or statement.text)
    if len(words) <= _TITLE:
        return words
    cut = words.rfind(" ", 0, _TITLE)
    return words[: cut if cut > 0 else _TITLE].rstrip(" ,;:–—-") + "…"
