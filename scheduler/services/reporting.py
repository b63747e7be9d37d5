"""What goes out next, what waits for a person, what followers saw: ready to show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.core import gates
from scheduler.core.accounts import Account, out_of_reach
from scheduler.core.campaign import Campaign
from scheduler.core.costs import cost_now, delivery_cost
from scheduler.core.delivery import Delivery, Part, Reason, State
from scheduler.core.limits import Network
from scheduler.core.records import Attempt, Halt, Run
from scheduler.core.review import revision_code
from scheduler.core.storage import Page, Unit
from scheduler.services import bounds, lookups
from scheduler.services.bounds import Standing
from scheduler.services.desk import Desk

QUEUE = frozenset({State.DRAFT, State.QUEUED, State.SENDING})
ATTENTION = frozenset({State.HELD, State.FAILED, State.UNCERTAIN})
HISTORY = frozenset({State.POSTED, State.CANCELLED})
EVERYTHING = frozenset(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A delivery with its account, and the gate that keeps it back, if one does."""

    delivery: Delivery
    account: Account
    network: Network
    gate: gates.Closed | None = None
    attempts: tuple[Attempt, ...] = ()
    corrected: str | None = None
    """What a correction changed of its text since it is out, until a person said what becomes of it."""

    @property
    def why(self) -> str:
        """Why it is where it is, in plain words."""
        said = self.gate.why if self.gate else self.delivery.why
        if self.delivery.removal_due:
            asked = f"to be deleted, as {self.delivery.removal_asked_by} asked"
            said = ": ".join(filter(None, (asked, out_of_reach(self.account) or said)))
        since = f"live, and its text was corrected since: {self.corrected}" if self.corrected else ""
        others = (_other(part) for part in self.delivery.other_words)
        return "; ".join(filter(None, (said, *others, *self._vanished(), since)))

    def _vanished(self) -> Iterator[str]:
        several = len(self.delivery.parts) > 1
        for part in self.delivery.parts:
            if part.vanished:
                who = f"part {part.n} is gone" if several else "it is gone"
                yield f"{who}: {vanished(part, self.delivery.zone, self.network)}"

    @property
    def parts(self) -> list[tuple[Part, int | None]]:
        """Its parts, each with what it costs, or did, in micro-dollars; None where nothing is asked."""
        answers = self.delivery.answers is not None
        return [(part, cost_now(part, self.network, answers=answers)) for part in self.delivery.parts]

    @property
    def cost(self) -> int | None:
        """What it costs in all."""
        return delivery_cost(self.delivery, self.network)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A campaign with all that it sends."""

    campaign: Campaign
    rows: tuple[Row, ...]
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How it stands: the daemon, the halt, what waits."""

    daemon: str | None
    """Who holds the instance lock, or None if no daemon runs."""
    run: Run | None
    halt: Halt | None
    counts: Mapping[State, int]
    next: Row | None
    """What goes out next."""
    overdue: int
    """Approved, due, and held back by no gate: with no daemon, nobody sends these."""
    overdue_since: datetime | None
    """When the first of these was due."""
    waiting: int
    """How many need a person."""
    standings: tuple[Standing, ...]
    """The accounts in use: their bounds, and what is used of them."""


def vanished(part: Part, zone: str, network: Network) -> str:
    """When, as far as is known, somebody deleted *part* by hand."""
    since = part.known_there
    if since is None:
        return f"deleted on {network.title}, not by Drumbeat"
    at = since.astimezone(ZoneInfo(zone)).strftime("%a %-d %b %H:%M %Z")
    return f"deleted on {network.title}, not by Drumbeat, some time after {at}"


def _other(part: Part) -> str:
    words = f"these: {part.found_words}" if part.found_words else "none"
    return f"part {part.n} is out with other words than those approved, {words}"


def queue(desk: Desk, page: Page = Page()) -> list[Row]:  # noqa: B008 - frozen
    """Drafts, queued and sending deliveries, by planned time."""
    with desk.store.read() as unit:
        return _rows(desk, unit, unit.deliveries.in_states(QUEUE, page))


def attention(desk: Desk, page: Page = Page()) -> list[Row]:  # noqa: B008 - frozen
    """What needs a person, by planned time."""
    with desk.store.read() as unit:
        rows = waiting(desk, unit)
    return paged(rows, page)


def waiting(desk: Desk, unit: Unit) -> list[Row]:
    """The same, whole, within a transaction.

    Held, failed, uncertain, due behind a closed gate, due and not approved, due and still tried, out with
    other words than those approved, or with words that were corrected since.
    """
    found = [*unit.deliveries.in_states(ATTENTION), *_others(unit, desk.clock.now())]
    return _rows(desk, unit, sorted(found, key=_by_time))


def history(desk: Desk, page: Page = Page(), *, everything: bool = False) -> list[Row]:  # noqa: B008 - frozen
    """What followers saw and what was cancelled, with its attempts; *everything*: all deliveries."""
    states = EVERYTHING if everything else HISTORY
    with desk.store.read() as unit:
        found = unit.deliveries.in_states(states, page)
        return [
            replace(row, attempts=tuple(unit.deliveries.attempts(row.delivery.id)))
            for row in _rows(desk, unit, found)
        ]


