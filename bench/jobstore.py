"""The usual way beside ours: APScheduler's own job store, one job a post.

Its options are the fair ones: nothing is dropped for being late, as many threads as ours, and the same file
settings as ours, a write-ahead log that is synced at every commit. A job only posts: it keeps no history and
makes nothing durable before or after, though whoever builds on it would have to.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from instant import Begun
from sqlalchemy import Engine, create_engine, event

from db.engine import BUSY_SECONDS, best_driver

NETWORK = Begun()
"""What this process's jobs post to: a job is a function by its name, so this cannot be handed to it."""


def post(key: str, words: str) -> None:
    """The job: publish one post."""
    del words
    NETWORK.begin(key)
    NETWORK.answer()


@contextmanager
def scheduler_on(
    file: Path, *, workers: int, paused: bool, fair: bool = True
) -> Iterator[BackgroundScheduler]:
    """A scheduler on the job store in *file*; unless *fair*, with APScheduler's defaults."""
    engine = _engine(file)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": ThreadPoolExecutor(workers)},
        job_defaults={"misfire_grace_time": None, "coalesce": True} if fair else {},
    )
    scheduler.start(paused=paused)
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)
        engine.dispose()


def add(scheduler: BackgroundScheduler, posts: Sequence[tuple[str, datetime]]) -> None:
    """Queue *posts*, each a key and its time. The job store has no way to add several at once."""
    for key, at in posts:
        words = f"A new way forward. {key}"
        scheduler.add_job(post, "date", run_date=at, args=[key, words], id=key)


def _engine(file: Path) -> Engine:
    driver = best_driver()
    engine = create_engine(
        f"sqlite:///{file}",
        module=driver.module,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: object, _record: object) -> None:
        with closing(connection.cursor()) as cursor:  # type: ignore[attr-defined]
            cursor.execute(f"PRAGMA journal_mode = {driver.journal_mode}")
            cursor.execute(f"PRAGMA synchronous = {driver.synchronous}")

    return engine
