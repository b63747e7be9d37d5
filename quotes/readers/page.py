"""The words of a web page as a browser shows them, block by block, with where each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin and end a block, as browsers lay them out.
Source: https://html.spec.whatwg.org/#rendering"""
_UNSEEN = frozenset(
    "audio button canvas datalist embed iframe input math noscript object optgroup option rp rt script "
    "select style svg template textarea title video".split()
)
"""What shows no words of the page's own, or none without a program.

Not the head: an article can end up in it.
"""
_STRUCK = frozenset({"del", "s", "strike"})
"""Words that the page takes back."""
_UNSEEN_CLASSES = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARK_OF_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]+)[\])]?")
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A paragraph, a heading, an item: its words, and the element that it stands in."""

    text: str
    element: Any
    linked: int
    """How many of its characters are links."""
    mark: str = ""
    """What stands before an item of a list."""

    @property
    def is_linked(self) -> bool:
        """Whether it is links more than words."""
        return 2 * self.linked > len(self.text)


def blocks(root: Any) -> list[Block]:
    """The blocks of *root* and what is below it, in order."""
    walk = _Walk()
    walk.through(root)
    walk.flush(root)
    return walk.found


class _Walk:
    """Goes through a page once, and keeps the words since the last block ended."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._words: list[str] = []
        self._linked = 0
        self._mark = ""

    def through(self, root: Any) -> None:
        """Take every element below *root*; deep pages must not exhaust Python's stack."""
        stack: list[tuple[Any, Iterator[Any], bool]] = [self._enter(root, in_link=False)]
        while stack:
            element, children, in_link = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(element)
                if stack:
                    self._say(element.tail, in_link=stack[-1][2], kept=_keeps_space(stack[-1][0]))
            elif not isinstance(child.tag, str) or _is_unseen(child):
                self._say(child.tail, in_link=in_link, kept=_keeps_space(element))
            else:
                stack.append(self._enter(child, in_link=in_link))

    def _enter(self, element: Any, *, in_link: bool) -> tuple[Any, Iterator[Any], bool]:
        if element.tag in _BLOCKS:
            self.flush(element.getparent())
        if element.tag == "li":
            self._mark = _mark_of(element)
        if element.tag == "br":
            self._words.append("\n")
        if element.tag == "q":
            self._words.append("“")
        in_link = in_link or element.tag == "a"
        self._say(element.text, in_link=in_link, kept=_keeps_space(element))
        return element, iter(element), in_link

    def _leave(self, element: Any) -> None:
        if element.tag in _BLOCKS:
            self.flush(element)
        if element.tag == "li":
            self._mark = ""
        if element.tag == "q":
            self._words.append("”")

    def _say(self, words: str | None, *, in_link: bool, kept: bool) -> None:
        if not words:
            return
        words = words.replace("\u00ad", "").replace("\u200b", "")
        self._words.append(words if kept else _SPACE.sub(" ", words))
        self._linked += len(words.strip()) if in_link else 0

    def flush(self, element: Any) -> None:
        """End the block that stands in *element*. Two breaks after one another end one, too."""
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(self._words)))
        pieces = [piece.strip() for piece in re.split(r"\n{2,}", text)]
        whole = sum(map(len, pieces)) or 1
        for piece in filter(None, pieces):
            linked = self._linked * len(piece) // whole
            self.found.append(Block(text=piece, element=element, linked=linked, mark=self._mark))
            self._mark = ""
        self._words, self._linked = [], 0


def _is_unseen(element: Any) -> bool:
    """Whether a browser shows nothing of *element*, or shows that it is taken back or a note's mark."""
    if element.tag in _UNSEEN or element.tag in _STRUCK or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or _NOT_SHOWN.search(element.get("style", "")):
        return True
    if _UNSEEN_CLASSES & set(element.get("class", "").split()):
        return True
    return element.tag == "sup" and _is_mark_of_note(element)


def _is_mark_of_note(element: Any) -> bool:
    """Whether a raised number leads to a note, and so is no word: not the ² of m² nor the "th" of 5th."""
    in_link = any(each.tag == "a" for each in (*element.iter(), element.getparent()))
    return in_link and _MARK_OF_NOTE.fullmatch(element.text_content().strip()) is not None


def _keeps_space(element: Any) -> bool:
    return str(element.tag) == "pre"


def _mark_of(item: Any) -> str:
    """``• ``, or the number of an item of a numbered list."""
    above = item.getparent()
    if above is None or above.tag != "ol" or above.get("type", "1") != "1":
        return "• "
    before = sum(1 for each in item.itersiblings("li", preceding=True))
    start = above.get("start", "1")
    return f"{before + (int(start) if start.isdecimal() else 1)}. "
