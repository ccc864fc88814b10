"""Every kind of entry, who approved it, on what it rests; support cost on other bases.

SQLite cannot change a check, so there a table is made anew from its own definition with the
words exchanged. The guards of the ledger are lifted for that and put back as they were.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLD_ENTRIES = (
    "pledge", "pledge_adjustment", "receipt", "receipt_correction", "allocation", "commitment",
    "expenditure", "refund", "reversal",
)  # fmt: skip
NEW_ENTRIES = (
    "pledge", "pledge_adjustment", "pledge_cancellation", "pledge_write_off", "instalment_due",
    "receipt", "receipt_correction", "bank_charge", "interest", "support_cost", "transfer",
    "allocation", "de_allocation", "commitment", "de_commitment", "expenditure", "refund",
    "write_off", "reversal",
)  # fmt: skip
OLD_ACCOUNTS = (
    "pledged", "pledge_control", "exchange_difference", "donor", "refunded", "unallocated",
    "allocated", "committed", "spent", "support_reserved", "support_charged",
)  # fmt: skip
NEW_ACCOUNTS = (
    "pledged", "pledge_control", "due", "pledge_written_off", "exchange_difference", "donor",
    "interest", "transferred", "bank_charged", "written_off", "refunded", "unallocated",
    "allocated", "committed", "spent", "support_reserved", "support_charged",
)  # fmt: skip
OLD_OUTSIDE = ("donor", "exchange_difference", "pledge_control")
NEW_OUTSIDE = ("donor", "exchange_difference", "interest", "pledge_control", "transferred")
BASES = ("expenditure", "receipt", "lump_sum")
ENTRY_COLUMNS = (("approved_by", 254), ("correction", 2000), ("basis", 500))


def among(column: str, codes: tuple[str, ...]) -> str:
    """Write that a column holds one of the codes."""
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"


def inside(codes: tuple[str, ...]) -> str:
    """Write that an account inside the fund is not below zero."""
    return f"balance_minor >= 0 OR {among('kind', codes)}"


CHECKS = (
    ("ledger_account", "ck_ledger_account_accountkind",
     among("kind", OLD_ACCOUNTS), among("kind", NEW_ACCOUNTS)),
    ("ledger_account", "ck_ledger_account_inside_not_below_zero",
     inside(OLD_OUTSIDE), inside(NEW_OUTSIDE)),
    ("ledger_entry", "ck_ledger_entry_entrykind",
     among("kind", OLD_ENTRIES), among("kind", NEW_ENTRIES)),
    ("ledger_line", "ck_ledger_line_measure_known",
     "measure BETWEEN 1 AND 9", "measure BETWEEN 1 AND 15"),
)  # fmt: skip
"""Table, name, the check before, the check after."""
TWO_PERSONS = ("ck_ledger_entry_two_persons", "approved_by <> recorded_by")
BASIS_CHECK = ("ck_contribution_supportbasis", among("support_basis", BASES))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_on_sqlite(forwards=True)
        op.execute(
            "ALTER TABLE contribution ADD COLUMN support_basis VARCHAR(32) "
            f"DEFAULT 'expenditure' NOT NULL CONSTRAINT {BASIS_CHECK[0]} CHECK ({BASIS_CHECK[1]})"
        )
        return
    for table, name, _, after in CHECKS:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, after)
    for name, width in ENTRY_COLUMNS:
        op.add_column(
            "ledger_entry", sa.Column(name, sa.String(width), server_default="", nullable=False)
        )
    op.create_check_constraint(op.f(TWO_PERSONS[0]), "ledger_entry", TWO_PERSONS[1])
    op.add_column(
        "contribution",
        sa.Column("support_basis", sa.String(32), server_default="expenditure", nullable=False),
    )
    op.create_check_constraint(op.f(BASIS_CHECK[0]), "contribution", BASIS_CHECK[1])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_on_sqlite(forwards=False)
        with op.batch_alter_table("contribution") as batch:
            batch.drop_constraint(BASIS_CHECK[0], type_="check")
            batch.drop_column("support_basis")
        return
    op.drop_constraint(op.f(BASIS_CHECK[0]), "contribution", type_="check")
    op.drop_column("contribution", "support_basis")
    op.drop_constraint(op.f(TWO_PERSONS[0]), "ledger_entry", type_="check")
    for name, _ in ENTRY_COLUMNS:
        op.drop_column("ledger_entry", name)
    for table, name, before, _ in CHECKS:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, before)


def _rebuild_on_sqlite(*, forwards: bool) -> None:
    """Make the ledger's tables anew with the other checks, keeping rows, indexes and guards."""
    connection = op.get_bind()
    triggers = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table in ("ledger_account", "ledger_entry", "ledger_line"):
        _rebuild(connection, table, forwards=forwards)
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def _rebuild(connection: sa.Connection, table: str, *, forwards: bool) -> None:
    """Make one table anew."""
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    made: str = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
        {"name": table},
    ).scalar_one()
    indexes = connection.execute(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name "
            "AND sql IS NOT NULL ORDER BY rowid"
        ),
        {"name": table},
    ).scalars()
    statements = list(indexes)
    for of_table, _, before, after in CHECKS:
        if of_table == table:
            old, new = (before, after) if forwards else (after, before)
            made = _exchanged(made, old, new)
    if table == "ledger_entry":
        extra = [
            f"{name} VARCHAR({width}) DEFAULT '' NOT NULL, \n\t" for name, width in ENTRY_COLUMNS
        ]
        check = f"CONSTRAINT {TWO_PERSONS[0]} CHECK ({TWO_PERSONS[1]}), \n\t"
        first_constraint = made.index("CONSTRAINT")
        if forwards:
            head, tail = made[:first_constraint], made[first_constraint:]
            at = head.index("digest ")
            made = head[:at] + "".join(extra) + head[at:] + check + tail
        else:
            for piece in (*extra, check):
                made = _exchanged(made, piece, "")
            columns = [name for name in columns if name not in dict(ENTRY_COLUMNS)]
    connection.exec_driver_sql(
        made.replace(f"CREATE TABLE {table}", f"CREATE TABLE new_{table}", 1)
    )
    named = ", ".join(columns)
    connection.exec_driver_sql(f"INSERT INTO new_{table} ({named}) SELECT {named} FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for statement in statements:
        connection.exec_driver_sql(statement)


def _exchanged(text: str, old: str, new: str) -> str:
    """Exchange words that must be there."""
    if old not in text:
        raise RuntimeError(f"the table is not as expected: {old} is not in {text}")
    return text.replace(old, new, 1)
