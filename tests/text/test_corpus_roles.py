"""The corpus: which part each block plays."""

import pytest
from corpus_failures import cases
from corpus_reader import Expected, difference, shown


@pytest.mark.parametrize("expected", cases("roles"))
def test_roles(expected: Expected) -> None:
    """Every block of every statement has the role that its place and its words give it."""
    found = [(block.start, block.role.value) for block in expected.reading.blocks]
    lines = [
        [f"{role:<16} {shown(expected.text, start)}" for start, role in blocks]
        for blocks in (expected.blocks, found)
    ]
    assert not (unlike := difference(*lines)), unlike
