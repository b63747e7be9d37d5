"""Excerpts of a statement: ranked by the engine, or chosen by a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes import verbatim
from quotes.excerpt import Excerpt, at, find, locate
from scheduler.core.compose import Words, compose, fill
from scheduler.core.conduct import takes_cashtags
from scheduler.core.errors import InputError, NotFound
from scheduler.core.ids import excerpt_id
from scheduler.core.limits import Network
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.desk import Desk

_SPAN = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The length of an excerpt's words on a network, and whether the quote can stay in them."""

    size: int
    limit: int
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An excerpt with its id, its words as they stand, and how it fits each network."""

    id: str
    excerpt: Excerpt
    text: str
    quote: str
    fit: Mapping[str, Fit]
    by_person: bool = False


def fields(
    statement: KeptStatement, quote: str, speaker: str | None, *, link: str | None, hashtags: Sequence[str]
) -> dict[str, str]:
    """The fields of a words template; the issuer is not named twice."""
    issuer = statement.issuer or ""
    return {
        "quote": verbatim.quoted(quote, statement.lang),
        "speaker": speaker or "",
        "issuer": "" if issuer == speaker else issuer,
        "link": link or "",
        "hashtags": " ".join(hashtags),
    }


def fit(
    desk: Desk,
    network: Network,
    statement: KeptStatement,
    quote: str,
    speaker: str | None,
    *,
    link: str | None,
) -> Fit:
    """How the quote with its speaker and *link* fits *network*."""
    values = fields(statement, quote, speaker, link=link, hashtags=()) | {"issuer": ""}
    size = network.limits.size(fill(desk.templates[network.name], values))
    return Fit(size=size, limit=network.limits.text, fits=size <= network.limits.text)


def ranked(
    desk: Desk, statement: KeptStatement, networks: Sequence[str] = (), *, link: str | None
) -> list[Proposal]:
    """The excerpts worth posting, best first, that with *link* fit all *networks* (none: every one)."""
    chosen = [desk.networks[name] for name in networks or desk.networks]

    def fits(quote: str, speaker: str | None) -> bool:
        return all(
            fit(desk, each, statement, quote, speaker, link=link).fits and takes_cashtags(quote, each)
            for each in chosen
        )

    return [proposal(desk, statement, excerpt) for excerpt in find(statement.as_text(), fits=fits)]


def proposal(desk: Desk, statement: KeptStatement, excerpt: Excerpt, *, by_person: bool = False) -> Proposal:
    """*excerpt* as shown to a person."""
    text = statement.text[excerpt.start : excerpt.end]
    quote = statement.shown(excerpt.start, excerpt.end)
    return Proposal(
        id=excerpt_id(statement.id, excerpt.start, excerpt.end),
        excerpt=excerpt,
        text=text,
        quote=quote,
        fit={
            name: fit(desk, each, statement, quote, excerpt.speaker, link=statement.url)
            for name, each in desk.networks.items()
        },
        by_person=by_person,
    )


def listing(desk: Desk, statement_id: str, networks: Sequence[str] = ()) -> list[Proposal]:
    """The ranked excerpts of a statement, with those that a person chose among them, best first."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, statement_id)
        kept = [each for each in unit.statements.excerpts(statement_id) if each.by_person]
    found = ranked(desk, statement, networks, link=statement.url)
    known = {each.id for each in found}
    chosen = [_kept_proposal(desk, statement, each) for each in kept if each.id not in known]
    chosen = [each for each in chosen if not statement.never_named(f"{each.excerpt.speaker}: {each.text}")]
    return sorted([*found, *chosen], key=lambda each: -each.excerpt.score)


def _kept_proposal(desk: Desk, statement: KeptStatement, kept: KeptExcerpt) -> Proposal:
    return proposal(desk, statement, at(statement.as_text(), kept.start, kept.end), by_person=True)


def choose(desk: Desk, statement_id: str, words: str, *, actor: str) -> Proposal:
    """Keep the excerpt that *words* name, as chosen by a person; raises ``ExcerptError``."""
    with desk.store.write() as unit:
        statement = lookups.statement(unit, statement_id)
        excerpt = locate(statement.as_text(), words)
        check_never(statement, excerpt)
        unit.statements.keep_excerpt(as_kept(desk, statement, excerpt, actor=actor, by_person=True))
    return proposal(desk, statement, excerpt, by_person=True)


def as_kept(
    desk: Desk, statement: KeptStatement, excerpt: Excerpt, *, actor: str, by_person: bool = False
) -> KeptExcerpt:
    """*excerpt* as it is kept, so that campaigns and cards can refer to it; signed as it is known now."""
    return KeptExcerpt(
        statement=statement.id,
        start=excerpt.start,
        end=excerpt.end,
        speaker=excerpt.speaker,
        by_person=by_person,
        added_at=desk.clock.now(),
        added_by=actor,
    )


def check_signed(statement: KeptStatement, excerpt: Excerpt) -> None:
    """Raise ``InputError`` if nobody is known to have said *excerpt*, or somebody who is never quoted.

    A card must say who spoke.
    """
    id = excerpt_id(statement.id, excerpt.start, excerpt.end)
    check_never(statement, excerpt)
    if excerpt.speaker is None:
        raise InputError(
            f"Nobody is known to have said {id}, and a card must say who spoke.",
            remedy=f"Choose another excerpt, or say who spoke: drumbeat speakers {statement.id} lists the "
            "quotations, 'speakers set' names one's speaker; the issuer is named by 'statement set'.",
        )


def check_never(statement: KeptStatement, excerpt: Excerpt) -> None:
    """Raise ``InputError`` if *excerpt* is by, or names, somebody of whom a person said: never."""
    words = statement.text[excerpt.start : excerpt.end]
    if name := statement.never_named(f"{excerpt.speaker}: {words}"):
        raise InputError(
            f"{excerpt_id(statement.id, excerpt.start, excerpt.end)} is by or names {name}, "
            f"who is never to be quoted from {statement.id}.",
            remedy=f"Choose another. Who said so, and how to undo it: drumbeat speakers {statement.id}",
        )


def by_id(unit: Unit, id: str) -> tuple[KeptStatement, Excerpt]:
    """The excerpt at the offsets in *id*, with its statement; raises ``NotFound``, ``ExcerptError``."""
    name, _, span = id.rpartition(":")
    offsets = _SPAN.fullmatch(span)
    if not offsets:
        raise NotFound(
            f"{id!r} is not the id of an excerpt.",
            remedy="Ids look like ijn-2020:210-388; see 'drumbeat excerpts'.",
        )
    statement = lookups.statement(unit, name)
    return statement, at(statement.as_text(), int(offsets[1]), int(offsets[2]))


def words_for(
    desk: Desk,
    network: Network,
    statement: KeptStatement,
    excerpt: Excerpt | KeptExcerpt,
    *,
    link: str | None,
    hashtags: Sequence[str],
    carded: bool = True,
) -> Words:
    """The words of a post of *excerpt* on *network*; raises ``WordsError``.

    Where it is not *carded* they hold the quote, which nothing else has.
    """
    quote = statement.shown(excerpt.start, excerpt.end)
    values = fields(statement, quote, excerpt.speaker, link=link, hashtags=hashtags)
    return compose(desk.templates[network.name], values, network, keeps=() if carded else ("quote",))
