"""The outbox of letters: kind, handle and subject, no address and no text.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE = "mail"
STATES = ("waiting", "sent", "failed", "dropped")


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("handle", sa.String(length=40), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("put_at", db.UtcDateTime(), nullable=False),
        sa.Column("next_try_at", db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(length=80), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mail_attempts_not_negative")),
        sa.CheckConstraint(
            f"state IN ({', '.join(repr(one) for one in STATES)})", name=op.f("ck_mail_mailstate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_handle"), TABLE, ["handle"])
    op.create_index(op.f("ix_mail_state_next_try_at"), TABLE, ["state", "next_try_at"])


def downgrade() -> None:
    """Remove the table, and the letters that wait in it."""
    op.drop_table(TABLE)
