"""Tables that people bring: CSV as spreadsheets write it, whatever the delimiter and the encoding."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.core.errors import InputError, LinesError

MOST_BYTES = 20_000_000
"""Of a table that is brought."""
_DELIMITERS = ",;\t"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAVE = "In the spreadsheet choose 'Save as' and 'CSV UTF-8'."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row under the headings."""

    line: int
    """Where it begins in the file; a row can have several lines."""
    cells: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was brought."""

    line: int
    """Of the headings."""
    headings: Sequence[str]
    records: Sequence[Record]


def decoded(data: bytes, *, encoding: str | None = None) -> str:
    """The text of a file, by its mark, as UTF-8, or in the *encoding* that a person named.

    Raises ``InputError``: what is neither is not guessed, for a wrong guess changes words without a sound.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"The file has more than {MOST_BYTES:,} bytes.", remedy="Bring it in parts.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError("The file is a spreadsheet, not CSV.", remedy=_SAVE)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    chosen = marked or encoding or "utf-8"
    try:
        text = data.decode(chosen)
    except LookupError as error:
        raise InputError(
            f"There is no encoding {chosen!r}.", remedy="Such as windows-1252 or iso-8859-15."
        ) from error
    except UnicodeDecodeError as error:
        raise _undecoded(data, error, chosen) from error
    if "\0" in text:
        raise InputError("The file is no text in UTF-8.", remedy=_SAVE)
    return text


def _undecoded(data: bytes, error: UnicodeDecodeError, encoding: str) -> InputError:
    """What is wrong, with the line as Western European spreadsheets would have meant it."""
    line = data[: error.start].count(b"\n")
    shown = data.split(b"\n")[line].decode("windows-1252", "replace").strip()
    if encoding == "utf-8":
        return InputError(
            f"The file is not in UTF-8: line {line + 1} may say {shown[:80]!r}.",
            remedy=f"{_SAVE} Or, if that reads rightly, add --encoding windows-1252.",
        )
    return InputError(f"Line {line + 1} of the file is not in {encoding}.", remedy=_SAVE)


def read(text: str, known: Sequence[str]) -> Table:
    """The table of *text*, split at the delimiter that gives the most headings of *known*.

    Rows without anything in them are passed over. Raises ``LinesError``, ``InputError``.
    """
    first = text.split("\n", 1)[0].strip()
    skipped = 0
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):  # Excel's own way of saying it
        text, skipped = text.partition("\n")[2], 1
    tried = [_rows(text, delimiter, skipped) for delimiter in _DELIMITERS]
    rows = max(tried, key=lambda found: _recognised(found, known))
    if not rows:
        raise InputError("The file is empty.", remedy="Its first line names the columns.")
    heading, *records = rows
    problems = [
        f"line {each.line}: it has {len(each.cells)} cells, and there are {len(heading.cells)} columns. "
        "A text with a delimiter in it stands between quotation marks."
        for each in records
        if any(cell.strip() for cell in each.cells[len(heading.cells) :])
    ]
    if problems:
        raise LinesError(problems)
    return Table(line=heading.line, headings=heading.cells, records=records)


def _rows(text: str, delimiter: str, skipped: int) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, line = [], 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Record(line=line + 1 + skipped, cells=cells))
            line = reader.line_num
    except csv.Error as error:
        if delimiter == _DELIMITERS[0]:
            problem = f"line {line + 1 + skipped}: its quotation marks do not match ({error})."
            raise LinesError([problem], remedy="A mark within a text is written twice.") from error
        return []
    return found


def _recognised(rows: Sequence[Record], known: Sequence[str]) -> tuple[int, int]:
    headings = [plain(cell) for cell in rows[0].cells] if rows else []
    return sum(each in known for each in headings), len(headings)


def plain(heading: str) -> str:
    """*heading* as columns are known: lower case, words joined by ``_``."""
    return "_".join(heading.strip().lower().replace("_", " ").split())


def cells(table: Table, record: Record) -> Mapping[int, str]:
    """The cells of *record* by their column, those that were left out at the end among them."""
    return {n: record.cells[n] if n < len(record.cells) else "" for n in range(len(table.headings))}
