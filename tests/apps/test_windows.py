"""Late is late, whatever it was that kept a post back: within its window it goes, after it a person decides."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

ONE = "ijn-2020.1@sky"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WINDOW = ("--window", "2h")


def launched(drumbeat: Any, *more: str) -> None:
    """A campaign of one post on ``sky``, due now."""
    drumbeat("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", *more)
    drumbeat("campaign", "approve", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")


def no_daemon(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """Nobody was there to send it."""
    launched(drumbeat, *WINDOW)
    clock.suspend(length)


def paused_campaign(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """Its campaign was paused."""
    launched(drumbeat, *WINDOW)
    drumbeat("campaign", "pause", "ijn-2020")
    drumbeat.send()
    clock.suspend(length)
    drumbeat("campaign", "resume", "ijn-2020")


def paused_account(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """Its account was paused."""
    launched(drumbeat, *WINDOW)
    drumbeat("account", "pause", "sky")
    drumbeat.send()
    clock.suspend(length)
    drumbeat("account", "resume", "sky")


def trouble(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """Its network turned the account away, and a person mended that."""
    launched(drumbeat, *WINDOW)
    drumbeat("rehearsal", "fault", "sky", "trouble")
    drumbeat.send()
    clock.suspend(length)
    drumbeat("account", "resume", "sky")


def asleep(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """The computer slept between the claim and the launch."""
    launched(drumbeat, *WINDOW)
    slept: list[bool] = []

    def sleep(news: Any) -> None:
        if news.event == "claimed" and not slept:
            slept.append(True)
            clock.suspend(length)

    drumbeat.send(sleep)


def silence(drumbeat: Any, clock: Any, length: timedelta) -> None:
    """Its network could not be reached."""
    launched(drumbeat, *WINDOW)
    drumbeat("rehearsal", "fault", "sky", "unreachable")

    def pass_by(news: Any) -> None:
        if news.event == "answered":
            clock.suspend(length)

    drumbeat.send(pass_by)


def told_to_wait(drumbeat: Any, _clock: Any, length: timedelta) -> None:
    """Its network said when to come back."""
    launched(drumbeat, *WINDOW)
    with drumbeat.office() as office:
        seconds = length.total_seconds() - 15
        office.rehearsal.order_fault("throttle", "sky", seconds=seconds)


@pytest.mark.parametrize(
    "kept", [no_daemon, paused_campaign, paused_account, trouble, asleep, silence, told_to_wait]
)
@pytest.mark.parametrize(
    ("length", "stands"),
    [
        (2 * HOUR - MINUTE, ("posted", None)),
        (2 * HOUR + MINUTE, ("held", "missed")),
    ],
)
def test_the_window_judges(
    ready: Any, clock: Any, kept: Callable[..., None], length: timedelta, stands: tuple[str, str | None]
) -> None:
    """Within its campaign's window a post goes out by itself, after it never; a person may then say when."""
    kept(ready, clock, length)
    ready.send()
    row = ready.deliveries("history", "--attempts")[ONE]
    assert (row["state"], row["reason"]) == stands
    with ready.office() as office:
        assert len(list(office.rehearsal.posts())) == int(stands[0] == "posted")
    if stands[0] == "held":
        assert "2h are allowed" in row["why"]
        ready("decide", ONE, "now")
        ready.send()
        assert ready.deliveries("history")[ONE]["state"] == "posted"


@pytest.mark.parametrize(
    ("given", "window"),
    [((), "30m"), (("--window", "2h"), "2h"), (("--window", "1m"), "1m"), (("--window", "7d"), "7d")],
)
def test_a_window_is_shown(ready: Any, given: tuple[str, ...], window: str) -> None:
    """Half an hour unless it is said otherwise; it stands with the campaign."""
    made = ready.json("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", *given)
    assert made["window"] == window
    assert (
        f"Window: a post more than {window} late waits for you" in ready("campaign", "show", "ijn-2020").out
    )


