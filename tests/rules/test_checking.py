"""The check before approval and before sending: verbatim quotes, pictures as approved, alt text."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.statement import Format, normalise, sha256, text_sha256
from scheduler.core.checking import (
    check_alt,
    check_words,
    delivery_problem,
    excerpt_problem,
    misquotes,
    part_problem,
    statement_problem,
)
from scheduler.core.delivery import Delivery, LinkCard, Part, Picture
from scheduler.core.errors import WordsError
from scheduler.core.records import KeptExcerpt, KeptStatement
from scheduler.networks import bluesky, x

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TEXT = (
    "FOR IMMEDIATE RELEASE\n\n"
    'We will defend "every family" against this illegal act.\n'
    "We can't wait any longer, and 1,000 of us march non-violently.\n"
    "«Nous ne cédons pas ici», said Ana Ruiz.\n"
)
SENTENCE = TEXT.split("\n")[2]
SHOWN = "We will defend “every family” against this illegal act."
ALT = f"A card: “{SHOWN}” — Ana Ruiz"
PNG = b"the bytes of a card"
DIGEST = sha256(PNG)


def statement(text: str = TEXT) -> KeptStatement:
    """*text*, kept as it came."""
    original = text.encode()
    return KeptStatement(
        id="ijn-2020",
        original=original,
        sha256=sha256(original),
        text=normalise(text),
        text_sha256=text_sha256(normalise(text)),
        issuer="Immigrant Justice Network",
        url=None,
        lang="en",
        published=None,
        title=None,
        guessed=frozenset(),
        added_at=NOW,
        added_by="ana",
    )


def excerpt(start: int | None = None, end: int | None = None) -> KeptExcerpt:
    """The sentence of the card, or another slice."""
    at = TEXT.index(SENTENCE)
    return KeptExcerpt(
        statement="ijn-2020",
        start=at if start is None else start,
        end=at + len(SENTENCE) if end is None else end,
        speaker="Ana Ruiz",
        by_person=True,
        added_at=NOW,
        added_by="ana",
    )


def part(words: str = f"“{SHOWN}”\n— Ana Ruiz", alt: str = ALT) -> Part:
    """A card with its words."""
    card = Picture(sha256=DIGEST, alt=alt, width=1600, height=900, media_type="image/png")
    return Part(n=1, words=words, pictures=(card,), excerpt=excerpt().id)


def delivery(*parts: Part) -> Delivery:
    """What is checked as a whole."""
    return Delivery(
        id="ijn-2020.1@x-main",
        post="ijn-2020.1",
        campaign="ijn-2020",
        statement="ijn-2020",
        account="x-main",
        parts=parts or (part(),),
    )


pictures = {DIGEST: PNG}.get


def problem_of(some: Delivery, kept: KeptStatement | None = None) -> str | None:
    """What the check finds, with the excerpt and the picture kept."""
    return delivery_problem(some, kept or statement(), {excerpt().id: excerpt()}, pictures)


# --- quotations in words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "No quotation at all, and it's fine.",
        "“We will defend “every family” against this”",  # nested, as a card shows it
        "“against this illegal act.” And the rest.",
        "“We can’t wait any longer”",  # an apostrophe, curled
        '"We can\'t wait any longer"',
        "„against this illegal act“",  # German marks
        "”against this illegal act”",  # Swedish
        "«against this illegal act»",
        "« against\u00a0this illegal act »",  # French, spaces inside
        "»against this illegal act«",  # Danish
        "「against this illegal act」",
        "“against this\nillegal   act”",  # white space is on the closed list
        "« Nous ne cédons pas ici »",
        "the so-called “Dreamers Act”",  # a name of two words is no quotation
        "“1,000 of us march”",
        "“march non-violently.”",
        'A board of 19" and a "new day"',
    ],
)
def test_faithful(words: str) -> None:
    """Whatever the marks, what is in the statement may be quoted."""
    assert misquotes(words, TEXT) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("“We will defend every family”", "We will defend every family"),  # marks left out
        ("“against this Illegal act”", "against this Illegal act"),  # a capital
        ("“against this illegal act!”", "against this illegal act!"),  # a stop
        ("“against this … act”", "against this … act"),  # an omission
        ("“against this [illegal] act”", "against this [illegal] act"),  # an insertion
        ("«against this evil act»", "against this evil act"),
        ("« against this evil act »", "against this evil act"),
        ('"against this evil act"', "against this evil act"),
        ("„against this evil act“", "against this evil act"),
        ("„against this evil act”", "against this evil act"),
        ("”against this evil act”", "against this evil act"),
        ("»against this evil act«", "against this evil act"),
        ("»against this evil act»", "against this evil act"),
        ("「against this evil act」", "against this evil act"),
        ("『我们将保卫每一个家庭和孩子』", "我们将保卫每一个家庭和孩子"),  # no spaces to count words by
        ("“We will defend “each family” against this”", "We will defend “each family” against this"),  # within a nested one
        ("“We will defend ‘every family’ against this”", "We will defend ‘every family’ against this"),  # other marks inside
        ("“Ana: “each family against this” act”", "Ana: “each family against this” act"),  # named once, as a whole
        ("“legal act.\nWe can’t”", "legal act.\nWe can’t"),  # cuts a word at its beginning
        ('“defend "every fam”', 'defend "every fam'),  # and at its end
        ("“any longer, and 1”", "any longer, and 1"),  # a number
        ("“000 of us march”", "000 of us march"),
        ("“of us march non”", "of us march non"),  # a compound
        ("“violently. «Nous ne”", "violently. «Nous ne"),
        ("“and so we can”", "and so we can"),
        ("“illegal act. We can”", "illegal act. We can"),  # can't, turned round
        ('A board of 19" says: "against this evil act"', "against this evil act"),  # inches open nothing
        ("Left over.” Then ”against this evil act”", "against this evil act"),
        ("“any longer, and” then “against this evil act”", "against this evil act"),  # every one is looked at
    ],
)  # fmt: skip
def test_misquoted(words: str, wrong: str) -> None:
    """Whatever the marks, what is not in the statement word for word is named."""
    assert misquotes(words, TEXT) == [wrong]


def test_a_word_cut_here_and_whole_there() -> None:
    """It is enough that the passage stands whole somewhere."""
    assert misquotes("“legal aid for all”", "illegal aid for all? No: legal aid for all.") == []


MARKS = [
    ("“", "”"),
    ('"', '"'),
    ("«", "»"),
    ("„", "“"),
    ("„", "”"),
    ("”", "”"),
    ("»", "«"),
    ("»", "»"),
    ("「", "」"),
]
WORDS = "We stand with every person who was held without a hearing and we will not stop."


@given(st.sampled_from(MARKS), st.integers(0, len(WORDS) - 1), st.characters(categories=["L", "N"]))
def test_one_changed_letter_is_noticed(marks: tuple[str, str], at: int, letter: str) -> None:
    """In any marks, at any place."""
    changed = WORDS[:at] + letter + WORDS[at + 1 :]
    assume(changed != WORDS)
    assert misquotes(f"Ana said: {marks[0]}{WORDS}{marks[1]} Yes!", WORDS) == []
    assert misquotes(f"Ana said: {marks[0]}{changed}{marks[1]} Yes!", WORDS) == [changed]


@given(st.text(st.sampled_from("ab “”„«»\"'‘’.\n1,-「」"), max_size=60))
def test_any_words_can_be_looked_at(words: str) -> None:
    """Marks without partners, crossed or nested: no text is too odd, and only what it holds is named."""
    assert all(each in words for each in misquotes(words, TEXT))


# --- what is kept -------------------------------------------------------------------------------


def test_a_statement_as_it_came() -> None:
    """Its bytes, its text and both digests agree."""
    assert statement_problem(statement()) is None
    assert statement_problem(statement("\ufeffCafe\u0301.\r\nIt is normalised once.\r\n")) is None


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("original", "the original of ijn-2020 is not the one that was added"),
        ("text", "the text of ijn-2020 was changed"),
        ("sha256", "the original of ijn-2020 is not the one that was added"),
        ("text_sha256", "the text of ijn-2020 was changed"),
    ],
)
def test_a_statement_changed_by_one_character(field: str, says: str) -> None:
    """Wherever it was changed, nothing of it goes out."""
    old = getattr(statement(), field)
    new = old.replace(b"act", b"acT", 1) if isinstance(old, bytes) else old[:-2] + "?" + old[-1:]
    change: dict[str, Any] = {field: new}
    changed = replace(statement(), **change)
    assert statement_problem(changed) == says
    assert problem_of(delivery(), changed) == says


def test_a_text_changed_with_its_digest() -> None:
    """The original tells what the text must be."""
    text = TEXT.replace("every", "any")
    changed = replace(statement(), text=text, text_sha256=text_sha256(text))
    assert statement_problem(changed) == "the text of ijn-2020 is not what its original says"


def test_what_a_library_read_is_held_by_its_digest() -> None:
    """Sending does not hang on how today's library reads a PDF, but no letter may change."""
    original = b"%PDF-1.7 and so on"
    read = replace(
        statement(),
        original=original,
        sha256=sha256(original),
        format=Format.PDF,
        reader="pypdf 1.0, rules 1",
    )
    assert statement_problem(read) is None
    assert statement_problem(replace(read, text=TEXT + " ")) == "the text of ijn-2020 was changed"
    assert statement_problem(replace(read, original=b"%PDF-1.8")) is not None


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (0, 1, True),
        (0, len(TEXT), True),
        (0, len(TEXT) + 1, False),
        (-1, 5, False),
        (5, 5, False),
        (6, 5, False),
    ],
)
def test_an_excerpt_is_a_slice(start: int, end: int, *, inside: bool) -> None:
    """Not empty, and nowhere outside its statement."""
    problem = excerpt_problem(excerpt(start, end), statement())
    assert problem == (None if inside else f"ijn-2020:{start}-{end} lies outside its statement")


