"""Sending one account's deliveries, once each: claim, prepare, launch, publish, record; look when in doubt.

Every mark is committed before what it allows: the claim before uploads, the launch before the one publishing
request. Whoever ends in between leaves a state that tells what can have happened: a claimed delivery was
not sent, a launched one may have been.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from scheduler.core import gates, outcomes
from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.errors import AccountTrouble, MaybeSent, NetworkError, NotSent, StoreError
from scheduler.core.limits import Network
from scheduler.core.looking import Verdict, look
from scheduler.core.ports import Clock, Letter, NetworkConnection, Prepared, Published, Unit
from scheduler.core.records import Attempt, Event
from scheduler.core.retry import Backoff
from scheduler.services import lookups
from scheduler.services.desk import Desk
from scheduler.services.facts import facts_for
from scheduler.services.pausing import stop_account

log = logging.getLogger("drumbeat.sending")

_BEGUN_AFTER = 0.3  # seconds; a request that passed the door that long ago is on the wire
_WRITE_AGAIN_AFTER = 1.0  # seconds; an answer that cannot be written is kept and tried again


class Door:
    """What every publishing request passes. Shut, no request can begin, whatever was launched."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._shut = False
        self._last_passed: float | None = None

    def shut(self) -> float:
        """From the return of this call on ``pass_through`` answers False.

        Answers for how many seconds yet a request that passed before may still be about to begin.
        """
        with self._lock:
            self._shut = True
            if self._last_passed is None:
                return 0.0
            return max(0.0, self._last_passed + _BEGUN_AFTER - self._clock.monotonic())

    def open(self) -> None:
        """Let requests begin again."""
        with self._lock:
            self._shut = False

    def pass_through(self) -> bool:
        """Whether a request may begin now."""
        with self._lock:
            if not self._shut:
                self._last_passed = self._clock.monotonic()
            return not self._shut


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened to a delivery, for whoever watches the daemon."""

    delivery: Delivery
    event: Event
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One transaction, and the news of it."""

    unit: Unit
    news: list[News] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends for one daemon run. Safe to use from one worker thread for each account."""

    desk: Desk
    connect: Callable[[Account], NetworkConnection]
    door: Door
    network_of: Callable[[Account], Network]
    run: int
    backoff: Backoff
    stop: threading.Event
    """Set when the daemon ends: no further claims, no further waiting."""
    tell: Callable[[News], None] = lambda news: None

    @property
    def owner(self) -> str:
        """How this run signs what it holds."""
        return f"daemon:{self.run}"

    # --- one step ---------------------------------------------------------------------------

    def step(self, account: str) -> bool:
        """Do the next thing for *account*: look for what is uncertain, or send what is due.

        Whether there was anything to do.
        """
        with self.desk.store.read() as unit:
            doubtful = unit.deliveries.to_look_for(account, self.desk.clock.now())
        if doubtful is not None:
            self._look(doubtful)
            return True
        taken = self._claim(account)
        if taken is None:
            return False
        if taken.state is State.SENDING:
            self._carry(taken)
        return True

    # --- claim ------------------------------------------------------------------------------

    def _claim(self, account: str) -> Delivery | None:
        """The account's next delivery, claimed, or in the state that a closed gate decided."""
        now = self.desk.clock.now()
        with self.desk.store.read() as unit:
            if unit.deliveries.claimable(account, now) is None:
                return None  # an idle daemon never takes the write lock
        with self._writing() as page:
            old = page.unit.deliveries.claimable(account, now)
            if old is None:
                return None
            closed = gates.closed(facts_for(self.desk, page.unit, old), now)
            if closed is not None:
                return self._apply_gate(page, old, closed, now)
            new = old.move(
                State.SENDING, owner=self.owner, fence=old.fence + 1, tries=old.tries + 1, next_try_at=None
            )
            return self._save(page, old, new, Event.CLAIMED, now)

    def _apply_gate(self, page: _Page, old: Delivery, closed: gates.Closed, now: datetime) -> Delivery | None:
        if closed.state is old.state:
            return None  # it waits, and the gate is its reason
        new = old.move(closed.state, reason=closed.reason, why=closed.why)
        return self._save(page, old, new, Event.DECIDED, now, gate=str(closed.gate), why=closed.why)

    # --- carry ------------------------------------------------------------------------------

    def _carry(self, claimed: Delivery) -> None:
        part = _unfinished(claimed)
        try:
            account, letter = self._letter(claimed, part)
            connection = self.connect(account)
            prepared = connection.prepare(letter)
        except NetworkError as error:
            self._settle(claimed, part.n, error if not isinstance(error, MaybeSent) else NotSent(str(error)))
            return
        except Exception as error:
            log.exception("%s: preparing failed", claimed.id)
            self._settle(claimed, part.n, NotSent(f"preparing failed: {error!r}"))
            return
        launched = self._launch(claimed, part, prepared)
        if launched is not None:
            self._publish(launched, part.n, connection, letter, prepared)

    def _letter(self, delivery: Delivery, part: Part) -> tuple[Account, Letter]:
        with self.desk.store.read() as unit:
            account = lookups.account(unit, delivery.account)
            statement = lookups.statement(unit, delivery.statement)
        pictures = [self.desk.pictures.get(each.sha256) for each in part.pictures]
        kept = tuple(data for data in pictures if data is not None)
        if len(kept) < len(pictures):
            # Not the network's refusal: the check, a gate of the next claim, holds it for a person.
            raise NotSent("a picture is missing or was changed since it was approved")
        return account, Letter(account=account.name, part=part, pictures=kept, lang=statement.lang)

    def _launch(self, claimed: Delivery, part: Part, prepared: Prepared) -> Delivery | None:
        """The delivery, launched and committed so; None if a gate closed or it is no longer ours."""
        now = self.desk.clock.now()
        with self._writing() as page:
            old = self._ours(page.unit, claimed)
            if old is None:
                return None
            closed = gates.closed(facts_for(self.desk, page.unit, old), now)
            if closed is not None:
                self._apply_gate(page, old, closed, now)
                return None
            keys = (*part.media_keys, *prepared.media_keys)
            new = replace(old, looks=0).with_part(part.n, launched_at=now, media_keys=keys)
            return self._save(page, old, new, Event.LAUNCHED, now, part=part.n)

    def _publish(
        self, launched: Delivery, n: int, connection: NetworkConnection, letter: Letter, prepared: Prepared
    ) -> None:
        if not self.door.pass_through():
            self._settle(launched, n, NotSent("halted before the request began"))
            return
        part = next(each for each in launched.parts if each.n == n)
        answer: Published | NetworkError
        try:
            answer = connection.publish(replace(letter, part=part), prepared)
        except NetworkError as error:
            answer = error
        except Exception as error:
            log.exception("%s: publishing ended without an answer", launched.id)
            answer = MaybeSent(f"publishing ended without an answer: {error!r}")
        self._settle(launched, n, answer)

    # --- record -----------------------------------------------------------------------------

    def _settle(self, ours: Delivery, n: int, answer: Published | NetworkError) -> None:
        """Record what the network said, however long the database takes to listen."""
        while True:
            try:
                with self._writing() as page:
                    old = self._ours(page.unit, ours)
                    if old is not None:
                        now = self.desk.clock.now()
                        if isinstance(answer, AccountTrouble):
                            stop_account(self.desk, page.unit, old.account, answer.message)
                        new = outcomes.answered(old, n, answer, self._policy(page.unit, old), now)
                        self._save(page, old, new, Event.ANSWERED, now, part=n, said=_said(answer))
                return
            except StoreError as error:
                log.error("%s: the answer cannot be recorded yet: %s", ours.id, error)
                if self.desk.clock.wait(self.stop, _WRITE_AGAIN_AFTER):
                    return  # the next start finds it launched, and looks

    # --- look -------------------------------------------------------------------------------

    def _look(self, doubtful: Delivery) -> None:
        """Ask the network for a delivery that may be out, and record what it says."""
        part = _unfinished(doubtful)
        with self.desk.store.read() as unit:
            account = lookups.account(unit, doubtful.account)
        since = part.launched_at or doubtful.planned_at or self.desk.clock.now()
        verdict: Verdict | NetworkError
        try:
            verdict = look(self.connect(account), self.network_of(account).lookup, part, since)
        except NetworkError as error:
            verdict = error
        except Exception as error:
            log.exception("%s: looking failed", doubtful.id)
            verdict = NotSent(f"looking failed: {error!r}")
        with self._writing() as page:
            old = page.unit.deliveries.get(doubtful.id)
            if old is None or old.state is not State.UNCERTAIN or old.fence != doubtful.fence:
                return
            now = self.desk.clock.now()
            if isinstance(verdict, AccountTrouble):
                stop_account(self.desk, page.unit, old.account, verdict.message)
            new = outcomes.seen(old, part.n, verdict, self._policy(page.unit, old), now)
            answered = not isinstance(verdict, NetworkError)
            self._save(page, old, new, Event.LOOKED, now, part=part.n, said=_said(verdict), answered=answered)

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

    def _orphan(self, page: _Page, left: Sequence[Delivery]) -> None:
        now = self.desk.clock.now()
        for old in left:
            new = outcomes.orphaned(old, self._policy(page.unit, old), now)
            self._save(page, old, new, Event.ANSWERED, now, said=new.why)

    def hold_overdue_drafts(self) -> int:
        """Hold drafts whose time has passed, for a person to approve or give up; how many."""
        now = self.desk.clock.now()
        with self.desk.store.read() as unit:
            if not unit.deliveries.overdue_drafts(now):
                return 0
        with self._writing() as page:
            overdue = page.unit.deliveries.overdue_drafts(now)
            for old in overdue:
                new = old.move(State.HELD, reason=Reason.UNAPPROVED, why="nobody approved it in time")
                self._save(page, old, new, Event.DECIDED, now)
        return len(overdue)

    # --- helpers ----------------------------------------------------------------------------

    def _policy(self, unit: Unit, delivery: Delivery) -> outcomes.Policy:
        network = self.network_of(lookups.account(unit, delivery.account))
        return outcomes.Policy(network=network, backoff=self.backoff, luck=random.random())  # noqa: S311

    def _ours(self, unit: Unit, claimed: Delivery) -> Delivery | None:
        """The row as it is now, if this claim still owns it."""
        row = unit.deliveries.get(claimed.id)
        mine = row is not None and row.state is State.SENDING and row.fence == claimed.fence
        return row if mine and row is not None and row.owner == self.owner else None

    @contextmanager
    def _writing(self) -> Iterator[_Page]:
        """A transaction whose news are told once it is committed: what is told has happened."""
        with self.desk.store.write() as unit:
            page = _Page(unit=unit)
            yield page
        for each in page.news:
            self.tell(each)

    def _save(
        self, page: _Page, old: Delivery, new: Delivery, event: Event, now: datetime, **detail: object
    ) -> Delivery | None:
        """Write *new* with its event; None if somebody else changed the row first."""
        if not page.unit.deliveries.save(old, new):
            return None
        part = detail.pop("part", None)
        page.unit.deliveries.note(
            Attempt(
                delivery=new.id,
                at=now,
                event=event,
                actor=self.owner,
                outcome=new.standing,
                part=part if isinstance(part, int) else None,
                detail=detail,
            )
        )
        rehearsal = lookups.account(page.unit, new.account).rehearsal
        page.news.append(News(delivery=new, event=event, rehearsal=rehearsal))
        return replace(new, revision=old.revision + 1)


def _unfinished(delivery: Delivery) -> Part:
    part = delivery.next_part
    if part is None:
        raise AssertionError(f"{delivery.id} is {delivery.state} with every part out")
    return part


def _said(answer: object) -> str:
    """What the network said, for the record."""
    return str(answer) if isinstance(answer, NetworkError) else type(answer).__name__.lower()
