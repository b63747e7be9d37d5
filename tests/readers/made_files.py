"""Files in every format that is read, made here: PDFs by hand, Word files by python-docx."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap

Line = tuple[float, float, float, str]
"""Where a line begins, in points from the left and from the bottom, its size, its words."""


def pdf(*pages: Sequence[Line], compress: bool = False, image: bool = False) -> bytes:
    """A PDF in Helvetica with *pages*; with *image* each shows a picture too, as a scan does."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT, _PICTURE]
    kids = []
    for lines in pages:
        content = b"\n".join(_shown(line) for line in lines)
        if image:
            content += b"\nq 612 0 0 792 0 0 cm /Scan Do Q"
        extra = b""
        if compress:
            content, extra = zlib.compress(content), b" /Filter /FlateDecode"
        objects.append(b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(content), extra, content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> %b >> >>"
            % (len(objects), b"/XObject << /Scan 4 0 R >>" if image else b"")
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    return numbered(objects)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    b"/Length 1 >>\nstream\n\x80\nendstream"
)


def _shown(line: Line) -> bytes:
    left, bottom, size, words = line
    escaped = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %g Tf %g %g Td (%b) Tj ET" % (size, left, bottom, escaped)


def numbered(objects: Sequence[bytes]) -> bytes:
    """A file of *objects*, each under its number, with the table of where they are."""
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(data)
    )  # fmt: skip


def set_in_lines(
    *paragraphs: str,
    width: int = 80,
    top: float = 720,
    leading: float = 14,
    between: float = 10,
    size: float = 11,
) -> list[Line]:
    """*paragraphs* set in lines of *width* characters down a page, with *between* points between them."""
    lines: list[Line] = []
    height = top
    for paragraph in paragraphs:
        for line in wrap(paragraph, width, break_on_hyphens=True):
            lines.append((72, height, size, line))
            height -= leading
        height -= between
    return lines


def docx(*paragraphs: tuple[str, str] | str) -> bytes:
    """A Word file of *paragraphs*, each with its style or in the normal one."""
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        words, style = (paragraph, None) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(words, style=style)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
