"""What comes with Drumbeat is found, licensed, and made as the renderer needs it."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

import assets

FOLDER = Path(assets.__file__).parent
FONTS = sorted(path.relative_to(FOLDER / "fonts").as_posix() for path in FOLDER.glob("fonts/*/*.ttf"))

ALPHABETS = {
    "Spanish, French, German": "áéíñóúü¿¡ àâæçèêëîïôœùûÿ äöß ÁÉÍÑÓÚÜ ŒŸ ẞ",
    "Haitian Creole": "èòÈÒ",
    "Vietnamese": "ăâđêôơư ằẳẵắặ ầẩẫấậ ềểễếệ ồổỗốộ ờởỡớợ ừửữứự ỳỷỹýỵ ẰẲẴẮẶẦẨẪẤẬỀỂỄẾỆỒỔỖỐỘỜỞỠỚỢỪỬỮỨỰ",
    "Polish, Czech, Romanian, Turkish": "ąćęłńóśźż čďěňřšťůž ășțâî ğışİ",
    "Punctuation": "“”‘’«»‹›„‚–—…·•†§¶©®™°",
    "Money and figures": "0123456789$€£¥₱₹₦₫¢%‰½¼¾²³",
}
"""What every font of letters like these has."""
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя ґєії ђјљњћџ АБВГҐЄІЇЉЊЏ №"
YORUBA, SPACES = "ẹọṣẸỌṢàèìòùáéíóú", " \u00a0\u2009\u202f"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώϊϋΐΰ ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
SCRIPTS = {
    "drumbeat-serif": CYRILLIC + GREEK + YORUBA + SPACES,
    "inter": CYRILLIC + GREEK + YORUBA + SPACES,
    "newsreader": " \u00a0",
    "archivo-condensed": " \u00a0" + YORUBA,
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىپچژگکیٹڈڑںھہۂےۓ٠١٢٣۰۱۲۳۴۵۶،؛؟٪ًٌٍَُِّْٰ",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת־׳״ְִֵֶַָֹּׁ₪",
    "ethiopic": "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ፡።፣፤፥፦፧፩፪፫",
    "devanagari": "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहािीुूृेैोौंँः़्०१२।॥",
    "bengali": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ািীুূৃেৈোৌংঁঃ্০১২৳",
    "gurmukhi": "ਅਆਇਈਉਊਏਐਓਔਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸ਼ਸਹਾਿੀੁੂੇੈੋੌਂੰੱ੍੦੧੨",
    "symbols-2": "★☎✓✗⬇▶●■",
}
"""What else the fonts have whose folders end so."""
LATIN = ("drumbeat-serif", "inter", "newsreader", "archivo-condensed")


def test_there_are_fonts() -> None:
    """The tests below have something to look at."""
    assert len(FONTS) == 25


@pytest.mark.parametrize("name", FONTS)
def test_every_font_has_its_licence(name: str) -> None:
    """The SIL Open Font License stands beside every font, and speaks of it."""
    licence = (FOLDER / "fonts" / name).with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.startswith("Copyright")


@pytest.mark.parametrize("name", FONTS)
def test_no_reserved_name(name: str) -> None:
    """A changed font does not bear a name that its licence reserves: "Source" is reserved by Adobe."""
    texts = {entry.nameID: entry.toUnicode() for entry in TTFont(io.BytesIO(assets.font(name)))["name"].names}
    assert not [number for number, text in texts.items() if number not in (0, 13, 14) and "Source" in text]


@pytest.mark.parametrize("language", ALPHABETS)
@pytest.mark.parametrize("name", [name for name in FONTS if name.split("/")[0] in LATIN])
def test_coverage_of_latin(name: str, language: str) -> None:
    """Every font that a theme may name can set the languages with Latin letters."""
    covered = hb.Face(assets.font(name)).unicodes
    assert [char for char in ALPHABETS[language] if ord(char) not in covered] == []


@pytest.mark.parametrize("name", FONTS)
def test_coverage_of_scripts(name: str) -> None:
    """Every bundled font can set the languages of the communities that it is for."""
    (script,) = (script for script in SCRIPTS if name.split("/", maxsplit=1)[0].endswith(script))
    covered = hb.Face(assets.font(name)).unicodes
    assert [char for char in SCRIPTS[script] if ord(char) not in covered] == []


@pytest.mark.parametrize("name", FONTS)
def test_font_is_quick_to_draw(name: str) -> None:
    """No autohinter (a prep program above seven bytes), no overlaps, no variations, and small."""
    font = TTFont(io.BytesIO(assets.font(name)))
    assert len(font["prep"].program.getBytecode()) > 7
    assert "fvar" not in font
    glyphs = font["glyf"]
    assert not [n for n in glyphs.keys() if glyphs[n].numberOfContours > 0 and glyphs[n].flags[0] & 0x40]  # noqa: SIM118
    assert len(assets.font(name)) < 350_000


def test_what_is_not_there() -> None:
    """A name of nothing is not found, nor is one that climbs out of its folder."""
    for name in ("inter/Arial.ttf", "../themes/broadside.toml", "/etc/hosts", ""):
        with pytest.raises(FileNotFoundError):
            assets.font(name)
    with pytest.raises(FileNotFoundError):
        assets.theme("nothing")
    with pytest.raises(FileNotFoundError):
        assets.sample("nothing.txt")


def test_sample_is_as_published() -> None:
    """The sample's bytes are given as they are in the file."""
    assert assets.sample() == (FOLDER / "samples" / "ijn-2020.txt").read_bytes()


def test_found_inside_an_archive(tmp_path: Path) -> None:
    """Everything is found without a path in the file system, as from a zipped installation."""
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in FOLDER.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                file.write(path, path.relative_to(FOLDER.parent))
    code = (
        f"import sys; sys.path.insert(0, {str(archive)!r}); import assets; assert '.zip' in assets.__file__; "
        f"print(*assets.themes(), len(assets.font({FONTS[0]!r})), len(assets.sample()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = [*assets.themes(), str(len(assets.font(FONTS[0]))), str(len(assets.sample()))]
    assert run.stdout.split() == expected
