"""PDFs: lines joined into paragraphs, furniture told and left out, and what cannot be read."""

from io import BytesIO

import made_files
import pytest
from made_files import Line, set_in_lines
from pypdf import PdfReader, PdfWriter
from pypdf._configuration import get_configuration

from quotes.errors import StatementError
from quotes.readers import pdf, read

TITLE: Line = (72, 740, 16, "Tenants Union Condemns Evictions")
PARAGRAPHS = (
    """OAKDALE, Calif. — The River Valley Tenants Union today condemned the county's plan to evict forty families \
before winter, and said that a well-known landlord stood behind it, who has never once spoken to them.""",
    """“No family should have to choose between rent and medicine,” said Maria Lopez, director of the union. “We \
will stand at every door until this stops, and we will be back with our neighbours on the day after.”""",
    "The council meets on Monday.",
)


def text(data: bytes) -> str:
    """The text of a PDF."""
    return read(data, name="a.pdf").text


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("width", [50, 64, 80, 95])
def test_lines_become_paragraphs(width: int, *, compress: bool) -> None:
    """However wide the lines are set, the paragraphs are those that were written."""
    made = made_files.pdf([TITLE, *set_in_lines(*PARAGRAPHS, width=width)], compress=compress)
    assert text(made) == "\n\n".join((TITLE[3], *PARAGRAPHS))


def test_first_lines_set_in_begin_paragraphs() -> None:
    """Where no space stands between paragraphs, the first line of each may be set in."""
    lines = set_in_lines(*PARAGRAPHS, between=0)
    firsts = {paragraph[:20] for paragraph in PARAGRAPHS}
    moved = [(left + 18 * (words[:20] in firsts), bottom, size, words) for left, bottom, size, words in lines]
    assert text(made_files.pdf(moved)) == "\n\n".join(PARAGRAPHS)


def test_short_lines_stay_lines() -> None:
    """An address is no paragraph: the next word would have stood on the line before."""
    contact = ("Contact", "Sam Poe, 555-0100", "sam@union.example")
    lines = [(72.0, 300 - 14 * n, 11, words) for n, words in enumerate(contact)]
    assert text(made_files.pdf([*set_in_lines(*PARAGRAPHS), *lines])).endswith("\n\n".join(contact))


def test_items_of_a_list_begin_anew() -> None:
    """A bullet begins a block, however near its line stands."""
    lines = set_in_lines("• An end to all evictions until the spring, and a roof for all who have lost theirs.",
                         "• A public vote.", width=50, between=0)  # fmt: skip
    assert text(made_files.pdf(lines)) == (
        "• An end to all evictions until the spring, and a roof for all who have lost theirs.\n\n• A public vote."
    )


def test_a_paragraph_goes_on_over_the_page() -> None:
    """A sentence that a page's end breaks is joined; one that ends there is not."""
    lines = set_in_lines(*PARAGRAPHS)
    for cut in range(1, len(lines)):
        later = [(left, bottom + 300, size, words) for left, bottom, size, words in lines[cut:]]
        told = text(made_files.pdf(lines[:cut], later))
        assert told.replace("\n\n", " ") == " ".join(PARAGRAPHS)
        assert set(told.split("\n\n")) >= {PARAGRAPHS[2]}
        assert told.count("\n\n") <= 3


def test_furniture_is_left_out_and_told() -> None:
    """Page numbers go, what pages repeat is kept once, and the note names it."""
    bodies = [set_in_lines(f"{paragraph} {paragraph}") for paragraph in PARAGRAPHS[:2]]
    pages = [
        [
            (72, 770, 9, "River Valley Tenants Union"),
            *body,
            (72, 60, 9, "- more -"),
            (290, 40, 9, f"Page {n} of 2"),
        ]
        for n, body in enumerate(bodies, 1)
    ]
    reading = read(made_files.pdf(*pages), name="a.pdf")
    assert reading.text == "\n\n".join(
        ("River Valley Tenants Union", *(f"{each} {each}" for each in PARAGRAPHS[:2]))
    )
    (note,) = reading.notes
    for words in ("River Valley Tenants Union", "- more -", "Page 1 of 2", "Page 2 of 2"):
        assert words in note


