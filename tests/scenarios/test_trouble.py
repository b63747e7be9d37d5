"""When things go as they go: a late yes, news that turns, no credit, a laptop that sleeps, an account that leaves."""

from datetime import timedelta

import pytest
from waiting import until
from week import Seen, Week

pytestmark = pytest.mark.xdist_group("pds")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def minutes(seen: list[Seen], since: object) -> list[int]:
    """When posts went out, in whole minutes after *since*."""
    return [round((each.at - since) / MINUTE) for each in seen]


def group_of(week: Week, delivery: str) -> str:
    """The cause for which *delivery* waits, as ``attention`` names it."""
    group: str = next(row["group"] for row in week.json("attention") if row["delivery"] == delivery)
    return group


def test_late_sign_off(week: Week) -> None:
    """The director signs an hour late: nothing left before, the late post goes when she says, the rest on time."""
    launch = week.local("2026-03-02 11:00")
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+3h", "--launch", "11:00")
    with week.daemon() as running:
        running.until(launch + HOUR)
        assert (week.sky(), week.x()) == ([], [])
        assert {row["why"] for row in week.json("attention")} == {"nobody approved it in time"}
        week("attention")
        week("campaign", "approve", "ijn-2020", "--late", "now")
        running.settle()
        assert len(week.sky()) == len(week.x()) == 1
        running.until(launch + 3 * HOUR + MINUTE)
    for seen in (week.sky(), week.x()):
        assert minutes(seen, launch) == [60, 180]
        assert all(each.alts for each in seen)
    week("history")


def test_news_turns_during_an_upload(week: Week) -> None:
    """A halt while a card is on its way up: the post does not go out, and says that it waits."""
    week("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0, T+3h")
    week("campaign", "approve", "ijn-2020")
    week.x_server.order("delay", call="upload", account=week.on_x.id)
    with week.daemon() as running:
        week("campaign", "launch", "ijn-2020")
        until(lambda: "upload" in [each.call for each in week.x_server.asked if each.account == week.on_x.id])
        week("halt", "--reason", "An officer was shot; we say nothing today")
        running.until(week.clock.now() + 4 * HOUR)
        assert week.x() == []
        week("status")
        week("attention")
        week("resume", "--yes")
        running.settle()
        assert week.x() == []
        assert set(week.states().values()) == {"held (halted)"}
        week("attention")
        week("decide", "ijn-2020.1@x-main", "now")
        week("decide", "ijn-2020.2@x-main", "move", "tomorrow 09:00")
        running.until(week.local("2026-03-03 09:01"))
    assert len(week.x()) == 2
    week("history")


def test_out_of_credit_for_two_hours(week: Week) -> None:
    """X takes no money for two hours: Bluesky goes on, X stops and says why, and after the top-up a person decides."""
    start = week.local("2026-03-02 11:00")
    week(
        "campaign",
        "new",
        "ijn-2020",
        "--on",
        "sky,x-main",
        "--plan",
        "T+0, T+1h, T+2h, T+3h",
        "--launch",
        "11:00",
    )
    week("campaign", "approve", "ijn-2020")
    week.tells("Nobody has noticed that the credit at X is used up.")
    week.on_x.standing = "NO_CREDIT"
    with week.daemon() as running:
        running.until(start + 2 * HOUR + 2 * MINUTE)
        assert (len(week.sky()), len(week.x())) == (3, 0)
        week("status")
        week("attention")
        week.tells("Ana tops up the credit in X's console.")
        week.on_x.standing = ""
        week("account", "resume", "x-main")
        running.settle()
        week("attention")
        week("decide", group_of(week, "ijn-2020.1@x-main"), "shift", "14:30", "--yes")
        running.until(start + 6 * HOUR)
        week("history")
    assert minutes(week.sky(), start) == [0, 60, 120, 180]
    assert minutes(week.x(), start) == [122, 180, 210, 270]  # the third was still within its window
    assert len({each.words for each in week.x()}) == 4
    week.is_told_in("out-of-credit")


def test_laptop_suspended_overnight(week: Week) -> None:
    """Asleep from evening to morning: nothing bursts out at dawn; what was missed waits, what is next goes on time."""
    start = week.local("2026-03-02 18:00")
    week(
        "campaign",
        "new",
        "ijn-2020",
        "--on",
        "sky,x-main",
        "--plan",
        "T+0, T+4h, T+14h, T+16h",
        "--launch",
        "18:00",
    )
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(start + HOUR)
        week.tells("At seven in the evening the laptop is closed; at nine in the morning it is opened again.")
        week.suspend(14 * HOUR)
        running.until(start + 15 * HOUR + MINUTE)
        week("attention")
        assert minutes(week.sky(), start) == [0]
        assert [row["reason"] for row in week.json("attention")] == ["missed"] * 4
        week("slots", "add", "Mon-Fri 12:30,17:00")
        week("decide", group_of(week, "ijn-2020.2@sky"), "slots", "--yes")
        running.until(start + 24 * HOUR)
        week("history")
    for seen in (week.sky(), week.x()):
        assert minutes(seen, start) == [0, 16 * 60, 18 * 60 + 30, 23 * 60]
    week.is_told_in("asleep-overnight")


def test_account_removed_mid_campaign(week: Week) -> None:
    """X leaves after the first post: what is out stays in the history, what was to come waits, Bluesky goes on."""
    start = week.local("2026-03-02 11:00")
    week(
        "campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+1h, T+2h", "--launch", "11:00"
    )
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(start + MINUTE)
        week("account", "remove", "x-main", "--yes")
        running.until(start + 3 * HOUR)
        week("attention")
        week("history")
    assert (len(week.sky()), len(week.x())) == (3, 1)
    assert [row["why"] for row in week.json("attention")] == ["the account x-main was removed"] * 2
