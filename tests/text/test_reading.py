"""How a statement is read: blocks and their roles, quotations, and who says what."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import quotations, sentences
from quotes.blocks import Role, split
from quotes.excerpt import find
from quotes.passages import read
from quotes.statement import Statement, normalise

EN = """FOR IMMEDIATE RELEASE
March 5, 2021
Contact: Sam Poe, sam@union.example, 555-010-0100

River Union Condemns Evictions

OAKDALE, CA — River Union condemned on Friday the eviction of forty families from their homes.

“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe (D-CA), co-chair of the caucus. “We will fight for every home.”

“They cannot take our future away from our children,” Roe added.

“No one asked the people who live here,” said one organizer.

Sam Poe, a nurse, said: “I have seen what fear does to a family, and it must end.

“It is time for the council to choose people over profit.”

What comes next

To read the full letter, click here.

River Union is a coalition of tenants in Oakdale.

###

Share this page"""

ES = """Comunicado de prensa
5 de marzo de 2021

La Unión del Río condena los desalojos

«Ninguna familia debe perder su casa por la codicia de unos pocos», dijo María López, portavoz de la Unión.

«El pueblo no se rinde ante quienes venden nuestra tierra», señaló un vecino."""

FR = """Communiqué de presse

Le Collectif du Fleuve dénonce les expulsions

« Nous refusons de nous taire face à cette violence », déclare Anne Martin, porte-parole du collectif.

« Personne ne doit perdre son logement pour le profit », a dit une habitante."""

AR = """بيان حول الإخلاء

يجب على الحكومة أن تحمي حقوق جميع العائلات وأن توقف عمليات الإخلاء فورا.

قالت مريم حداد: "لن نقبل أن تطرد أي عائلة من بيتها ولن نصمت أمام هذا الظلم أبدا"."""

LETTER = """Open letter on evictions

Dear Mayor,

Forty families have lost their homes, and the city must act before the winter.

We demand an end to it:

• A halt to all evictions in the city until the spring.

Sincerely,

River Union
Lake Union"""


def roles(text: str, lang: str) -> list[str]:
    """The roles of a text's blocks, in order."""
    return [block.role.value for block in read(Statement(text=text, lang=lang), lang).blocks]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (EN, "en", ["release line", "release line", "contact", "headline", "dateline", "body", "quotation", "quotation",
                    "quotation", "quotation", "quotation", "heading", "call to action", "about", "end mark", "site furniture"]),
        (ES, "es", ["release line", "release line", "headline", "quotation", "quotation"]),
        (FR, "fr", ["release line", "headline", "quotation", "quotation"]),
        (AR, "ar", ["headline", "body", "quotation"]),
        (LETTER, "en", ["headline", "salutation", "body", "lead-in", "body", "sign-off", "signatories", "signatories"]),
    ],
)  # fmt: skip
def test_each_block_plays_its_role(text: str, lang: str, expected: list[str]) -> None:
    """The frame of a release, a letter's parts, what is said."""
    assert roles(text, lang) == expected


def speakers(text: str, lang: str, issuer: str | None) -> dict[str, str | None]:
    """Who says each passage, by its first two words."""
    reading = read(Statement(text=text, lang=lang, issuer=issuer), lang)
    return {" ".join(text[p.start : p.end].split()[:2]): p.speaker for p in reading.passages}


@pytest.mark.parametrize(
    ("text", "lang", "issuer", "expected"),
    [
        (EN, "en", "River Union", {
            "River Union": "River Union",  # the text's own voice
            "Our families": "Jane Roe",  # without title and party
            "We will": "Jane Roe",  # the rest of her quotation
            "They cannot": "Jane Roe",  # a surname finds its first name
            "No one": None,  # nobody by name
            "I have": "Sam Poe",  # named before
            "It is": "Sam Poe",  # the next paragraph of the same quotation
        }),
        (ES, "es", "Unión del Río", {"Ninguna familia": "María López", "El pueblo": None}),
        (FR, "fr", "Collectif du Fleuve", {"Nous refusons": "Anne Martin", "Personne ne": None}),
        (AR, "ar", "اتحاد النهر", {"يجب على": "اتحاد النهر", "لن نقبل": "مريم حداد"}),
        (LETTER, "en", "River Union", {"Forty families": "River Union", "A halt": "River Union"}),
        # without an issuer a letter is signed by its title, and anything else by nobody
        (LETTER, "en", None, {"Forty families": "Open letter on evictions", "A halt": "Open letter on evictions"}),
        (LETTER.removeprefix("Open letter on evictions"), "en", None, {"Forty families": None, "A halt": None}),
    ],
)  # fmt: skip
def test_each_voice_has_its_speaker_or_none(
    text: str, lang: str, issuer: str | None, expected: dict[str, str | None]
) -> None:
    """The issuer for the text's own voice, the named person for a quotation, None for an unnamed one."""
    assert speakers(text, lang, issuer) == expected


