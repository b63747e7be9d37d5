"""Posts from a table: every row is accepted or refused by its line, then all are added, or none."""

from pathlib import Path
from typing import Any

import pytest

IMPORT = ("post", "import", "ijn-2020", "posts.csv")


def bring(drumbeat: Any, text: str | bytes, *more: str, code: int = 0) -> Any:
    """What a table that says *text* does."""
    Path("posts.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return drumbeat(*IMPORT, *more, code=code)


def posts(drumbeat: Any) -> dict[str, Any]:
    """What each post of the campaign says, by account."""
    found: dict[str, Any] = {}
    for row in drumbeat.deliveries("history", "--attempts").values():
        if row["state"] != "cancelled":
            found.setdefault(row["post"], {})[row["account"]] = row["parts"][0]["words"]
    return found


TABLE = """\
When,Words,words_x,On
T+4h,"#Justice now,
for all",Shorter.,
2030-03-04 9:00,Come on Monday.,,sky
"""


def test_rows_become_drafts(approved: Any) -> None:
    """Each row is a draft at its time, on its accounts, in its words; nothing else changes."""
    before = posts(approved)
    told = bring(approved, TABLE, "--dry-run").out
    assert "Accepted: 2 rows" in told
    assert posts(approved) == before
    assert "--yes" in bring(approved, TABLE, code=2).err
    assert posts(approved) == before
    told = bring(approved, TABLE, "--yes").out
    assert "Added 2 posts." in told
    assert "drumbeat campaign undo ijn-2020" in told
    after = posts(approved)
    assert after.pop("ijn-2020.3") == {"x-main": "Shorter.", "sky": "#Justice now,\nfor all"}
    assert after.pop("ijn-2020.4") == {"sky": "Come on Monday."}
    assert after == before
    row = approved.deliveries("queue")["ijn-2020.4@sky"]
    assert (row["state"], row["planned_at"]) == ("draft", "2030-03-04T14:00:00.000Z")
    assert approved.json("campaign", "show", "ijn-2020")["posts"][2]["when"] == "T+4h"


def test_undone_as_one(approved: Any) -> None:
    """All rows of a table are taken back at once, and come back at once."""
    before = posts(approved)
    bring(approved, TABLE, "--yes")
    added = posts(approved)
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert posts(approved) == before
    approved("campaign", "undo", "ijn-2020", "--yes")
    assert posts(approved) == added


def test_what_was_added_goes_out(approved: Any) -> None:
    """A row is approved and sent like any other post."""
    bring(approved, "when,words\nT+0,We are here.\n", "--yes")
    approved("campaign", "approve", "ijn-2020")
    approved("campaign", "launch", "ijn-2020")
    approved("run", "--once")
    assert approved.deliveries("history")["ijn-2020.3@sky"]["parts"][0]["words"] == "We are here."
    assert approved.json("verify")["problems"] == []


def test_excerpts(approved: Any) -> None:
    """A row of an excerpt is a post like the planned ones: composed words, a card, and none without a match."""
    ids = [each["id"] for each in approved.json("excerpts", "ijn-2020")[2:5]]
    text = (
        "when,excerpt,on,words_sky\n"
        f"T+5h,{ids[0]},,\nT+6h,{ids[1]}+{ids[2]},,\nT+7h,{ids[0]},sky,In our words.\n"
    )
    bring(approved, text, "--yes")
    rows = approved.deliveries("queue")
    one, thread = rows["ijn-2020.3@x-main"], rows["ijn-2020.4@sky"]
    assert (one["parts"][0]["excerpt"], len(one["parts"][0]["pictures"])) == (ids[0], 1)
    assert one["parts"][0]["words"].endswith("— Immigrant Justice Network")
    assert [part["excerpt"] for part in thread["parts"]] == ids[1:]
    assert rows["ijn-2020.5@sky"]["parts"][0]["words"] == "In our words."
    approved("campaign", "approve", "ijn-2020")
    assert approved.json("verify")["problems"] == []
    assert (
        "is no part of the statement" in bring(approved, "when,excerpt\nT+1h,ijn-2020:1-999999\n", code=2).err
    )


def test_pictures_and_answers(approved: Any) -> None:
    """Pictures are found beside the table, each with its alt text; a row can answer a post."""
    Path("march.png").write_bytes(next(Path("cards").rglob("*.png")).read_bytes())
    text = "when,words,image,alt,image 2,alt 2,reply to\nT+5h,We are many.,march.png,A march,march.png,Again,ijn-2020.1\n"
    told = bring(approved, text, "--yes")
    assert "march.png" in told.err
    row = approved.deliveries("queue")["ijn-2020.3@sky"]
    assert row["parts"][0]["alt"] == ["A march", "Again"]
    assert row["answers"] == "ijn-2020.1@sky"


def test_every_refused_row_is_told(approved: Any) -> None:
    """Rows are refused one by one, each with its line and its reason; nothing of the others is added either."""
    before = posts(approved)
    text = (
        "when,words,on,image,alt,excerpt,reply_to\n"
        "T+4h,Right.,,,,,\n"
        '+2h,"two\nlines",,,,,\n'
        ",No time.,,,,,\n"
        "T+1h,,,,,,\n"
        "tomorrow,No clock.,,,,,\n"
        "2020-01-01 09:00,Too late.,,,,,\n"
        "T+1h,Where?,tiktok,,,,\n"
        "T+1h,“That is what nobody ever said.”,,,,,\n"
        f"T+1h,{'long ' * 80},,,,,\n"
        "T+1h,Picture.,,nowhere.png,A march,,\n"
        "T+1h,Picture.,,nowhere.png,,,\n"
        "T+1h,Picture.,,,A march,,\n"
        "T+1h,,,,,other:1-2,\n"
        "T+1h,An answer.,,,,,ijn-2020.9\n"
        "3/4/2030 09:00,Which?,,,,,\n"
    )
    wrong = {
        5: "There is no time",
        6: "no words and no excerpt",
        7: "is not a time",
        8: "has passed",
        9: "no account of the campaign 'tiktok'",
        10: "word for word",
        11: "are allowed",
        12: "cannot be read",
        13: "has no alt text",
        14: "an alt text and no image",
        15: "There is no statement 'other'",
        16: "There is no post",
        17: "the day first or the month",
    }
    found = approved.json(*_written(text), "--dry-run")
    assert [each["line"] for each in found["accepted"]] == [2, 3]
    assert [each["line"] for each in found["refused"]] == list(wrong)
    for each in found["refused"]:
        assert wrong[each["line"]] in each["problem"]
    told = bring(approved, text, "--yes", code=2)
    assert "Refused: 13 rows" in told.out
    assert "Nothing was added." in told.err
    assert all(f"line {line}: " in told.err for line in wrong)
    assert posts(approved) == before


def _written(text: str) -> tuple[str, ...]:
    Path("posts.csv").write_text(text)
    return IMPORT


_TABLES = [
    ("when,wrods\nT+1h,x\n", "no column is called 'wrods'; did you mean 'words'?"),
    ("when,words,words_tiktok\nT+1h,x,y\n", "words can be for x-main, x, sky, bluesky"),
    ("words\nx\n", "no column is called 'when'"),
    ("when,note\nT+1h,x\n", "no column is called 'words' or 'excerpt'"),
    ("when,words,Text\nT+1h,x,y\n", "two columns for words"),
    ("when,words\n", "headings and no row"),
    ("", "is empty"),
    ("when,words\nT+1h,a, b\n", "line 2: it has 3 cells"),
    ("when,words\n13/1/2030 09:00,a\n1/13/2030 09:00,b\n", "others the month"),
]


@pytest.mark.parametrize(("text", "problem"), _TABLES)
def test_tables_that_cannot_be_read(approved: Any, text: str, problem: str) -> None:
    """A table whose columns are not known for certain is refused whole."""
    assert problem in bring(approved, text, "--yes", code=2).err


def test_columns(approved: Any) -> None:
    """Headings are known in any case and order, date and time apart too; what is nobody's is passed over, told."""
    text = "Notes;TIME;Date;Text;WORDS ON X-MAIN\nask Rosa;9:30 am;4.3.2030;Hello.;'=Hi\n"
    told = bring(approved, text, "--yes")
    assert "The column 'Notes' is passed over." in told.err
    row = approved.deliveries("queue")["ijn-2020.3@x-main"]
    assert (row["planned_local"], row["parts"][0]["words"]) == ("2030-03-04T09:30:00", "=Hi")


def test_dates_and_encodings(approved: Any) -> None:
    """What cannot be told from the table a person says."""
    text = "when,words\n3/4/2030 09:00,Dignité.\n".encode("windows-1252")
    assert "line 2 may say '3/4/2030 09:00,Dignité.'" in bring(approved, text, code=2).err
    bring(approved, text, "--encoding", "windows-1252", "--dates", "day-first", "--yes")
    row = approved.deliveries("queue")["ijn-2020.3@sky"]
    assert (row["planned_local"], row["parts"][0]["words"]) == ("2030-04-03T09:00:00", "Dignité.")


def test_brought_twice(approved: Any) -> None:
    """The same table again is a slip: its rows are refused, with the posts that they are already."""
    text = "when,words\n2030-03-04 09:00,Hello.\n"
    bring(approved, text, "--yes")
    assert "ijn-2020.3@x-main says the same at the same time." in bring(approved, text, "--yes", code=2).err
    told = bring(approved, "when,words\nT+1h,Hello.\nT+2h,Hello.\n", "--dry-run")
    assert "line 3: it says on sky what line 2 says." in told.err


def test_standard_input_and_other_ends(approved: Any) -> None:
    """A campaign that is cancelled or unknown, and a file that is not there, are told."""
    assert "cannot be read" in approved("post", "import", "ijn-2020", "none.csv", code=2).err
    bring(approved, TABLE, "--dry-run")
    assert "There is no campaign" in approved("post", "import", "other", "posts.csv", code=2).err
    approved("campaign", "cancel", "ijn-2020")
    assert "is cancelled" in bring(approved, TABLE, code=2).err


def test_exported_and_brought_again(approved: Any) -> None:
    """Words that were exported as cells of a table come back as they were."""
    words = "=1+1 is two\nand – more"
    approved("post", "add", "ijn-2020", "--words", words, "--at", "2030-01-02 09:00")
    approved("export", "all", "--csv", "--to", "tables")
    import csv

    with Path("tables/parts.csv").open(encoding="utf-8-sig", newline="") as file:
        cell = next(each["words"] for each in csv.DictReader(file) if each["delivery"] == "ijn-2020.3@sky")
    assert cell.startswith("'=")
    with Path("posts.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("when", "words", "on"), ("2030-02-02 09:00", cell, "sky")])
    approved(*IMPORT, "--yes")
    assert posts(approved)["ijn-2020.4"] == {"sky": words}
