"""No distortion: from any statement to what is shown, nothing but a closed list of changes, and each is undone."""

from dataclasses import replace
from datetime import UTC, datetime

from corpus_reader import STATEMENTS
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quotes.excerpt import find
from quotes.statement import Statement, normalise, sha256, text_sha256
from quotes.verbatim import display, same
from scheduler.core.checking import statement_problem
from scheduler.core.records import KeptStatement

SPACES = " \t\n\u00a0\u2009\u202f\u3000\u2028"
CURLED = {'"': "“”", "'": "‘’"}
MARKS = "\"'“”‘’"
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.one_of(st.characters(), st.sampled_from(SPACES + MARKS))), max_size=8
)
PLACES = st.integers(0, 10_000)
WORDS = (
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
    .map(normalise)
    .filter(str.strip)
)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A statement of the corpus into which any characters have fallen."""
    like = draw(st.sampled_from(STATEMENTS)).statement
    text = like.text
    for place, char in draw(CHANGES):
        at = place % (len(text) + 1)
        text = text[:at] + char + text[at:]
    lang = draw(st.sampled_from([like.lang, None]))
    return Statement(text=normalise(text), issuer=like.issuer, lang=lang)


def test_the_corpus_gives_excerpts_to_look_at() -> None:
    """The rules below are not empty: there are excerpts, and some of them are shown with changes."""
    raw = [each.text[e.start : e.end] for each in STATEMENTS for e in find(each.statement)]
    assert len(raw) > 80
    assert sum(display(each) != each for each in raw) >= 3


@settings(max_examples=200)
@given(statements())
def test_every_excerpt_is_a_slice_shown_with_the_closed_list_alone(statement: Statement) -> None:
    """Beside white space, only straight quotation marks change, each into a curly one of its kind."""
    for excerpt in find(statement):
        assert 0 <= excerpt.start < excerpt.end <= len(statement.text)
        raw = statement.text[excerpt.start : excerpt.end]
        shown = display(raw)
        assert same(raw, shown)
        before, after = "".join(raw.split()), "".join(shown.split())
        assert len(before) == len(after)
        assert all(was == now or now in CURLED.get(was, "") for was, now in zip(before, after, strict=True))
        assert shown.split() == [*shown.split(" ")]


@settings(max_examples=200)
@given(statements(), PLACES, st.characters())
def test_an_excerpt_shown_with_another_letter_is_refused(statement: Statement, place: int, char: str) -> None:
    """One character put in, left out or exchanged, anywhere in any excerpt, fails the check."""
    assume(not char.isspace())
    for excerpt in find(statement):
        raw = statement.text[excerpt.start : excerpt.end]
        shown = display(raw)
        at = place % len(shown)
        assert not same(raw, shown[:at] + char + shown[at:])
        assume(not shown[at].isspace())
        assert not same(raw, shown[:at] + shown[at + 1 :])
        if shown[at] not in MARKS and char != shown[at]:
            assert not same(raw, shown[:at] + char + shown[at + 1 :])


@settings(max_examples=100)
@given(statements(), PLACES, st.characters())
def test_an_excerpt_of_a_changed_statement_is_noticed(statement: Statement, place: int, char: str) -> None:
    """What is shown no longer agrees with a slice in which one letter is another."""
    assume(not char.isspace() and char not in MARKS)
    for excerpt in find(statement):
        at = excerpt.start + place % (excerpt.end - excerpt.start)
        old = statement.text[at]
        assume(not old.isspace() and old not in MARKS and old != char)
        shown = display(statement.text[excerpt.start : excerpt.end])
        changed = statement.text[:at] + char + statement.text[at + 1 :]
        assert not same(changed[excerpt.start : excerpt.end], shown)


@given(WORDS, PLACES, st.characters(exclude_categories=["Cs"]))
def test_a_statement_changed_by_one_character_is_noticed(text: str, place: int, char: str) -> None:
    """Whatever the character, and though the text's digest was made anew: the original tells."""
    kept = kept_as(text)
    assert statement_problem(kept) is None
    at = place % len(text)
    for other in (
        text[:at] + char + text[at:],
        text[:at] + text[at + 1 :],
        text[:at] + char + text[at + 1 :],
    ):
        if other == text:
            continue
        assert statement_problem(replace(kept, text=other)) is not None
        assert statement_problem(replace(kept, text=other, text_sha256=text_sha256(other))) is not None
        assert statement_problem(replace(kept, original=other.encode())) is not None


def kept_as(text: str) -> KeptStatement:
    """*text* as a plain file that was added."""
    original = text.encode()
    return KeptStatement(
        id="any",
        original=original,
        sha256=sha256(original),
        text=text,
        text_sha256=text_sha256(text),
        issuer="River Union",
        url=None,
        lang=None,
        published=None,
        title=None,
        guessed=frozenset(),
        added_at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC),
        added_by="ana",
    )