QUOTE = "“We will fight for every home and every family in this city.”"


@pytest.mark.parametrize(
    ("around", "speaker"),
    [
        ("{}, said Jane Roe.", "Jane Roe"),
        ("{}, Jane Roe said.", "Jane Roe"),
        ("Jane Roe said: {}", "Jane Roe"),
        ("Jane Roe: {}", "Jane Roe"),
        ("According to Jane Roe, {}", "Jane Roe"),
        ("{}\n— Jane Roe, director", "Jane Roe"),  # on the line below
        ("{} said River Valley Coalition.", "River Valley Coalition"),
        (
            "{} said Jane Roe, director of the River Coalition and member of the Lake Council.",
            "Jane Roe",
        ),  # one person
        ("{} said Jane Roe and Sam Poe.", "Jane Roe and Sam Poe"),  # two
        ("{} said Mayor Roe.", "Roe"),  # a surname with a title
        ("{}", None),  # nobody
        ("{} said one organizer.", None),
        ("{} said a member of River Valley Coalition.", None),  # a member is not the coalition
        ("{} reads a banner.", None),
        ("{} she said.", None),  # nobody was named before
        ("Oakdale will stand as one and say, {}", None),  # part of a tale
        ("In 2020 we heard: {}", None),
        ("In response to the ruling, we were told: {}", None),
        ("The mayor says in public: {}", None),  # no name
    ],
)
def test_a_speaker_is_named_beside_the_quotation_or_unknown(around: str, speaker: str | None) -> None:
    """Nobody is credited with words without a name beside them, neither the issuer nor whoever spoke before."""
    text = f"A title of a release\n\nThe news of the day stands in this paragraph.\n\n{around.format(QUOTE)}"
    assert speakers(text, "en", "River Union")["We will"] == speaker


@pytest.mark.parametrize(
    ("lead_in", "speaker"),
    [
        (
            "In response to the ruling, River Valley Coalition released the following statement:",
            "River Valley Coalition",
        ),
        ("River Valley Coalition (RVC) issued the following statement:", "River Valley Coalition"),
        ("The following statement can be attributed to Jane Roe, director of River Union:", "Jane Roe"),
        ("Mayor Jane Roe released the following statement:", "Jane Roe"),
        ("In response to recent events, we released the following statement:", "River Union"),  # the issuer
        ("We call for three things:", "River Union"),
        ("The letter reads:", "River Union"),  # a group without a name does not speak for the text
    ],
)
def test_a_lead_in_names_who_speaks_after_it(lead_in: str, speaker: str) -> None:
    """What follows a lead-in is the named speaker's, else the issuer's; a mere opening is never a name."""
    text = f"A title of a release\n\n{lead_in}\n\nEvery family in this city deserves a home. We will not be silent."
    assert speakers(text, "en", "River Union")["Every family"] == speaker


