"""Revisions that wait for an approver, and the requests by which they were handed in.

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

TABLE, REQUEST = "activity_revision", "approval_request"
BEFORE = ("waiting", "returned", "published", "dropped")
AFTER = ("waiting", "returned", "handed_in", "published", "dropped")
OPEN_BEFORE = "state IN ('waiting', 'returned')"
OPEN_AFTER = "state IN ('waiting', 'returned', 'handed_in')"
CHECK, OPEN, BY_REQUEST, KEY = (
    "ck_activity_revision_revisionstate",
    "ix_activity_revision_open",
    "ix_activity_revision_request_id",
    "fk_activity_revision_request_id",
)
COLUMN = (
    f"\trequest_id INTEGER, \n\tCONSTRAINT {KEY} FOREIGN KEY(request_id)"
    f" REFERENCES {REQUEST} (id), \n"
)
COLUMNS = (
    "id", "activity_id", "state", "base", "wanted", "made_by", "made_at", "why", "decided_by",
    "decided_at", "decision",
)  # fmt: skip


def upgrade() -> None:
    """Let a revision be handed in, and name its request."""
    op.drop_index(OPEN, TABLE)
    if op.get_bind().dialect.name == "sqlite":
        _rebuild((_among(BEFORE), _among(AFTER)), ("\tCONSTRAINT pk_", f"{COLUMN}\tCONSTRAINT pk_"))
    else:
        op.drop_constraint(op.f(CHECK), TABLE, type_="check")
        op.create_check_constraint(op.f(CHECK), TABLE, _among(AFTER))
        op.add_column(TABLE, sa.Column("request_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(KEY), TABLE, REQUEST, ["request_id"], ["id"])
    op.create_index(op.f(BY_REQUEST), TABLE, ["request_id"])
    _one_is_open(OPEN_AFTER)


def downgrade() -> None:
    """Let what was handed in wait for the secretariat again."""
    op.drop_index(OPEN, TABLE)
    op.drop_index(BY_REQUEST, TABLE)
    op.execute(f"UPDATE {TABLE} SET state = 'waiting' WHERE state = 'handed_in'")  # noqa: S608 - names of our own
    if op.get_bind().dialect.name == "sqlite":
        _rebuild((_among(AFTER), _among(BEFORE)), (COLUMN, ""))
    else:
        op.drop_constraint(op.f(KEY), TABLE, type_="foreignkey")
        op.drop_column(TABLE, "request_id")
        op.drop_constraint(op.f(CHECK), TABLE, type_="check")
        op.create_check_constraint(op.f(CHECK), TABLE, _among(BEFORE))
    _one_is_open(OPEN_BEFORE)


def _one_is_open(condition: str) -> None:
    """Let one revision of an activity be open at a time."""
    op.create_index(
        op.f(OPEN),
        TABLE,
        ["activity_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _rebuild(*exchanged: tuple[str, str]) -> None:
    """Make the table of SQLite anew with some of its text exchanged; its indexes stay."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"
            " AND type IN ('table', 'index') ORDER BY rowid"
        ),
        {"name": TABLE},
    ).all()
    (made,) = (sql for kind, sql in found if kind == "table")
    for old, new in exchanged:
        if old not in made:
            raise RuntimeError(f"the table is not as expected: {old} is not in {made}")
        made = made.replace(old, new, 1)
    head, _, body = made.partition("(")
    connection.exec_driver_sql(f"{head.replace(TABLE, f'new_{TABLE}', 1)}({body}")
    columns = ", ".join(COLUMNS)
    connection.exec_driver_sql(
        f"INSERT INTO new_{TABLE} ({columns}) SELECT {columns} FROM {TABLE}"  # noqa: S608 - names of our own
    )
    connection.exec_driver_sql(f"DROP TABLE {TABLE}")
    connection.exec_driver_sql(f"ALTER TABLE new_{TABLE} RENAME TO {TABLE}")
    for kind, sql in found:
        if kind == "index":
            connection.exec_driver_sql(sql)


def _among(states: tuple[str, ...]) -> str:
    """Write that the state is one of some."""
    return f"state IN ({', '.join(repr(state) for state in states)})"
