"""What kind of file this is: told by its bytes, since names lie. Markdown alone is told by its name."""

import re
from collections.abc import Set as AbstractSet
from io import BytesIO
from pathlib import PurePath
from zipfile import ZipFile

from quotes.errors import StatementError
from quotes.readers.content import reading
from quotes.statement import Format

_MARKDOWN = {".md", ".markdown"}
_AS_DOCX = "Open it in a word processor and save it as .docx, without a password."
_AS_WORDS = "Give the words themselves: as text, .docx, a page, or a PDF with text in it."
_OTHERS = (
    # How files of other kinds begin, what they are called, and what to do.
    # Source: https://www.garykessler.net/library/file_sigs.html
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc), or one with a password", _AS_DOCX),
    (b"{\\rtf", "a Rich Text file", _AS_DOCX),
    (b"\x89PNG", "a picture", _AS_WORDS),
    (b"\xff\xd8\xff", "a picture", _AS_WORDS),
    (b"GIF8", "a picture", _AS_WORDS),
    (b"II*\x00", "a picture", _AS_WORDS),
    (b"MM\x00*", "a picture", _AS_WORDS),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "Unpack it first."),
    (b"Rar!", "an archive", "Unpack it first."),
)
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_PDF_BEGINS = 1024
"""PDF readers take a file that says so within so many bytes. Source: ISO 32000-1, annex H, note 13."""
_HTML = re.compile(
    r"(?:\s++|<!--(?>.*?-->)|<\?xml[^>]*+>)*+"
    r"<(?:(?P<whole>(?:!doctype\s+)?html)|head|body|title|meta|article|main|div|section|"
    r"script|style|h[1-6]|p|table)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_BEGINS = 4096
"""Bytes among which the first tag stands, after whatever comments a saved page begins with."""


def format_of(data: bytes, name: str) -> Format:
    """The format of *data*, a file called *name*; raises ``StatementError`` if it is known to be another."""
    for begins, kind, remedy in _OTHERS:
        if data.startswith(begins):
            raise StatementError(f"{name} is {kind}, not a statement.", remedy=remedy)
    if data.startswith(_ZIP):
        return _zipped(data, name)
    if data.lstrip().startswith(_PDF) or (_PDF in data[:_PDF_BEGINS] and not _is_text(data)):
        return Format.PDF
    page = _HTML.match(_beginning(data))
    if PurePath(name).suffix.lower() in _MARKDOWN and not (page and page["whole"]):
        return Format.MARKDOWN
    return Format.HTML if page else Format.TEXT


def _zipped(data: bytes, name: str) -> Format:
    with reading(name, "Word file or archive"), ZipFile(BytesIO(data)) as archive:
        inside = {entry.partition("/")[0] for entry in archive.namelist()}
    if "word" in inside:
        return Format.DOCX
    raise StatementError(f"{name} is {_archive(inside)}, not a statement.", remedy=_AS_DOCX)


def _archive(inside: AbstractSet[str]) -> str:
    if "content.xml" in inside:
        return "an OpenDocument file"
    if "xl" in inside:
        return "a spreadsheet"
    return "a set of slides" if "ppt" in inside else "an archive"


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _beginning(data: bytes) -> str:
    """The first characters of what may be a page, in whatever encoding: its tags are in ASCII."""
    head = data[:_HTML_BEGINS]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
