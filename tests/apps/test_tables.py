"""Tables as people read them: in a pipe, on a wide terminal, on a narrow one."""

import pytest
from click import unstyle

from scheduler.cli.output import table

LINK = "https://bsky.app/profile/did:plc:mkescd63mgtqsfzhromjlz4z/post/3mg3jfopkt722"
WHY = "the account is stopped: X answered 402: Your enrolled account does not have any credits"
ROWS = [
    ("Mon 2 Mar 2026 18:00 EST", "ijn-2020.1@sky", "posted", LINK),
    ("Mon 2 Mar 2026 19:00 EST", "ijn-2020.2@sky", "queued", WHY),
    ("Mon 2 Mar 2026 20:00 EST", "ijn-2020.3@sky", "draft", ""),
]


def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, columns: int | None
) -> list[str]:
    """The lines of ``ROWS``, on a terminal of so many *columns*; None: in a pipe."""
    for name, value in {"TERM": "xterm", "TTY_COMPATIBLE": "1" if columns else "0"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", str(columns or 80))
    table(("When", "Delivery", "State", "What"), ROWS, below=("What",))
    return [unstyle(line).rstrip() for line in capsys.readouterr().out.splitlines()]


def test_narrow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a row does not fit, what is long stands below it: a link whole, words wrapped, nothing where nothing is."""
    lines = printed(capsys, monkeypatch, columns=80)
    assert lines == [
        "When                       Delivery         State",
        "─" * 50,
        "Mon 2 Mar 2026 18:00 EST   ijn-2020.1@sky   posted",
        f"  {LINK}",
        "Mon 2 Mar 2026 19:00 EST   ijn-2020.2@sky   queued",
        "  the account is stopped: X answered 402: Your enrolled account does not have",
        "  any credits",
        "Mon 2 Mar 2026 20:00 EST   ijn-2020.3@sky   draft",
    ]


@pytest.mark.parametrize("columns", [None, 200])
def test_wide(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int | None
) -> None:
    """In a pipe, and where there is room, a row is a line."""
    lines = printed(capsys, monkeypatch, columns=columns)
    assert [line.count("ijn-2020") for line in lines] == [0, 0, 1, 1, 1]
    assert LINK in lines[2]
    assert WHY in lines[3]


@pytest.mark.parametrize("columns", [20, 40])
def test_nothing_is_cut_off(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """However narrow it is, a link can be copied."""
    assert LINK in "\n".join(printed(capsys, monkeypatch, columns=columns))
