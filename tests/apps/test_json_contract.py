"""The contract of docs/json.md, as programs rely on it."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import assets

ROW = {
    "delivery", "post", "campaign", "statement", "account", "network", "rehearsal", "state", "reason",
    "planned_at", "next_try_at", "tries", "looks", "live", "parts",
}  # fmt: skip
PART = {"n", "remote_id", "link", "posted_at", "removed_at", "found_words", "found_seen_at"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_statement_digests(ready: Any) -> None:
    """``sha256`` is that of the original bytes, ``text_sha256`` that of the text that ``--text`` prints exactly."""
    known = ready.json("statement", "show", "ijn-2020")
    text = ready("statement", "show", "ijn-2020", "--text").out
    assert known["sha256"] == hashlib.sha256(assets.sample()).hexdigest()
    assert known["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_same_file_same_id(ready: Any) -> None:
    """The same bytes again give the same id; other bytes under the same name get one of their own."""
    assert ready.json("statement", "add", "ijn-2020.txt")["id"] == "ijn-2020"
    Path("ijn-2020.txt").write_bytes(assets.sample() + b"More.\n")
    assert ready.json("statement", "add", "ijn-2020.txt")["id"] == "ijn-2020-2"


def test_excerpts(ready: Any) -> None:
    """Excerpts are exact slices, best first, signed, with reasons that add up and a fit for each network."""
    text = ready("statement", "show", "ijn-2020", "--text").out
    found = ready.json("excerpts", "ijn-2020")
    assert len(found) >= 5
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    for each in found:
        assert each["text"] == text[each["start"] : each["end"]]
        assert each["id"] == f"ijn-2020:{each['start']}-{each['end']}"
        assert each["speaker"] == "Immigrant Justice Network"
        assert sum(reason["points"] for reason in each["reasons"]) == pytest.approx(each["score"], abs=0.01)
        assert {"name", "points", "words"} == set(each["reasons"][0])
        assert set(each["fit"]) == {"x", "bluesky"}
        assert all(fit["fits"] is (fit["size"] <= fit["limit"]) for fit in each["fit"].values())
    assert ready.json("excerpts", "ijn-2020", "--limit", "2") == found[:2]


@pytest.mark.parametrize("listing", [("queue",), ("history", "--attempts")])
def test_rows(approved: Any, listing: tuple[str, ...]) -> None:
    """Every listing of deliveries has the promised keys."""
    for row in approved.json(*listing):
        assert set(row) >= ROW
        assert all(set(part) >= PART for part in row["parts"])


def test_listings_by_state(approved: Any) -> None:
    """``queue`` holds what waits, ``history`` what went out, with its link, its time and its attempts."""
    assert set(approved.deliveries("queue")) == {
        f"ijn-2020.{n}@{account}" for n in (1, 2) for account in ("x-main", "sky")
    }
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    gone = approved.deliveries("history")
    assert set(gone) == {"ijn-2020.1@x-main", "ijn-2020.1@sky"}
    for row in gone.values():
        assert (row["state"], row["rehearsal"], row["live"]) == ("posted", True, None)
        assert RFC3339.fullmatch(row["planned_at"])
        assert RFC3339.fullmatch(row["parts"][0]["posted_at"])
        assert row["parts"][0]["link"].startswith("rehearsal:")
        assert [each["event"] for each in row["attempts"]][-3:] == ["claimed", "launched", "answered"]


def test_paging(approved: Any) -> None:
    """``--limit`` and ``--after`` walk a listing without a gap or a repeat."""
    whole = [row["delivery"] for row in approved.json("queue")]
    first = approved.json("queue", "--limit", "3")
    rest = approved.json("queue", "--after", first[-1]["delivery"])
    assert [row["delivery"] for row in (*first, *rest)] == whole


def test_errors(drumbeat: Any) -> None:
    """On an error standard output is empty and one object is on standard error."""
    told = drumbeat("statement", "show", "nothing", "--json", code=2)
    assert told.out == ""
    assert set(json.loads(told.err)) == {"error", "message", "remedy", "exit_code"}


def test_configuration_by_variable(drumbeat: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DRUMBEAT_CONFIG names the configuration, whose paths are relative to it; ``--config`` goes before it."""
    away = tmp_path / "away"
    away.mkdir()
    (away / "other.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("DRUMBEAT_CONFIG", str(away / "other.toml"))
    drumbeat("init")
    assert (away / "drumbeat.db").is_file()
    assert drumbeat.json("--config", str(tmp_path / "config.toml"), "init")["database"] == str(
        tmp_path / "drumbeat.db"
    )
    assert drumbeat.json("init", "--config", str(tmp_path / "config.toml"))["created"] is False
