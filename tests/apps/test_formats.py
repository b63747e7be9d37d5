"""Statements in every format, through the commands: kept as they came, read once, checked again."""

import json
from pathlib import Path
from typing import Any

import made_files
import made_pages
import pytest
from click.testing import CliRunner

from quotes import readers
from scheduler.cli import main

WORDS = (
    "River Union Condemns Evictions",
    "River Union condemned on Friday the eviction of forty families from their homes in the valley.",
    "“Our families deserve justice, and we will never be silent,” said Jane Roe, director of River Union.",
    "“They cannot take our future away from our children,” Roe added, and hundreds of people cheered her.",
)
FILES = {
    "text": "\n\n".join(WORDS).encode(),
    "markdown": ("# " + "\n\n".join(WORDS)).encode(),
    "html": f"<html><body><article><h1>{WORDS[0]}</h1><p>{'</p><p>'.join(WORDS[1:])}</p></article>".encode(),
    "docx": made_files.docx(*WORDS),
    "pdf": made_files.pdf([(72, 740, 16, WORDS[0]), *made_files.set_in_lines(*WORDS[1:])]),
}


@pytest.mark.parametrize("format", FILES)
def test_from_a_file_to_a_campaign(drumbeat: Any, format: str) -> None:
    """The text, the excerpts and what is posted are the same, whatever the file is."""
    Path("release.md" if format == "markdown" else "release").write_bytes(FILES[format])
    kept = drumbeat.json("statement", "add", "release.md" if format == "markdown" else "release")
    assert (kept["id"], kept["format"], kept["lang"], kept["notes"]) == ("release", format, "en", [])
    assert (kept["reader"] is None) == (format == "text")
    assert drumbeat("statement", "show", "release", "--text").out == "\n\n".join(WORDS)
    drumbeat("account", "add", "bluesky", "sky", "--rehearsal")
    drumbeat("campaign", "new", "release", "--on", "sky", "--plan", "T+0")
    drumbeat.approve("release")
    drumbeat("campaign", "launch", "release", "--yes")
    drumbeat.send()
    assert [row["state"] for row in drumbeat.json("history")] == ["posted"]
    told = drumbeat.json("verify")
    assert (told["problems"], told["notes"]) == ([], [])


def test_how_it_was_read_is_shown(drumbeat: Any) -> None:
    """A person sees what the file proved to be, and by what it was read."""
    Path("release").write_bytes(FILES["pdf"])
    assert "read from pdf by pypdf 7.1.0" in drumbeat("statement", "add", "release").out


@pytest.mark.parametrize("format", FILES)
@pytest.mark.usefixtures("drumbeat")
def test_standard_input(format: str) -> None:
    """A dash takes any format by its bytes; --name names it."""
    more = ("--format", "markdown") if format == "markdown" else ()
    for name, id in ((None, "statement"), ("spring", "spring")):
        sent = FILES[format] + (b"" if name is None else b" \n")
        words = ["statement", "add", "-", *(("--name", name) if name else ()), *more, "--json"]
        result = CliRunner().invoke(main, words, input=sent)
        assert result.exit_code == 0, result.stderr
        kept = json.loads(result.stdout)
        assert (kept["id"], kept["format"]) == (id, format)


def test_the_same_bytes_as_something_else(drumbeat: Any) -> None:
    """The same file again is the same statement, unless it is to be read as another format."""
    Path("release.txt").write_bytes(FILES["markdown"])
    assert drumbeat.json("statement", "add", "release.txt")["id"] == "release"
    assert drumbeat.json("statement", "add", "release.txt", "--format", "markdown")["id"] == "release-2"
    assert drumbeat.json("statement", "add", "release.txt", "--format", "markdown")["id"] == "release-2"
    assert drumbeat.json("statement", "add", "release.txt")["id"] == "release"
    assert [each["format"] for each in drumbeat.json("statement", "list")] == ["text", "markdown"]


def test_what_to_look_at_is_told(drumbeat: Any) -> None:
    """What a reader was unsure of reaches the person, and programs too."""
    bodies = [[(72, 770, 9, "River Union"), *made_files.set_in_lines(*(WORDS[1:] * 2))]] * 2
    Path("release.pdf").write_bytes(made_files.pdf(*bodies))
    told = drumbeat("statement", "add", "release.pdf")
    assert "River Union" in told.err
    assert "Left out" in drumbeat.json("statement", "add", "release.pdf")["notes"][0]


def test_a_newer_library_that_reads_otherwise_is_told(drumbeat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statement stays what was read; with the same library it would be a fault."""
    Path("release.html").write_bytes(made_pages.PAGES["semantic"].encode())
    with monkeypatch.context() as older:
        older.setattr(readers, "_RULES", 0)
        older.setattr(readers, "_tidy", str.upper)  # an older version of our own part
        drumbeat("statement", "add", "release.html")
    (note,) = drumbeat.json("verify")["notes"]
    assert note["thing"] == "release"
    assert "reads otherwise today" in note["note"]
    assert "rules 0; today there is lxml" in note["note"]
    assert "reads otherwise today" in drumbeat("verify").err
    with monkeypatch.context() as same:
        same.setattr(readers, "_RULES", 0)
        (problem,) = drumbeat("verify", "--json", code=1).json["problems"]
    assert problem["problem"] == "the text of release is not what its original says"


def test_an_endless_file_is_not_read_to_its_end(drumbeat: Any) -> None:
    """What is larger than any statement is refused before all of it is in memory."""
    assert "more than 10,000,000 bytes" in drumbeat("statement", "add", "/dev/zero", code=2).err
    assert "Is a directory" in drumbeat("statement", "add", ".", code=2).err
