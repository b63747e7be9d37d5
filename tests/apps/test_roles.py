"""What a person sees of a statement's blocks, and corrects: it stays corrected, whoever reads the text later."""

import re
from typing import Any

import pytest
from click.testing import CliRunner

from quotes.blocks import Role
from scheduler.cli import main
from scheduler.core.errors import Stale
from scheduler.services import ruling

TEXT = """River Union Condemns Evictions

Forty families must be able to stay in their homes, and we will not rest until they are.

No one should ever be put out on the street in the middle of the winter.

The council must act now, before another child in our city loses a home.
"""


@pytest.fixture
def union(drumbeat: Any) -> Any:
    """An installation with a statement of four blocks."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--issuer", "River Union", "--lang", "en")
    return drumbeat


def roles(drumbeat: Any) -> list[str]:
    """The roles of the statement's blocks, in order."""
    return [each["role"] for each in drumbeat.json("statement", "show", "union")["blocks"]]


def excerpts(drumbeat: Any) -> set[str]:
    """The first two words of each excerpt."""
    return {" ".join(each["text"].split()[:2]) for each in drumbeat.json("excerpts", "union")}


def test_each_block_has_a_number_and_a_role(union: Any) -> None:
    """Numbers count from 1, spans are exact, and nobody has marked anything yet."""
    document = union.json("statement", "show", "union")
    assert [each["n"] for each in document["blocks"]] == [1, 2, 3, 4]
    assert roles(union) == ["headline", "body", "body", "body"]
    for each in document["blocks"]:
        assert document["text"][each["start"] : each["end"]] == each["text"]
        assert each["marked_by"] is None


def test_a_mark_wins_and_is_undone(union: Any) -> None:
    """Excerpts come from a block as long as nobody has said that it is frame."""
    assert "No one" in excerpts(union)
    union("statement", "show", "union", "--mark", "3:about", "--as", "ana")
    assert roles(union) == ["headline", "body", "about", "body"]
    assert union.json("statement", "show", "union")["blocks"][2]["marked_by"] == "ana"
    assert "No one" not in excerpts(union)
    union("statement", "mark", "union", "3:auto")
    assert roles(union) == ["headline", "body", "body", "body"]
    assert "No one" in excerpts(union)


def test_several_marks_at_once(union: Any) -> None:
    """Spaces, hyphens and capitals in a role's name do not matter; the last word on a block counts."""
    union(
        "statement", "mark", "union", "2:Call to action", "3:list-of-names", "4:translators note", "2:lead in"
    )
    assert roles(union) == ["headline", "lead-in", "list of names", "translator's note"]
    with union.office() as office, office.store.read() as unit:
        assert unit.statements.get("union").changed_by == office.settings.actor
        assert len(unit.statements.get("union").rulings) == 3


def test_the_same_mark_again_changes_nothing(union: Any) -> None:
    """Nor does undoing what nobody marked."""
    union("statement", "mark", "union", "3:about", "4:auto")
    with union.office() as office, office.store.read() as unit:
        before = unit.statements.get("union")
    union("statement", "mark", "union", "3:about")
    with union.office() as office, office.store.read() as unit:
        assert unit.statements.get("union") == before


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (("3:about", "9:body"), "There is no block 9: union has 4. See 'drumbeat statement show union'."),
        (("3:about", "0:body"), "There is no block 0"),
        (("3:about", "4:boddy"), "There is no role 'boddy'. Roles: headline"),
        (("3:about", "4"), "'4' marks nothing. Write a block's number and its role: 12:about."),
        (("3:about", "body:4"), "'body:4' marks nothing."),
    ],
)
def test_what_cannot_be_marked(union: Any, marks: tuple[str, ...], told: str) -> None:
    """All marks or none, and the message names the way on."""
    assert told in union("statement", "mark", "union", *marks, code=2).err
    assert roles(union) == ["headline", "body", "body", "body"]


def test_a_stale_revision_is_refused(union: Any) -> None:
    """Who saw an older state of the statement marks nothing."""
    with union.office() as office:
        with office.store.read() as unit:
            seen = unit.statements.get("union").revision
        changed = ruling.mark(office.desk, "union", ["3:about"], actor="ana", seen=seen)
        assert changed.statement.revision == seen + 1
        with pytest.raises(Stale):
            ruling.mark(office.desk, "union", ["4:about"], actor="ben", seen=seen)


def test_marks_survive_another_reading(union: Any) -> None:
    """A mark is kept by place: another issuer, another language, and the block has its role still."""
    union("statement", "mark", "union", "3:about")
    union("statement", "set", "union", "--issuer", "Lake Union", "--lang", "fr")
    assert roles(union)[2] == "about"


def test_show_is_plain_where_nobody_sees_colours(union: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No escape codes in a pipe; 80 columns are enough, and the legend says what may be quoted."""
    monkeypatch.setenv("COLUMNS", "80")
    union("statement", "mark", "union", "4:translator's note")
    told = union("statement", "show", "union").out
    assert "\x1b" not in told
    assert max(map(len, told.splitlines())) <= 80
    assert re.search(r"^2\s+body\s+Forty families", told, re.MULTILINE)
    assert re.search(r"^4\s+translator's note\*", told, re.MULTILINE)
    assert "Excerpts come from: body, quotation" in told


@pytest.mark.usefixtures("union")
def test_show_is_coloured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Roles have colours where they can be seen, and none with NO_COLOR."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;32mbody" in CliRunner().invoke(main, ["statement", "show", "union"]).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;32m" not in CliRunner().invoke(main, ["statement", "show", "union"]).stdout


def test_text_is_exact_whatever_is_marked(union: Any) -> None:
    """``--text`` prints the normalised text and nothing else, after a mark in the same call too."""
    assert union("statement", "show", "union", "--text").out == TEXT
    assert union("statement", "show", "union", "--text", "--mark", "3:about").out == TEXT
    assert roles(union)[2] == "about"


def test_every_role_can_be_given(union: Any) -> None:
    """By its own name, as ``show`` prints it."""
    with union.office() as office:
        for role in Role:
            kept = ruling.mark(office.desk, "union", [f"4:{role}"], actor="ana").statement
            assert ruling.blocks(kept)[3].block.role is role
