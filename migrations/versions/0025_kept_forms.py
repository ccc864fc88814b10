"""Forms that arrive after their session has ended are kept until their person has signed in.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", db.UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("page", sa.String(length=2000), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.Column("session_end", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_form_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_kept_form_key_digest")),
    )
    op.create_index(op.f("ix_kept_form_person_id"), "kept_form", ["person_id"])
    op.create_index(op.f("ix_kept_form_kept_at"), "kept_form", ["kept_at"])


def downgrade() -> None:
    """Remove the table, with what was typed and not sent again."""
    op.drop_table("kept_form")
