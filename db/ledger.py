"""What went out as an account: how much, what it cost, in which words."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, or_, select

from db.questions import Question
from db.schema import delivery, part
from db.types import Moment
from scheduler.core.bounds import DAY, HOUR, Used, month_of
from scheduler.core.conduct import Said
from scheduler.core.delivery import State

_MONTH, _DAY, _HOUR, _SINCE = (bindparam(name, type_=Moment()) for name in ("month", "day", "hour", "since"))
_AT = part.c.launched_at

# Answered by the index alone, from the first launch that matters on.
_USED = Question(
    select(
        func.coalesce(func.sum(case((_AT >= _MONTH, part.c.cost))), 0).label("cost"),
        func.count(case((_AT > _HOUR, 1))).label("hour"),
        func.count(case((_AT > _DAY, 1))).label("day"),
    ).where(part.c.account == bindparam("account"), _AT >= _SINCE)
)

_SAID = (
    select(part.c.delivery, part.c.account, part.c.words, part.c.excerpt, delivery.c.approval.is_not(None))
    .join(delivery, delivery.c.id == part.c.delivery)
    .where(or_(delivery.c.state.not_in([State.CANCELLED, State.FAILED]), delivery.c.may_be_out == 1))
    .where(part.c.removed_at.is_(None))
    .order_by(part.c.delivery, part.c.n)
)


def used(connection: Connection, account: str, at: datetime, *, money: bool) -> Used:
    """What went out as *account*, or may have, up to *at*; without *money* nobody counts what it cost."""
    month, day = month_of(at), at - DAY
    values = {
        "account": account,
        "month": month,
        "day": day,
        "hour": at - HOUR,
        "since": min(month, day) if money else day,
    }
    (row,) = _USED.rows(connection, **values)
    return Used(month=row["cost"] if money else 0, hour=row["hour"], day=row["day"])


def said(connection: Connection, accounts: Sequence[str]) -> list[Said]:
    """The words of every part on *accounts* that is out or still may be; what was deleted is not."""
    rows = connection.execute(_SAID.where(part.c.account.in_(accounts)))
    return [
        Said(delivery=id, account=account, words=words, excerpt=excerpt, approved=bool(approved))
        for id, account, words, excerpt, approved in rows
    ]
