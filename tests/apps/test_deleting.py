"""``post delete``: nothing of a post stays out, whatever happens meanwhile; judged by what the networks show."""

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from scheduler.core.delivery import State
from scheduler.core.records import Event
from scheduler.services import removing

X1, S1, X2, S2 = "ijn-2020.1@x-main", "ijn-2020.1@sky", "ijn-2020.2@x-main", "ijn-2020.2@sky"
BOTH = pytest.mark.parametrize("name", ["x-main", "sky"])


@pytest.fixture
def out(approved: Any) -> Any:
    """A campaign whose posts are out."""
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    return approved


def shown(drumbeat: Any, name: str = "") -> list[str]:
    """Remote ids of what followers see, of one account or of all."""
    with drumbeat.office() as office:
        posts = office.rehearsal.posts(name or None)
        return [each.remote_id for each in posts if each.removed_at is None]


def fault(drumbeat: Any, kind: str, name: str, call: str = "remove", **more: Any) -> None:
    """Let a request to a rehearsed network go wrong."""
    with drumbeat.office() as office:
        office.rehearsal.order_fault(kind, name, call=call, **more)


def row(drumbeat: Any, id: str) -> Any:
    """A delivery with its attempts, whatever became of it."""
    return drumbeat.deliveries("history", "--attempts")[id]


def ask(drumbeat: Any, *ids: str) -> Any:
    """What ``removing.remove`` says, asked from another process than the daemon's."""
    with drumbeat.office() as office:
        return [each.fate for each in removing.remove(office.asking, ids, actor="ana")]


# --- what is out --------------------------------------------------------------------------------


def test_a_post_is_deleted_and_looked_for(out: Any) -> None:
    """It is gone on both networks, which were asked; it stays posted, with who deleted it and when."""
    told = out("post", "delete", "ijn-2020.1", "--yes", "--as", "ana")
    assert told.out.count("shows it no more") == 2
    assert [len(shown(out, name)) for name in ("x-main", "sky")] == [1, 1]  # the other post stays
    for id in (X1, S1):
        found = row(out, id)
        (part,) = found["parts"]
        assert (found["state"], found["live"], part["live"]) == ("posted", 0, False)
        assert (part["removed_by"], found["removal_asked_by"]) == ("ana", "ana")
        assert part["removed_at"] == part["looked_at"] is not None
        assert [each["outcome"] for each in found["attempts"]][-2:] == ["to be deleted", "deleted"]
    assert "rehearsed (deleted)" in out("history").out
    assert out("attention").out == "Nothing waits for you.\n"


def test_again_it_does_nothing(out: Any) -> None:
    """Nothing more is recorded, and nothing is asked: there is nothing left to say yes to."""
    out("post", "delete", "ijn-2020.1", "--yes")
    before = row(out, X1)
    assert out("post", "delete", "ijn-2020.1").out.count("there is nothing to delete") == 2
    assert row(out, X1) == before


def test_on_one_account(out: Any) -> None:
    """The other account's stays."""
    out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes")
    assert (len(shown(out, "x-main")), len(shown(out, "sky"))) == (2, 1)
    assert "did you mean" in out("post", "delete", "ijn-2020.1", "--on", "skyy", "--yes", code=2).err.lower()


def test_it_asks_first(out: Any) -> None:
    """Words and links of what is out are shown; without a yes nothing is recorded."""
    told = out("post", "delete", "ijn-2020.1", code=2)
    found = row(out, X1)
    assert found["parts"][0]["link"] in told.err
    assert f"│ {found['parts'][0]['words'].splitlines()[0]}" in told.err
    assert "needs a yes" in told.err
    assert (len(shown(out)), found["removal_asked_at"]) == (4, None)


def test_for_programs(out: Any) -> None:
    """One document, a delivery each."""
    first, second = out.json("post", "delete", "ijn-2020.1", "--yes")
    assert [first["delivery"], second["delivery"]] == [S1, X1]
    assert (first["fate"], first["why"], first["state"]) == ("deleted", "", "posted")
    assert first["parts"][0]["removed_at"]


