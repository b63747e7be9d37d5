"""What else migration 0001 makes: what kept posts back, what people were told. As final as that one."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "interruption",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), nullable=True),
        sa.Column("campaign", sa.Text, sa.ForeignKey("campaign.id"), nullable=True),
        sa.Column("began_at", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=True),
        sa.Column("ended_at", sa.Text, nullable=True),
        sa.CheckConstraint("kind IN ('stopped', 'paused', 'asleep')", name="kind"),
        sa.CheckConstraint("account IS NULL OR campaign IS NULL", name="subject"),
        sa.CheckConstraint("(kind = 'asleep') = (account IS NULL AND campaign IS NULL)", name="asleep"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    going_on = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_interruption_open",
        "interruption",
        ["kind", "account", "campaign"],
        sqlite_where=going_on,
        postgresql_where=going_on,
    )
    op.create_table(
        "unmatched_post",
        sa.Column("account", sa.Text, sa.ForeignKey("account.name"), primary_key=True),
        sa.Column("remote_id", sa.Text, primary_key=True),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("posted_at", sa.Text, nullable=True),
        sa.Column("found_at", sa.Text, nullable=False),
        sa.Column("restore", sa.Integer, sa.ForeignKey("restore.id"), nullable=True),
        sqlite_strict=True,
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.CheckConstraint(
            "topic IN ('approval needed', 'not approved in time', 'held', 'failed', 'uncertain', "
            "'account stopped', 'campaign done', 'halted', 'resumed', 'digest', 'test')",
            name="topic",
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_at", "notice", ["at"])
    op.create_table(
        "notice_sending",
        sa.Column("notice", sa.Integer, sa.ForeignKey("notice.id"), primary_key=True),
        sa.Column("target", sa.Text, primary_key=True),
        sa.Column("next_try_at", sa.Text, nullable=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=True),
        sa.Column("said", sa.Text, nullable=False),
        sa.CheckConstraint("tries >= 0", name="tries"),
        sa.CheckConstraint("taken_at IS NULL OR next_try_at IS NULL", name="taken"),
        sqlite_strict=True,
    )
    waiting = sa.text("next_try_at IS NOT NULL")
    op.create_index(
        "ix_notice_sending_due",
        "notice_sending",
        ["next_try_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
