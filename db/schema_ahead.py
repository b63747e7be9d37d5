"""The tables of what comes next: own pictures, slots and restores."""

from sqlalchemy import Integer

from db.columns import (
    check,
    number_key,
    optional,
    refers_to,
    required,
    table,
    text_key,
)
from db.types import Moment

own_picture = table(  # what a person brings for words of their own
    "own_picture",
    text_key("sha256"),
    required("name"),
    required("width", Integer),
    required("height", Integer),
    required("media_type"),
    required("alt"),
    required("added_at", Moment),
    required("added_by"),
    check("size", "width > 0 AND height > 0"),
    check("sha256", "length(sha256) = 64"),
    check("alt", "trim(alt) <> ''"),
)

slot = table(  # a time of the week that campaigns can fill
    "slot",
    text_key(),
    required("days"),
    required("wall_time"),
    required("zone"),
    required("added_at", Moment),
    required("added_by"),
    optional("removed_at", Moment),
)

restore = table(
    "restore",
    number_key(),
    required("at", Moment),
    required("by"),
    optional("backup_at", Moment),
    optional("last_run", Integer),  # as the lock file kept it
    optional("finished_at", Moment),
    sqlite_autoincrement=True,
)

unmatched_post = table(  # out on an account, and no delivery of ours
    "unmatched_post",
    text_key("account", refers_to("account.name")),
    text_key("remote_id"),
    required("link"),
    required("words"),
    optional("posted_at", Moment),
    required("found_at", Moment),
    optional("restore", Integer, refers_to("restore.id")),
)
