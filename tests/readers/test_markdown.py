"""Markdown: the words as a page would show them."""

import pytest

from quotes.errors import StatementError
from quotes.readers import read
from quotes.statement import Format


def text(source: str) -> str:
    """The text of a Markdown *source*."""
    return read(source.encode(), name="a.md", format=Format.MARKDOWN).text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# Title\n\nWords *here* and **there**.", "Title\n\nWords here and there."),
        ("Title\n=====\n\nWords.", "Title\n\nWords."),  # the other way to write a heading
        ("One line\nof two.", "One line of two."),  # the author's line ends are none
        ("One line  \nof two.", "One line\nof two."),  # but those that they ask for are
        ("One<br>two", "One\ntwo"),
        ("一行\n两行", "一行两行"),  # no spaces where the script has none
        ("See [our page](https://union.example).", "See our page."),
        ("<https://union.example>", "https://union.example"),
        ("![A crowd](a.png)\n\nWords.", "Words."),  # pictures are no words
        ("- one\n- two\n\nthree", "• one\n• two\n\nthree"),
        ("3. one\n4. two", "3. one\n4. two"),
        ("- one\n\n  more\n\n- two", "• one\n\nmore\n\n• two"),  # a loose list
        ("> We *stay*.", "We stay."),
        ("We say \\*no\\* &amp; mean it.", "We say *no* & mean it."),
        ('Don\'t... -- "so"', 'Don\'t... -- "so"'),  # no typographic changes
        ("<div>Words <b>here</b></div>\n\nMore.", "Words here\n\nMore."),
        ("<script>alert(1)</script>\n\nWords.", "Words."),
        ("<!-- a note -->\n\nWords.", "Words."),
        ("| a | b |\n|---|---|\n| c | d |", "a\tb\nc\td"),
        ("One.\n\n---\n\nTwo.", "One.\n\nTwo."),
        ("---\ntitle: T\ntags:\n  - a\n---\n\nWords.", "Words."),  # front matter
        ("---\n\nWords.\n\n---\n", "Words."),  # two lines across, no front matter
        ("- " * 40 + "deep", "• deep"),
    ],
)
def test_rendered(source: str, words: str) -> None:
    """The marks are gone; no word is."""
    assert text(source) == words


@pytest.mark.parametrize("mark", ["- ", "> ", "1. "])
def test_nothing_is_left_out_for_being_deep(mark: str) -> None:
    """What the library would leave out in silence is an error."""
    refused = 0
    for depth in (40, 45, 48, 49, 50, 51, 60, 95, 99, 100, 101, 200):
        try:
            assert text(mark * depth + "deep").endswith("deep")
        except StatementError:
            refused += 1
    assert 1 <= refused <= 9
