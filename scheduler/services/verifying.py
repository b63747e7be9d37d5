"""Verify: every excerpt, card and post against its statement, trusting nothing computed before."""

from dataclasses import dataclass

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


def verify(desk: Desk) -> Verdict:
    """Check everything again; changes nothing."""
    with desk.store.read() as unit:
        statements = {each.id: each for each in unit.statements.all()}
        excerpts = [each for id in statements for each in unit.statements.excerpts(id)]
        cards = unit.cards.all()
        deliveries = unit.deliveries.in_states(frozenset(State))
        found = [
            *((each.id, statement_problem(each)) for each in statements.values()),
            *((each.id, excerpt_problem(each, statements[each.statement])) for each in excerpts),
            *((f"card {each.key[:12]}", _card_problem(desk, unit, statements, each)) for each in cards),
            *((each.id, _delivery_problem(desk, unit, each)) for each in deliveries),
        ]
    return Verdict(
        statements=len(statements),
        excerpts=len(excerpts),
        cards=len(cards),
        deliveries=len(deliveries),
        problems=tuple(Problem(thing=thing, problem=problem) for thing, problem in found if problem),
    )


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
