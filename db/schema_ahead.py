"""The tables of what comes next: restores."""

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
