"""What kept posts back, as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from db.rows import row_of, value_of
from db.schema_notices import interruption
from scheduler.core.records import Interruption, Rest

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
