"""Each speaker with a title beside the name, and names that are not to be named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.blocks import Role
from quotes.excerpt import find
from quotes.naming import named
from quotes.passages import reading
from quotes.rulings import Kind, Names, Ruling
from quotes.statement import Statement
from quotes.voices import quoted, title_in, voices


@pytest.mark.parametrize(
    ("sentence", "name", "title"),
    [
        (
            "“…,” said Rep. Jane Roe (D-CA), co-chair of the caucus.",
            "Jane Roe",
            "Rep., co-chair of the caucus",
        ),
        ("“…,” said Mayor de Blasio.", "de Blasio", "Mayor"),
        ("Mayor de Blasio said: “…”", "Bill de Blasio", "Mayor"),  # the surname alone
        ("«…», señaló la diputada María López.", "María López", "diputada"),
        ("Sam Poe, a nurse, said: “…”", "Sam Poe", "nurse"),
        ("– Jane Roe, director", "Jane Roe", "director"),
        ("“…,” said SAGE CEO Ana Li.", "Ana Li", "SAGE CEO"),
        ("“…,” said Ana Li, director of Fight for the Future.", "Ana Li", "director of Fight for the Future"),
        ("“…,” said Jane Roe.", "Jane Roe", None),
        ("“…,” said Jane Roe, who lives in Oakdale.", "Jane Roe", None),  # a tale
        ("“…,” said Jane Roe, adding that it is late.", "Jane Roe", None),
        ("“…,” she continued.", "Jane Roe", None),
    ],
)
def test_a_title_stands_beside_the_name(sentence: str, name: str, title: str | None) -> None:
    """Right before it, or between commas behind it."""
    assert title_in(sentence, name) == title


TEXT = (
    "Pramila Jayapal and Bill Gates spoke, and so did Melinda Gates, Sam May, María López García, 王小明 and مريم حداد. "
    "River Valley Coalition listened."
)


@pytest.mark.parametrize(
    ("words", "name", "found"),
    [
        ("Thanks, Pramila Jayapal!", "Pramila Jayapal", True),
        ("PRAMILA  JAYAPAL’S plan", "Pramila Jayapal", True),
        ("Rep. Jayapal's plan", "Pramila Jayapal", True),  # the surname
        ("@RepJayapal, #JayapalForAll, @pramilajayapal", "Pramila Jayapal", True),
        ("#JayapalForAll", "Pramila Jayapal", True),
        ("@pramilajayapal", "Pramila Jayapal", True),
        ("Jayapalas plan", "Pramila Jayapal", False),  # another word
        ("Bill Gates gave", "Melinda Gates", False),  # another person of the statement
        ("Gates gave", "Melinda Gates", True),
        ("Melinda gave", "Melinda Gates", False),  # a first name is many people's
        ("In May we met", "Sam May", False),  # a word as well
        ("MacDonald and McDonald", "Ron Donald", False),
        ("maria lopez garcia", "María López García", True),  # without accents
        ("López dijo", "María López García", True),
        ("王小明说", "王小明", True),
        ("قالت ومريم حداد", "مريم حداد", True),
        ("the valley", "River Valley Coalition", False),  # an organization has no surname
        ("the river valley coalition", "River Valley Coalition", True),
    ],
)
def test_who_is_named(words: str, name: str, *, found: bool) -> None:
    """The whole name in any form, a surname as it is written; nobody else's."""
    assert (named(words, [name], TEXT) is not None) is found


def ruled(*rulings: Ruling) -> Statement:
    """A statement of two people and a stranger, with *rulings*."""
    text = (
        "A title of a release\n\nThe news of the day.\n\n"
        "“We will fight for every home in this city,” said Jane Roe and Sam Poe.\n\n"
        "“We have waited for this day for too long,” said Jane Roe.\n\n"
        "“Nobody asked us whether we want to leave,” said one neighbor.\n\n"
        "“And nobody ever will ask us that again,” she added."
    )
    return Statement(text=text, issuer="River Union", lang="en", rulings=rulings)


