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
