"""Threads on their way: in order, once each, held when a part is out and a later one is not, decided by hand."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scheduler.core.delivery import State

X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


@pytest.fixture
def thread(ready: Any) -> Any:
    """A thread of three parts on both accounts, approved and launched; nothing is sent yet."""
    best = [each["id"] for each in ready.json("excerpts", "ijn-2020")][:3]
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", "--plan", "T+0", "--excerpts", "+".join(best))
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020")
    return ready


def on_record(drumbeat: Any, account: str) -> list[Any]:
    """What the network has of an account, in the order of its commits."""
    with drumbeat.office() as office:
        return list(office.rehearsal.posts(account))


def out(drumbeat: Any, delivery: str) -> list[bool]:
    """Which parts the database calls out."""
    row = drumbeat.deliveries("history", "--attempts")[delivery]
    return [part["remote_id"] is not None for part in row["parts"]]


def check_whole(drumbeat: Any, delivery: str) -> None:
    """Every part is out once, in order, each an answer to the one before, and recorded as what it is."""
    row = drumbeat.deliveries("history")[delivery]
    posts = on_record(drumbeat, row["account"])
    assert [post.words for post in posts] == [part["words"] for part in row["parts"]]
    assert [post.remote_id for post in posts] == [part["remote_id"] for part in row["parts"]]
    assert [post.reply_to for post in posts] == [None, *(post.remote_id for post in posts[:-1])]
    assert row["state"] == "posted"


# --- whole --------------------------------------------------------------------------------------


def test_thread_goes_out(thread: Any) -> None:
    """On a network that takes a thread whole it is one request, on another one for each part, in order."""
    thread.send()
    for delivery, requests in ((X1, [[1], [2], [3]]), (S1, [[1, 2, 3]])):
        check_whole(thread, delivery)
        attempts = thread.deliveries("history")[delivery]["attempts"]
        launched = [each for each in attempts if each["event"] == "launched"]
        assert [each["detail"]["parts"] for each in launched] == requests
        assert [each["part"] for each in launched] == [parts[0] for parts in requests]
    told = thread("history", "--attempts").out
    assert "parts 1, 2, 3" in told
    assert "part 2" in told


def test_each_part_has_a_receipt(thread: Any) -> None:
    """History, receipts and JSON name each part with its own link, time and pictures."""
    thread.send()
    rows = thread.deliveries("history")
    receipts = thread.json("export", "receipts")
    told = thread("history").out
    for delivery in (X1, S1):
        parts = rows[delivery]["parts"]
        found = [each for each in receipts if each["delivery"] == delivery]
        assert [each["part"] for each in found] == [1, 2, 3]
        assert [each["remote_id"] for each in found] == [part["remote_id"] for part in parts]
        assert [each["picture_sha256"] for each in found] == [part["pictures"][0] for part in parts]
        assert len({each["text_sha256"] for each in found}) == 3
        for part in parts:
            assert re.search(rf"{delivery} part {part['n']} of 3 +rehearsed +{part['link']}", told)
    assert len(thread("export", "receipts").out.splitlines()) == 1 + 6


def test_feed_shows_a_thread(thread: Any) -> None:
    """The rehearsal's page shows the parts of a thread as one thread, in order."""
    thread.send()
    thread("rehearsal", "feed")
    page = (thread.folder / "feed.html").read_text(encoding="utf-8")
    shown = [
        re.findall(r'<article class="post" id="post-([^"]+)"', each) for each in page.split('class="thread"')
    ]
    for delivery in (X1, S1):
        assert [part["remote_id"] for part in thread.deliveries("history")[delivery]["parts"]] in shown


# --- a part out, a later one not ----------------------------------------------------------------


@pytest.fixture
def partial(thread: Any) -> Any:
    """The thread on x-main with its first part out, and its second refused for good."""
    thread("rehearsal", "fault", "x-main", "refuse", "--skip", "1")
    thread.send()
    row = thread.deliveries("attention")[X1]
    assert (row["state"], row["reason"]) == ("held", "partial")
    assert out(thread, X1) == [True, False, False]
    return thread


def test_rest_is_sent(partial: Any) -> None:
    """'now' sends the rest of a thread, from the first part without an id."""
    partial("decide", X1, "now")
    partial.send()
    check_whole(partial, X1)


def test_thread_ends_there(partial: Any) -> None:
    """'posted' ends a thread with the parts that are out; what was not sent is shown as that."""
    row = partial.json("decide", X1, "posted")
    assert row["state"] == "posted"
    assert "1 of 3 parts" in row["why"]
    partial.send()
    assert len(on_record(partial, "x-main")) == 1
    told = partial("history").out
    assert re.search(rf"{X1} part 1 of 3 +rehearsed", told)
    assert re.search(rf"{X1} part 3 of 3 +not sent", told)
    assert len([each for each in partial.json("export", "receipts") if each["delivery"] == X1]) == 1