def overview(desk: Desk, campaign_id: str) -> Overview:
    """A campaign with all its deliveries."""
    with desk.store.read() as unit:
        campaign = lookups.campaign(unit, campaign_id)
        ours = tuple(unit.deliveries.of_campaign(campaign_id))
        return Overview(campaign=campaign, rows=tuple(_rows(desk, unit, ours)), revision=revision_code(ours))


def campaigns(desk: Desk) -> Sequence[Campaign]:
    """All campaigns, the newest first."""
    with desk.store.read() as unit:
        return sorted(unit.campaigns.all(), key=lambda each: each.created_at, reverse=True)


def status(desk: Desk) -> Status:
    """How it stands now."""
    now = desk.clock.now()
    with desk.store.read() as unit:
        counts = unit.deliveries.count_by_state()
        others = _others(unit, now)
        queued = _rows(desk, unit, unit.deliveries.in_states(frozenset({State.QUEUED}), Page(limit=500)))
        run, halt = unit.runs.latest(), unit.halts.current()
        standings = tuple(bounds.standings(desk, unit))
    open_now = [row for row in queued if row.delivery.due_at is not None and row.gate is None]
    due = [at for row in open_now if (at := row.delivery.due_at) is not None and at <= now]
    return Status(
        daemon=desk.lock.holder(),
        run=run,
        halt=halt,
        counts=counts,
        next=open_now[0] if open_now else None,
        overdue=len(due),
        overdue_since=min(due, default=None),
        standings=standings,
        waiting=sum(counts.get(state, 0) for state in ATTENTION) + len(others),
    )


def rows(desk: Desk, ids: Sequence[str]) -> list[Row]:
    """The deliveries called *ids*, as they are now."""
    with desk.store.read() as unit:
        return _rows(desk, unit, [lookups.delivery(unit, id) for id in ids])


def no_daemon(desk: Desk) -> bool:
    """Whether nothing will be sent because no daemon runs."""
    return desk.lock.holder() is None


def _others(unit: Unit, now: datetime) -> list[Delivery]:
    """What needs a person, in the states that need none otherwise."""
    found = [
        *unit.deliveries.due_behind_gates(now),
        *unit.deliveries.retrying(now),
        *unit.deliveries.overdue_drafts(now),
        *unit.deliveries.with_other_words(),
        *unit.deliveries.quoting_corrected(),
        *unit.deliveries.removals(),
        *unit.deliveries.vanished(),
    ]
    return [each for each in {each.id: each for each in found}.values() if each.state not in ATTENTION]


def _rows(desk: Desk, unit: Unit, deliveries: Sequence[Delivery]) -> list[Row]:
    accounts = {account.name: account for account in unit.accounts.all()}
    one_each = {each.campaign: each for each in deliveries}
    campaigns = {id: lookups.owner(unit, each)[0] for id, each in one_each.items()}
    halt, now = unit.halts.current(), desk.clock.now()

    def gate(each: Delivery) -> gates.Closed | None:
        answered = lookups.answered(unit, each) if each.state is State.QUEUED else None
        return _gate(each, campaigns[each.campaign], accounts[each.account], halt, now, answered)

    corrected = {each.id: _corrected(unit, each) for each in unit.deliveries.quoting_corrected()}
    return [
        Row(
            delivery=each,
            account=accounts[each.account],
            network=desk.networks[accounts[each.account].network],
            gate=gate(each),
            corrected=corrected.get(each.id),
        )
        for each in deliveries
    ]


def _corrected(unit: Unit, delivery: Delivery) -> str:
    """What corrections changed of the excerpts that are out in *delivery*."""
    out = [part.excerpt for part in delivery.parts if part.excerpt and part.out]
    found = [unit.statements.excerpt(id) for id in out]
    return "; ".join(each.revised_why for each in found if each is not None and each.revised_why)


def _gate(
    delivery: Delivery,
    campaign: Campaign,
    account: Account,
    halt: Halt | None,
    now: datetime,
    answered: Delivery | None,
) -> gates.Closed | None:
    if delivery.state is State.DRAFT and delivery.planned_at is not None and delivery.planned_at <= now:
        why = "its time has come, and nobody approved it"
        return gates.Closed(gate=gates.Gate.APPROVAL, state=State.HELD, reason=Reason.UNAPPROVED, why=why)
    if delivery.state is not State.QUEUED:
        return None
    waits = gates.awaited(answered)
    return gates.waiting(campaign, account, halt, now) or (
        waits if waits and waits.state is State.QUEUED else None
    )


def in_turn(row: Row) -> tuple[bool, str, str]:
    """What rows are sorted by: their planned time, unset ones last."""
    return _by_time(row.delivery)


def _by_time(delivery: Delivery) -> tuple[bool, str, str]:
    planned = delivery.planned_at
    return planned is None, planned.isoformat() if planned else "", delivery.id


def paged(rows: list[Row], page: Page) -> list[Row]:
    """The rows of *page*."""
    ids = [row.delivery.id for row in rows]
    start = ids.index(page.after) + 1 if page.after in ids else 0
    return rows[start:][: page.limit]
