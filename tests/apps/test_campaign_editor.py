"""All posts of a campaign in a person's own editor, at a real terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

EDIT = ("campaign", "edit", "ijn-2020")


def words(drumbeat: Any) -> str:
    """What the first post says."""
    return str(drumbeat.deliveries("queue")["ijn-2020.1@sky"]["parts"][0]["words"])


EDITOR = """#!{python}
import sys
from pathlib import Path
saves = sorted(Path({folder!r}).glob("save-*.py"))
text = Path(sys.argv[1]).read_text("utf-8")
if saves:
    exec(saves[0].read_text())
    saves[0].unlink()
    Path(sys.argv[1]).write_text(text, "utf-8")
"""


def at_a_terminal(folder: Path, *saves: str, answers: str) -> tuple[int, str]:
    """The exit code and all that is told at a terminal, where the editor does *saves* in turn to the text."""
    editor = folder / "editor"
    editor.write_text(EDITOR.format(python=sys.executable, folder=str(folder)))
    editor.chmod(0o755)
    for n, each in enumerate(saves):
        (folder / f"save-{n}.py").write_text(each)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from scheduler.cli import main; main()", *EDIT]
    environment = {**os.environ, "VISUAL": str(editor), "TERM": "dumb", "NO_COLOR": "1"}
    running = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=folder
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    told = b""
    try:
        while piece := os.read(ours, 65536):
            told += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return running.wait(), told.decode().replace("\r\n", "\n")


def test_in_the_editor(approved: Any) -> None:
    """What is saved in the editor is shown, asked for, and done."""
    code, told = at_a_terminal(
        approved.folder, 'text = text.replace("--- words\\n", "--- words\\nNow: ", 1)', answers="y\n"
    )
    assert code == 0, told
    assert "1 post changes: 1 words; 2 approvals will be void." in told
    assert words(approved).startswith("Now: ")


def test_back_to_the_editor(approved: Any) -> None:
    """On a problem the person goes back to what they wrote, and mends it."""
    code, told = at_a_terminal(
        approved.folder,
        'text = text.replace("--- words\\n", "--- wrods\\nNow: ", 1)',
        'text = text.replace("--- wrods", "--- words", 1)',
        answers="y\ny\n",
    )
    assert code == 0, told
    assert "'--- wrods' is no label" in told
    assert words(approved).startswith("Now: ")


def test_a_no_keeps_the_text(approved: Any) -> None:
    """Who says no loses no word; the file that keeps them can be taken up again."""
    before = words(approved)
    code, told = at_a_terminal(
        approved.folder, 'text = text.replace("--- words\\n", "--- words\\nNow: ", 1)', answers="n\n"
    )
    assert code == 1
    assert words(approved) == before
    kept = approved.folder / "ijn-2020.edit.txt"
    assert str(kept) in told
    approved(*EDIT, "--file", str(kept), "--yes")
    assert words(approved).startswith("Now: ")


def test_nothing_saved(approved: Any) -> None:
    """An editor that is left without saving changes nothing, and leaves no file behind."""
    code, told = at_a_terminal(approved.folder, answers="")
    assert code == 1
    assert "Nothing was changed" in told
    assert not list(approved.folder.glob("*.edit*"))