# --- what would go out --------------------------------------------------------------------------


def test_all_right() -> None:
    """A card with its quote, and a person's own words without one."""
    assert problem_of(delivery()) is None
    assert problem_of(delivery(Part(n=1, words="March with us."))) is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (part(words="“We will defend each family”"), "“We will defend each family” is not in the statement word for word"),
        (part(alt="A card with a quote of Ana Ruiz"), "the alt text of its card no longer holds the quote"),
        (part(alt=ALT.replace("every", "any")), "the alt text of its card no longer holds the quote"),
        (part(alt=f"{ALT} “and what nobody said”"), "“and what nobody said” is not in the statement word for word"),
        (replace(part(), excerpt=None, pictures=(replace(part().pictures[0], alt=" "),)), f"picture {DIGEST[:12]} has no alt text"),
        (replace(part(), pictures=(replace(part().pictures[0], sha256="0" * 64),)), "picture 000000000000 is missing or was changed"),
        (replace(part(), preview=LinkCard(uri="", title="", description="", sha256="0" * 64)), "picture 000000000000 is missing or was changed"),
        (replace(part(), excerpt="ijn-2020:1-2"), "its excerpt ijn-2020:1-2 is not kept"),
    ],
)  # fmt: skip
def test_what_is_wrong(wrong: Part, says: str) -> None:
    """The first thing that is wrong is named, also in a later part."""
    for parts in ((wrong,), (part(), replace(wrong, n=2))):
        assert says in (problem_of(delivery(*parts)) or "")