@BOTH
def test_a_thread_goes_from_its_end(ready: Any, name: str) -> None:
    """No part is ever left below one that is gone; what stands in its way leaves the parts before it out."""
    ids = [each["id"] for each in ready.json("excerpts", "ijn-2020")]
    ready("campaign", "new", "ijn-2020", "--on", name, "--plan", "T+0", "--excerpts", "+".join(ids[:3]))
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020", "--yes")
    ready.send()
    three = shown(ready)
    fault(ready, "unreachable", name, skip=1)
    told = ready("post", "delete", "ijn-2020.1", "--yes", code=1)
    assert "not gone yet" in told.out
    assert shown(ready) == three[:2]
    ready.send()  # the daemon tries again
    assert shown(ready) == []
    removed = [each for each in row(ready, f"ijn-2020.1@{name}")["attempts"] if each["event"] == "removed"]
    assert [(each["part"], each["outcome"]) for each in removed] == [
        (3, "deleted"),
        (2, "not yet"),
        (2, "deleted"),
        (1, "deleted"),
    ]


def test_answers_below_it_are_told(out: Any) -> None:
    """One's own answer stays, and is named with what deletes it."""
    answer = ("post", "add", "ijn-2020", "--words", "https://example.org", "--reply-to", "ijn-2020.1")
    out(*answer, "--at", "+1m", "--on", "sky")
    out("post", "approve", "ijn-2020.3")
    out.send()
    told = out("post", "delete", "ijn-2020.1", "--yes")
    assert "ijn-2020.3@sky answers it and stays" in told.err
    assert "drumbeat post delete ijn-2020.3 --on sky" in told.err


# --- what is not out, or may be -----------------------------------------------------------------


def test_what_is_not_out_is_cancelled(approved: Any) -> None:
    """Queued or a draft: nothing of it will be out; one delivery can be brought back."""
    told = approved("post", "delete", "ijn-2020.1", "--yes")
    assert told.out.count("cancelled; nothing of it was out") == 2
    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send()
    assert {each["delivery"] for each in approved.json("history") if each["state"] == "posted"} == {X2, S2}
    approved("decide", X1, "draft")
    assert row(approved, X1)["removal_asked_at"] is None


@BOTH
@pytest.mark.parametrize(
    ("event", "state", "posts"),
    [
        (Event.CLAIMED, State.CANCELLED, 1),  # before the request: the gate of the launch
        (Event.LAUNCHED, State.POSTED, 1),  # the request is on the wire, and its post comes out
    ],
)
def test_while_it_is_being_sent(approved: Any, name: str, event: Event, state: State, posts: int) -> None:
    """It is a gate at once; what proves to be out is deleted, without anybody asking again."""
    id, fates = f"ijn-2020.1@{name}", []

    def tell(news: Any) -> None:
        if (news.delivery.id, news.event) == (id, event):
            fates.extend(ask(approved, id))

    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send(tell)
    assert fates == [removing.Fate.WAITS]
    assert row(approved, id)["state"] == state
    assert len(shown(approved, name)) == posts


@BOTH
def test_what_may_be_out_is_deleted_once_it_proves_to_be(approved: Any, name: str) -> None:
    """Uncertain: the looks go on, and what they find goes."""
    id, fates = f"ijn-2020.1@{name}", []
    fault(approved, "drop", name, "publish")

    def tell(news: Any) -> None:
        if news.delivery.id == id and news.delivery.state is State.UNCERTAIN and not fates:
            fates.extend(ask(approved, id))

    approved("campaign", "launch", "ijn-2020", "--yes")
    approved.send(tell)
    assert fates == [removing.Fate.WAITS]
    found = row(approved, id)
    assert (found["state"], found["parts"][0]["removed_by"]) == ("posted", "ana")
    assert len(shown(approved, name)) == 1


def test_what_proves_absent_is_cancelled(approved: Any) -> None:
    """A keyed network tells for certain that it never arrived: it is not sent again."""
    approved.die_launched(S1)
    assert "deleted once it proves to be out" in approved("post", "delete", "ijn-2020.1", "--yes", code=1).out
    approved.send()
    assert row(approved, S1)["state"] == "cancelled"
    assert len(shown(approved, "sky")) == 1


