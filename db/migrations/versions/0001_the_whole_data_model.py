"""The whole data model.

A migration is never edited once released: it repeats the names and words of its time, and imports none.
"""

import sqlalchemy as sa
from alembic import op

from db.migrations import more_0001, reviews_0001

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Type = type[sa.Text] | type[sa.Integer] | type[sa.LargeBinary] | sa.BigInteger

TRIGGERS = (
    "attempt_keeps_its_rows BEFORE DELETE ON attempt "
    "BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END",
    "attempt_keeps_its_words BEFORE UPDATE ON attempt "
    "BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END",
    "statement_keeps_its_text BEFORE UPDATE OF "
    "id, original, sha256, text, text_sha256, format, reader, fetched_at, fetched_from, media_type "
    "ON statement "
    "BEGIN SELECT RAISE(ABORT, 'a statement is never edited'); END",
    "ruling_keeps_its_rows BEFORE DELETE ON ruling "
    "BEGIN SELECT RAISE(ABORT, 'rulings are undone, never deleted'); END",
    'ruling_keeps_its_words BEFORE UPDATE OF statement, n, kind, start, "end", name, value, at, by ON ruling '
    "BEGIN SELECT RAISE(ABORT, 'rulings are undone, never edited'); END",
    "part_keeps_its_record_key BEFORE UPDATE OF record_key ON part "
    "WHEN OLD.record_key IS NOT NULL AND NEW.record_key IS NOT OLD.record_key "
    "BEGIN SELECT RAISE(ABORT, 'a record key is never replaced'); END",
)


def required(type_: Type, *names: str) -> list[sa.Column[object]]:
    """Columns that always hold something."""
    return [sa.Column(name, type_, nullable=False) for name in names]


def optional(type_: Type, *names: str) -> list[sa.Column[object]]:
    """Columns that may be NULL."""
    return [sa.Column(name, type_, nullable=True) for name in names]


def partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index of those rows alone for which *where* holds."""
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def upgrade() -> None:
    """Make every table, index and trigger."""
    op.create_table(
        "account",
        sa.Column("name", sa.Text, primary_key=True),
        *required(sa.Text, "network", "connection", "remote_id", "handle", "service", "kind"),
        *required(sa.Text, "added_at", "added_by"),
        *optional(sa.Text, "removed_at", "removed_by", "paused_at", "paused_by", "stopped_at"),
        *required(sa.Text, "stopped_why"),
        *optional(BIG, "month_budget"),
        *optional(sa.Integer, "hour_fuse", "day_fuse"),
        *optional(sa.Text, "bounded_at", "bounded_by", "proved_at"),
        *required(sa.Integer, "sends_again", "revision"),
        sa.UniqueConstraint("network", "remote_id"),
        sa.CheckConstraint("connection IN ('real', 'rehearsal')", name="connection"),
        sa.CheckConstraint("month_budget >= 0 AND hour_fuse >= 0 AND day_fuse >= 0", name="bounds"),
        sa.CheckConstraint("sends_again IN (0, 1)", name="sends_again"),
        sa.CheckConstraint("sends_again = 0 OR proved_at IS NOT NULL", name="proved"),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sqlite_strict=True,
    )
    op.create_table(
        "halt",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Text, "at", "by", "reason"),
        *optional(sa.Text, "resumed_at", "resumed_by"),
        sa.CheckConstraint("(resumed_at IS NULL) = (resumed_by IS NULL)", name="resumed"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    partial("ix_halt_current", "halt", ["id"], "resumed_at IS NULL")
    op.create_table(
        "restore",
        sa.Column("id", sa.Integer, primary_key=True),
        *required(sa.Text, "at", "by"),
        *optional(sa.Text, "backup_at"),
        *optional(sa.Integer, "last_run"),
        *optional(sa.Text, "finished_at"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Text, primary_key=True),
        *required(sa.Text, "days", "wall_time", "zone", "added_at", "added_by"),
        *optional(sa.Text, "removed_at", "removed_by"),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
        sqlite_strict=True,
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Text, primary_key=True),
        *required(sa.LargeBinary, "original"),
        *required(sa.Text, "sha256", "text", "text_sha256"),
        *optional(sa.Text, "issuer", "url", "lang", "published", "title"),
        *required(sa.Text, "guessed", "added_at", "added_by"),
        *optional(sa.Text, "changed_by"),
        sa.Column("supersedes", sa.Text, sa.ForeignKey("statement.id"), nullable=True),
        sa.Column("translation_of", sa.Text, sa.ForeignKey("statement.id"), nullable=True),
        *optional(sa.Text, "withdrawn_at", "withdrawn_by", "withdrawn_why"),
        *required(sa.Text, "format"),
        *optional(sa.Text, "reader", "fetched_at", "fetched_from", "media_type"),
        *required(sa.Integer, "revision"),
        sa.CheckConstraint("format IN ('text', 'markdown', 'html', 'docx', 'pdf')", name="format"),
        sa.CheckConstraint("(format = 'text') = (reader IS NULL)", name="reader"),
        sa.CheckConstraint("(fetched_at IS NULL) = (fetched_from IS NULL)", name="fetched"),
        sa.CheckConstraint("length(sha256) = 64 AND length(text_sha256) = 64", name="digests"),
        sa.CheckConstraint("supersedes <> id AND translation_of <> id", name="itself"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn"),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sqlite_strict=True,
    )
    op.create_index("ix_statement_sha256", "statement", ["sha256"])
    partial("ix_statement_once", "statement", ["sha256", "format"], "supersedes IS NULL", unique=True)
    partial("ix_statement_newer", "statement", ["supersedes"], "supersedes IS NOT NULL", unique=True)
    partial("ix_statement_pair", "statement", ["translation_of"], "translation_of IS NOT NULL")
    op.create_table(
        "campaign",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("statement", sa.Text, sa.ForeignKey("statement.id"), nullable=False),
        *required(sa.Text, "zone", "theme", "created_at", "created_by"),
        *optional(sa.Text, "launch_at", "launch_local", "embargo_at", "link"),
        *required(sa.Text, "hashtags"),
        *required(BIG, "stagger", "window"),
        *optional(sa.Text, "may_reply", "paused_at", "paused_by", "cancelled_at", "cancelled_by"),
        *required(sa.Integer, "quotable"),
        *required(sa.Text, "labels", "link_on"),
        *required(sa.Integer, "revision"),
        sa.CheckConstraint("quotable IN (0, 1)", name="quotable"),
        sa.CheckConstraint("link_on IN ('first', 'all', 'reply', 'none')", name="link_on"),
        sa.CheckConstraint('stagger >= 0 AND "window" >= 0', name="spans"),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sqlite_strict=True,
    )
    partial("ix_campaign_embargo", "campaign", ["embargo_at", "id"], "embargo_at IS NOT NULL")
    partial("ix_campaign_paused", "campaign", ["id"], "paused_at IS NOT NULL")
    op.create_table(
        "ruling",
        sa.Column("statement", sa.Text, sa.ForeignKey("statement.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        *required(sa.Text, "kind"),
        *optional(sa.Integer, "start", "end"),
        *optional(sa.Text, "name", "value"),
        *required(sa.Text, "at", "by"),
        *optional(sa.Text, "undone_at", "undone_by"),
        sa.CheckConstraint("kind IN ('role', 'speaker', 'name', 'title', 'never')", name="kind"),
        sa.CheckConstraint("(kind IN ('role', 'speaker')) = (start IS NOT NULL)", name="place"),
        sa.CheckConstraint('(start IS NULL) = ("end" IS NULL) AND start >= 0 AND "end" > start', name="span"),
        sa.CheckConstraint("(kind IN ('name', 'title', 'never')) = (name IS NOT NULL)", name="name"),
        sa.CheckConstraint("value IS NOT NULL OR kind IN ('speaker', 'never')", name="value"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone"),
        sqlite_strict=True,
    )
    op.create_table(
        "excerpt",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("statement", sa.Text, sa.ForeignKey("statement.id"), nullable=False),
        *required(sa.Integer, "start", "end"),
        *optional(sa.Text, "speaker"),
        *required(sa.Integer, "by_person"),
        *required(sa.Text, "added_at", "added_by"),
        *optional(sa.Text, "ruled_at", "revised_at", "revised_why"),
        sa.UniqueConstraint("statement", "start", "end"),
        sa.CheckConstraint("id = statement || ':' || start || '-' || \"end\"", name="id"),
        sa.CheckConstraint('start >= 0 AND "end" > start', name="span"),
        sa.CheckConstraint("by_person IN (0, 1)", name="by_person"),
        sa.CheckConstraint("(revised_at IS NULL) = (revised_why IS NULL)", name="revised"),
        sqlite_strict=True,
    )
    partial("ix_excerpt_revised", "excerpt", ["id", "revised_at"], "revised_at IS NOT NULL")
    op.create_table(
        "run",
        sa.Column("number", sa.Integer, primary_key=True),
        *required(sa.Text, "host"),
        *required(sa.Integer, "pid"),
        *required(sa.Text, "started_at", "seen_at"),
        *optional(sa.Text, "stopped_at"),
        sa.Column("halt_confirmed", sa.Integer, sa.ForeignKey("halt.id"), nullable=True),
        sqlite_strict=True,
    )
    op.create_table(
        "token",
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        *required(sa.LargeBinary, "sealed"),
        *required(sa.Text, "saved_at"),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
        *required(sa.Text, "at"),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_in_account", "sign_in", ["account", "at"])
    op.create_table(
        "campaign_account",
        sa.Column("campaign", sa.Text, sa.ForeignKey("campaign.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
        sa.UniqueConstraint("campaign", "account"),
        sqlite_strict=True,
    )
    op.create_table(
        "card",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("excerpt", sa.Text, sa.ForeignKey("excerpt.id"), nullable=False),
        *required(sa.Text, "theme"),
        *required(sa.Integer, "width", "height"),
        *required(sa.Text, "sha256", "media_type", "alt", "drawn_at"),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("trim(alt) <> ''", name="alt"),
        sqlite_strict=True,
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("campaign", sa.Text, sa.ForeignKey("campaign.id"), nullable=False),
        *required(sa.Integer, "n"),
        *required(sa.Text, "offset"),
        *optional(sa.Text, "paused_at", "paused_by", "cancelled_at", "cancelled_by"),
        sa.Column("joined_to", sa.Text, sa.ForeignKey("post.id"), nullable=True),
        *optional(sa.Integer, "joined_n"),
        sa.UniqueConstraint("campaign", "n"),
        sa.CheckConstraint("n >= 1", name="n"),
        sa.CheckConstraint("joined_to <> id", name="joined_to"),
        sqlite_strict=True,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("post", sa.Text, sa.ForeignKey("post.id"), nullable=False),
        sa.Column("campaign", sa.Text, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("statement", sa.Text, sa.ForeignKey("statement.id"), nullable=False),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
        *required(sa.Text, "state"),
        *optional(sa.Text, "reason"),
        *required(sa.Text, "why"),
        *optional(sa.Text, "planned_at", "planned_local"),
        *required(sa.Text, "zone"),
        *optional(sa.Text, "next_try_at", "due_at"),
        *required(BIG, "window"),
        *optional(sa.Text, "approval", "approved_by", "approved_at", "owner", "lease_until"),
        *required(sa.Integer, "fence", "tries", "looks", "may_be_out"),
        *optional(
            sa.Text,
            "cancel_asked_by",
            "answered_at",
            "removal_asked_at",
            "removal_asked_by",
            "budget_overridden_by",
            "fuse_overridden_by",
            "may_reply",
            "may_reply_live",
            "may_reply_changed_at",
        ),
        *required(sa.Integer, "quotable"),
        *required(sa.Text, "labels"),
        sa.Column("answers", sa.Text, sa.ForeignKey("delivery.id"), nullable=True),
        sa.Column("slot", sa.Text, sa.ForeignKey("slot.id"), nullable=True),
        *optional(sa.Text, "slot_date"),
        sa.Column("ask_after_restore", sa.Integer, sa.ForeignKey("restore.id"), nullable=True),
        *required(sa.Integer, "revision"),
        sa.UniqueConstraint("post", "account"),
        sa.CheckConstraint(
            "state IN ('draft', 'queued', 'sending', 'uncertain', 'posted', 'failed', 'held', 'cancelled')",
            name="state",
        ),
        sa.CheckConstraint(
            "reason IN ('missed', 'unapproved', 'halted', 'budget', 'fuse', 'account', "
            "'unknown', 'partial', 'check', 'withdrawn', 'revised', 'answers', 'restored')",
            name="reason",
        ),
        sa.CheckConstraint("(state = 'held') = (reason IS NOT NULL)", name="held"),
        sa.CheckConstraint("owner IS NULL OR state = 'sending'", name="owner"),
        sa.CheckConstraint("answers <> id", name="answers"),
        sa.CheckConstraint("state <> 'uncertain' OR next_try_at IS NOT NULL", name="uncertain"),
        sa.CheckConstraint('"window" >= 0', name="window"),
        sa.CheckConstraint("fence >= 0 AND tries >= 0 AND looks >= 0 AND revision >= 1", name="counts"),
        sa.CheckConstraint("may_be_out IN (0, 1)", name="may_be_out"),
        sa.CheckConstraint("quotable IN (0, 1)", name="quotable"),
        sa.CheckConstraint("(slot IS NULL) = (slot_date IS NULL)", name="slot"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_delivery_account", "delivery", ["account", "state", "planned_at", "id", "due_at", "campaign"]
    )
    op.create_index("ix_delivery_campaign", "delivery", ["campaign", "state", "account", "due_at"])
    partial("ix_delivery_due", "delivery", ["state", "due_at", "account", "campaign"], "due_at IS NOT NULL")
    partial(
        "ix_delivery_slot",
        "delivery",
        ["slot", "slot_date", "account"],
        "slot IS NOT NULL AND state <> 'cancelled'",
        unique=True,
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "planned_at", "id"])
    op.create_table(
        "post_excerpt",
        sa.Column("post", sa.Text, sa.ForeignKey("post.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("excerpt", sa.Text, sa.ForeignKey("excerpt.id"), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), nullable=False),
        *required(sa.Text, "at", "event", "actor", "outcome"),
        *optional(sa.Integer, "part"),
        *required(sa.Text, "detail"),
        sa.CheckConstraint(
            "event IN ('claimed', 'launched', 'answered', 'looked', 'decided', 'removed')", name="event"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempt_delivery", "attempt", ["delivery"])
    op.create_table(
        "part",
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
        *required(sa.Text, "words"),
        sa.Column("excerpt", sa.Text, sa.ForeignKey("excerpt.id"), nullable=True),
        *optional(sa.Text, "speaker"),
        *required(sa.Text, "left_out", "mentions"),
        *optional(sa.Text, "preview", "record_key", "record"),
        *required(sa.Text, "media_keys"),
        *optional(sa.Text, "launched_at", "remote_id", "link", "posted_at", "removed_at", "removed_by"),
        *optional(sa.Integer, "live"),
        *optional(sa.Text, "looked_at", "last_seen_at", "gone_seen_at"),
        *optional(sa.Text, "found_words", "found_seen_at", "correction_seen_at"),
        *optional(BIG, "cost"),
        sa.UniqueConstraint("account", "record_key"),
        sa.CheckConstraint("n >= 1", name="n"),
        sa.CheckConstraint("cost >= 0", name="cost"),
        sa.CheckConstraint("live IN (0, 1)", name="live"),
        sqlite_strict=True,
    )
    partial("ix_part_found", "part", ["delivery"], "found_words IS NOT NULL AND found_seen_at IS NULL")
    gone = "live = 0 AND removed_at IS NULL AND gone_seen_at IS NULL"
    partial("ix_part_gone", "part", ["delivery"], gone)
    partial("ix_part_excerpt", "part", ["excerpt", "delivery"], "remote_id IS NOT NULL")
    partial("ix_part_remote_id", "part", ["account", "remote_id"], "remote_id IS NOT NULL")
    partial("ix_part_launched", "part", ["account", "launched_at", "cost"], "launched_at IS NOT NULL")
    op.create_table(
        "request",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=False),
        *required(sa.Text, "kind", "detail", "asked_at", "asked_by", "asker"),
        sa.Column("delivery", sa.Text, sa.ForeignKey("delivery.id"), nullable=True),
        *required(sa.Integer, "outlives_asker"),
        *optional(sa.Text, "answered_at", "answer", "dropped_at"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer"),
        sa.CheckConstraint("answered_at IS NULL OR dropped_at IS NULL", name="end"),
        sa.CheckConstraint("outlives_asker IN (0, 1)", name="outlives_asker"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    partial("ix_request_open", "request", ["account", "id"], "answered_at IS NULL AND dropped_at IS NULL")
    op.create_table(
        "part_picture",
        sa.Column("delivery", sa.Text, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        *required(sa.Text, "sha256", "alt"),
        *required(sa.Integer, "width", "height"),
        *required(sa.Text, "media_type"),
        sa.ForeignKeyConstraint(["delivery", "part"], ["part.delivery", "part.n"]),
        sa.CheckConstraint("width > 0 AND height > 0", name="size"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("trim(alt) <> ''", name="alt"),
        sqlite_strict=True,
    )
    more_0001.upgrade()
    reviews_0001.upgrade()
    for trigger in TRIGGERS:
        op.execute(f"CREATE TRIGGER {trigger}")
