"""Who signs what is on its way: a speaker that a person corrected reaches excerpts, drafts and approvals.

What was approved under another name is a draft again, and no other post is touched. Its words, card and alt
text are made anew outside the transaction, for drawing takes a while; until then the check refuses it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from quotes.excerpt import at
from quotes.rulings import Kind
from scheduler.core.checking import signature_problem
from scheduler.core.delivery import Delivery, Part, Picture, State
from scheduler.core.errors import InputError
from scheduler.core.records import KeptCard, KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import corrected, drawing, lookups, previews, threads
from scheduler.services.approving import decision, save
from scheduler.services.corrected import Live
from scheduler.services.desk import Desk
from scheduler.services.editing import to_draft

_VOIDED = frozenset({State.QUEUED, State.HELD})
"""What becomes a draft by another signature; what is sending or uncertain meets the check as a gate."""
_TO_COME = frozenset(State) - {State.POSTED, State.FAILED, State.CANCELLED}
"""What may still go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A draft that was signed anew, or could not be."""

    delivery: str
    speakers: tuple[str, ...]
    """Whom its parts name now."""
    problem: str | None = None


def keep_signed(unit: Unit, excerpt: KeptExcerpt) -> None:
    """Let the kept one follow *excerpt*, as it is read now, where a ruling has changed its speaker before."""
    kept = unit.statements.excerpt(excerpt.id)
    if kept is not None and kept.ruled_at is not None and kept.speaker != excerpt.speaker:
        unit.statements.sign_excerpt(excerpt.id, excerpt.speaker, at=excerpt.added_at)


def follow(unit: Unit, before: KeptStatement, after: KeptStatement, *, actor: str, now: datetime) -> None:
    """Bring the kept excerpts of a statement to what its rulings say *after* a change, and void approvals."""
    changed = {
        each.id for each in unit.statements.excerpts(after.id) if _follows(unit, each, before, after, now)
    }
    if not changed:
        return
    for campaign in unit.campaigns.all():
        if campaign.statement != after.id:
            continue
        for old in unit.deliveries.of_campaign(campaign.id):
            touched = any(part.excerpt in changed and not part.out for part in old.parts)
            if touched and old.state in _VOIDED and not old.partly_out and not old.in_doubt:
                new = to_draft(old, now)
                save(unit, old, new)
                unit.deliveries.note(decision(new, actor, now, "speaker corrected"))


def _follows(
    unit: Unit, excerpt: KeptExcerpt, before: KeptStatement, after: KeptStatement, now: datetime
) -> bool:
    """Whether the speaker of *excerpt* is another one now, which is written then."""
    said = at(after.as_text(), excerpt.start, excerpt.end).speaker
    was = at(before.as_text(), excerpt.start, excerpt.end).speaker
    named = any(
        each.kind is Kind.SPEAKER and each.ruling.covers(excerpt.start)
        for each in {*before.rulings} ^ {*after.rulings}
    )
    if said == excerpt.speaker or (said == was and not named):
        return False
    unit.statements.sign_excerpt(excerpt.id, said, at=now)
    return True


def kept_back(desk: Desk, statement_id: str) -> list[tuple[str, str]]:
    """The deliveries that would go out and may not, because of whom they name, with the reason."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, statement_id)
        excerpts = {each.id: each for each in unit.statements.excerpts(statement_id)}
        ours = unit.deliveries.in_states(_TO_COME)
    return [
        (each.id, problem)
        for each in ours
        if each.statement == statement_id and (problem := _named_wrongly(each, excerpts, statement))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveName:
    """A part that followers can see, and whom it names that it must not."""

    live: Live
    post: str
    problem: str


def live_names(desk: Desk, statement_id: str) -> list[LiveName]:
    """What followers can see that names another speaker than its excerpt has by now, or one never named.

    History stays what it is; whether to delete it, only a person can say.
    """
    with desk.store.read() as unit:
        statement = lookups.statement(unit, statement_id)
        excerpts = {each.id: each for each in unit.statements.excerpts(statement_id)}
        ours = [each for each in corrected.quoting(unit, statement_id) if each.statement == statement_id]
        posts = {each.id: each for each in ours}
        return [
            LiveName(live=each, post=posts[each.delivery].post, problem=problem)
            for each in corrected.live(unit, [one for one in ours if one.partly_out])
            if (problem := _live_problem(posts[each.delivery], each.part, excerpts, statement))
        ]


def _live_problem(
    delivery: Delivery, n: int, excerpts: Mapping[str, KeptExcerpt], statement: KeptStatement
) -> str | None:
    part = next(each for each in delivery.parts if each.n == n)
    kept = excerpts.get(part.excerpt or "")
    if kept is not None and kept.ruled_at is not None and part.speaker != kept.speaker:
        return f"it names {part.speaker or 'nobody'} for the words of {kept.speaker or 'somebody unknown'}"
    return signature_problem(part, None, statement)


def _named_wrongly(
    delivery: Delivery, excerpts: Mapping[str, KeptExcerpt], statement: KeptStatement
) -> str | None:
    to_come = (part for part in delivery.parts if not part.out)
    found = (signature_problem(part, excerpts.get(part.excerpt or ""), statement) for part in to_come)
    return next(filter(None, found), None)


# --- words, cards and alt text ------------------------------------------------------------------


def sign(desk: Desk, statement_id: str, *, actor: str) -> list[Signed]:
    """Let every draft of a statement name whom its excerpts are by; what cannot be signed tells why."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, statement_id)
        owned = [each for each in unit.campaigns.all() if each.statement == statement_id]
        waiting = [each for campaign in owned for each in _waiting(threads.read(desk, unit, campaign.id))]
    return [_sign(desk, statement, each, actor) for each in waiting]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A draft with parts that name another speaker than their excerpts have."""

    drafts: threads.Drafts
    delivery: Delivery
    place: int
    """The number of the post whose place it has."""


def _waiting(drafts: threads.Drafts) -> Iterator[_Waiting]:
    posts = {each.id: each for each in drafts.campaign.posts}
    for each in drafts.deliveries:
        if each.state is State.DRAFT and any(_stale(drafts.excerpts, part) for part in each.parts):
            yield _Waiting(drafts=drafts, delivery=each, place=drafts.place(posts[each.post]))


def _stale(excerpts: Mapping[str, KeptExcerpt], part: Part) -> bool:
    kept = excerpts.get(part.excerpt or "")
    return kept is not None and kept.ruled_at is not None and kept.speaker not in (None, part.speaker)


def _sign(desk: Desk, statement: KeptStatement, waiting: _Waiting, actor: str) -> Signed:
    old = waiting.delivery
    try:
        made = [_resigned(desk, statement, waiting, part) for part in old.parts]
        new = replace(old, parts=tuple(part for part, _ in made))
        with desk.store.write() as unit:
            drawing.keep(unit, [card for _, cards in made for card in cards])
            save(unit, old, new)
            unit.deliveries.note(decision(new, actor, desk.clock.now(), "signed"))
    except InputError as error:  # no card, no words, no theme, or changed meanwhile: the others are signed
        return Signed(delivery=old.id, speakers=(), problem=str(error))
    return Signed(delivery=old.id, speakers=tuple(part.speaker for part in new.parts if part.speaker))


def _resigned(
    desk: Desk, statement: KeptStatement, waiting: _Waiting, part: Part
) -> tuple[Part, list[KeptCard]]:
    """*part* with the name of its excerpt's speaker, and the cards that were drawn for it."""
    drafts = waiting.drafts
    if not _stale(drafts.excerpts, part):
        return part, []
    kept = drafts.excerpts[part.excerpt or ""]
    theme = drafts.campaign.theme
    limits = desk.networks[drafts.accounts[waiting.delivery.account].network].limits
    sizes = [(each.width, each.height) for each in part.pictures]
    if part.preview is not None and part.preview.sha256 is not None:
        sizes.append(previews.SIZE)
    drawn = drawing.draw_all(desk, statement, [(kept, size) for size in sizes], theme=theme)

    def picture(by: KeptExcerpt, old: Picture) -> Picture:
        size = old.width, old.height
        card = drawing.card_of(desk, statement, by, theme=theme, size=size)
        return drawing.picture_of(drawn[kept.id, size], card, limits)

    def signed(old: Picture) -> Picture:
        """The new picture; an alt text that a person wrote stays theirs, but for the name."""
        made, was = picture(kept, old), picture(replace(kept, speaker=part.speaker), old)
        if old.alt == was.alt:
            return made
        return replace(made, alt=_renamed(old.alt, part.speaker, kept.speaker))

    pictures = tuple(signed(each) for each in part.pictures)
    new = replace(part, speaker=kept.speaker, pictures=pictures)
    if part.preview is not None and part.preview.sha256 is not None:
        card = previews.link_card(drafts.campaign, statement, drawn[kept.id, previews.SIZE])
        new = replace(new, preview=card)
    return _worded(waiting, part, new), list(drawn.values())


def _worded(waiting: _Waiting, old: Part, new: Part) -> Part:
    """*new* with the words that it is planned with, or a person's own words, but for the name."""
    drafts, id = waiting.drafts, old.excerpt or ""
    account = waiting.delivery.account
    place = waiting.place if old.n == 1 else None
    former = replace(drafts.excerpts[id], speaker=old.speaker)
    before = replace(drafts, excerpts={**drafts.excerpts, id: former})
    if before.composed(old, account, place).words == old.words:
        return drafts.composed(new, account, place)
    return replace(new, words=_renamed(old.words, old.speaker, new.speaker))


def _renamed(words: str, old: str | None, new: str | None) -> str:
    return words.replace(old, new) if old and new else words
