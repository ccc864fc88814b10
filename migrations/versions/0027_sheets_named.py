"""An import names the sheet of its workbook and the encoding of its text, where they are asked for.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

COLUMNS = {"sheet": 200, "encoding": 40}


def upgrade() -> None:
    """Add the columns; what was imported before named neither."""
    for name, width in COLUMNS.items():
        column = sa.Column(name, sa.String(length=width), nullable=False, server_default="")
        op.add_column("import_job", column)


def downgrade() -> None:
    """Remove the columns."""
    with op.batch_alter_table("import_job") as table:
        for name in COLUMNS:
            table.drop_column(name)
