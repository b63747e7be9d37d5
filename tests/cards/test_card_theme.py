"""Themes: what is read, and what is refused with which words."""

from pathlib import Path

import pytest

import assets
from quotes.cards.colour import contrast, from_linear, luminance, to_linear
from quotes.cards.schema import load, parse
from quotes.cards.theme import Theme
from quotes.errors import ThemeError

BROADSIDE = assets.theme("broadside")


@pytest.mark.parametrize("name", assets.themes())
def test_bundled_themes_load(name: str) -> None:
    """Every theme that comes with Drumbeat passes its own checks, says what it is, and has a light and a dark scheme."""
    theme = load(name)
    assert theme.name == name
    assert theme.about
    light, dark = load(f"{name}-light"), load(f"{name}-dark")
    assert luminance(light.colours.ground) > luminance(dark.colours.ground)
    assert theme.digest() in (light.digest(), dark.digest())


def test_bundled_themes_differ_in_kind() -> None:
    """No two of them are the same but for their colours."""
    kinds = [(theme.design, theme.backdrop.kind, theme.fonts.quote) for theme in map(load, assets.themes())]
    assert len(set(kinds)) == len(kinds) >= 5


def test_unknown_theme_names_those_that_are() -> None:
    """Whoever mistypes a theme reads the names to choose from."""
    with pytest.raises(ThemeError, match="no theme “brodside”") as error:
        load("brodside")
    assert "Did you mean “broadside”?" in error.value.remedy
    assert ", ".join(assets.themes()) in error.value.remedy
    with pytest.raises(ThemeError) as error:
        load("qqq")
    assert "Did you mean" not in error.value.remedy


def test_theme_of_ones_own(tmp_path: Path) -> None:
    """A path ending in .toml is a theme's file, named by its stem and checked like any."""
    path = tmp_path / "harbour.toml"
    path.write_text(BROADSIDE.replace("#F4B41A", "#F5C04A"), "utf-8")
    theme = load(str(path))
    assert theme.name == "harbour"
    assert theme.colours.panel == "#F5C04A"
    path.write_text(BROADSIDE.replace("#FBF7EC", "#3A5A80"), "utf-8")
    with pytest.raises(ThemeError, match="Theme harbour, line 16: light"):
        load(str(path))


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A theme's file that is not there, is a folder or is not text is refused with its path and the reason."""
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes("about = 'é'".encode("latin-1"))
    for name, reason in (
        ("none.toml", "No such file"),
        ("folder.toml", "Is a directory"),
        ("latin.toml", "UTF-8"),
    ):
        with pytest.raises(ThemeError, match=reason) as error:
            load(str(tmp_path / name))
        assert name in error.value.message
        assert error.value.remedy