@pytest.mark.parametrize(
    ("decision", "state"), [(("absent",), "cancelled"), (("posted", "rehearsal:x-main/99"), "posted")]
)
def test_what_stays_unknown_waits_for_a_person(approved: Any, decision: tuple[str, ...], state: str) -> None:
    """Where looks prove nothing the removal stays asked, and what the person says decides."""
    approved.die_launched(X1)
    approved("post", "delete", "ijn-2020.1", "--on", "x-main", "--yes", code=1)
    approved.send()
    assert row(approved, X1)["reason"] == "unknown"
    assert "ijn-2020.1@x-main" in approved("post", "delete", "ijn-2020.1", "--yes", code=1).out  # look again
    approved.send()
    approved("decide", X1, *decision)
    approved.send()
    found = row(approved, X1)
    assert found["state"] == state
    assert (found["parts"][0]["removed_at"] is not None) is (state == "posted")


def test_a_thread_partly_out_ends_there(ready: Any) -> None:
    """The part that is out goes, the rest is never sent."""
    ids = [each["id"] for each in ready.json("excerpts", "ijn-2020")]
    ready("campaign", "new", "ijn-2020", "--on", "x-main", "--plan", "T+0", "--excerpts", "+".join(ids[:3]))
    ready("campaign", "approve", "ijn-2020")
    ready("campaign", "launch", "ijn-2020", "--yes")
    fault(ready, "refuse", "x-main", "publish", skip=1)
    ready.send()
    assert row(ready, "ijn-2020.1@x-main")["state"] == "held"
    assert len(shown(ready)) == 1
    ready("post", "delete", "ijn-2020.1", "--yes")
    found = row(ready, "ijn-2020.1@x-main")
    assert (found["state"], shown(ready)) == ("posted", [])
    assert [part["removed_at"] is not None for part in found["parts"]] == [True, False, False]


# --- when it does not go as it should -----------------------------------------------------------


@BOTH
@pytest.mark.parametrize("kind", ["refuse", "throttle", "unreachable"])
def test_a_network_that_does_not_delete_it(out: Any, name: str, kind: str) -> None:
    """It says so, ends with 1, and waits for a person to see; asked again it is deleted."""
    fault(out, kind, name)
    told = out("post", "delete", "ijn-2020.1", "--on", name, "--yes", code=1)
    assert "not gone yet: Fault ordered" in told.out
    (waits,) = out.json("attention")
    assert "to be deleted, as" in waits["why"]
    assert "Fault ordered" in waits["why"]
    assert "rehearsed (to delete)" in out("attention").out
    out("post", "delete", "ijn-2020.1", "--on", name, "--yes")
    assert len(shown(out, name)) == 1
    assert out.json("attention") == []


@BOTH
def test_an_answer_that_is_lost_is_asked_for(out: Any, name: str) -> None:
    """Deleted, and nobody told: the look that follows tells."""
    fault(out, "drop", name)
    assert "shows it no more" in out("post", "delete", "ijn-2020.1", "--on", name, "--yes").out


@BOTH
def test_a_look_that_fails_leaves_it_to_be_deleted(out: Any, name: str) -> None:
    """Only a network that was asked says that it is gone; the daemon asks again."""
    fault(out, "unreachable", name, "seen")
    out("post", "delete", "ijn-2020.1", "--on", name, "--yes", code=1)
    assert row(out, f"ijn-2020.1@{name}")["parts"][0]["removed_at"] is None
    out.send()
    assert row(out, f"ijn-2020.1@{name}")["parts"][0]["removed_at"] is not None


def test_an_account_in_trouble_keeps_it_asked(out: Any) -> None:
    """It is stopped and left alone; mended, what was asked is carried out."""
    fault(out, "trouble", "sky")
    out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes", code=1)
    out.send()
    assert len(shown(out, "sky")) == 2
    (waits,) = out.json("attention")
    assert "the account sky is stopped" in waits["why"]
    assert "is stopped" in out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes", code=1).out
    out("account", "resume", "sky")
    out.send()
    assert len(shown(out, "sky")) == 1


