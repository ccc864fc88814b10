"""The letter and the day of the donor's consent, in columns of their own.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty: the digests of what is recorded cover its consent as basis."""
    op.add_column(
        "ledger_entry", sa.Column("letter", sa.String(500), server_default="", nullable=False)
    )
    op.add_column("ledger_entry", sa.Column("consent_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Remove the columns."""
    op.drop_column("ledger_entry", "consent_on")
    op.drop_column("ledger_entry", "letter")