def test_a_link_card_without_a_picture_lacks_none() -> None:
    """It is words alone."""
    card = LinkCard(uri="https://example.org", title="A title", description="IJN")
    assert problem_of(delivery(replace(part(), preview=card))) is None


def test_an_excerpt_outside_is_no_quote() -> None:
    """Offsets that do not fit the text are named before anything is compared."""
    far = excerpt(0, 9999)
    assert part_problem(part(), far, statement(), pictures) == "ijn-2020:0-9999 lies outside its statement"


def test_every_picture_is_looked_at() -> None:
    """The second one as well as the first."""
    good = part().pictures[0]
    two = replace(part(), pictures=(good, replace(good, alt="Another picture")))
    assert "no longer holds the quote" in (problem_of(delivery(two)) or "")
    two = replace(part(), pictures=(good, replace(good, sha256="f" * 64)))
    assert problem_of(delivery(two)) == "picture ffffffffffff is missing or was changed"


# --- words and alt text that a person gives -----------------------------------------------------


def test_words_that_fit() -> None:
    """To the last character that the network allows."""
    check_words("a" * 280, statement(), x.NETWORK)
    check_words("a" * 300, statement(), bluesky.NETWORK)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("a" * 281, "The words have 281 weighted characters on X; 280 are allowed. Shorten them by 1."),
        ("", "A post needs words."),
        (" \n", "A post needs words."),
        ("“We will defend each family”", "“We will defend each family” is not in ijn-2020 word for word."),
        ("March\udce9", "Character 6 of the words is none: they did not come in UTF-8."),
    ],
)
def test_words_that_do_not_do(words: str, says: str) -> None:
    """Measured by the network's own rule, with what to do about it."""
    with pytest.raises(WordsError) as raised:
        check_words(words, statement(), x.NETWORK)
    assert str(raised.value).startswith(says)
    assert raised.value.remedy


def test_alt_text_that_fits() -> None:
    """With its quote, or of a picture that has none, to the last character."""
    check_alt(ALT, SHOWN, x.NETWORK)
    check_alt("a" * 1000, None, x.NETWORK)


@pytest.mark.parametrize(
    ("alt", "says"),
    [
        ("", "A picture needs alt text."),
        ("\n ", "A picture needs alt text."),
        ("a" * 1001, "The alt text has 1001 characters; X takes 1000. Shorten it by 1."),
        (
            "A card with a quote",
            f"The alt text of a card holds its whole quote. Keep these words in it: {SHOWN}",
        ),
        (ALT.replace("every", "any"), "The alt text of a card holds its whole quote."),
        (f"{ALT}\udcff", f"Character {len(ALT) + 1} of the words is none"),
    ],
)
def test_alt_text_that_does_not_do(alt: str, says: str) -> None:
    """Whoever cannot see the card gets what it says, whole."""
    with pytest.raises(WordsError) as raised:
        check_alt(alt, SHOWN, x.NETWORK)
    assert str(raised.value).startswith(says)
    assert raised.value.remedy
