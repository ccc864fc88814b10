"""Asks for an allocation: what programme managers would like an activity to have.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

ASK, LINE = "allocation_ask", "allocation_ask_line"
STATES = ("asked", "returned", "taken_up", "declined", "withdrawn")


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        ASK,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES,
                name="allocationaskstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("asked_at", db.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'declined') OR reason <> ''",
            name=op.f("ck_allocation_ask_decided_with_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'taken_up' OR request_id IS NOT NULL",
            name=op.f("ck_allocation_ask_taken_up_by_request"),
        ),
        sa.CheckConstraint("purpose <> ''", name=op.f("ck_allocation_ask_has_purpose")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_allocation_ask_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["approval_request.id"], name=op.f("fk_allocation_ask_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_ask")),
        sa.UniqueConstraint("request_id", name=op.f("uq_allocation_ask_request_id")),
    )
    for column in ("activity_id", "state", "asked_by"):
        op.create_index(op.f(f"ix_allocation_ask_{column}"), ASK, [column])
    op.create_table(
        LINE,
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.CheckConstraint("minor > 0", name=op.f("ck_allocation_ask_line_above_zero")),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["allocation_ask.id"], name=op.f("fk_allocation_ask_line_ask_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_allocation_ask_line_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("ask_id", "contribution_id", name=op.f("pk_allocation_ask_line")),
    )
    op.create_index(op.f("ix_allocation_ask_line_contribution_id"), LINE, ["contribution_id"])


def downgrade() -> None:
    """Remove both tables."""
    op.drop_table(LINE)
    op.drop_table(ASK)
