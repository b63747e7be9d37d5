"""Which way text runs, held against the Unicode consortium's own cases."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.cards.bidi import levels, order, rightwards

CASES = [
    line.split(";")
    for line in Path(__file__).with_name("bidi.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_there_are_cases() -> None:
    """The test below has something to look at."""
    assert len(CASES) > 500


@pytest.mark.parametrize("case", CASES, ids=[case[0].replace(" ", "-") + "." + case[1] for case in CASES])
def test_conformance(case: list[str]) -> None:
    """What is seen from the left is what UAX #9 says: embeddings, isolates, numbers, brackets and all.

    A text without anything that turns it is left at level 0, which reads the same.
    """
    text = "".join(chr(int(code, 16)) for code in case[0].split())
    found, expected = levels(text, int(case[2])), case[3].split()
    kept = [place for place, level in enumerate(expected) if level != "x"]
    if any(found):
        assert [str(found[place]) for place in kept] == [expected[place] for place in kept]
    assert [kept[n] for n in order([found[place] for place in kept])] == [int(n) for n in case[4].split()]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("السكن حق", "ar", True),
        ("السكن حق", None, True),
        ("السكن حق", "en", True),  # a quote within a statement in English
        ("ICE تعتقل", "ar", True),  # a name before it changes nothing
        ("ICE تعتقل", None, False),  # the first strong letter
        ("ICE تعتقل العائلات", "en", True),  # most letters
        ("שלום means peace", "en", False),
        ("שלום", "he-IL", True),
        ("Human Rights Watch", "ar", False),  # nothing in it runs so
        ("12 + 7", "ar", False),
        ("", None, False),
    ],
)
def test_paragraph(text: str, lang: str | None, expected: bool) -> None:  # noqa: FBT001 - what is expected
    """A paragraph runs as its language does if it has such letters, else as most or the first of them do."""
    assert rightwards(text, lang) is expected


@given(st.lists(st.integers(0, 6), max_size=12))
def test_order_loses_nothing(found: list[int]) -> None:
    """Every piece is seen once."""
    assert sorted(order(found)) == list(range(len(found)))


@given(st.text("aא1(«)» ,ب٣-%\u2067\u2069\u200f", max_size=30), st.integers(0, 1))
def test_any_text_has_levels(text: str, base: int) -> None:
    """Each character has one, at least that of the paragraph."""
    found = levels(text, base)
    assert len(found) == len(text)
    assert all(level >= base for level in found)
