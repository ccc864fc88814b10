"""An account and a measure of the difference between a refund's worth on its day and when it came.

SQLite cannot change a check, so there a table is made anew from its own definition with the
words exchanged. The guards of the ledger are lifted for that and put back as they were.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OLD_ACCOUNTS = (
    "pledged", "pledge_control", "due", "pledge_written_off", "exchange_difference", "donor",
    "interest", "transferred", "bank_charged", "written_off", "refunded", "unallocated",
    "allocated", "committed", "spent", "support_reserved", "support_charged",
)  # fmt: skip
NEW_ACCOUNTS = (*OLD_ACCOUNTS[:5], "refund_difference", *OLD_ACCOUNTS[5:])
OLD_OUTSIDE = ("donor", "exchange_difference", "interest", "pledge_control", "transferred")
NEW_OUTSIDE = (*OLD_OUTSIDE[:4], "refund_difference", *OLD_OUTSIDE[4:])


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
    ("ledger_hold", "ck_ledger_hold_accountkind",
     among("kind", OLD_ACCOUNTS), among("kind", NEW_ACCOUNTS)),
    ("ledger_line", "ck_ledger_line_measure_known",
     "measure BETWEEN 1 AND 15", "measure BETWEEN 1 AND 16"),
)  # fmt: skip
"""Table, name, the check before, the check after."""


def upgrade() -> None:
    """Let the account and the measure in."""
    _exchange(forwards=True)


def downgrade() -> None:
    """Refuse them again; fails where a refund has a difference."""
    _exchange(forwards=False)


def _exchange(*, forwards: bool) -> None:
    """Exchange the checks."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_on_sqlite(forwards=forwards)
        return
    for table, name, before, after in CHECKS:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, after if forwards else before)


def _rebuild_on_sqlite(*, forwards: bool) -> None:
    """Make the tables anew with the other checks, keeping rows, indexes and guards."""
    connection = op.get_bind()
    triggers = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
    ).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table in sorted({check[0] for check in CHECKS}):
        _rebuild(connection, table, forwards=forwards)
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def _rebuild(connection: sa.Connection, table: str, *, forwards: bool) -> None:
    """Make one table anew."""
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
    head, _, body = made.partition("(")
    connection.exec_driver_sql(f"{head.replace(table, f'new_{table}', 1)}({body}")
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for statement in statements:
        connection.exec_driver_sql(statement)


def _exchanged(text: str, old: str, new: str) -> str:
    """Exchange words that must be there."""
    if old not in text:
        raise RuntimeError(f"the table is not as expected: {old} is not in {text}")
    return text.replace(old, new, 1)
