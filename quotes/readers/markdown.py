"""Markdown: the words as a page would show them, without the marks."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from quotes.errors import StatementError
from quotes.readers.content import Content, reading
from quotes.readers.lines import joined
from quotes.statement import read as read_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_NESTING = 100
"""Levels of lists in lists and the like: what is deeper the library leaves out without a word."""
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=\w)(?:\w[\w.-]*[ \t]*:.*\n|[ \t#-].*\n|\n)*?---[ \t]*(?:\n|$)")
"""What site generators keep at the top of a file and show nowhere."""


def read(data: bytes, name: str) -> Content:
    """The rendered words of *data*. Links are their words; pictures and front matter are left out."""
    source = read_text(data, name=name)
    if matter := _FRONT_MATTER.match(source):
        source = source[matter.end() :]
    with reading(name, "Markdown file"):
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
        page = _Page()
        for token in parser.parse(source):
            if token.level >= _NESTING - 1:
                raise StatementError(f"{name} has lists within lists without end.", remedy="Flatten them.")
            page.take(token)
    return Content(text=page.text)


class _Page:
    """The blocks of a page as they come: an empty line between them, but for the items of a tight list."""

    def __init__(self) -> None:
        self.text = ""
        self._mark = ""
        self._row: list[str] = []
        self._tight = self._was_tight = False

    def take(self, token: "Token") -> None:
        """Add what *token* shows."""
        match token.type:
            case "list_item_open":
                self._mark = f"{token.info}{token.markup} " if token.info else "• "
            case "paragraph_open":
                self._tight = token.hidden
            case "inline":
                self._take_words(_inline(token.children or ()))
            case "th_open" | "td_open":
                self._row.append("")
            case "tr_close":
                row, self._row = "\t".join(self._row), []
                self._add(row, tight=True)
            case "code_block" | "fence":
                self._add(token.content.strip("\n"))
            case "html_block":
                self._add(_shown(token.content))
            case _:
                pass

    def _take_words(self, words: str) -> None:
        if self._row:
            self._row[-1] = words
        else:
            self._add(words, tight=self._tight)

    def _add(self, words: str, *, tight: bool = False) -> None:
        if not words.strip():
            return
        between = "\n" if tight and self._was_tight else "\n\n"
        self.text += (between if self.text else "") + self._mark + words
        self._mark, self._tight, self._was_tight = "", False, tight


def _inline(tokens: Sequence["Token"]) -> str:
    """The words of a paragraph: the author's line ends are none, a break that they asked for is one."""
    lines = [""]
    soft = False
    for token in tokens:
        match token.type:
            case "softbreak":
                soft = True
            case "hardbreak":
                lines.append("")
            case "html_inline" if re.match(r"<br\b", token.content, re.IGNORECASE):
                lines.append("")
            case "text" | "code_inline":
                lines[-1] = joined(lines[-1], token.content) if soft else lines[-1] + token.content
                soft = False
            case _:
                pass
    return "\n".join(line.strip() for line in lines)


def _shown(html: str) -> str:
    """The words of a piece of HTML inside Markdown."""
    words = _Words()
    words.feed(html)
    words.close()
    return words.text.strip()


class _Words(HTMLParser):
    """Collects what a browser would show."""

    _HIDDEN = frozenset({"script", "style", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside += tag in self._HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in self._HIDDEN and self._inside > 0
        if tag in {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}:
            self.text += "\n\n"

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.text += data
