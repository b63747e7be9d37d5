"""The engine: what holds for any text, and what it finds in the sample."""

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import assets
from quotes import scoring
from quotes.excerpt import Excerpt, at, find, fits_a_post
from quotes.statement import Statement, normalise, read
from quotes.verbatim import display

PIECES = (
    "We will not be silent. ", "No family deserves this. ", "However, they must act now. ", "“", "”", '"', "«", "»", "\n", "\n\n",
    " said Jane Roe, director of River Union", " said one organizer. ", "Jane Roe said: ", "About us\n", "For immediate release\n",
    "River Union released the following statement:\n", "###\n", "* * *\n", "(", ")", "• ", "1. ", "Dear Mayor,\n", "Sincerely,\n",
    "我们要求正义。", "يجب على الحكومة أن تحمي الحقوق. ", "https://example.org ", "…", "—", "; ", ", and we ", "\u00a0", "\u200d", "e\u0301",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
LANGUAGES = st.sampled_from(
    [None, "en", "es", "fr", "pt", "it", "de", "ht", "zh", "ar", "xx", "en-GB", "../en", ""]
)


@settings(max_examples=150)
@given(TEXTS, LANGUAGES, st.sampled_from([None, "River Union"]))
def test_any_text_gives_sound_excerpts(raw: str, lang: str | None, issuer: str | None) -> None:
    """``find`` never raises; excerpts are trimmed slices in range that fit and do not overlap, best first."""
    statement = Statement(text=normalise(raw), issuer=issuer, lang=lang)
    found = find(statement)
    for excerpt in found:
        words = statement.text[excerpt.start : excerpt.end]
        assert 0 <= excerpt.start < excerpt.end <= len(statement.text)
        assert words == words.strip()
        assert all(words.count(opening) == words.count(closing) for opening, closing in ("“”", "«»", "()"))
        assert fits_a_post(display(words), excerpt.speaker)
        assert excerpt.score == scoring.total(excerpt.reasons)
    assert all(a.end <= b.start or b.end <= a.start for a, b in combinations(found, 2))
    assert all(a.score >= b.score for a, b in pairwise(found))


@settings(max_examples=100)
@given(TEXTS, LANGUAGES)
@example("AAAAAAAAAAAAAAAAAAAA“a.We wILL!AAAAAAA:WE WILL.", "en")  # behind a mark that nobody closes
def test_what_the_engine_finds_a_person_can_choose(raw: str, lang: str | None) -> None:
    """``at`` takes the offsets of every excerpt found, and names the same speaker."""
    statement = Statement(text=normalise(raw), issuer="River Union", lang=lang)
    for excerpt in find(statement):
        chosen = at(statement, excerpt.start, excerpt.end)
        assert (chosen.start, chosen.end, chosen.speaker) == (excerpt.start, excerpt.end, excerpt.speaker)


@given(st.integers(min_value=0, max_value=300))
def test_nothing_is_found_that_does_not_fit(limit: int) -> None:
    """``fits`` is asked with the words as shown, and decides."""
    for excerpt in find(sample(), fits=lambda quote, _: len(quote) <= limit):
        assert len(display(words(excerpt))) <= limit


def sample() -> Statement:
    """The statement that comes with Drumbeat."""
    return Statement(text=read(assets.sample()), issuer="Immigrant Justice Network", lang="en")


def words(excerpt: Excerpt) -> str:
    """An excerpt's words in the sample."""
    return sample().text[excerpt.start : excerpt.end]


def test_the_sample_gives_these_five() -> None:
    """Five excerpts, best first, each the issuer's own words, each with its reasons."""
    found = find(sample())
    assert [display(words(excerpt)) for excerpt in found] == [
        "Together, through true solidarity and organizing, we are committed to building a world where every person that comes to this country has their humanity recognized and is treated with fairness and justice.",
        "As organizers and advocates, we know that this is the time to build support for demands that push beyond what we have been told to accept by those in power—demands that value and uphold the dignity of all Black, Indigenous, and people of color.",
        "To begin to transform our country, the next administration cannot simply restore the status quo that existed before Trump was elected.",
        "We will continue to combat the widespread policing and incarceration that criminalizes Black and brown people by design.",
        "From the uprisings for Black lives to the contentious election, this year has reminded us that the fight against white supremacy, structural racism, and criminalization in this country has a long way to go.",
    ]
    assert {excerpt.speaker for excerpt in found} == {"Immigrant Justice Network"}
    assert all(excerpt.reasons for excerpt in found)


@pytest.mark.parametrize("limit", [280, 253, 240, 220])  # with the speaker; a link takes 23 and a space
def test_the_sample_gives_five_on_every_network(limit: int) -> None:
    """Also beside a link there are five excerpts."""
    assert len(find(sample(), fits=lambda quote, speaker: len(f"“{quote}” — {speaker}") <= limit)) >= 5


@pytest.mark.parametrize("limit", [300, 280, 200, 120, 60])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 108),  # the headline
        (111, 222),  # the lead-in
        (1429, 1598),  # "… to help create that world" points back
        (1602, 2028),  # two About paragraphs
    ],
)
def test_no_boilerplate_of_the_sample_is_found(limit: int, start: int, end: int) -> None:
    """What frames a statement, and what cannot stand alone, is no excerpt, whatever fits."""
    found = find(sample(), fits=lambda quote, _: len(quote) <= limit)
    assert not [words(each) for each in found if each.start < end and start < each.end]


