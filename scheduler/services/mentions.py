"""Mentions in words: handles, and the identities that they are resolved to before anything is approved."""

from dataclasses import dataclass, field

from scheduler.core.accounts import Account
from scheduler.core.errors import NetworkError
from scheduler.services.desk import Desk


@dataclass(kw_only=True)
class Mentions:
    """Resolves each handle once for each account; asks networks, so never within a transaction.

    ``remarks`` tells, for the person who plans, which stay plain text, and why.
    """

    desk: Desk
    remarks: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def of(self, account: Account, words: str) -> dict[str, str]:
        """The identities behind the handles in *words* that *account* posts, by handle.

        None where the network itself makes mentions of handles: then there is nothing to bring along.
        """
        network = self.desk.networks[account.network]
        if not network.by_identity:
            return {}
        found = {handle: self._resolved(account, handle) for handle in network.mentions(words)}
        return {handle: identity for handle, identity in found.items() if identity is not None}

    def _resolved(self, account: Account, handle: str) -> str | None:
        if (account.name, handle) not in self._known:
            self._known[account.name, handle] = self._ask(account, handle)
        return self._known[account.name, handle]

    def _ask(self, account: Account, handle: str) -> str | None:
        network = self.desk.networks[account.network].title
        try:
            identity = self.desk.resolve(account, handle)
        except NetworkError as error:
            self.remarks.append(f"@{handle} stays plain text on {network}: {error}")
            return None
        if identity is None:
            self.remarks.append(f"@{handle} stays plain text: nobody on {network} has that handle.")
        return identity
