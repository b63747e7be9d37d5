"""Receipts of what is out, and the doctor's findings."""

import csv
import hashlib
from typing import Any


def test_receipts(approved: Any) -> None:
    """One for each part that is out, with digests of what was sent and who approved it; the same as CSV."""
    approved("campaign", "launch", "ijn-2020")
    assert approved.json("export", "receipts") == []
    approved("run", "--once")
    rows = approved.deliveries("history")
    found = approved.json("export", "receipts", "--campaign", "ijn-2020")
    assert {each["delivery"] for each in found} == set(rows)
    for each in found:
        (part,) = rows[each["delivery"]]["parts"]
        assert each["text_sha256"] == hashlib.sha256(part["words"].encode()).hexdigest()
        assert each["picture_sha256"].split() == part["pictures"]
        assert each["link"] == part["link"]
        assert each["approved_by"]
    table = list(csv.DictReader(approved("export", "receipts").out.splitlines()))
    assert [each["delivery"] for each in table] == [each["delivery"] for each in found]
    approved("export", "receipts", "--campaign", "none", code=2)


def test_doctor(approved: Any) -> None:
    """Whatever could keep posts back is found, with its remedy; exit code 1 as long as there is something."""

    def unwell() -> dict[str, str]:
        told = approved("doctor", "--json", code=1)
        return {each["thing"]: each["remedy"] for each in told.json if not each["well"]}

    assert unwell() == {"daemon": "Start it: drumbeat run"}
    approved("campaign", "launch", "ijn-2020")
    assert set(unwell()) == {"daemon", "queue"}
    approved("halt", "--reason", "stop")
    approved("account", "pause", "x-main")
    found = unwell()
    assert "drumbeat resume" in found["halt"]
    assert "drumbeat account resume x-main" in found["account x-main"]
