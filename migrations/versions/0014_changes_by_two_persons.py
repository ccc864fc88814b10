"""Requests for changes of the record, and the second person of a closing.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


GUARDS = tuple(
    f"""CREATE TRIGGER closed_period_no_{verb.lower()} BEFORE {verb} ON closed_period
    BEGIN SELECT raise(ABORT, 'what is closed stays closed'); END"""
    for verb in ("UPDATE", "DELETE")
)
"""The guards of the table on SQLite, which go with the table that a new constraint replaces."""


def upgrade() -> None:
    """Add the change and the digest of a request, and who approved a closing."""
    with op.batch_alter_table("approval_request") as batch:
        batch.add_column(sa.Column("change", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(
            sa.Column("digest", sa.String(length=64), nullable=False, server_default="")
        )
    with op.batch_alter_table("approval_request") as batch:
        batch.alter_column("digest", server_default=None)
    with op.batch_alter_table("closed_period") as batch:
        batch.add_column(
            sa.Column("approved_by", sa.String(length=254), nullable=False, server_default="")
        )
    with op.batch_alter_table("closed_period") as batch:
        batch.alter_column("approved_by", server_default=None)
        batch.create_check_constraint("two_persons", "approved_by <> closed_by")
    _guard_again()


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("closed_period") as batch:
        batch.drop_constraint("two_persons", type_="check")
        batch.drop_column("approved_by")
    _guard_again()
    with op.batch_alter_table("approval_request") as batch:
        batch.drop_column("digest")
        batch.drop_column("change")


def _guard_again() -> None:
    """Make the guards of the new table on SQLite; PostgreSQL has kept them."""
    if op.get_context().dialect.name == "sqlite":
        for guard in GUARDS:
            op.execute(guard)
