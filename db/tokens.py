"""What is sealed for accounts, and when they signed in, as rows."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from db.schema_secrets import sign_in, token


class TokenRows:
    """Implements ``scheduler.core.storage.Tokens``."""

    def __init__(self, connection: Connection) -> None:
        """Work in the transaction of *connection*."""
        self._connection = connection

    def put(self, account: str, name: str, sealed: bytes, *, at: datetime) -> None:
        """Keep *sealed* in place of what was kept under *name*."""
        here = (token.c.account == account) & (token.c.name == name)
        self._connection.execute(delete(token).where(here))
        row = {"account": account, "name": name, "sealed": sealed, "saved_at": at}
        self._connection.execute(insert(token), row)

    def get(self, account: str, name: str) -> tuple[bytes, datetime] | None:
        """What was last put, and when."""
        here = (token.c.account == account) & (token.c.name == name)
        row = self._connection.execute(select(token.c.sealed, token.c.saved_at).where(here)).first()
        return None if row is None else (row.sealed, row.saved_at)

    def held(self, account: str) -> bool:
        """Whether anything is sealed for the account."""
        here = select(token.c.name).where(token.c.account == account).limit(1)
        return self._connection.execute(here).first() is not None

    def drop(self, account: str) -> None:
        """Forget all that is sealed for the account."""
        self._connection.execute(delete(token).where(token.c.account == account))

    def signed_in(self, account: str, *, at: datetime) -> None:
        """Note a sign-in."""
        self._connection.execute(insert(sign_in), {"account": account, "at": at})

    def sign_ins(self, account: str, *, since: datetime) -> int:
        """How often it signed in since then."""
        here = (sign_in.c.account == account) & (sign_in.c.at >= since)
        counted = select(func.count()).select_from(sign_in).where(here)
        return self._connection.execute(counted).scalar_one()
