"""Sessions of the Commission and the Conference that the secretariat adds.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "added_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "body",
            sa.Enum(
                "CCPCJ", "COP", name="sessionbody", native_enum=False, create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_added_session_days_in_order")),
        sa.CheckConstraint("number > 0", name=op.f("ck_added_session_numbered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_session")),
        sa.UniqueConstraint("body", "number", name=op.f("uq_added_session_body_number")),
    )  # fmt: skip


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("added_session")
