"""The version of the data is apart from that of pages: it moves with facts and figures alone.

It goes on from the one version of before, so that no number is printed twice.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and fill it."""
    op.add_column(
        "record_state",
        sa.Column("data_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.execute("UPDATE record_state SET data_version = version")


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("record_state", "data_version")
