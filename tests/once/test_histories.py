"""Random histories keep the laws, and break them at once where a rule of sending is broken."""

import copy
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from acts import ACTS
from hypothesis import strategies as st
from hypothesis.stateful import rule
from machine import BOUNDARIES, TARGETS, Histories, explore
from simulated import LATE, Fault
from world import ACCOUNTS, ACTOR, LOOKS, World

from scheduler.core.delivery import Delivery, State
from scheduler.core.errors import MaybeSent, NotSent
from scheduler.core.outcomes import Answer
from scheduler.core.storage import Unit
from scheduler.services import removing
from scheduler.services.door import Door
from scheduler.services.sending import Sender

STEPS = 50


def test_histories() -> None:
    """Once, never lost, not before, and the history explains the state: whatever happens, in any order."""
    start = 0 if "CI" in os.environ else random.randrange(1_000_000)  # noqa: S311
    assert not explore(Histories, examples=8, steps=STEPS, start=start)


class Deleting(Histories):
    """Histories in which people delete posts too, at any moment, and networks fail at that."""

    @rule(pick=TARGETS)
    def delete(self, pick: int) -> None:
        """Somebody asks to delete a post, wherever it stands."""
        self._delete(pick)

    @rule(after=BOUNDARIES, pick=TARGETS)
    def delete_in_the_middle(self, after: int, pick: int) -> None:
        """The same just while the daemon sends, looks or deletes."""
        self._interrupted("delete", after, lambda: self._delete(pick), inside=False)

    @rule(account=st.sampled_from(sorted(ACCOUNTS)), fault=st.sampled_from(sorted(set(Fault) - {Fault.LATE})))
    def deletion_fails(self, account: str, fault: Fault) -> None:
        """The account's next deletion goes wrong."""
        self.world.network.order(account, "remove", fault)

    def _delete(self, pick: int) -> None:
        ours = self.world.deliveries()
        if ours:
            removing.ask(self.world.desk, [ours[pick % len(ours)].id], actor=ACTOR)
            self.totals["deletions"] += 1


def test_histories_with_deletions() -> None:
    """Whenever it is asked and whatever fails: what is said to be deleted is not there, and all asked is done."""
    start = 0 if "CI" in os.environ else random.randrange(1_000_000)  # noqa: S311
    assert not explore(Deleting, examples=8, steps=STEPS, start=start)


def test_what_was_on_its_way_while_the_words_changed() -> None:
    """A request that nobody saw arrive comes after all, before the new words: posted as what followers see."""
    history = Histories()
    world = history.world
    history.begin(parts=1, picture=False)
    history.fault(account="sky", fault=Fault.LATE)
    history.tick()

    def sky() -> Delivery:
        return next(each for each in world.deliveries() if each.account == "sky")

    ACTS["pause account"](world, sky())
    world.clock.advance(LOOKS[0])
    history.tick()
    assert sky().state is State.QUEUED  # absent, for certain, for now
    ACTS["edit"](world, sky())
    ACTS["approve"](world, sky())
    world.clock.advance(timedelta(seconds=LATE))
    ACTS["resume account"](world, sky())
    ACTS["now"](world, sky())
    history.tick()
    world.clock.advance(LOOKS[0])
    history.tick()
    (part,) = sky().parts
    assert (sky().state, part.words[:5], (part.found_words or "")[:5]) == (State.POSTED, "Other", "Words")
    history.teardown()


class MarksAfter(Sender):
    """Sends first, and marks as launched what was sent."""

    def _launch(self, claimed: Delivery, mail: Any) -> Delivery | None:
        self.connect(self._account(claimed)).publish_thread(mail)
        return super()._launch(claimed, mail)

    def _publish(self, launched: Delivery, connection: Any, mail: Any) -> Answer:
        found = self.connect(self._account(launched)).recent(launched.planned_at)
        words = [letter.part.words for letter, _ in mail]
        return [each for each in reversed(found) if each.words in words]


class Fenceless(Sender):
    """Goes on with a delivery that another run has taken over."""

    def _ours(self, unit: Unit, claimed: Delivery) -> Delivery | None:
        return unit.deliveries.get(claimed.id)


class NeverLooks(Sender):
    """Takes silence for an answer: what may have been sent is sent again."""

    def _settle(self, ours: Delivery, answer: Answer) -> None:
        super()._settle(ours, NotSent(answer.message) if isinstance(answer, MaybeSent) else answer)


class NoHalts:
    """A store in which nothing is ever halted."""

    def __init__(self, store: Any) -> None:
        self._store = store

    @contextmanager
    def write(self) -> Iterator[Any]:
        with self._store.write() as unit:
            blind = copy.copy(unit)
            blind.halts = self
            yield blind

    def current(self) -> None:
        return None


class HaltBlind(Sender):
    """Launches what it claimed, whatever was halted since."""

    def _launch(self, claimed: Delivery, mail: Any) -> Delivery | None:
        blind = replace(self, desk=replace(self.desk, store=NoHalts(self.desk.store)))
        return Sender._launch(blind, claimed, mail)


class OpenDoor(Door):
    """Lets every request begin."""

    def pass_through(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("sender", "door", "law", "start"),
    [
        (MarksAfter, Door, "out twice", 6),  # it dies in between, and sends again
        (Fenceless, Door, "out twice", 1),  # both runs send
        (NeverLooks, Door, "out twice", 4),
        (HaltBlind, Door, "launched: halted", 23),  # halted between claim and launch
        (Sender, OpenDoor, "a request began after halt returned", 4),  # halted between launch and request
    ],
)
def test_a_broken_rule_is_found(sender: type[Sender], door: type[Door], law: str, start: int) -> None:
    """Each rule of sending is one that histories would miss; *start* is where they do so soon."""

    class Broken(Histories):
        network_alone = True

        def make_world(self) -> World:
            return World(sender, door, watch_marks=False)

    assert law in explore(Broken, examples=200, steps=STEPS, start=start, shrink=False)
