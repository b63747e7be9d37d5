"""Excerpts that a person names, by words or by offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import ExcerptError
from quotes.excerpt import at, locate
from quotes.statement import Statement
from quotes.verbatim import same

TEXT = (
    "River Union condemns the closure\n\n"
    "We will not  leave anyone behind. The mayor’s plan is “a gift” to landlords, and we won't accept it.\n\n"
    "“No family should lose its home,” said Jane Roe, director. “We will not stop … until it is over.”\n\n"
    "“Shame on them,” shouted one neighbor. We will not leave."
)
STATEMENT = Statement(text=TEXT, issuer="River Union", lang="en")


@pytest.mark.parametrize(
    ("words", "found", "speaker"),
    [
        ("We will not  leave anyone behind.", "We will not  leave anyone behind.", "River Union"),  # exactly
        (
            "We will not leave\nanyone behind.",
            "We will not  leave anyone behind.",
            "River Union",
        ),  # other white space
        ("  leave anyone behind  ", "leave anyone behind", "River Union"),  # white space around
        ("The mayor's plan", "The mayor’s plan", "River Union"),  # a straight mark for a curly one
        ("we won’t accept it", "we won't accept it", "River Union"),  # and the reverse
        ('plan is "a gift" to landlords', "plan is “a gift” to landlords", "River Union"),  # marks inside
        (
            "“No family should lose its home,”",
            "No family should lose its home,",
            "Jane Roe",
        ),  # with its own marks
        (
            '"No family should lose its home,"',
            "No family should lose its home,",
            "Jane Roe",
        ),  # with marks typed
        ("“leave anyone behind”", "leave anyone behind", "River Union"),  # with marks that are not there
        ("“No family should lose", "No family should lose", "Jane Roe"),  # with one mark
        (
            "We will not stop … until it is over.",
            "We will not stop … until it is over.",
            "Jane Roe",
        ),  # dots of the text
        ("We will not", "We will not", "River Union"),  # thrice: the first
        ("We will not leave.", "We will not leave.", "River Union"),  # once
        (
            "River Union condemns the closure",
            "River Union condemns the closure",
            "River Union",
        ),  # the headline
        ("said Jane Roe, director", "said Jane Roe, director", "River Union"),  # about a speaker
        ("lose its home,” said Jane Roe", "lose its home,” said Jane Roe", None),  # two voices
        ("Shame on them", "Shame on them", None),  # an unnamed neighbor's
        ("a gift", "a gift", None),  # quoted within a sentence: somebody's, unknown whose
        (
            "anyone behind. The mayor’s plan",
            "anyone behind. The mayor’s plan",
            "River Union",
        ),  # over a full stop
    ],
)
def test_words_name_a_slice(words: str, found: str, speaker: str | None) -> None:
    """White space and the shape of marks are loose; the slice is the statement's, and its speaker known or None."""
    excerpt = locate(STATEMENT, words)
    assert TEXT[excerpt.start : excerpt.end] == found
    assert excerpt.speaker == speaker


def test_the_first_of_two_places() -> None:
    """Words that stand there several times mean the first place."""
    assert locate(STATEMENT, "We will not").start == TEXT.index("We will not")


@pytest.mark.parametrize(
    ("words", "reason", "near"),
    [
        ("", "no words", None),
        (" \n\t", "no words", None),  # white space alone
        ("“…”", "no words", None),  # marks alone
        ("We will not … behind.", "leaves nothing out", "leave anyone behind"),
        ("We will not ... behind.", "leaves nothing out", "leave anyone behind"),
        ("We will not [...] behind.", "leaves nothing out", "leave anyone behind"),
        ("We will not . . . behind.", "leaves nothing out", "leave anyone behind"),
        (
            "No family [in town] should lose its home",
            "“[in town]” is not in the statement",
            "No family should lose",
        ),
        (
            "No single family should lose its home",
            "one after another",
            "No family should lose",
        ),  # an insertion
        ("No family should lose its house", "after “No family should lose its”", "No family should lose"),
        ("no family should lose", "capital letters", "No family should lose"),
        ("o family should lose", "within a word", "No family should lose"),
        (
            "No family should lose its home, said Jane",
            "does not go on",
            "No family should lose",
        ),  # a mark left out
        ("No family should lose its home!", "one after another", "No family should lose"),
        ("entirely other matters", "one after another", ""),
    ],
)
def test_words_that_are_no_slice_are_refused(words: str, reason: str, near: str | None) -> None:
    """The error names the reason and the nearest passage, and what to do."""
    with pytest.raises(ExcerptError) as refused:
        locate(STATEMENT, words)
    assert reason in refused.value.message or (
        reason == "one after another" and "does not go on" in refused.value.message
    )
    if near is not None:
        assert near in refused.value.message
        assert "Nearest passage" in refused.value.message
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (-1, 5, "no part of the statement"),
        (5, 5, "no part of the statement"),  # empty
        (9, 5, "no part of the statement"),  # backwards
        (0, len(TEXT) + 1, f"0 to {len(TEXT)}"),  # too far
        (10**12, 10**12 + 1, "no part of the statement"),
        (32, 34, "no words"),  # white space alone
        (TEXT.index("“No"), TEXT.index("“No") + 1, "no words"),  # a mark alone
        (1, 11, "cuts a word"),
        (0, 9, "cuts a word"),
    ],
)
def test_offsets_that_are_no_excerpt_are_refused(start: int, end: int, reason: str) -> None:
    """Ids are typed by people: out of range, empty, white space, half a word."""
    with pytest.raises(ExcerptError, match=reason) as refused:
        at(STATEMENT, start, end)
    assert refused.value.remedy


def test_a_cut_within_one_visible_character_is_refused() -> None:
    """A family of joined emoji, or a letter and its accent, is never parted."""
    statement = Statement(text="We march 👩‍👩‍👧 today with x\u0301 all.", lang="en")
    for end in (statement.text.index("\u200d"), statement.text.index("\u0301")):
        with pytest.raises(ExcerptError, match="cuts a word"):
            at(statement, 0, end)


def test_scripts_without_spaces_may_be_cut_between_characters() -> None:
    """Chinese words have no space between them."""
    statement = Statement(text="我们要求正义和尊严。", lang="zh")
    assert locate(statement, "要求正义").start == 2


def test_white_space_at_the_ends_is_left_off() -> None:
    """Offsets that hold white space at an end give the excerpt without it."""
    excerpt = at(STATEMENT, 32, 68)
    assert TEXT[excerpt.start : excerpt.end] == "We will not  leave anyone behind."


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_what_offsets_give_words_give_too(start: int, end: int) -> None:
    """Any slice that ``at`` takes, its own words find, at the first place where they stand."""
    try:
        excerpt = at(STATEMENT, start, end)
    except ExcerptError:
        return
    words = TEXT[excerpt.start : excerpt.end]
    found = locate(STATEMENT, words)
    assert found.start <= excerpt.end
    assert " ".join(TEXT[found.start : found.end].split()) in " ".join(words.split())
    assert same(words.strip('“”" \n'), TEXT[found.start : found.end].strip('“”" \n'))


def test_a_chosen_excerpt_has_reasons_for_its_score() -> None:
    """A person's excerpt is scored like the engine's."""
    excerpt = locate(STATEMENT, "No family should lose its home,")
    assert "quotation" in {reason.name for reason in excerpt.reasons}
    assert excerpt.score == pytest.approx(sum(reason.points for reason in excerpt.reasons))
