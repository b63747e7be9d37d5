"""What was shown before a yes, and the yes to each person quoted, as they are kept."""

from typing import Any

import pytest

from db.store import SqlStore
from scheduler.core.errors import StoreError
from scheduler.core.records import KeptReview, KeptYes

RULES = [  # what is tried, and what refuses it
    ("DELETE FROM review", "stays on record"),
    ("UPDATE review SET shown = '{}'", "stays on record"),
    ("INSERT INTO review VALUES ('ijn', 'short', '{}', '')", "ck_review_code"),
    ("INSERT INTO review VALUES ('nobody', '3f2a9c1d', '{}', '')", "FOREIGN KEY"),
    ("INSERT INTO review SELECT * FROM review", "UNIQUE"),
    ("DELETE FROM person_yes", "stays on record"),
    ("UPDATE person_yes SET by = 'ben'", "stays on record"),
    ("INSERT INTO person_yes VALUES ('ijn:0-4', ' ', '', '')", "ck_person_yes_name"),
    ("INSERT INTO person_yes VALUES ('ijn:7-9', 'İpek', '', '')", "FOREIGN KEY"),
]


@pytest.fixture
def kept(store: SqlStore, make: Any) -> SqlStore:
    """A sheet under its code, and a yes."""
    with store.write() as unit:
        unit.reviews.add(review(make))
        unit.reviews.add_yes(yes(make))
    return store


def review(make: Any) -> KeptReview:
    """What was shown of the first campaign."""
    shown = {"ijn.1@x-main": {"parts": [{"words": "“Wir bleiben hier” 👩🏽‍🌾", "pictures": []}]}}
    return KeptReview(campaign="ijn", code="3f2a9c1d", shown=shown, at=make.now)


def yes(make: Any, minutes: int = 0, name: str = "İpek") -> KeptYes:
    """That somebody may be quoted with the excerpt that is there."""
    return KeptYes(excerpt="ijn:0-4", name=name, at=make.after(minutes), by="Žofia")


def test_what_was_kept_comes_back(kept: SqlStore, make: Any) -> None:
    """To the letter; a code of another campaign is another one."""
    with kept.write() as unit:
        unit.reviews.add_yes(yes(make, -5, "Aylin"))
    with kept.read() as unit:
        assert unit.reviews.get("ijn", "3f2a9c1d") == review(make)
        assert unit.reviews.get("ijn", "00000000") is None
        assert unit.reviews.get("other", "3f2a9c1d") is None
        assert unit.reviews.yeses(["ijn:0-4", "ijn:7-9"]) == [yes(make, -5, "Aylin"), yes(make)]
        assert unit.reviews.yeses([]) == []


@pytest.mark.parametrize(("sql", "rule"), RULES)
def test_rows_keep_their_rules(kept: SqlStore, make: Any, sql: str, rule: str) -> None:
    """Whatever the code above does, the record of what was said yes to stays."""
    with pytest.raises(StoreError, match=rule), kept._writer.begin() as connection:
        connection.exec_driver_sql(sql)
    with kept.read() as unit:
        assert unit.reviews.get("ijn", "3f2a9c1d") == review(make)
        assert unit.reviews.yeses(["ijn:0-4"]) == [yes(make)]
