"""The speakers of a statement, and what a person corrects of them: who, what they are called, who never."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.excerpt import find, locate
from quotes.naming import named
from quotes.passages import Reading, reading
from quotes.rulings import Kind
from quotes.verbatim import collapse
from quotes.voices import Quoted, Voice, quoted, voices
from scheduler.core.errors import InputError, NotFound
from scheduler.core.ids import not_found
from scheduler.core.records import KeptRuling, KeptStatement
from scheduler.services import lookups
from scheduler.services.desk import Desk
from scheduler.services.ruling import Act, Corrected, changed

_LONGEST = 200
"""Characters of a name or a title; it stands on a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Who speaks in a statement, and what people corrected of it."""

    statement: KeptStatement
    voices: tuple[Voice, ...]
    quotations: tuple[Quoted, ...]
    excerpts: Mapping[str, int]
    """How many of the ranked excerpts are whose."""
    never: frozenset[str]
    """All namings of those who are never quoted and never named."""

    @property
    def unknown(self) -> list[Quoted]:
        """The quotations that nobody is known to have said."""
        return [each for each in self.quotations if each.speaker is None]

    @property
    def rulings(self) -> list[KeptRuling]:
        """What people corrected, roles of blocks aside."""
        return [each for each in self.statement.rulings if each.kind is not Kind.ROLE]

    def ruling_on(self, quotation: Quoted) -> KeptRuling | None:
        """Who said who says *quotation*."""
        found = [each for each in self.rulings if each.ruling.covers(quotation.span[0])]
        return found[-1] if found else None


def listing(desk: Desk, id: str) -> Listing:
    """Who speaks in the statement called *id*; raises ``NotFound``."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, id)
    return listed(statement)


def listed(statement: KeptStatement) -> Listing:
    """Who speaks in *statement*."""
    found = reading(statement.as_text())
    return Listing(
        statement=statement,
        voices=tuple(voices(found)),
        quotations=tuple(quoted(found)),
        excerpts=Counter(each.speaker for each in find(statement.as_text()) if each.speaker is not None),
        never=found.speakers.names.never,
    )


def say(
    desk: Desk,
    id: str,
    quotations: Sequence[str],
    speaker: str | None,
    *,
    title: str | None = None,
    actor: str,
    seen: int | None = None,
) -> Corrected:
    """*speaker*, with the *title*, says *quotations*, each by its number or its words; None: it is unknown.

    Raises ``InputError``, ``NotFound``, ``ExcerptError``, ``Stale``.
    """
    name = None if speaker is None else _clean(speaker, "name")
    entitled = None if title is None else _clean(title, "title", empty=True)

    def rule(act: Act) -> None:
        for each in [_quotation(act.statement, word) for word in quotations]:
            start, end = each.span
            old = [
                ruling
                for ruling in act.statement.rulings
                if ruling.kind is Kind.SPEAKER and ruling.ruling.covers(start)
            ]
            if old and old[-1].value == name:
                continue
            for ruling in old:
                act.undo(ruling)
            act.add(Kind.SPEAKER, start=start, end=end, value=name)
        if name is not None and entitled is not None:
            names = reading(act.statement.as_text()).speakers.names
            _entitle(act, names.called(name), entitled)

    return changed(desk, id, rule, actor=actor, seen=seen)


def call(
    desk: Desk,
    id: str,
    name: str,
    *,
    correct: str | None = None,
    title: str | None = None,
    actor: str,
    seen: int | None = None,
) -> Corrected:
    """Call the speaker *name* by the *correct* name, with the *title* beside it; an empty title is none.

    Raises ``InputError``, ``NotFound``, ``Stale``.
    """
    if correct is None and title is None:
        raise InputError(f"Nothing to set for {name}.", remedy="Give --name or --title, or --quote NUMBER.")
    better = None if correct is None else _clean(correct, "name")
    entitled = None if title is None else _clean(title, "title", empty=True)

    def rule(act: Act) -> None:
        whom = _whom(act.statement, name)
        if better is not None and better != whom:
            act.add(Kind.NAME, name=whom, value=better)
            whom = better
        if entitled is not None:
            _entitle(act, whom, entitled)

    return changed(desk, id, rule, actor=actor, seen=seen)


