"""Fonts that do not come with Drumbeat: found, used, and asked for by name where they are missing."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.sbixGlyph import Glyph
from fontTools.ttLib.tables.sbixStrike import Strike
from PIL import Image

from quotes.cards import elsewhere, fonts, runs, shape
from quotes.cards.card import Card
from quotes.cards.compose import compose
from quotes.cards.render import draw, glyphs
from quotes.cards.schema import load
from quotes.errors import CardError

CARD = Card(quote="Enough", speaker=None, issuer=None, lang="en", theme=load("broadside"))
RED = (230, 20, 40)


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A computer with no font but those put into its one folder."""
    caches = (
        elsewhere.emoji,
        elsewhere._files,
        elsewhere._font,
        elsewhere._package,
        fonts._file,
        glyphs._file,
        glyphs._font,
        shape.face,
        runs.setter,
    )
    monkeypatch.setattr(elsewhere, "_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(elsewhere, "_APPLE_EMOJI", str(tmp_path / "none.ttc"))
    monkeypatch.setattr(elsewhere, "PACKAGE", "fonts_of_the_east")
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def make_font(path: Path, characters: str, *, picture: bytes | None = None) -> None:
    """A font whose every character is a square, or a picture."""
    names = [".notdef", *(f"c{ord(char):x}" for char in characters)]
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): name for char, name in zip(characters, names[1:], strict=True)})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupOS2()
    builder.setupPost()
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    if picture:
        table, strike = newTable("sbix"), Strike(ppem=100, resolution=72)
        for name in names[1:]:
            strike.glyphs[name] = Glyph(graphicType="png ", glyphName=name, imageData=picture)
        table.strikes[100] = strike
        builder.font["sbix"] = table
    builder.save(path)


def emoji_font(folder: Path) -> None:
    """Two emoji, both of them red squares."""
    out = BytesIO()
    Image.new("RGBA", (100, 100), (*RED, 255)).save(out, "PNG")
    make_font(folder / "NotoColorEmoji.ttf", "😀❤", picture=out.getvalue())


@pytest.mark.parametrize(
    ("quote", "says", "remedy"),
    [
        ("Enough 😀", "“😀” (U+1F600 grinning face)", "apt-get install fonts-noto-color-emoji"),
        ("We ❤️ you", "“❤” (U+2764 heavy black heart)", "apt-get install fonts-noto-color-emoji"),
        ("家 is home", "“家” (U+5BB6 cjk unified ideograph-5bb6)", "pip install 'drumbeat[cjk]'"),
        ("우리", "“우” (U+C6B0 hangul syllable u)", "fonts-noto-cjk"),
        ("ひと", "“ひ” (U+3072 hiragana letter hi)", "fonts-noto-cjk"),
        ("ថ្ងៃ", "“ថ” (U+1790 khmer letter tha)", "Choose an excerpt without it"),
    ],
)
@pytest.mark.usefixtures("computer")
def test_missing(quote: str, says: str, remedy: str) -> None:
    """What no font has is refused by the character, with the package that brings one."""
    with pytest.raises(CardError) as error:
        compose(replace(CARD, quote=quote))
    assert says in error.value.message
    assert remedy in error.value.remedy


def test_emoji_are_drawn_in_colour(computer: Path) -> None:
    """An emoji is its font's picture, at the size of the letters; the card is in full colour."""
    emoji_font(computer)
    image = Image.open(BytesIO(draw(replace(CARD, quote="No 😀 more")).data))
    assert image.mode == "RGB"
    red = sum(count for count, colour in image.getcolors(1 << 20) or () if colour == RED)
    (line,) = {line.size for line in compose(replace(CARD, quote="No 😀 more")).lines if line.part == "quote"}
    assert 0.5 * line**2 < red < line**2


def test_space_after_an_emoji_is_that_of_the_text(computer: Path) -> None:
    """An emoji leaves no hole behind it: the space there is as wide as any other, in the text's own font."""
    emoji_font(computer)
    first, second, _ = runs.setter("inter/Inter-Book.ttf", "en").words("No 😀 more")
    assert first.space
    assert second.space == first.space
    assert second.space.font == "inter/Inter-Book.ttf"


