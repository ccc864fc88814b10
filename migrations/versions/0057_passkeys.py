"""Passkeys of users, and the challenges that browsers answer.

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

PASSKEY, USE, CHALLENGE = "passkey", "passkey_use", "passkey_challenge"


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        PASSKEY,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signs_in_alone", sa.Boolean(), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), PASSKEY, ["person_id"])
    op.create_table(
        USE,
        sa.Column("passkey_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["passkey_id"], ["passkey.id"], name=op.f("fk_passkey_use_passkey_id")
        ),
        sa.PrimaryKeyConstraint("passkey_id", name=op.f("pk_passkey_use")),
    )
    op.create_table(
        CHALLENGE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("browser_digest", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("proof_digest", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_challenge_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("challenge", name=op.f("uq_passkey_challenge_challenge")),
        sa.UniqueConstraint("proof_digest", name=op.f("uq_passkey_challenge_proof_digest")),
    )
    op.create_index(op.f("ix_passkey_challenge_person_id"), CHALLENGE, ["person_id"])


def downgrade() -> None:
    """Remove the tables; people sign in by password and authenticator."""
    op.drop_table(CHALLENGE)
    op.drop_table(USE)
    op.drop_table(PASSKEY)