@pytest.mark.parametrize(
    ("text", "not_first"),
    [
        (
            "This must end, and every family in our country deserves justice and dignity now.",
            "This must end",
        ),  # points back
        (
            "They must never be allowed to attack our families and our communities again.",
            "They must",
        ),  # nobody named
        (
            "However, every family in our country deserves justice and dignity, and we demand it now.",
            "However",
        ),
    ],
)
def test_no_excerpt_begins_with_what_points_outside(text: str, not_first: str) -> None:
    """An excerpt stands alone: an opening that refers to other words is left off, or the sentence is."""
    statement = Statement(
        text=f"A title\n\nThe first paragraph tells the news of the day.\n\n{text}", lang="en"
    )
    assert not [e for e in find(statement) if statement.text[e.start : e.end].startswith(not_first)]


def test_excerpts_share_no_sentence() -> None:
    """Of windows over the same sentences one is chosen, however much else the others say."""
    text = (
        "We demand justice for our families and dignity for every worker in this country. "
        "Enough is enough. "
        "Our communities deserve freedom, hope and homes that nobody can take away."
    )
    statement = Statement(
        text=f"A title\n\nThe news of the day stands here.\n\n{text}", issuer="River Union", lang="en"
    )
    found = find(statement)
    assert any("Enough" in statement.text[e.start : e.end] for e in found)
    assert all(a.end <= b.start or b.end <= a.start for a, b in combinations(found, 2))


def test_no_condition_is_cut_off_in_french() -> None:
    """A condition may look like a concession that could go; it stays."""
    text = "Si le conseil ne tient pas sa parole, nous devons défendre la dignité de toutes les familles de ce pays."
    statement = Statement(text=f"Un titre\n\nLa nouvelle du jour.\n\n{text}", issuer="Collectif", lang="fr")
    for limit in (280, 90):
        found = find(statement, fits=lambda quote, _, limit=limit: len(quote) <= limit)
        assert not [e for e in found if statement.text[e.start :].startswith("nous devons")]


def test_no_condition_is_cut_off() -> None:
    """A sentence that does not fit is never cut at the condition that its words hang on."""
    text = (
        "If the council breaks its word to the people of this city as it has so often done before, we will fight for "
        "every home, every street and every family in this city, and we will not stop until the council keeps its "
        "word to all of the people who live here and who have waited for justice for such a long time."
    )
    statement = Statement(
        text=f"A title\n\nThe news of the day stands here.\n\n{text}", issuer="River Union", lang="en"
    )
    assert not [e for e in find(statement) if statement.text[e.start :].startswith("we will fight")]
