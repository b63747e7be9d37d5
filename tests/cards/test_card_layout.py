"""Layouts: exact ones, what must hold for any text, and what is refused."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assets
from quotes.cards.card import Card, marked, words
from quotes.cards.compose import compose
from quotes.cards.layout import SAFE, Layout
from quotes.cards.schema import load
from quotes.cards.setting import Line
from quotes.cards.shape import face
from quotes.errors import CardError
from quotes.verbatim import display

SIZES = [(1600, 900), (1080, 1350), (1080, 1080), (1200, 630)]
THEME = load("broadside")
CARD = Card(
    quote="We will continue to combat the widespread policing and incarceration that criminalizes Black and "
    "brown people by design.",
    speaker="Immigrant Justice Network",
    issuer="Immigrant Justice Network",
    lang="en",
    theme=THEME,
)
LONG = replace(
    CARD,
    quote="Together, through true solidarity and organizing, we are committed to building a world where every "
    "person that comes to this country has their humanity recognized and is treated with fairness and "
    "justice. We call on the next administration to work in collaboration with us today.",
)

GOLDEN_WIDE = [
    ("“We will continue to combat", 112, 148),
    ("the widespread policing", 112, 273),
    ("and incarceration that", 112, 397),
    ("criminalizes Black and", 112, 521),
    ("brown people by design.”", 112, 646),
    ("Immigrant Justice Network", 56, 844),
]
GOLDEN_RUNS = [
    ("“", "marks", 76.32),  # hangs, so that the W stands at the margin of 120
    ("We", "quote", 118.66),
    ("will", "quote", 283.97),
    ("continue", "quote", 480.19),
    ("to", "quote", 914.98),
    ("combat", "quote", 1030.11),
]
GOLDEN_TALL = [
    ("“We will continue", 102, 255),
    ("to combat the", 102, 370),
    ("widespread policing", 102, 485),
    ("and incarceration", 102, 600),
    ("that criminalizes", 102, 716),
    ("Black and brown", 102, 831),
    ("people by design.”", 102, 946),
    ("Marisol Vega-Ortiz", 47, 1235),
    ("Alder Street Union", 40, 1294),
]

SCRIPTS = {
    "ar": "قالت منظمة Human Rights Watch إن 3,200 عائلة (منها 12 في Brooklyn) فقدت بيوتها عام 2024.",
    "hi": "आवास हर व्यक्ति का अधिकार है, और किसी को अपना घर नहीं खोना चाहिए।",
}
GOLDEN_SCRIPTS = {
    "ar": [
        ("«قالت منظمة Human Rights", 124, 218),
        ("Watch إن 3,200 عائلة", 124, 394),
        ("(منها 12 في Brooklyn)", 124, 570),
        ("فقدت بيوتها عام 2024.»", 124, 746),
    ],
    "hi": [
        ("“आवास हर व्यक्ति का अधिकार", 126, 306),
        ("है, और किसी को अपना", 126, 483),
        ("घर नहीं खोना चाहिए।”", 126, 659),
    ],
}
GOLDEN_ORDER = [
    ("Human", "drumbeat-serif", 126.98),
    ("Rights", "drumbeat-serif", 534.82),
    ("منظمة", "noto-naskh-arabic", 894.48),
    ("قالت", "noto-naskh-arabic", 1246.4),
    ("«", "noto-naskh-arabic", 1487.08),
    ("عائلة", "noto-naskh-arabic", 351.0),
    ("3,200", "noto-naskh-arabic", 627.51),
    ("إن", "noto-naskh-arabic", 1007.49),
    ("Watch", "drumbeat-serif", 1158.59),
]
"""The first two lines of the Arabic one, from the left: each piece, its family, and where it begins."""


def texts(layout: Layout) -> list[tuple[str, int, int]]:
    """What a golden layout says of each line: its words, its size, its baseline."""
    return [(line.text, line.size, line.baseline) for line in layout.lines]


def test_golden_wide() -> None:
    """The default size, to the pixel."""
    layout = compose(CARD)
    assert texts(layout) == GOLDEN_WIDE
    assert (layout.panel, layout.tail) == (735, ((120, 735), (171, 735), (120, 775.8)))
    assert [(run.text, run.ink, round(run.x, 2)) for run in layout.lines[0].runs] == GOLDEN_RUNS


def test_golden_tall() -> None:
    """The tall size, with a name and a role, to the pixel."""
    layout = compose(
        replace(CARD, speaker="Marisol Vega-Ortiz", issuer="Alder Street Union", width=1080, height=1350)
    )
    assert texts(layout) == GOLDEN_TALL


@pytest.mark.parametrize("lang", SCRIPTS)
def test_golden_scripts(lang: str) -> None:
    """Other scripts, to the pixel; Arabic with Latin names and figures in it."""
    layout = compose(replace(CARD, quote=SCRIPTS[lang], lang=lang, speaker=None, issuer=None))
    assert texts(layout) == GOLDEN_SCRIPTS[lang]


def test_golden_order() -> None:
    """What runs leftwards stands leftwards, and the Latin words within it from left to right."""
    layout = compose(replace(CARD, quote=SCRIPTS["ar"], lang="ar", speaker=None, issuer=None))
    runs = [run for line in layout.lines[:2] for run in line.runs]
    assert [(run.text, run.font.split("/")[0], round(run.x, 2)) for run in runs] == GOLDEN_ORDER


@pytest.mark.parametrize("theme", assets.themes())
@pytest.mark.parametrize(("width", "height"), SIZES[:3])
def test_280_characters_fit(width: int, height: int, theme: str) -> None:
    """The longest post of X fits, with a speaker and an issuer, on the sizes for posts, in every theme."""
    named = replace(LONG, speaker="Marisol Vega-Ortiz", theme=load(theme))
    card = replace(named, quote=LONG.quote[:280], width=width, height=height)
    assert len(card.quote) >= 275
    compose(card)


def test_role_moves_up_where_the_quote_needs_room() -> None:
    """On a wide card a long quote makes name and role share a line; a short one does not."""

    def baselines(card: Card) -> list[int]:
        lines = compose(replace(card, speaker="Marisol Vega-Ortiz")).lines
        return [line.baseline for line in lines if line.part != "quote"]

    assert len(set(baselines(CARD))) == 2
    assert len(set(baselines(LONG))) == 1


def test_a_long_quote_takes_the_air() -> None:
    """Before it is refused, a quote comes nearer to the panel, and takes the headline's place."""
    paper = replace(LONG, theme=load("newsprint"), title="On homes", date="24 November 2026")
    short = compose(replace(paper, quote=CARD.quote))
    assert (short.read("head"), short.read("date")) == ("On homes", "24 November 2026")
    tight = compose(paper)
    assert (tight.read("head"), tight.read("date")) == ("", "")
    assert tight.read("quote") == "".join(marked(paper))


