"""When words must change: a typo after the yes, two who edit at once."""

from datetime import timedelta
from pathlib import Path

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


def test_two_people_edit_the_same_post(week: Week) -> None:
    """Ben saves a file that he opened before Ana edited: nothing of his is lost, nothing of hers is overwritten."""
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+1h", "--launch", "11:00")
    week("post", "edit", "ijn-2020.2", "--words", "Come to the river at noon.")
    his = week("campaign", "edit", "ijn-2020", "--print").out
    his = his.replace("Come to the river at noon.", "Come to the river at one.")
    Path("posts.txt").write_text(his, encoding="utf-8")
    week("post", "edit", "ijn-2020.2", "--words", "Come to the bridge at noon.", "--as", "Ana")
    told = week("campaign", "edit", "ijn-2020", "--file", "posts.txt", "--yes", "--as", "Ben", code=2)
    assert "[-river-]{+bridge+}" in told.both
    assert Path("posts.txt").read_text("utf-8") == his
    week("campaign", "edit", "ijn-2020", "--print")
    week("post", "edit", "ijn-2020.2", "--words", "Come to the bridge at one.", "--as", "Ben")
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(week.local("2026-03-02 12:01"))
    assert [seen[1].words for seen in (week.sky(), week.x())] == ["Come to the bridge at one."] * 2


def test_the_same_excerpt_a_week_later(week: Week) -> None:
    """Bluesky takes the same words again; X, which forbids it, takes the same card with others, and is never asked first."""
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0", "--launch", "11:00")
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(week.local("2026-03-02 11:01"))
        week("post", "again", "ijn-2020.1", "--at", "2026-03-09 11:00", code=2)
        words = ("--words-on", "x-main", "A week on, and still true.")
        week("post", "again", "ijn-2020.1", "--at", "2026-03-09 11:00", *words)
        week("post", "approve", "ijn-2020.2")
        running.until(week.local("2026-03-09 11:01"))
    (one, again), (one_on_x, other) = week.sky(), week.x()
    assert one.words == again.words
    assert other.words == "A week on, and still true."
    assert one.alts == again.alts == one_on_x.alts == other.alts
    for second in (again, other):  # summer time has begun meanwhile: at eleven all the same
        assert abs(second.at - week.local("2026-03-09 11:00")) < MINUTE