def who(*rulings: Ruling) -> list[str | None]:
    """Who says each quotation after *rulings*."""
    return [each.speaker for each in quoted(reading(ruled(*rulings)))]


def name(old: str, new: str) -> Ruling:
    """*old* is called *new*."""
    return Ruling(kind=Kind.NAME, name=old, value=new)


def test_rulings_win() -> None:
    """A name is corrected in joint statements too; who is said to speak is who goes on."""
    start = ruled().text.index("Nobody")
    ana = Ruling(kind=Kind.SPEAKER, start=start, end=start + 9, value="Ana Li")
    assert who() == ["Jane Roe and Sam Poe", "Jane Roe", None, "Jane Roe"]
    assert who(ana) == ["Jane Roe and Sam Poe", "Jane Roe", "Ana Li", "Ana Li"]
    assert who(name("Jane Roe", "Jo Roe")) == ["Jo Roe and Sam Poe", "Jo Roe", None, "Jo Roe"]
    assert who(ana, name("Ana Li", "Ann Lee"))[2:] == ["Ann Lee", "Ann Lee"]


SPEAKERS = st.sampled_from(["Jane Roe", "Sam Poe", "Jane Roe and Sam Poe", "River Union", "Ana Li"])
PLACES = st.integers(0, len(TEXT))
RULINGS = st.one_of(
    st.builds(name, SPEAKERS, SPEAKERS),
    st.builds(lambda whom: Ruling(kind=Kind.NEVER, name=whom), SPEAKERS),
    st.builds(lambda whom, title: Ruling(kind=Kind.TITLE, name=whom, value=title), SPEAKERS, st.text()),
    st.builds(
        lambda a, b, who: Ruling(kind=Kind.SPEAKER, start=a, end=a + b + 1, value=who),
        PLACES,
        PLACES,
        st.none() | SPEAKERS,
    ),
    st.builds(
        lambda a, b, role: Ruling(kind=Kind.ROLE, start=a, end=a + b + 1, value=role),
        PLACES,
        PLACES,
        st.sampled_from(list(Role)),
    ),
)


@given(st.lists(RULINGS, max_size=6))
def test_whatever_is_ruled(rulings: list[Ruling]) -> None:
    """Excerpts come from what may be quoted, and nobody signs who is never to be named."""
    statement = ruled(*rulings)
    found = reading(statement)
    never = Names(rulings).never
    for each in find(statement):
        assert not named(f"{each.speaker}: {statement.text[each.start : each.end]}", never, statement.text)
        (block,) = [block for block in found.blocks if block.start <= each.start < block.end]
        assert block.role in (Role.BODY, Role.QUOTATION)
    assert {each.speaker for each in quoted(found)} - {None} <= {each.name for each in voices(found)}


def test_names_follow_in_order() -> None:
    """A later correction is of what was corrected before, and there and back is no circle."""
    names = Names([name("A Roe", "B Roe"), name("B Roe", "C Roe"), name("C Roe", "A Roe")])
    assert {names.called(each) for each in ("A Roe", "B Roe", "C Roe")} == {"A Roe"}
    assert names.namings("A Roe") == {"A Roe", "B Roe", "C Roe"}


def test_titles_and_never_follow_a_name() -> None:
    """Who is renamed keeps the title and stays unnamed, by every naming."""
    title = Ruling(kind=Kind.TITLE, name="Jane Roe", value="Mayor")
    never = Ruling(kind=Kind.NEVER, name="Jane Roe")
    names = Names([title, never, name("Jane Roe", "Jo Roe")])
    assert names.titles == {"Jo Roe": "Mayor"}
    assert names.never == {"Jane Roe", "Jo Roe"}
    (jo,) = [
        each for each in voices(reading(ruled(title, name("Jane Roe", "Jo Roe")))) if each.name == "Jo Roe"
    ]
    assert jo.title == "Mayor"


def test_never_is_out_of_joint_statements_too() -> None:
    """Neither alone nor with others."""
    assert {each.speaker for each in find(ruled())} >= {"Jane Roe and Sam Poe", "Jane Roe"}
    assert find(ruled(Ruling(kind=Kind.NEVER, name="Jane Roe"))) == []
