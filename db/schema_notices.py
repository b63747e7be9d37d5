"""The tables of what kept posts back, and of what people were told."""

from sqlalchemy import Index, Integer, Text

from db.columns import (
    check,
    number_key,
    one_of,
    optional,
    partial_index,
    refers_to,
    required,
    table,
    text_key,
)
from db.types import Choice, Document, Moment
from scheduler.core.records import Rest
from scheduler.core.telling import Topic

interruption = table(  # a time in which an account, a campaign or the whole computer sent nothing
    "interruption",
    number_key(),
    required("kind", Choice(Rest)),
    optional("account", Text, refers_to("account.name")),
    optional("campaign", Text, refers_to("campaign.id")),
    required("began_at", Moment),
    required("why"),
    optional("by"),
    optional("ended_at", Moment),
    one_of("kind", Rest),
    check("subject", "account IS NULL OR campaign IS NULL"),
    check("asleep", "(kind = 'asleep') = (account IS NULL AND campaign IS NULL)"),
    partial_index("ix_interruption_open", "kind", "account", "campaign", where="ended_at IS NULL"),
    sqlite_autoincrement=True,
)

notice = table(  # a message to people
    "notice",
    number_key(),
    required("at", Moment),
    required("topic", Choice(Topic)),
    required("title"),
    required("words"),
    required("told", Document),
    one_of("topic", Topic),
    Index("ix_notice_at", "at"),
    sqlite_autoincrement=True,
)

notice_sending = table(  # a message on its way to one target
    "notice_sending",
    number_key("notice", refers_to("notice.id")),
    text_key("target"),
    optional("next_try_at", Moment),  # NULL: it was taken, or given up
    required("tries", Integer),
    optional("taken_at", Moment),
    required("said"),
    check("tries", "tries >= 0"),
    check("taken", "taken_at IS NULL OR next_try_at IS NULL"),
    partial_index("ix_notice_sending_due", "next_try_at", where="next_try_at IS NOT NULL"),
)