def test_name_and_role_too_wide_for_one_line_stay_apart() -> None:
    """Two names that do not fit beside each other are refused with a long quote, never run off the card."""
    names = {
        "speaker": "Guadalupe Hernández-Echeverría",
        "issuer": "Coalition of Tenants of the Upper Midwest",
    }
    compose(replace(CARD, **names))
    with pytest.raises(CardError, match="characters fits on a card of 1600×900 only at"):
        compose(replace(LONG, quote=LONG.quote + " We ask for no less than that of anybody.", **names))


# --- whatever the text --------------------------------------------------------------------------

LETTERS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZáéñçßøŁşḍ0123456789",
    "Vietnamese": "ăâđêôơưằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựỲẰẴẶẨỆỖỢỰgqy",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέΐΰΑΒΓΔΩΏ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщыьэюяґєіїђљАБВГЩЙЇ",
    "Arabic": "ابتثجحخدرزسشصضطعغفقكلمنهويءأإآةىلا٠٣٤",
    "Persian and Urdu": "پچژگکیٹڈڑںھہےۓاننلمو۰۴۷",
    "Hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "Ethiopic": "ሀለሐመሠረሰሸቀበተኀነአከኸወዐዘየደጀገጠጨጰጸፀፈፐቋኳጓ፩፪",
}
SYLLABLES = {
    "Devanagari": "न्या य अ धि का र है क्षे त्र ज्ञा श्री र्क ङ्ग हूँ १२ ट्टे दुः".split(),
    "Bengali": "মা নু ষের অ ধি কা র ক্ষ জ্ঞা র্ক স্ত্রী ন্দ্রে ১২ হ্মৌ".split(),
    "Gurmukhi": "ਹ ਰ ਮ ਨੁੱ ਖ ਦਾ ਹੱ ਕ ਸ਼੍ਰੀ ਪ੍ਰੀ ਤ ੧੨ ਕੈਂ".split(),
    "Marks upon letters": "ọ̀ ẹ́ n̄ ɛ̃ U̇ q̣̇ ŵ̤".split(),
    "Vowel signs": "بُ رَّ ىٰ כָּ שְׁ לֹ".split(),
}
JOINTS = [" "] * 6 + [
    ", ",
    ". ",
    "—",
    "-",
    "; ",
    " “",
    "” ",
    "/",
    "\u00ad",
    "…",
    "، ",
    "۔ ",
    "؟ ",
    "።",
    " (",
    ") ",
    "।",
    "־",
]
letters = st.sampled_from(sorted(LETTERS)).flatmap(lambda key: st.text(LETTERS[key], min_size=1, max_size=14))
syllables = st.sampled_from(sorted(SYLLABLES)).flatmap(
    lambda key: st.lists(st.sampled_from(SYLLABLES[key]), min_size=1, max_size=6).map("".join)
)
word = letters | letters | syllables
pairs = st.integers(1, 60).flatmap(
    lambda n: st.lists(st.tuples(word, st.sampled_from(JOINTS)), min_size=n, max_size=n)
)
prose = pairs.map(lambda found: display("".join(text for pair in found for text in pair)[:600]))
name = st.none() | st.lists(word, min_size=1, max_size=8).map(" ".join)
cards = st.builds(
    lambda quote, speaker, issuer, lang, size, theme: Card(
        quote=quote,
        speaker=speaker,
        issuer=issuer,
        lang=lang,
        theme=load(theme),
        width=size[0],
        height=size[1],
    ),
    prose.filter(bool),
    name,
    name,
    st.sampled_from([None, "en", "fr", "de", "ru", "vi", "ar", "he", "ur", "hi", "am"]),
    st.sampled_from([*SIZES, (600, 1200), (2000, 1000), (777, 901)]),
    st.sampled_from(assets.themes()),
)


