"""What waits for a person, by cause: each cause told in plain words, what it keeps back, and what opens it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from waiting import until

from scheduler.cli.run import daemon_of

HOUR = timedelta(hours=1)
S1, X1 = "ijn-2020.1@sky", "ijn-2020.1@x-main"


def groups(drumbeat: Any) -> dict[str, dict[str, Any]]:
    """The groups by their ids."""
    return {each["group"]: each for each in drumbeat.json("attention", "--groups")}


def after_a_halt(drumbeat: Any, clock: Any) -> None:
    """Two posts fell due while all was halted."""
    drumbeat("halt", "--reason", "the news turned", "--as", "Ana")
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)
    drumbeat("resume", "--yes")


def during_a_halt(drumbeat: Any, clock: Any) -> None:
    """They fell due, and it is still on."""
    drumbeat("halt", "--reason", "the news turned", "--as", "Ana")
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)


def after_downtime(drumbeat: Any, clock: Any) -> None:
    """A daemon ended, and the next began hours later."""
    drumbeat("run", "--once")
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)
    drumbeat("run", "--once")


def before_any_daemon(drumbeat: Any, clock: Any) -> None:
    """The first daemon ever began hours too late."""
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)
    drumbeat("run", "--once")


def stopped(drumbeat: Any, _clock: Any) -> None:
    """The network turned the account away."""
    drumbeat("rehearsal", "fault", "x-main", "trouble")
    drumbeat("campaign", "launch", "ijn-2020")
    drumbeat.send()


def stopped_and_mended(drumbeat: Any, clock: Any) -> None:
    """The same, topped up too late for its posts."""
    stopped(drumbeat, clock)
    clock.suspend(2 * HOUR)
    drumbeat("account", "resume", "x-main")
    drumbeat("run", "--once")


def paused_and_resumed(drumbeat: Any, clock: Any) -> None:
    """A person let the account rest for too long."""
    drumbeat("account", "pause", "x-main", "--as", "Ana")
    drumbeat("campaign", "launch", "ijn-2020")
    drumbeat.send()
    clock.suspend(2 * HOUR)
    drumbeat("account", "resume", "x-main")
    drumbeat("run", "--once")


def campaign_paused(drumbeat: Any, clock: Any) -> None:
    """A person let the campaign rest."""
    drumbeat("campaign", "pause", "ijn-2020")
    drumbeat("campaign", "launch", "ijn-2020")
    clock.suspend(2 * HOUR)


@pytest.mark.parametrize(
    ("story", "id", "words", "number", "opens"),
    [
        (after_a_halt, "halt-1", "the halt of Mon 2 Mar 10:00 EST by Ana: the news turned", 4, None),
        (during_a_halt, "halt-1", "the halt of Mon 2 Mar 10:00 EST by Ana: the news turned (it is still on)", 4, "drumbeat resume"),
        (after_downtime, "downtime-2", "no daemon ran from Mon 2 Mar 10:00 EST to Mon 2 Mar 12:00 EST", 4, None),
        (before_any_daemon, "downtime-1", "no daemon ran before Mon 2 Mar 12:00 EST", 4, None),
        (stopped, "stopped-x-main", "x-main is stopped since Mon 2 Mar 10:00 EST: ", 2, "drumbeat account resume x-main"),
        (stopped_and_mended, "stopped-x-main", "x-main was stopped from Mon 2 Mar 10:00 EST to ", 2, None),
        (paused_and_resumed, "paused-x-main", "x-main was paused from Mon 2 Mar 10:00 EST to ", 2, None),
        (campaign_paused, "campaign-ijn-2020", "the campaign ijn-2020 is paused", 4, "drumbeat campaign resume ijn-2020"),
    ],
)  # fmt: skip
def test_causes(
    approved: Any,
    clock: Any,
    story: Callable[[Any, Any], None],
    id: str,
    words: str,
    number: int,
    opens: str | None,
) -> None:
    """All that waits for one cause is one group, which says what happened and what opens it."""
    story(approved, clock)
    found = groups(approved)
    assert list(found) == [id]
    group = found[id]
    assert words in group["cause"]
    assert (len(group["deliveries"]), group["opens"]) == (number, opens)
    assert (group["posts"], group["earliest"][:13]) == (2, "2026-03-02T15")
    assert groups(approved) == found
    rows = approved.json("attention")
    assert {(row["group"], row["cause"]) for row in rows} == {(id, group["cause"])}
    for screen in (("attention",), ("attention", id), ("attention", "--groups")):
        told = approved(*screen).out
        assert f"{id}: {words}" in told
        assert f"drumbeat decide {id} now|slots|shift TIME|cancel" in told


def test_slept(ready: Any, idle: Any) -> None:
    """What was missed while this computer slept says so: a daemon ran all the time."""
    ready("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+0, T+1h")
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020", "--at", "+1h")
    with ready.office() as office, daemon_of(office, lambda news: None) as daemon:
        thread = threading.Thread(target=daemon.run)
        thread.start()
        until(
            lambda: (
                daemon._alarm._scheduler is not None and daemon._alarm._scheduler.get_job("next") is not None
            )
        )
        idle.suspend(8 * HOUR)
        until(lambda: list(groups(ready)) == ["sleep-1"] and len(groups(ready)["sleep-1"]["deliveries"]) == 2)
        daemon.stop()
        thread.join()
    words = groups(ready)["sleep-1"]["cause"]
    assert words.startswith("this computer slept from Mon 2 Mar 10:00 EST to Mon 2 Mar 18:00 EST")


def test_several_causes(approved: Any, clock: Any) -> None:
    """Each cause has its own group; one can be looked at alone, and pages go through all that waits."""
    approved("campaign", "new", "ijn-2020", "--on", "sky", "--plan", "T+2h")
    stopped(approved, clock)
    approved("rehearsal", "fault", "sky", "refuse")
    approved("campaign", "launch", "ijn-2020-2")
    clock.suspend(3 * HOUR)
    approved.send()
    found = groups(approved)
    assert list(found) == ["stopped-x-main", "unapproved-ijn-2020-2"]
    assert found["unapproved-ijn-2020-2"]["opens"] == "drumbeat campaign approve ijn-2020-2 --late now"
    assert "unapproved" not in approved("attention", "stopped-x-main").out
    whole = [row["delivery"] for row in approved.json("attention")]
    first = approved.json("attention", "--limit", "1")
    rest = approved.json("attention", "--after", first[0]["delivery"])
    assert [row["delivery"] for row in (*first, *rest)] == whole
    assert "stopped-x-main?" in approved("attention", "stoped-x-main", code=2).err


def test_unknown_and_failed(approved: Any) -> None:
    """What may be out and what was refused are groups by account, with no more open than fits them."""
    approved.die_launched(X1)
    approved("rehearsal", "fault", "sky", "refuse")
    approved.send()
    found = groups(approved)
    assert found["unknown-x-main"]["open"] == ["look"]
    assert found["failed-sky"]["open"] == ["cancel"]
