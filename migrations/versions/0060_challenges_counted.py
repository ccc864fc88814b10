"""Challenges of passkeys are counted by machine, those that were taken too.

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TABLE, INDEX = "passkey_challenge", "ix_passkey_challenge_machine"


def upgrade() -> None:
    """Add the machine of a challenge, and when it was taken."""
    op.add_column(TABLE, sa.Column("machine", sa.String(length=64), nullable=True))
    op.add_column(TABLE, sa.Column("taken_at", db.UtcDateTime(), nullable=True))
    op.create_index(op.f(INDEX), TABLE, ["machine"])


def downgrade() -> None:
    """Take both away, with the challenges: one that was taken would serve again."""
    op.execute(f"DELETE FROM {TABLE}")  # noqa: S608 - the name is our own
    op.drop_index(op.f(INDEX), TABLE)
    op.drop_column(TABLE, "taken_at")
    op.drop_column(TABLE, "machine")
