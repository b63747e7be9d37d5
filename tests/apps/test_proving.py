"""``account prove``: what a network really does, and nothing of it stays."""

import os
import platform
import subprocess
import sys
from typing import Any

import pytest

FIVE = ["posts a card", "finds it again", "answers itself", "the same again", "deletes all"]


def left(drumbeat: Any) -> list[str]:
    """What followers of any account still see."""
    with drumbeat.office() as office:
        return [each.words for each in office.rehearsal.posts() if each.removed_at is None]


def account(drumbeat: Any, name: str) -> dict[str, Any]:
    """The account as it is listed."""
    return next(each for each in drumbeat.json("account", "list") if each["name"] == name)


@pytest.mark.parametrize("name", ["x-main", "sky"])
def test_a_network_as_it_should_be(ready: Any, name: str) -> None:
    """All five steps are told, the account is proved, and nothing stays."""
    proof = ready("account", "prove", name, "--yes", "--json").json
    assert [step["name"] for step in proof["steps"]] == FIVE
    assert proof["proved"] is all(step["well"] for step in proof["steps"]) is True
    assert account(ready, name)["proved_at"]
    assert left(ready) == []
    with ready.office() as office:
        assert len(office.rehearsal.posts()) >= 2  # a card and an answer were really out


def test_it_asks_first(ready: Any) -> None:
    """It posts for everybody to see, so it needs a yes."""
    assert "needs a yes" in ready("account", "prove", "sky", code=2).err
    with ready.office() as office:
        assert office.rehearsal.posts() == []


@pytest.mark.parametrize("name", ["x-main", "sky"])
@pytest.mark.parametrize("kind", ["refuse", "throttle", "trouble", "unreachable", "drop"])
@pytest.mark.parametrize("skip", [0, 1, 2])
def test_whatever_goes_wrong_nothing_stays(ready: Any, name: str, kind: str, skip: int) -> None:
    """A request that fails, at any step, is told; what may be out all the same is found and deleted."""
    with ready.office() as office:
        office.order_fault(name, kind, times=1, skip=skip)
    fine = skip == 2 and kind in {"refuse", "drop"}  # the third is the same again, which may be refused
    proof = ready("account", "prove", name, "--yes", "--json", code=0 if fine else 1).json
    assert proof["proved"] is fine
    assert any(not step["well"] for step in proof["steps"]) is not fine
    assert left(ready) == []


def test_a_proof_that_failed_takes_the_earlier_one_back(ready: Any) -> None:
    """Nothing is sent again by itself on a network that is no longer known."""
    ready("account", "prove", "sky", "--yes")
    with ready.office() as office:
        office.order_fault("sky", "refuse", times=1, skip=0)
    ready("account", "prove", "sky", "--yes", code=1)
    assert account(ready, "sky")["proved_at"] is None


def test_not_during_a_halt(ready: Any) -> None:
    """A halt stops this too."""
    ready("halt", "--reason", "news")
    assert "halted" in ready("account", "prove", "sky", "--yes", code=1).err
    assert left(ready) == []


class Killed(BaseException):
    """What a killed process does: nothing more."""


class Dying:
    """A connection whose process is killed when its first post is out, before the answer is noted."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def prepare(self, letter: Any) -> Any:
        return self._connection.prepare(letter)

    def publish(self, *mail: Any) -> None:
        self._connection.publish(*mail)
        raise Killed

    def recent(self, since: Any) -> None:
        raise Killed


@pytest.mark.parametrize("name", ["x-main", "sky"])
@pytest.mark.parametrize("waits", [True, False])
def test_what_was_cut_short_is_deleted(ready: Any, name: str, *, waits: bool) -> None:
    """Whoever carries the request on, for its asker or for nobody, deletes what the dead one left."""
    with ready.office() as office:
        with office.store.write() as unit:
            asker = f"{platform.node()}:{os.getpid() if waits else gone()}"
            request = unit.requests.add(name, "prove", {}, at=office.desk.clock.now(), by="ana", asker=asker)
            known = unit.accounts.get(name)
        with pytest.raises(Killed):
            office.asking.errands["prove"].do(known, Dying(office.connections.of(known)), request)
        assert len(left(ready)) == 1
        office.asking.answer_next(name)
        with office.store.read() as unit:
            after = unit.requests.get(request.id)
    assert (after.answer is not None, after.dropped_at is not None) == (waits, not waits)
    assert left(ready) == []


def gone() -> int:
    """The number of a process that ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    return ended.pid
