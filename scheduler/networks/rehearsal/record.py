"""The rehearsal's own SQLite file: what was posted, in short durable transactions.

Any number of threads and processes may use one file at once. It is nobody's archive: deleting it
loses nothing that anybody saw. All instants are UTC, ``YYYY-MM-DDTHH:MM:SS.ffffff+00:00``.

``posts``
    One row for each message that became visible. ``n`` is its remote id and is never reused. ``keyed``
    tells whether the network played is keyed: then one account has at most one row that is not
    removed for a ``record_key``. On a searched one the key is only noted. ``card`` is its link card, an
    object in JSON; ``may_reply`` and ``labels`` are lists in JSON. ``answered`` is 1 once the caller was
    told. ``removed_at`` is set when it is deleted; the row stays.
``shown``
    The pictures of a post in order, each with alt text, by ``media_key``.
``uploads``
    What ``prepare`` left: a ``media_key`` of an account and the picture under it. On a searched
    network each upload has a new key, on a keyed one the key is the picture's SHA-256.
``pictures``
    The bytes, once each, by SHA-256, with the type that they were recognised as.
``faults``
    Orders that are not used up: ``kind`` and ``call`` as in ``faults``, ``skip`` requests to let pass,
    then ``times`` to strike. An account's orders for one call are worked off in the order of ``n``.

The rollback journal serves, not WAL, so that it does not matter which version of SQLite the system
has: https://sqlite.org/wal.html#walresetbug
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from quotes.statement import sha256
from scheduler.core.delivery import LinkCard
from scheduler.core.errors import StoreError
from scheduler.networks.rehearsal.faults import Call, Fault, FaultKind
from scheduler.networks.rehearsal.posts import RehearsedPicture, RehearsedPost

_APPLICATION = 0x4442_5248
"""Marks the file as a rehearsal's, so that no other database is ever written to by mistake."""
_VERSION = 2
_BUSY_SECONDS = 30.0
_SCHEMA = (
    """CREATE TABLE posts (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        network TEXT NOT NULL,
        keyed INTEGER NOT NULL CHECK (keyed IN (0, 1)),
        record_key TEXT,
        words TEXT NOT NULL,
        lang TEXT,
        reply_to TEXT,
        card TEXT,
        may_reply TEXT,
        quotable INTEGER NOT NULL CHECK (quotable IN (0, 1)),
        labels TEXT NOT NULL,
        committed_at TEXT NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
        removed_at TEXT,
        CHECK (record_key IS NOT NULL OR NOT keyed)
    )""",
    "CREATE UNIQUE INDEX live_by_key ON posts (account, record_key) WHERE keyed AND removed_at IS NULL",
    "CREATE INDEX posts_by_account ON posts (account, committed_at)",
    "CREATE TABLE pictures (sha256 TEXT PRIMARY KEY, media_type TEXT NOT NULL, data BLOB NOT NULL)",
    """CREATE TABLE uploads (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        account TEXT NOT NULL,
        media_key TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES pictures,
        uploaded_at TEXT NOT NULL,
        UNIQUE (account, media_key)
    )""",
    """CREATE TABLE shown (
        post INTEGER NOT NULL REFERENCES posts,
        n INTEGER NOT NULL,
        media_key TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES pictures,
        alt TEXT NOT NULL CHECK (alt <> ''),
        PRIMARY KEY (post, n)
    )""",
    """CREATE TABLE faults (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        account TEXT NOT NULL,
        call TEXT NOT NULL,
        times INTEGER NOT NULL,
        skip INTEGER NOT NULL,
        seconds REAL NOT NULL
    )""",
)
_POSTS = """
    SELECT posts.*, shown.media_key, shown.sha256, pictures.media_type, shown.alt
    FROM posts LEFT JOIN shown ON shown.post = posts.n LEFT JOIN pictures USING (sha256)
    WHERE {where} ORDER BY posts.n, shown.n
"""
_LIVE_BY_KEY = "account = ? AND record_key = ? AND keyed AND removed_at IS NULL"


