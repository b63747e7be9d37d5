"""Random histories of an installation: people, faults, crashes and clocks, in any order, and what must hold.

``tests/once/test_histories.py`` runs some of them, ``bench/histories.py`` thousands.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar

from acts import ACTS
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from simulated import Fault
from world import ACCOUNTS, CAMPAIGNS, POSTS, World

from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.errors import InputError
from scheduler.core.records import Attempt, Event
from scheduler.services import reporting

OUTCOMES = {
    "approved": {State.QUEUED},
    "edited": {State.DRAFT},
    "moved": {State.QUEUED, State.DRAFT},
    "cancelled": {State.CANCELLED, State.SENDING, State.UNCERTAIN},
    "now": {State.QUEUED},
    "move": {State.QUEUED},
    "look": {State.UNCERTAIN},
    "to be deleted": {State.SENDING, State.UNCERTAIN, State.POSTED},
    "deleted": {State.POSTED},
    "not yet": {State.POSTED},
    "cancel": {State.SENDING, State.UNCERTAIN, State.QUEUED, State.HELD},
}
"""What an entry of the history that names no state stands for."""
MINUTES = st.sampled_from((0.1, 0.6, 3, 11, 45))
STEPS = st.sampled_from((-90, -6, 6, 90))
TARGETS = st.integers(0, 23)
BOUNDARIES = st.integers(0, 12)


class Histories(RuleBasedStateMachine):
    """The real daemon under people, faults, crashes and clocks."""

    totals: ClassVar[Counter[str]] = Counter()
    network_alone = False
    """Whether only the network judges, and our own rows are not looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.world = self.make_world()
        self.unused = sorted(((name, n) for name in CAMPAIGNS for n in range(1, POSTS[name] + 1)), key=_turn)
        self._checked: dict[str, int] = {}
        self._seen: tuple[int, datetime, int] | None = None
        self.totals["histories"] += 1

    def make_world(self) -> World:
        """The installation; a negative control breaks a rule of it."""
        return World()

    # --- what people do ---------------------------------------------------------------------

    @initialize(parts=st.integers(1, 2), picture=st.booleans())
    def begin(self, *, parts: int, picture: bool) -> None:
        """A post is approved and launched."""
        self.add(parts=parts, picture=picture)
        self.act("launch", 0)

    @rule(parts=st.integers(1, 2), picture=st.booleans())
    def add(self, *, parts: int, picture: bool) -> None:
        """A post is planned, and approved."""
        if self.unused:
            campaign, n = self.unused.pop(0)
            self._do("approve", self.world.add(campaign, n, parts=parts, picture=picture))

    @rule(what=st.sampled_from(("approve", "launch", "now")), pick=TARGETS)
    def go_on(self, what: str, pick: int) -> None:
        """Somebody brings a delivery on its way."""
        self.act(what, pick)

    @rule(data=st.data(), pick=TARGETS)
    def person(self, data: st.DataObject, pick: int) -> None:
        """Somebody does something else."""
        self.act(data.draw(st.sampled_from(sorted(ACTS))), pick)

    @rule()
    def resume(self) -> None:
        """Whatever was stopped goes on."""
        for what in ("resume", "resume account", "resume campaign"):
            for pick in range(3):
                self.act(what, pick)

    def act(self, what: str, pick: int) -> None:
        """*what*, done to the delivery that *pick* stands for, or to its post, campaign or account."""
        ours = self.world.deliveries()
        if ours:
            self._do(what, ours[pick % len(ours)])

    def _do(self, what: str, each: Delivery) -> None:
        with suppress(InputError):  # refused: a person is told why
            ACTS[what](self.world, each)
            self.totals[what] += 1

    # --- what happens -----------------------------------------------------------------------

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: float) -> None:
        """Time goes by, and the daemon does what falls due."""
        self.world.clock.advance(timedelta(minutes=minutes))
        self.world.tick()

    @rule()
    def tick(self) -> None:
        """The daemon does what there is to do."""
        self.world.tick()

    @rule(minutes=STEPS)
    def clock_steps(self, minutes: int) -> None:
        """The wall clock is set."""
        self.world.clock.set(self.world.clock.now() + timedelta(minutes=minutes))
        self.totals["clock steps"] += 1

    @rule(account=st.sampled_from(sorted(ACCOUNTS)), fault=st.sampled_from(sorted(Fault)))
    def fault(self, account: str, fault: Fault) -> None:
        """The account's next publishing request goes wrong."""
        self.world.network.order(account, "publish", fault)

    @rule(
        account=st.sampled_from(sorted(ACCOUNTS)),
        call=st.sampled_from(("prepare", "look")),
        fault=st.sampled_from((Fault.THROTTLE, Fault.TROUBLE, Fault.UNREACHABLE)),
    )
    def fault_before(self, account: str, call: str, fault: Fault) -> None:
        """The account's next upload, or look, goes wrong."""
        self.world.network.order(account, call, fault)

    @rule(after=BOUNDARIES)
    def crash(self, after: int) -> None:
        """The process ends within what it does next; it is started again by the next tick."""
        self._interrupted("crash", after, self.world.kill, inside=True)

    @rule(after=BOUNDARIES)
    def database_fails(self, after: int) -> None:
        """A transaction of the daemon fails."""
        self._interrupted("database", after, self.world.fail_database, inside=True)

    @rule(after=BOUNDARIES, data=st.data(), pick=TARGETS)
    def in_the_middle(self, after: int, data: st.DataObject, pick: int) -> None:
        """Somebody does something just while the daemon sends."""
        what = data.draw(st.sampled_from(sorted(ACTS)))
        self._interrupted("in the middle", after, lambda: self.act(what, pick), inside=False)

    @rule(after=BOUNDARIES)
    def usurped(self, after: int) -> None:
        """Another run takes over while this one is at work."""
        self._interrupted("usurped", after, self.world.usurp, inside=False)

    def _interrupted(self, name: str, after: int, act: Callable[[], None], *, inside: bool) -> None:
        """Do *act* within the daemon's next tick, which is given something to do."""
        if not self._anything_due():
            self.add(parts=1 + after % 2, picture=after % 3 > 0)
            self.act("launch", -1)
        self.world.interrupt(after, act, inside=inside)
        self.world.tick()
        if not self.world.spare():
            self.totals[name] += 1

    def _anything_due(self) -> bool:
        with self.world.store.read() as unit:
            return bool(unit.deliveries.accounts_with_work(self.world.clock.now()))

    # --- what must hold ---------------------------------------------------------------------

    @invariant()
    def nothing_wrong_was_seen(self) -> None:
        """No request began that must not; see ``World``."""
        self.totals["steps"] += 1
        assert not self.world.wrong, self.world.wrong

    @invariant()
    def once(self) -> None:
        """The network holds every part at most once."""
        twice = [tag for tag, times in self.world.network.seen().items() if times > 1]
        assert not twice, f"out twice: {twice}"

    @invariant()
    def every_delivery_is_where_it_should_be(self) -> None:
        """Nothing is lost, nothing both out and free to be sent, and the history tells each state."""
        now = self.world.clock.now()
        state = self.world.store.change_counter(), now, len(self.world.network.posts)
        if state == self._seen or self.network_alone:
            return
        self._seen = state
        seen, ours = self.world.network.seen(), self.world.deliveries()
        attention = {row.delivery.id for row in reporting.attention(self.world.desk)}
        kept_back = {row.delivery.id for row in reporting.queue(self.world.desk) if row.gate is not None}
        with self.world.store.read() as unit:
            work = set(unit.deliveries.accounts_with_work(now))
            coming = unit.deliveries.next_moment(now)
            for each in ours:
                if self._checked.get(each.id) != each.revision:
                    _check_history(each, unit.deliveries.attempts(each.id))
                    self._checked[each.id] = each.revision
        for each in ours:
            _check_visible(each, now, attention, work)
            if (
                each.state in {State.QUEUED, State.UNCERTAIN}
                and each.due_at is not None
                and each.due_at > now
            ):
                told = each.id in kept_back or (coming is not None and coming <= each.due_at)
                assert told, f"{each.id} is {each.state}, and the daemon would sleep through {each.due_at}"
            _check_truth(each, seen, self.world.network.came_late)
            _check_deleted(each, self.world.network.live())

    def teardown(self) -> None:
        """Left in peace, everything comes to an end: posted, failed, cancelled, or a person's to decide."""
        try:
            self._settle()
        finally:
            self.totals["posted"] += len(self.world.network.posts)
            self.totals.update({f"fault {fault}": n for fault, n in self.world.network.struck.items()})
            self.world.close()

    def _settle(self) -> None:
        self.world.network.orders.clear()
        self.world.clock.set(max(self.world.latest, self.world.clock.now()))
        self.resume()
        for _ in range(8):
            self.world.clock.advance(timedelta(minutes=6))
            self.world.tick()
            self.nothing_wrong_was_seen()
        self.once()
        self.every_delivery_is_where_it_should_be()
        under_way = [
            each.id for each in self.world.deliveries() if each.state in {State.SENDING, State.UNCERTAIN}
        ]
        assert self.network_alone or not under_way, f"stuck: {under_way}"
        now = self.world.clock.now()
        with self.world.store.read() as unit:  # what was refused for good is tried again in a day
            left = [each for name in ACCOUNTS if (each := unit.deliveries.to_remove(name, now))]
        assert self.network_alone or not left, f"still to be deleted: {[each.id for each in left]}"


