"""What a file is, told by its bytes; and what is refused, with a way out."""

from io import BytesIO
from zipfile import ZipFile

import made_files
import pytest

from quotes import readers
from quotes.errors import StatementError
from quotes.readers import MAX_FILE_BYTES
from quotes.readers.kinds import format_of
from quotes.statement import MAX_BYTES, Format

WORDS = (
    "Every family in this valley deserves a safe home, and we will not stop until every one of them has it."
)
PAGE = f"<!doctype html><title>Home</title><p>{WORDS}</p><p>{WORDS}</p>"
DOCX = made_files.docx(WORDS)
PDF = made_files.pdf([(72, 700, 11, WORDS[:60])])


def zipped(*names: str) -> bytes:
    """An archive with empty files of these names."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (WORDS.encode(), "a.txt", Format.TEXT),
        (WORDS.encode(), "a", Format.TEXT),  # no ending
        (WORDS.encode(), "a.pdf", Format.TEXT),  # a name that lies
        (b"# A title", "a.txt", Format.TEXT),  # Markdown is told by its name alone
        (b"# A title", "a.md", Format.MARKDOWN),
        (b"# A title", "A.MARKDOWN", Format.MARKDOWN),
        (b"<p align=center>Words</p>", "a.md", Format.MARKDOWN),  # which may begin with HTML
        (PAGE.encode(), "readme.md", Format.HTML),  # a whole page, whatever its address ends with
        (PAGE.encode(), "a.html", Format.HTML),
        (PAGE.encode(), "a.txt", Format.HTML),
        (PAGE.encode("utf-16"), "a", Format.HTML),
        (b"\xef\xbb\xbf\n<!-- saved from url -->\n<!-- by hand --> <HTML lang=en>", "a", Format.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "a", Format.HTML),
        (b"<we> demand", "a", Format.TEXT),  # no tag of HTML
        (b"We write <p> for paragraph.", "a", Format.TEXT),  # not at the beginning
        (b"<!--" + b"-->" * 500, "a", Format.TEXT),  # many ways to end a comment are tried once
        (DOCX, "a.zip", Format.DOCX),
        (PDF, "a.docx", Format.PDF),
        (b"\x00\xff" + PDF, "a", Format.PDF),  # what stands before its beginning
        (b"We like %PDF-1.7 best.", "a", Format.TEXT),
    ],
)  # fmt: skip
def test_the_bytes_tell(data: bytes, name: str, format: Format) -> None:
    """The content decides; the name only about Markdown."""
    assert format_of(data, name) is format


@pytest.mark.parametrize(
    ("data", "told", "remedy"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Word file (.doc), or one with a password", ".docx"),
        (b"{\\rtf1\\ansi Words}", "a Rich Text file", ".docx"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "words"),
        (b"\xff\xd8\xff\xe0", "a picture", "words"),
        (b"\x1f\x8b\x08", "a compressed file", "Unpack"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file", ".docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet", ".docx"),
        (zipped("ppt/slides.xml"), "a set of slides", ".docx"),
        (zipped("notes.txt"), "an archive", ".docx"),
        (b"PK\x03\x04 and no more", "a broken Word file or archive", "anew"),
        (b"\x7fELF\x00", "not a text file", "plain text"),
    ],
)  # fmt: skip
def test_other_kinds_are_named(data: bytes, told: str, remedy: str) -> None:
    """The message says what it is, the remedy what to do with it."""
    with pytest.raises(StatementError) as refused:
        readers.read(data, name="a.bin")
    assert told in refused.value.message
    assert remedy in refused.value.remedy


def test_a_format_can_be_forced() -> None:
    """What a person says it is, it is read as."""
    assert readers.read(b"# A *title*", name="a.txt", format=Format.MARKDOWN).text == "A title"
    assert readers.read(PAGE.encode(), name="a", format=Format.TEXT).text == PAGE
    with pytest.raises(StatementError, match="broken PDF"):
        readers.read(WORDS.encode(), name="a", format=Format.PDF)


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"a " * (MAX_BYTES // 2 + 1), Format.TEXT),
        (b"a " * (MAX_BYTES // 2 + 1), Format.MARKDOWN),
        (b"%PDF-" + bytes(MAX_FILE_BYTES), Format.PDF),
        (b"<html>" + b" " * MAX_FILE_BYTES, Format.HTML),
        (
            b"<html>" + (b"<p>" + WORDS.encode()) * 15_000,
            Format.HTML,
        ),  # the file is not too large, its text is
    ],
)
def test_what_is_too_large_is_refused(data: bytes, format: Format) -> None:
    """With the measured and the allowed size."""
    with pytest.raises(StatementError, match=r"has [\d,]+ bytes.* at most [\d,]+"):
        readers.read(data, name="a", format=format)


def test_who_read_it_is_named_with_its_version() -> None:
    """A text is explained by the library that found it; plain text needs none."""
    assert readers.read(WORDS.encode(), name="a").reader is None
    reading = readers.read(PDF, name="a")
    assert reading.reader == readers.reader_of(Format.PDF)
    assert (reading.reader or "").startswith("pypdf 7.1.0, rules ")