class Record:
    """The open file. Every method is one transaction and raises ``StoreError``."""

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._translated():
            self._db = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._db.row_factory = sqlite3.Row
        try:
            self._open()
        except StoreError:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    # --- pictures -------------------------------------------------------------------------------

    def upload(self, account: str, data: bytes, *, media_type: str, fresh: bool, at: datetime) -> str:
        """Keep a picture for *account*; its media key, a new one if *fresh*, else one by content."""
        digest = sha256(data)
        with self._write() as db:
            db.execute("INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)", (digest, media_type, data))
            (latest,) = db.execute("SELECT coalesce(max(n), 0) FROM uploads").fetchone()
            key = f"media-{latest + 1}" if fresh else digest
            db.execute(
                "INSERT OR IGNORE INTO uploads (account, media_key, sha256, uploaded_at) VALUES (?, ?, ?, ?)",
                (account, key, digest, _text(at)),
            )
        return key

    def uploaded(self, account: str, media_key: str) -> tuple[str, str] | None:
        """SHA-256 and type of what *account* uploaded under *media_key*."""
        sql = """SELECT sha256, media_type FROM uploads JOIN pictures USING (sha256)
                 WHERE account = ? AND media_key = ?"""
        return next(iter(self._read(sql, account, media_key)), None)

    def picture(self, digest: str) -> bytes | None:
        """The bytes whose SHA-256 is *digest*."""
        rows = self._read("SELECT data FROM pictures WHERE sha256 = ?", digest)
        return rows[0][0] if rows else None

    # --- posts ----------------------------------------------------------------------------------

    def publish(self, post: RehearsedPost, *, keyed: bool) -> RehearsedPost:
        """Make *post* visible, durably; or, if *keyed*, what is visible under its key already."""
        with self._write() as db:
            there = _under_key(db, post) if keyed else None
            return there or _insert(db, post, keyed=keyed)

    def publish_thread(self, thread: Sequence[RehearsedPost]) -> list[RehearsedPost | None]:
        """Make all posts of *thread* visible, each an answer to the one before; the visible posts.

        Where a key is taken nothing is made: then it is what is visible under each key.
        """
        with self._write() as db:
            there = [_under_key(db, post) for post in thread]
            if any(there):
                return there
            out: list[RehearsedPost | None] = []
            for post in thread:
                before = out[-1].remote_id if out and out[-1] else post.reply_to
                out.append(_insert(db, replace(post, reply_to=before), keyed=True))
            return out

    def answered(self, post: RehearsedPost) -> None:
        """Note that the caller is told."""
        with self._write() as db:
            db.execute("UPDATE posts SET answered = 1 WHERE n = ?", (post.remote_id,))

    def remove(self, account: str, remote_id: str, *, at: datetime) -> None:
        """Delete a post of *account*, if it is there."""
        with self._write() as db:
            db.execute(
                "UPDATE posts SET removed_at = ? WHERE account = ? AND n = ? AND removed_at IS NULL",
                (_text(at), account, remote_id),
            )

    def live_by_key(self, account: str, key: str) -> RehearsedPost | None:
        """What is visible under a record key."""
        found = _posts(self._read(_POSTS.format(where=_LIVE_BY_KEY), account, key))
        return found[0] if found else None

    def let_reply(self, account: str, remote_id: str, may_reply: tuple[str, ...] | None) -> bool:
        """Write who may reply to a visible post; whether it is there."""
        told = None if may_reply is None else json.dumps(may_reply)
        with self._write() as db:
            done = db.execute(
                "UPDATE posts SET may_reply = ? WHERE account = ? AND n = ? AND removed_at IS NULL",
                (told, account, remote_id),
            )
            return done.rowcount == 1

    def live_by_id(self, account: str, remote_id: str) -> RehearsedPost | None:
        """What is visible of *account* under a remote id."""
        where = "account = ? AND posts.n = ? AND removed_at IS NULL"
        found = _posts(self._read(_POSTS.format(where=where), account, remote_id))
        return found[0] if found else None

    def live_since(self, account: str, since: datetime) -> list[RehearsedPost]:
        """What *account* published since then and is still visible, newest first."""
        where = "account = ? AND committed_at >= ? AND removed_at IS NULL"
        return _posts(self._read(_POSTS.format(where=where), account, _text(since)))[::-1]

    def posts(self, account: str | None) -> list[RehearsedPost]:
        """Everything ever published, removed or not, in the order of commits."""
        return _posts(self._read(_POSTS.format(where="account = ? OR ? IS NULL"), account, account))

    # --- faults ---------------------------------------------------------------------------------

    def order(self, fault: Fault) -> None:
        """Add an order."""
        with self._write() as db:
            db.execute(
                "INSERT INTO faults (kind, account, call, times, skip, seconds) VALUES (?, ?, ?, ?, ?, ?)",
                (fault.kind, fault.account, fault.call, fault.times, fault.skip, fault.seconds),
            )

    def faults(self) -> list[Fault]:
        """Orders that are not used up."""
        rows = self._read("SELECT kind, account, call, times, skip, seconds FROM faults ORDER BY n")
        return [_fault(row) for row in rows]

    def take_fault(self, account: str, call: Call) -> Fault | None:
        """The fault that strikes this request, used up by one; or one request let pass."""
        sql = """SELECT kind, account, call, times, skip, seconds, n FROM faults
                 WHERE account = ? AND call = ? ORDER BY n LIMIT 1"""
        with self._write() as db:
            row = db.execute(sql, (account, call)).fetchone()
            if row is None:
                return None
            fault, n = _fault(row[:-1]), row[-1]
            db.execute(
                "UPDATE faults SET skip = skip - (skip > 0), times = times - (skip = 0) WHERE n = ?", (n,)
            )
            db.execute("DELETE FROM faults WHERE times = 0")
            return None if fault.skip else fault

    # --- the file -------------------------------------------------------------------------------

    def _open(self) -> None:
        self._read("PRAGMA journal_mode = TRUNCATE")
        self._read("PRAGMA synchronous = FULL")
        self._read("PRAGMA foreign_keys = ON")
        with self._write() as db:
            mark = (
                *db.execute("PRAGMA application_id").fetchone(),
                *db.execute("PRAGMA user_version").fetchone(),
            )
            if mark == (_APPLICATION, _VERSION):
                return
            if db.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise StoreError(
                    f"{self._path} is not a rehearsal's file of this version of Drumbeat.",
                    remedy="Name another file, or delete this one if it is an old rehearsal.",
                )
            for statement in _SCHEMA:
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
            db.execute(f"PRAGMA user_version = {_VERSION}")

    def _read(self, sql: str, *values: object) -> list[Any]:
        with self._lock, self._translated():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._translated(), self._db as db:
            db.execute("BEGIN IMMEDIATE")
            yield db

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"The rehearsal's file {self._path} cannot be used: {error}.",
                remedy="See that its folder exists and can be written to.",
            ) from error


