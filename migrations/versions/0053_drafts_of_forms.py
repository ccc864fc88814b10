"""Drafts of forms, and the forms that were saved, so that none is saved twice.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables, empty."""
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("record_digest", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", db.UtcDateTime(), nullable=False),
        sa.Column("kept_at", db.UtcDateTime(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_form_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("person_id", "form", name=op.f("uq_form_draft_person_id_form")),
    )
    op.create_index(op.f("ix_form_draft_kept_at"), "form_draft", ["kept_at"])
    op.create_table(
        "saved_form",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", db.UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_saved_form")),
    )
    op.create_index(op.f("ix_saved_form_saved_at"), "saved_form", ["saved_at"])


def downgrade() -> None:
    """Remove both tables, with what was typed and not sent."""
    op.drop_table("saved_form")
    op.drop_table("form_draft")