@pytest.mark.parametrize(("given", "told"), [("59s", "59s"), ("0s", "0s"), ("8d", "8d")])
def test_a_window_has_bounds(ready: Any, given: str, told: str) -> None:
    """A window that sends nothing, or last week's news, is refused with the figures."""
    words = ready("campaign", "new", "ijn-2020", "--on", "sky", "--window", given, code=2).err
    assert f"A window of {told} is not from 1m to 7d." in words
    assert ready.json("campaign", "list") == []


# --- embargo ------------------------------------------------------------------------------------


@pytest.fixture
def embargoed(ready: Any, clock: Any) -> Any:  # noqa: ARG001 -- for its date
    """An approved campaign of two posts on ``sky``; it may go out from 4 March 10:00 on, in two days."""
    ready(
        "campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0, T+1h", "--embargo", "2026-03-04 10:00"
    )
    ready("campaign", "approve", "ijn-2020")
    return ready


@pytest.mark.parametrize(
    "way",
    [
        "campaign launch ijn-2020",
        'campaign launch ijn-2020 --at "2026-03-04 09:59"',
        "post move ijn-2020.1 --to +1h",
        "post move ijn-2020.1 --to now",
        "decide ijn-2020.1@sky now",
        'decide ijn-2020.1@sky move "2026-03-04 09:59"',
    ],
)
def test_no_way_leads_before_an_embargo(embargoed: Any, way: str) -> None:
    """Launch, move and decision are refused with both times, and nothing is changed."""
    import shlex

    before = embargoed.json("campaign", "show", "ijn-2020")
    told = embargoed(*shlex.split(way), code=2).err
    assert "embargo" in told
    assert "2026-03-04 10:00" in told
    assert "2026-03-02 1" in told or "2026-03-04 09:59" in told
    assert embargoed.json("campaign", "show", "ijn-2020") == before


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("late", ["now", "+1h", "2026-03-04 09:59"])
def test_no_late_approval_leads_before_an_embargo(ready: Any, late: str) -> None:
    """A new time that an approval gives is held against the embargo too; from its end on everything goes."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1", "--embargo", "2026-03-04 10:00")
    with ready.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(ONE)
        assert unit.deliveries.save(
            old, old.planned(datetime.fromisoformat("2026-03-01T12:00:00Z"), "2026-03-01T07:00:00")
        )
    told = ready("campaign", "approve", "ijn-2020", "--late", late, code=2).err
    assert "before the embargo of ijn-2020 ends at 2026-03-04 10:00" in told
    ready("campaign", "approve", "ijn-2020", "--late", "2026-03-04 10:00")
    ready.send()
    (part,) = ready.deliveries("history")[ONE]["parts"]
    assert part["posted_at"].startswith("2026-03-04T15:00:0")


def test_an_embargo_is_a_gate_too(embargoed: Any) -> None:
    """Whatever time a delivery has, it waits for the end of the embargo, and says so; its window still judges."""
    with embargoed.office() as office, office.store.write() as unit:
        for n, at in ((1, "2026-03-02T15:00:00Z"), (2, "2026-03-04T14:50:00Z")):
            old = unit.deliveries.get(f"ijn-2020.{n}@sky")
            assert unit.deliveries.save(old, old.planned(datetime.fromisoformat(at), at[:19]))
    embargoed("run", "--once")
    row = embargoed.deliveries("attention")[ONE]
    assert (row["state"], row["reason"], row["why"]) == (
        "queued",
        "embargo",
        "the embargo ends at 2026-03-04 15:00 UTC",
    )
    embargoed.send()
    assert embargoed.deliveries("attention")[ONE]["reason"] == "missed"
    (part,) = embargoed.deliveries("history")["ijn-2020.2@sky"]["parts"]
    assert part["posted_at"].startswith("2026-03-04T15:00:0")
