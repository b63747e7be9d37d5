"""When there is what to do: the questions that a daemon asks again and again, each answered by an index.

A halt, an embargo, a pause, a stopped account and a post to answer that is not out keep a delivery queued;
such a delivery is no work. Every other gate decides a state, so its deliveries are work like any.
"""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, not_, or_, select, union_all

from db.questions import Question
from db.schema import account, campaign, campaign_account, delivery, halt, part
from db.types import Moment
from scheduler.core.delivery import Delivery, State

_NOW = bindparam("now", type_=Moment())
_D = delivery.c


_SHUT_CAMPAIGNS = union_all(
    select(campaign.c.id).where(campaign.c.paused_at.is_not(None)),
    select(campaign.c.id).where(campaign.c.embargo_at > _NOW),
)
_SHUT_ACCOUNTS = select(account.c.name).where(
    or_(account.c.paused_at.is_not(None), account.c.stopped_at.is_not(None))
)
_ANSWERED = delivery.alias("answered")
_FIRST_IS_OUT = exists().where(
    part.c.delivery == _ANSWERED.c.id, part.c.n == 1, part.c.remote_id.is_not(None)
)
_AWAITED = (
    exists()
    .where(_ANSWERED.c.id == _D.answers, _ANSWERED.c.state.not_in([State.CANCELLED, State.FAILED]))
    .where(not_(_FIRST_IS_OUT))
)
_WAITS = and_(_D.answers.is_not(None), _AWAITED)
"""It answers a post that is not out, and still may be."""
_OPEN = not_(_WAITS) & _D.campaign.not_in(_SHUT_CAMPAIGNS) & _D.account.not_in(_SHUT_ACCOUNTS)
_DUE = (_D.state == State.QUEUED) & (_D.due_at <= _NOW)
_LOOK = (_D.state == State.UNCERTAIN) & (_D.due_at <= _NOW)
_REMOVE = (_D.state == State.POSTED) & (_D.due_at <= _NOW)
_OUT_OF_REACH = select(account.c.name).where(
    or_(account.c.stopped_at.is_not(None), account.c.removed_at.is_not(None))
)
_HALTED = Question(select(halt.c.id).where(halt.c.resumed_at.is_(None)).limit(1))

_CLAIMABLE = Question(
    select(_D.id)
    .where(_DUE, _OPEN, _D.account == bindparam("account"), _D.planned_at <= _NOW)
    .order_by(_D.planned_at, _D.id)
    .limit(1)
)
_DUE_BEFORE = Question(
    select(_D.id)
    .where(_D.state == State.QUEUED, _D.account == bindparam("account"))
    .where(_D.planned_at < _NOW, _D.due_at < _NOW)
    .order_by(_D.planned_at, _D.id)
)
_RETRYING = Question(
    select(_D.id)
    .where(_D.state == State.QUEUED, _D.planned_at <= _NOW, _D.due_at > _NOW)
    .order_by(_D.planned_at, _D.id)
)
_TO_LOOK_FOR = Question(
    select(_D.id).where(_LOOK, _D.account == bindparam("account")).order_by(_D.due_at, _D.id).limit(1)
)
_TO_REMOVE = Question(
    select(_D.id)
    .where(_REMOVE, _D.account == bindparam("account"), _D.account.not_in(_OUT_OF_REACH))
    .order_by(_D.due_at, _D.id)
    .limit(1)
)
_REMOVALS = Question(
    select(_D.id).where((_D.state == State.POSTED), _D.due_at.is_not(None)).order_by(_D.due_at, _D.id)
)
_ACCOUNTS_TO_REMOVE = Question(select(_D.account).where(_REMOVE, _D.account.not_in(_OUT_OF_REACH)).distinct())
_NEXT_REMOVAL = Question(
    select(_D.due_at)
    .where((_D.state == State.POSTED), _D.due_at > _NOW, _D.account.not_in(_OUT_OF_REACH))
    .order_by(_D.due_at)
    .limit(1)
)
_ACCOUNTS_DUE = Question(select(_D.account).where(_DUE, _OPEN).distinct())
_ACCOUNTS_IN_DOUBT = Question(select(_D.account).where(_LOOK).distinct())

_NEXT_DUE = Question(
    select(_D.due_at).where((_D.state == State.QUEUED), _D.due_at > _NOW, _OPEN).order_by(_D.due_at).limit(1)
)
_NEXT_LOOK = Question(
    select(_D.due_at).where((_D.state == State.UNCERTAIN), _D.due_at > _NOW).order_by(_D.due_at).limit(1)
)
_NEXT_DRAFT = Question(
    select(_D.due_at).where((_D.state == State.DRAFT), _D.due_at > _NOW).order_by(_D.due_at).limit(1)
)
_FIRST_OF_BOTH = (
    select(_D.due_at)
    .where((_D.state == State.QUEUED), _D.campaign == campaign.c.id, _D.account == campaign_account.c.account)
    .where(_D.due_at.is_not(None))
    .order_by(_D.due_at)
    .limit(1)
    .correlate(campaign, campaign_account)
    .scalar_subquery()
)
_AFTER_EMBARGO = Question(
    select(campaign.c.embargo_at, _FIRST_OF_BOTH.label("due_at"))
    .join(campaign_account, campaign_account.c.campaign == campaign.c.id)
    .where(campaign.c.embargo_at > _NOW, campaign.c.paused_at.is_(None))
    .where(campaign_account.c.account.not_in(_SHUT_ACCOUNTS))
)