def _entitle(act: Act, whom: str, title: str) -> None:
    old = [each for each in act.statement.rulings if each.kind is Kind.TITLE and each.name == whom]
    if old and old[-1].value == title:
        return
    for each in old:
        act.undo(each)
    act.add(Kind.TITLE, name=whom, value=title)


def merge(
    desk: Desk, id: str, names: Sequence[str], into: str, *, actor: str, seen: int | None = None
) -> Corrected:
    """The speakers *names* are the one called *into*; raises ``InputError``, ``NotFound``, ``Stale``."""

    def rule(act: Act) -> None:
        whole = _whom(act.statement, into)
        for whom in [_whom(act.statement, each) for each in names]:
            if whom == whole:
                raise InputError(
                    f"{whom} and {into} are one speaker already.", remedy=f"See 'drumbeat speakers {id}'."
                )
            act.add(Kind.NAME, name=whom, value=whole)

    return changed(desk, id, rule, actor=actor, seen=seen)


def never(desk: Desk, id: str, names: Sequence[str], *, actor: str, seen: int | None = None) -> Corrected:
    """Quote and name *names* never: speakers, or others whom the statement names.

    Raises ``InputError``, ``NotFound``, ``Stale``.
    """

    def rule(act: Act) -> None:
        for each in names:
            try:
                whom = _whom(act.statement, each)
            except NotFound:
                whom = _clean(each, "name")
                if named(act.statement.text, [whom], act.statement.text) is None:
                    raise
            known = [old for old in act.statement.rulings if old.kind is Kind.NEVER and old.name == whom]
            if not known:
                act.add(Kind.NEVER, name=whom)

    return changed(desk, id, rule, actor=actor, seen=seen)


def undo(desk: Desk, id: str, n: int, *, actor: str, seen: int | None = None) -> Corrected:
    """Take the correction number *n* back; raises ``NotFound``, ``Stale``."""

    def rule(act: Act) -> None:
        found = next((each for each in act.statement.rulings if each.n == n), None)
        if found is None:
            known = ", ".join(str(each.n) for each in act.statement.rulings) or "none"
            raise NotFound(
                f"There is no correction {n} of {id} in force; there is {known}.",
                remedy=f"See 'drumbeat speakers {id}'.",
            )
        act.undo(found)

    return changed(desk, id, rule, actor=actor, seen=seen)


# --- what people type ---------------------------------------------------------------------------


def _clean(text: str, what: str, *, empty: bool = False) -> str:
    clean = collapse(text)
    if not clean and not empty:
        raise InputError(f"An empty {what} is none.", remedy=f"Give the {what}.")
    if len(clean) > _LONGEST:
        raise InputError(
            f"The {what} has {len(clean)} characters; {_LONGEST} are allowed.", remedy="Give a shorter one."
        )
    return clean


def _whom(statement: KeptStatement, given: str) -> str:
    """The speaker as listed whom *given* means, with or without titles; raises ``NotFound``."""
    found = reading(statement.as_text())
    known = [each.name for each in voices(found)]
    wanted = collapse(given).casefold()
    same = [name for name in known if name.casefold() == wanted]
    called = found.speakers.names.called(collapse(given))
    within = [name for name in known if wanted.endswith(f" {name.casefold()}")]
    for names in (same, [called] if called in known else [], within):
        if len(names) == 1:
            return names[0]
    raise not_found("speaker", given, known, listing=f"drumbeat speakers {statement.id}")


def _quotation(statement: KeptStatement, given: str) -> Quoted:
    """The quotation that *given* means: its number, or some of its words; raises ``InputError``."""
    found: Reading = reading(statement.as_text())
    ours = quoted(found)
    if given.strip().isdecimal():
        n = int(given)
        if not 1 <= n <= len(ours):
            raise InputError(
                f"There is no quotation {n}: {statement.id} has {len(ours)}.",
                remedy=f"See 'drumbeat speakers {statement.id}'.",
            )
        return ours[n - 1]
    excerpt = locate(statement.as_text(), given)
    for each in ours:
        if each.span[0] <= excerpt.start and excerpt.end <= each.span[1]:
            return each
    raise InputError(
        f"“{collapse(given)[:60]}” stands in no quotation of {statement.id}.",
        remedy=f"Give a quotation's number: see 'drumbeat speakers {statement.id}'.",
    )
