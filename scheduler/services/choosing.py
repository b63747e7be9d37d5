"""Which excerpts a campaign posts: those that a person named, else the best worth posting."""

from collections.abc import Sequence

from quotes.excerpt import Excerpt
from scheduler.core.campaign import Campaign
from scheduler.core.errors import InputError
from scheduler.core.ids import excerpt_id
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import drawing, excerpting, likeness
from scheduler.services.desk import Desk


def named(unit: Unit, posts: Sequence[Sequence[str]], statement: KeptStatement) -> list[list[Excerpt]]:
    """The excerpts that a person named for each post; raises ``InputError``, ``NotFound``."""
    return [[_own(unit, id, statement) for id in _distinct(post)] for post in posts]


def _distinct(post: Sequence[str]) -> Sequence[str]:
    """The ids of one post's excerpts, none of them twice."""
    if not post:
        raise InputError("A post needs an excerpt.", remedy="Give --excerpts as A,B, or as A+B for a thread.")
    if twice := [id for id in post if post.count(id) > 1]:
        raise InputError(f"{twice[0]} is in a thread twice.", remedy="Name it once.")
    return post


def _own(unit: Unit, id: str, statement: KeptStatement) -> Excerpt:
    other, excerpt = excerpting.by_id(unit, id)
    if other.id != statement.id:
        raise InputError(
            f"{id} belongs to another statement.", remedy=f"Choose among 'drumbeat excerpts {statement.id}'."
        )
    excerpting.check_signed(statement, excerpt)
    return excerpt


def choose(
    desk: Desk,
    campaign: Campaign,
    statement: KeptStatement,
    given: Sequence[Sequence[Excerpt]],
    times: int,
    networks: Sequence[str],
    sizes: Sequence[drawing.Size],
) -> tuple[Sequence[Sequence[Excerpt]], list[str]]:
    """The excerpts of each post, in posting order, and a remark where there are fewer than times."""
    if given:
        return given, []
    worth = worth_posting(desk, campaign, statement, networks, sizes)
    short = f"{len(worth)} worth posting for {times} times; {len(worth)} planned."
    return [[each] for each in worth[:times]], [short] if len(worth) < times else []


def worth_posting(
    desk: Desk,
    campaign: Campaign,
    statement: KeptStatement,
    networks: Sequence[str],
    sizes: Sequence[drawing.Size],
) -> list[Excerpt]:
    """What the engine found, signed, and legible on a card; raises ``InputError`` if that is nothing.

    What another account says already is left out where their network forbids it, unless nothing else is left.
    """
    found = [each.excerpt for each in excerpting.ranked(desk, statement, networks, link=campaign.link)]
    signed = [each for each in found if each.speaker is not None]
    refused = {
        each: drawing.refusal(desk, statement, each, theme=campaign.theme, sizes=sizes) for each in signed
    }
    worth = [each for each in signed if refused[each] is None]
    if not worth:
        for error in filter(None, refused.values()):
            raise error
        raise InputError(
            f"No excerpt of {statement.id} is worth posting on {', '.join(networks)}.",
            remedy=f'Choose one yourself: drumbeat excerpt add {statement.id} "exact words"',
        )
    taken = likeness.taken(desk, campaign)
    return [each for each in worth if excerpt_id(statement.id, each.start, each.end) not in taken] or worth
