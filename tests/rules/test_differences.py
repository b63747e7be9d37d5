"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.differences import marked, pieces


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_lost(old: str, new: str) -> None:
    """What stayed and what is gone make the old text; what stayed and what is new make the new one."""
    found = pieces(old, new)
    assert "".join(each.text for each in found if each.kind != "new") == old
    assert "".join(each.text for each in found if each.kind != "gone") == new


_MARKED = [
    # whole words change, never a letter of one
    ("We will march.", "We will marsh.", None, "We will [-march-]{+marsh+}."),
    # a number is a word of its own
    ("In 2024", "In 2026", None, "In [-2024-]{+2026+}"),
    # what was added
    ("We march", "We all march", None, "We {+all +}march"),
    # nothing changed
    ("We march.", "We march.", None, "We march."),
    # far from the change the text is left out
    ("one two three four five", "one two three four six", 6, "… four [-five-]{+six+}"),
]


@pytest.mark.parametrize(("old", "new", "around", "said"), _MARKED)
def test_marked(old: str, new: str, around: int | None, said: str) -> None:
    """Changes are marked so that they can be read without colour."""
    assert marked(old, new, around=around) == said
