"""A post that a correction touched takes the corrected words: drawn and composed anew, and a draft again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quotes.errors import ExcerptError
from quotes.excerpt import at
from scheduler.core.aligning import Alignment
from scheduler.core.campaign import Post
from scheduler.core.checking import misquotes
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.errors import InputError, Refused
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import drawing, excerpting, lookups, signing, threads
from scheduler.services.approving import decision, save
from scheduler.services.desk import Desk
from scheduler.services.editing import check_not_cancelled, to_draft
from scheduler.services.mentions import Mentions
from scheduler.services.parts import Maker

_RENEWABLE = frozenset({State.DRAFT, State.HELD, State.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A post with the corrected words."""

    post: Post
    deliveries: tuple[Delivery, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Old:
    """What is to be renewed, as one transaction saw it."""

    drafts: threads.Drafts
    post: Post
    deliveries: Sequence[Delivery]
    excerpts: Sequence[KeptExcerpt]
    """Of the version that stands, in the order of the parts."""
    was: Mapping[str, tuple[KeptStatement, KeptExcerpt]]
    """The earlier ones by id, with their statement."""


def renew(desk: Desk, post_id: str, *, actor: str) -> Renewed:
    """Give what is not out of a post the words that stand now where its excerpts stood.

    Drawn and composed anew, for its time if that is still to come; a person's own words stay, unless they
    quote what is gone. Raises ``NotFound``, ``Refused``, ``InputError``.
    """
    with desk.store.read() as unit:
        old = _read(desk, unit, post_id, actor)
    campaign, statement = old.drafts.campaign, old.drafts.statement
    carded = any(part.pictures for each in old.deliveries for part in each.parts)
    sizes = {
        (picture.width, picture.height)
        for each in old.deliveries
        for part in each.parts
        if part.excerpt
        for picture in part.pictures
    }
    wanted = [(excerpt, size) for excerpt in old.excerpts for size in sorted(sizes)]
    cards = drawing.draw_all(desk, statement, wanted, theme=campaign.theme)
    mentions = Mentions(desk=desk)
    maker = Maker(campaign=campaign, statement=statement, cards=cards, carded=carded, mentions=mentions)
    place = old.drafts.place(old.post)
    made = [(each, _parts(old, each, maker, place)) for each in old.deliveries]
    post = replace(old.post, excerpts=tuple(each.id for each in old.excerpts))
    now = desk.clock.now()
    with desk.store.write() as unit:
        _keep(unit, old.excerpts, list(cards.values()))
        unit.campaigns.save_post(post)
        after = []
        for each, parts in made:
            new = replace(threads.with_parts(to_draft(each, now), parts), statement=statement.id)
            save(unit, each, new)
            unit.deliveries.note(decision(new, actor, now, "renewed", statement=statement.id))
            after.append(new)
    return Renewed(post=post, deliveries=tuple(after), remarks=tuple(mentions.remarks))


def _keep(unit: Unit, excerpts: Sequence[KeptExcerpt], cards: Sequence[KeptCard]) -> None:
    for each in excerpts:
        unit.statements.keep_excerpt(each)
        signing.keep_signed(unit, each)
    drawing.keep(unit, cards)


def _read(desk: Desk, unit: Unit, post_id: str, actor: str) -> _Old:
    campaign, post = lookups.post(unit, post_id)
    check_not_cancelled(campaign, post)
    drafts = threads.read(desk, unit, campaign.id)
    ours = [each for each in drafts.deliveries if each.post == post.id]
    touched = [each for each in ours if each.statement != campaign.statement and _renewable(each)]
    if not touched:
        raise Refused(
            f"Nothing of {post_id} waits for corrected words.",
            remedy=f"See 'drumbeat campaign show {campaign.id}'.",
        )
    ids = list(dict.fromkeys(part.excerpt for part in touched[0].parts if part.excerpt))
    was = {}
    for id in ids:
        if (kept := unit.statements.excerpt(id)) is not None:
            was[id] = lookups.statement(unit, kept.statement), kept
    excerpts = [_corrected(desk, drafts.statement, *was[id], actor=actor) for id in ids]
    return _Old(drafts=drafts, post=post, deliveries=touched, excerpts=excerpts, was=was)


def _renewable(delivery: Delivery) -> bool:
    quotes = any(part.excerpt for part in delivery.parts)
    return delivery.state in _RENEWABLE and not delivery.partly_out and not delivery.in_doubt and quotes


def _corrected(
    desk: Desk, new: KeptStatement, old: KeptStatement, excerpt: KeptExcerpt, *, actor: str
) -> KeptExcerpt:
    """What stands in *new* where *excerpt* stood in *old*; raises ``InputError``."""
    alignment = Alignment(old.text, new.text)
    span = alignment.place(excerpt.start, excerpt.end) or alignment.span(excerpt.start, excerpt.end)
    try:
        found = at(new.as_text(), *span) if span else None
    except ExcerptError:
        found = None
    if found is None:
        raise InputError(
            f"Nothing stands in {new.id} for {excerpt.id}.",
            remedy=f"Plan other words: drumbeat excerpts {new.id}. Give it up: drumbeat post cancel",
        )
    excerpting.check_signed(new, found)
    return excerpting.as_kept(desk, new, found, actor=actor)


def _parts(old: _Old, delivery: Delivery, maker: Maker, place: int) -> list[Part]:
    """The parts of *delivery* with the corrected words, and with a person's own where these still hold."""
    made = maker.parts(place, old.excerpts, old.drafts.accounts[delivery.account])
    by_id = dict(zip(old.was, made, strict=False))
    parts = []
    for n, part in enumerate(old.drafts.own(delivery)):
        new = by_id.get(part.excerpt or "")
        if new is None:
            parts.append(part)
        elif _is_own(old, part, delivery.account, place if n == 0 else None):
            parts.append(replace(new, words=part.words, left_out=(), mentions=part.mentions))
        else:
            parts.append(new)
    return [*parts, *old.drafts.reply(delivery)]


def _is_own(old: _Old, part: Part, account: str, place: int | None) -> bool:
    """Whether a person wrote the words of *part*, and they quote nothing that is gone."""
    statement, excerpt = old.was[part.excerpt or ""]
    before = replace(old.drafts, statement=statement, excerpts={excerpt.id: excerpt})
    planned = before.composed(part, account, place).words
    return part.words != planned and not misquotes(part.words, old.drafts.statement.text)