def _turn(post: tuple[str, int]) -> tuple[int, str]:
    """Posts of both campaigns take turns."""
    name, n = post
    return (n * 3 if name == "kept" else n), name


def _check_history(delivery: Delivery, attempts: Sequence[Attempt]) -> None:
    """The last entry of the history gives the state, and there is an entry for each claim."""
    claims = sum(1 for each in attempts if each.event is Event.CLAIMED)
    assert claims == delivery.fence, f"{delivery.id}: {claims} claims, fence {delivery.fence}"
    if not attempts:
        assert delivery.state is State.DRAFT, f"{delivery.id} is {delivery.state} without a history"
        return
    assert _explains(attempts[-1], delivery), f"{delivery.id} is {delivery.standing} after {attempts[-1]}"


def _explains(last: Attempt, delivery: Delivery) -> bool:
    return last.outcome in {delivery.standing, str(delivery.state)} or delivery.state in OUTCOMES.get(
        last.outcome, ()
    )


def _check_visible(delivery: Delivery, now: datetime, attention: set[str], work: set[str]) -> None:
    """Whatever is not over is shown with its reason, or the daemon has it on its agenda."""
    state = delivery.state
    if state in {State.HELD, State.FAILED, State.UNCERTAIN}:
        assert delivery.id in attention, f"{delivery.id} is {state} and nobody is told"
        assert delivery.why, f"{delivery.id} is {state} without a reason"
    if state is State.QUEUED and delivery.due_at is not None and delivery.due_at <= now:
        told = delivery.account in work or delivery.id in attention
        assert told, f"{delivery.id} is due, and nobody is at work on it or told"


