"""Cells of tables: no text is a formula, and none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.services.cells import guarded, unguarded

_FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)", "- we march"]


@pytest.mark.parametrize("text", _FORMULAS)
def test_formulas(text: str) -> None:
    """What a spreadsheet would run gets an apostrophe in front."""
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "We march", "'tis", "#Justice", "“Now”", "1-2"])
def test_others(text: str) -> None:
    """Any other text stays as it is."""
    assert guarded(text) == unguarded(text) == text


@given(st.text("'=+-@\t\r\n#a", max_size=6) | st.text(max_size=20))
def test_round_trip(text: str) -> None:
    """What was guarded is read again as it was."""
    assert unguarded(guarded(text)) == text
