"""The newest job of a report: what issues it in the background.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "report_job"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_job_report_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_report_job_job_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_job")),
    )


def downgrade() -> None:
    """Remove the table; what was issued stays."""
    op.drop_table(TABLE)
