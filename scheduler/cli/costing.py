"""What campaigns cost, for people and programs."""

from typing import Any

import click

from scheduler.cli.output import remark
from scheduler.core.campaign import Campaign
from scheduler.core.prices import Prices, plain, spell
from scheduler.services.foresight import Foresight


def show(campaign: Campaign, ahead: Foresight) -> None:
    """Print what a campaign costs, by each place for its link too, and what it will meet."""
    if ahead.cost is not None:
        each = ", ".join(f"{name} {spell(amount)}" for name, amount in ahead.costs.items())
        accounts = f" ({each})" if len(ahead.costs) > 1 else ""
        lists = " and ".join(f"{network.title}{_of(network.prices)}" for network in ahead.priced)
        click.echo(f"Cost: {spell(ahead.cost)}{accounts}, by the prices of {lists}")
    for line in (*_links(campaign, ahead), *ahead.remarks):
        remark(line)


def _of(prices: Prices | None) -> str:
    return f" of {prices.as_of}" if prices and prices.as_of else ""


def _links(campaign: Campaign, ahead: Foresight) -> list[str]:
    """What each place for the link would cost, where it matters."""
    if not ahead.links:
        return []
    choices = [
        f"{choice} {spell(amount)}{' (chosen)' if choice is campaign.link_on else ''}"
        for choice, amount in ahead.links.items()
    ]
    return [f"With the link on: {', '.join(choices)}. Another: --link-on, with a new campaign."]


def remarks(campaign: Campaign, ahead: Foresight) -> list[str]:
    """What a person who plans should know, for programs."""
    return [*_links(campaign, ahead), *ahead.remarks]


def as_json(campaign: Campaign, ahead: Foresight) -> dict[str, Any]:
    """What a campaign costs, in US dollars as text."""
    return {
        "cost": plain(ahead.cost) if ahead.cost is not None else None,
        "prices": {each.name: _list(each.prices) for each in ahead.priced if each.prices},
        "link_on": campaign.link_on,
        "link_costs": {choice: plain(amount) for choice, amount in ahead.links.items()},
        "remarks": remarks(campaign, ahead),
    }


def _list(prices: Prices) -> dict[str, Any]:
    return {"as_of": prices.as_of, "source": prices.source}
