"""The only place that chooses adapters: which store, which files, which networks, which renderer.

Import this inside commands: it brings SQLAlchemy with it.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from db.lock import AccountLocks, FileLock
from db.picturefiles import ContentFiles
from db.store import SqlStore, open_store
from quotes.cards import schema as themes
from quotes.cards.card import Card
from scheduler import networks
from scheduler.clock import LeapingClock, SystemClock
from scheduler.config import Settings, load
from scheduler.core import handles
from scheduler.core.accounts import Account
from scheduler.core.bounds import Usual
from scheduler.core.errors import InputError, SecretError
from scheduler.core.limits import Network
from scheduler.core.ports import Clock, Fetch, NetworkConnection
from scheduler.core.retry import Backoff
from scheduler.core.slots import Hush
from scheduler.core.telling import Pulse, Rules, Target
from scheduler.fetching import Fetcher
from scheduler.networks.rehearsal.faults import FaultKind
from scheduler.networks.rehearsal.server import RehearsalServer
from scheduler.secrets.sources import placed
from scheduler.secrets.vault import FernetVault
from scheduler.services import checking, living, lookups, removing, replying
from scheduler.services.asking import Asking, Errand
from scheduler.services.connecting import Connections
from scheduler.services.desk import Defaults, Desk, Photo, Picture
from scheduler.services.door import Door
from scheduler.services.lanes import Lanes
from scheduler.services.marks import News
from scheduler.services.proving import Prover
from scheduler.services.removals import Remover
from scheduler.services.sending import Sender
from scheduler.services.telling import Teller
from scheduler.services.tidings import Ahead

_CONNECTING = 10.0  # seconds, at most, for a connection to be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One opened installation: its settings, its desk, its store and its lock."""

    settings: Settings
    desk: Desk
    store: SqlStore
    lock: FileLock
    rehearsal: RehearsalServer
    connections: Connections
    asking: Asking
    vault: FernetVault
    door: Door
    fetch: Fetch

    def network_of(self, account: Account) -> Network:
        """The network of *account*; a rehearsal shows a post at once, so it is looked for sooner."""
        return _network_of(self.settings, self.desk, account)

    def feed(self) -> str:
        """The page that shows what followers of each rehearsed account would see."""
        from scheduler.networks.rehearsal.feed import feed_html

        return feed_html(self.rehearsal, self.desk.networks, zone=ZoneInfo(self.desk.defaults.zone))

    def order_fault(self, account: str, kind: str, *, times: int, skip: int) -> None:
        """Let *skip* requests of a rehearsed account pass and the next *times* go wrong as *kind* says."""
        if kind not in list(FaultKind):
            raise InputError(f"There is no fault {kind!r}.", remedy=f"Faults: {', '.join(FaultKind)}.")
        with self.store.read() as unit:
            lookups.account_in_use(unit, account)
        self.rehearsal.order_fault(kind, account, times=times, skip=skip)

    def sender(self, run: int, stop: threading.Event, tell: Callable[[News], None]) -> Sender:
        """What sends for the daemon's run number *run*."""
        daemon = self.settings.daemon
        self._load_measures()
        errands = _errands(self.settings, self.desk, self.connections, self.door, stop)
        return Sender(
            desk=self.desk,
            connect=self.connections.of,
            network_of=self.network_of,
            door=self.door,
            lanes=Lanes(daemon.at_once, self.desk.clock),
            run=run,
            backoff=_backoff(self.settings),
            stop=stop,
            tell=tell,
            answer_next=replace(self.asking, errands=errands).answer_next,
            remove_next=_remover(self.settings, self.desk, self.connections).remove_next,
        )

    def targets(self) -> Sequence[Target]:
        """Where people are told; what is configured and cannot be used says why when it is to be used."""
        tell = self.settings.tell
        found = [_webhook(tell.webhook, tell.webhook_secret, self.desk.clock)] if tell.webhook else []
        return [*found, *(_by_apprise(n, each) for n, each in enumerate(tell.apprise, start=1))]

    def pulse(self) -> Pulse | None:
        """The outside monitor, where one is configured."""
        from scheduler.telling.heartbeat import Heartbeat
        from scheduler.telling.unusable import Unusable

        if not self.settings.tell.heartbeat:
            return None
        try:
            return Heartbeat(address=placed(self.settings.tell.heartbeat, os.environ))
        except SecretError as error:
            return Unusable(name="heartbeat", why=error.message, remedy=error.remedy)

    def teller(self, stop: threading.Event) -> Teller:
        """What tells people for the daemon."""
        tell = self.settings.tell
        return Teller(
            desk=self.desk,
            targets=self.targets(),
            ahead=Ahead(approval=tell.approval_ahead, uncertain=tell.uncertain_after),
            rules=Rules(gap=tell.gap, most=tell.most_a_day),
            stop=stop,
        )

    def _load_measures(self) -> None:
        """Load what measuring words takes on the networks in use: no post is to wait for that."""
        with self.store.read() as unit:
            used = {each.network for each in unit.accounts.all() if each.removed_at is None}
        for name in used:
            self.desk.networks[name].limits.size("")


