"""Parts of contributions have an id that stays, and parts that are taken away are withdrawn.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REPORTS = ("narrative", "financial", "both", "final")
DOCUMENTS = (
    "agreement", "amendment", "pledge_letter", "receipt", "report", "evaluation", "other",
)  # fmt: skip
OF_ACTIVITIES = ("activity_result", "activity_document")
BATCH = 5_000
WITHDRAWN = "withdrawn_at"


def upgrade() -> None:
    """Write the parts of contributions anew with ids, in their order, and add the column."""
    for table in parts_of_contributions():
        rewrite(table, ids=True)
    for table in OF_ACTIVITIES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(WITHDRAWN, db.UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Go back to parts without ids; those that were withdrawn are lost."""
    for table in OF_ACTIVITIES:
        op.execute(f"DELETE FROM {table} WHERE {WITHDRAWN} IS NOT NULL")  # noqa: S608 - our names
        with op.batch_alter_table(table) as batch:
            batch.drop_column(WITHDRAWN)
    for table in parts_of_contributions():
        rewrite(table, ids=False)


def parts_of_contributions() -> dict[str, list[sa.schema.SchemaItem]]:
    """Return the columns of the content of the three tables."""
    return {
        "contribution_instalment": [
            sa.Column("due_on", sa.Date(), nullable=False),
            sa.Column("amount_minor", db.MinorUnits(), nullable=False),
            sa.Column("note", sa.String(length=500), nullable=False),
            sa.CheckConstraint(
                "amount_minor > 0", name=op.f("ck_contribution_instalment_amount_above_zero")
            ),
        ],
        "contribution_report": [
            sa.Column("kind", codes("contributionreportkind", REPORTS), nullable=False),
            sa.Column("period", sa.String(length=60), nullable=False),
            sa.Column("due_on", sa.Date(), nullable=False),
            sa.Column("submitted_on", sa.Date(), nullable=True),
            sa.Column("note", sa.String(length=500), nullable=False),
        ],
        "contribution_document": [
            sa.Column("kind", codes("contributiondocumentkind", DOCUMENTS), nullable=False),
            sa.Column("title", sa.String(length=500), nullable=False),
            sa.Column("address", sa.String(length=1000), nullable=False),
            sa.Column("dated_on", sa.Date(), nullable=True),
            sa.Column("is_public", sa.Boolean(), nullable=False),
        ],
    }


def codes(name: str, values: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column of codes."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def rewrite(table: str, *, ids: bool) -> None:
    """Write a table anew, with ids or without."""
    connection = op.get_bind()
    content = parts_of_contributions()[table]
    names = ["contribution_id", "number", *(one.name for one in content if _is_column(one))]
    old = sa.table(table, *(sa.column(name) for name in [*names, WITHDRAWN]))
    statement = sa.select(*(old.c[name] for name in names))
    if not ids:
        statement = statement.where(old.c[WITHDRAWN].is_(None))
    ordered = statement.order_by(old.c.contribution_id, old.c.number)
    rows = [dict(row) for row in connection.execute(ordered).mappings()]
    op.drop_table(table)
    op.create_table(table, *(_with_id(table) if ids else _without_id(table)), *content)
    if ids:
        op.create_index(op.f(f"ix_{table}_contribution_id"), table, ["contribution_id"])
    plain = sa.table(table, *(sa.column(name) for name in names))
    for start in range(0, len(rows), BATCH):
        connection.execute(sa.insert(plain), rows[start : start + BATCH])


def _is_column(item: sa.schema.SchemaItem) -> bool:
    """Tell a column from a constraint."""
    return isinstance(item, sa.Column)


def _with_id(table: str) -> list[sa.schema.SchemaItem]:
    """Return the columns and keys of a table whose rows have an id."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *_owned(table),
        sa.Column(WITHDRAWN, db.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _without_id(table: str) -> list[sa.schema.SchemaItem]:
    """Return the columns and keys of a table whose rows have a number alone."""
    return [
        *_owned(table),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f(f"pk_{table}")),
    ]


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """Return the columns of a part's contribution and place."""
    return [
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f(f"fk_{table}_contribution_id")
        ),
    ]
