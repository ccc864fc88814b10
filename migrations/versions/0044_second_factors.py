"""Second factors: secrets of authenticators, the codes used last, recovery codes.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

FACTOR, USE, CODE = "second_factor", "second_factor_use", "recovery_code"


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        FACTOR,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=400), nullable=False),
        sa.Column("set_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factor_person_id")),
    )
    op.create_table(
        USE,
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_use_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor_use")),
    )
    op.create_table(
        CODE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("used_at", db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_code_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), CODE, ["person_id"])


def downgrade() -> None:
    """Remove the tables; people sign in by their passwords alone."""
    op.drop_table(CODE)
    op.drop_table(USE)
    op.drop_table(FACTOR)
