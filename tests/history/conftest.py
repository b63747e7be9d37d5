"""A store with a statement, two accounts and two campaigns; made once, copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.store import SqlStore, SqlUnit, open_store
from quotes.statement import sha256
from scheduler.core.accounts import Account, Connection
from scheduler.core.campaign import Campaign, Post
from scheduler.core.delivery import Delivery, Part, State
from scheduler.core.records import KeptExcerpt, KeptStatement

Scratch = Callable[[], AbstractContextManager[SqlUnit]]


class Make:
    """Values that fit together, with *changes* to any field."""

    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    def after(self, minutes: float) -> datetime:
        """*minutes* after ``now``."""
        return self.now + timedelta(minutes=minutes)

    def statement(self, id: str = "ijn", **changes: Any) -> KeptStatement:
        """A statement whose words and bytes differ from those of any other id."""
        text = f"{id}: “Wir bleiben hier”, sagte İpek. 我們在這裡 👩🏽‍🌾 e\u0301"
        return replace(
            KeptStatement(
                id=id,
                original=text.encode("utf-16"),
                sha256=sha256(text.encode("utf-16")),
                text=text,
                text_sha256=sha256(text.encode()),
                issuer=None,
                url=None,
                lang="de",
                published=date(2026, 3, 1),
                title="Für alle",
                guessed=frozenset({"title", "lang"}),
                added_at=self.now,
                added_by="İpek",
            ),
            **changes,
        )

    def excerpt(self, start: int = 0, end: int = 4, **changes: Any) -> KeptExcerpt:
        """An excerpt of ``ijn``."""
        return replace(
            KeptExcerpt(
                statement="ijn",
                start=start,
                end=end,
                speaker=None,
                by_person=True,
                added_at=self.now,
                added_by="ann",
            ),
            **changes,
        )

    def account(self, name: str = "x-main", **changes: Any) -> Account:
        """A rehearsed account."""
        return replace(
            Account(
                name=name,
                network="x",
                connection=Connection.REHEARSAL,
                remote_id=f"rehearsal:{name}",
                handle=name,
                added_at=self.now,
                added_by="ann",
            ),
            **changes,
        )

    def campaign(self, id: str = "ijn", posts: int = 9, **changes: Any) -> Campaign:
        """A campaign of ``ijn`` to both accounts."""
        return replace(
            Campaign(
                id=id,
                statement="ijn",
                accounts=("x-main", "b-main"),
                zone="Europe/Berlin",
                theme="plain",
                created_at=self.now,
                created_by="ann",
                posts=tuple(
                    Post(id=f"{id}.{n}", campaign=id, n=n, excerpts=("ijn:0-4",), offset=f"T+{n}h")
                    for n in range(1, posts + 1)
                ),
            ),
            **changes,
        )

    def delivery(
        self, n: int = 1, account: str = "x-main", campaign: str = "ijn", **changes: Any
    ) -> Delivery:
        """A queued delivery of post number *n*, due now."""
        return replace(
            Delivery(
                id=f"{campaign}.{n}@{account}",
                post=f"{campaign}.{n}",
                campaign=campaign,
                statement="ijn",
                account=account,
                parts=(Part(n=1, words=f"Words {n}"),),
                state=State.QUEUED,
                planned_at=self.now,
            ),
            **changes,
        )


@pytest.fixture(scope="session")
def make() -> Make:
    """Values that fit together."""
    return Make()


@pytest.fixture(scope="session")
def template(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that each test's database is a copy of."""
    path = tmp_path_factory.mktemp("template") / "drumbeat.db"
    store = open_store(path, create=True)
    with store.write() as unit:
        unit.statements.add(make.statement())
        unit.statements.keep_excerpt(make.excerpt())
        for name in ("x-main", "b-main"):
            unit.accounts.add(make.account(name))
        for id in ("ijn", "second"):
            unit.campaigns.add(make.campaign(id))
    store.close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A database file that nobody has open."""
    return Path(shutil.copy(template, tmp_path / "drumbeat.db"))


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    """An open store on ``path``."""
    opened = open_store(path, busy_seconds=5)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def scratch(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """Begins transactions on one store that leave nothing behind, for all examples of a property."""
    lasting = open_store(Path(shutil.copy(template, tmp_path_factory.mktemp("lasting") / "drumbeat.db")))

    @contextmanager
    def begin() -> Iterator[SqlUnit]:
        with suppress(UndoneError), lasting.write() as unit:
            yield unit
            raise UndoneError

    yield begin
    lasting.close()


class UndoneError(Exception):
    """Ends a transaction that is to leave nothing."""
