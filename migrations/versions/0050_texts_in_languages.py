"""Titles and descriptions of programmes, activities and tools in several languages.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLES = ("programme", "activity", "tool")


def upgrade() -> None:
    """Add the original language and the texts in others, of which nothing is known yet."""
    for table in TABLES:
        op.add_column(table, sa.Column("written_in", sa.String(length=2), nullable=True))
        op.add_column(table, sa.Column("texts", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Remove the texts in other languages than the original."""
    for table in TABLES:
        for column in ("texts", "written_in"):
            op.drop_column(table, column)
