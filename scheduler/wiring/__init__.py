"""The only place that chooses adapters: which store, which files, which networks, which renderer.

Import this inside commands: it brings SQLAlchemy with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from db.lock import FileLock
from db.picturefiles import ContentFiles
from db.store import SqlStore, open_store
from scheduler import networks
from scheduler.clock import LeapingClock, SystemClock
from scheduler.config import Settings, load
from scheduler.core import handles
from scheduler.core.accounts import Account
from scheduler.core.bounds import Usual
from scheduler.core.errors import InputError
from scheduler.core.limits import Network
from scheduler.core.ports import Clock, Fetch
from scheduler.core.slots import Hush
from scheduler.services import lookups
from scheduler.services.desk import Defaults, Desk, Photo, Picture

if TYPE_CHECKING:
    from quotes.cards.card import Card
    from quotes.cards.theme import Theme
    from scheduler.networks.rehearsal.server import RehearsalServer
    from scheduler.secrets.vault import FernetVault
    from scheduler.services.asking import Asking
    from scheduler.services.connecting import Connections
    from scheduler.services.door import Door
    from scheduler.wiring.outside import Outside


@dataclass(frozen=True, kw_only=True)
class Office:
    """One opened installation: settings, desk, store, lock, and what speaks to the outside."""

    settings: Settings
    desk: Desk
    store: SqlStore
    lock: FileLock

    @cached_property
    def outside(self) -> "Outside":
        """What speaks to networks and people."""
        from scheduler.wiring.outside import Outside

        return Outside(self.settings, self.desk)

    @property
    def rehearsal(self) -> "RehearsalServer":
        """The network in the box."""
        return self.outside.rehearsal

    @property
    def connections(self) -> "Connections":
        """Connections by account."""
        return self.outside.connections

    @property
    def asking(self) -> "Asking":
        """What asks networks, or has the daemon do it."""
        return self.outside.asking

    @property
    def vault(self) -> "FernetVault":
        """What seals secrets."""
        return self.outside.vault

    @property
    def door(self) -> "Door":
        """What publishing requests pass through, and a halt shuts."""
        return self.outside.door

    @property
    def fetch(self) -> Fetch:
        """What fetches pages that a person named."""
        return self.outside.fetch

    def close(self) -> None:
        """Give back what it holds."""
        if "outside" in vars(self):
            self.outside.close()
        self.store.close()

    def network_of(self, account: Account) -> Network:
        """The network of *account*; a rehearsal shows a post at once, so it is looked for sooner."""
        from scheduler.wiring.outside import network_of

        return network_of(self.settings, self.desk, account)

    def feed(self) -> str:
        """The page that shows what followers of each rehearsed account would see."""
        from scheduler.networks.rehearsal.feed import feed_html

        return feed_html(self.rehearsal, self.desk.networks, zone=ZoneInfo(self.desk.defaults.zone))

    def order_fault(self, account: str, kind: str, *, times: int, skip: int) -> None:
        """Let *skip* requests of a rehearsed account pass and the next *times* go wrong as *kind* says."""
        from scheduler.networks.rehearsal.faults import FaultKind

        if kind not in list(FaultKind):
            raise InputError(f"There is no fault {kind!r}.", remedy=f"Faults: {', '.join(FaultKind)}.")
        with self.store.read() as unit:
            lookups.account_in_use(unit, account)
        self.rehearsal.order_fault(kind, account, times=times, skip=skip)


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
    lock = FileLock(settings.database)
    desk = Desk(
        store=store,
        pictures=ContentFiles(settings.pictures),
        clock=clock,
        networks=_priced(settings),
        templates=_templates(settings),
        theme=lambda name: _theme(name, settings),
        draw=_draw,
        photo=_photo,
        people=settings.handles,
        resolve=lambda account, handle: office.connections.unsigned(account).resolve(handle),
        lock=lock,
        defaults=_defaults(settings),
        usual=Usual(budgets=settings.budget, hour=settings.fuse.hour, day=settings.fuse.day),
        hush=_hush(settings),
    )
    office = Office(settings=settings, desk=desk, store=store, lock=lock)
    try:
        yield office
    finally:
        office.close()


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


def _theme(name: str, settings: Settings) -> "Theme":
    from quotes.cards import schema

    return schema.load(name, settings.theme_folder)


def _draw(cards: "Sequence[Card]") -> Iterator[Picture]:
    from quotes.cards.render.many import draw_each

    return draw_each(cards)
