"""Dates in the languages of statements."""

from datetime import date

import pytest

from quotes import dates

DAY = date(2026, 11, 4)


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "4 November 2026"),
        ("en-US", "November 4, 2026"),
        ("en-GB", "4 November 2026"),  # a region without a form of its own
        ("es-MX", "4 de noviembre de 2026"),
        ("de", "4. November 2026"),
        ("ht", "4 novanm 2026"),
        ("ar", "4 نوفمبر 2026"),
        ("vi", "4 tháng 11, 2026"),
        ("zh-Hant", "2026年11月4日"),
        ("ko", "2026년 11월 4일"),
        ("am", "2026-11-04"),  # months that we do not know: figures, which everybody reads
        (None, "2026-11-04"),
    ],
)
def test_shown(lang: str | None, says: str) -> None:
    """A date reads as people of the language write it."""
    assert dates.shown(DAY, lang) == says


@pytest.mark.parametrize("lang", [tag for tag, (_, months) in dates._FORMS.items() if months])
def test_every_month_has_a_name(lang: str) -> None:
    """Twelve of them, all different."""
    assert len({dates.shown(date(2026, month, 1), lang) for month in range(1, 13)}) == 12
