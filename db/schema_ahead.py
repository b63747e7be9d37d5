"""The tables of what comes next: slots and restores."""

from sqlalchemy import Integer

from db.columns import (
    number_key,
    optional,
    refers_to,
    required,
    table,
    text_key,
)
from db.types import Moment

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
