"""What posts cost on networks that charge for them, and where a campaign's link goes for it.

All amounts are micro-dollars.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scheduler.core.campaign import Campaign, LinkOn
from scheduler.core.delivery import Delivery, Part
from scheduler.core.limits import Network


def part_cost(part: Part, network: Network, *, answers: bool = False) -> int:
    """What publishing *part* costs: by its links, its alt texts, and whether it *answers* a post."""
    prices = network.prices
    if prices is None:
        return 0
    alt_texts = prices.alt_text * len(part.pictures)
    if prices.by_link and network.linked(part.words):
        return prices.post_with_link + alt_texts
    return (prices.reply if answers or part.n > 1 else prices.post) + alt_texts


def charge(part: Part, network: Network, *, answers: bool = False) -> int | None:
    """What is recorded of *part* as it is launched: its cost, or nothing where the network asks nothing."""
    return None if network.prices is None else part_cost(part, network, answers=answers)


def delivery_cost(delivery: Delivery, network: Network) -> int | None:
    """What *delivery* costs, or did as far as it is out; None where its network asks nothing."""
    if network.prices is None:
        return None
    answers = delivery.answers is not None
    return sum(cost_now(part, network, answers=answers) or 0 for part in delivery.parts)


def cost_now(part: Part, network: Network, *, answers: bool = False) -> int | None:
    """What *part* costs as it is, or what it did once it was launched."""
    if network.prices is None or part.cost is not None:
        return part.cost
    if part.out:
        return 0  # what a person posted by hand cost nothing
    return part_cost(part, network, answers=answers)


def cost_to_come(delivery: Delivery, network: Network) -> int:
    """What the parts of *delivery* that are not out will cost."""
    answers = delivery.answers is not None
    return sum(part_cost(part, network, answers=answers) for part in delivery.parts if not part.out)


def removal_cost(count: int, network: Network) -> int:
    """What deleting *count* parts costs at most, and asking for each whether it is gone."""
    return 0 if network.prices is None else count * (network.prices.delete + network.prices.read)


def look_cost(count: int, network: Network) -> int:
    """What asking for *count* parts costs at most; each that is gone costs nothing."""
    return 0 if network.prices is None else count * network.prices.read


# --- links --------------------------------------------------------------------------------------


def link_beside(campaign: Campaign, n: int, network: Network) -> str | None:
    """The link that post number *n* of *campaign* carries in its words on *network*.

    Where links cost nothing it is always there; where they do, as the campaign says.
    """
    if network.prices is None or not network.prices.by_link:
        return campaign.link
    carried = campaign.link_on is LinkOn.ALL or (campaign.link_on is LinkOn.FIRST and n == 1)
    return campaign.link if carried else None


def link_reply(campaign: Campaign, n: int, network: Network, parts: int) -> tuple[Part, ...]:
    """The link alone, as an answer to the *parts* of post number *n*, where the campaign says so."""
    charges = network.prices is not None and network.prices.by_link
    if not charges or campaign.link_on is not LinkOn.REPLY or n != 1 or not campaign.link:
        return ()
    return (Part(n=parts + 1, words=campaign.link),)


def link_choices(
    campaign: Campaign, deliveries: Iterable[tuple[int, Delivery]], network: Network
) -> Mapping[LinkOn, int]:
    """What all of *deliveries*, each with the number of its post, would cost on *network* by each choice.

    Empty where there is no choice: without a link, or where links cost nothing.
    """
    prices, link = network.prices, campaign.link
    if prices is None or not prices.by_link or not link:
        return {}
    reply = part_cost(Part(n=2, words=link), network)
    totals = dict.fromkeys(LinkOn, 0)
    for n, delivery in deliveries:
        own = [part for part in delivery.parts if part.words != link]
        bare = sum(part_cost(_without(part, link), network) for part in own)
        linked = bare + _extra(own, link, network)
        totals[LinkOn.ALL] += linked
        totals[LinkOn.FIRST] += linked if n == 1 else bare
        totals[LinkOn.REPLY] += bare + reply if n == 1 else bare
        totals[LinkOn.NONE] += bare
    return totals


def _extra(own: Sequence[Part], link: str, network: Network) -> int:
    """What the link in one of *own* costs more than none: where it is already, else in the first."""
    if not own:
        return 0
    bare = _without(next((part for part in own if link in part.words), own[0]), link)
    return part_cost(replace(bare, words=f"{bare.words} {link}"), network) - part_cost(bare, network)


def _without(part: Part, link: str) -> Part:
    """*part* without *link* in its words; a longer link that begins with it stays."""
    return replace(part, words=re.sub(rf"{re.escape(link)}(?![\w/?#&=%~-])", "", part.words))
