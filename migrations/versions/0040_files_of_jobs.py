"""Files that jobs have made, for those who asked for them to fetch.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "job_file"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_file_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_file")),
    )


def downgrade() -> None:
    """Remove the table; its files can be made again."""
    op.drop_table(TABLE)
