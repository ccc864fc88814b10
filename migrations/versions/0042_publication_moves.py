"""Activities are returned and approved too, and each move of their publication is kept.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

from tracker import db

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOVE, ACTIVITY, FORMER = (
    "activity_publication_move", "activity", "former_activity_publication",
)  # fmt: skip
BEFORE = ("draft", "submitted", "published")
AFTER = ("draft", "submitted", "returned", "approved", "published")


def upgrade() -> None:
    """Let the two states in, and add the table of moves, empty."""
    for table in (ACTIVITY, FORMER):
        _let_in(table, BEFORE, AFTER)
    op.create_table(
        MOVE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", db.UtcDateTime(), nullable=False),
        sa.Column("moved_by", sa.String(length=254), nullable=False),
        sa.Column("before", _states("state_before"), nullable=False),
        sa.Column("after", _states("state_after"), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f(f"fk_{MOVE}_activity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MOVE}")),
    )
    op.create_index(op.f(f"ix_{MOVE}_activity_id"), MOVE, ["activity_id"])


def downgrade() -> None:
    """Make drafts of what was returned, and submitted activities of approved ones."""
    op.drop_index(op.f(f"ix_{MOVE}_activity_id"), MOVE)
    op.drop_table(MOVE)
    for table in (ACTIVITY, FORMER):
        _let_in(table, AFTER, BEFORE)


def _states(name: str) -> sa.Enum:
    """Return the type of a column of states."""
    return sa.Enum(*AFTER, name=name, native_enum=False, create_constraint=True, length=32)


def _let_in(table: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Exchange the states that a table lets in."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(table, old, new)
        return
    name = op.f(f"ck_{table}_publicationstate")
    op.drop_constraint(name, table, type_="check")
    if set(old) - set(new):
        _reword(table)
    op.create_check_constraint(name, table, _among(new))


def _reword(table: str) -> None:
    """Exchange the states of later releases on PostgreSQL, while the guard rests."""
    if table == FORMER:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_fixed")
    op.execute(f"UPDATE {table} SET publication = {_earlier()}")  # noqa: S608 - names of our own
    if table == FORMER:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_fixed")


def _rebuild(table: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Make a table of SQLite anew with other states; its indexes stay, its guards are remade."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"
            " AND type IN ('table', 'index', 'trigger') ORDER BY rowid"
        ),
        {"name": table},
    ).all()
    (made,) = (sql for kind, sql in found if kind == "table")
    if _among(old) not in made:
        raise RuntimeError(f"the table is not as expected: {_among(old)} is not in {made}")
    head, _, body = made.replace(_among(old), _among(new), 1).partition("(")
    connection.exec_driver_sql(f"{head.replace(table, f'new_{table}', 1)}({body}")
    columns = [one["name"] for one in sa.inspect(connection).get_columns(table)]
    fewer = set(old) - set(new)
    taken = [_earlier() if fewer and name == "publication" else name for name in columns]
    connection.exec_driver_sql(
        f"INSERT INTO new_{table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table}"  # noqa: S608 - names of our own
    )
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for kind, sql in found:
        if kind != "table":
            connection.exec_driver_sql(sql)


def _among(states: tuple[str, ...]) -> str:
    """Write that the publication is one of the states."""
    return f"publication IN ({', '.join(repr(state) for state in states)})"


def _earlier() -> str:
    """Write the state by those of an earlier release."""
    return (
        "CASE publication WHEN 'returned' THEN 'draft' WHEN 'approved' THEN 'submitted'"
        " ELSE publication END"
    )
