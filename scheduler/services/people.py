"""The people quoted: what is said by whom, what proves it, and the yes that each of them needs.

An approval that quotes somebody who is not the issuer needs a yes for that person. It is bound to the name
and to each excerpt, kept with who said it and when, and asked for again only where a name or an excerpt is
another one. The issuer speaks for itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from quotes.passages import Reading, reading
from quotes.rulings import Kind
from quotes.verbatim import collapse
from quotes.voices import Quoted, Voice, proof_of, voices
from quotes.voices import quoted as all_quotations
from scheduler.core.delivery import Delivery
from scheduler.core.errors import Refused
from scheduler.core.ids import not_found
from scheduler.core.records import KeptExcerpt, KeptStatement, KeptYes
from scheduler.core.storage import Unit
from scheduler.services import lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom posts quote."""

    name: str
    title: str | None
    """As the statement introduces them, kept apart from the name."""
    statement: str
    posts: tuple[str, ...]
    parts: int
    """Of all deliveries."""
    excerpts: tuple[str, ...]
    said: tuple[str, ...]
    """The words of these, as shown."""
    evidence: tuple[str, ...]
    """The sentences by which the engine knows who speaks; none where a person said who does."""
    said_by: tuple[str, ...]
    """Who said that it was them, where a person did."""
    yes: KeptYes | None = None
    """The last yes, where there is one to every excerpt."""


def quoted(unit: Unit, deliveries: Iterable[Delivery]) -> list[Person]:
    """The people whom *deliveries* quote, in their order; the issuer is none."""
    parts = [(each, part) for each in deliveries for part in each.parts if part.excerpt and part.speaker]
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for each, part in parts:
        found.setdefault((each.statement, part.speaker or ""), []).append((each.post, part.excerpt or ""))
    texts = {id: _Text.of(lookups.statement(unit, id)) for id in dict.fromkeys(id for id, _ in found)}
    return [
        _person(unit, texts[id], name, where)
        for (id, name), where in found.items()
        if name != texts[id].statement.issuer
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A statement, read once for all of its people."""

    statement: KeptStatement
    reading: Reading
    voices: Mapping[str, Voice]
    quotations: Sequence[Quoted]

    @classmethod
    def of(cls, statement: KeptStatement) -> "_Text":
        found = reading(statement.as_text())
        return cls(
            statement=statement,
            reading=found,
            voices={each.name: each for each in voices(found)},
            quotations=all_quotations(found),
        )


def _person(unit: Unit, text: _Text, name: str, where: Sequence[tuple[str, str]]) -> Person:
    statement, voice = text.statement, text.voices.get(name)
    ids = tuple(dict.fromkeys(excerpt for _, excerpt in where))
    kept = [excerpt for id in ids if (excerpt := unit.statements.excerpt(id)) is not None]
    return Person(
        name=name,
        title=voice.title if voice else None,
        statement=statement.id,
        posts=tuple(dict.fromkeys(post for post, _ in where)),
        parts=len(where),
        excerpts=ids,
        said=tuple(statement.shown(each.start, each.end) for each in kept),
        evidence=_evidence(text, voice, kept),
        said_by=tuple(dict.fromkeys(_said_by(statement, name, kept))),
        yes=_yes(unit, name, ids),
    )


def _evidence(text: _Text, voice: Voice | None, excerpts: Sequence[KeptExcerpt]) -> tuple[str, ...]:
    own = (proof_of(text.reading, text.quotations, each.start, each.end) for each in excerpts)
    spans = [span for span in (voice.proof if voice else None, *own) if span is not None]
    return tuple(dict.fromkeys(collapse(text.statement.text[slice(*span)]) for span in spans))


def _said_by(statement: KeptStatement, name: str, excerpts: Sequence[KeptExcerpt]) -> Iterable[str]:
    for each in statement.rulings:
        if each.kind is Kind.NAME and each.value == name:
            yield each.by
        if each.kind is Kind.SPEAKER and each.value == name:
            yield from (each.by for one in excerpts if each.ruling.covers(one.start))


def _yes(unit: Unit, name: str, excerpts: Sequence[str]) -> KeptYes | None:
    given = {each.excerpt: each for each in unit.reviews.yeses(excerpts) if each.name == name}
    return max(given.values(), key=lambda each: each.at) if len(given) == len(excerpts) else None


# --- the yes ------------------------------------------------------------------------------------


def names(deliveries: Iterable[Delivery]) -> set[str]:
    """The names of all whom *deliveries* quote."""
    return {part.speaker for each in deliveries for part in each.parts if part.excerpt and part.speaker}


def named(known: Collection[str], given: Collection[str]) -> set[str]:
    """Those of the *known* names that a person means by the *given*; raises ``NotFound``."""
    by_sound = {collapse(each).casefold(): each for each in sorted(known)}
    wrong = [each for each in given if collapse(each).casefold() not in by_sound]
    if wrong:
        raise not_found(
            "person quoted", wrong[0], by_sound.values(), listing="drumbeat campaign show CAMPAIGN"
        )
    return {by_sound[collapse(each).casefold()] for each in given}


def say_yes(unit: Unit, people: Sequence[Person], yes: Collection[str], *, actor: str, now: datetime) -> None:
    """Keep the *yes* to the people of these names; raises ``Refused`` if one of *people* is left without."""
    missing = [each for each in people if each.yes is None and each.name not in yes]
    if missing:
        raise not_asked(missing)
    for each in people:
        if each.yes is None:
            there = {one.excerpt for one in unit.reviews.yeses(each.excerpts) if one.name == each.name}
            for excerpt in each.excerpts:
                if excerpt not in there:
                    unit.reviews.add_yes(KeptYes(excerpt=excerpt, name=each.name, at=now, by=actor))


def carry(unit: Unit, old: str, new: str) -> None:
    """Let every yes to the excerpt *old* hold for *new*, which says the same in a newer text."""
    there = {each.name for each in unit.reviews.yeses([new])}
    for each in unit.reviews.yeses([old]):
        if each.name not in there:
            unit.reviews.add_yes(replace(each, excerpt=new))


def not_asked(missing: Sequence[Person]) -> Refused:
    """That nobody has said yes to *missing*, and what to add for it."""
    told = "; ".join(f"{introduced(each)}, in {_posts(each)}" for each in missing)
    add = " ".join(f'--person "{each.name}"' for each in missing)
    return Refused(
        f"Each person quoted needs a yes: {told}.",
        remedy=f"Read what proves it (drumbeat speakers {missing[0].statement}), then add: {add}",
        detail={"people": [as_json(each) for each in missing]},
    )


def introduced(person: Person) -> str:
    """The name, with the title as the statement introduces them."""
    return f"{person.name} ({person.title})" if person.title else person.name


def _posts(person: Person) -> str:
    return ", ".join(person.posts)


def as_json(person: Person) -> dict[str, object]:
    """A person quoted as ``docs/json.md`` promises it; keys are only ever added."""
    return {
        "name": person.name,
        "title": person.title,
        "statement": person.statement,
        "posts": list(person.posts),
        "parts": person.parts,
        "excerpts": list(person.excerpts),
        "evidence": list(person.evidence),
        "said_by": list(person.said_by),
        "yes_by": person.yes.by if person.yes else None,
        "yes_at": person.yes.at if person.yes else None,
    }
