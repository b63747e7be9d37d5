"""Word files (.docx): every word that is shown, in order, and nothing that was struck out."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from quotes.errors import StatementError
from quotes.readers.content import Content, reading
from quotes.readers.lines import set_blocks

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED_BYTES = 50_000_000
"""Of all that is in the file: a few kilobytes can be packed so that they unpack to gigabytes."""
MAX_ENTRIES = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Elements by their names in ECMA-376, part 1.
# Source: https://ecma-international.org/publications-and-standards/standards/ecma-376/
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH = f"{_W}p"
_APART = {_PARAGRAPH, _FALLBACK, f"{_W}pPr", f"{_W}rPr"}
"""No part of a paragraph's own words: a text box inside it, what older programs show instead, looks."""
_CHANGED = " | ".join(f".//w:{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


def read(data: bytes, name: str) -> Content:
    """The words of a Word file: paragraphs, tables and text boxes; no headers, footnotes and comments.

    Raises ``StatementError`` for one that is broken, unpacks to too much, or holds changes that nobody
    has accepted or rejected: what is its text then is for a person to say.
    """
    with reading(name, "Word file", "docx"):
        _check_unpacked(data, name)
        from docx import Document

        document = Document(BytesIO(data))
        body = document.element.body
        if body.xpath(_CHANGED):
            raise StatementError(
                f"{name} holds tracked changes, so nobody can say what its text is.",
                remedy="Accept or reject them all, and save it.",
            )
        return Content(text=set_blocks(_blocks(document, body)))


def _check_unpacked(data: bytes, name: str) -> None:
    """What the file says of itself is what can come out of it: unpacking stops there."""
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES:
        raise StatementError(
            f"{name} unpacks to {size:,} bytes in {len(entries):,} entries; "
            f"{MAX_UNPACKED_BYTES:,} in {MAX_ENTRIES:,} are allowed.",
            remedy="Take the pictures out, or give the statement as plain text.",
        )


def _blocks(document: "Document", body: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs of *body*, each with what stands before it in a list."""
    numbering = _Numbering(document)
    for paragraph in body.iter(_PARAGRAPH):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        words = "".join(_pieces(paragraph)).strip()
        yield numbering.mark(paragraph) if words else "", words


def _pieces(element: Any) -> Iterator[str]:
    """The words inside *element*, whatever they are wrapped in: links, fields, controls."""
    for child in element:
        if child.tag in _APART:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and not _hidden(child):
            yield from _pieces(child)


def _hidden(element: Any) -> bool:
    """Whether *element* is a run that Word does not show."""
    look = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return look is not None and look.get(f"{_W}val", "1") not in ("0", "false", "off")


class _Numbering:
    """The bullets and numbers of lists, which stand in no paragraph's words."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._counts: dict[tuple[int, int], int] = {}

    def mark(self, paragraph: Any) -> str:
        """What stands before *paragraph*: ``• ``, ``3. `` or nothing."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, level = place
        if self._format(number, level) != "decimal":
            return "• "
        self._counts[place] = self._counts.get(place, 0) + 1
        for deeper in [each for each in self._counts if each[0] == number and each[1] > level]:
            del self._counts[deeper]
        return f"{self._counts[place]}. "

    def _place(self, paragraph: Any) -> tuple[int, int] | None:
        """The list and the level of *paragraph*, from itself or its style; None outside lists."""
        from docx.text.paragraph import Paragraph

        style = Paragraph(paragraph, self._document).style
        found = [paragraph, *([style.element] if style is not None else [])]
        properties = [each.find(f"{_W}pPr/{_W}numPr") for each in found]
        for each in properties:
            if each is not None and each.numId is not None:
                level = each.ilvl.val if each.ilvl is not None else 0
                return (each.numId.val, level) if each.numId.val else None
        return None

    def _format(self, number: int, level: int) -> str:
        """How a list counts: ``bullet``, ``decimal`` and so on."""
        numbering = self._document.part.numbering_part.element
        found = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId = ../w:num[@w:numId='{number}']/w:abstractNumId/@w:val]"
            f"/w:lvl[@w:ilvl='{level}']/w:numFmt/@w:val"
        )
        return str(found[0]) if found else "bullet"
