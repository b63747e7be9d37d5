"""The tables. Every rule that a row alone can break is a constraint here, and not only in the code above.

Columns that nothing writes yet (pause, budget, fuse, corrections, restore) belong to what comes
next, as do the tables of ``db.schema_ahead``: the first migration holds the whole data model.
"""

from sqlalchemy import ForeignKeyConstraint, Index, Integer, Text, UniqueConstraint

from db import (
    schema_ahead,
    schema_notices,
    schema_reviews,
    schema_rulings,
    schema_secrets,
    schema_slots,
    schema_statements,
)
from db.columns import (
    check,
    forbid,
    metadata,
    number_key,
    one_of,
    optional,
    partial_index,
    refers_to,
    required,
    table,
    text_key,
    yes_or_no,
)
from db.types import Big, Choice, Day, Document, Flag, LinkCards, Moment, Names, Span
from scheduler.core.accounts import Connection
from scheduler.core.campaign import LinkOn
from scheduler.core.delivery import Reason, State
from scheduler.core.records import Event

__all__ = [
    "metadata",
    "schema_ahead",
    "schema_notices",
    "schema_reviews",
    "schema_rulings",
    "schema_secrets",
    "schema_slots",
    "schema_statements",
]

account = table(
    "account",
    text_key("name"),
    required("network"),
    required("connection", Choice(Connection)),
    required("remote_id"),
    required("handle"),
    required("service"),
    required("kind"),
    required("added_at", Moment),
    required("added_by"),
    optional("removed_at", Moment),
    optional("removed_by"),
    optional("paused_at", Moment),
    optional("paused_by"),
    optional("stopped_at", Moment),
    required("stopped_why"),
    optional("month_budget", Big),  # micro-dollars
    optional("hour_fuse", Integer),  # posts within an hour
    optional("day_fuse", Integer),  # posts within a day
    optional("bounded_at", Moment),  # when these were last set
    optional("bounded_by"),
    optional("proved_at", Moment),
    required("sends_again", Flag),
    required("revision", Integer),
    UniqueConstraint("network", "remote_id"),
    one_of("connection", Connection),
    yes_or_no("sends_again"),
    check("proved", "sends_again = 0 OR proved_at IS NOT NULL"),
    check("bounds", "month_budget >= 0 AND hour_fuse >= 0 AND day_fuse >= 0"),
    check("revision", "revision >= 1"),
)

campaign = table(
    "campaign",
    text_key(),
    required("statement", Text, refers_to("statement.id")),
    required("zone"),
    required("theme"),
    required("created_at", Moment),
    required("created_by"),
    optional("launch_at", Moment),
    optional("launch_local"),
    optional("embargo_at", Moment),
    optional("link"),
    required("hashtags", Names),
    required("stagger", Span),
    required("window", Span),
    optional("may_reply", Names),  # who may; NULL: everybody
    required("quotable", Flag),
    required("labels", Names),
    required("link_on", Choice(LinkOn)),
    optional("paused_at", Moment),
    optional("paused_by"),
    optional("cancelled_at", Moment),
    optional("cancelled_by"),
    required("revision", Integer),
    one_of("link_on", LinkOn),
    yes_or_no("quotable"),
    check("spans", 'stagger >= 0 AND "window" >= 0'),
    check("revision", "revision >= 1"),
    partial_index("ix_campaign_paused", "id", where="paused_at IS NOT NULL"),
    partial_index("ix_campaign_embargo", "embargo_at", "id", where="embargo_at IS NOT NULL"),
)

campaign_account = table(
    "campaign_account",
    text_key("campaign", refers_to("campaign.id")),
    number_key("n"),
    required("account", Text, refers_to("account.name")),
    UniqueConstraint("campaign", "account"),
)