def _under_key(db: sqlite3.Connection, post: RehearsedPost) -> RehearsedPost | None:
    """What is visible under the key of *post*."""
    found = _posts(db.execute(_POSTS.format(where=_LIVE_BY_KEY), (post.account, post.record_key)))
    return found[0] if found else None


def _insert(db: sqlite3.Connection, post: RehearsedPost, *, keyed: bool) -> RehearsedPost:
    row = {
        "account": post.account,
        "network": post.network,
        "keyed": keyed,
        "record_key": post.record_key,
        "words": post.words,
        "lang": post.lang,
        "reply_to": post.reply_to,
        "card": json.dumps(asdict(post.card)) if post.card else None,
        "may_reply": None if post.may_reply is None else json.dumps(post.may_reply),
        "quotable": post.quotable,
        "labels": json.dumps(post.labels),
        "committed_at": _text(post.committed_at),
    }
    columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    n = db.execute(f"INSERT INTO posts ({columns}) VALUES ({places})", row).lastrowid  # noqa: S608 - our names
    db.executemany(
        "INSERT INTO shown (post, n, media_key, sha256, alt) VALUES (?, ?, ?, ?, ?)",
        [(n, i, p.media_key, p.sha256, p.alt) for i, p in enumerate(post.pictures, start=1)],
    )
    return replace(post, remote_id=str(n))


def _posts(rows: Sequence[Any] | sqlite3.Cursor) -> list[RehearsedPost]:
    return [_post(list(same)) for _, same in groupby(rows, key=lambda row: row["n"])]


def _post(rows: list[sqlite3.Row]) -> RehearsedPost:
    post = rows[0]
    return RehearsedPost(
        account=post["account"],
        network=post["network"],
        words=post["words"],
        committed_at=datetime.fromisoformat(post["committed_at"]),
        record_key=post["record_key"],
        pictures=tuple(
            RehearsedPicture(
                media_key=row["media_key"], sha256=row["sha256"], media_type=row["media_type"], alt=row["alt"]
            )
            for row in rows
            if row["media_key"] is not None
        ),
        lang=post["lang"],
        reply_to=post["reply_to"],
        card=LinkCard(**json.loads(post["card"])) if post["card"] else None,
        may_reply=None if post["may_reply"] is None else tuple(json.loads(post["may_reply"])),
        quotable=bool(post["quotable"]),
        labels=tuple(json.loads(post["labels"])),
        remote_id=str(post["n"]),
        answered=bool(post["answered"]),
        removed_at=datetime.fromisoformat(post["removed_at"]) if post["removed_at"] else None,
    )


def _fault(row: Sequence[Any]) -> Fault:
    kind, account, call, times, skip, seconds = row
    return Fault(
        kind=FaultKind(kind), account=account, call=Call(call), times=times, skip=skip, seconds=seconds
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
