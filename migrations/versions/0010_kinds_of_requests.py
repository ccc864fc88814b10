"""The kinds of a request's instructions stand in columns, no longer in its JSON alone.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REQUESTS = sa.table(
    "approval_request", sa.column("id"), sa.column("kind"), sa.column("orders", sa.JSON())
)


def upgrade() -> None:
    """Add the column and the table, and fill both from the stored instructions."""
    kinds = op.create_table(
        "approval_request_kind",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_approval_request_kind_request_id"),
        ),
        sa.PrimaryKeyConstraint("request_id", "kind", name=op.f("pk_approval_request_kind")),
    )
    op.create_index(op.f("ix_approval_request_kind_kind"), "approval_request_kind", ["kind"])
    with op.batch_alter_table("approval_request") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=32), nullable=False, server_default=""))
    connection = op.get_bind()
    for number, orders in connection.execute(sa.select(REQUESTS.c.id, REQUESTS.c.orders)).all():
        in_order = [order["kind"] for order in orders]
        rows = [{"request_id": number, "kind": kind} for kind in sorted(set(in_order))]
        connection.execute(sa.insert(kinds), rows)
        of_it = REQUESTS.c.id == number
        connection.execute(sa.update(REQUESTS).where(of_it).values(kind=in_order[0]))
    with op.batch_alter_table("approval_request") as batch:
        batch.alter_column("kind", server_default=None)


def downgrade() -> None:
    """Leave the kinds to the JSON."""
    with op.batch_alter_table("approval_request") as batch:
        batch.drop_column("kind")
    op.drop_table("approval_request_kind")
