"""Accounts know the day of their last line, and what is reserved counts from a day on.

Days on which an account inside the fund is below zero are refused from here on. Those on record
stay: their accounts say so.

Revision ID: 0015
Revises: 0014
"""

from datetime import date
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ON_RECORD = "on record before days below zero were refused"
OUTSIDE = ("donor", "pledge_control", "exchange_difference", "interest", "transferred")
KINDS = (
    "pledged", "pledge_control", "due", "pledge_written_off", "exchange_difference", "donor",
    "interest", "transferred", "bank_charged", "written_off", "refunded", "unallocated",
    "allocated", "committed", "spent", "support_reserved", "support_charged",
)  # fmt: skip
DAY = "effective_on"
KEY = ("request_id", "kind", "contribution_id")
BELOW_ZERO = """
SELECT account_id FROM (
  SELECT account_id,
    SUM(SUM(minor)) OVER (PARTITION BY account_id ORDER BY effective_on) AS balance
  FROM ledger_line JOIN ledger_entry ON ledger_entry.id = ledger_line.entry_id
  GROUP BY account_id, effective_on
) AS days WHERE balance < 0
"""
REQUESTS = sa.table("approval_request", sa.column("id"), sa.column("orders", sa.JSON()))
HOLDS = sa.table(
    "ledger_hold",
    sa.column("id", sa.Integer()),
    sa.column("request_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("contribution_id", sa.Integer()),
    sa.column("activity_id", sa.Integer()),
    sa.column("minor", db.MinorUnits()),
    sa.column(DAY, sa.Date()),
)
WITHOUT_DAY = sa.table(
    "ledger_hold", *(sa.column(c.name, c.type) for c in HOLDS.c if c.name != DAY)
)


def upgrade() -> None:
    """Add the columns and fill them from lines and from the instructions of requests."""
    op.add_column(
        "ledger_account",
        sa.Column("last_on", sa.Date(), nullable=False, server_default="0001-01-01"),
    )
    op.add_column(
        "ledger_account",
        sa.Column("let_in", sa.String(length=2000), nullable=False, server_default=""),
    )
    op.execute(
        """UPDATE ledger_account SET last_on = coalesce((
          SELECT max(effective_on) FROM ledger_line
          JOIN ledger_entry ON ledger_entry.id = ledger_line.entry_id
          WHERE ledger_line.account_id = ledger_account.id
        ), last_on)"""
    )
    account = sa.table("ledger_account", sa.column("id"), sa.column("kind"), sa.column("let_in"))
    op.execute(
        sa.update(account)
        .where(account.c.kind.not_in(OUTSIDE), account.c.id.in_(sa.text(BELOW_ZERO)))
        .values(let_in=ON_RECORD)
    )
    _add_days_of_holds()


def _add_days_of_holds() -> None:
    """Let what waits be reserved from the first day of its request's instructions on.

    Where an account has less than that on a day, it is reserved from the account's last day on: the
    request cannot be approved as it is.
    """
    connection = op.get_bind()
    rows = [dict(row) for row in connection.execute(sa.select(WITHOUT_DAY)).mappings()]
    numbers = {row["request_id"] for row in rows}
    asked = sa.select(REQUESTS.c.id, REQUESTS.c.orders).where(REQUESTS.c.id.in_(numbers))
    first = {
        number: min(order["heading"]["effective_on"] for order in orders)
        for number, orders in connection.execute(asked).all()
    }
    op.drop_table("ledger_hold")
    _create_holds(
        sa.Column("effective_on", sa.Date(), nullable=False), check="minor <> 0", key=(*KEY, DAY)
    )
    accounts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        dated = row | {DAY: date.fromisoformat(first[row["request_id"]])}
        accounts.setdefault((row["kind"], row["contribution_id"], row["activity_id"]), []).append(
            dated
        )
    for key, holds in accounts.items():
        days = sorted(by_day(connection, key).items())
        begin = min(hold[DAY] for hold in holds)
        balances = list(accumulate(minor for _, minor in days))
        before = [balance for (day, _), balance in zip(days, balances, strict=True) if day <= begin]
        later = [balance for (day, _), balance in zip(days, balances, strict=True) if day > begin]
        if sum(hold["minor"] for hold in holds) > min([*(before[-1:] or [0]), *later]):
            for hold in holds:
                hold[DAY] = max(hold[DAY], *(day for day, _ in days[-1:]))
        _insert(connection, HOLDS, holds)


def _insert(connection: sa.Connection, table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    """Insert rows with new numbers; PostgreSQL counts on from those that it gave itself alone."""
    numbered_anew = [{name: row[name] for name in row if name != "id"} for row in rows]
    connection.execute(sa.insert(table), numbered_anew)


def by_day(connection: sa.Connection, key: tuple[Any, ...]) -> dict[date, int]:
    """Return what an account changed on each day."""
    statement = sa.text(
        """SELECT effective_on, SUM(minor) AS minor FROM ledger_line
        JOIN ledger_entry ON ledger_entry.id = ledger_line.entry_id
        JOIN ledger_account ON ledger_account.id = ledger_line.account_id
        WHERE ledger_account.kind = :kind AND ledger_account.contribution_id = :contribution
        AND coalesce(ledger_account.activity_id, 0) = coalesce(:activity, 0)
        GROUP BY effective_on"""
    ).columns(effective_on=sa.Date(), minor=sa.BigInteger())
    kind, contribution, activity = key
    values = {"kind": kind, "contribution": contribution, "activity": activity}
    return {day: int(minor) for day, minor in connection.execute(statement, values)}


def _create_holds(*more: sa.Column[Any], check: str, key: tuple[str, ...]) -> None:
    """Create the table of what waiting requests reserve."""
    kind = sa.Enum(*KINDS, name="accountkind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "ledger_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("minor", db.MinorUnits(), nullable=False),
        *more,
        sa.CheckConstraint(check, name=op.f("ck_ledger_hold_something_held")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_ledger_hold_{column}"))
            for column, target in (
                ("activity_id", "activity.id"),
                ("contribution_id", "contribution.id"),
                ("request_id", "approval_request.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_hold")),
    )
    op.create_index("ix_ledger_hold_account", "ledger_hold", ["contribution_id", "activity_id"])
    op.create_index(op.f("ix_ledger_hold_request_id"), "ledger_hold", ["request_id"])
    shared = sa.text("activity_id IS NULL")
    op.create_index(
        "uq_ledger_hold_of_contribution",
        "ledger_hold",
        list(key),
        unique=True,
        sqlite_where=shared,
        postgresql_where=shared,
    )


def downgrade() -> None:
    """Forget the days, and what is reserved less from a later day on."""
    connection = op.get_bind()
    rows = [dict(row) for row in connection.execute(sa.select(HOLDS)).mappings()]
    op.drop_table("ledger_hold")
    _create_holds(check="minor > 0", key=KEY)
    whole: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = (*(row[name] for name in KEY), row["activity_id"])
        minor = whole[key]["minor"] if key in whole else 0
        whole[key] = {name: row[name] for name in row if name != DAY} | {
            "minor": minor + row["minor"]
        }
    left = [row for row in whole.values() if row["minor"] > 0]
    if left:
        _insert(connection, WITHOUT_DAY, left)
    for name in ("let_in", "last_on"):
        op.drop_column("ledger_account", name)
