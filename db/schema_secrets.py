"""The tables of signing in: sealed secrets, and how often accounts signed in."""

from sqlalchemy import Index, LargeBinary, Text

from db.columns import number_key, refers_to, required, table, text_key
from db.types import Moment

token = table(  # secrets and sessions, sealed with a key that is never in the database
    "token",
    text_key("account", refers_to("account.name")),
    text_key("name"),
    required("sealed", LargeBinary),
    required("saved_at", Moment),
)

sign_in = table(
    "sign_in",
    number_key(),
    required("account", Text, refers_to("account.name")),
    required("at", Moment),
    Index("ix_sign_in_account", "account", "at"),
)
