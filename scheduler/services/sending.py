"""Sending one account's deliveries, once each: claim, prepare, launch, publish, record; look when in doubt.

Every mark is committed before what it allows: the claim before uploads, the launch before the one publishing
request. Whoever ends in between leaves a state that tells what can have happened: a claimed delivery was
not sent, a launched one may have been.
"""

import logging
import random
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.core import gates, outcomes
from scheduler.core.accounts import Account
from scheduler.core.costs import charge
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import (
    AccountTrouble,
    ComeBackLater,
    MaybeSent,
    NetworkError,
    NotSent,
    StoreError,
)
from scheduler.core.limits import Lookup, Network
from scheduler.core.looking import Found, Sought, Verdict, look
from scheduler.core.ports import Letter, NetworkConnection, Prepared
from scheduler.core.records import Event
from scheduler.core.retry import Backoff
from scheduler.core.storage import Unit
from scheduler.services import lookups
from scheduler.services.bounds import over
from scheduler.services.desk import Desk
from scheduler.services.door import Door
from scheduler.services.facts import facts_for
from scheduler.services.lanes import Lanes, Way
from scheduler.services.letters import above, letters
from scheduler.services.looks import asked, launched_in_doubt
from scheduler.services.marks import News, Page, marking
from scheduler.services.pausing import stop_account
from scheduler.services.watch import Watch

log = logging.getLogger("drumbeat.sending")