_OVERDUE_DRAFTS = Question(
    select(_D.id).where((_D.state == State.DRAFT), _D.due_at <= _NOW).order_by(_D.due_at, _D.id)
)
_WAITING = Question(
    select(_D.id)
    .where(_D.state.in_([State.QUEUED, State.UNCERTAIN]), _D.due_at > _NOW, _D.next_try_at > _NOW)
    .order_by(_D.due_at, _D.id)
)
_IN_ORDER = select(_D.id).where(_DUE).order_by(_D.planned_at, _D.id)
_DUE_ALL = Question(_IN_ORDER)
_DUE_SHUT = Question(
    _IN_ORDER.where(or_(_D.campaign.in_(_SHUT_CAMPAIGNS), _D.account.in_(_SHUT_ACCOUNTS), _WAITS))
)


def due_at(value: Delivery) -> datetime | None:
    """When the daemon has something to do about *value*: claim, look, delete, or end a draft's time."""
    if value.state is State.DRAFT:
        return value.planned_at
    if value.state is State.POSTED:
        return value.next_try_at if value.removal_due else None
    return value.due_at if value.state in {State.QUEUED, State.UNCERTAIN} else None


class Agenda:
    """Answers in ids; ``db.deliveries`` reads what they stand for."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def claimable(self, name: str, now: datetime) -> str | None:
        """The account's first queued delivery that is due and behind no gate that keeps it queued."""
        return None if self._halted() else self._first(_CLAIMABLE, now, account=name)

    def due_before(self, name: str, moment: datetime) -> list[str]:
        """The account's queued deliveries that may be claimed before *moment*, gates aside."""
        return self._all(_DUE_BEFORE, moment, account=name)

    def retrying(self, now: datetime) -> list[str]:
        """Queued ones whose planned time has come, and whose next try has not."""
        return self._all(_RETRYING, now)

    def to_look_for(self, name: str, now: datetime) -> str | None:
        """The account's uncertain delivery whose next look came first."""
        return self._first(_TO_LOOK_FOR, now, account=name)

    def to_remove(self, name: str, now: datetime) -> str | None:
        """The account's delivery to be deleted whose next try came first."""
        return self._first(_TO_REMOVE, now, account=name)

    def removals(self) -> list[str]:
        """All that are to be deleted."""
        return _REMOVALS.column(self._connection)

    def accounts_with_work(self, now: datetime) -> list[str]:
        """Accounts with something to claim, to look for or to delete, by name."""
        due = [] if self._halted() else self._all(_ACCOUNTS_DUE, now)
        return sorted({*due, *self._all(_ACCOUNTS_IN_DOUBT, now), *self._all(_ACCOUNTS_TO_REMOVE, now)})

    def overdue_drafts(self, now: datetime) -> list[str]:
        """Drafts whose planned time has come."""
        return self._all(_OVERDUE_DRAFTS, now)

    def waiting(self, now: datetime) -> list[str]:
        """Queued and uncertain ones whose next try or look is still to come."""
        return self._all(_WAITING, now)

    def due_behind_gates(self, now: datetime) -> list[str]:
        """Queued deliveries that are due, and that a gate keeps queued."""
        return self._all(_DUE_ALL if self._halted() else _DUE_SHUT, now)

    def next_moment(self, now: datetime) -> datetime | None:
        """The first instant after *now* that brings a claim, a look, a removal or an overdue draft."""
        moments = [self._moment(each, now) for each in (_NEXT_LOOK, _NEXT_DRAFT, _NEXT_REMOVAL)]
        if not self._halted():
            moments += [self._moment(_NEXT_DUE, now), self._end_of_embargo(now)]
        return min((each for each in moments if each is not None), default=None)

    def _end_of_embargo(self, now: datetime) -> datetime | None:
        rows = _AFTER_EMBARGO.rows(self._connection, now=now)
        ends = [max(row["embargo_at"], row["due_at"]) for row in rows if row["due_at"] is not None]
        return min(ends, default=None)

    def _halted(self) -> bool:
        return bool(_HALTED.rows(self._connection))

    def _moment(self, question: Question, now: datetime) -> datetime | None:
        moment: datetime | None = question.value(self._connection, now=now)
        return moment

    def _first(self, question: Question, now: datetime, **values: object) -> str | None:
        id: str | None = question.value(self._connection, now=now, **values)
        return id

    def _all(self, question: Question, now: datetime, **values: object) -> list[str]:
        return question.column(self._connection, now=now, **values)
