"""Handles: whom words name is written once, and mentioned on each network as they are called there."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import networks
from scheduler.config import load
from scheduler.core.errors import ConfigError, NotFound, WordsError
from scheduler.core.handles import Person, filled, named
from scheduler.wiring import all_networks, read_settings

X3, S3 = "ijn-2020.3@x-main", "ijn-2020.3@sky"
ACME = """
[handles.acme]
name = "Acme Tenants Union"
x = "acmetenants"
bluesky = "@acme.example.org"

[handles.maria]
name = "María Hernández"
bluesky = "maria.example.org"
x = ""
"""
X, SKY = networks.load("x"), networks.load("bluesky")
PEOPLE = {
    "acme": Person(name="Acme Tenants Union", handles={"x": "acmetenants", "bluesky": "acme.example.org"}),
    "maria": Person(name="María Hernández", handles={"bluesky": "maria.example.org"}),
}


@pytest.fixture
def people(planned: Any) -> Any:
    """A campaign, and two who can be named."""
    with Path("config.toml").open("a", encoding="utf-8") as file:
        file.write(ACME)
    return planned


def words(drumbeat: Any) -> dict[str, str]:
    """What each delivery says."""
    rows = drumbeat.json("campaign", "show", "ijn-2020")["deliveries"]
    return {row["delivery"]: row["parts"][0]["words"] for row in rows}


# --- in words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "on_x", "on_sky"),
    [
        ("Thank you, {@acme}!", "Thank you, @acmetenants!", "Thank you, @acme.example.org!"),
        (
            "{@maria}: yes",
            "María Hernández: yes",
            "@maria.example.org: yes",
        ),  # the plain name where she has none
        ("{@acme} {@maria} {@acme}", "@acmetenants María Hernández @acmetenants", None),
        ("{@ acme }", "@acmetenants", "@acme.example.org"),
        ("@acme stays, {acme} too", "@acme stays, {acme} too", "@acme stays, {acme} too"),
        ("", "", ""),
    ],
)
def test_filled(text: str, on_x: str, on_sky: str | None) -> None:
    """Each place has the handle of its network, or the name; everything else stays as it was written."""
    assert filled(text, PEOPLE, X) == on_x
    assert on_sky is None or filled(text, PEOPLE, SKY) == on_sky


@given(st.text())
def test_other_words_stay(text: str) -> None:
    """Words without a place are not touched; with one they are filled, or refused."""
    try:
        there = filled(text, PEOPLE, X)
    except (NotFound, WordsError):
        assert "{" in text
    else:
        assert there == text or named(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{@acne}", "Did you mean acme"),
        ("{@}", "no handle ''"),
        ("{@nobody-at-all}", "no handle 'nobody-at-all'"),
        ("Thank you, {@acme", "no } behind"),
        ("{ @acme}", "no } behind"),
    ],
)
def test_wrong_places(text: str, told: str) -> None:
    """A name that nobody has, or a place that is not closed, is refused: it must not go out as it is written."""
    with pytest.raises((NotFound, WordsError)) as refused:
        filled(text, PEOPLE, X)
    assert told in str(refused.value)


# --- in posts -----------------------------------------------------------------------------------


def test_in_every_command(people: Any) -> None:
    """Own words, an answer, a copy, an edit and a template: all know those who can be named."""
    people("post", "add", "ijn-2020", "--words", "With {@acme}.", "--at", "T+2h")
    people("post", "reply", "ijn-2020.1", "--words", "Thanks, {@acme}.")
    people("post", "again", "ijn-2020.1", "--words", "Again, {@acme}.", "--at", "T+9h")
    people("post", "edit", "ijn-2020.2", "--words", "Edited, {@acme}.")
    said = words(people)
    for post, start in (("3", "With"), ("4", "Thanks,"), ("5", "Again,"), ("2", "Edited,")):
        assert said[f"ijn-2020.{post}@x-main"] == f"{start} @acmetenants."
        assert said[f"ijn-2020.{post}@sky"] == f"{start} @acme.example.org."


def test_in_the_text_of_a_campaign(people: Any) -> None:
    """Whoever edits all posts at once writes them as everywhere; a name that nobody has is told with its line."""
    people("post", "add", "ijn-2020", "--words", "Doors open at six.", "--at", "T+2h")
    text = people("campaign", "edit", "ijn-2020", "--print").out
    Path("wrong.txt").write_text(text.replace("Doors open", "With {@acne}, doors open"), encoding="utf-8")
    refused = people("campaign", "edit", "ijn-2020", "--file", "wrong.txt", "--yes", code=2).err
    assert "line " in refused
    assert "Did you mean acme" in refused
    Path("right.txt").write_text(text.replace("Doors open", "With {@acme}, doors open"), encoding="utf-8")
    people("campaign", "edit", "ijn-2020", "--file", "right.txt", "--yes")
    said = words(people)
    assert said[X3] == "With @acmetenants, doors open at six."
    assert said[S3] == "With @acme.example.org, doors open at six."


def test_in_a_template(people: Any) -> None:
    """A template names them too."""
    with Path("config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[words]\nbluesky = "[{quote}\\n— ]{speaker}, with {@acme}"\n')
    people("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0")
    row = people.json("campaign", "show", "ijn-2020-2")["deliveries"][0]
    assert row["parts"][0]["words"].endswith("with @acme.example.org")
    assert row["parts"][0]["mentions"] == {"acme.example.org": "rehearsal:acme.example.org"}


def test_resolved_before_approval(people: Any) -> None:
    """Where a mention needs to know who is meant, that is found when the words are written, and shown."""
    told = people("post", "add", "ijn-2020", "--words", "With {@acme}.", "--at", "T+2h")
    assert "mentions: @acme.example.org, rehearsal:acme.example.org" in told.out
    rows = {row["delivery"]: row for row in people.json("campaign", "show", "ijn-2020")["deliveries"]}
    assert rows[S3]["parts"][0]["mentions"] == {"acme.example.org": "rehearsal:acme.example.org"}
    assert rows[X3]["parts"][0]["mentions"] == {}
    assert "plain text" not in told.err


def test_what_was_approved_goes(people: Any) -> None:
    """Another handle in the configuration changes no post that is there already."""
    people("post", "add", "ijn-2020", "--words", "With {@acme}.", "--at", "T+2h")
    people("post", "approve", "ijn-2020.3")
    config = Path("config.toml")
    config.write_text(config.read_text("utf-8").replace("acmetenants", "acme_new"), encoding="utf-8")
    people("campaign", "launch", "ijn-2020", "--yes")
    people.send()
    with people.office() as office:
        assert office.rehearsal.posts("x-main")[-1].words == "With @acmetenants."


def test_length_is_that_of_the_handle(people: Any) -> None:
    """What is measured is what goes out."""
    text = "a" * 268
    people("post", "add", "ijn-2020", "--words", f"{text} {{@acme}}", "--on", "sky", "--at", "T+2h")
    refused = people("post", "add", "ijn-2020", "--words", f"{text} {{@acme}}", "--at", "T+2h", code=2)
    assert "281" in refused.err  # @acmetenants, one more than its name in the words
    refused = people(
        "post", "add", "ijn-2020", "--words", f"{'a' * 290} {{@acme}}", "--on", "sky", "--at", "T+2h", code=2
    )
    assert "308" in refused.err


@pytest.mark.parametrize("command", [("add", "ijn-2020", "--at", "T+2h"), ("edit", "ijn-2020.1")])
def test_nobody_of_that_name(people: Any, command: tuple[str, ...]) -> None:
    """A name that nobody has is refused with the nearest, and nothing changes."""
    before = words(people)
    verb, *given = command
    refused = people("post", verb, *given, "--words", "With {@acne}.", code=2).err
    assert "Did you mean acme" in refused
    assert words(people) == before


# --- in the settings ----------------------------------------------------------------------------


def test_read(tmp_path: Path) -> None:
    """A handle may have its @ or be left empty; the name is what stands where there is none."""
    (tmp_path / "config.toml").write_text(ACME, encoding="utf-8")
    settings = read_settings(tmp_path / "config.toml")
    assert {name: (each.name, dict(each.handles)) for name, each in settings.handles.items()} == {
        "acme": ("Acme Tenants Union", {"x": "acmetenants", "bluesky": "acme.example.org"}),
        "maria": ("María Hernández", {"bluesky": "maria.example.org"}),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('x = "acmetenants"', "handles.acme: needs a name"),
        ('name = " "', "handles.acme: needs a name"),
        ('name = "A"\nx = "acme tenants"', '"acme tenants" cannot be a handle on x'),
        ('name = "A"\nx = "a_handle_of_16_ch"', "cannot be a handle on x"),
        ('name = "A"\nbluesky = "acme"', '"acme" cannot be a handle on bluesky'),  # no domain
        ('name = "A"\nbleusky = "a.org"', "there is no network bleusky; did you mean bluesky?"),
        ('name = "A"\nx = 7', "x must be text in quotes, not 7"),
    ],
)
def test_wrong_settings(tmp_path: Path, text: str, told: str) -> None:
    """Each problem is told with the section that it is in."""
    path = tmp_path / "config.toml"
    path.write_text(f"\n[handles.acme]\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[handles]\nacme = "acmetenants"', "handles.acme: must be a section"),
        ('[handles."Acme Union"]\nname = "A"', '"Acme Union" cannot be written as {@name}'),
        ('[words]\nx = "{speaker} with {@acme}"', "words.x: there is no [handles.acme]"),
    ],
)
def test_wrong_sections(tmp_path: Path, text: str, told: str) -> None:
    """So is what is no section, a name that words could not have, and a template that names nobody."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, networks.names(), None, {name: each.is_handle for name, each in all_networks().items()})
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("network", "text", "can"),
    [
        (X, "acmetenants", True),
        (X, "a" * 15, True),
        (X, "a" * 16, False),
        (X, "acme-tenants", False),
        (X, "", False),
        (SKY, "acme.example.org", True),
        (SKY, "xn--80ak6aa92e.com", True),
        (SKY, "8.cn", True),
        (SKY, "acme", False),
        (SKY, "acme.example.1", False),  # the last label begins with a letter
        (SKY, "-acme.org", False),
        (SKY, "ac me.org", False),
        (SKY, f"{'a' * 64}.org", False),
        (SKY, "acme..org", False),
        (SKY, ".".join(["a" * 60] * 5), False),  # more than 253
    ],
)
def test_what_can_be_a_handle(network: Any, text: str, can: object) -> None:
    """As each network has it: https://atproto.com/specs/handle, and X's letters, digits and underscores."""
    assert network.is_handle(text) is can
