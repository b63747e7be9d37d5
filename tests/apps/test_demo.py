"""The demo: the whole job, in one command."""

from pathlib import Path
from typing import Any


def test_demo(drumbeat: Any) -> None:
    """It posts to both accounts, writes the feed with its alt texts, and keeps an older demo aside."""
    first = drumbeat.json("demo", "--in", "demo")
    assert len(first["posted"]) == 10
    page = Path(first["feed"]).read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 10
    assert "Quote card" in page
    second = drumbeat.json("demo", "--in", "demo")
    assert second["kept"]
    assert (Path(second["kept"]) / "feed.html").is_file()
