"""What a card shows is what the statement says, but for a closed list of typographic changes."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.verbatim import display, in_marks, marks, quoted, same

TEXT = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\"'“”‘’ \n\t\u00a0\u2009a5")), max_size=80
)
QUOTES = frozenset("\"'“”‘’")


@given(TEXT)
def test_what_is_shown_passes_the_check(raw: str) -> None:
    """``same(raw, display(raw))`` holds for any text."""
    assert same(raw, display(raw))


@given(TEXT)
def test_showing_twice_changes_nothing_more(raw: str) -> None:
    """What is shown is shown again as it is, as far as the check can tell."""
    assert same(raw, display(display(raw)))


@given(TEXT, st.data())
def test_one_changed_character_is_noticed(raw: str, data: st.DataObject) -> None:
    """Another character in the place of one that is no white space and no quotation mark fails the check."""
    shown = display(raw)
    places = [n for n, char in enumerate(shown) if not char.isspace() and char not in QUOTES]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.characters().filter(lambda char: char != shown[at] and not char.isspace()))
    assert not same(raw, shown[:at] + other + shown[at + 1 :])


@given(TEXT, st.data())
def test_one_character_left_out_is_noticed(raw: str, data: st.DataObject) -> None:
    """An omission fails the check, however small."""
    shown = display(raw)
    places = [n for n, char in enumerate(shown) if not char.isspace()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    assert not same(raw, shown[:at] + shown[at + 1 :])


@given(TEXT)
def test_only_the_closed_list_changes(raw: str) -> None:
    """Beside white space, only straight quotation marks change, each into a curly one of its kind."""
    before = "".join(raw.split())
    after = "".join(display(raw).split())
    assert len(before) == len(after)
    for was, now in zip(before, after, strict=True):
        assert was == now or (was == '"' and now in "“”") or (was == "'" and now in "‘’")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("two  \n words\u00a0", "two words"),  # white space
        ('She said "no."', "She said “no.”"),  # a pair
        ('"No," she said, "never."', "“No,” she said, “never.”"),  # two pairs
        ("don't", "don’t"),  # an apostrophe
        ("the '90s", "the ’90s"),  # an apostrophe in front
        ("a 'quote' here", "a ‘quote’ here"),  # a single pair
        ("5'10\" tall", "5'10\" tall"),  # feet and inches
        ('a 6" pipe', 'a 6" pipe'),  # inches
        ('צה"ל', 'צה"ל'),  # an abbreviation's mark inside a word
        ("“No.”", "“No.”"),  # curly already
        ("«Non»", "«Non»"),  # another kind is kept
        ("wait… no", "wait… no"),  # an ellipsis sign stays
        ("wait... no--yes", "wait... no--yes"),  # neither dots nor hyphens change
        ("ﬁne №½", "ﬁne №½"),  # no compatibility folding
    ],
)
def test_how_a_slice_is_shown(raw: str, shown: str) -> None:
    """The closed list at work, and what it leaves alone."""
    assert display(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("We will not go.", "We will go."),  # an omission
        ("We will go.", "We will not go."),  # an insertion
        ("We will go.", "We will go!"),  # other punctuation
        ("We will go.", "we will go."),  # another case
        ("We will go...", "We will go…"),  # an ellipsis sign is another character
        ("“Go.”", '"Go."'),  # marks become curly, never straight
        ('"Go."', "'Go.'"),  # a mark of the other kind
        ('"Go."', "«Go.»"),  # a mark of another language
        ("well-known", "well‑known"),  # another hyphen
        ("a b", "ab"),  # white space is kept as a space
        ("é", unicodedata.normalize("NFD", "é")),  # another form of the same letter
    ],
)
def test_what_is_not_on_the_list_fails_the_check(raw: str, shown: str) -> None:
    """Whatever the list does not name is a change of words."""
    assert not same(raw, shown)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (None, "“Oui”"),  # no language
        ("en", "“Oui”"),
        ("en-GB", "“Oui”"),  # a region that changes nothing
        ("fr", "«\u00a0Oui\u00a0»"),  # with inner spaces
        ("de", "„Oui“"),
        ("de-CH", "«Oui»"),  # a region that does
        ("es", "“Oui”"),
        ("es-ES", "«Oui»"),
        ("ar", "«Oui»"),
        ("zh-Hant", "「Oui」"),
        ("zz", "“Oui”"),  # an unknown language
    ],
)
def test_each_language_has_its_marks(lang: str | None, expected: str) -> None:
    """A quote stands between the marks of its language."""
    assert quoted("Oui", lang) == expected
    assert marks(lang)[0].strip() == expected[0]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“Yes, we can.”", True),  # one pair around it all
        ("«Sí»", True),
        ("“Yes,” she said, “we can.”", False),  # two pairs
        ("“Yes”, she said.", False),
        ("No marks", False),
        ("“", False),
        ("", False),
    ],
)
def test_a_quote_with_its_own_marks_gets_no_second_pair(text: str, whole: bool) -> None:  # noqa: FBT001
    """Whether words as a whole stand in one pair, and then they are left as they are."""
    assert in_marks(text) is whole
    assert (quoted(text, "en") == text) is whole