@pytest.mark.parametrize("name", ["../fonts/inter/OFL.txt", "", "a/b", "..", "con\\x"])
def test_no_way_out_of_the_folder(name: str) -> None:
    """A theme's name never reaches a file elsewhere."""
    with pytest.raises(ThemeError, match="There is no theme"):
        load(name)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),  # the ends of the scale
        ("#777777", "#FFFFFF", 4.48),  # the grey that just fails, known to everybody who checks contrast
        ("#767676", "#FFFFFF", 4.54),  # and the one that just passes
        ("#FBF7EC", "#0B2545", 14.4),
        ("#ABCDEF", "#ABCDEF", 1.0),
    ],
)
def test_contrast(first: str, second: str, ratio: float) -> None:
    """The ratio is that of WCAG 2.2, in either order."""
    assert contrast(first, second) == pytest.approx(ratio, abs=0.05)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('quote = "#FBF7EC"', 'quote = "#3A5A80"', "dark.quote = #3A5A80 has a contrast of"),
        (
            'marks = "#F4B41A"',
            'marks = "#0B2545"',
            "dark.marks = #0B2545 has a contrast of 1.00:1 with ground",
        ),
        ('name = "#0B2545"', 'name = "#FFFFFF"', "dark.name = #FFFFFF has a contrast of"),
        ('role = "#0B2545"', 'role = "#A06000"', "line 12: dark.role = #A06000 has a contrast of"),
        ('ground = "#0B2545"', 'ground = "navy"', "mine, line 7: dark.ground = 'navy' is no colour"),
        ('ground = "#0B2545"', "", "mine, line 6 lacks keys: dark.ground"),
        ("tail = 0.032", "tial = 0.032", "mine, line 41: wide.tial is no key of a theme"),
        ("[tall]", "[high]", "mine, line 55: high is no key of a theme"),
        ('scheme = "dark"', 'scheme = "sepia"', "mine, line 4: scheme = 'sepia' is not one of light, dark"),
        ("[dark]", "[[dark]]", "dark is not a section"),
        (
            'foot = "panel"',
            'foot = "floor"',
            "mine, line 28: design.foot = 'floor' is not one of open, panel",
        ),
        (
            "[design]",
            "[backdrop]\nkind = 'photograph'\nphotograph = 'x.jpg'\n[design]",
            "backdrop.photograph = 'x.jpg' is no picture",
        ),
        ('about = "', 'logo = "x.png"\nabout = "', "logo = 'x.png' is no picture"),
        ("smallest = 0.045", "smallest = 0.044", "wide.smallest = 0.044 is not a number from 0.045"),
        ("name = 0.0345", "name = 0.03", "wide.name = 0.03 is not a number from 0.0345"),
        ("role = 0.03\n", "role = 0.02\n", "wide.role = 0.02 is not a number from 0.03"),
        ("margin = 0.075", "margin = true", "wide.margin = True is not a number"),
        ("abreast = true", "abreast = 1", "wide.abreast = 1"),
        ("largest = 0.112", "largest = 0.05", "below wide.smallest"),
        ("inter/Inter-Book.ttf", "inter/Arial.ttf", "fonts.role = 'inter/Arial.ttf' is no bundled font"),
        ("inter/Inter-Book.ttf", "inter", "fonts.role = 'inter' is no bundled font"),
        ("inter/Inter-Book.ttf", "../themes/broadside.toml", "is no bundled font"),
        ("[fonts]", "[fonts", "not TOML"),
        ('about = "', 'about = 5 # "', "mine, line 3: about = 5 is not a text"),
    ],
)
def test_wrong_themes_are_refused(old: str, new: str, says: str) -> None:
    """A wrong theme is refused by the name of the key, what it has and what it may have, and a remedy."""
    text = (
        BROADSIDE.replace("smallest = 0.045", "smallest = 0.06", 1) if "largest = 0.05" in new else BROADSIDE
    )
    assert old in text
    with pytest.raises(ThemeError) as error:
        parse(text.replace(old, new, 1), name="mine")
    assert says in error.value.message
    assert "heme mine" in error.value.message
    assert error.value.remedy


def test_section_must_be_a_section() -> None:
    """A value where a section belongs is named."""
    head = BROADSIDE.split("[dark]")[0]
    sections = "\n".join(f"{key} = 1" for key in ("dark", "fonts", "wide", "square", "tall"))
    with pytest.raises(ThemeError, match="line 6: dark is not a section"):
        parse(head + sections, name="mine")


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (1600, 900, "wide"),
        (1200, 630, "wide"),
        (1080, 1080, "square"),
        (1080, 1350, "tall"),
        (1000, 2000, "tall"),
        (1200, 1000, "square"),  # 1.2 itself is square
        (1000, 1100, "square"),  # and so is 1.1 the other way
    ],
)
def test_shapes(width: int, height: int, shape: str) -> None:
    """Each size takes the measures of its shape."""
    theme = load("broadside")
    assert theme.shape(width, height) is getattr(theme, shape)


def test_digest_is_of_what_shows() -> None:
    """Comments, the name and the description leave the digest; a colour or a measure changes it."""
    theme = load("broadside")

    def digest(text: str, name: str = "broadside") -> str:
        return parse(text, name=name).digest()

    assert digest("# hello\n" + BROADSIDE.replace("A flat poster", "A poster"), "other") == theme.digest()
    assert digest(BROADSIDE.replace("#FBF7EC", "#FBF7ED")) != theme.digest()
    assert digest(BROADSIDE.replace("0.112", "0.111")) != theme.digest()


def test_colours_are_written_alike() -> None:
    """A colour in small letters is the same colour."""
    assert isinstance(parse(BROADSIDE.replace("#FBF7EC", "#fbf7ec"), name="broadside"), Theme)
    assert parse(BROADSIDE.replace("#FBF7EC", "#fbf7ec"), name="broadside") == load("broadside")


def test_light_and_channels_are_inverse() -> None:
    """A channel turned to light and back is the same, for all 256."""
    assert [from_linear(to_linear(value)) for value in range(256)] == list(range(256))
