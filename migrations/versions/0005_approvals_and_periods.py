"""What waits for a second person, the money that it reserves, and the periods that are closed.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("closed_period", "closing_balance")
SQLITE = tuple(
    f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT raise(ABORT, 'what is closed stays closed'); END"""
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = tuple(
    f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refused()"""
    for table in TABLES
)


def upgrade() -> None:
    op.create_table(
        "closed_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "month",
                "year",
                name="periodkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(), nullable=False),
        sa.Column("closed_by", sa.String(length=254), nullable=False),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_closed_period_days_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
        sa.UniqueConstraint("kind", "first_on", name=op.f("uq_closed_period_kind_first_on")),
    )
    with op.batch_alter_table("closed_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closed_period_last_on"), ["last_on"], unique=False)

    op.create_table(
        "approval_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "returned",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("usd_minor", db.MinorUnits(), nullable=False),
        sa.Column("orders", sa.JSON(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("prepared_by", sa.String(length=254), nullable=False),
        sa.Column("prepared_at", db.UtcDateTime(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        sa.Column("decided_at", db.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("first_entry_id", sa.Integer(), nullable=True),
        sa.Column("last_entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'returned' OR reason <> ''",
            name=op.f("ck_approval_request_returned_with_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'returned') OR decided_by <> ''",
            name=op.f("ck_approval_request_decided_by_someone"),
        ),
        sa.CheckConstraint(
            "decided_by <> prepared_by", name=op.f("ck_approval_request_two_persons")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_approval_request_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_approval_request_contribution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["first_entry_id"], ["ledger_entry.id"], name=op.f("fk_approval_request_first_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["last_entry_id"], ["ledger_entry.id"], name=op.f("fk_approval_request_last_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["approval_request.id"], name=op.f("fk_approval_request_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_approval_request_replaces_id")),
    )
    with op.batch_alter_table("approval_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_request_activity_id"), ["activity_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_approval_request_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_approval_request_prepared_by"), ["prepared_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approval_request_state"), ["state"], unique=False)

    op.create_table(
        "closing_balance",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.Column("original_minor", db.MinorUnits(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_closing_balance_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["closed_period.id"], name=op.f("fk_closing_balance_period_id")
        ),
        sa.PrimaryKeyConstraint("period_id", "account_id", name=op.f("pk_closing_balance")),
    )
    op.create_table(
        "ledger_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pledged",
                "pledge_control",
                "due",
                "pledge_written_off",
                "exchange_difference",
                "donor",
                "interest",
                "transferred",
                "bank_charged",
                "written_off",
                "refunded",
                "unallocated",
                "allocated",
                "committed",
                "spent",
                "support_reserved",
                "support_charged",
                name="accountkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        sa.CheckConstraint("minor > 0", name=op.f("ck_ledger_hold_something_held")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_ledger_hold_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_ledger_hold_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["approval_request.id"], name=op.f("fk_ledger_hold_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_hold")),
    )
    with op.batch_alter_table("ledger_hold", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_hold_account", ["contribution_id", "activity_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ledger_hold_request_id"), ["request_id"], unique=False)
        batch_op.create_index(
            "uq_ledger_hold_of_contribution",
            ["request_id", "kind", "contribution_id"],
            unique=True,
            sqlite_where=sa.text("activity_id IS NULL"),
            postgresql_where=sa.text("activity_id IS NULL"),
        )

    op.create_table(
        "reserved_reference",
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["approval_request.id"], name=op.f("fk_reserved_reference_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_reserved_reference_reverses_id")
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_reserved_reference")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_reserved_reference_reverses_id")),
    )
    with op.batch_alter_table("reserved_reference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reserved_reference_request_id"), ["request_id"], unique=False
        )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("reserved_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reserved_reference_request_id"))

    op.drop_table("reserved_reference")
    with op.batch_alter_table("ledger_hold", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ledger_hold_of_contribution",
            sqlite_where=sa.text("activity_id IS NULL"),
            postgresql_where=sa.text("activity_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ledger_hold_request_id"))
        batch_op.drop_index("ix_ledger_hold_account")

    op.drop_table("ledger_hold")
    op.drop_table("closing_balance")
    with op.batch_alter_table("approval_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_request_state"))
        batch_op.drop_index(batch_op.f("ix_approval_request_prepared_by"))
        batch_op.drop_index(batch_op.f("ix_approval_request_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_approval_request_activity_id"))

    op.drop_table("approval_request")
    with op.batch_alter_table("closed_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closed_period_last_on"))

    op.drop_table("closed_period")
