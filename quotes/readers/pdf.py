"""PDFs with a text layer: lines as they stand on the pages, joined again into paragraphs."""

import contextvars
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from math import hypot
from typing import TYPE_CHECKING, Any

from quotes.errors import StatementError
from quotes.readers.content import Content, reading
from quotes.readers.paragraphs import Line, paragraphs, without_furniture

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 100
MAX_STEPS = 1_000_000
"""Steps of drawing in all pages together; a page of text has some thousands."""
_MAX_STREAM = 20_000_000
"""Bytes that one stream may unpack to."""
_MAX_DRAWINGS = 1_000
"""Drawings within drawings, of one page."""
_LIGATURES = str.maketrans(dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)))
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
"""What stands for letters that the file does not name: fonts of its own without a table."""
_MOST_UNKNOWN = 0.02  # of all letters
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_TEXT_TOO = "Give the file that it was made from, or the words as text."


def read(data: bytes, name: str) -> Content:
    """The words of a PDF, page by page. Lines that repeat on pages are left out, and that is told.

    Raises ``StatementError`` for one that is broken, locked, a scan, too long, or made so that its letters
    cannot be told.
    """
    return contextvars.copy_context().run(_read, data, name)


def _read(data: bytes, name: str) -> Content:
    with reading(name, "PDF", "pypdf"):
        from pypdf import PdfReader, overwrite_configuration
        from pypdf.errors import LimitReachedError

        overwrite_configuration(
            zlib_maximum_output_length=_MAX_STREAM,
            lzw_maximum_output_length=_MAX_STREAM,
            run_length_maximum_output_length=_MAX_STREAM,
            stream_parsing_work_maximum_count=MAX_STEPS,
            page_tree_maximum_entries=20 * MAX_PAGES,
            xform_maximum_invocations_per_extraction=_MAX_DRAWINGS,
        )
        try:
            document = PdfReader(BytesIO(data))
            _unlock(document, name)
            return _content(document, name)
        except LimitReachedError as error:
            raise _too_much(name) from error


def _unlock(document: "PdfReader", name: str) -> None:
    """Open what everybody may open: a file that is locked for changes alone has an empty password."""
    if document.is_encrypted and not document.decrypt(""):
        raise StatementError(
            f"{name} opens only with a password.", remedy=f"Save it without one. Or: {_TEXT_TOO}"
        )


def _content(document: "PdfReader", name: str) -> Content:
    count = len(document.pages)
    if count > MAX_PAGES:
        raise StatementError(
            f"{name} has {count:,} pages; a statement has at most {MAX_PAGES}.",
            remedy="Give the statement alone.",
        )
    steps = _Steps(name)
    pages = [list(_lines(page, steps)) for page in document.pages]
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    _check_letters(pages, document, name)
    kept, left_out = without_furniture(pages)
    text, doubtful = paragraphs(kept)
    notes = [
        *_told("Pages without text, which may be pictures: {}.", map(str, empty)),
        *_told("Left out, since pages repeat it: {}.", left_out),
        *_told("Broken at a line's end, so the hyphen may not belong there: {}.", doubtful),
    ]
    if len(_RIGHT_TO_LEFT.findall(text)) > len(text) / 4:
        notes.append("Words from right to left can come out of a PDF in another order: compare them.")
    return Content(text=text, notes=tuple(notes))


def _told(sentence: str, things: Iterator[str] | list[str]) -> list[str]:
    """*sentence* about *things*, if there are any."""
    named = ", ".join(things)
    return [sentence.format(named)] if named else []


class _Steps:
    """Counts what drawing the pages takes, so that a small file cannot take hours."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def __call__(self, *_: object) -> None:
        """One step more; raises ``StatementError`` when it is one too many."""
        self._count += 1
        if self._count > MAX_STEPS:
            raise _too_much(self._name)


def _too_much(name: str) -> StatementError:
    return StatementError(f"{name} draws more than a statement's pages need.", remedy=_TEXT_TOO)


def _lines(page: "PageObject", steps: Callable[..., None]) -> Iterator[Line]:
    """The lines of *page* in the order in which they are drawn."""
    pieces: list[tuple[str, float, float, float]] = []

    def take(text: str, drawn: Any, set_: Any, _font: object, size: float) -> None:
        if text:
            across = hypot(set_[2] * drawn[0] + set_[3] * drawn[2], set_[2] * drawn[1] + set_[3] * drawn[3])
            left = set_[4] * drawn[0] + set_[5] * drawn[2] + drawn[4]
            bottom = set_[4] * drawn[1] + set_[5] * drawn[3] + drawn[5]
            pieces.append((text.translate(_LIGATURES), left, bottom, size * across))

    page.extract_text(visitor_operand_before=steps, visitor_text=take)
    line: Line | None = None
    for text, left, bottom, size in pieces:
        for part in re.split(r"(\n)", text):
            if part == "\n":
                if line is not None:
                    yield line
                line = None
            elif line is not None:
                line = line.longer(part)
            elif part.strip():
                line = Line(text=part, left=left, bottom=bottom, size=size)
    if line is not None:
        yield line


def _check_letters(pages: list[list[Line]], document: "PdfReader", name: str) -> None:
    """Raise ``StatementError`` if there are no letters, or too many that the file does not name."""
    text = "".join(line.text for lines in pages for line in lines)
    if not any(char.isalnum() for char in text):
        what = "a scan: its pages are pictures" if _has_pictures(document) else "without text"
        raise StatementError(
            f"{name} is {what}.", remedy=f"Let a program recognise its text. Or: {_TEXT_TOO}"
        )
    unknown = len(_UNKNOWN.findall(text))
    if unknown > _MOST_UNKNOWN * len(text):
        raise StatementError(
            f"{name} does not say which letters it shows: {unknown:,} of {len(text):,} are unknown.",
            remedy=_TEXT_TOO,
        )


def _has_pictures(document: "PdfReader") -> bool:
    from pypdf.generic import DictionaryObject

    nothing = DictionaryObject()
    for page in document.pages:
        drawings = page.get("/Resources", nothing).get_object().get("/XObject", nothing).get_object()
        if any(each.get_object().get("/Subtype") == "/Image" for each in drawings.values()):
            return True
    return False
