"""The index of search, with the full text index of either database; it is filled at the head.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

from tracker.db import enum_column
from tracker.search.tables import DROP_WORDS, MAKE_VECTOR, MAKE_WORDS, FinderGroup, FoundKind

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

TABLE = "search_entry"


def upgrade() -> None:
    """Add the table, empty, and the index of its words."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", enum_column(FoundKind), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("audience", enum_column(FinderGroup), nullable=False),
        sa.Column("fuller", sa.String(length=10), nullable=False),
        sa.Column("donor", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("code_folded", sa.String(length=120), nullable=False),
        sa.Column("title_tokens", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint(
            "kind", "code", "audience", name=op.f("uq_search_entry_kind_code_audience")
        ),
    )
    op.create_index(op.f("ix_search_entry_code_folded"), TABLE, ["code_folded"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(MAKE_WORDS if sqlite else MAKE_VECTOR)


def downgrade() -> None:
    """Remove the index; it is made of the record."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(DROP_WORDS)
    op.drop_table(TABLE)
