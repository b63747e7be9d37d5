"""From a file's bytes to the one text of a statement: plain text, Markdown, a web page, Word, PDF.

What each library makes of a file is its reader's alone to know; offsets refer to what ``read`` answers.
"""

import re
from dataclasses import dataclass
from functools import partial

from quotes.errors import StatementError
from quotes.readers.content import Reader
from quotes.readers.kinds import format_of
from quotes.statement import MAX_BYTES, Format, normalise
from quotes.statement import read as read_text

MAX_FILE_BYTES = 10_000_000
"""Of a page, a Word file or a PDF, which may hold pictures."""
_RULES = 1
"""Goes up whenever our own part of reading changes, so that a text that differs can be explained."""
_LIBRARIES = {
    Format.MARKDOWN: "markdown-it-py",
    Format.HTML: "lxml",
    Format.DOCX: "python-docx",
    Format.PDF: "pypdf",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file's text, and how it was come by."""

    text: str
    format: Format
    reader: str | None
    """Which library read it, with the versions that decide what it reads; None for plain text."""
    notes: tuple[str, ...] = ()
    """What a person should look at, in words for them."""


def read(data: bytes, *, name: str, format: Format | None = None, media_type: str | None = None) -> Reading:
    """The text of *data*, a file called *name*, by *format* or else by what it proves to be.

    *media_type* is what a server called it: it may tell a page's encoding. Raises ``StatementError`` for
    whatever cannot be read as a statement; no other error, whatever the bytes are.
    """
    format = format or format_of(data, name)
    _check_size(data, name, format)
    if format is Format.TEXT:
        return Reading(text=read_text(data, name=name), format=format, reader=None)
    content = _reader(format, media_type)(data, name)
    text = _tidy(content.text)
    if not text:
        raise StatementError(f"{name} has no words in it.", remedy="Give the statement's text.")
    _check_length(text, name)
    return Reading(text=text, format=format, reader=reader_of(format), notes=content.notes)


def reader_of(format: Format) -> str | None:
    """What reads *format* today, as ``Reading.reader`` names it."""
    if format is Format.TEXT:
        return None
    from importlib.metadata import version

    library = _LIBRARIES[format]
    return f"{library} {version(library)}, rules {_RULES}"


def _reader(format: Format, media_type: str | None) -> Reader:
    """Imported now: the libraries behind it are heavy."""
    if format is Format.HTML:
        from quotes.readers import html

        return partial(html.read, media_type=media_type)
    if format is Format.DOCX:
        from quotes.readers import docx

        return docx.read
    if format is Format.PDF:
        from quotes.readers import pdf

        return pdf.read
    from quotes.readers import markdown

    return markdown.read


def _check_size(data: bytes, name: str, format: Format) -> None:
    most = MAX_BYTES if format in (Format.TEXT, Format.MARKDOWN) else MAX_FILE_BYTES
    if len(data) > most:
        raise StatementError(
            f"{name} has {len(data):,} bytes; a statement as {format} has at most {most:,}.",
            remedy="Give the statement alone.",
        )


def _check_length(text: str, name: str) -> None:
    size = len(text.encode("utf-8"))
    if size > MAX_BYTES:
        raise StatementError(
            f"{name} has {size:,} bytes of text; a statement has at most {MAX_BYTES:,}.",
            remedy="Give the statement alone.",
        )


def _tidy(raw: str) -> str:
    """*raw* normalised; what no text holds, control characters and halves of characters, is made visible."""
    whole = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = normalise(_CONTROL.sub("\ufffd", whole))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip()
