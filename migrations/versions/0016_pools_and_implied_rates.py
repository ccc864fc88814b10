"""Programmes whose earmarked money is pooled by spans of days, and a mark on implied rates.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; no programme is pooled before somebody says so, and no old rate is marked."""
    op.create_table(
        "pooled_programme",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("programme", sa.String(60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.code"], name="fk_pooled_programme_programme"
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on",
            name=op.f("ck_pooled_programme_days_in_order"),
        ),
    )
    op.add_column(
        "ledger_entry",
        sa.Column("rate_implied", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index("ix_pooled_programme_programme", "pooled_programme", ["programme"])


def downgrade() -> None:
    """Remove both."""
    op.drop_column("ledger_entry", "rate_implied")
    op.drop_table("pooled_programme")
