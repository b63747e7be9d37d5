"""Where a text may break, and which breaks look best; with a measure that a person can follow."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.cards.fit import Box
from quotes.cards.lines import Extent, Paragraph, strain, words


def typewriter(text: str) -> Extent:
    """Every character is one em wide and as high as a capital; no side bearings."""
    return Extent(advance=float(len(text)), left=0.0, top=0.7, bottom=-0.2)


def lines(text: str, width: float, count: int) -> list[str]:
    """The most even lines of *text*, exactly *count* of them."""
    paragraph = Paragraph(text, typewriter)
    best = paragraph.best(width, count)
    assert best is not None
    return [paragraph.text(start, end) for start, end in best[1]]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("one two", ["one", "two"]),
        ("one  two", ["one", "two"]),  # a run of spaces is one break
        ("well-being now", ["well-", "being", "now"]),
        ("COVID-19", ["COVID-19"]),  # a hyphen before a figure stays
        ("-5 to", ["-5", "to"]),
        ("2019–2021", ["2019–2021"]),  # a range stays
        ("Paris–Lyon", ["Paris–", "Lyon"]),
        ("power—demands", ["power—", "demands"]),
        ("“power”—all", ["“power”—", "all"]),
        ("—so he said", ["—so", "he", "said"]),  # an opening dash stays with its word
        ("and/or", ["and/", "or"]),
        ("1/2", ["1/2"]),
        ("a\u00a0b\u202fc", ["a\u00a0b\u202fc"]),  # glue
        ("«\u00a0Bon jour\u00a0»", ["«\u00a0Bon", "jour\u00a0»"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("", [""]),
    ],
)
def test_breaks(text: str, cut: list[str]) -> None:
    """A line ends at spaces and after hyphens, slashes and dashes between words; glue and figures hold."""
    assert [word.text for word in words(text)] == cut


@given(st.text(st.sampled_from("ab1 -–—/.,’”\u00a0\u200b\u2009"), max_size=40))
def test_words_are_the_text(text: str) -> None:
    """Words and the spaces after them, put together, are the text, and no word but the last is empty."""
    found = words(text)
    assert "".join(word.text + word.after for word in found) == text
    assert all(word.text for word in found[:-1])


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


@pytest.mark.parametrize(
    ("before", "after", "worse_than"),
    [
        ("New", "York", ("new", "york")),
        ("12", "families", ("twelve", "families")),
        ("of", "them", ("them", "of")),
        ("rent-", "controlled", ("rent", "controlled")),
        ("word", "and", ("word,", "and")),  # after punctuation it is best
    ],
)
def test_strain(before: str, after: str, worse_than: tuple[str, str]) -> None:
    """Names, figures, short words and compounds would rather stay together; punctuation lets go."""
    assert strain(before, after) > strain(*worse_than)


def test_opening_mark_hangs() -> None:
    """The ink of the first letter stands where the other lines begin, the mark to the left of it."""
    paragraph = Paragraph("“one two", typewriter, opening="“", reach=2.0)
    assert (paragraph.offset(0, 0), paragraph.offset(1, 1)) == (-1.0, 0.0)
    assert paragraph.width(0, 1) == 3.0


def test_hang_ends_at_reach() -> None:
    """An opening mark hangs no farther than there is room."""
    assert Paragraph("“one", typewriter, opening="“", reach=0.25).offset(0, 0) == -0.25


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

    def towering(text: str) -> Extent:
        return Extent(advance=float(len(text)), left=0.0, top=1.2, bottom=-0.4)

    block = Box(Paragraph("aa bb", towering), 40, 400, line_height=1.1).best(10, 20)
    assert block is not None
    assert block.leading > 1.6 * block.size


def test_wide_column_is_used() -> None:
    """Between blocks alike in evenness and size, the wider one wins over a narrow one on the left."""
    text = "Healthcare is a human right, not a privilege for the few."
    block = Box(Paragraph(text, typewriter), 900, 200, line_height=1.1).best(20, 40)
    assert block is not None
    assert len(block.breaks) == 2