def ink(line: Line) -> list[tuple[float, float, float, float, bool]]:
    """The left, top, right and bottom of each glyph's ink, in pixels, and whether it is of a mark.

    Found anew from the fonts.
    """
    found = []
    for run in line.runs:
        for glyph in run.glyphs:
            box = face(run.font, None)._ink(glyph.number, 0, 0)
            if box is not None:
                x, y = run.x + glyph.x * line.size, line.baseline - glyph.y * line.size
                left, right, top, bottom = (edge * line.size for edge in box)
                found.append((x + left, y - top, x + right, y - bottom, run.ink == "marks"))
    return found


def inked(line: Line) -> tuple[float, float]:
    """The highest and the lowest pixel of a line's ink."""
    boxes = ink(line)
    return min((box[1] for box in boxes), default=line.baseline), max(
        (box[3] for box in boxes), default=line.baseline
    )


@settings(max_examples=150)
@given(cards)
def test_any_text_is_whole_and_in_its_place(card: Card) -> None:
    """Whatever the words: all of them, in order, in their field, no line on another; or a CardError."""
    try:
        layout = compose(card)
    except CardError:
        return
    shown = words(card)
    assert layout.read("quote") == "".join(marked(card))
    assert (layout.read("name"), layout.read("role")) == (shown.name or "", shown.role or "")
    assert layout.read("head") == (shown.head or "")
    shape, safe = card.theme.shape(card.width, card.height), SAFE * min(card.width, card.height)
    margin = round(shape.margin * card.width)
    for line in layout.lines:
        assert line.size >= {"quote": 0.045, "name": 0.0345}.get(line.part, 0.03) * card.width
        assert all(
            one.x + one.advance <= two.x + 1e-6
            for one, two in pairwise(sorted(line.runs, key=lambda run: (run.x, run.advance)))
        )
        for left, _, right, _, mark in ink(line):
            # Within a bearing's worth; the ink itself is tested on pictures.
            slack = 0.15 * line.size
            assert (safe if mark else margin) - slack <= left
            assert right <= card.width - (safe if mark else margin) + slack
        top, bottom = inked(line)
        named = line.part in ("name", "role") and layout.panel < card.height
        field = (layout.panel, card.height) if named else (0, layout.panel)
        assert field[0] + safe <= top
        assert bottom <= field[1] - safe
    quote = [line for line in layout.lines if line.part == "quote"]
    edges = [inked(line) for line in quote]
    assert all(above[1] < below[0] for above, below in pairwise(edges))
    if layout.tail:
        assert max(y for _, y in layout.tail) < min(inked(line)[0] for line in layout.lines[len(quote) :])


