"""Users are invited, have programmes, and are barred after a reset; links have secrets as digests.

Revision ID: 0048
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLE = "mailed_key"


def upgrade() -> None:
    """Add columns that are empty for the users of before, and the table."""
    for column in (
        sa.Column("programmes", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("barred_at", db.UtcDateTime(), nullable=True),
        sa.Column("barred_by", sa.String(length=40), server_default="", nullable=False),
        sa.Column("anonymised_at", db.UtcDateTime(), nullable=True),
    ):
        op.add_column("person", column)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailed_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_mailed_key_digest")),
    )
    op.create_index(op.f("ix_mailed_key_person_id"), TABLE, ["person_id"])
    op.create_index(op.f("ix_mailed_key_ends_at"), TABLE, ["ends_at"])


def downgrade() -> None:
    """Remove the table and the columns."""
    op.drop_table(TABLE)
    for name in ("anonymised_at", "barred_by", "barred_at", "programmes"):
        op.drop_column("person", name)
