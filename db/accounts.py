"""Accounts as rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from db.questions import Question
from db.rows import row_of, value_of
from db.schema import account
from db.stale import changed_since
from scheduler.core.accounts import Account

_BY_NAME = Question(select(account).where(account.c.name == bindparam("name")))
_BY_IDENTITY = Question(
    select(account).where(
        account.c.network == bindparam("network"), account.c.remote_id == bindparam("remote_id")
    )
)
_NEVER_CHANGED = frozenset({"name", "network", "remote_id", "revision"})


class AccountRows:
    """Implements ``scheduler.core.storage.Accounts``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def add(self, value: Account) -> None:
        """Keep a new account."""
        self._connection.execute(insert(account), row_of(value))

    def get(self, name: str) -> Account | None:
        """The account called *name*, removed or not."""
        return self._one(_BY_NAME, name=name)

    def by_identity(self, network: str, remote_id: str) -> Account | None:
        """The account with this identity on *network*, removed or not."""
        return self._one(_BY_IDENTITY, network=network, remote_id=remote_id)

    def _one(self, question: Question, **values: str) -> Account | None:
        row = question.first(self._connection, **values)
        return None if row is None else value_of(Account, row)

    def all(self) -> Sequence[Account]:
        """All accounts by name, removed ones among them."""
        rows = self._connection.execute(select(account).order_by(account.c.name))
        return [value_of(Account, row) for row in rows.mappings()]

    def save(self, value: Account) -> None:
        """Write everything but the identity; raises ``Stale``."""
        seen = (account.c.name == value.name) & (account.c.revision == value.revision)
        changes = row_of(value, without=_NEVER_CHANGED) | {"revision": value.revision + 1}
        if self._connection.execute(update(account).where(seen).values(changes)).rowcount != 1:
            raise changed_since("account", value.name, "drumbeat account list")