_WRITE_AGAIN_AFTER = 1.0  # seconds; an answer that cannot be written is kept and tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends for one daemon run. Safe to use from one worker thread for each account."""

    desk: Desk
    connect: Callable[[Account], NetworkConnection]
    door: Door
    network_of: Callable[[Account], Network]
    lanes: Lanes
    run: int
    backoff: Backoff
    stop: threading.Event
    """Set when the daemon ends: no further claims, no further waiting."""
    tell: Callable[[News], None] = lambda news: None
    answer_next: Callable[[str], bool] = lambda account: False
    """Carries out what commands ask of an account; whether something was asked."""
    remove_next: Callable[[str], bool] = lambda account: False
    """Deletes what somebody asked to delete of an account, and is due; whether there was anything."""
    watch: Watch | None = None
    """Asked for the time before each claim and each launch; None: the clock is believed whatever it says."""

    @property
    def owner(self) -> str:
        """How this run signs what it holds."""
        return f"daemon:{self.run}"

    # --- one step ---------------------------------------------------------------------------

    def step(self, account: str) -> bool:
        """Do the next thing for *account*: delete, look for what is uncertain, or send what is due.

        What commands ask comes first: somebody waits for it. Whether there was anything to do.
        """
        now = self._believed()
        with self.desk.store.read() as unit:  # an idle daemon never takes the write lock
            asked = unit.requests.first_open(account)
            doubtful = unit.deliveries.to_look_for(account, self.desk.clock.now())
            due = unit.deliveries.claimable(account, now) if now else None
            unwanted = unit.deliveries.to_remove(account, self.desk.clock.now())
        if asked and self.answer_next(account):
            return True
        if unwanted is not None:
            return self.remove_next(account)
        if doubtful is not None:
            self._look(doubtful)
            return True
        taken = self._claim(due, now) if due and now else None
        if taken is None:
            return False
        delivery, its_account = taken
        if delivery.state is State.SENDING:
            self._carry(delivery, its_account)
        return True

    # --- claim ------------------------------------------------------------------------------

    def _claim(self, old: Delivery, now: datetime) -> tuple[Delivery, Account] | None:
        """*old*, which is due, claimed, or in the state that a closed gate decided; with its account.

        None if it waits on, or if somebody has changed it since it was read.
        """
        with self._writing() as page:
            facts = facts_for(self.desk, page.unit, old, page.account(old.account))
            closed = gates.closed(facts, now) or over(self.desk, page.unit, old, facts.account, now)
            if closed is not None:
                taken = self._apply_gate(page, old, closed, now)
            else:
                ours = replace(facts.delivery, fence=old.fence + 1, tries=old.tries + 1, next_try_at=None)
                new = ours.move(State.SENDING, owner=self.owner)
                taken = page.save(old, new, Event.CLAIMED, now)
            return None if taken is None else (taken, facts.account)

    def _apply_gate(self, page: Page, old: Delivery, closed: gates.Closed, now: datetime) -> Delivery | None:
        if closed.state is old.state:
            return None  # it waits, and the gate is its reason
        new = old.move(closed.state, reason=closed.reason, why=closed.why).unwanted(now)
        return page.save(old, new, Event.DECIDED, now, gate=str(closed.gate), why=closed.why)

    # --- carry ------------------------------------------------------------------------------

    def _carry(self, claimed: Delivery, account: Account) -> None:
        """Take what was claimed through its request, in a lane, and record what came of it."""
        with self.lanes.way(self.stop) as way:
            told = self._send(claimed, account, way) if way else None
        if told is not None:
            self._settle(*told)
        elif way is None:
            self.let_go(claimed.account)

    def _send(self, claimed: Delivery, account: Account, way: Way) -> tuple[Delivery, outcomes.Answer] | None:
        """One request: for a part, or for a thread where that is one. What was sent, and the answer."""
        try:
            connection = self.connect(account)
            if found := self._found_before(claimed, account, connection):
                return claimed, [found.published]
            mail: list[tuple[Letter, Prepared]] = []
            for each in letters(self.desk, claimed, self._together(claimed, account)):
                letter = replace(each, follows=mail[-1]) if mail else each
                mail.append((letter, connection.prepare(letter)))
        except NetworkError as error:
            return claimed, error if not isinstance(error, MaybeSent) else NotSent(str(error))
        except Exception as error:
            log.exception("%s: preparing failed", claimed.id)
            return claimed, NotSent(f"preparing failed: {error!r}")
        launched = self._launch(claimed, mail)
        if launched is None:
            return None
        if not way.enter():
            return launched, NotSent("others were on their way to networks that do not answer")
        return launched, self._publish(launched, connection, mail)

    def _account(self, delivery: Delivery) -> Account:
        with self.desk.store.read() as unit:
            return lookups.account(unit, delivery.account)

    def _together(self, delivery: Delivery, account: Account) -> list[Part]:
        """The parts of *delivery* that its next request publishes."""
        rest = [part for part in delivery.parts if not part.out]
        return rest if self.network_of(account).threads_at_once else rest[:1]

    def _found_before(self, claimed: Delivery, account: Account, talk: NetworkConnection) -> Found | None:
        """A part that was launched before and turns out to be out, where keys do not forbid it twice.

        A person said that it is not, or the looks gave up: what any launch uploaded is looked for.
        """
        network, part = self.network_of(account), _unfinished(claimed)
        if network.lookup is Lookup.KEYED or claimed.fence == 1:  # claimed for the first time
            return None
        since = launched_in_doubt(self.desk.store, claimed, part)
        if since is None:
            return None
        verdict = look(talk, network.lookup, self._sought(claimed, part, since))
        return verdict if isinstance(verdict, Found) else None

    def _launch(self, claimed: Delivery, mail: Sequence[tuple[Letter, Prepared]]) -> Delivery | None:
        """The delivery, launched and committed so; None if a gate closed or it is no longer ours."""
        now = self._believed()
        with self._writing() as page:
            old = self._ours(page.unit, claimed)
            if old is None:
                return None
            if now is None:
                back = old.move(State.QUEUED, why="the clock leapt forward before it was sent")
                page.save(old, back, Event.DECIDED, self.desk.clock.now(), why=back.why)
                return None
            facts = facts_for(self.desk, page.unit, old, page.account(old.account))
            closed = gates.closed(facts, now)
            if closed is not None:
                self._apply_gate(page, old, closed, now)
                return None
            network, new = self.network_of(facts.account), replace(old, looks=0)
            for letter, prepared in mail:
                keys, cost = (
                    (*letter.part.media_keys, *prepared.media_keys),
                    charge(letter.part, network, answers=old.answers is not None),
                )
                new = new.with_part(
                    letter.part.n, launched_at=now, media_keys=keys, record=prepared.record, cost=cost
                )
            parts = [letter.part.n for letter, _ in mail]
            return page.save(old, new, Event.LAUNCHED, now, part=parts[0], parts=parts)

    def _publish(
        self, launched: Delivery, connection: NetworkConnection, mail: Sequence[tuple[Letter, Prepared]]
    ) -> outcomes.Answer:
        if not self.door.pass_through():
            return NotSent("halted before the request began")
        try:
            return [connection.publish(*mail[0])] if len(mail) == 1 else connection.publish_thread(mail)
        except NetworkError as error:
            return error
        except Exception as error:
            log.exception("%s: publishing ended without an answer", launched.id)
            return MaybeSent(f"publishing ended without an answer: {error!r}")

    # --- record -----------------------------------------------------------------------------

    def _settle(self, ours: Delivery, answer: outcomes.Answer) -> None:
        """Record what the network said, however long the database takes to listen."""
        part = _unfinished(ours)
        while True:
            try:
                with self._writing() as page:
                    old = self._ours(page.unit, ours)
                    if old is not None:
                        now = self.desk.clock.now()
                        if isinstance(answer, AccountTrouble):
                            stop_account(self.desk, page.unit, old.account, answer.message)
                        policy = self._policy(page, old)
                        new = outcomes.answered(old, answer, policy, now).unwanted(now)
                        page.save(old, new, Event.ANSWERED, now, part=part.n, said=_said(answer))
                        if isinstance(answer, ComeBackLater):
                            self._rest(page, old.account, answer, policy, now)
                return
            except StoreError as error:
                log.error("%s: the answer cannot be recorded yet: %s", ours.id, error)
                if self.desk.clock.wait(self.stop, _WRITE_AGAIN_AFTER):
                    return  # the next start finds it launched, and looks

    def _rest(
        self, page: Page, account: str, answer: ComeBackLater, policy: outcomes.Policy, now: datetime
    ) -> None:
        """Let what else of the account is due wait as long: it would be told the same, one by one."""
        at = outcomes.back_at(answer, policy, now)
        for old in page.unit.deliveries.due_before(account, at):
            new = outcomes.kept_waiting(old, at, answer.message, now)
            if new is not None:
                page.save(old, new, Event.DECIDED, now, why=new.why)

    # --- look -------------------------------------------------------------------------------

    def _look(self, doubtful: Delivery) -> None:
        """Ask the network for a delivery that may be out, and record what it says."""
        part = _unfinished(doubtful)
        account = self._account(doubtful)
        since = part.launched_at or doubtful.planned_at or self.desk.clock.now()
        sought = self._sought(doubtful, part, since)
        verdict = asked(lambda: self.connect(account), self.network_of(account).lookup, sought)
        with self._writing() as page:
            old = page.unit.deliveries.get(doubtful.id)
            if old is None or old.state is not State.UNCERTAIN or old.fence != doubtful.fence:
                return
            now = self.desk.clock.now()
            if isinstance(verdict, AccountTrouble):
                stop_account(self.desk, page.unit, old.account, verdict.message)
            new = outcomes.seen(old, part.n, verdict, self._policy(page, old), now).unwanted(now)
            answered = not isinstance(verdict, NetworkError)
            page.save(old, new, Event.LOOKED, now, part=part.n, said=_said(verdict), answered=answered)

    def _sought(self, delivery: Delivery, part: Part, since: datetime) -> Sought:
        """What a look for *part* is for. Parts go out in turn, each as an answer to the one before."""
        with self.desk.store.read() as unit:
            before = above(unit, delivery, part)

        def taken(remote_id: str) -> bool:
            with self.desk.store.read() as unit:
                return unit.deliveries.remote_id_used(delivery.account, remote_id)

        return Sought(part=part, since=since, reply_to=before.remote_id if before else None, taken=taken)

    # --- what a run leaves behind -----------------------------------------------------------

    def take_over(self) -> int:
        """At the start, under the instance lock: settle what earlier runs left in ``sending``; how many."""
        with self._writing() as page:
            left = [each for each in page.unit.deliveries.sending() if each.owner != self.owner]
            self._orphan(page, left)
        return len(left)

    def let_go(self, account: str) -> None:
        """Settle what this run still holds of *account*, whose worker ended."""
        with self._writing() as page:
            held = [each for each in page.unit.deliveries.sending() if each.account == account]
            self._orphan(page, [each for each in held if each.owner == self.owner])

    def _orphan(self, page: Page, left: Sequence[Delivery]) -> None:
        now = self.desk.clock.now()
        for old in left:
            new = outcomes.orphaned(old, self._policy(page, old), now).unwanted(now)
            page.save(old, new, Event.ANSWERED, now, said=new.why)

    def hold_overdue_drafts(self) -> int:
        """Hold drafts whose time has passed, for a person to approve or give up; how many."""
        now = self._believed()
        if now is None:
            return 0
        with self.desk.store.read() as unit:
            if not unit.deliveries.overdue_drafts(now):
                return 0
        with self._writing() as page:
            overdue = page.unit.deliveries.overdue_drafts(now)
            for old in overdue:
                new = old.move(State.HELD, reason=Reason.UNAPPROVED, why="nobody approved it in time")
                page.save(old, new, Event.DECIDED, now)
        return len(overdue)

    # --- helpers ----------------------------------------------------------------------------

    def _believed(self) -> datetime | None:
        """The present instant; None while the wall clock is not believed."""
        return self.watch.now() if self.watch else self.desk.clock.now()

    def _policy(self, page: Page, delivery: Delivery) -> outcomes.Policy:
        account = page.account(delivery.account)
        return outcomes.Policy(
            network=self.network_of(account),
            backoff=self.backoff,
            luck=random.random(),  # noqa: S311
            sends_again=account.sends_again,
        )

    def _ours(self, unit: Unit, claimed: Delivery) -> Delivery | None:
        """The row as it is now, if this claim still owns it."""
        row = unit.deliveries.fresh(claimed)
        mine = row is not None and row.state is State.SENDING and row.fence == claimed.fence
        return row if mine and row is not None and row.owner == self.owner else None

    def _writing(self) -> AbstractContextManager[Page]:
        return marking(self.desk.store, self.owner, self.tell)


def _unfinished(delivery: Delivery) -> Part:
    part = delivery.next_part
    if part is None:
        raise AssertionError(f"{delivery.id} is {delivery.state} with every part out")
    return part


def _said(answer: object) -> str:
    """What the network said, for the record."""
    if isinstance(answer, NetworkError):
        return str(answer)
    return type(answer).__name__.lower() if isinstance(answer, Verdict) else "published"