LEAD_IN = "A title of a release\n\nMayor Sam Poe released the following statement:\n\n"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{LEAD_IN}{QUOTE}", "Sam Poe"),  # announced
        (f"{LEAD_IN}{QUOTE} said one organizer.", None),  # somebody else, unknown
        (f"{LEAD_IN}{QUOTE} said Jane Roe.", "Jane Roe"),  # somebody else, named
        # somebody else's quotation over two paragraphs
        (f"{LEAD_IN}Jane Roe said: “I have lived here for twenty years.\n\n{QUOTE}", "Jane Roe"),
        # in a paragraph after another's words
        (
            f"A title of a release\n\n“I have lived here for years,” said Jane Roe. {QUOTE} said one neighbor.",
            None,
        ),
        (f"A title of a release\n\n“I have lived here for years,” said Jane Roe. {QUOTE}", "Jane Roe"),
        # a lead-in that names nobody does not make quoted words the issuer's
        (f"A title of a release\n\nThe following statement hangs on the door:\n\n{QUOTE}", None),
    ],
)
def test_what_was_announced_ends_where_somebody_else_speaks(text: str, speaker: str | None) -> None:
    """Beside a verb of saying without a name, nobody is taken from elsewhere."""
    assert speakers(text, "en", "River Union")["We will"] == speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two there.", ["One here.", "Two there."]),
        ("Rep. Roe spoke. Sen. Poe did not.", ["Rep. Roe spoke.", "Sen. Poe did not."]),  # titles
        ("The U.S. Senate voted. We won.", ["The U.S. Senate voted.", "We won."]),
        ("It cost 3.5 million. No more!", ["It cost 3.5 million.", "No more!"]),  # a number
        ("“Stop it. Now,” she said.", ["“Stop it.", "Now,” she said."]),  # inside marks
        ("我们要求正义。我们要求尊严！", ["我们要求正义。", "我们要求尊严！"]),
        ("¿Por qué? ¡Basta ya!", ["¿Por qué?", "¡Basta ya!"]),
        ("Wait… there is more.", ["Wait… there is more."]),  # goes on in small letters
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    """Stops end sentences, abbreviations and numbers do not; offsets are exact."""
    assert [text[a:b] for a, b in sentences.split(text, 0, len(text), None)] == expected


def test_words_of_an_unknown_speaker_are_no_excerpt() -> None:
    """However good they are: nobody could be named on the card."""
    text = f"A title of a release\n\nThe news of the day.\n\n{QUOTE} said one organizer."
    assert find(Statement(text=text, issuer="River Union", lang="en")) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We will go home now,” she said.", ["We will go home now,"]),
        ('"We will go home now," she said.', ["We will go home now,"]),  # straight marks
        ("« Nous ne partirons pas d’ici », dit-elle.", ["Nous ne partirons pas d’ici"]),
        ("„Wir gehen nicht von hier weg“, sagte sie.", ["Wir gehen nicht von hier weg"]),
        ("「我们要求正义，也要求尊严。」她说。", ["我们要求正义，也要求尊严。"]),
        ("“He said ‘no’ and “never” to us all.”", ["He said ‘no’ and “never” to us all."]),  # marks within
        ("“One two three four five.\n\n“Six seven eight nine ten.”", ["One two three four five.", "Six seven eight nine ten."]),
        ("It is a “so-called” plan.", []),  # a term
        ("He called it: “A gift.”", []),  # too few words to quote anybody with
        ("She said that it would “leave all of us behind in the cold” again.", []),  # grown into a sentence
        ("“An open mark and nothing else", ["An open mark and nothing else"]),
    ],
)  # fmt: skip
def test_what_stands_between_quotation_marks(text: str, inside: list[str]) -> None:
    """Quotations that somebody can be quoted with, whatever their marks, over paragraphs."""
    found = quotations.find(text, split(text))
    assert [text[q.start : q.end] for q in found if q.whole] == inside


@given(st.text(alphabet=st.sampled_from('aB1 .,:\n\r\v\u2028“”"«»•-–()三、'), max_size=80))
def test_blocks_are_trimmed_slices_in_order(raw: str) -> None:
    """Blocks do not overlap, and together they hold every letter of the text."""
    text = normalise(raw)
    blocks = split(text)
    ends = [0, *(block.end for block in blocks)]
    for end, block in zip(ends, blocks, strict=False):
        assert end <= block.start < block.end <= len(text)
        assert block.of(text) == block.of(text).strip()
    outside = text[: blocks[0].start] if blocks else text
    outside += "".join(text[a.end : b.start] for a, b in pairwise(blocks))
    assert not any(char.isalpha() and char != "三" for char in outside)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Lines that an editor broke at a fixed width are joined; lines that stand alone are not."""
    wrapped = (
        "Every family in this valley deserves a safe home, and we will\n"
        "not stop until every one of them has it, whatever the council\n"
        "may say about its budget in the years that are yet to come."
    )
    assert len(split(wrapped)) == 1
    assert len(split("River Union\nLake Union\nSea Union")) == 3


def test_excerpts_come_from_what_is_said_alone() -> None:
    """Of the roles, two are spoken; every other one frames the statement."""
    reading = read(Statement(text=EN, issuer="River Union", lang="en"), "en")
    for excerpt in find(Statement(text=EN, issuer="River Union", lang="en")):
        block = next(each for each in reading.blocks if each.start <= excerpt.start < each.end)
        assert block.role in (Role.BODY, Role.QUOTATION)
