"""What goes out, for people and programs: a campaign's rules, its parts with their length and pictures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from scheduler.cli import rows
from scheduler.cli.output import count, remark, title, wall
from scheduler.core.campaign import Campaign
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.durations import spell
from scheduler.services import audience, reporting, revisions
from scheduler.services.desk import Desk
from scheduler.services.reporting import Overview, Row
from scheduler.services.times import counts_from_launch


def rules(campaign: Campaign) -> None:
    """How late a campaign's posts may be, and who may answer and quote them where that is not everybody."""
    click.echo(f"Window: a post more than {spell(campaign.window)} late waits for you")
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


def files(desk: Desk, shown: Sequence[Row]) -> dict[str, str]:
    """Where a person finds the pictures of what is *shown*, by their SHA-256."""
    every = (digest for row in shown for part in row.delivery.parts for digest in pictures(part))
    return {digest: desk.pictures.path(digest) for digest in every}


def delivery(row: Row, files: Mapping[str, str]) -> None:
    """Every part of a delivery: its words with their length, and what goes out beside them."""
    title(f"\n{row.delivery.id} · {rows.when(row.delivery)} · {rows.state(row)}")
    if row.delivery.answers is not None:
        click.echo(f"  answers {row.delivery.answers}")
    for part in row.delivery.parts:
        _words(part, row)
        _beside(part, files)


def _words(part: Part, row: Row) -> None:
    limits, count = row.network.limits, len(row.delivery.parts)
    length = f"{limits.size(part.words)} of {limits.text} {limits.unit}"
    click.echo(f"  part {part.n} of {count}: {length}" if count > 1 else f"  {length}")
    for line in part.words.splitlines():
        click.echo(f"  │ {line}".rstrip())
    if part.left_out:
        remark(f"  left out to fit: {', '.join(part.left_out)}")
    if part.found_words is not None:
        remark("  followers see other words:")
        for line in part.found_words.splitlines():
            click.echo(f"  ┊ {line}".rstrip())


def _beside(part: Part, files: Mapping[str, str]) -> None:
    """The pictures of *part* with their *files*, its link card, and whom it mentions."""
    for picture in part.pictures:
        click.echo(f"  {'card' if part.excerpt else 'picture'}: {files[picture.sha256]}")
        click.echo(f"  alt text: {picture.alt}")
    card = part.preview
    if card is not None:
        click.echo(f"  link card: {card.title} · {card.description} · {card.uri}")
        if card.sha256 is not None:
            click.echo(f"  its picture: {files[card.sha256]}")
    for handle, identity in part.mentions.items():
        click.echo(f"  mentions: @{handle}, {identity}")


def campaign_json(each: Campaign) -> dict[str, Any]:
    """A campaign as ``docs/json.md`` promises it; keys are only ever added."""
    return {
        "id": each.id,
        "statement": each.statement,
        "accounts": list(each.accounts),
        "zone": each.zone,
        "launch_at": each.launch_at,
        "launch_local": each.launch_local,
        "embargo_at": each.embargo_at,
        "window": spell(each.window),
        "link": each.link,
        "hashtags": list(each.hashtags),
        "theme": each.theme,
        "may_reply": each.may_reply,
        "quotable": each.quotable,
        "labels": each.labels,
        "paused_at": each.paused_at,
        "cancelled_at": each.cancelled_at,
        "created_at": each.created_at,
        "created_by": each.created_by,
        "posts": [
            {
                "id": post.id,
                "when": post.offset,
                "excerpts": list(post.excerpts),
                "joined_to": post.joined_to,
            }
            for post in each.posts
        ],
    }


def say_cancelled(after: list[Delivery]) -> None:
    """Say what a cancellation reached, and what it came too late for."""
    states = [each.state for each in after]
    click.echo(f"Cancelled {count(states.count(State.CANCELLED), 'delivery', 'deliveries')}.")
    for each in after:
        if each.state in _TOO_LATE:
            click.echo(f"  {each.id} {_TOO_LATE[each.state]}")
        elif each.partly_out:
            click.echo(f"  {each.id}: a part of it is out. End it there: drumbeat decide {each.id} posted")


_TOO_LATE = {
    State.SENDING: "is sending and may still go out; it is stopped if its request has not begun",
    State.UNCERTAIN: "is uncertain: it may be out, and the network is being asked",
    State.POSTED: "is out",
}


def launch_of(each: Campaign) -> str:
    """When a campaign's launch is, or why it has none."""
    if each.cancelled_at is not None:
        return "cancelled"
    none = "stands by" if counts_from_launch(each) else "none, as every post has its time"
    return wall(each.launch_at, each.zone, none=none)


def overview(found: Overview) -> None:
    """A campaign with its rules and a line for each delivery."""
    each = found.campaign
    title(f"{each.id} · launch: {launch_of(each)} · zone: {each.zone}")
    if each.embargo_at is not None:
        click.echo(f"Embargo until {wall(each.embargo_at, each.zone)}")
    rules(each)
    rows.listing(list(found.rows))


def shown(desk: Desk, campaign_id: str) -> Overview:
    """A campaign with all its deliveries; what its code stands for is kept, for that is shown with it."""
    found = reporting.overview(desk, campaign_id)
    revisions.keep(desk, campaign_id, (row.delivery for row in found.rows))
    return found


def overview_json(found: Overview) -> dict[str, Any]:
    """A campaign with its deliveries as ``docs/json.md`` promises it."""
    return campaign_json(found.campaign) | {
        "revision": found.revision,
        "deliveries": [rows.as_json(row) for row in found.rows],
    }


def of_post(desk: Desk, post_id: str) -> list[Row]:
    """The deliveries of a post, as they stand."""
    return of_posts(desk, [post_id])


def of_posts(desk: Desk, ids: Sequence[str]) -> list[Row]:
    """The deliveries of several posts of a campaign, as they stand."""
    found = reporting.overview(desk, ids[0].rpartition(".")[0])
    return [row for row in found.rows if row.delivery.post in ids]
