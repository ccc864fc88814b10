"""Tools have versions, each with its languages.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "tool_version"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tool_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("changes", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["tool_id"], ["tool.id"], name=op.f(f"fk_{TABLE}_tool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("tool_id", "version", name=op.f(f"uq_{TABLE}_tool_id_version")),
    )
    op.create_index(op.f(f"ix_{TABLE}_tool_id"), TABLE, ["tool_id"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table(TABLE)
