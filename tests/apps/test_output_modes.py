"""What every look prints: on a terminal of 80 columns, without colour, in a pipe, and for programs."""

import re
from typing import Any

import pytest
from click import unstyle

LOOKS = [
    ("statement", "list"),
    ("statement", "show", "ijn-2020"),
    ("excerpts", "ijn-2020"),
    ("speakers", "show", "ijn-2020"),
    ("theme", "list"),
    ("account", "list"),
    ("campaign", "list"),
    ("campaign", "show", "ijn-2020"),
    ("slots",),
    ("calendar",),
    ("queue",),
    ("status",),
    ("attention",),
    ("history",),
    ("history", "--attempts"),
    ("verify",),
    ("export", "receipts"),
]
COLUMNS = 80
_WHOLE = re.compile(r"\S{60,}")
"""What no terminal may break: a link, a path, a digest."""


@pytest.fixture
def busy(approved: Any) -> Any:
    """A campaign of which a post is out, one waits for a person and one is to come."""
    approved("post", "edit", "ijn-2020.1", "--on", "x-main", "--words", "A new way forward.")
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    return approved


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A terminal of 80 columns."""
    for name, value in {"TTY_COMPATIBLE": "1", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_in_a_pipe(busy: Any, look: tuple[str, ...]) -> None:
    """No colours, and nothing but the answer."""
    told = busy(*look).out
    assert told.strip()
    assert unstyle(told) == told


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_for_programs(busy: Any, look: tuple[str, ...]) -> None:
    """One JSON document, and nothing beside it."""
    assert busy.json(*look)


TABLES = [look for look in LOOKS if look[0] not in {"statement", "excerpts", "speakers"} and len(look) < 3]
"""What is laid out; a statement's own words wrap as the terminal wraps them."""


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("look", TABLES, ids=" ".join)
def test_on_eighty_columns(busy: Any, look: tuple[str, ...]) -> None:
    """No line is broken by the terminal, but for what must be whole; nothing is cut off with an ellipsis."""
    lines = unstyle(busy(*look).out).splitlines()
    wide = [line for line in lines if len(line.rstrip()) > COLUMNS and not _WHOLE.search(line)]
    assert wide == []


def test_without_colour(busy: Any, terminal: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` is obeyed where a terminal could show colours.

    Source: https://no-color.org
    """
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7]")
    assert coloured.search(busy("queue").out)
    terminal.setenv("NO_COLOR", "1")
    assert not coloured.search(busy("queue").out)
