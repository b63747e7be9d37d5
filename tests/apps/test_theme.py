"""Themes of one's own, from the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import assets


def picture(path: Path, size: tuple[int, int] = (640, 360), kind: str = "JPEG", mode: str = "RGB") -> Path:
    """A picture of one grey, made here."""
    out = io.BytesIO()
    Image.new(mode, size, (180,) * len(mode)).save(out, kind)
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def ready(drumbeat: Any) -> Any:
    """An installation with nothing in it."""
    drumbeat("init")
    return drumbeat


def test_list(ready: Any) -> None:
    """All themes in the box, and one's own, each with what it is."""
    ready("theme", "new", "harbour")
    found = {each["name"]: each for each in ready.json("theme", "list")}
    assert set(found) == {*assets.themes(), "harbour"}
    assert [name for name, each in found.items() if each["own"]] == ["harbour"]
    assert all(each["about"] for each in found.values())


def test_before_there_is_a_configuration(drumbeat: Any) -> None:
    """Themes can be looked at first."""
    assert len(drumbeat.json("theme", "list")) == len(assets.themes())
    assert "16:9" not in drumbeat("theme", "check", "plain").out


def test_new_is_found_by_name(ready: Any) -> None:
    """A theme of one's own lies beside the configuration, and cards are drawn in it, in either scheme."""
    logo = picture(ready.folder / "sign.png", (200, 100), "PNG", "RGBA")
    made = ready.json("theme", "new", "harbour", "--like", "newsprint", "--logo", str(logo))
    assert Path(made["file"]) == ready.folder / "themes" / "harbour.toml"
    assert (ready.folder / "themes" / "sign.png").is_file()
    assert ready("theme", "check", "harbour").out
    (ready.folder / "s.txt").write_text("Nobody should lose their home. We say no.\n", "utf-8")
    ready("statement", "add", "s.txt", "--issuer", "Alder Union")
    id = ready.json("excerpt", "add", "s", "Nobody should lose their home.")["id"]
    cards = [
        ready.json("excerpt", "card", id, "--theme", name) for name in ("harbour", "harbour-dark", "plain")
    ]
    assert len({card["sha256"] for card in cards}) == 3


def test_new_with_a_photograph(ready: Any) -> None:
    """A photograph is put behind the words of any theme, and the theme is checked with it."""
    photo = picture(ready.folder / "crowd.jpg")
    for like in ("march", "plain"):
        ready("theme", "new", f"rally-{like}", "--like", like, "--photograph", str(photo))
        text = (ready.folder / "themes" / f"rally-{like}.toml").read_text("utf-8")
        assert text.count("photograph =") == 1
        assert ready("theme", "check", f"rally-{like}").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("new plain/../x", "cannot be a theme's name"),
        ("new harbour-dark", "cannot be a theme's name"),
        ("new harbour --like none", "There is no theme “none”"),
        ("new harbour --logo none.png", "none.png cannot be read"),
        ("new harbour --logo words.txt", "logo is no PNG, nor an SVG"),
        ("new harbour --photograph words.txt", "is no picture"),
        ("new harbour --logo broken.png", "The logo is no picture"),
        ("check none", "There is no theme “none”"),
        ("preview plain --to no/such/folder.png", "cannot be written"),
    ],
)
def test_refused(ready: Any, words: str, says: str) -> None:
    """What cannot be done is refused in words, and nothing is written."""
    (ready.folder / "words.txt").write_text("words", "utf-8")
    whole = picture(ready.folder / "broken.png", kind="PNG").read_bytes()
    (ready.folder / "broken.png").write_bytes(whole[:60])
    assert says in ready("theme", *words.split(), code=2).err
    assert not (ready.folder / "themes").exists()


def test_nothing_is_overwritten(ready: Any) -> None:
    """A theme that is there stays as it is."""
    ready("theme", "new", "harbour")
    before = (ready.folder / "themes" / "harbour.toml").read_bytes()
    assert "is there already" in ready("theme", "new", "harbour", "--like", "plain", code=2).err
    assert (ready.folder / "themes" / "harbour.toml").read_bytes() == before


def test_wrong_theme_is_told_with_its_line(ready: Any) -> None:
    """Whoever changes a theme reads where it is wrong."""
    ready("theme", "new", "harbour", "--like", "plain")
    path = ready.folder / "themes" / "harbour.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('quote = "#111111"', 'quote = "#BBBBBB"'), "utf-8")
    line = text.splitlines().index('quote = "#111111"') + 1
    told = ready("theme", "check", "harbour", code=2).err
    assert f"Theme harbour, line {line}: light.quote = #BBBBBB has a contrast of 1.92:1 with ground" in told


def test_preview(ready: Any) -> None:
    """One picture with all sizes in rows: a short quote, a long one, one in Arabic; what is left out is told."""
    told = ready.json("theme", "preview", "plain-dark", "--to", "look.png")
    with Image.open(told["file"]) as sheet:
        assert sheet.width > 2000
        assert sheet.height > 3 * 400
        colours = sheet.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert any(colour == (0x0E, 0x0E, 0x10) for _, colour in colours)
