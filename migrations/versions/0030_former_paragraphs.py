"""Figures of a paragraph as known earlier count the activities that were known to answer it then.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; former breakdowns of before have no paragraphs of their own."""
    op.add_column(
        "former_activity_breakdown", sa.Column("paragraphs", sa.String(length=60), nullable=True)
    )


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("former_activity_breakdown", "paragraphs")
