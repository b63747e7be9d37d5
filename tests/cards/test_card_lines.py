"""Where a text may break, and which breaks look best; with a measure that a person can follow."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quotes.cards.breaks import cut
from quotes.cards.fit import Box
from quotes.cards.lines import Extent, Paragraph, Piece, Word


class Typewriter:
    """Every character is one em wide and as high as a capital; no side bearings."""

    def __init__(self, lang: str | None = None, *, top: float = 0.7, bottom: float = -0.2) -> None:
        self.lang = lang
        self._top, self._bottom = top, bottom

    def __call__(self, text: str) -> Extent:
        return Extent(advance=float(len(text)), left=0.0, top=self._top, bottom=self._bottom)

    def rtl(self, text: str) -> bool:
        return False

    def words(self, text: str, *, opening: str = "", closing: str = "") -> list[Word]:
        found = []
        for place, (word, after) in enumerate(cut(text, self.lang)):
            level = int(self.rtl(text))
            rest = word.removeprefix(opening) if place == 0 else word
            marks = [(word[: len(word) - len(rest)], True), (rest, False)]
            pieces = [self._piece(part, level, mark=mark) for part, mark in marks if part]
            space = self._piece(after, level) if after else None
            found.append(Word(text=word, after=after, pieces=tuple(pieces), space=space))
        return found

    def _piece(self, text: str, level: int, *, mark: bool = False) -> Piece:
        return Piece(text=text, font="typewriter", level=level, glyphs=(), extent=self(text), mark=mark)

    def line_height(self, words: Sequence[Word]) -> float:
        return 1.0


class Turned(Typewriter):
    """As it stands for text that runs from right to left."""

    def rtl(self, text: str) -> bool:
        return True


typewriter = Typewriter()


def lines(text: str, width: float, count: int, lang: str | None = None) -> list[str]:
    """The most even lines of *text*, exactly *count* of them."""
    paragraph = Paragraph(text, Typewriter(lang))
    best = paragraph.best(width, count)
    assert best is not None
    return [paragraph.text(start, end) for start, end in best[1]]


def test_lines_are_even() -> None:
    """The breaks are those of the least raggedness, not the first that fit."""
    assert lines("aaa bb cc ddddd", 9.0, 2) == ["aaa bb", "cc ddddd"]


def test_no_short_last_line() -> None:
    """No word is left alone in the last line where another break exists."""
    assert lines("aaa bb ccccc", 12.0, 2) == ["aaa", "bb ccccc"]
    assert lines("aaaaaaaaa bbbbbbbbb c d", 21.0, 2) == ["aaaaaaaaa", "bbbbbbbbb c d"]


def test_name_is_kept_together() -> None:
    """A line does not end between two capitalised words if an even break elsewhere costs little."""
    assert lines("to aaaaaaa New York is far", 16.0, 2) == ["to aaaaaaa", "New York is far"]
    assert lines("to aaaaaaa new york is far", 16.0, 2) == ["to aaaaaaa new", "york is far"]


def places(paragraph: Paragraph, start: int, end: int) -> list[tuple[str, float]]:
    """The pieces of a line with their places, from the left."""
    return [(piece.text, piece.x) for piece in paragraph.runs(start, end)]


def test_opening_mark_hangs() -> None:
    """The ink of the first letter stands where the other lines begin, the mark to the left of it."""
    paragraph = Paragraph("“one two", typewriter, opening="“", reach=2.0)
    assert places(paragraph, 0, 1) == [("“", -1.0), ("one", 0.0)]
    assert places(paragraph, 1, 2) == [("two", 0.0)]
    assert paragraph.width(0, 1) == 3.0
    assert paragraph.hang == 1.0


def test_opening_mark_hangs_at_the_right_where_lines_start_there() -> None:
    """From right to left everything is the other way round: the line's box ends where its first letter begins."""
    paragraph = Paragraph("«אבג דה", Turned(), opening="«", reach=2.0)
    assert places(paragraph, 0, 2) == [("דה", 0.0), ("אבג", 3.0), ("«", 6.0)]
    assert (paragraph.width(0, 2), paragraph.hang) == (6.0, 1.0)


def test_hang_ends_at_reach() -> None:
    """An opening mark hangs no farther than there is room."""
    assert places(Paragraph("“one", typewriter, opening="“", reach=0.25), 0, 1)[0] == ("“", -0.25)


words_of = st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join)


@given(words_of, st.integers(60, 600), st.integers(60, 600))
def test_block_fits_its_box(text: str, width: int, height: int) -> None:
    """Every block keeps to its box, leaves no word out, and is at most as large as the largest that fits."""
    paragraph = Paragraph(text, typewriter)
    box = Box(paragraph, width, height, line_height=1.1)
    block, largest = box.best(5, 50), box.largest(5, 50)
    assert (block is None) == (largest is None)
    if block is None or largest is None:
        return
    assert int(0.76 * largest) <= block.size <= largest
    assert all(paragraph.width(*pair) * block.size <= width + 1e-6 for pair in block.breaks)
    assert (len(block.breaks) - 1) * block.leading + 0.9 * block.size <= height + 1e-6
    assert block.breaks[0][0] == 0
    assert block.breaks[-1][1] == len(paragraph.words)
    assert all(first[1] == second[0] for first, second in pairwise(block.breaks))


@given(words_of, st.integers(60, 600), st.integers(60, 600))
def test_largest_is_largest(text: str, width: int, height: int) -> None:
    """Bisection finds what trying every size finds."""
    box = Box(Paragraph(text, typewriter), width, height, line_height=1.1)
    fitting = [size for size in range(5, 51) if box.largest(size, size)]
    assert box.largest(5, 50) == max(fitting, default=None)


def test_letters_never_touch_the_next_line() -> None:
    """Lines stand farther apart than the theme says where letters are taller."""
    towering = Typewriter(top=1.2, bottom=-0.4)
    block = Box(Paragraph("aa bb", towering), 40, 400, line_height=1.1).best(10, 20)
    assert block is not None
    assert block.leading > 1.6 * block.size


def test_wide_column_is_used() -> None:
    """Between blocks alike in evenness and size, the wider one wins over a narrow one on the left."""
    text = "Healthcare is a human right, not a privilege for the few."
    block = Box(Paragraph(text, typewriter), 900, 200, line_height=1.1).best(20, 40)
    assert block is not None
    assert len(block.breaks) == 2
