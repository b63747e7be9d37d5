"""Whatever the bytes are, a reader answers a text or one error with a remedy: cut, changed, mixed up, made up."""

import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import made_files
import made_pages
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import StatementError
from quotes.readers import Reading, read
from quotes.statement import Format, normalise

WORDS = "“No family should have to choose between rent and medicine,” said Maria Lopez of the union."
MARKDOWN = f"""---
title: T
---
# Title

{WORDS} <b>Bold</b> &amp; [link][1] ![picture](a.png)

> 1. one
>    - two `code`

| a | b |
|---|---|
| c | d |

<div>More</div>

[1]: https://union.example
"""
DOCX = made_files.docx(("Title", "Title"), WORDS, ("one", "List Bullet"), ("two", "List Number"))
PDF = made_files.pdf([(72, 740, 16, "Title"), *made_files.set_in_lines(WORDS, width=30)], image=True)
SEEDS: dict[Format, tuple[bytes, ...]] = {
    Format.TEXT: (WORDS.encode(),),
    Format.MARKDOWN: (MARKDOWN.encode(),),
    Format.HTML: tuple(
        made_pages.PAGES[name].encode() for name in ("semantic", "tables", "a word processor")
    ),
    Format.DOCX: (DOCX,),
    Format.PDF: (PDF, made_files.pdf([(72, 740, 16, "Title")], compress=True)),
}


def answer(data: bytes, format: Format | None) -> Reading | StatementError:
    """What reading *data* comes to; any other error is a failure."""
    try:
        return read(data, name="a file", format=format)
    except StatementError as error:
        return error


def check(data: bytes, format: Format | None) -> None:
    """Read *data*: a text that is a text, or an error that says what to do."""
    said = answer(data, format)
    if isinstance(said, StatementError):
        assert said.message.startswith("a file ")
        assert said.message.endswith(".")
        assert said.remedy.endswith(".")
    else:
        assert said.text.strip()
        assert said.text == normalise(said.text)
        said.text.encode()


@st.composite
def damaged(draw: st.DrawFn, seeds: tuple[bytes, ...], pieces: tuple[bytes, ...] = ()) -> bytes:
    """One of *seeds*, cut off, with bytes changed, pieces doubled, moved, taken out, or put in."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 2, 8, 60, 400))))
        match draw(st.sampled_from(("cut", "change", "take", "double", "put"))):
            case "cut" if start > 40:
                del data[start:]
            case "change":
                data[start:end] = bytes(draw(st.integers(0, 255)) for _ in range(min(8, end - start)))
            case "take":
                del data[start:end]
            case "double":
                data[start:start] = data[start:end] * draw(st.sampled_from((1, 2, 50)))
            case _:
                data[start:start] = draw(
                    st.sampled_from((*pieces, b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"<", b"\n"))
                )
    return bytes(data)


PIECES: dict[Format, tuple[bytes, ...]] = {
    Format.TEXT: (b"\r", b"\xef\xbb\xbf"),
    Format.MARKDOWN: (b"- " * 60, b"> " * 120, b"[" * 300, b"*a" * 300, b"<!--", b"```\n", b"&#0;", b"&#xD800;", b"1. "),
    Format.HTML: (
        *(b"<div>" * 300, b"<table><td>", b"<svg><p>", b"<!--", b"<![CDATA[", b"<?php", b"&#xD800;", b"&#0;", b"<a><a>"),
        *(b"<plaintext>", b"<li>" * 50, b"<ol start=-1>", b"<br>" * 500, b"</body></html>", b"<meta charset=utf-7>", b"<q>"),
    ),
    Format.DOCX: (b"PK\x01\x02", b"PK\x05\x06", b"PK\x03\x04"),
    Format.PDF: (
        *(b" 1 0 R ", b"<< /Kids [2 0 R] >>", b"endobj\n", b"stream\n", b"/Length 99999999 ", b"/Filter /FlateDecode ", b"[" * 200),
        *(b"BT /F 0 Tf ET ", b"1e999 0 0 1e999 0 0 cm ", b"nan 0 0 1 0 0 Tm ", b"/Scan Do ", b"(\\", b"startxref\n0\n", b"<<" * 100),
    ),
}  # fmt: skip


@pytest.mark.parametrize("format", [*Format])
def test_damaged_files(format: Format) -> None:
    """A file that was cut off, or changed on the way."""

    @given(data=damaged(SEEDS[format], PIECES[format]), told=st.booleans())
    def holds(data: bytes, *, told: bool) -> None:
        check(data, format if told else None)

    holds()


@pytest.mark.parametrize("format", [*Format])
def test_files_that_are_something_else(format: Format) -> None:
    """Any format read as any other, and any bytes as any."""

    @given(
        st.one_of(
            st.sampled_from([each for seeds in SEEDS.values() for each in seeds]), st.binary(max_size=400)
        )
    )
    def holds(data: bytes) -> None:
        check(data, format)

    holds()


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """The Word file with each of its files changed inside, so that the archive itself is whole."""
    file = BytesIO()
    with ZipFile(BytesIO(DOCX)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


INSIDE = [
    "word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels",
    "word/_rels/document.xml.rels",
]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
def test_word_files_damaged_inside(inside: str) -> None:
    """An archive that is whole, with a file in it that is not."""
    with ZipFile(BytesIO(DOCX)) as archive:
        seed = archive.read(inside)
    pieces = (
        b"<w:p>",
        b"</w:p>",
        b"<w:numPr/>",
        b'w:val="x"',
        b'w:val="-1"',
        b"<w:r>" * 300,
        b"&amp;",
        b"&x;",
    )

    @given(damaged((seed,), pieces))
    def holds(data: bytes) -> None:
        check(repacked(lambda name, old: data if name == inside else old), None)

    holds()


CONTENT = b"".join(
    b"BT /F 11 Tf 1 0 0 1 72 %d Tm (We stay here, and so do you) Tj T* [(We) -300 (stay)] TJ ET\n"
    % (700 - 14 * n)
    for n in range(4)
)


@given(content=damaged((CONTENT,), PIECES[Format.PDF]), packed=st.booleans())
def test_pdfs_damaged_inside(content: bytes, *, packed: bool) -> None:
    """A file that is whole, with drawing in it that makes no sense."""
    if packed:
        content = zlib.compress(content)
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F 3 0 R >> /XObject << /Scan 4 0 R >> >> >>"
    )
    stream = b"<< /Length %d %b>>\nstream\n%b\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        made_files.FONT,
        stream % (len(content), b"/Filter /FlateDecode " * packed, content),
        page,
    ]
    check(made_files.numbered(objects), None)