post = table(
    "post",
    text_key(),
    required("campaign", Text, refers_to("campaign.id")),
    required("n", Integer),
    required("offset"),
    optional("paused_at", Moment),
    optional("paused_by"),
    optional("cancelled_at", Moment),
    optional("cancelled_by"),
    optional("joined_to", Text, refers_to("post.id")),  # the post of whose thread it is a part
    optional("joined_n", Integer),
    UniqueConstraint("campaign", "n"),
    check("n", "n >= 1"),
    check("joined_to", "joined_to <> id"),
)

post_excerpt = table(
    "post_excerpt",
    text_key("post", refers_to("post.id")),
    number_key("n"),
    required("excerpt", Text, refers_to("excerpt.id")),
)

delivery = table(
    "delivery",
    text_key(),
    required("post", Text, refers_to("post.id")),
    required("campaign", Text, refers_to("campaign.id")),
    required("statement", Text, refers_to("statement.id")),
    required("account", Text, refers_to("account.name")),
    required("state", Choice(State)),
    optional("reason", Choice(Reason)),
    required("why"),
    optional("planned_at", Moment),
    optional("planned_local"),
    required("zone"),
    optional("next_try_at", Moment),
    optional("due_at", Moment),  # when the daemon has something to do about it, if ever
    required("window", Span),
    optional("approval"),
    optional("approved_by"),
    optional("approved_at", Moment),
    optional("owner"),
    optional("lease_until", Moment),  # on a database with several daemons
    required("fence", Integer),
    required("tries", Integer),
    required("looks", Integer),
    required("may_be_out", Flag),
    optional("cancel_asked_by"),
    optional("answers", Text, refers_to("delivery.id")),  # it goes out as a reply, once that one is out
    optional("answered_at", Moment),  # when that was out, as it was last claimed
    optional("removal_asked_at", Moment),
    optional("removal_asked_by"),
    optional("budget_overridden_by"),
    optional("fuse_overridden_by"),
    optional("may_reply", Names),
    optional("may_reply_live", Names),  # since it was changed out there
    optional("may_reply_changed_at", Moment),
    required("quotable", Flag),
    required("labels", Names),
    optional("slot", Text, refers_to("slot.id")),
    optional("slot_date", Day),
    optional(
        "ask_after_restore", Integer, refers_to("restore.id")
    ),  # the restore after which it is still to be asked for
    required("revision", Integer),
    UniqueConstraint("post", "account"),
    one_of("state", State),
    one_of("reason", Reason),
    check("held", "(state = 'held') = (reason IS NOT NULL)"),
    check("owner", "owner IS NULL OR state = 'sending'"),
    check("answers", "answers <> id"),
    check("uncertain", "state <> 'uncertain' OR next_try_at IS NOT NULL"),  # or nobody would ever look
    check("window", '"window" >= 0'),
    check("counts", "fence >= 0 AND tries >= 0 AND looks >= 0 AND revision >= 1"),
    yes_or_no("may_be_out"),
    yes_or_no("quotable"),
    check("slot", "(slot IS NULL) = (slot_date IS NULL)"),
    Index("ix_delivery_campaign", "campaign", "state", "account", "due_at"),
    Index("ix_delivery_account", "account", "state", "planned_at", "id", "due_at", "campaign"),
    Index("ix_delivery_state", "state", "planned_at", "id"),
    partial_index("ix_delivery_due", "state", "due_at", "account", "campaign", where="due_at IS NOT NULL"),
    partial_index(
        "ix_delivery_slot",
        "slot",
        "slot_date",
        "account",
        where="slot IS NOT NULL AND state <> 'cancelled'",
        unique=True,
    ),
)

