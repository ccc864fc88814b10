"""The rates that were superseded by two persons.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "former_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("rate", db.ExactDecimal(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("superseded_at", db.UtcDateTime(), nullable=False),
        sa.Column("superseded_by", sa.String(length=254), nullable=False),
        sa.Column("approved_by", sa.String(length=254), nullable=False),
        sa.Column("why", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("approved_by <> superseded_by", name=op.f("ck_former_rate_two_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_rate")),
    )
    op.create_index(op.f("ix_former_rate_currency"), "former_rate", ["currency"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("former_rate")
