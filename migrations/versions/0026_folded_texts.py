"""Texts that lists search and sort by have a folded form; entries have it where they need one.

Revision ID: 0026
Revises: 0025
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.folding import fold

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = {
    ("activity", "folded"): ("title", "code", "venue"),
    ("approval_request", "folded"): ("title",),
    ("contribution", "folded"): ("title", "reference"),
    ("contribution", "folded_agreement_number"): ("agreement_number",),
    ("contribution", "folded_donor_reference"): ("donor_reference",),
    ("donor", "folded"): ("name", "code"),
    ("donor_alias", "folded"): ("spelling",),
    ("donor_name", "folded"): ("name",),
    ("exchange_rate", "folded"): ("currency", "source"),
    ("import_fault", "folded"): ("message", "value", "column"),
    ("import_job", "folded"): ("file_name",),
    ("import_row", "folded"): ("key",),
    ("person", "folded"): ("name",),
    ("programme", "folded"): ("title", "code"),
    ("tool", "folded"): ("title", "code", "symbol"),
}
KEYS = {"import_fault": ("job_id", "place"), "import_row": ("job_id", "place")}
TEXTS = ("reference", "note", "basis", "letter")
AT_ONCE = 5_000


def upgrade() -> None:
    """Add the columns and fill them, on a filled database too."""
    for name, column in COLUMNS:
        op.add_column(name, sa.Column(column, sa.Text(), nullable=True))
    op.create_table(
        "ledger_entry_words",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entry.id"],
            name=op.f("fk_ledger_entry_words_entry_id"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_entry_words")),
    )
    connection = op.get_bind()
    for (name, column), sources in COLUMNS.items():
        _fill(connection, name, column, sources)
    _fold_entries(connection)


def downgrade() -> None:
    """Forget the folded texts."""
    op.drop_table("ledger_entry_words")
    for name, column in reversed(COLUMNS):
        op.drop_column(name, column)


def _fill(connection: sa.Connection, name: str, column: str, sources: tuple[str, ...]) -> None:
    """Fold the columns of a table, one in a line, as the product does."""
    keys = KEYS.get(name, ("id",))
    table = sa.table(name, sa.column(column), *map(sa.column, (*keys, *sources)))
    own = sa.and_(*(table.c[key] == sa.bindparam(f"of_{key}") for key in keys))
    statement = sa.update(table).where(own).values({column: sa.bindparam("text")})
    rows = connection.execute(sa.select(*(table.c[one] for one in (*keys, *sources)))).all()
    found = (
        {f"of_{key}": row[place] for place, key in enumerate(keys)}
        | {"text": fold("\n".join(text for text in row[len(keys) :] if text))}
        for row in rows
    )
    for some in _batches(found):
        connection.execute(statement, some)


def _fold_entries(connection: sa.Connection) -> None:
    """Fold the texts of entries that are not plain ASCII."""
    entry = sa.table("ledger_entry", *map(sa.column, ("id", *TEXTS)))
    words = sa.table("ledger_entry_words", sa.column("entry_id"), sa.column("folded"))
    rows = connection.execute(sa.select(*entry.c))
    texts = ((row[0], "\n".join(row[1:])) for row in rows)
    found = [{"entry_id": key, "folded": fold(text)} for key, text in texts if not text.isascii()]
    for some in _batches(iter(found)):
        connection.execute(sa.insert(words), some)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in batches."""
    while some := list(islice(rows, AT_ONCE)):
        yield some