def test_part_posted_by_hand(partial: Any) -> None:
    """'posted LINK' says where the next part is; the rest waits for another decision, and answers that."""
    row = partial.json("decide", X1, "posted", "https://example.org/2")
    assert (row["state"], row["reason"]) == ("held", "partial")
    assert "part 2 is out" in row["why"]
    partial("decide", X1, "now")
    partial.send()
    row = partial.deliveries("history")[X1]
    assert (row["state"], row["parts"][1]["link"]) == ("posted", "https://example.org/2")
    assert [post.reply_to for post in on_record(partial, "x-main")] == [None, "https://example.org/2"]


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (("draft",), "part that is out"),  # what is out cannot be changed
        (("absent",), "no doubt"),
        (("look",), "no doubt"),
    ],
)
def test_refused_with_a_part_out(partial: Any, decision: tuple[str, ...], told: str) -> None:
    """With a part out no decision makes a draft of it, and nothing is in doubt."""
    assert told in partial("decide", X1, *decision, code=2).err
    assert partial.deliveries("attention")[X1]["reason"] == "partial"


def test_words_of_a_thread_begun_stay(partial: Any) -> None:
    """Once a part is out the words of the others can no longer change."""
    told = partial(
        "post", "edit", "ijn-2020.1", "--on", "x-main", "--part", "3", "--words", "No.", code=2
    ).err
    assert "no longer change" in told


def test_cancelled_with_a_part_out(partial: Any) -> None:
    """Cancelling a thread of which a part is out says so and how to end it there; 'now' is refused after it."""
    assert f"decide {X1} posted" in partial("post", "cancel", "ijn-2020.1").out
    assert f"decide {X1} posted" in partial("decide", X1, "now", code=2).err
    partial("decide", X1, "posted")
    assert len(on_record(partial, "x-main")) == 1


def test_single_posts_end_nowhere(thread: Any) -> None:
    """'posted' without a link needs a part that is out."""
    thread("rehearsal", "fault", "x-main", "refuse")
    thread.send()
    assert "LINK" in thread("decide", X1, "posted", code=2).err
    assert thread.deliveries("attention")[X1]["state"] == "failed"


@pytest.mark.parametrize(
    ("seconds", "state", "whole"),
    [
        (20 * 60, "posted", True),  # within half an hour of the part before
        (40 * 60, "held", False),
    ],
)
def test_window_counts_from_the_part_before(thread: Any, seconds: int, state: str, *, whole: bool) -> None:
    """A later part is sent at most its window after the one before; later the rest is held (partial)."""
    with thread.office() as office:
        for _ in range(2):  # the second part, then the third
            office.rehearsal.order_fault("throttle", "x-main", skip=1, seconds=seconds)
    thread.send()
    row = thread.deliveries("history", "--attempts")[X1]
    assert (row["state"], row["reason"]) == (state, None if whole else "partial")
    assert out(thread, X1) == [True, whole, whole]
    if whole:
        at = [datetime.fromisoformat(part["posted_at"]) for part in row["parts"]]
        assert (at[1] - at[0]).total_seconds() >= seconds
        assert (at[2] - at[0]).total_seconds() >= 2 * seconds  # later than the window after the planned time


# --- in doubt -----------------------------------------------------------------------------------


def launched(drumbeat: Any, delivery: str, *parts: int) -> None:
    """Leave *delivery* as a daemon leaves it that dies with *parts* launched, before the network's commit."""
    with drumbeat.office() as office, office.store.write() as unit:
        old = unit.deliveries.get(delivery)
        queued = old if old.state is State.QUEUED else old.move(State.QUEUED)
        new = replace(queued.move(State.SENDING, owner="daemon:0", fence=old.fence + 1), tries=1)
        for n in parts:
            new = new.with_part(n, launched_at=office.desk.clock.now(), media_keys=(f"never-arrived-{n}",))
        assert unit.deliveries.save(old, new)


@pytest.fixture
def unknown(partial: Any) -> Any:
    """The thread on x-main with its first part out, and nobody knows of its second: looks found nothing."""
    launched(partial, X1, 2)
    partial.send()
    assert partial.deliveries("attention")[X1]["reason"] == "unknown"
    return partial


def test_absent_part(unknown: Any) -> None:
    """Said to be absent, the part in doubt is sent again, and the rest after it."""
    unknown("decide", X1, "absent")
    unknown.send()
    check_whole(unknown, X1)


def test_part_seen_by_a_person(unknown: Any) -> None:
    """A person who saw the part in doubt says where; the rest waits for their word, and nothing is sent twice."""
    row = unknown.json("decide", X1, "posted", "https://example.org/2")
    assert (row["state"], row["reason"]) == ("held", "partial")
    unknown.send()
    assert len(on_record(unknown, "x-main")) == 1
    unknown("decide", X1, "now")
    unknown.send()
    assert unknown.deliveries("history")[X1]["state"] == "posted"
    assert len(on_record(unknown, "x-main")) == 2


