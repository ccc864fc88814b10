"""The period of use of a contribution as it was known until a moment; rows are only ever added.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

FORMER = "former_period_of_use"
SQLITE = tuple(
    f"CREATE TRIGGER {FORMER}_no_{verb.lower()} BEFORE {verb} ON {FORMER}"
    f" BEGIN SELECT raise(ABORT, 'former breakdowns are only ever added to'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = tuple(
    f"CREATE TRIGGER {FORMER}_{name} BEFORE {verbs} ON {FORMER}"
    f" FOR EACH {each} EXECUTE FUNCTION former_breakdown_refused()"
    for name, verbs, each in (
        ("fixed", "UPDATE OR DELETE", "ROW"),
        ("kept", "TRUNCATE", "STATEMENT"),
    )
)


def upgrade() -> None:
    """Add the table with its guards."""
    op.create_table(
        FORMER,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("known_until", db.UtcDateTime(), nullable=False),
        sa.Column("use_from", sa.Date(), nullable=True),
        sa.Column("use_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f(f"fk_{FORMER}_contribution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FORMER}")),
    )
    for column in ("contribution_id", "known_until"):
        op.create_index(op.f(f"ix_{FORMER}_{column}"), FORMER, [column])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Forget what was known of periods of use."""
    op.drop_table(FORMER)
