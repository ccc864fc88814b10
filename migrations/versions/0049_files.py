"""Files about records: activities, contributions, tools and requests.

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE = "record_file"
OWNERS = {
    "activity_id": "activity",
    "contribution_id": "contribution",
    "tool_id": "tool",
    "request_id": "assistance_request",
}
ONE = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in OWNERS)


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in OWNERS),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("indicator", sa.String(length=500), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("added_at", db.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"{ONE} = 1", name=op.f(f"ck_{TABLE}_of_one_record")),
        sa.CheckConstraint("size > 0", name=op.f(f"ck_{TABLE}_not_empty")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in OWNERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in (*OWNERS, "digest"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    """Remove the table; the files stay in their folder."""
    op.drop_table(TABLE)
