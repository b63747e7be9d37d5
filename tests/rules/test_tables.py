"""Tables as spreadsheets write them: encodings, delimiters, lines, and dates of every habit."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InputError, LinesError, PlanError
from scheduler.services.sheetdates import DAY_FIRST, MONTH_FIRST, order_of, plain_when
from scheduler.services.tables import decoded, plain, read

KNOWN = ("when", "words", "on")
TEXT = "when,words\n+1h,Dignité – für alle 😀\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks(name: str) -> None:
    """UTF-8 with or without its mark, and UTF-16 by its own, are read."""
    assert decoded(TEXT.encode(name)).lstrip("\ufeff") == TEXT


_REFUSED = [
    # Windows-1252, as older spreadsheets write: not guessed, but shown
    (
        "when,words\n+1h,Dignité\n".encode("windows-1252"),
        "line 2 may say '+1h,Dignité'",
        "--encoding windows-1252",
    ),
    # a workbook
    (b"PK\x03\x04....", "is a spreadsheet", "CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0....", "is a spreadsheet", "CSV UTF-8"),
    # UTF-16 without its mark
    ("when,words".encode("utf-16-le"), "no text in UTF-8", "CSV UTF-8"),
    (b"x" * 20_000_001, "more than 20,000,000 bytes", "in parts"),
]


@pytest.mark.parametrize(("data", "problem", "remedy"), _REFUSED)
def test_what_is_not_guessed(data: bytes, problem: str, remedy: str) -> None:
    """What is not known for certain is refused in plain words, with the way out."""
    with pytest.raises(InputError) as told:
        decoded(data)
    assert problem in told.value.message
    assert remedy in told.value.remedy


def test_an_encoding_that_a_person_names() -> None:
    """It is taken, unless the file's own mark says otherwise."""
    assert decoded("é".encode("windows-1252"), encoding="windows-1252") == "é"
    assert decoded("é".encode("utf-8-sig"), encoding="windows-1252") == "é"
    with pytest.raises(InputError, match="no encoding"):
        decoded(b"a", encoding="excel")
    with pytest.raises(InputError, match="Line 1"):
        decoded(b"\x81", encoding="windows-1252")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_lines(delimiter: str, end: str) -> None:
    """The delimiter is found by the headings; a row knows the line that it begins in, empty ones are nothing."""
    text = end.join(
        [
            delimiter.join(("When", "words")),
            "",
            delimiter.join(("+1h", f'"two{end}lines, one; two"')),
            delimiter * 1,
            delimiter.join(("+2h", "x")),
            "",
        ]
    )
    table = read(text, KNOWN)
    assert table.headings == ["When", "words"]
    assert [(each.line, each.cells) for each in table.records] == [
        (3, ["+1h", f"two{end}lines, one; two"]),
        (6, ["+2h", "x"]),
    ]


def test_excels_own_line() -> None:
    """``sep=;`` is no heading, and a line all the same."""
    table = read("sep=;\nwhen;words\n+1h;a, b\n", KNOWN)
    assert (table.line, [(each.line, each.cells) for each in table.records]) == (2, [(3, ["+1h", "a, b"])])


@given(st.lists(st.tuples(st.text(max_size=8), st.text("a,;\t\"'\n x", max_size=12)), max_size=6))
def test_whatever_a_spreadsheet_writes_is_read(rows: list[tuple[str, str]]) -> None:
    """Cells come back as they were, whatever stands in them."""
    rows = [("+1h" + when.replace("\0", ""), words) for when, words in rows]
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("when", "words"), *rows])
    assert [tuple(each.cells) for each in read(file.getvalue(), KNOWN).records] == rows


def test_rows_that_do_not_fit() -> None:
    """A row with more cells than there are columns is told; so are marks that do not match, and an empty file."""
    with pytest.raises(LinesError, match="line 2: it has 3 cells, and there are 2 columns"):
        read("when,words\n+1h,a, b\n", KNOWN)
    with pytest.raises(LinesError, match="line 2: its quotation marks"):
        read('when,words\n+1h,"a\n', KNOWN)
    with pytest.raises(InputError, match="is empty"):
        read("\n\n", KNOWN)


@pytest.mark.parametrize("heading", ["Reply to", " reply_to ", "REPLY  TO"])
def test_headings(heading: str) -> None:
    """Headings are known whatever their case and their spaces."""
    assert plain(heading) == "reply_to"


# --- dates --------------------------------------------------------------------------------------

_DATES = [
    ("2026-12-01 9:05", None, "2026-12-01 09:05"),
    ("2026-12-01T09:05", None, "2026-12-01T09:05"),
    ("2026-12-01 09:05:30", None, "2026-12-01 09:05:30"),
    ("1.12.2026 9:05", None, "2026-12-01 09:05"),  # with points the day is always first
    ("1/12/2026 9:05", DAY_FIRST, "2026-12-01 09:05"),
    ("12/1/2026 9:05", MONTH_FIRST, "2026-12-01 09:05"),
    ("12/1/26 9:05 PM", MONTH_FIRST, "2026-12-01 21:05"),
    ("12/1/2026, 12:05 a.m.", MONTH_FIRST, "2026-12-01 00:05"),
    ("12/1/2026 9 pm", MONTH_FIRST, "2026-12-01 21:00"),
    ("46357.378472", None, "2026-12-01 09:05"),  # a spreadsheet's number
    ("46357,5", None, "2026-12-01 12:00"),
    ("Tue 1 Dec 2026 09:05", None, "2026-12-01 09:05"),
    ("tomorrow 9:05", None, "tomorrow 9:05"),
    ("T+1d 09:00", None, "T+1d 09:00"),
    ("+2h", None, "+2h"),
    ("2026-12-01T09:05:00+01:00", None, "2026-12-01T09:05:00+01:00"),
]


@pytest.mark.parametrize(("text", "order", "when"), _DATES)
def test_dates(text: str, order: str | None, when: str) -> None:
    """Every habit of writing a time comes to one."""
    assert plain_when(text, order, "UTC") == when


_NO_DATES = [
    ("1/12/2026 9:05", "may name the day first or the month"),
    ("31.11.2026 9:05", "is not a date"),
    ("Mon 1 Dec 2026 09:05", "is a Tuesday, not a Mon"),
    ("2026-12-01 13:00 pm", "is not a time of day"),
]


@pytest.mark.parametrize(("text", "problem"), _NO_DATES)
def test_dates_that_are_none(text: str, problem: str) -> None:
    """What can be read in two ways, or in none, is refused."""
    with pytest.raises(PlanError, match=problem):
        plain_when(text, None, "UTC")


_ORDERS = [
    (["1/12/2026", "13/12/2026"], DAY_FIRST),  # one day over 12 tells for all
    (["1/12/2026", "12/13/2026"], MONTH_FIRST),
    (["1/12/2026"], None),
    (["2026-12-01"], None),
]


@pytest.mark.parametrize(("texts", "order"), _ORDERS)
def test_the_order_of_a_file(texts: list[str], order: str | None) -> None:
    """A file has one order of day and month."""
    assert order_of(texts) == order


def test_two_orders() -> None:
    """A file that has both is refused."""
    with pytest.raises(PlanError, match="others the month"):
        order_of(["13/1/2026", "1/13/2026"])
