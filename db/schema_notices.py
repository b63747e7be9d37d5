"""The tables of what kept posts back, and of what people were told."""

from sqlalchemy import Text

from db.columns import check, number_key, one_of, optional, partial_index, refers_to, required, table
from db.types import Choice, Moment
from scheduler.core.records import Rest

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
