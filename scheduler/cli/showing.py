"""What goes out beside the words of a part, for people: who may answer, pictures, link cards, mentions."""

from collections.abc import Iterator, Mapping

import click

from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Part
from scheduler.services import audience


def rules(campaign: Campaign) -> None:
    """Who may answer and quote a campaign's posts, and what they warn of, where that is not the usual."""
    if campaign.may_reply is not None:
        click.echo(f"May reply: {audience.spell(campaign.may_reply)}")
    if not campaign.quotable:
        click.echo("May quote: nobody")
    if campaign.labels:
        click.echo(f"Labels: {', '.join(campaign.labels)}")


def pictures(part: Part) -> Iterator[str]:
    """The SHA-256 of every picture of *part*."""
    yield from (each.sha256 for each in part.pictures)
    if part.preview is not None and part.preview.sha256 is not None:
        yield part.preview.sha256


def beside(part: Part, files: Mapping[str, str]) -> None:
    """The pictures of *part* with their *files*, its link card, and whom it mentions."""
    for picture in part.pictures:
        click.echo(f"  card: {files[picture.sha256]}")
        click.echo(f"  alt text: {picture.alt}")
    card = part.preview
    if card is not None:
        click.echo(f"  link card: {card.title} · {card.description} · {card.uri}")
        if card.sha256 is not None:
            click.echo(f"  its picture: {files[card.sha256]}")
    for handle, identity in part.mentions.items():
        click.echo(f"  mentions: @{handle}, {identity}")
