"""The corpus: who says what."""

import pytest
from corpus_failures import cases
from corpus_reader import Expected, Sentence, difference, shown


@pytest.mark.parametrize("expected", cases("speakers"))
def test_speakers(expected: Expected) -> None:
    """Every sentence has its speaker: the issuer for the text's own voice, nobody where nobody is named."""
    wanted = [f"{each.speaker}: {shown(expected.text, each.start, each.end)}" for each in expected.sentences]
    found = [
        f"{speaker_of(expected, each)}: {shown(expected.text, each.start, each.end)}"
        for each in expected.sentences
    ]
    assert not (unlike := difference(wanted, found)), unlike


def speaker_of(expected: Expected, sentence: Sentence) -> str | None:
    """Whom the engine takes for the speaker of the passage that holds most of *sentence*."""
    middle = (sentence.start + sentence.end) // 2
    holding = (each for each in expected.reading.passages if each.start <= middle < each.end)
    passage = next(holding, None)
    return passage.speaker if passage else "(in no passage)"