@contextmanager
def opened(config: Path, *, leaps: bool = False) -> Iterator[Office]:
    """The installation of the configuration file *config*; closed when the block ends.

    With *leaps* its clock leaps over the time in which nothing is due. Raises ``ConfigError``,
    ``StoreError``.
    """
    with _opened(read_settings(config), LeapingClock() if leaps else SystemClock()) as office:
        yield office


@contextmanager
def rehearsing(here: Office) -> Iterator[Office]:
    """A second installation, new and empty, that shares settings, pictures and templates with *here* alone.

    Its clock leaps, its rehearsal answers at once, and its database is gone when the block ends.
    """
    with TemporaryDirectory(prefix="drumbeat-") as folder:
        settings = here.settings.model_copy(
            update={
                "database": Path(folder) / "drumbeat.db",
                "rehearsal": here.settings.rehearsal.model_copy(
                    update={
                        "file": Path(folder) / "rehearsal.db",
                        "answer_after": (timedelta(0), timedelta(0)),
                    }
                ),
            }
        )
        open_store(settings.database, create=True).close()
        with _opened(settings, LeapingClock()) as office:
            yield office


@contextmanager
def _opened(settings: Settings, clock: Clock) -> Iterator[Office]:
    store = open_store(settings.database)
    rehearsal = RehearsalServer(settings.rehearsal.file)
    locks = AccountLocks(settings.database)
    try:
        lock = FileLock(settings.database)
        desk = Desk(
            store=store,
            pictures=ContentFiles(settings.pictures),
            clock=clock,
            networks=_priced(settings),
            templates=_templates(settings),
            theme=lambda name: themes.load(name, settings.theme_folder),
            draw=_draw,
            photo=_photo,
            people=settings.handles,
            resolve=lambda account, handle: connections.unsigned(account).resolve(handle),
            lock=lock,
            defaults=_defaults(settings),
            usual=Usual(budgets=settings.budget, hour=settings.fuse.hour, day=settings.fuse.day),
            hush=_hush(settings),
        )
        door = Door(desk.clock)
        vault = FernetVault(settings.key, os.environ, settings.database)
        connections = _connections(settings, desk, rehearsal, vault, locks)
        yield Office(
            settings=settings,
            desk=desk,
            store=store,
            lock=lock,
            rehearsal=rehearsal,
            connections=connections,
            asking=Asking(
                connections=connections,
                errands=_errands(settings, desk, connections, door, threading.Event()),
            ),
            door=door,
            vault=vault,
            fetch=Fetcher(desk.clock),
        )
    finally:
        locks.release()
        rehearsal.close()
        store.close()


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
        network_of=lambda account: _network_of(settings, desk, account),
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


def _network_of(settings: Settings, desk: Desk, account: Account) -> Network:
    network = desk.networks[account.network]
    return replace(network, looks=settings.rehearsal.looks) if account.rehearsal else network


def read_settings(config: Path) -> Settings:
    """The settings in *config*; raises ``InputError``, ``ConfigError``."""
    own_prices = {name: each.prices for name, each in all_networks().items() if each.prices is not None}
    handle_rules = {name: each.is_handle for name, each in all_networks().items()}
    return load(config, networks.names(), own_prices, handle_rules)


def create(config: Path) -> Settings:
    """Make the database of *config* if it is not there yet; the settings."""
    settings = read_settings(config)
    open_store(settings.database, create=True).close()
    return settings


def wall_clock() -> Clock:
    """The computer's own clock, whatever clock a campaign is rehearsed by."""
    return SystemClock()


def all_networks() -> Mapping[str, Network]:
    """Every network there is, by name."""
    return {name: networks.load(name) for name in networks.names()}


def _priced(settings: Settings) -> Mapping[str, Network]:
    """The networks, each with the prices that are configured."""
    return {
        name: replace(each, prices=settings.prices[name].whole) if name in settings.prices else each
        for name, each in all_networks().items()
    }


def _templates(settings: Settings) -> Mapping[str, str]:
    return {
        name: handles.filled(settings.words.get(name) or each.template, settings.handles, each)
        for name, each in all_networks().items()
    }


def _defaults(settings: Settings) -> Defaults:
    campaign = settings.campaign
    return Defaults(
        zone=campaign.zone_name,
        plan=campaign.plan,
        stagger=campaign.stagger,
        window=campaign.window,
        theme=campaign.theme,
        hashtags=campaign.hashtags,
    )


def _photo(data: bytes) -> Photo:
    from quotes.cards.render import photos

    return photos.read(data)


def _hush(settings: Settings) -> Hush:
    calendar = settings.calendar
    return Hush(
        zone=settings.campaign.zone_name,
        quiet=calendar.quiet,
        holidays=calendar.holidays,
        gap=calendar.gap,
    )


def _draw(cards: Sequence[Card]) -> Iterator[Picture]:
    from quotes.cards.render.many import draw_each

    return draw_each(cards)
