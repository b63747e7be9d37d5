"""What a reader sees as one character."""

import pytest

from quotes.graphemes import count


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),  # a letter and its accent
        ("\r\n", 1),  # one line end
        ("👩‍👩‍👧", 1),  # a family joined from three
        ("🇨🇴🇲🇽", 2),  # two flags, four letters
        ("👍🏽", 1),  # with a skin tone
        ("हिन्दी", 2),  # conjuncts
        ("한국", 2),
        ("정", 1),  # from its three parts too
        ("正义", 2),
        ("مرحبا", 5),
    ],
)
def test_clusters(text: str, seen: int) -> None:
    """Extended grapheme clusters of Unicode's Annex 29."""
    assert count(text) == seen
