"""``drumbeat run``: the daemon, in the foreground."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from scheduler.cli.session import command, office
from scheduler.core.delivery import State, called
from scheduler.services.marks import News

if TYPE_CHECKING:
    from scheduler.daemon.beside import Beside
    from scheduler.daemon.loop import Daemon
    from scheduler.wiring import Office

log = logging.getLogger("drumbeat")


@click.command()
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
@command
def run(*, once: bool, as_json: bool) -> None:
    """Send what is due, when it is due: the daemon, in the foreground, with its log on standard error.

    One for each database; a second one refuses to start. SIGTERM or Ctrl-C ends it when what is on the
    wire has been answered; a second one ends it at once, which is safe too.

    \b
    Examples:
      drumbeat run
      drumbeat run --once
    """
    from scheduler.daemon.loop import Leave

    _log_to_stderr()
    with office() as here, daemon_of(here, tell=_log_news) as daemon:
        _end_on_signals(daemon)
        log.info("sending from %s", here.settings.database)
        if once:
            daemon.run(Leave.NOTHING_DUE)
            _beside(here, lambda: True).once()
        else:
            with _beside(here, daemon.well):
                daemon.run(Leave.NEVER)
        log.info("ended")
    if as_json:
        click.echo("{}")


@contextmanager
def daemon_of(here: "Office", tell: Callable[[News], None]) -> Iterator["Daemon"]:
    """The daemon of an installation, under its instance lock; raises ``DaemonRunning``."""
    from scheduler.daemon.loop import Daemon, Rhythm

    settings = here.settings.daemon
    here.connections.check_secrets()
    here.lock.acquire(started=here.desk.clock.now())
    try:
        daemon = Daemon(
            store=here.store,
            clock=here.desk.clock,
            rhythm=Rhythm(sweep=settings.sweep, notice=settings.notice, clock_step=settings.clock_step),
            sender_for=lambda number, stop: here.outside.sender(number, stop, tell),
        )
        here.lock.keep_run(daemon.number)
        yield daemon
    finally:
        here.lock.release()


def _beside(here: "Office", well: Callable[[], bool]) -> "Beside":
    """What people and monitors hear of a daemon."""
    from scheduler.daemon.beside import Beside, Heart

    stop, pulse = threading.Event(), here.outside.pulse()
    return Beside(
        clock=here.desk.clock,
        stop=stop,
        teller=here.outside.teller(stop),
        tell_every=here.settings.daemon.sweep,
        heart=Heart(pulse, well) if pulse else None,
        beat_every=here.settings.tell.heartbeat_every,
    )


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)-7s %(message)s", level=logging.INFO)
    # APScheduler tells of every ring of the alarm clock, which is no news
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    # ... and httpx of every request
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _log_news(news: News) -> None:
    delivery = news.delivery
    links = " ".join(part.link for part in delivery.parts if part.link)
    told = links if delivery.state is State.POSTED else delivery.why or links
    level = logging.INFO if delivery.state not in _TROUBLE else logging.WARNING
    log.log(level, "%s %s %s", delivery.id, _happened(news), told)


def _happened(news: News) -> str:
    """What a person calls it: a mark by its name, a rehearsal never posted."""
    if news.delivery.state is State.SENDING:
        return str(news.event)
    return called(news.delivery.standing, rehearsal=news.rehearsal)


_TROUBLE = frozenset({State.HELD, State.FAILED, State.UNCERTAIN})


def _end_on_signals(daemon: "Daemon") -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        daemon.stop()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
