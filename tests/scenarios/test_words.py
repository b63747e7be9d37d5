"""When words must change: a typo after the yes, two who edit at once."""

from datetime import timedelta

import pytest
from week import Week

pytestmark = pytest.mark.xdist_group("pds")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_typo_after_approval(week: Week) -> None:
    """A typo in words of one's own, seen after the yes: that post alone needs another yes, and goes out right."""
    start = week.local("2026-03-02 11:00")
    week(
        "campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+1h, T+2h", "--launch", "11:00"
    )
    week("post", "edit", "ijn-2020.2", "--words", "Pubilc money is for schools, not for cages.")
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(start + MINUTE)
        week("post", "edit", "ijn-2020.2", "--words", "Public money is for schools, not for cages.")
        assert set(week.states().values()) == {"posted", "draft", "queued"}
        week("queue")
        week("post", "approve", "ijn-2020.2")
        running.until(start + 2 * HOUR + MINUTE)
    for seen in (week.sky(), week.x()):
        assert seen[1].words == "Public money is for schools, not for cages."
        assert [round((each.at - start) / MINUTE) for each in seen] == [0, 60, 120]
        assert all(each.alts for each in seen)
