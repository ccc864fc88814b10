"""Titles in other languages stand in folded texts behind the mark of their language.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

from tracker.folded_columns import fold_values

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

FOLDED = {
    "activity": ("title", "code", "venue", "texts"),
    "programme": ("title", "code", "texts"),
    "tool": ("title", "code", "symbol", "texts"),
}


def upgrade() -> None:
    """Fold the texts of records in several languages again; all others stay."""
    connection = op.get_bind()
    for name, sources in FOLDED.items():
        table = sa.table(
            name,
            sa.column("id"),
            sa.column("folded"),
            *(sa.column(one, sa.JSON() if one == "texts" else sa.Text()) for one in sources),
        )
        rows = connection.execute(sa.select(table).where(table.c.texts.is_not(None))).mappings()
        for row in rows.all():
            connection.execute(
                sa.update(table)
                .where(table.c.id == row["id"])
                .values(folded=fold_values(row, sources))
            )


def downgrade() -> None:
    """Leave the texts as they are: a list finds and sorts by them all the same."""
