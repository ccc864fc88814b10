"""Events of dissemination have a list: found by words and days, and by all titles of their tools.

Revision ID: 0062
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op

from tracker.folded_columns import fold_values

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

EVENT = "tool_dissemination"
SOURCES = ("code", "note")


def upgrade() -> None:
    """Add folded texts and the index of days; empty the index of search, which is filled anew."""
    op.add_column(EVENT, sa.Column("folded", sa.Text(), nullable=True))
    connection = op.get_bind()
    table = sa.table(EVENT, sa.column("id"), sa.column("folded"), *map(sa.column, SOURCES))
    found = [
        {"event": row["id"], "texts": fold_values(row, SOURCES)}
        for row in connection.execute(sa.select(table)).mappings()
    ]
    if found:
        connection.execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("event"))
            .values(folded=sa.bindparam("texts")),
            found,
        )
    op.create_index(op.f(f"ix_{EVENT}_held_on"), EVENT, ["held_on"])
    op.execute("DELETE FROM search_entry")
    if connection.dialect.name == "sqlite":
        op.execute("DELETE FROM search_words")


def downgrade() -> None:
    """Take them away; the index of search finds what it found before, and more."""
    op.drop_index(op.f(f"ix_{EVENT}_held_on"), EVENT)
    op.drop_column(EVENT, "folded")