@pytest.mark.parametrize(
    ("lines", "joined", "doubtful"),
    [
        # the word stands whole elsewhere
        (("Our community will not leave this val-", "ley, and no other valley is ours to"), "this valley, and", ""),
        # it stands elsewhere with its hyphen
        (("Those who are well-known, and this well-", "known family in our valley, will stay"), "well-known family", ""),
        # nothing tells: it stays, and a person is told
        (("Our community will not leave this neigh-", "bourhood, and no other one is ours to"), "neigh-bourhood", "neigh-bourhood"),
        # a name keeps its hyphen
        (("Nobody asked the people of Stratford-", "Upon, and nobody has answered them in"), "Stratford-Upon", ""),
        # a hyphen that stands for a word
        (("Das gilt für alle Mieterinnen- und Mieter-", "und Hausvereine in unserem Tal, die heute"), "Mieter- und Haus", ""),
        # no hyphen but a dash
        (("We will not leave this valley, we said –", "and we have not left it to this day, and"), "said – and", ""),
    ],
)  # fmt: skip
def test_hyphens_go_only_where_that_is_certain(lines: tuple[str, str], joined: str, doubtful: str) -> None:
    """A hyphen at a line's end is dropped if the text shows the word without it; else it stays."""
    made = made_files.pdf([(72, 700.0 - 14 * n, 11, words) for n, words in enumerate(lines)])
    reading = read(made, name="a.pdf")
    assert joined in reading.text
    assert [doubtful] == [note.rpartition(": ")[2].rstrip(".") for note in reading.notes] or not doubtful


def encrypted(password: str) -> bytes:
    """A PDF that the owner locked, and that opens with *password*."""
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(made_files.pdf(set_in_lines(*PARAGRAPHS)))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")  # noqa: S106
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_what_everybody_may_open_is_read() -> None:
    """A lock on changes alone keeps nobody from reading."""
    assert text(encrypted("")) == "\n\n".join(PARAGRAPHS)


WHOLE = made_files.pdf(set_in_lines(*PARAGRAPHS))


@pytest.mark.parametrize(
    ("data", "told", "remedy"),
    [
        (encrypted("secret"), "opens only with a password", "without one"),
        (made_files.pdf([], image=True), "is a scan", "recognise"),
        (made_files.pdf([]), "without text", "made from"),
        (made_files.pdf(), "without text", "made from"),  # no page at all
        (made_files.pdf(*[[]] * (pdf.MAX_PAGES + 1)), "has 101 pages; a statement has at most 100", "alone"),
        (WHOLE[:400], "is a broken PDF", "anew"),
        (b"%PDF-1.7\n", "is a broken PDF", "anew"),
        (
            made_files.pdf([(72, 700, 11, "\x01\x02\x03\x04 We \x05\x06")]),
            "does not say which letters",
            "made from",
        ),
    ],
)
def test_what_cannot_be_read(data: bytes, told: str, remedy: str) -> None:
    """The message says why, the remedy what helps."""
    with pytest.raises(StatementError, match=told) as refused:
        read(data, name="a.pdf")
    assert remedy in refused.value.remedy


def test_a_page_that_is_a_picture_is_told() -> None:
    """A scan among pages of text is not left out in silence."""
    writer = PdfWriter()
    for made in (WHOLE, made_files.pdf([], image=True)):
        writer.append(PdfReader(BytesIO(made)))
    file = BytesIO()
    writer.write(file)
    (note,) = read(file.getvalue(), name="a.pdf").notes
    assert note == "Pages without text, which may be pictures: 2."


def test_a_bomb_is_put_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to very much, or draws without end, is refused before it takes hours."""
    huge = made_files.pdf([(72, 700, 11, "a" * 30_000_000)], compress=True)
    assert len(huge) < 100_000
    with pytest.raises(StatementError, match="draws more than"):
        text(huge)
    monkeypatch.setattr(pdf, "MAX_STEPS", 100)
    with pytest.raises(StatementError, match="draws more than"):
        text(made_files.pdf(set_in_lines(*PARAGRAPHS, width=10)))


def test_limits_are_ours_alone() -> None:
    """The library's own limits are as they were for whoever else uses it."""
    before = get_configuration()
    text(WHOLE)
    assert get_configuration() == before