part = table(
    "part",
    text_key("delivery", refers_to("delivery.id")),
    number_key("n"),
    required(
        "account", Text, refers_to("account.name")
    ),  # its delivery's, so that a record key is unique on it
    required("words"),
    optional("excerpt", Text, refers_to("excerpt.id")),
    optional("speaker"),
    required("left_out", Names),
    required("mentions", Document),
    optional("preview", LinkCards),
    optional("record_key"),
    optional("record", Document),
    required("media_keys", Names),
    optional("launched_at", Moment),
    optional("remote_id"),
    optional("link"),
    optional("posted_at", Moment),
    optional("removed_at", Moment),
    optional("removed_by"),
    optional("live", Flag),
    *(optional(name, Moment) for name in ("looked_at", "last_seen_at", "gone_seen_at")),
    optional("found_words"),
    optional("found_seen_at", Moment),
    optional("correction_seen_at", Moment),
    optional("cost", Big),  # micro-dollars
    UniqueConstraint("account", "record_key"),
    check("n", "n >= 1"),
    check("cost", "cost >= 0"),
    yes_or_no("live"),
    partial_index("ix_part_found", "delivery", where="found_words IS NOT NULL AND found_seen_at IS NULL"),
    partial_index(
        "ix_part_gone", "delivery", where="live = 0 AND removed_at IS NULL AND gone_seen_at IS NULL"
    ),
    partial_index("ix_part_excerpt", "excerpt", "delivery", where="remote_id IS NOT NULL"),
    partial_index("ix_part_remote_id", "account", "remote_id", where="remote_id IS NOT NULL"),
    partial_index("ix_part_launched", "account", "launched_at", "cost", where="launched_at IS NOT NULL"),
)

part_picture = table(
    "part_picture",
    text_key("delivery"),
    number_key("part"),
    number_key("n"),
    required("sha256"),
    required("alt"),
    required("width", Integer),
    required("height", Integer),
    required("media_type"),
    ForeignKeyConstraint(["delivery", "part"], ["part.delivery", "part.n"]),
    check("size", "width > 0 AND height > 0"),
    check("sha256", "length(sha256) = 64"),
    check("alt", "trim(alt) <> ''"),
)

attempt = table(
    "attempt",
    number_key(),
    required("delivery", Text, refers_to("delivery.id")),
    required("at", Moment),
    required("event", Choice(Event)),
    required("actor"),
    required("outcome"),
    optional("part", Integer),
    required("detail", Document),
    one_of("event", Event),
    Index("ix_attempt_delivery", "delivery"),
    sqlite_autoincrement=True,
)

halt = table(
    "halt",
    number_key(),
    required("at", Moment),
    required("by"),
    required("reason"),
    optional("resumed_at", Moment),
    optional("resumed_by"),
    check("resumed", "(resumed_at IS NULL) = (resumed_by IS NULL)"),
    partial_index("ix_halt_current", "id", where="resumed_at IS NULL"),
    sqlite_autoincrement=True,
)

request = table(  # what a command or a page asks the process that talks as the account
    "request",
    number_key(),
    required("account", Text, refers_to("account.name")),
    required("kind"),
    required("detail", Document),
    required("asked_at", Moment),
    required("asked_by"),
    required("asker"),
    optional("delivery", Text, refers_to("delivery.id")),
    required("outlives_asker", Flag),  # a removal is carried out, whoever waits for it
    optional("answered_at", Moment),
    optional("answer", Document),
    optional("dropped_at", Moment),
    check("answer", "(answer IS NULL) = (answered_at IS NULL)"),
    check("end", "answered_at IS NULL OR dropped_at IS NULL"),
    yes_or_no("outlives_asker"),
    partial_index("ix_request_open", "account", "id", where="answered_at IS NULL AND dropped_at IS NULL"),
    sqlite_autoincrement=True,
)

run = table(
    "run",
    number_key("number"),
    required("host"),
    required("pid", Integer),
    required("started_at", Moment),
    required("seen_at", Moment),
    optional("stopped_at", Moment),
    optional("halt_confirmed", Integer, refers_to("halt.id")),
)

forbid(attempt, "attempt_keeps_its_rows", "DELETE ON attempt", "attempts are append-only")
forbid(attempt, "attempt_keeps_its_words", "UPDATE ON attempt", "attempts are append-only")
forbid(
    part,
    "part_keeps_its_record_key",
    "UPDATE OF record_key ON part WHEN OLD.record_key IS NOT NULL AND NEW.record_key IS NOT OLD.record_key",
    "a record key is never replaced",
)
