"""What else migration 0001 makes: what was shown before a yes, the yes to each person. As final as it is."""

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "review",
        sa.Column("campaign", sa.Text, sa.ForeignKey("campaign.id"), primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.CheckConstraint("length(code) = 8", name="code"),
        sqlite_strict=True,
    )
    op.create_table(
        "person_yes",
        sa.Column("excerpt", sa.Text, sa.ForeignKey("excerpt.id"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name="name"),
        sqlite_strict=True,
    )
    for table in ("review", "person_yes"):
        for name, change in (("rows", "DELETE"), ("words", "UPDATE")):
            op.execute(
                f"CREATE TRIGGER {table}_keeps_its_{name} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'what was said stays on record'); END"
            )
