"""What kept posts back, and what people were told, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, insert, or_, select, update

from db.rows import row_of, value_of
from db.schema import delivery, part
from db.schema_notices import interruption, notice, notice_sending
from scheduler.core.delivery import State
from scheduler.core.records import Interruption, Rest
from scheduler.core.telling import Notice, Sending

_I = interruption.c


class InterruptionRows:
    """Implements ``scheduler.core.storage.Interruptions``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def begin(self, value: Interruption) -> None:
        """Keep it; one of its kind that goes on already goes on as it is."""
        going_on = select(_I.id).where(*self._open(value.kind, value.account, value.campaign))
        if value.ended_at is not None or self._connection.execute(going_on).first() is None:
            self._connection.execute(insert(interruption), row_of(value, without=frozenset({"id"})))

    def end(
        self, kind: Rest, *, at: datetime, account: str | None = None, campaign: str | None = None
    ) -> None:
        """End the one that goes on, if one does."""
        going_on = self._open(kind, account, campaign)
        self._connection.execute(update(interruption).where(*going_on).values(ended_at=at))

    def covering(self, at: datetime) -> Sequence[Interruption]:
        """Those within which *at* fell, the one that ended last coming last."""
        within = (_I.began_at <= at, or_(_I.ended_at.is_(None), _I.ended_at >= at))
        rows = self._connection.execute(
            select(interruption).where(*within).order_by(_I.ended_at.is_(None), _I.ended_at, _I.id)
        )
        return [value_of(Interruption, row) for row in rows.mappings()]

    @staticmethod
    def _open(kind: Rest, account: str | None, campaign: str | None) -> tuple[ColumnElement[bool], ...]:
        return (
            _I.kind == kind,
            _I.account.is_not_distinct_from(account),
            _I.campaign.is_not_distinct_from(campaign),
            _I.ended_at.is_(None),
        )


_OVER = (State.POSTED, State.CANCELLED, State.FAILED)


class NoticeRows:
    """Implements ``scheduler.core.storage.Notices``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def add(self, value: Notice, targets: Sequence[str]) -> Notice:
        """Keep a new message, on its way to *targets*; with its number."""
        row = row_of(value, without=frozenset({"id"}))
        made = self._connection.execute(insert(notice).returning(notice.c.id), row).scalar_one()
        for target in targets:
            sending = Sending(notice=made, target=target, next_try_at=value.at)
            self._connection.execute(insert(notice_sending), row_of(sending))
        return replace(value, id=made)

    def since(self, at: datetime) -> Sequence[Notice]:
        """Those made after *at*, the oldest first."""
        rows = self._connection.execute(select(notice).where(notice.c.at > at).order_by(notice.c.id))
        return [value_of(Notice, row) for row in rows.mappings()]

    def get(self, id: int) -> Notice | None:
        """The message of that number."""
        row = self._connection.execute(select(notice).where(notice.c.id == id)).mappings().first()
        return None if row is None else value_of(Notice, row)

    def due(self, now: datetime) -> Sequence[Sending]:
        """Those whose next try has come, in the order in which they were made."""
        here = notice_sending.c
        rows = self._connection.execute(
            select(notice_sending).where(here.next_try_at <= now).order_by(here.notice, here.target)
        )
        return [value_of(Sending, row) for row in rows.mappings()]

    def save(self, value: Sending) -> None:
        """Write what became of one."""
        here = (notice_sending.c.notice == value.notice) & (notice_sending.c.target == value.target)
        self._connection.execute(update(notice_sending).where(here).values(row_of(value)))

    def sendings(self, since: datetime) -> Sequence[Sending]:
        """Those of messages made after *since*, the newest first."""
        rows = self._connection.execute(
            select(notice_sending)
            .join(notice, notice.c.id == notice_sending.c.notice)
            .where(notice.c.at > since)
            .order_by(notice_sending.c.notice.desc(), notice_sending.c.target)
        )
        return [value_of(Sending, row) for row in rows.mappings()]

    def drafts_due(self, after: datetime, until: datetime) -> Mapping[str, tuple[datetime, int]]:
        """By campaign: the first planned time of its drafts between these two, and how many there are."""
        here = delivery.c
        rows = self._connection.execute(
            select(here.campaign, func.min(here.planned_at), func.count())
            .where(here.state == State.DRAFT, here.planned_at > after, here.planned_at <= until)
            .group_by(here.campaign)
            .order_by(here.campaign)
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def done_since(self, at: datetime) -> Mapping[str, int]:
        """Campaigns that are over, with a post that went out after *at*, and how many posts are out."""
        here = delivery.c
        lately = (
            select(here.campaign)
            .join(part, part.c.delivery == here.id)
            .where(part.c.posted_at > at)
            .distinct()
        )
        rows = self._connection.execute(
            select(here.campaign, func.count(case((here.state == State.POSTED, 1))))
            .where(here.campaign.in_(lately))
            .group_by(here.campaign)
            .having(func.count(case((here.state.not_in(_OVER), 1))) == 0)
            .order_by(here.campaign)
        )
        return {row[0]: row[1] for row in rows}
