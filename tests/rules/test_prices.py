"""Money as people write it, and as it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InputError
from scheduler.core.prices import MOST, parse, plain, spell


@pytest.mark.parametrize(
    ("text", "micro_dollars"),
    [
        ("25", 25_000_000),
        ("25.00", 25_000_000),
        ("0.015", 15_000),
        ("$0.20", 200_000),
        (" 1 ", 1_000_000),
        ("0", 0),
        ("0.000001", 1),
        ("1000000", MOST),
    ],
)
def test_parse(text: str, micro_dollars: int) -> None:
    """Dollars become whole micro-dollars, exactly: no float ever holds money."""
    assert parse(text) == micro_dollars


@pytest.mark.parametrize(
    "text",
    [
        "", "much", "-1", "0.0000001",
        "1000000.01",  # beyond it an amount is a typing error
        "1,000", "25 USD", "nan", "inf", "1e999999999", "١٢x",
    ],
)  # fmt: skip
def test_no_money(text: str) -> None:
    """What is no amount, or finer than a micro-dollar, is refused with how to write one."""
    with pytest.raises(InputError, match="no amount of money") as caught:
        parse(text)
    assert "0.015" in caught.value.remedy


@pytest.mark.parametrize(
    ("micro_dollars", "shown"),
    [(0, "$0.00"), (15_000, "$0.015"), (200_000, "$0.20"), (205_000, "$0.205"), (1_234_000_000, "$1,234.00"), (1, "$0.000001")],
)  # fmt: skip
def test_spell(micro_dollars: int, shown: str) -> None:
    """Cents at least, and every decimal that counts."""
    assert spell(micro_dollars) == shown


@given(st.integers(0, MOST))
def test_there_and_back(amount: int) -> None:
    """What is shown is what is kept."""
    assert parse(plain(amount)) == amount
