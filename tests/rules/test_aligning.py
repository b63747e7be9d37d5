"""Where the words of one version of a text stand in another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.verbatim import display
from scheduler.core.aligning import Alignment, in_common, places

OLD = """Evictions

We condemn the eviction of forty families. It must end.

"We will not be moved," said Ana Ruiz.

It must end.
"""


def span(text: str, words: str, n: int = 0) -> tuple[int, int]:
    """Where *words* stand in *text*, for the *n*-th time."""
    start = -1
    for _ in range(n + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("new", "words", "n", "found"),
    [
        (OLD, "forty families", 0, 0),
        (OLD.replace("Evictions", "Evictions Condemned"), "forty families", 0, 0),  # moved along
        (OLD.replace("It must end.\n", "It must end now.\n"), "It must end.", 0, None),  # both were changed
        (
            OLD.replace("families. It", "families: it"),
            "It must end.",
            1,
            0,
        ),  # the second is the only one left
        (OLD + "\nIt must end.\n", "It must end.", 0, 0),  # the first stays the first
        (OLD + "\nIt must end.\n", "It must end.", 1, 1),
        ("It must end.\n\n" + OLD, "It must end.", 0, 1),  # one more before it
        ("It must end.\n\n" + OLD, "It must end.", 1, 2),
        (OLD.replace('"', "”"), '"We will not be moved,"', 0, None),  # shown otherwise: a mark that closes
        (OLD.replace('"We', "“We").replace(',"', ",”"), '"We will not be moved,"', 0, 0),  # shown alike
        (OLD.replace("not be", "not\n be"), "We will not be moved", 0, 0),  # white space is no word
        (OLD.replace("forty", "fifty"), "forty families", 0, None),
        (OLD.replace("forty", "well over forty"), "forty families", 0, 0),
        (OLD.replace("families", "familiesfirst"), "forty families", 0, None),  # a word is not parted
        ("Nothing of it.", "forty families", 0, None),
        ("", "forty families", 0, None),
    ],
)
def test_place(new: str, words: str, n: int, found: int | None) -> None:
    """Words are where they are shown in the same way; of several places, the one that follows."""
    place = Alignment(OLD, new).place(*span(OLD, words, n))
    expected = None if found is None else places(new, words)[found]
    assert place == expected


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("forty", "fifty", "forty families", "fifty families"),
        ("forty families", "nobody", "forty families", "nobody"),
        ("We condemn", "Today we condemn", "We condemn", "Today we condemn"),
        ("condemn the", "condemn", "We condemn the", "We condemn"),
        ("We condemn the eviction of forty families. ", "", "We condemn", None),
    ],
)
def test_span(old: str, new: str, words: str, now: str | None) -> None:
    """What stands in the place of words: other words, fewer, or none."""
    text = OLD.replace(old, new)
    found = Alignment(OLD, text).span(*span(OLD, words))
    assert (text[slice(*found)] if found else None) == now


def test_changes_are_shown_by_paragraph() -> None:
    """Only what changed, with some words around it; what is put in and taken out is shown whole."""
    new = OLD.replace("forty", "fifty").replace("\nIt must end.\n", "\nNever again.\n\nAnd never here.\n")
    assert Alignment(OLD, new).changes(around=12) == [
        "…eviction of [-forty-]{+fifty+} families. I…",
        "[-It-]{+Never+} [-must-]{+again.\n\nAnd+} [-end-]{+never here+}.",
    ]
    assert Alignment(OLD, OLD.replace("\n", "\r\n").replace("\r\n\r\n", "\n\n\n")).changes(around=12) == []


def test_the_paragraph_around() -> None:
    """Whether something beside the words changed in their paragraph."""
    alignment = Alignment(OLD, OLD.replace("forty", "fifty"))
    assert not alignment.unchanged(*span(OLD, "It must end."))
    assert alignment.unchanged(*span(OLD, "We will not be moved"))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (OLD, OLD, 1, 1),
        (OLD, OLD.upper(), 1, 1),
        (
            OLD,
            OLD + "And much more that was never said before, of other things. " * 9,
            1,
            1,
        ),  # much was added
        (OLD, OLD.replace("forty", "fifty"), 0.85, 1),
        (OLD, "Bread is baked at night, and people buy it in the morning.", 0, 0.05),
        ("我們在這裡，我們不會離開。", "我們在這裡，我們不會沉默。", 0.3, 0.8),
        ("a", "b", 0, 0),
        ("", "", 1, 1),
    ],
)
def test_in_common(one: str, other: str, low: float, high: float) -> None:
    """Two versions of a text have most of the shorter one in common, two texts next to nothing."""
    assert low <= in_common(one, other) <= high
    assert in_common(one, other) == in_common(other, one)


TEXTS = st.text(st.sampled_from("ab “”\"'.\n"), max_size=60)


@given(TEXTS, TEXTS, st.data())
def test_a_place_shows_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    """Whatever the texts are, what is found is shown in the same way, and no place is made up."""
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    alignment = Alignment(old, new)
    place = alignment.place(start, end)
    if place is not None:
        assert display(new[slice(*place)]) == display(old[start:end]) != ""
    between = alignment.span(start, end)
    assert between is None or 0 <= between[0] < between[1] <= len(new)


@given(TEXTS, st.data())
def test_a_text_stands_in_itself(text: str, data: st.DataObject) -> None:
    """Every slice of whole words is found where it is."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    own = text[start:end].strip()
    at = text.find(own, start)
    if own and (at, at + len(own)) in places(text, own) and any(char.isalnum() for char in own):
        assert Alignment(text, text).place(at, at + len(own)) == (at, at + len(own))
