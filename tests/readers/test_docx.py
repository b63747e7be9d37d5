"""Word files: every word that is shown, in order, and nothing that was struck out."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import made_files
import pytest
from docx import Document
from docx.oxml import parse_xml

from quotes.errors import StatementError
from quotes.readers import docx, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_paragraphs_and_lists() -> None:
    """An empty line between paragraphs; items have their bullet or number, each list its own."""
    made = made_files.docx(
        ("Tenants win", "Title"), "We demand:", ("One.", "List Bullet"), ("Two.", "List Bullet"), "",
        "First,", ("one", "List Number"), ("two", "List Number"), "We stay. "
    )  # fmt: skip
    assert read(made, name="a.docx").text == (
        "Tenants win\n\nWe demand:\n\n• One.\n• Two.\n\nFirst,\n\n1. one\n2. two\n\nWe stay."
    )


def with_body(change: Callable[[Any], object]) -> bytes:
    """A Word file whose document *change* has worked on."""
    document = Document()
    change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def paragraph(inside: str) -> bytes:
    """A Word file with one paragraph of raw elements between two others."""

    def change(document: Any) -> None:
        document.add_paragraph("Before.")
        document.element.body.insert(1, parse_xml(f"<w:p {W} {MC}>{inside}</w:p>"))
        document.element.body.insert(2, parse_xml(f"<w:p {W}><w:r><w:t>After.</w:t></w:r></w:p>"))

    return with_body(change)


def run(words: str, look: str = "") -> str:
    """A run of *words*."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (run("We ") + run("stay", "<w:b/>") + run("."), "We stay."),
        (f'<w:hyperlink w:anchor="a">{run("We stay.")}</w:hyperlink>', "We stay."),
        (f"<w:sdt><w:sdtContent>{run('We stay.')}</w:sdtContent></w:sdt>", "We stay."),  # a control
        (f'<w:fldSimple w:instr="DATE">{run("We stay.")}</w:fldSimple>', "We stay."),  # a field
        (f"<w:smartTag>{run('We stay.')}</w:smartTag>", "We stay."),
        ("<w:r><w:t>We</w:t><w:br/><w:t>stay</w:t><w:tab/><w:t>here.</w:t></w:r>", "We\nstay\there."),
        ("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>violent</w:t></w:r>", "non\u2011violent"),
        ("<w:r><w:t>e\u0301</w:t></w:r>", "é"),  # normalised, as every text
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("We stay."), "We stay."),  # a field's orders
        (run("Draft. ", "<w:vanish/>") + run("We stay."), "We stay."),  # hidden
        (run("We stay.", '<w:vanish w:val="0"/>'), "We stay."),  # not hidden
        ("<w:commentRangeStart/>" + run("We stay.") + "<w:commentRangeEnd/>", "We stay."),
        (
            "<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:txbxContent><w:p>"
            f"{run('In a box.')}</w:p></w:txbxContent></w:r></mc:Choice><mc:Fallback><w:r><w:txbxContent><w:p>"
            f"{run('In a box.')}</w:p></w:txbxContent></w:r></mc:Fallback></mc:AlternateContent>" + run("We stay."),
            "We stay.\n\nIn a box.",  # once
        ),
    ],
)  # fmt: skip
def test_all_words_that_are_shown(inside: str, words: str) -> None:
    """Whatever wraps a run, its words are read; what Word does not show is not."""
    assert read(paragraph(inside), name="a.docx").text == f"Before.\n\n{words}\n\nAfter."


def test_tables_are_read() -> None:
    """Cell by cell, each a paragraph."""

    def change(document: Any) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Contact", "Sam Poe"

    assert read(with_body(change), name="a.docx").text == "Contact\n\nSam Poe"


@pytest.mark.parametrize("mark", ["ins", "del", "moveFrom", "moveTo"])
def test_tracked_changes_are_refused(mark: str) -> None:
    """Neither the old nor the new words are the text until somebody has decided."""
    made = paragraph(run("We stay.") + f'<w:{mark} w:id="1" w:author="a">{run("Maybe.")}</w:{mark}>')
    with pytest.raises(StatementError, match="tracked changes") as refused:
        read(made, name="a.docx")
    assert "Accept or reject" in refused.value.remedy


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than is allowed is refused by what the file says of itself."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(docx.MAX_UNPACKED_BYTES + 1))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(StatementError, match=r"unpacks to 50,000,001 bytes"):
        read(file.getvalue(), name="a.docx")
    monkeypatch.setattr(docx, "MAX_ENTRIES", 3)
    with pytest.raises(StatementError, match="3 are allowed"):
        read(made_files.docx("We stay."), name="a.docx")


def test_entities_do_not_grow() -> None:
    """A few bytes of XML that stand for gigabytes end as a broken file, or as nothing."""
    source = made_files.docx("We stay.")
    grown = '<!DOCTYPE a [<!ENTITY b "' + "c" * 1000 + '">' + "".join(
        f'<!ENTITY b{n} "{("&b" + (str(n - 1) if n else "") + ";") * 100}">' for n in range(9)
    ) + "]>"  # fmt: skip
    file = BytesIO()
    with ZipFile(BytesIO(source)) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:document", grown.encode() + b"<w:document", 1)
                data = data.replace(b"We stay.", b"We stay. &b8;")
            new.writestr(name, data)
    with pytest.raises(StatementError, match="broken Word file"):
        read(file.getvalue(), name="a.docx")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (made_files.docx(), "no words"),
        (made_files.docx("We stay.")[:3000], "broken Word file"),
        (made_files.docx("We stay.").replace(b"word/document.xml", b"word/nothing.xml."), "broken Word file"),
    ],
)
def test_what_cannot_be_read(data: bytes, told: str) -> None:
    """One message with a remedy, whatever the library raises."""
    with pytest.raises(StatementError, match=told) as refused:
        read(data, name="a.docx")
    assert refused.value.remedy
