"""The reason for which several records are changed at once, kept with the import that does it.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reason to imports; those of before have none."""
    op.add_column(
        "import_job",
        sa.Column("reason", sa.String(length=2000), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("import_job", "reason")
