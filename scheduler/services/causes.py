"""Why deliveries wait for a person, and which of them wait for one and the same cause."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.core import gates
from scheduler.core.delivery import Delivery, Reason, State
from scheduler.core.records import Attempt, Event, Halt, Interruption, Rest, Run
from scheduler.core.storage import Unit
from scheduler.core.waits import OPEN, Kind
from scheduler.services import reporting
from scheduler.services.desk import Desk
from scheduler.services.reporting import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What keeps deliveries from going out, in plain words."""

    kind: Kind
    subject: str = ""
    """What tells it from others of its kind: an account, a campaign, a number."""
    words: str
    opens: str = ""
    """The command that ends it; empty where it is over, or where deciding is all there is to do."""

    @property
    def id(self) -> str:
        """The same on every call, and none of any delivery: it has neither a dot nor an @."""
        return "-".join(filter(None, (self.kind, self.subject)))

    @property
    def open(self) -> tuple[str, ...]:
        """Which decisions can be made for all that wait for it."""
        return OPEN[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All that waits for one cause, by planned time."""

    cause: Cause
    rows: tuple[Row, ...]

    @property
    def id(self) -> str:
        """Its cause's."""
        return self.cause.id

    @property
    def posts(self) -> int:
        """How many posts these are, however many accounts each goes to."""
        return len({row.delivery.post for row in self.rows})

    @property
    def accounts(self) -> tuple[str, ...]:
        """Where they were to go, by name."""
        return tuple(sorted({row.account.name for row in self.rows}))

    @property
    def earliest(self) -> datetime | None:
        """The first planned time; None where none of them has one."""
        return min(self._times, default=None)

    @property
    def latest(self) -> datetime | None:
        """The last planned time."""
        return max(self._times, default=None)

    @property
    def _times(self) -> list[datetime]:
        return [at for row in self.rows if (at := row.delivery.planned_at) is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is on record about why a delivery waits."""

    halt: Halt | None = None
    """The halt that keeps it back, or during which it fell due."""
    before: Run | None = None
    """The daemon's life before the one that held it."""
    run: Run | None = None
    """The daemon's life that held it."""
    interruption: Interruption | None = None
    """What kept it back when its window ended."""
    tried: bool = False
    """Whether the network was asked, and answered that it is not taken."""


def waiting(desk: Desk) -> list[Group]:
    """All that waits for a person, by cause, the earliest planned time first."""
    with desk.store.read() as unit:
        return waiting_in(desk, unit)


def waiting_in(desk: Desk, unit: Unit) -> list[Group]:
    """The same within a transaction."""
    zone = ZoneInfo(desk.defaults.zone)
    found = reporting.waiting(desk, unit)
    return grouped((cause_of(row, _past(unit, row.delivery), zone), row) for row in found)


def grouped(found: Iterable[tuple[Cause, Row]]) -> list[Group]:
    """Rows that wait for one cause together, in the order in which the first of each comes."""
    causes: dict[str, Cause] = {}
    rows: dict[str, list[Row]] = {}
    for cause, row in found:
        causes.setdefault(cause.id, cause)
        rows.setdefault(cause.id, []).append(row)
    return [Group(cause=causes[id], rows=tuple(each)) for id, each in rows.items()]


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """An instant as it is said in a sentence: ``Tue 24 Nov 09:12 EST``."""
    return at.astimezone(zone).strftime("%a %-d %b %H:%M %Z")


# --- what is on record --------------------------------------------------------------------------


def _past(unit: Unit, delivery: Delivery) -> Past:
    if delivery.state is State.QUEUED:
        return Past(halt=unit.halts.current())
    if delivery.reason is Reason.HALTED:
        number = _held_by(unit, delivery).detail.get("halt")
        return Past(halt=unit.halts.get(number) if isinstance(number, int) else None)
    if delivery.reason is Reason.MISSED:
        return _missed(unit, delivery, _held_by(unit, delivery))
    return Past()


def _held_by(unit: Unit, delivery: Delivery) -> Attempt:
    """The event that brought *delivery* to where it stands."""
    attempts = unit.deliveries.attempts(delivery.id)
    return next((each for each in reversed(attempts) if each.outcome == delivery.standing), attempts[-1])


def _missed(unit: Unit, delivery: Delivery, held: Attempt) -> Past:
    """What was so when the window of *delivery* ended."""
    ended = (gates.expected(delivery) or held.at) + delivery.window
    mine = [each for each in unit.interruptions.covering(ended) if _concerns(each, delivery)]
    name, _, number = held.actor.partition(":")
    run = unit.runs.get(int(number)) if name == "daemon" and number.isdecimal() else None
    late = run if run is not None and run.started_at >= ended else None
    return Past(
        interruption=mine[-1] if mine else None,
        run=late,
        before=unit.runs.get(late.number - 1) if late else None,
        tried=held.event is Event.ANSWERED or "gate" not in held.detail,
    )


def _concerns(each: Interruption, delivery: Delivery) -> bool:
    return each.kind is Rest.ASLEEP or delivery.account == each.account or delivery.campaign == each.campaign


# --- the cause ----------------------------------------------------------------------------------


def cause_of(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    """What keeps *row* from going out, by what is on record; times are told in *zone*."""
    delivery, gate = row.delivery, row.gate
    if gate is not None and gate.gate in _BY_GATE:
        return _BY_GATE[gate.gate](row, past, zone)
    if delivery.reason is not None:
        return _BY_REASON[delivery.reason](row, past, zone)
    if delivery.removal_due:
        return _to_delete(row)
    return _of_what_is_out(row)(row, past, zone)


def _of_what_is_out(row: Row) -> "_By":
    """The cause of a delivery that no gate and no reason keeps: most of these are out."""
    delivery = row.delivery
    if any(part.vanished and part.gone_seen_at is None for part in delivery.parts):
        return _GONE
    if row.corrected:
        return _CORRECTED
    return _WORDS if delivery.other_words else _BY_STATE.get(delivery.state, _WORDS)


def _to_delete(row: Row) -> Cause:
    name = row.account.name
    words = f"{name}: to be deleted, and still there"
    if row.account.removed_at is not None:
        opens = f"drumbeat account add {row.account.network} {name}"
    elif row.account.stopped_at is not None:
        opens = f"drumbeat account resume {name}"
    else:
        opens = ""
    return Cause(kind=Kind.DELETE, subject=name, words=words, opens=opens)


_By = Callable[[Row, Past, ZoneInfo], Cause]


def _halt(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    halt = past.halt
    if halt is None:
        return Cause(kind=Kind.HALT, words=row.why or "a halt")
    by = "the daemon" if halt.by.startswith("daemon:") else halt.by
    words = f"the halt of {spoken(halt.at, zone)} by {by}: {halt.reason}"
    over = halt.resumed_at is not None
    return Cause(
        kind=Kind.HALT,
        subject=str(halt.id),
        words=words if over else f"{words} (it is still on)",
        opens="" if over else "drumbeat resume",
    )


def _stopped(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    name, since = row.account.name, row.account.stopped_at
    when = f" since {spoken(since, zone)}" if since else ""
    words = f"{name} is stopped{when}: {row.account.stopped_why}"
    return Cause(kind=Kind.STOPPED, subject=name, words=words, opens=f"drumbeat account resume {name}")


def _paused(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    name, since = row.account.name, row.account.paused_at
    if since is None:
        id = row.delivery.campaign
        opens = f"drumbeat campaign resume {id}"
        return Cause(kind=Kind.CAMPAIGN, subject=id, words=f"the campaign {id} is paused", opens=opens)
    words = f"{name} is paused since {spoken(since, zone)} by {row.account.paused_by}"
    return Cause(kind=Kind.PAUSED, subject=name, words=words, opens=f"drumbeat account resume {name}")


def _embargo(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    id = row.delivery.campaign
    return Cause(kind=Kind.EMBARGO, subject=id, words=f"{id}: {row.why}")


def _unapproved(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    id = row.delivery.campaign
    opens = f"drumbeat campaign approve {id} --late now"
    return Cause(kind=Kind.UNAPPROVED, subject=id, words=f"{id} was not approved in time", opens=opens)


def _late(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    """What was so when the window ended: what kept the account back goes before what kept all back."""
    name, rest = row.account.name, past.interruption
    if rest is not None and rest.kind is not Rest.ASLEEP:
        return _after(rest, zone)
    if past.run is not None:
        return _downtime(past.run, past.before, zone)
    if rest is not None:
        until = f" to {spoken(rest.ended_at, zone)}" if rest.ended_at else ""
        words = f"this computer slept from {spoken(rest.began_at, zone)}{until}"
        return Cause(kind=Kind.SLEEP, subject=str(rest.id), words=words)
    if past.tried:
        return Cause(kind=Kind.LATE, subject=name, words=f"{name} was not served within the posts' window")
    return Cause(kind=Kind.LATE, subject=name, words=f"{name} came to it later than the posts' window")


def _after(rest: Interruption, zone: ZoneInfo) -> Cause:
    """What an account or a campaign missed while it rested. The same id before and after the rest ends."""
    who = rest.account or f"the campaign {rest.campaign}"
    until = f" to {spoken(rest.ended_at, zone)}" if rest.ended_at else " on"
    span = f"from {spoken(rest.began_at, zone)}{until}"
    if rest.kind is Rest.STOPPED:
        return Cause(kind=Kind.STOPPED, subject=f"{who}", words=f"{who} was stopped {span}: {rest.why}")
    kind = Kind.PAUSED if rest.account else Kind.CAMPAIGN
    subject = rest.account or rest.campaign or ""
    return Cause(kind=kind, subject=subject, words=f"{who} was paused {span} by {rest.by}")


def _downtime(run: Run, before: Run | None, zone: ZoneInfo) -> Cause:
    until = spoken(run.started_at, zone)
    if before is None:
        words = f"no daemon ran before {until}"
    else:
        since = before.stopped_at or before.seen_at
        words = f"no daemon ran from {spoken(since, zone)} to {until}"
    return Cause(kind=Kind.DOWNTIME, subject=str(run.number), words=words)


def _budget(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    name, at = row.account.name, row.delivery.planned_at
    if at is None:
        return Cause(kind=Kind.BUDGET, subject=name, words=f"the budget of {name}")
    return Cause(kind=Kind.BUDGET, subject=f"{name}-{at:%Y-%m}", words=f"the budget of {name} for {at:%B %Y}")


def _fuse(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    name = row.account.name
    return Cause(kind=Kind.FUSE, subject=name, words=f"the fuse of {name}: too many messages at once")


def _on_account(kind: Kind, words: str) -> _By:
    """A cause of its account alone; *words* after its name."""

    def cause(row: Row, past: Past, zone: ZoneInfo) -> Cause:
        return Cause(kind=kind, subject=row.account.name, words=f"{row.account.name}: {words}")

    return cause


def _of_statement(kind: Kind, words: str, opens: str = "") -> _By:
    def cause(row: Row, past: Past, zone: ZoneInfo) -> Cause:
        id = row.delivery.statement
        return Cause(kind=kind, subject=id, words=words.format(f"the statement {id}"), opens=opens.format(id))

    return cause


def _check(row: Row, past: Past, zone: ZoneInfo) -> Cause:
    id = row.delivery.campaign
    words = f"what {id} would send is not right, or not what was approved"
    return Cause(kind=Kind.CHECK, subject=id, words=words, opens="drumbeat verify")


_ANSWERS = _on_account(Kind.ANSWERS, "what it answers is not out")
_BY_GATE: Mapping[gates.Gate, _By] = {
    gates.Gate.HALT: _halt,
    gates.Gate.STOPPED: _stopped,
    gates.Gate.PAUSED: _paused,
    gates.Gate.EMBARGO: _embargo,
    gates.Gate.APPROVAL: _unapproved,
    gates.Gate.ANSWERS: _ANSWERS,
}
_BY_REASON: Mapping[Reason, _By] = {
    Reason.MISSED: _late,
    Reason.UNAPPROVED: _unapproved,
    Reason.HALTED: _halt,
    Reason.BUDGET: _budget,
    Reason.FUSE: _fuse,
    Reason.ACCOUNT: _on_account(Kind.REMOVED, "the account was removed, or must be mended"),
    Reason.UNKNOWN: _on_account(
        Kind.UNKNOWN, "nobody knows whether it is out: the network's answers leave it open"
    ),
    Reason.PARTIAL: _on_account(Kind.PARTIAL, "a part is out and the rest is not"),
    Reason.CHECK: _check,
    Reason.WITHDRAWN: _of_statement(Kind.WITHDRAWN, "{} was withdrawn", "drumbeat statement restore {}"),
    Reason.REVISED: _of_statement(Kind.REVISED, "a correction of {} touched it", "drumbeat post renew POST"),
    Reason.ANSWERS: _ANSWERS,
    Reason.RESTORED: _on_account(Kind.RESTORED, "it comes from a backup, and its time has passed"),
}


_CORRECTED = _of_statement(
    Kind.CORRECTED, "{} was corrected since this went out", "drumbeat decide DELIVERY leave"
)
_WORDS = _on_account(Kind.WORDS, "it is out with other words than those approved")
_GONE = _on_account(Kind.GONE, "somebody deleted it, and not by Drumbeat")
_BY_STATE: Mapping[State, _By] = {
    State.FAILED: _on_account(Kind.FAILED, "the network refused it for good"),
    State.UNCERTAIN: _on_account(Kind.UNCERTAIN, "it may be out, and the network is being asked"),
    State.QUEUED: _on_account(Kind.RETRYING, "not taken yet, it is tried again"),
}


def named(groups: Sequence[Group], id: str) -> Group | None:
    """The group called *id*."""
    return next((each for each in groups if each.id == id), None)
