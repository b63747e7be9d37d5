"""The corpus: which part each block plays."""

import pytest
from corpus_failures import KNOWN, cases
from corpus_reader import STATEMENTS, Expected, difference, shown

from quotes.blocks import Role


@pytest.mark.parametrize("expected", cases("roles"))
def test_roles(expected: Expected) -> None:
    """Every block of every statement has the role that its place and its words give it."""
    found = [(block.start, block.role.value) for block in expected.reading.blocks]
    lines = [
        [f"{role:<16} {shown(expected.text, start)}" for start, role in blocks]
        for blocks in (expected.blocks, found)
    ]
    assert not (unlike := difference(*lines)), unlike


def test_the_corpus_covers_what_it_should() -> None:
    """Thirty statements and more, in nine languages that are known and two that are not, with nearly every role."""
    langs = {each.statement.lang for each in STATEMENTS}
    assert len(STATEMENTS) >= 30
    assert langs >= {"en", "es", "fr", "pt", "de", "it", "ht", "ar", "zh"}
    assert len({lang.partition("-")[0] for lang in langs if lang}) >= 11
    assert {role for each in STATEMENTS for _, role in each.blocks} >= {
        *(role.value for role in Role if role is not Role.HEADING),
        "translator's note",
    }


def test_what_is_known_to_fail_is_in_the_corpus() -> None:
    """A line about a statement that is gone would be kept for ever."""
    kinds = {"roles", "sentences", "speakers", "never", "found"}
    assert {name for _, name in KNOWN} <= {each.id for each in STATEMENTS}
    assert {kind for kind, _ in KNOWN} <= kinds
