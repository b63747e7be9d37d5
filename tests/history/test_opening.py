"""Opening: what is not ours is left byte for byte as it was; what is older is brought up to date."""

import os
import re
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import opening
from db.engine import APPLICATION_ID, best_driver, make_engine
from db.lock import FileLock
from db.schema import metadata
from db.store import open_store
from scheduler.core.errors import DaemonRunning, DatabaseBusy, DatabaseTooNew, StoreError

_sqlite = best_driver().module  # two libraries in one process would not see each other's locks


def execute(path: Path, *statements: str) -> None:
    """Change a database from outside."""
    with closing(_sqlite.connect(path, isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)


def garbage(path: Path) -> None:
    """Something of another program's."""
    path.write_bytes(b"Dear diary, " * 1000)


def cut_off(path: Path) -> None:
    """The first half of a database."""
    path.write_bytes(path.read_bytes()[:6000])


def foreign(path: Path) -> None:
    """A database of another program's."""
    path.unlink()
    execute(path, "CREATE TABLE t (x)", "INSERT INTO t VALUES (1)")


def foreign_with_alembic(path: Path) -> None:
    """A database of another program that uses Alembic, at a revision of the same name."""
    foreign(path)
    execute(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0001')")


def newer(path: Path) -> None:
    """A database of a later version of this program's."""
    execute(path, "UPDATE alembic_version SET version_num = '9999'")


def no_revision(path: Path) -> None:
    """A database of ours that forgot its revision."""
    execute(path, "DELETE FROM alembic_version")


REFUSED = [  # what lies there, the error, and words of its message
    (garbage, StoreError, "not a database of Drumbeat's"),
    (cut_off, StoreError, "damaged"),
    (foreign, StoreError, "not a database of Drumbeat's"),
    (foreign_with_alembic, StoreError, "not a database of Drumbeat's"),
    (newer, DatabaseTooNew, "9999"),
    (no_revision, StoreError, "damaged"),
]


@pytest.mark.parametrize("create", [False, True], ids=["open", "create"])
@pytest.mark.parametrize(("spoil", "error", "words"), REFUSED)
def test_what_cannot_be_used_is_left_alone(
    path: Path,
    spoil: Any,
    error: type[StoreError],
    words: str,
    create: bool,  # noqa: FBT001
) -> None:
    """It is refused with a remedy; its bytes stay, and no copy, lock or journal with anything in it appears."""
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(error, match=words) as refused:
        open_store(path, create=create)
    assert refused.value.remedy
    assert path.read_bytes() == before
    assert not [
        each
        for each in path.parent.iterdir()
        if each != path and each.stat().st_size and "-shm" not in each.name
    ]


def test_missing_file(tmp_path: Path) -> None:
    """Without a database the error names the command that makes one; none appears."""
    with pytest.raises(StoreError, match="no database") as refused:
        open_store(tmp_path / "none.db")
    assert "drumbeat init" in refused.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_empty_file_is_none(tmp_path: Path) -> None:
    """A file of no bytes is not a database yet; it may become one when that is asked."""
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreError, match="no database"):
        open_store(path)
    assert path.stat().st_size == 0
    open_store(path, create=True).close()
    open_store(path).close()


@pytest.mark.parametrize("create", [False, True], ids=["open", "create"])
def test_places_that_cannot_be(tmp_path: Path, create: bool) -> None:  # noqa: FBT001
    """A folder is no file, and a file in a folder that is not there has no place."""
    with pytest.raises(StoreError, match="is not a file"):
        open_store(tmp_path, create=create)
    with pytest.raises(StoreError, match="no folder"):
        open_store(tmp_path / "nowhere" / "d.db", create=create)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_read_only(path: Path) -> None:
    """A file or a folder that cannot be written is refused, untouched."""
    before = path.read_bytes()
    for which, mode in ((path, 0o400), (path.parent, 0o500)):
        usual = which.stat().st_mode
        which.chmod(mode)
        try:
            with pytest.raises(StoreError, match="cannot be written"):
                open_store(path)
        finally:
            which.chmod(usual)
    assert path.read_bytes() == before


def test_read_only_file_system(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system says that nothing can be written, that is the answer, and nothing is tried."""
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="cannot be written") as refused:
        open_store(path)
    assert str(path.parent) in refused.value.remedy
    assert path.read_bytes() == before


def test_what_another_program_holds(path: Path) -> None:
    """A database that another program holds for longer than the time-out is busy, not broken."""
    store = open_store(path, busy_seconds=0.01)
    with closing(_sqlite.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="holds"), store.write():
            pass
        other.execute("ROLLBACK")
    with store.write() as unit:
        assert unit.halts.current() is None
    store.close()


def test_path_of_odd_characters(tmp_path: Path) -> None:
    """Question marks, percent and number signs belong to a name; none is read as a part of an address."""
    path = tmp_path / "a?b#c%20d é.db"
    open_store(path, create=True).close()
    assert path.stat().st_size > 0
    assert {each.name.removesuffix(".lock") for each in tmp_path.iterdir()} == {path.name}


# --- migrations ---------------------------------------------------------------------------------


def objects(path: Path) -> set[tuple[str, str, str]]:
    """Every table, index and trigger with its SQL, white space and the order of a table's lines aside."""
    with closing(_sqlite.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = [(kind, name, sql) for kind, name, sql in rows if name != "alembic_version"]
    return {(kind, name, _spelling(sql)) for kind, name, sql in found}


def _spelling(sql: str) -> str:
    lines = [re.sub(r"\s+", " ", line).strip(" ,\t") for line in sql.splitlines()]
    return "\n".join(sorted(filter(None, lines)))


def test_migrated_is_the_metadata(path: Path) -> None:
    """The migrations lead to the tables of ``db.schema``: Alembic finds nothing that it would change."""
    engine = make_engine(best_driver(), path, writes=True, busy_seconds=1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_migrated_is_created(path: Path, tmp_path: Path) -> None:
    """Constraints and triggers, which Alembic does not compare, are the same too, to the letter."""
    fresh = tmp_path / "fresh.db"
    fresh.touch()
    engine = make_engine(best_driver(), fresh, writes=True, busy_seconds=1)
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    assert objects(path) == objects(fresh)
    kinds = [kind for kind, _, _ in objects(path)]
    assert kinds.count("trigger") == 10
    assert all(
        "STRICT" in sql for kind, name, sql in objects(path) if kind == "table" and "sqlite_" not in name
    )


def test_head_is_the_newest_script() -> None:
    """``HEAD`` names the one newest migration, so that a file that has it is opened without Alembic."""
    assert ScriptDirectory.from_config(opening.config()).get_heads() == [opening.HEAD]


def test_new_database_says_whose_it_is(tmp_path: Path) -> None:
    """A new database carries the application id and the newest revision, and holds nothing."""
    path = tmp_path / "new.db"
    open_store(path, create=True).close()
    with closing(_sqlite.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (opening.HEAD,)
        assert connection.execute("SELECT count(*) FROM delivery").fetchone() == (0,)


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program with one migration more, which copies a table that others refer to; its script."""
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(opening.__file__).parent / "migrations", scripts)
    script = scripts / "versions" / "0002_one_more.py"
    script.write_text(
        'revision = "0002"\ndown_revision = "0001"\n'
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "def upgrade():\n"
        '    with op.batch_alter_table("account", recreate="always") as batch:\n'
        '        batch.add_column(sa.Column("note", sa.Text, nullable=True))\n'
    )
    ours = opening.config()
    ours.set_main_option("script_location", str(scripts))
    monkeypatch.setattr(opening, "config", lambda: _again(ours))
    monkeypatch.setattr(opening, "HEAD", "0002")
    return script


def _again(config: Any) -> Any:
    """A configuration of the same scripts, for one use."""
    made = type(config)()
    made.set_main_option("script_location", config.get_main_option("script_location"))
    return made


def test_upgrade_keeps_all_and_a_copy(path: Path, next_version: Path) -> None:
    """An older file is upgraded with all that it holds; a copy of what it was is kept beside it."""
    assert next_version.exists()
    before = {sql for _, name, sql in objects(path) if name != "account"}
    open_store(path).close()
    with closing(_sqlite.connect(path)) as connection:
        assert connection.execute("SELECT name, note FROM account ORDER BY name").fetchall() == [
            ("b-main", None),
            ("x-main", None),
        ]
        assert connection.execute("SELECT count(*) FROM campaign_account").fetchone() == (4,)
    assert {sql for _, name, sql in objects(path) if name != "account"} == before
    with closing(_sqlite.connect(f"{path}.before-0002")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (2,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_upgrade_takes_no_copy_away(path: Path, next_version: Path) -> None:
    """A copy that is there already, of an earlier try, is not written over."""
    assert next_version.exists()
    taken = Path(f"{path}.before-0002")
    taken.write_text("mine")
    open_store(path).close()
    assert taken.read_text() == "mine"
    assert Path(f"{path}.before-0002.2").stat().st_size > 0


def test_failed_upgrade_changes_nothing(path: Path, next_version: Path) -> None:
    """A migration that fails half-way leaves the file at its revision, and the lock free."""
    next_version.write_text(next_version.read_text() + '    op.execute("DROP TABLE nowhere")\n')
    before = objects(path)
    with pytest.raises(StoreError):
        open_store(path)
    assert objects(path) == before
    assert opening.schema_of(best_driver(), path, 1) == "0001"
    assert FileLock(path).holder() is None


def test_upgrade_waits_for_no_daemon(path: Path, next_version: Path) -> None:
    """While a daemon runs on a file it is not upgraded; the error names the daemon."""
    assert next_version.exists()
    daemon = FileLock(path)
    daemon.acquire()
    before = objects(path)
    with pytest.raises(DaemonRunning, match=f"process {os.getpid()}"):
        open_store(path)
    assert objects(path) == before
    daemon.release()
    open_store(path).close()


def test_opening_needs_no_lock(path: Path) -> None:
    """A file that is up to date is opened while a daemon runs: commands and pages are for that."""
    daemon = FileLock(path)
    daemon.acquire()
    open_store(path).close()
    daemon.release()
