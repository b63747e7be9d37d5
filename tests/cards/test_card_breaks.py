"""Where a line may end, and what that costs the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.cards.breaks import cut, strain


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two", ["one", "two"]),
        ("one  two", ["one", "two"]),  # a run of spaces is one break
        ("well-being now", ["well-", "being", "now"]),
        ("COVID-19", ["COVID-19"]),  # a hyphen before a figure stays
        ("-5 to", ["-5", "to"]),
        ("2019–2021", ["2019–2021"]),  # a range stays
        ("Paris–Lyon", ["Paris–", "Lyon"]),
        ("power—demands", ["power—", "demands"]),
        ("“power”—all", ["“power”—", "all"]),
        ("—so he said", ["—so", "he", "said"]),  # an opening dash stays with its word
        ("“—so he said", ["“—so", "he", "said"]),
        ("word — word", ["word", "—", "word"]),
        ("and/or", ["and/", "or"]),
        ("1/2", ["1/2"]),
        ("a\u00a0b\u202fc", ["a\u00a0b\u202fc"]),  # glue
        ("«\u00a0Bon jour\u00a0»", ["«\u00a0Bon", "jour\u00a0»"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("", [""]),
        ("住房是人权。我们", ["住", "房", "是", "人", "权。", "我", "们"]),  # no line begins with a full stop
        ("「好！」他", ["「好！」", "他"]),  # nor ends with an opening bracket
        ("らっきょ", ["らっ", "きょ"]),  # nor begins with a small letter
        ("주거는 인권이다.", ["주거는", "인권이다."]),  # Korean breaks at spaces only
        ("인권（人權）은", ["인권（人", "權）은"]),
        ("ሰላም፡ለሁሉም ነው።", ["ሰላም፡", "ለሁሉም", "ነው።"]),  # at the old word space too
        ("न्याय है।", ["न्याय", "है।"]),
    ],
)
def test_breaks(text: str, pieces: list[str]) -> None:
    """A line ends where UAX #14 and the reader of headlines let it."""
    assert [word for word, _ in cut(text)] == pieces


@pytest.mark.parametrize(
    ("text", "lang", "pieces"),
    [
        ("Non ! Et « toi » ?", "fr-CA", ["Non !", "Et", "« toi » ?"]),
        ("oui ; non : si", "fr", ["oui ;", "non :", "si"]),
        ("sagt »nein« und", "de", ["sagt", "»nein«", "und"]),
        ("x « y", "de", ["x", "«", "y"]),
    ],
)
def test_breaks_by_language(text: str, lang: str, pieces: list[str]) -> None:
    """French sets marks off by a space that holds."""
    assert [word for word, _ in cut(text, lang)] == pieces


@given(
    st.text(st.sampled_from("ab1 -–—/.,’”\u00a0\u200b\u2009漢か한가न्«»!"), max_size=40),
    st.sampled_from([None, "fr"]),
)
def test_pieces_are_the_text(text: str, lang: str | None) -> None:
    """Words and the spaces after them, put together, are the text, and no word but the last is empty."""
    found = cut(text, lang)
    assert "".join(word + after for word, after in found) == text
    assert all(word for word, _ in found[:-1])


@pytest.mark.parametrize(
    ("before", "after", "lang", "worse_than"),
    [
        ("New", "York", "en", ("new", "york")),
        ("12", "families", "en", ("twelve", "families")),
        ("12", "km", "en", ("12", "families")),
        ("3", "million", "en", ("12", "families")),
        ("12", "000", "fr", ("12", "familles")),
        ("Dr.", "Ortiz", "en", ("New", "York")),
        ("J.", "Ortiz", "en", ("New", "York")),
        ("of", "them", "en", ("them", "of")),
        ("las", "calles", "es", ("calles", "largas")),
        ("w", "domu", "pl", ("do", "domu")),  # a lone letter at a line's end is a fault in Polish
        ("salè", "a.", "ht", ("salè", "pi")),  # in Haitian Creole the article follows
        ("workers", "😀", "en", ("workers", "here")),
        ("word", "and", "en", ("word,", "and")),  # after punctuation it is best
        ("Haus", "Garten", "en", ("Haus", "Garten", "de")),  # German writes every noun with a capital
    ],
)
def test_strain(before: str, after: str, lang: str, worse_than: tuple[str, ...]) -> None:
    """Names, figures, titles and prepositions would rather stay together; punctuation lets go."""
    other = worse_than[2] if len(worse_than) > 2 else lang
    assert strain(before, " ", after, lang) > strain(worse_than[0], " ", worse_than[1], other)


def test_strain_within() -> None:
    """A compound would rather stay whole; Japanese breaks before the next word, not before a particle."""
    assert strain("из-", "", "за") > strain("rent-", "", "controlled") > strain("rent", " ", "controlled")
    assert strain("right", " ", "—") > strain("right", " ", "and") > strain("—", " ", "and")
    assert strain("権", "", "は") > strain("は", "", "権")
    assert strain("カ", "", "メ") > strain("権", "", "は")
