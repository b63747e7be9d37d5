"""Campaigns that fill slots: which they take, what frees them, and two people who plan at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from clocks import LooseClock
from commands import Drumbeat

from scheduler.services import planning

# It is Monday, 2 March 2026, 10:00 in New York.
WEEK = "Mon-Fri 09:00,12:30,17:00"
MONDAY_NOON, MONDAY_EVENING = "2026-03-02T12:30:00", "2026-03-02T17:00:00"
TUESDAY, TUESDAY_NOON = "2026-03-03T09:00:00", "2026-03-03T12:30:00"


@pytest.fixture
def week(ready: Drumbeat, clock: LooseClock) -> Drumbeat:
    """An installation with slots, on a Monday morning."""
    assert clock.now().weekday() == 0
    ready("slots", "add", WEEK)
    return ready


def configured(drumbeat: Drumbeat, calendar: str) -> None:
    """Put *calendar* into the configuration."""
    path = drumbeat.folder / "config.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[calendar]\n{calendar}\n", encoding="utf-8")


def plan(drumbeat: Drumbeat, *more: str, on: str = "sky") -> Any:
    """A new campaign of posts that fill slots, as JSON."""
    return drumbeat.json("campaign", "new", "ijn-2020", "--on", on, "--slots", *more)


def times(drumbeat: Drumbeat, campaign: str = "ijn-2020", account: str = "sky") -> list[str | None]:
    """The wall times of its posts on *account*, in their order."""
    rows = drumbeat.json("campaign", "show", campaign)["deliveries"]
    return [row["planned_local"] for row in rows if row["account"] == account]


# --- which they take ----------------------------------------------------------------------------


def test_posts_fill_the_next_free_slots(week: Drumbeat) -> None:
    """In order, one each, on each account by itself; what it filled is kept, and no launch is needed."""
    made = plan(week, "--count", "3", on="x-main,sky")
    assert times(week) == times(week, account="x-main") == [MONDAY_NOON, MONDAY_EVENING, TUESDAY]
    first = week.deliveries("queue")["ijn-2020.1@sky"]
    assert (first["slot"], first["slot_date"]) == ("Mon-Fri 12:30 America/New_York", "2026-03-02")
    assert [post["when"] for post in made["posts"]] == [MONDAY_NOON, MONDAY_EVENING, TUESDAY]
    assert "stands by" not in week("campaign", "approve", "ijn-2020").out
    assert "there is nothing to launch" in week("campaign", "launch", "ijn-2020", code=2).err
    week.send()
    rows = week.deliveries("history").values()
    assert {row["state"] for row in rows} == {"posted"}
    sent = sorted(row["parts"][0]["posted_at"][:16] for row in rows if row["account"] == "sky")
    assert sent == ["2026-03-02T17:30", "2026-03-02T22:00", "2026-03-03T14:00"]


def test_the_next_campaign_takes_the_next_slots(week: Drumbeat) -> None:
    """Each account by itself: what one has taken another has free, and a post has the times of its accounts."""
    plan(week, "--count", "1", on="sky")
    plan(week, "--count", "2", on="x-main,sky")
    assert times(week, "ijn-2020-2") == [MONDAY_EVENING, TUESDAY]
    assert times(week, "ijn-2020-2", account="x-main") == [MONDAY_NOON, MONDAY_EVENING]


def test_accounts_of_a_network_go_one_after_another(week: Drumbeat) -> None:
    """The stagger holds within a slot too."""
    path = week.folder / "config.toml"
    path.write_text(path.read_text("utf-8").replace('stagger = "0s"', 'stagger = "5m"'), encoding="utf-8")
    week("account", "add", "bluesky", "sky-2", "--rehearsal")
    plan(week, "--count", "1", on="sky,sky-2")
    assert times(week, account="sky-2") == ["2026-03-02T12:35:00"]
    assert week.deliveries("queue")["ijn-2020.1@sky-2"]["slot_date"] == "2026-03-02"


@pytest.mark.parametrize(
    ("more", "first"),
    [
        (["--from", "2026-03-05"], "2026-03-05T09:00:00"),
        (["--from", "tomorrow 10:00"], TUESDAY_NOON),
        (["--from", "2026-03-02 12:30"], MONDAY_NOON),  # that very moment
        (["--from", "2026-03-01"], MONDAY_NOON),  # over: from now
        (["--embargo", "2026-03-03 09:00"], TUESDAY),
        (["--embargo", "2026-03-03 09:01"], TUESDAY_NOON),
        (["--zone", "Europe/Berlin"], "2026-03-02T18:30:00"),  # the same instant, by the campaign's clock
    ],
)
def test_from_when_on(week: Drumbeat, more: list[str], first: str) -> None:
    """No slot before the start, and none before the embargo ends."""
    plan(week, "--count", "1", *more)
    assert times(week) == [first]


def test_the_silence_is_kept(week: Drumbeat) -> None:
    """No post goes into quiet hours, to a holiday, or nearer than the gap to another of its account."""
    configured(week, 'quiet = ["16:00-08:00"]\nholidays = ["2026-03-03 Rest"]\ngap = "4h"')
    week(
        "campaign",
        "new",
        "ijn-2020",
        "--on",
        "sky",
        "--count",
        "1",
        "--plan",
        "T+0",
        "--launch",
        "2026-03-04 08:30",
    )
    plan(week, "--count", "3")
    assert times(week, "ijn-2020-2") == [MONDAY_NOON, "2026-03-04T12:30:00", "2026-03-05T09:00:00"]


def test_the_gap_to_what_went_before(week: Drumbeat) -> None:
    """A post shortly before the start keeps the first slot after it free."""
    configured(week, 'gap = "30m"')
    first = ("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", "--plan", "T+0")
    week(*first, "--launch", "2026-03-02 12:15")
    plan(week, "--count", "1", "--from", "2026-03-02 12:20")
    assert times(week, "ijn-2020-2") == [MONDAY_EVENING]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--plan", "T+0"], "Leave --plan, --over and --launch away"),
        (["--over", "5d"], "Leave --plan, --over and --launch away"),
        (["--launch", "now"], "Leave --plan, --over and --launch away"),
        (["--from", "next week"], "'next week' is not a time"),
        (["--from", "2026-13-01"], "'2026-13-01 00:00' is not a time"),
        (["--count", "0"], "none"),
    ],
)
def test_slots_that_are_refused(week: Drumbeat, more: list[str], says: str) -> None:
    """What excludes slots, or cannot be, is said, and nothing is planned."""
    words = ("campaign", "new", "ijn-2020", "--on", "sky", "--slots", *more)
    assert says in week(*words, code=2).err
    assert week.json("campaign", "list") == []


def test_no_slot_is_free(week: Drumbeat) -> None:
    """Where there is no slot, or none that may be filled, it is said why before anything is drawn."""
    words = ("campaign", "new", "ijn-2020", "--on", "sky", "--slots", "--count", "2")
    configured(week, 'quiet = ["00:00-24:00"]')
    assert "no free slot within 52 weeks, because" in week(*words, code=2).err
    week("slots", "remove", WEEK)
    assert "There are no slots. Say when you post: drumbeat slots add" in week(*words, code=2).err
    assert "--slots --from" in week("campaign", "new", "ijn-2020", "--on", "sky", "--from", "now", code=2).err
    assert not (week.folder / "cards").exists() or not any((week.folder / "cards").iterdir())


# --- what frees them ----------------------------------------------------------------------------


def test_a_move_frees_the_slot(week: Drumbeat) -> None:
    """A post that is moved leaves its slot to the next; moved to a slot it takes the next free one."""
    plan(week, "--count", "2")
    week("post", "move", "ijn-2020.1", "--to", "2026-03-02 11:00")
    moved = week.deliveries("queue")["ijn-2020.1@sky"]
    assert (moved["planned_local"], moved["slot"], moved["slot_date"]) == ("2026-03-02T11:00:00", None, None)
    plan(week, "--count", "1")
    assert times(week, "ijn-2020-2") == [MONDAY_NOON]
    week("post", "move", "ijn-2020.1", "--to", "slot")
    assert times(week) == [TUESDAY, MONDAY_EVENING]
    week("post", "move", "ijn-2020.1", "--to", "slot")  # it has it, and keeps it
    assert times(week) == [TUESDAY, MONDAY_EVENING]


def test_a_move_to_a_slot_keeps_the_embargo(week: Drumbeat) -> None:
    """The next free slot is one after the embargo ends."""
    plan(week, "--count", "2", "--embargo", "2026-03-03 09:00")
    week("post", "move", "ijn-2020.1", "--to", "2026-03-03 11:00")
    week("post", "move", "ijn-2020.1", "--to", "slot")
    assert times(week) == [TUESDAY, TUESDAY_NOON]


def test_an_approval_outlives_a_move_to_a_slot(week: Drumbeat) -> None:
    """A move to a slot is a move like any other: what was approved stays so."""
    plan(week, "--count", "1")
    week("campaign", "approve", "ijn-2020")
    week("post", "move", "ijn-2020.1", "--to", "tomorrow 11:00")
    week("decide", "ijn-2020.1@sky", "move", "slot")
    assert times(week) == [MONDAY_NOON]
    assert week.deliveries("queue")["ijn-2020.1@sky"]["state"] == "queued"


def test_a_move_is_taken_back_with_its_slot(week: Drumbeat) -> None:
    """Undo gives back the slot, unless somebody took it: then it names who, and changes nothing."""
    plan(week, "--count", "1")
    slot = week.deliveries("queue")["ijn-2020.1@sky"]["slot"]
    week("post", "move", "ijn-2020.1", "--to", "2026-03-02 11:00")
    week("post", "undo", "ijn-2020.1", "--yes")
    assert week.deliveries("queue")["ijn-2020.1@sky"]["slot"] == slot
    week("post", "move", "ijn-2020.1", "--to", "2026-03-02 11:00")
    plan(week, "--count", "1")
    refused = week("post", "undo", "ijn-2020.1", "--yes", code=2).err
    assert "went to ijn-2020-2.1@sky" in refused
    assert "drumbeat post move ijn-2020.1 --to slot" in refused
    assert times(week) == ["2026-03-02T11:00:00"]


def test_cancelled_and_brought_back(week: Drumbeat) -> None:
    """What is cancelled frees its slot; brought back it has it again, if nobody took it meanwhile."""
    plan(week, "--count", "1")
    week("post", "cancel", "ijn-2020.1")
    week("decide", "ijn-2020.1@sky", "draft")
    assert times(week) == [MONDAY_NOON]
    assert week.deliveries("queue")["ijn-2020.1@sky"]["slot_date"] == "2026-03-02"


@pytest.mark.parametrize(
    "back", [["decide", "ijn-2020.1@sky", "draft"], ["post", "undo", "ijn-2020.1", "--yes"]]
)
def test_brought_back_without_its_slot(week: Drumbeat, back: list[str]) -> None:
    """Where another took the slot it comes back without a time, says so, and is not approved without one."""
    plan(week, "--count", "1")
    week("post", "cancel", "ijn-2020.1")
    plan(week, "--count", "1")
    assert times(week, "ijn-2020-2") == [MONDAY_NOON]
    week(*back)
    row = week.deliveries("queue")["ijn-2020.1@sky"]
    assert (row["state"], row["planned_at"], row["slot"]) == ("draft", None, None)
    assert row["why"] == "its slot, Mon-Fri 12:30 America/New_York on 2026-03-02, went to ijn-2020-2.1@sky"
    assert "no time" in week("queue").out
    refused = week("campaign", "approve", "ijn-2020", code=2).err
    assert "No time is planned for ijn-2020.1@sky" in refused
    week("campaign", "approve", "ijn-2020", "--late", "slot")
    assert times(week) == [MONDAY_EVENING]


def test_a_late_approval_takes_the_next_slot(week: Drumbeat, clock: LooseClock) -> None:
    """What nobody approved before its slot came is given the next free ones by who approves it, in order."""
    plan(week, "--count", "2")
    clock.suspend(timedelta(hours=8))  # Monday, 18:00
    week.send()
    assert {row["reason"] for row in week.deliveries("attention").values()} == {"unapproved"}
    week("campaign", "approve", "ijn-2020", "--late", "slot")
    assert times(week) == [TUESDAY, TUESDAY_NOON]


def test_joined_and_split(week: Drumbeat) -> None:
    """A thread has the slot of its first post; taken apart, the others have theirs again, or no time."""
    plan(week, "--count", "3")
    week("post", "join", "ijn-2020.1", "ijn-2020.2", "ijn-2020.3")
    plan(week, "--count", "1")
    assert times(week, "ijn-2020-2") == [MONDAY_EVENING]
    week("post", "split", "ijn-2020.1")
    assert times(week) == [MONDAY_NOON, None, TUESDAY]


def test_a_removed_slot(week: Drumbeat) -> None:
    """What fills a slot that is removed keeps its time; nothing new takes it."""
    plan(week, "--count", "1")
    week("slots", "remove", "Mon-Fri 12:30")
    plan(week, "--count", "2")
    assert times(week) == [MONDAY_NOON]
    assert times(week, "ijn-2020-2") == [MONDAY_EVENING, TUESDAY]


def test_a_rehearsal_goes_by_the_slots(week: Drumbeat) -> None:
    """A copy goes out at the same times, as nothing stands by."""
    plan(week, "--count", "2")
    told = week("campaign", "rehearse", "ijn-2020").both
    assert "Mon 2 Mar 2026 12:30" in told
    assert "as if launched" not in told


# --- two people at once -------------------------------------------------------------------------


def test_who_plans_second_has_the_next_slot_and_is_told(week: Drumbeat) -> None:
    """Between looking for slots and taking them somebody else took one: the later plan moves on, and says so."""
    with week.office() as ann, week.office() as ben:
        wish = planning.Wish(statement="ijn-2020", accounts=("sky",), slots=True, count=1)
        first: list[planning.Planned] = []

        def meanwhile(*_: int) -> None:
            if not first:
                first.append(planning.new(ben.desk, wish, actor="ben"))

        second = planning.new(ann.desk, wish, actor="ann", progress=meanwhile)
    assert [first[0].deliveries[0].planned_local, second.deliveries[0].planned_local] == [
        MONDAY_NOON,
        MONDAY_EVENING,
    ]
    assert "Somebody took a slot meanwhile; these posts have the next free ones." in second.remarks
    assert not any("meanwhile" in each for each in first[0].remarks)


def test_however_many_plan_at_once_no_slot_is_taken_twice(week: Drumbeat) -> None:
    """Several people plan at the same moment: every delivery has a place of its own."""
    wish = planning.Wish(statement="ijn-2020", accounts=("sky", "x-main"), slots=True, count=2)
    ready = threading.Barrier(4)
    failed: list[BaseException] = []

    def organizer(name: str) -> None:
        try:
            with week.office() as here:
                ready.wait()
                planning.new(here.desk, wish, actor=name)
        except BaseException as error:
            failed.append(error)
            raise

    people = [threading.Thread(target=organizer, args=(f"person {n}",)) for n in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert not failed
    rows = week.deliveries("queue").values()
    taken = [(row["slot"], row["slot_date"], row["account"]) for row in rows]
    assert len(taken) == len(set(taken)) == 16
    for account in ("sky", "x-main"):
        mine = sorted(row["planned_local"] for row in rows if row["account"] == account)
        assert mine[:4] == [MONDAY_NOON, MONDAY_EVENING, TUESDAY, TUESDAY_NOON]  # and none is left out


# --- what is remarked upon ----------------------------------------------------------------------


@pytest.fixture
def silent(week: Drumbeat) -> Drumbeat:
    """The same, with quiet hours, a holiday and a gap; and a post on Wednesday at 12:30."""
    configured(week, 'quiet = ["22:00-07:00"]\nholidays = ["2026-03-06 Rest"]\ngap = "30m"')
    other = ("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", "--plan", "T+0")
    week(*other, "--launch", "2026-03-04 12:30")
    week(*other)
    return week


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("2026-03-02 23:00", "ijn-2020-2.1@sky (Mon 2 Mar 23:00 EST) would go out in the quiet hours, 22:00-07:00."),
        ("2026-03-06 12:00", "ijn-2020-2.1@sky (Fri 6 Mar 12:00 EST) would go out on a holiday: 2026-03-06 Rest."),
        ("2026-03-04 12:59", "ijn-2020-2.1@sky and ijn-2020.1@sky are nearer than 30m to each other on sky."),
        ("2026-03-04 12:01", "ijn-2020.1@sky and ijn-2020-2.1@sky are nearer than 30m to each other on sky."),
        ("2026-03-04 12:30", "are nearer than 30m to each other on sky."),
    ],
)  # fmt: skip
def test_a_time_that_breaks_the_silence_is_told(silent: Drumbeat, to: str, says: str) -> None:
    """A plan, a launch, a move and a decision for such a time are done, and remarked upon."""
    campaign, post = "ijn-2020-2", "ijn-2020-2.1"
    assert says in silent("campaign", "launch", campaign, "--at", to, "--yes").err
    assert says in silent("post", "move", post, "--to", to).err
    assert any(says in each for each in silent.json("campaign", "show", campaign)["remarks"])
    silent("campaign", "approve", campaign)
    assert says in silent("decide", f"{post}@sky", "move", to).err
    silent("post", "cancel", post)
    new = ("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", "--plan", "T+0", "--launch", to)
    assert says.replace(campaign, "ijn-2020-3") in silent(*new).err


def test_a_time_that_keeps_the_silence(silent: Drumbeat) -> None:
    """What is just far enough, or on another account, is not remarked upon."""
    assert silent("post", "move", "ijn-2020-2.1", "--to", "2026-03-04 13:00").err == ""
    words = ("campaign", "new", "ijn-2020", "--count", "1", "--plan", "T+0", "--launch", "2026-03-04 12:30")
    assert "nearer" not in silent(*words, "--on", "x-main").err


# --- posts of one's own -------------------------------------------------------------------------


def test_a_post_of_ones_own_takes_the_next_free_slot(week: Drumbeat) -> None:
    """``--at slot``: on each account its own next free one, shown before and kept with it; said again likewise."""
    plan(week, "--count", "1")
    add = ("post", "add", "ijn-2020", "--words", "We are many.", "--at", "slot")
    assert "Mon 2 Mar 2026 17:00" in week(*add, "--dry-run").out
    assert times(week) == [MONDAY_NOON]
    assert "not launched" not in week(*add).err
    row = week.deliveries("queue")["ijn-2020.2@sky"]
    assert (row["planned_local"], row["slot_date"]) == (MONDAY_EVENING, "2026-03-02")
    assert week.json("campaign", "show", "ijn-2020")["posts"][1]["when"] == MONDAY_EVENING
    week("post", "again", "ijn-2020.2", "--at", "slot")
    assert times(week) == [MONDAY_NOON, MONDAY_EVENING, TUESDAY]
    week("campaign", "approve", "ijn-2020")
    week.send()
    assert {row["state"] for row in week.deliveries("history").values()} == {"posted"}
