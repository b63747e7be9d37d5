"""The corpus: what must never become an excerpt."""

import pytest
from corpus_failures import cases
from corpus_reader import Expected, shown

from quotes.excerpt import find

SPOKEN = ("body", "quotation")
SHARED = 10
"""Characters of the frame that an excerpt may not hold, or all of a shorter block."""


@pytest.mark.parametrize("expected", cases("never"))
def test_never(expected: Expected) -> None:
    """No excerpt holds a part of the frame, or begins with words that point back or stand for nothing."""
    wrong = []
    for excerpt in find(expected.statement):
        words = shown(expected.text, excerpt.start, excerpt.end)
        for start, end, role in frame(expected):
            if min(excerpt.end, end) - max(excerpt.start, start) >= min(SHARED, end - start):
                wrong.append(f"holds {role}: {words}")
        wrong += [
            f"may not begin here: {words}" for start, end in expected.never if start <= excerpt.start < end
        ]
    assert not wrong, "\n" + "\n".join(wrong)


def frame(expected: Expected) -> list[tuple[int, int, str]]:
    """The blocks that nobody is quoted with."""
    starts = [start for start, _ in expected.blocks]
    ends = [*starts[1:], len(expected.text)]
    return [
        (start, start + len(expected.text[start:end].rstrip()), role)
        for (start, role), end in zip(expected.blocks, ends, strict=True)
        if role not in SPOKEN
    ]


@pytest.mark.parametrize("expected", cases("found"))
def test_something_is_found(expected: Expected) -> None:
    """Every statement of the corpus has a line that is worth posting."""
    assert find(expected.statement)