def _check_truth(delivery: Delivery, seen: Counter[str], came_late: set[str]) -> None:
    """What our rows say of each part agrees with the network."""
    tags = {part.n: f"{delivery.id}#{part.n}" for part in delivery.parts}
    for part in delivery.parts:
        if part.out:
            assert seen[tags[part.n]], f"{tags[part.n]} is said to be out and is not"
    hidden = [tags[part.n] for part in delivery.parts if seen[tags[part.n]] and not part.out]
    if hidden and delivery.state is not State.SENDING:
        doubt = delivery.state is State.UNCERTAIN or delivery.reason is Reason.UNKNOWN or delivery.may_be_out
        # Asked by key the network had no such post; only what arrives after that proves it wrong, and under
        # the same key it is still there once.
        proved_wrong = delivery.account == "sky" and came_late.issuperset(hidden)
        assert doubt or proved_wrong, f"{delivery.id} is {delivery.standing}, and {hidden} is out"


def _check_deleted(delivery: Delivery, live: set[str]) -> None:
    """What is said to be deleted is not there any more."""
    for part in delivery.parts:
        tag = f"{delivery.id}#{part.n}"
        assert part.removed_at is None or tag not in live, f"{tag} is said to be deleted and is there"


def explore(machine: type[Histories], *, examples: int, steps: int, start: int, shrink: bool = True) -> str:
    """What breaks a law in so many histories, with the shortest that shows it; empty if all hold."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        run_state_machine_as_test(seed(start)(machine), settings=chosen)
    except (AssertionError, ExceptionGroup) as error:
        return "\n".join([*_told(error), *getattr(error, "__notes__", [])])
    return ""


def _told(error: BaseException) -> list[str]:
    """What went wrong, and the history, of one failure or of several."""
    if isinstance(error, ExceptionGroup):
        return [line for each in error.exceptions for line in _told(each)]
    context = _told(error.__context__) if error.__context__ is not None else []
    return [*context, str(error), *getattr(error, "__notes__", [])]
