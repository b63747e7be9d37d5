"""One installation whose daemon is run step by step: the real store, sender, gates and loop, a simulated network.

Every boundary that the daemon crosses, into a transaction and out of it, to the network and back, is a
place where the process may end, where the database may fail, or where a person may do something.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from simulated import SimulatedConnection, SimulatedNetwork

from db.engine import Driver, best_driver
from db.picturefiles import ContentFiles
from db.store import SqlStore, SqlUnit, open_store
from scheduler import networks
from scheduler.core.accounts import Account, Connection
from scheduler.core.approval import digest
from scheduler.core.bounds import Usual
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, Picture, State
from scheduler.core.errors import StoreError
from scheduler.core.ids import delivery_id, post_id
from scheduler.core.limits import Lookup, Network
from scheduler.core.ports import Letter
from scheduler.core.retry import Backoff
from scheduler.core.slots import Hush
from scheduler.daemon.loop import Daemon, Leave, Rhythm
from scheduler.daemon.workers import Workers
from scheduler.services import importing
from scheduler.services.desk import Defaults, Desk
from scheduler.services.door import Door
from scheduler.services.lanes import Lanes
from scheduler.services.removals import Remover
from scheduler.services.sending import Sender
from scheduler.testing import FixedClock, png

ACTOR = "a person"
ACCOUNTS = {"sky": "bluesky", "main": "x", "proved": "x"}
"""A keyed network; a searched one; and a searched one where what was not found is sent again."""
CAMPAIGNS = {"kept": timedelta(minutes=40), "open": None}
"""By name, how long the embargo lasts."""
POSTS = {"kept": 2, "open": 8}
LOOKS = (timedelta(seconds=10), timedelta(seconds=30), timedelta(minutes=2))
WINDOW = timedelta(minutes=30)
START = FixedClock().now()


class KilledError(BaseException):
    """The process ended here."""


class _Unsynced(Driver):
    """Nothing is synced to disk: a process that ends loses nothing of what it wrote, and a history is quick."""

    @property
    def synchronous(self) -> str:
        return "OFF"


class _Clock(FixedClock):
    """Moves only when it is told to, or waited on."""

    def rest_until(self, moment: datetime) -> float:
        return max(0.0, (moment - self.now()).total_seconds())


class _Inline(Workers):
    """The real workers, one after the other in the thread that wakes them."""

    def wake(self, account: str) -> None:
        if not self._sender.stop.is_set():
            self._accounts.add(account)
            self._work(account)


@cache
def _template() -> Path:
    """An installation with a statement, accounts and campaigns without deliveries; made once, then copied."""
    folder = Path(tempfile.mkdtemp(prefix="histories-"))
    store = open_store(folder / "drumbeat.db", create=True, driver=_Unsynced(module=best_driver().module))
    clock = FixedClock()
    desk = _desk(store, folder, clock, lock=None)
    statement, _ = importing.add(desk, b"Dignity for all.\n\nWe stay.\n", {}, name="plain.txt", actor=ACTOR)
    with store.write() as unit:
        for name, network in ACCOUNTS.items():
            account = Account(
                name=name,
                network=network,
                connection=Connection.REHEARSAL,
                remote_id=f"rehearsal:{name}",
                handle=name,
                added_at=clock.now(),
                added_by=ACTOR,
                proved_at=clock.now() if name == "proved" else None,
                sends_again=name == "proved",
            )
            unit.accounts.add(account)
        for name, embargo in CAMPAIGNS.items():
            unit.campaigns.add(_campaign(name, statement.id, embargo))
    desk.pictures.put(png())
    store.close()
    return folder


def _campaign(name: str, statement: str, embargo: timedelta | None) -> Campaign:
    return Campaign(
        id=name,
        statement=statement,
        accounts=tuple(ACCOUNTS),
        zone="UTC",
        theme="plain",
        created_at=START,
        created_by=ACTOR,
        embargo_at=START + embargo if embargo else None,
        stagger=timedelta(0),
        window=WINDOW,
        posts=tuple(
            Post(id=post_id(name, n), campaign=name, n=n, excerpts=(), offset="T+0")
            for n in range(1, POSTS[name] + 1)
        ),
    )


def _desk(store: Any, folder: Path, clock: FixedClock, lock: Any) -> Desk:
    return Desk(
        store=store,
        pictures=ContentFiles(folder / "cards"),
        clock=clock,
        networks={name: networks.load(name) for name in networks.names()},
        templates={},
        theme=lambda name: (_ for _ in ()).throw(NotImplementedError),
        draw=lambda cards: (_ for _ in ()).throw(NotImplementedError),
        photo=lambda data: (_ for _ in ()).throw(NotImplementedError),
        people={},
        resolve=lambda account, handle: None,
        lock=lock,
        usual=Usual(hour=1000, day=1000),
        hush=Hush(),
        defaults=Defaults(zone="UTC", plan="T+0", stagger=timedelta(0), window=WINDOW, theme="", hashtags=()),
    )


class _Store:
    """The store as the daemon has it: every transaction that writes is a boundary."""

    def __init__(self, store: SqlStore, world: "World") -> None:
        self._store, self._world = store, world
        self.read = store.read
        self.change_counter = store.change_counter

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        self._world.cross("begin")
        with self._store.write() as unit:
            yield unit
            self._world.judge_launches(unit)
            self._world.cross("commit", inside=True)
        self._world.cross("committed")


class World:
    """The installation, its network, its one daemon at a time, and what was seen to be wrong so far."""

    def __init__(
        self, sender: type[Sender] = Sender, door: type[Door] = Door, *, watch_marks: bool = True
    ) -> None:
        self._sender_class, self._door_class, self._watch_marks = sender, door, watch_marks
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        shutil.copy(_template() / "drumbeat.db", self.folder)
        driver = _Unsynced(module=best_driver().module)
        self.store = SqlStore(self.folder / "drumbeat.db", driver, busy_seconds=5)
        self.clock = _Clock()
        self.latest = self.clock.now()
        """The latest instant that the clock ever showed."""
        self.network = SimulatedNetwork(clock=self.clock, begun=self._begun, cross=self.cross)
        self.desk = _desk(self.store, _template(), self.clock, lock=self)
        self._daemons_desk = replace(self.desk, store=_Store(self.store, self))
        self.daemon: Daemon | None = None
        self.halted = False
        self.approved: dict[tuple[str, int], str] = {}
        """The words of each part as a person approved them last."""
        self.wrong: list[str] = []
        self._launches: set[tuple[str, int, int]] = set()
        self._read_at: int | None = None
        self._read: list[Delivery] = []
        self._interruption: tuple[int, bool, Callable[[], None]] | None = None

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()
        shutil.rmtree(self.folder)

    # --- boundaries -------------------------------------------------------------------------

    def interrupt(self, after: int, act: Callable[[], None], *, inside: bool) -> None:
        """Do *act* at the boundary number *after* from now on; if not *inside*, outside transactions alone."""
        self._interruption = (after, inside, act)

    def spare(self) -> bool:
        """Take back an interruption that did not happen; whether there was one."""
        there, self._interruption = self._interruption is not None, None
        return there

    def cross(self, name: str, *, inside: bool = False) -> None:
        """A boundary."""
        if self._interruption is None:
            return
        left, anywhere, act = self._interruption
        if left > 0 or (inside and not anywhere):
            self._interruption = (max(left - 1, 0), anywhere, act)
            return
        self._interruption = None
        act()

    @staticmethod
    def kill() -> None:
        """End the process."""
        raise KilledError

    def fail_database(self) -> None:
        """The database does not answer, once."""
        raise StoreError("The disk is full.")

    # --- the daemon -------------------------------------------------------------------------

    def tick(self) -> None:
        """Let the daemon, started first if none lives, do all that there is to do now."""
        self.latest = max(self.latest, self.clock.now())
        try:
            if self.daemon is None:
                self.start()
            assert self.daemon is not None
            self.daemon._tick(Leave.NEVER)
        except KilledError:
            self.daemon = None
        except StoreError:  # at its start: it ends, and is started again
            self.daemon = None

    def start(self) -> None:
        """A new life of the daemon, which takes over what the one before left."""
        self.daemon = None
        daemon = Daemon(
            store=self._daemons_desk.store,
            clock=self.clock,
            rhythm=Rhythm(
                sweep=timedelta(minutes=1), notice=timedelta(seconds=1), clock_step=timedelta(hours=6)
            ),
            sender_for=self._sender,
        )
        daemon._workers = _Inline(daemon._sender, self.clock, lambda: None)
        daemon._sender.take_over()
        self.daemon = daemon

    def usurp(self) -> None:
        """Another run takes over while this one believes that it still sends: a lock that did not hold."""
        if self.daemon is not None and not self._about_to_publish():
            self.daemon._sender.stop.set()
            self.start()
            self.tick()

    def _about_to_publish(self) -> bool:
        """Whether something is launched: what follows then no database can forbid to a run that lives on."""
        with self.store.read() as unit:
            return any(each.launched for each in unit.deliveries.sending())

    def holder(self) -> str | None:
        """Who holds the instance lock. Whoever asks waits for the daemon, whose main thread has its turn."""
        if self.daemon is None:
            return None
        with self.store.read() as unit:
            halt = unit.halts.current()
        self.daemon._mind(halt)
        return "process 1"

    def _sender(self, run: int, stop: threading.Event) -> Sender:
        backoff = Backoff(first=timedelta(seconds=20), most=timedelta(minutes=5))
        remover = Remover(desk=self._daemons_desk, connect=self._connect, backoff=backoff)
        return self._sender_class(
            desk=self._daemons_desk,
            connect=self._connect,
            remove_next=remover.remove_next,
            door=self._door_class(self.clock),
            network_of=self.network_of,
            lanes=Lanes(1, self.clock),
            run=run,
            backoff=backoff,
            stop=stop,
        )

    def network_of(self, account: Account) -> Network:
        """Its network, looked for soon; a keyed one takes a thread as one request."""
        network = self.desk.networks[account.network]
        return replace(network, looks=LOOKS, threads_at_once=network.lookup is Lookup.KEYED)

    def _connect(self, account: Account) -> SimulatedConnection:
        return SimulatedConnection(
            network=self.network,
            account=account.name,
            keyed=self.network_of(account).lookup is Lookup.KEYED,
            prompt=account.sends_again,
        )

    # --- what is seen to be wrong -----------------------------------------------------------

    def judge_launches(self, unit: SqlUnit) -> None:
        """What this transaction launches must be free to go, by rules written down a second time."""
        for each in unit.deliveries.sending():
            for part in each.parts:
                mark = (each.id, part.n, each.fence)
                if part.launched_at is not None and not part.out and mark not in self._launches:
                    self._launches.add(mark)
                    self._judge(unit, each, part)

    def _judge(self, unit: SqlUnit, delivery: Delivery, part: Part) -> None:
        campaign, post = unit.campaigns.of_post(delivery.post) or (None, None)
        account = unit.accounts.get(delivery.account)
        assert campaign is not None
        assert post is not None
        assert account is not None
        now = self.clock.now()
        free = {
            "halted": unit.halts.current() is None,
            "account paused": account.paused_at is None,
            "account stopped": account.stopped_at is None,
            "campaign paused": campaign.paused_at is None,
            "cancelled": (campaign.cancelled_at, post.cancelled_at, delivery.cancel_asked_by)
            == (None, None, None),
            "embargo": campaign.embargo_at is None or campaign.embargo_at <= now,
            "before its time": delivery.planned_at is not None and delivery.planned_at <= self.latest,
            "other than approved": delivery.approval == digest(delivery)
            and self.approved.get((delivery.id, part.n)) == part.words,
            "late": delivery.partly_out or delivery.planned_at is None or now - delivery.planned_at <= WINDOW,
        }
        self.wrong += [f"{delivery.id} launched: {rule}" for rule, kept in free.items() if not kept]

    def _begun(self, letter: Letter) -> None:
        """A publishing request begins."""
        tag = letter.part.words.split()[-1]
        if self.halted:
            self.wrong.append(f"{tag}: a request began after halt returned")
        with self.store.read() as unit:
            row = unit.deliveries.get(tag.partition("#")[0])
        launched = row is not None and row.state is State.SENDING and row.parts[letter.part.n - 1].launched_at
        if self._watch_marks and not launched:
            self.wrong.append(f"{tag}: a request began without a committed mark")

    # --- rows -------------------------------------------------------------------------------

    def deliveries(self) -> list[Delivery]:
        """All of them."""
        counter = self.store.change_counter()
        if self._read_at != counter:
            self._read_at = counter
            with self.store.read() as unit:
                self._read = [each for name in CAMPAIGNS for each in unit.deliveries.of_campaign(name)]
        return self._read

    def add(self, campaign: str, n: int, *, parts: int, picture: bool) -> Delivery:
        """Drafts of a post to every account; the last of them."""
        shown = Picture(sha256=_picture(), alt="A picture.", width=1, height=1, media_type="image/png")
        with self.store.write() as unit:
            statement = unit.statements.ids()[0]
            for account in ACCOUNTS:
                id = delivery_id(post_id(campaign, n), account)
                delivery = Delivery(
                    id=id,
                    post=post_id(campaign, n),
                    campaign=campaign,
                    statement=statement,
                    account=account,
                    parts=tuple(
                        Part(n=i, words=f"Words. {id}#{i}", pictures=(shown,) if picture else ())
                        for i in range(1, parts + 1)
                    ),
                    window=WINDOW,
                )
                unit.deliveries.add(delivery)
        return delivery


@cache
def _picture() -> str:
    return ContentFiles(_template() / "cards").put(png())
