"""A file about a record may replace an earlier one.

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the number of the file that a file replaces."""
    op.add_column("record_file", sa.Column("replaces", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("record_file", "replaces")
