"""The whole terms of a contribution: modality, valuation, article, instalments, reports, documents.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MODALITIES = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L")
REPORTS = ("narrative", "financial", "both", "final")
DOCUMENTS = (
    "agreement", "amendment", "pledge_letter", "receipt", "report", "evaluation", "other",
)  # fmt: skip
TEXTS = {"source_article": 300, "valuation_basis": 500, "valued_by": 200}


def upgrade() -> None:
    with op.batch_alter_table("contribution") as batch_op:
        batch_op.add_column(
            sa.Column("earmarking_modality", codes("earmarkingmodality", MODALITIES))
        )
        batch_op.add_column(sa.Column("valued_on", sa.Date(), nullable=True))
        for name, width in TEXTS.items():
            batch_op.add_column(
                sa.Column(name, sa.String(length=width), nullable=False, server_default="")
            )
    with op.batch_alter_table("contribution") as batch_op:
        for name in TEXTS:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        "contribution_instalment",
        *part_of("contribution_instalment"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", db.MinorUnits(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "amount_minor > 0", name=op.f("ck_contribution_instalment_amount_above_zero")
        ),
    )
    op.create_table(
        "contribution_report",
        *part_of("contribution_report"),
        sa.Column("kind", codes("contributionreportkind", REPORTS), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
    )
    op.create_table(
        "contribution_document",
        *part_of("contribution_document"),
        sa.Column("kind", codes("contributiondocumentkind", DOCUMENTS), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
    )


def codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def part_of(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f(f"fk_{table}_contribution_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("contribution_document", "contribution_report", "contribution_instalment"):
        op.drop_table(table)
    with op.batch_alter_table("contribution") as batch_op:
        for name in ("earmarking_modality", "valued_on", *TEXTS):
            batch_op.drop_column(name)
