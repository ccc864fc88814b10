"""Sessions get a table of their own: one that is on nobody's list opens nothing.

Who was signed in signs in again: the cookies of before name no session.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, empty."""
    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("form_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("began_at", db.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", db.UtcDateTime(), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_user_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_user_session_token_digest")),
        sa.UniqueConstraint("form_digest", name=op.f("uq_user_session_form_digest")),
    )
    op.create_index(op.f("ix_user_session_person_id"), "user_session", ["person_id"])
    op.create_index(op.f("ix_user_session_ends_at"), "user_session", ["ends_at"])


def downgrade() -> None:
    """Remove the table: everybody signs in again."""
    op.drop_table("user_session")
