"""API tokens of users' programs, as digests.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "api_token"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("beginning", sa.String(length=20), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(), nullable=False),
        sa.Column("last_used_at", db.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    op.create_index(op.f("ix_api_token_person_id"), TABLE, ["person_id"])


def downgrade() -> None:
    """Remove the table; programs need new tokens."""
    op.drop_table(TABLE)
