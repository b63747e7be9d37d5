"""What speaks to the outside: networks, their rehearsal, people who are told, pages that are fetched.

Made when it is first used, for most commands only look at the database.
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from db.lock import AccountLocks
from scheduler import networks
from scheduler.config import Settings
from scheduler.core.accounts import Account
from scheduler.core.errors import SecretError
from scheduler.core.limits import Network
from scheduler.core.ports import Clock, Fetch, NetworkConnection
from scheduler.core.retry import Backoff
from scheduler.core.telling import Pulse, Rules, Target
from scheduler.fetching import Fetcher
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.secrets.sources import placed
from scheduler.secrets.vault import FernetVault
from scheduler.services import checking, living, removing, replying
from scheduler.services.asking import Asking, Errand
from scheduler.services.connecting import Connections
from scheduler.services.desk import Desk
from scheduler.services.door import Door
from scheduler.services.lanes import Lanes
from scheduler.services.marks import News
from scheduler.services.proving import Prover
from scheduler.services.removals import Remover
from scheduler.services.sending import Sender
from scheduler.services.telling import Teller
from scheduler.services.tidings import Ahead

_CONNECTING = 10.0  # seconds, at most, for a connection to be made


class Outside:
    """All of it, of one installation; close it when all is done."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings, self._desk = settings, desk
        self._locks = AccountLocks(settings.database)
        self.rehearsal = RehearsalServer(settings.rehearsal.file)
        self.vault = FernetVault(settings.key, os.environ, settings.database)
        self.connections = _connections(settings, desk, self.rehearsal, self.vault, self._locks)
        self.door = Door(desk.clock)
        errands = _errands(settings, desk, self.connections, self.door, threading.Event())
        self.asking = Asking(connections=self.connections, errands=errands)
        self.fetch: Fetch = Fetcher(desk.clock)

    def close(self) -> None:
        """Give back what it holds."""
        self._locks.release()
        self.rehearsal.close()

    def sender(self, run: int, stop: threading.Event, tell: Callable[[News], None]) -> Sender:
        """What sends for the daemon's run number *run*."""
        daemon = self._settings.daemon
        self._load_measures()
        errands = _errands(self._settings, self._desk, self.connections, self.door, stop)
        return Sender(
            desk=self._desk,
            connect=self.connections.of,
            network_of=lambda account: network_of(self._settings, self._desk, account),
            door=self.door,
            lanes=Lanes(daemon.at_once, self._desk.clock),
            run=run,
            backoff=_backoff(self._settings),
            stop=stop,
            tell=tell,
            answer_next=replace(self.asking, errands=errands).answer_next,
            remove_next=_remover(self._settings, self._desk, self.connections).remove_next,
        )

    def targets(self) -> Sequence[Target]:
        """Where people are told; what is configured and cannot be used says why when it is to be used."""
        tell = self._settings.tell
        found = [_webhook(tell.webhook, tell.webhook_secret, self._desk.clock)] if tell.webhook else []
        return [*found, *(_by_apprise(n, each) for n, each in enumerate(tell.apprise, start=1))]

    def pulse(self) -> Pulse | None:
        """The outside monitor, where one is configured."""
        from scheduler.telling.heartbeat import Heartbeat
        from scheduler.telling.unusable import Unusable

        if not self._settings.tell.heartbeat:
            return None
        try:
            return Heartbeat(address=placed(self._settings.tell.heartbeat, os.environ))
        except SecretError as error:
            return Unusable(name="heartbeat", why=error.message, remedy=error.remedy)

    def teller(self, stop: threading.Event) -> Teller:
        """What tells people for the daemon."""
        tell = self._settings.tell
        return Teller(
            desk=self._desk,
            targets=self.targets(),
            ahead=Ahead(approval=tell.approval_ahead, uncertain=tell.uncertain_after),
            rules=Rules(gap=tell.gap, most=tell.most_a_day),
            stop=stop,
        )

    def _load_measures(self) -> None:
        """Load what measuring words takes on the networks in use: no post is to wait for that."""
        with self._desk.store.read() as unit:
            used = {each.network for each in unit.accounts.all() if each.removed_at is None}
        for name in used:
            self._desk.networks[name].limits.size("")


def _connections(
    settings: Settings, desk: Desk, rehearsal: RehearsalServer, vault: FernetVault, locks: AccountLocks
) -> Connections:
    first, last = settings.rehearsal.answer_after
    timeout = settings.daemon.timeout.total_seconds()

    def rehearse(account: Account) -> NetworkConnection:
        return rehearsal.connect(
            account.name,
            desk.networks[account.network],
            desk.clock,
            answers=(first.total_seconds(), last.total_seconds()),
            timeout=timeout,
        )

    return Connections(
        desk=desk,
        vault=vault,
        locks=locks,
        rehearse=rehearse,
        open_to=networks.connect,
        ask_who=networks.identify,
        timeouts=(min(_CONNECTING, timeout), timeout),
    )


def _webhook(address: str, secret: str, clock: Clock) -> Target:
    from scheduler.telling.unusable import Unusable
    from scheduler.telling.webhook import Webhook

    try:
        return Webhook(address=placed(address, os.environ), secret=placed(secret, os.environ), clock=clock)
    except SecretError as error:
        return Unusable(name="webhook", why=error.message, remedy=error.remedy)


def _by_apprise(n: int, address: str) -> Target:
    from scheduler.telling.by_apprise import ByApprise
    from scheduler.telling.unusable import Unusable

    try:
        return ByApprise(name=f"apprise {n}", address=placed(address, os.environ))
    except SecretError as error:
        return Unusable(name=f"apprise {n}", why=error.message, remedy=error.remedy)


def _errands(
    settings: Settings, desk: Desk, connections: Connections, door: Door, stop: threading.Event
) -> Mapping[str, Errand]:
    """What commands can ask of an account, by the names that requests have."""
    prover = Prover(
        desk=desk,
        network_of=lambda account: network_of(settings, desk, account),
        begins=door.pass_through,
        stop=stop,
    )
    return {
        "check": Errand(do=checking.check),
        "prove": Errand(do=prover.do, tidy=prover.tidy),
        removing.REMOVE: Errand(do=_remover(settings, desk, connections).do),
        replying.LET_REPLY: Errand(do=replying.Replies(desk=desk).do),
        living.LOOK: Errand(do=living.Looker(desk=desk).do),
    }


def _backoff(settings: Settings) -> Backoff:
    return Backoff(first=settings.daemon.retry_first, most=settings.daemon.retry_most)


def _remover(settings: Settings, desk: Desk, connections: Connections) -> Remover:
    return Remover(desk=desk, connect=connections.of, backoff=_backoff(settings))


def network_of(settings: Settings, desk: Desk, account: Account) -> Network:
    """The network of *account*; a rehearsal shows a post at once, so it is looked for sooner."""
    network = desk.networks[account.network]
    return replace(network, looks=settings.rehearsal.looks) if account.rehearsal else network