def test_part_in_doubt_is_looked_for(unknown: Any) -> None:
    """'look' asks for the part in doubt; nothing else is decided meanwhile, least of all that it ends there."""
    assert "LINK" in unknown("decide", X1, "posted", code=2).err
    unknown("decide", X1, "look")
    unknown.send()
    assert unknown.deliveries("attention")[X1]["reason"] == "unknown"


def silent(drumbeat: Any) -> None:
    """The thread on sky, launched whole and never arrived; its network answered no look, and a person asked."""
    launched(drumbeat, S1, 1, 2, 3)
    with drumbeat.office() as office:
        office.rehearsal.order_fault("unreachable", "sky", call="find", times=50)
    drumbeat("run", "--once")
    drumbeat("decide", S1, "look")
    row = drumbeat.deliveries("attention")[S1]
    assert (row["state"], row["reason"]) == ("held", "unknown")


def answers_again(drumbeat: Any) -> None:
    """Use up what is left of the faults ordered for sky."""
    with drumbeat.office() as office:
        connection = office.rehearsal.connect("sky", office.desk.networks["bluesky"], office.desk.clock)
        while office.rehearsal.faults():
            with pytest.raises(Exception, match="nobody answers"):
                connection.find("3kabcdefghij2")


def test_absent_whole_thread(thread: Any) -> None:
    """Said to be absent, every part that was launched with the first is sent again, once."""
    silent(thread)
    answers_again(thread)
    thread("decide", S1, "absent")
    thread.send()
    check_whole(thread, S1)


def test_first_part_seen_of_a_whole_thread(thread: Any) -> None:
    """One part seen of several launched together: the others are looked for, as they may be out too."""
    silent(thread)
    row = thread.json("decide", S1, "posted", "https://example.org/1")
    assert row["state"] == "uncertain"
    assert "the rest may be" in row["why"]
    answers_again(thread)
    thread.send()
    row = thread.deliveries("history", "--attempts")[S1]
    assert row["state"] == "posted"
    assert row["parts"][0]["link"] == "https://example.org/1"
    assert len(on_record(thread, "sky")) == 2


# --- killed -------------------------------------------------------------------------------------


@contextmanager
def _daemon(drumbeat: Any) -> Iterator[subprocess.Popen[str]]:
    command = [Path(sys.executable).with_name("drumbeat"), "run"]
    with subprocess.Popen(command, cwd=drumbeat.folder, stderr=subprocess.PIPE, text=True) as daemon:
        try:
            yield daemon
        finally:
            daemon.kill()


def _kill_when(drumbeat: Any, said: Callable[[str], bool]) -> None:
    """Run the daemon until it logs a line that is *said*, then kill it."""
    with _daemon(drumbeat) as daemon:
        assert daemon.stderr is not None
        for line in daemon.stderr:
            if said(line):
                daemon.kill()
                break
        else:
            raise AssertionError("the daemon ended by itself")


def _begun(drumbeat: Any) -> None:
    """Leave the thread on x-main with one part out and the next one not begun, its daemon killed."""
    with drumbeat.office() as office:
        office.rehearsal.order_fault("throttle", "x-main", skip=1, seconds=5)
    _kill_when(drumbeat, lambda line: X1 in line and "come back" in line)


def test_killed_between_parts(thread: Any) -> None:
    """Killed between parts: the database shows which are out, and the next daemon goes on behind them."""
    _begun(thread)
    assert out(thread, X1) == [True, False, False]
    assert len(on_record(thread, "x-main")) == 1
    thread.send()
    check_whole(thread, X1)


def _killed_before_the_answer(drumbeat: Any, delivery: str, n: int) -> None:
    """Kill the daemon once the network has *n* messages of it, with the answer still on its way."""
    config = drumbeat.folder / "config.toml"
    quick = config.read_text()
    config.write_text(quick.replace('answer_after = ["0ms", "5ms"]', 'answer_after = ["20s", "20s"]'))
    with _daemon(drumbeat) as daemon:
        while len(on_record(drumbeat, delivery.partition("@")[2])) < n:
            assert daemon.poll() is None, daemon.stderr and daemon.stderr.read()
    config.write_text(quick)
    assert drumbeat.deliveries("history", "--attempts")[delivery]["state"] == "sending"


def test_part_without_an_answer(thread: Any) -> None:
    """Killed after the network took a later part: it is found, not sent again, and the rest goes on."""
    _begun(thread)
    _killed_before_the_answer(thread, X1, 2)
    thread.send()
    check_whole(thread, X1)


def test_thread_without_an_answer(thread: Any) -> None:
    """Killed after the network took a thread whole: each part is found, and nothing is sent again."""
    _killed_before_the_answer(thread, S1, 3)
    thread.send()
    check_whole(thread, S1)