@given(cards)
def test_every_letter_is_drawn_once(card: Card) -> None:
    """The pieces of a line are its text, whatever their order: nothing is left out, nothing drawn twice."""
    try:
        layout = compose(card)
    except CardError:
        return
    for line in layout.lines:
        assert sorted("".join(run.text for run in line.runs).replace(" ", "")) == sorted(
            line.text.replace(" ", "")
        )
        assert all(run.glyphs for run in line.runs if run.text.strip(" \u00ad"))


def test_lines_clear_one_another_when_baselines_are_rounded() -> None:
    """At the smallest size, letters with marks above and tails below keep from each other by the pixel."""
    quote = "ЇЇЇЇЇЇАААААЙ ΏΏΏΏΏΏΏ 00000AM…0000000 Ї 0000g ΏΏΏΏΏΏΏΏΏΏΏ gẴ—"
    card = replace(CARD, quote=quote, speaker=None, issuer=None, lang=None, width=600, height=1200)
    edges = [inked(line) for line in compose(card).lines]
    assert all(above[1] < below[0] for above, below in pairwise(edges))


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quote": "no place to hide " * 30}, "characters fits on a card of 1600×900 only at"),
        ({"quote": "a" * 400}, "is wider than a card of 1600×900 at 72 pixels"),
        ({"quote": "ថ្ងៃ"}, "There is no font with “ថ” (U+1790 khmer letter tha)"),
        ({"quote": "a\ue000b"}, "(U+E000 without a name)"),  # private use
        ({"quote": "a\U000f0041b"}, "(U+F0041 without a name)"),  # would draw glyph 65
        ({"quote": "a\x07b"}, "(U+0007 without a name)"),
        ({"quote": "a\u202eb"}, "(U+202E right-to-left override) turns the order of letters round"),
        ({"quote": " "}, "without a quote"),
        ({"quote": ""}, "without a quote"),
        ({"speaker": "ថ្ងៃ"}, "There is no font with “ថ”"),
        ({"speaker": "Long Name " * 20}, "does not fit on a card of 1600×900 in 3 lines of 56 pixels"),
        ({"width": 3000}, "A card of 3000×900 pixels"),
        ({"width": 500, "height": 500}, "A card of 500×500 pixels"),
        ({"width": 5000, "height": 4000}, "A card of 5000×4000 pixels"),
    ],
)
def test_refused(change: dict[str, str | int], says: str) -> None:
    """What would not be legible is refused by the character or the figures, with a remedy."""
    with pytest.raises(CardError) as error:
        compose(replace(CARD, **change))
    assert says in error.value.message
    assert error.value.remedy


def test_remedy_helps() -> None:
    """The number of characters that a refusal names does fit, and a wide card is told of the tall one."""
    quote = LONG.quote + " " + CARD.quote
    with pytest.raises(CardError) as error:
        compose(replace(CARD, quote=quote))
    enough = int(error.value.remedy.split("about ")[1].split()[0])
    assert enough > 200
    compose(replace(CARD, quote=quote[:enough]))
    assert "1080×1350" in error.value.remedy
    compose(replace(CARD, quote=quote, width=1080, height=1350))
