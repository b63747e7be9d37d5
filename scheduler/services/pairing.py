"""Statements in two languages: which translates which, and which excerpt stands for which of the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotes import pairing as sentences
from quotes.errors import ExcerptError
from quotes.excerpt import Excerpt, at, find
from quotes.matching import without_marks
from scheduler.core.errors import InputError, Refused
from scheduler.core.ids import excerpt_id
from scheduler.core.records import KeptStatement
from scheduler.core.storage import Unit
from scheduler.services import corrected, lookups
from scheduler.services.desk import Desk

_NEARLY_THE_SAME = 0.7
"""An excerpt that the engine would choose is taken where it shares this much with the pair's sentences."""


def paired(unit: Unit, statement: KeptStatement, of: str) -> KeptStatement:
    """*statement*, which is kept already or not, as the translation of the one called *of*.

    Where that is a translation itself, both are of the same original. Raises ``NotFound``, ``InputError``.
    """
    original = lookups.statement(unit, of)
    if original.id == statement.id:
        raise InputError(
            f"{of} is no translation of itself.", remedy="Name the statement that it translates."
        )
    if original.translation_of is not None:
        original = lookups.statement(unit, original.translation_of)
    if statement.translation_of not in (None, original.id):
        raise Refused(
            f"{statement.id} is the translation of {statement.translation_of}.",
            remedy=f"Part them first: drumbeat statement unpair {statement.id}",
        )
    for each in (original, statement):
        if each.lang is None:
            raise InputError(
                f"The language of {each.id} is not known.", remedy="Give it with --lang, or 'statement set'."
            )
    if _code(original) == _code(statement):
        raise InputError(
            f"{original.id} and {statement.id} are both in {original.lang}.",
            remedy="A corrected text is a new version: drumbeat statement revise.",
        )
    return replace(statement, translation_of=original.id)


def unpair(desk: Desk, id: str, *, actor: str) -> tuple[str, str]:
    """Part the statement called *id* from what it translates, or from its only translation; which from which.

    Raises ``NotFound``, ``Refused``.
    """
    with desk.store.write() as unit:
        statement = lookups.statement(unit, id)
        if statement.translation_of is None:
            found = unit.statements.translated(id)
            if not found:
                raise Refused(f"{id} has no translation.", remedy="See 'drumbeat statement list'.")
            if len(found) > 1:
                raise Refused(f"{id} has several translations.", remedy=f"Name one: {', '.join(found)}.")
            statement = lookups.statement(unit, found[0])
        original = statement.translation_of or ""
        unit.statements.save(replace(statement, translation_of=None, changed_by=actor))
    return statement.id, original


def twins(unit: Unit, statement: KeptStatement) -> list[KeptStatement]:
    """The statements that say the same as *statement* in other languages: of each the version that stands."""
    first = _original(unit, statement)
    every = unit.statements.all()
    history = {each.supersedes for each in every}
    return [
        each
        for each in every
        if each.id not in history and _code(each) != _code(statement) and _original(unit, each) == first
    ]


def twin(unit: Unit, statement: KeptStatement, wanted: str) -> KeptStatement:
    """The translation of *statement* called *wanted*; raises ``NotFound``, ``Refused``."""
    found = lookups.statement(unit, wanted)
    if found.id not in {each.id for each in twins(unit, statement)}:
        raise Refused(
            f"{wanted} is no translation of {statement.id} that stands.",
            remedy=f"Pair them: drumbeat statement add FILE --translation-of {statement.id}",
        )
    corrected.check_stands(unit, found)
    return found


def _original(unit: Unit, statement: KeptStatement) -> str:
    """The id of the first version of what *statement* translates, or of itself."""
    while before := statement.translation_of or statement.supersedes:
        statement = lookups.statement(unit, before)
    return statement.id


def _code(statement: KeptStatement) -> str:
    return (statement.lang or "").lower().split("-")[0]


# --- excerpts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a translation says in the place of an excerpt."""

    statement: KeptStatement
    excerpt: Excerpt

    @property
    def id(self) -> str:
        """Its id, by which it can be posted."""
        return excerpt_id(self.statement.id, self.excerpt.start, self.excerpt.end)

    @property
    def quote(self) -> str:
        """Its words, as shown."""
        return self.statement.shown(self.excerpt.start, self.excerpt.end)


class Pair:
    """A statement and its translation, read side by side."""

    def __init__(self, statement: KeptStatement, translation: KeptStatement) -> None:
        self.translation = translation
        self._pairing = sentences.pair(statement.as_text(), translation.as_text())
        self._worth = find(translation.as_text())

    def beside(self, start: int, end: int) -> Beside | None:
        """What the translation says where the statement says what stands at these offsets."""
        span = self._pairing.beside(start, end)
        if span is None:
            return None
        near = max(self._worth, key=lambda each: _shared(span, each), default=None)
        if near is not None and _shared(span, near) >= _NEARLY_THE_SAME:
            return Beside(statement=self.translation, excerpt=near)
        try:
            excerpt = at(self.translation.as_text(), *without_marks(self.translation.text, *span))
        except ExcerptError:
            return None
        return Beside(statement=self.translation, excerpt=excerpt)


def _shared(span: tuple[int, int], excerpt: Excerpt) -> float:
    """How much of both together is in both."""
    both = min(span[1], excerpt.end) - max(span[0], excerpt.start)
    whole = max(span[1], excerpt.end) - min(span[0], excerpt.start)
    return both / whole


def pairs(desk: Desk, statement_id: str) -> Sequence[Pair]:
    """A statement beside each of its translations; raises ``NotFound``."""
    with desk.store.read() as unit:
        statement = lookups.statement(unit, statement_id)
        found = twins(unit, statement) if _has_any(unit, statement) else []
    return [Pair(statement, each) for each in found]


def _has_any(unit: Unit, statement: KeptStatement) -> bool:
    """Whether *statement* is one of several in more than one language; told without reading them all."""
    while True:
        if statement.translation_of is not None or unit.statements.translated(statement.id):
            return True
        if statement.supersedes is None:
            return False
        statement = lookups.statement(unit, statement.supersedes)
