"""Certified statements with their figures, and the explanations of differences from ours.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the tie-out."""
    op.create_table(
        "certified_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "year BETWEEN 1945 AND 2200", name=op.f("ck_certified_statement_year_in_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_statement")),
        sa.UniqueConstraint("reference", name=op.f("uq_certified_statement_reference")),
    )
    op.create_table(
        "certified_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("donor_code", sa.String(length=20), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "received",
                "interest",
                "spent",
                "support_cost",
                "refunded",
                "bank_charges",
                "written_off",
                "opening_balance",
                "closing_balance",
                name="statementitem",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["certified_statement.id"],
            name=op.f("fk_certified_figure_statement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_figure")),
        sa.UniqueConstraint(
            "statement_id",
            "donor_code",
            "item",
            name=op.f("uq_certified_figure_statement_id_donor_code_item"),
        ),
    )
    op.create_table(
        "figure_explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=254), nullable=False),
        sa.Column("withdrawn_at", db.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.CheckConstraint("minor <> 0", name=op.f("ck_figure_explanation_explains_something")),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["certified_figure.id"], name=op.f("fk_figure_explanation_figure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_explanation")),
    )
    op.create_index("ix_figure_explanation_figure_id", "figure_explanation", ["figure_id"])


def downgrade() -> None:
    """Drop the tables of the tie-out."""
    op.drop_index("ix_figure_explanation_figure_id", "figure_explanation")
    op.drop_table("figure_explanation")
    op.drop_table("certified_figure")
    op.drop_table("certified_statement")
