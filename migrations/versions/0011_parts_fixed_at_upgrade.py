"""A mark on requests whose parts by the rule were fixed by an upgrade, not at hand-in.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; `flask db upgrade` splits the requests afterwards."""
    with op.batch_alter_table("approval_request") as batch:
        batch.add_column(
            sa.Column("split_at_upgrade", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("approval_request") as batch:
        batch.alter_column("split_at_upgrade", server_default=None)


def downgrade() -> None:
    """Forget the mark."""
    with op.batch_alter_table("approval_request") as batch:
        batch.drop_column("split_at_upgrade")
