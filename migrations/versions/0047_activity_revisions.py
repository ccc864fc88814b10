"""Revisions of published activities, which wait until they are published too.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "activity_revision"
STATES = ("waiting", "returned", "published", "dropped")
OPEN = "state IN ('waiting', 'returned')"


def upgrade() -> None:
    """Add the table, empty."""
    states = sa.Enum(
        *STATES, name="revisionstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f(f"fk_{TABLE}_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_activity_id"), TABLE, ["activity_id"])
    op.create_index(
        op.f(f"ix_{TABLE}_open"),
        TABLE,
        ["activity_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    """Remove the table; nothing that was published rests on it."""
    op.drop_table(TABLE)
