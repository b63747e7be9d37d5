"""Which sentences of a statement and of its translation say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twins import ENGLISH, SAME, SPANISH

from quotes.pairing import pair
from quotes.statement import Statement

EN = Statement(text=ENGLISH, issuer="River Union", lang="en")
ES = Statement(text=SPANISH, issuer="Unión del Río", lang="es")


def at(text: str, words: str) -> tuple[int, int]:
    """Where *words* stand in *text*."""
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("words", "same"), SAME)
def test_the_same_sentence(words: str, same: str) -> None:
    """Found in both directions, whatever each language makes of marks, attributions and full stops."""
    for one, other, mine, theirs in ((EN, ES, words, same), (ES, EN, same, words)):
        found = pair(one, other).beside(*at(one.text, mine))
        assert found is not None
        assert theirs in other.text[slice(*found)]


@pytest.mark.parametrize("words", ["River Union Condemns", "is a coalition of tenants"])
def test_what_is_nobody_s_excerpt_has_no_twin(words: str) -> None:
    """Headlines and About paragraphs are posted by nobody."""
    assert pair(EN, ES).beside(*at(ENGLISH, words)) is None


def test_a_paragraph_that_was_left_out() -> None:
    """It has no twin, and the others keep theirs."""
    text = SPANISH.replace("«No pueden quitarles el futuro a nuestros hijos», añadió Roe.\n\n", "")
    found = pair(EN, Statement(text=text, issuer="Unión del Río", lang="es"))
    assert found.beside(*at(ENGLISH, "They cannot take our future")) is None
    span = found.beside(*at(ENGLISH, "I have seen what fear"))
    assert span is not None
    assert text[slice(*span)].startswith("He visto")


WORDS = st.lists(
    st.sampled_from(["casa", "We demand", "justicia.", "«Sí»", "\n\n", "no", "Ana said:"]), max_size=30
)


@given(WORDS, WORDS)
def test_in_order_and_of_whole_sentences(one: list[str], other: list[str]) -> None:
    """Whatever the texts are: no sentence is in two pairs, and pairs never cross."""
    first, second = (Statement(text=" ".join(each), lang="es") for each in (one, other))
    beads = pair(first, second).beads
    for side, text in ((0, first.text), (1, second.text)):
        spans = [span for bead in beads for span in bead[side]]
        assert spans == sorted(set(spans))
        assert all(0 <= start < end <= len(text) for start, end in spans)
