"""The corpus: where sentences begin and end."""

import pytest
from corpus_failures import cases
from corpus_reader import Expected, difference, shown


@pytest.mark.parametrize("expected", cases("sentences"))
def test_sentences(expected: Expected) -> None:
    """Every sentence that somebody could be quoted with is found, with its exact ends, and nothing else."""
    found = [span for passage in expected.reading.passages for span in passage.sentences]
    wanted = [(each.start, each.end) for each in expected.sentences]
    lines = [
        [f"{a:>5}-{b:<5} {shown(expected.text, a, b)}" for a, b in sorted(spans)] for spans in (wanted, found)
    ]
    assert not (unlike := difference(*lines)), unlike
