"""A password that another person has made is changed by its user at the first sign-in.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; passwords of before stay as they are."""
    op.add_column(
        "person",
        sa.Column(
            "password_is_temporary", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
    )


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("person", "password_is_temporary")
