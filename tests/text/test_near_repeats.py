"""What the choice does with lines that say nearly the same."""

import pytest

from quotes.excerpt import find
from quotes.statement import Statement

RIGHTS = "We demand that every family in this city keeps its home, its dignity and its right to stay."
OTHER = (
    "Our schools, our clinics and our streets belong to the people who built them, and nobody may sell them."
)


def found(*paragraphs: str) -> list[str]:
    """The excerpts of a statement with these paragraphs."""
    text = "\n\n".join(("A title", "The news of the day stands here, told in one sentence.", *paragraphs))
    return [text[e.start : e.end] for e in find(Statement(text=text, issuer="River Union", lang="en"))]


@pytest.mark.parametrize(
    "again",
    [
        RIGHTS,  # word for word, as where a letter follows its own announcement
        RIGHTS.replace("this city", "our city"),  # a word changed
        "Every family in this city keeps its home, its dignity and its right to stay: that we demand.",  # turned round
        "We demand that every landlord opens the books, answers the tenants and mends what is broken.",  # begins alike
    ],
)
def test_a_near_repeat_is_left_out(again: str) -> None:
    """Of two lines that share most words, or begin with the same four, one is proposed."""
    assert len(found(RIGHTS, again)) == 1


def test_different_lines_are_both_found() -> None:
    """What begins otherwise and shares few words is no repeat."""
    assert sorted(found(RIGHTS, OTHER)) == sorted([RIGHTS, OTHER])
