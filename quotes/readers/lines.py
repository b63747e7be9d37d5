"""Joining lines that a width broke, and no person."""

import re

_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Scripts of East Asia, where a broken line is joined without a space."""


def joined(before: str, after: str) -> str:
    """One line of two, with a space between them unless the script has none."""
    if not before or not after:
        return before or after
    if _UNSPACED.match(before[-1]) and _UNSPACED.match(after[0]):
        return before + after
    return f"{before} {after}"
