"""The README's first campaign, as a newcomer types it."""

import re
import shlex
from pathlib import Path
from typing import Any

import assets

README = Path(__file__).parents[2] / "README.md"


def commands() -> list[list[str]]:
    """The commands under "A first campaign"."""
    section = README.read_text("utf-8").partition("## A first campaign")[2].partition("\n## ")[0]
    return [shlex.split(line)[1:] for line in re.findall(r"^    (drumbeat .*)$", section, re.MULTILINE)]


def test_first_campaign(drumbeat: Any) -> None:
    """At most eight commands, typed as they stand, put the sample's campaign on its way."""
    typed = commands()
    assert 1 < len(typed) <= 8
    (drumbeat.folder / "config.toml").unlink()
    (drumbeat.folder / "ijn-2020.txt").write_bytes(assets.sample())
    for words in typed:
        drumbeat(*words, *(["--once"] if words == ["run"] else []))
    assert [row["state"] for row in drumbeat.json("history")] == ["posted"]
