"""Indicators have a value for each period, by sex where that applies, with its evidence.

The values of before stay as they are: the newest of an indicator counts, and its period is the one
that ends on its day of measuring.

Revision ID: 0043
Revises: 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLES = ("activity_result", "former_activity_result")
ADDED = (
    ("counting", "VARCHAR(32) DEFAULT 'latest' NOT NULL", "resultcounting",
     "counting IN ('latest', 'added')"),
    ("period_start", "DATE", "", ""),
    ("period_target", "INTEGER", "", ""),
    ("actual_women", "INTEGER", "", ""),
    ("actual_men", "INTEGER", "", ""),
    ("actual_unspecified", "INTEGER", "", ""),
    ("evidence", "VARCHAR(500) DEFAULT '' NOT NULL", "", ""),
    ("evidence_url", "VARCHAR(1000) DEFAULT '' NOT NULL", "", ""),
    ("lowered_because", "VARCHAR(500) DEFAULT '' NOT NULL", "", ""),
)  # fmt: skip
"""Column, its type and default, and the name and text of its check."""


def upgrade() -> None:
    """Add the columns."""
    for table in TABLES:
        for column, kind, name, check in ADDED:
            constraint = f" CONSTRAINT ck_{table}_{name} CHECK ({check})" if name else ""
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}{constraint}")


def downgrade() -> None:
    """Forget them."""
    for table in TABLES:
        for column, *_ in reversed(ADDED):
            op.drop_column(table, column)
