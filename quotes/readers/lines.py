"""Joining lines that a width broke, and no person; and setting blocks one below the other."""

import re
from collections.abc import Iterable

_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Scripts of East Asia, where a broken line is joined without a space."""


def joined(before: str, after: str) -> str:
    """One line of two, with a space between them unless the script has none."""
    if not before or not after:
        return before or after
    if _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]):
        return before + after
    return f"{before} {after}"


def set_blocks(blocks: Iterable[tuple[str, str]]) -> str:
    """The text of *blocks*, each a mark and its words: an empty line between them, but for a list's items.

    A block without words is left out, and ends a list.
    """
    text, was_item = "", False
    for mark, words in blocks:
        is_item = bool(mark and words)
        if words:
            between = "\n" if is_item and was_item else "\n\n"
            text += (between if text else "") + mark + words
        was_item = is_item
    return text
