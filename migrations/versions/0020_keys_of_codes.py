"""Codes of records are compared without case: each has its key, unless it breaks the rule.

A code on record that breaks the rule, or that is another's but for case, stays as it is and has no
key; `flask codes list` names them.

Revision ID: 0020
Revises: 0019
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LAWFUL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
RESERVED = frozenset({"add", "change", "doubles", "due", "export", "merges", "new"})
COLUMNS = {
    "activity": "code",
    "assistance_request": "code",
    "certified_statement": "reference",
    "contribution": "reference",
    "donor": "code",
    "programme": "code",
    "tool": "code",
}


def upgrade() -> None:
    """Add the keys, and fill those of lawful codes in the order of recording."""
    connection = op.get_bind()
    for name, column in COLUMNS.items():
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("code_key", sa.String(length=60), nullable=True))
        table = sa.table(name, sa.column("id"), sa.column(column), sa.column("code_key"))
        keys: dict[str, int] = {}
        statement = sa.select(table.c.id, table.c[column]).order_by(table.c.id)
        for number, code in connection.execute(statement).all():
            if LAWFUL.fullmatch(code) and code not in RESERVED:
                keys.setdefault(code.lower(), number)
        if keys:
            of_it = sa.update(table).where(table.c.id == sa.bindparam("number"))
            connection.execute(
                of_it.values(code_key=sa.bindparam("key")),
                [{"number": number, "key": key} for key, number in keys.items()],
            )
        with op.batch_alter_table(name) as batch:
            batch.create_unique_constraint(op.f(f"uq_{name}_code_key"), ["code_key"])


def downgrade() -> None:
    """Take the keys away."""
    for name in COLUMNS:
        with op.batch_alter_table(name) as batch:
            batch.drop_constraint(op.f(f"uq_{name}_code_key"), type_="unique")
            batch.drop_column("code_key")
