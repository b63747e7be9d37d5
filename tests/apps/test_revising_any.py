"""Whatever is corrected in a statement, what is queued says what the statement says."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unions import COUNCIL, FEAR, HOME, JUSTICE, PARAGRAPHS, TEXT, id_of

from quotes.excerpt import at
from quotes.verbatim import display
from scheduler.core.approval import digest
from scheduler.core.delivery import State
from scheduler.core.errors import DrumbeatError
from scheduler.services import importing, revising, verifying

WORDS = sorted(set(TEXT.split()))


@st.composite
def corrections(draw: st.DrawFn) -> str:
    """The statement with some words changed, taken away or put in, and paragraphs moved about."""
    paragraphs = list(PARAGRAPHS)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(paragraphs) - 1))
        words = paragraphs[at].split(" ")
        n = draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(("change", "delete", "insert", "move", "double", "drop", "straight"))):
            case "change":
                words[n] = draw(st.sampled_from(WORDS))
            case "delete":
                words[n : n + 1] = []
            case "insert":
                words[n:n] = [draw(st.sampled_from(WORDS))]
            case "move":
                paragraphs.insert(draw(st.integers(0, len(paragraphs) - 1)), paragraphs.pop(at))
                continue
            case "double":
                paragraphs.append(paragraphs[at])
                continue
            case "drop":
                words = []
            case "straight":
                words = [each.replace("“", '"').replace("”", '"') for each in words]
        paragraphs[at] = " ".join(words)
    return "\n\n".join(each for each in paragraphs if each)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the campaign, of words alone, approved and launched, to be copied for each text."""
    folder: Path = tmp_path_factory.mktemp("union")
    with opened(folder, create=True) as office:
        from scheduler.services import accounts, approving, launching, planning

        desk = office.desk
        importing.add(desk, TEXT.encode(), {"lang": "en"}, name="union.txt", actor="ana")
        accounts.add_rehearsal(desk, "x", "x-main", actor="ana")
        excerpts = tuple((id_of(TEXT, words),) for words in (JUSTICE, HOME, FEAR, COUNCIL))
        wish = planning.Wish(
            statement="union", accounts=("x-main",), excerpts=excerpts, over=timedelta(days=4), cards=False
        )
        planning.new(desk, wish, actor="ana")
        names = approving.review(desk, "union").names
        approving.approve(desk, "union", actor="ana", yes_to=names)
        launching.launch(desk, "union", "+1h", actor="ana")
    return folder


@contextmanager
def opened(folder: Path, *, create: bool = False) -> Iterator[Any]:
    """The installation in *folder*."""
    from scheduler import wiring

    if create:
        (folder / "config.toml").write_text('[campaign]\nzone = "America/New_York"\n', encoding="utf-8")
        wiring.create(folder / "config.toml")
    with wiring.opened(folder / "config.toml") as office:
        yield office


@settings(max_examples=40)
@given(text=corrections())
def test_nothing_queued_says_what_the_statement_does_not(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Whatever is corrected, each queued delivery quotes the statement that it points at, which is the newest.

    And who is named for it is who says it there.
    """
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    with opened(folder) as office:
        desk = office.desk
        try:
            found = revising.prepare(desk, "union", text.encode(), name="new.txt", actor="ben")
            revising.revise(desk, found, actor="ben")
        except DrumbeatError:
            newest = "union"  # refused: the same text, or another one
        else:
            newest = found.new.id
        with desk.store.read() as unit:
            statement = unit.statements.get(newest)
            queued = unit.deliveries.in_states(frozenset({State.QUEUED}))
            assert {each.state for each in unit.deliveries.of_campaign("union")} <= {State.QUEUED, State.HELD}
            for each in queued:
                assert (each.statement, each.approval) == (newest, digest(each))
                (part,) = each.parts
                excerpt = unit.statements.excerpt(part.excerpt)
                quote = display(statement.text[excerpt.start : excerpt.end])
                assert quote.strip("“”") in display(statement.text)
                assert f"“{quote}”" in part.words
                assert excerpt.revised_at is None
                assert part.speaker == excerpt.speaker
                assert part.speaker == at(statement.as_text(), excerpt.start, excerpt.end).speaker
        assert verifying.verify(desk).problems == ()
