"""What was shown before a yes, and the yes to each person quoted, as rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from db.rows import row_of, value_of
from db.schema_reviews import person_yes, review
from scheduler.core.records import KeptReview, KeptYes


class ReviewRows:
    """Implements ``scheduler.core.storage.Reviews``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def get(self, campaign: str, code: str) -> KeptReview | None:
        """What was shown of *campaign* under *code*."""
        found = select(review).where(review.c.campaign == campaign, review.c.code == code)
        row = self._connection.execute(found).mappings().first()
        return None if row is None else value_of(KeptReview, row)

    def all(self) -> Sequence[KeptReview]:
        """All that was shown, by campaign, the earliest first."""
        found = select(review).order_by(review.c.campaign, review.c.at, review.c.code)
        return [value_of(KeptReview, row) for row in self._connection.execute(found).mappings()]

    def add(self, value: KeptReview) -> None:
        """Keep what was shown under a code that is new."""
        self._connection.execute(insert(review), row_of(value))

    def yeses(self, excerpts: Sequence[str]) -> Sequence[KeptYes]:
        """The yeses to *excerpts*, the earliest first."""
        found = select(person_yes).where(person_yes.c.excerpt.in_(excerpts))
        rows = self._connection.execute(found.order_by(person_yes.c.at, person_yes.c.excerpt))
        return [value_of(KeptYes, row) for row in rows.mappings()]

    def add_yes(self, value: KeptYes) -> None:
        """Keep a yes to a person and an excerpt that had none."""
        self._connection.execute(insert(person_yes), row_of(value))
