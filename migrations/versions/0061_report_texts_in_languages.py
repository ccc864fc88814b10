"""Texts that editors type for reports are kept in several languages.

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the language of each text and its translations; of those of before nothing is said."""
    op.add_column("report_text", sa.Column("written_in", sa.String(length=2), nullable=True))
    op.add_column("report_text", sa.Column("texts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("report_text", "texts")
    op.drop_column("report_text", "written_in")