def test_a_character_can_ask_for_either(computer: Path) -> None:
    """A heart is a letter's colour, and red where it asks for it."""
    emoji_font(computer)
    used = [runs.setter("inter/Inter-Book.ttf", "en").used(text) for text in ("❤", "❤\ufe0e", "❤\ufe0f")]
    assert used[:2] == [{"noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf"}] * 2
    assert used[2] == {f"{computer}/NotoColorEmoji.ttf#0"}


def test_coloured_outlines_are_not_taken_for_pictures(computer: Path) -> None:
    """An emoji font of another kind is as good as none: it would draw nothing."""
    make_font(computer / "NotoColorEmoji.ttf", "😀")
    with pytest.raises(CardError, match="grinning face"):
        compose(replace(CARD, quote="No 😀 more"))


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("ja", "JP"),
        ("ko-KR", "KR"),
        ("zh", "SC"),
        ("zh-Hans-HK", "HK"),
        ("zh-TW", "TC"),
        ("zh-Hant", "TC"),
        ("yue", "HK"),
        ("en", "SC"),
        (None, "SC"),
    ],
)
def test_region(computer: Path, lang: str | None, first: str) -> None:
    """The same character looks otherwise in Tokyo and in Beijing: the language chooses."""
    for region in ("JP", "KR", "SC", "TC", "HK"):
        (computer / f"NotoSans{region}-Bold.otf").touch()
    found = elsewhere.east_asian(lang, bold=True)
    assert found[0] == f"{computer}/NotoSans{first}-Bold.otf#0"
    assert len(found) == 5
    assert elsewhere.east_asian(lang, bold=False) == ()


def test_collection(computer: Path) -> None:
    """In Noto's collection every region has its number."""
    (computer / "deep").mkdir()
    (computer / "deep" / "NotoSansCJK-Regular.ttc").touch()
    found = elsewhere.east_asian("ko", bold=False)
    assert [name[-2:] for name in found] == ["#1", "#0", "#2", "#3", "#4"]


def test_extra_comes_first(computer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts of the extra are taken before the system's, at the weight that the text has."""
    folder = computer / "site" / "fonts_of_the_east"
    (folder / "fonts" / "ofl" / "notosanskr").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('its code is not run')", "utf-8")
    (folder / "fonts" / "ofl" / "notosanskr" / "NotoSansKR[wght].ttf").touch()
    (computer / "NotoSansKR-Bold.otf").touch()
    monkeypatch.setattr(sys, "path", [str(computer / "site"), *sys.path])
    assert (
        elsewhere.east_asian("ko", bold=True)[0]
        == f"{folder}/fonts/ofl/notosanskr/NotoSansKR[wght].ttf#0@700"
    )


def test_font_from_elsewhere_is_drawn(computer: Path) -> None:
    """A card in Chinese is drawn with the font that was found, and its key names that font."""
    make_font(computer / "NotoSansSC-Bold.otf", "人权。")
    card = replace(CARD, quote="人权人权人权。", lang="zh")
    layout = compose(card)
    used = {run.font for line in layout.lines for run in line.runs}
    assert used == {f"{computer}/NotoSansSC-Bold.otf#0", CARD.theme.fonts.quote}
    assert draw(card).data
    before = card.key()
    make_font(computer / "NotoSansSC-Bold.otf", "人权。家")
    for cached in (fonts._file, glyphs._file, glyphs._font, shape.face, runs.setter):
        cached.cache_clear()
    from quotes.cards import card as card_module

    card_module._font_digest.cache_clear()
    assert card.key() != before


def test_what_was_found_is_told(computer: Path) -> None:
    """Where the fonts are, or what brings them; a collection is named once."""
    missing = dict(elsewhere.found())
    assert "pip install 'drumbeat[cjk]'" in missing["fonts for Chinese, Japanese and Korean"]
    assert "fonts-noto-color-emoji" in missing["font of emoji"]
    emoji_font(computer)
    (computer / "NotoSansCJK-Bold.ttc").touch()
    for cached in (elsewhere.emoji, elsewhere._files, elsewhere._font):
        cached.cache_clear()
    assert dict(elsewhere.found()) == {
        "fonts for Chinese, Japanese and Korean": f"{computer}/NotoSansCJK-Bold.ttc",
        "font of emoji": f"{computer}/NotoColorEmoji.ttf",
    }
