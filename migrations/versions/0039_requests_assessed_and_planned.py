"""Requests that were under review are assessed, accepted ones planned.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

REQUEST, FORMER = "assistance_request", "former_assistance_request"
BEFORE = ("received", "under_review", "accepted", "answered", "declined")
AFTER = ("received", "assessed", "planned", "answered", "declined")
REFUSED = "former breakdowns are only ever added to"


def upgrade() -> None:
    """Give the two states their words."""
    _exchange(BEFORE, AFTER)


def downgrade() -> None:
    """Give them those of before."""
    _exchange(AFTER, BEFORE)


def _exchange(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Exchange the words in both tables, and what their checks let in."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (REQUEST, FORMER):
        if on_sqlite:
            _rebuild(table, old, new)
        else:
            _update(table, old, new)
    if on_sqlite:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {FORMER}_no_{verb.lower()} BEFORE {verb} ON {FORMER}"
                f" BEGIN SELECT raise(ABORT, '{REFUSED}'); END"
            )


def _update(table: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Exchange the words on PostgreSQL, while the guard of former states rests."""
    name = op.f(f"ck_{table}_requeststatus")
    op.drop_constraint(name, table, type_="check")
    if table == FORMER:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_fixed")
    op.execute(f"UPDATE {table} SET status = {_exchanged(old, new)}")  # noqa: S608 - names of our own
    if table == FORMER:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_fixed")
    op.create_check_constraint(name, table, _among(new))


def _rebuild(table: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Make a table of SQLite anew with the new words; its indexes stay, its guards are remade."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"
            " AND type IN ('table', 'index') ORDER BY rowid"
        ),
        {"name": table},
    ).all()
    (made,) = (sql for kind, sql in found if kind == "table")
    if _among(old) not in made:
        raise RuntimeError(f"the table is not as expected: {_among(old)} is not in {made}")
    head, _, body = made.replace(_among(old), _among(new), 1).partition("(")
    connection.exec_driver_sql(f"{head.replace(table, f'new_{table}', 1)}({body}")
    columns = [one["name"] for one in sa.inspect(connection).get_columns(table)]
    taken = [_exchanged(old, new) if name == "status" else name for name in columns]
    connection.exec_driver_sql(
        f"INSERT INTO new_{table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table}"  # noqa: S608 - names of our own
    )
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for kind, sql in found:
        if kind == "index":
            connection.exec_driver_sql(sql)


def _among(codes: tuple[str, ...]) -> str:
    """Write that the status is one of the codes."""
    return f"status IN ({', '.join(repr(code) for code in codes)})"


def _exchanged(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Write the status by its new word."""
    cases = " ".join(
        f"WHEN '{before}' THEN '{after}'"
        for before, after in zip(old, new, strict=True)
        if before != after
    )
    return f"CASE status {cases} ELSE status END"
