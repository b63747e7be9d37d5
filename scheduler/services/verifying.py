"""Verify: every excerpt, card and post against its statement, trusting nothing computed before."""

from collections.abc import Iterable
from dataclasses import dataclass

from quotes import readers
from quotes.errors import StatementError
from quotes.statement import Format
from scheduler.core import approval
from scheduler.core.checking import excerpt_problem, statement_problem
from scheduler.core.delivery import Delivery, State
from scheduler.core.records import KeptCard, KeptStatement
from scheduler.core.storage import Unit
from scheduler.services.approving import problem_of
from scheduler.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it should be: which thing, and what about it."""

    thing: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many things were checked, and every problem found."""

    statements: int
    excerpts: int
    cards: int
    deliveries: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    """What is in order, and a person may want to know."""


def verify(desk: Desk) -> Verdict:
    """Check everything again; changes nothing."""
    with desk.store.read() as unit:
        statements = {each.id: each for each in unit.statements.all()}
        excerpts = [each for id in statements for each in unit.statements.excerpts(id)]
        cards = unit.cards.all()
        deliveries = unit.deliveries.in_states(frozenset(State))
        found = [
            *((each.id, excerpt_problem(each, statements[each.statement])) for each in excerpts),
            *((f"card {each.key[:12]}", _card_problem(desk, unit, statements, each)) for each in cards),
            *((each.id, _delivery_problem(desk, unit, each)) for each in deliveries),
        ]
    # Files take long to read, and whoever reads the database for long keeps others from writing.
    again = {id: _read_again(each) for id, each in statements.items()}
    texts = [(id, statement_problem(each) or again[id][0]) for id, each in statements.items()]
    return Verdict(
        statements=len(statements),
        excerpts=len(excerpts),
        cards=len(cards),
        deliveries=len(deliveries),
        problems=_those([*texts, *found]),
        notes=_those((id, note) for id, (_, note) in again.items()),
    )


def _those(found: Iterable[tuple[str, str | None]]) -> tuple[Problem, ...]:
    return tuple(Problem(thing=thing, problem=problem) for thing, problem in found if problem)


def _read_again(statement: KeptStatement) -> tuple[str | None, str | None]:
    """What is wrong with the text that was read out of the original, and what is to be told of it.

    A library that has changed meanwhile may read otherwise. What is kept stays the statement: it is what was
    approved, and what cards are checked against.
    """
    if statement.format is Format.TEXT:
        return None, None  # the check before sending reads it again
    try:
        text = readers.read(
            statement.original, name=statement.id, format=statement.format, media_type=statement.media_type
        ).text
    except StatementError as error:
        text, why = "", f"its original is read no longer: {error.message}"
    else:
        why = "its original reads otherwise today."
    if text == statement.text:
        return None, None
    if (today := readers.reader_of(statement.format)) == statement.reader:
        return f"the text of {statement.id} is not what its original says", None
    return None, f"{why} It was read by {statement.reader}; today there is {today}"


def _card_problem(desk: Desk, unit: Unit, statements: dict[str, KeptStatement], card: KeptCard) -> str | None:
    excerpt = unit.statements.excerpt(card.excerpt)
    if excerpt is None:
        return f"its excerpt {card.excerpt} is not kept"
    if statements[excerpt.statement].shown(excerpt.start, excerpt.end) not in card.alt:
        return f"its alt text does not hold the words of {card.excerpt}"
    if desk.pictures.get(card.sha256) is None:
        return f"its picture is missing or was changed: {desk.pictures.path(card.sha256)}"
    return None


def _delivery_problem(desk: Desk, unit: Unit, delivery: Delivery) -> str | None:
    if delivery.approval is not None and delivery.approval != approval.digest(delivery):
        return "it is not what was approved"
    return problem_of(desk, unit, delivery)
