"""Exchange rates have the moment at which they were recorded; those of before have none.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("exchange_rate", "former_rate")


def upgrade() -> None:
    """Add the moments."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("recorded_at", db.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Forget them."""
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("recorded_at")