def test_an_account_that_was_removed_keeps_it_asked(out: Any) -> None:
    """It is carried out once the account is there again."""
    out("account", "remove", "sky", "--yes")
    told = out("post", "delete", "ijn-2020.1", "--on", "sky", "--yes", code=1)
    assert "the account sky was removed" in told.out
    out.send()
    out("account", "add", "bluesky", "sky", "--rehearsal")
    out.send()
    assert len(shown(out, "sky")) == 1


# --- whoever asked is gone, and halts -----------------------------------------------------------


class Killed(BaseException):
    """What a killed process does: nothing more."""


def killed(drumbeat: Any, monkeypatch: pytest.MonkeyPatch, after: str) -> None:
    """Ask to delete the first post, and die *after* a step, before anything is noted of it."""
    from scheduler.networks.rehearsal.connection import RehearsalConnection

    with monkeypatch.context() as patched:
        original = getattr(RehearsalConnection, after)

        def dying(*given: Any) -> None:
            original(*given)
            raise Killed

        patched.setattr(RehearsalConnection, after, dying)
        with drumbeat.office() as office, pytest.raises(Killed):
            removing.remove(office.asking, [X1, S1], actor="ana")


@pytest.mark.parametrize("after", ["remove", "seen"])
@pytest.mark.parametrize(
    "onward",
    [
        lambda drumbeat: drumbeat.send(),  # the daemon
        lambda drumbeat: [drumbeat("account", "check", name) for name in ("x-main", "sky")],  # any command
        lambda drumbeat: drumbeat("post", "delete", "ijn-2020.1", "--yes"),
    ],
)
def test_a_removal_outlives_its_asker(
    out: Any, monkeypatch: pytest.MonkeyPatch, after: str, onward: Callable[[Any], Any]
) -> None:
    """Killed between a request and its answer: whoever comes next carries it out, for both accounts."""
    killed(out, monkeypatch, after)
    onward(out)
    assert [len(shown(out, name)) for name in ("x-main", "sky")] == [1, 1]
    for id in (X1, S1):
        assert row(out, id)["parts"][0]["removed_by"] == "ana"


DYING = """
import os, signal
from scheduler.networks.rehearsal.connection import RehearsalConnection
from scheduler.services import removing
from scheduler.wiring import opened

RehearsalConnection.AFTER = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
with opened(CONFIG) as office:
    removing.remove(office.asking, IDS, actor="ana")
"""


@pytest.mark.parametrize("dies", ["remove", "seen"])
def test_a_dead_process_is_survived(out: Any, dies: str) -> None:
    """Killed for good: the next command that speaks as an account carries its removal out, unasked."""
    script = DYING.replace("AFTER", dies).replace("IDS", repr([X1, S1]))
    config = f"__import__('pathlib').Path({str(out.folder / 'config.toml')!r})"
    ended = subprocess.run([sys.executable, "-c", script.replace("CONFIG", config)], check=False)
    assert ended.returncode == -signal.SIGKILL
    for name in ("x-main", "sky"):
        out("account", "check", name)
    assert [len(shown(out, name)) for name in ("x-main", "sky")] == [1, 1]


def test_a_halt_does_not_keep_it(out: Any) -> None:
    """Neither the command nor the daemon is kept from deleting; nothing goes out meanwhile."""
    out("halt", "--reason", "wrong name")
    out("post", "delete", "ijn-2020.1", "--yes")
    fault(out, "unreachable", "sky")
    out("post", "delete", "ijn-2020.2", "--on", "sky", "--yes", code=1)
    out.send()
    assert (len(shown(out, "x-main")), len(shown(out, "sky"))) == (1, 0)


def test_many_at_once(out: Any) -> None:
    """A result for each, in the order asked; one network's trouble keeps no other from deleting."""
    fault(out, "unreachable", "sky", times=2)
    assert ask(out, X2, S2, X1, S1) == [
        removing.Fate.DELETED,
        removing.Fate.NOT_YET,
        removing.Fate.DELETED,
        removing.Fate.NOT_YET,
    ]
    assert shown(out, "x-main") == []
