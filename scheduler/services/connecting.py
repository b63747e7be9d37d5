"""Connections to networks: one for each account, kept for the process's life; secrets opened only here."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core.accounts import Account
from scheduler.core.errors import AccountTrouble, ComeBackLater, NotSent, SecretError
from scheduler.core.limits import Network
from scheduler.core.ports import Access, AccountLocks, Identity, NetworkConnection, Vault
from scheduler.services.desk import Desk

SIGN_INS_A_DAY = 10
"""Sign-ins with a password, an account and day: a session lasts for months, so more is a fault of ours.

Bluesky stops an account at 100 a day: https://github.com/bluesky-social/bsky-docs/issues/183
"""
SECRETS, SESSION = "secrets", "session"
"""The names under which an account's secrets and its session are sealed."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who an account turned out to be, with what must be kept to speak as it."""

    identity: Identity
    secrets: Mapping[str, str] = field(repr=False)
    session: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Connections:
    """Every account's one connection. Safe to use from one thread for each account."""

    desk: Desk
    vault: Vault
    locks: AccountLocks
    rehearse: Callable[[Account], NetworkConnection]
    open_to: Callable[[str, Access], NetworkConnection]
    ask_who: Callable[[str, Access], Identity]
    timeouts: tuple[float, float]
    _kept: dict[str, tuple[datetime, NetworkConnection]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def of(self, account: Account) -> NetworkConnection:
        """The connection of *account*; anew once its secrets were renewed.

        Raises ``AccountTrouble`` where its secrets cannot be opened, ``NotSent`` while another process
        talks as the account.
        """
        if account.rehearsal:
            return self.rehearse(account)
        with self._guard:
            renewed_at = self._renewed_at(account)
            kept = self._kept.get(account.name)
            if kept is None or kept[0] != renewed_at:
                kept = renewed_at, self._open(account)
                self._kept[account.name] = kept
        return kept[1]

    def unsigned(self, account: Account) -> NetworkConnection:
        """A connection for what the network of *account* tells anybody, whoever speaks as the account."""
        if account.rehearsal:
            return self.rehearse(account)
        access = Access(
            remote_id=account.remote_id,
            handle=account.handle,
            service=account.service,
            secrets={},
            clock=self.desk.clock,
            timeouts=self.timeouts,
        )
        return self.open_to(account.network, access)

    def sign_in(self, network: Network, handle: str, service: str, secrets: Mapping[str, str]) -> SignedIn:
        """Who these *secrets* speak for; raises ``NetworkError``. Nothing is kept of it."""
        sessions: list[str] = []
        access = Access(
            remote_id="",
            handle=handle,
            service=service,
            secrets=secrets,
            clock=self.desk.clock,
            save=sessions.append,
            timeouts=self.timeouts,
        )
        identity = self.ask_who(network.name, access)
        return SignedIn(identity=identity, secrets=secrets, session=sessions[-1] if sessions else None)

    def check_secrets(self) -> None:
        """Raise ``SecretError`` if the secrets of some account in use cannot be opened."""
        with self.desk.store.read() as unit:
            real = [each for each in unit.accounts.all() if not each.rehearsal and each.removed_at is None]
        for account in real:
            self._opened(account.name, SECRETS)

    def sealed(self, account: str, signed: SignedIn) -> dict[str, bytes]:
        """What to put of *signed* into the tokens of *account*, by name; raises ``SecretError``."""
        kept = {SECRETS: json.dumps(dict(signed.secrets))}
        if signed.session is not None:
            kept[SESSION] = signed.session
        return {name: self.vault.seal(text, purpose(account, name)) for name, text in kept.items()}

    def _renewed_at(self, account: Account) -> datetime:
        with self.desk.store.read() as unit:
            found = unit.tokens.get(account.name, SECRETS)
        if found is None:
            raise AccountTrouble(f"The secrets of {account.name} are gone.", remedy=_again(account))
        return found[1]

    def _open(self, account: Account) -> NetworkConnection:
        if not self.locks.take(account.name):
            raise NotSent(f"Another process talks as {account.name}.", remedy="Let it end first.")
        try:
            access = self._access(account)
        except SecretError as error:
            raise AccountTrouble(error.message, remedy=error.remedy) from error
        return self.open_to(account.network, access)

    def _access(self, account: Account) -> Access:
        secrets = self._opened(account.name, SECRETS)
        return Access(
            remote_id=account.remote_id,
            handle=account.handle,
            service=account.service,
            secrets=json.loads(secrets or "{}"),
            session=self._opened(account.name, SESSION),
            save=lambda session: self._save(account.name, session),
            sign_in=lambda: self._count_sign_in(account.name),
            clock=self.desk.clock,
            timeouts=self.timeouts,
        )

    def _opened(self, account: str, name: str) -> str | None:
        with self.desk.store.read() as unit:
            found = unit.tokens.get(account, name)
        return None if found is None else self.vault.open(found[0], purpose(account, name))

    def _save(self, account: str, session: str) -> None:
        sealed = self.vault.seal(session, purpose(account, SESSION))
        with self.desk.store.write() as unit:
            unit.tokens.put(account, SESSION, sealed, at=self.desk.clock.now())

    def _count_sign_in(self, account: str) -> None:
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            if unit.tokens.sign_ins(account, since=now - _DAY) >= SIGN_INS_A_DAY:
                raise ComeBackLater(
                    f"{account} signed in {SIGN_INS_A_DAY} times within a day, which is the most.",
                    until=now + timedelta(hours=1),
                    remedy=f"See why its sessions end: drumbeat account check {account}",
                )
            unit.tokens.signed_in(account, at=now)


def purpose(account: str, name: str) -> str:
    """What the sealed *name* of *account* is for: sealed for one thing, it opens as no other."""
    return f"{account}/{name}"


def _again(account: Account) -> str:
    return f"Give them again: drumbeat account add {account.network} {account.name}"
