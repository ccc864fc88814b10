"""The rows of a PostgreSQL database of the tests, read and written whole, as COPY knows them."""

from dataclasses import dataclass
from typing import TypeAlias

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from tracker.schema import METADATA

Connection: TypeAlias = psycopg.Connection[tuple[object, ...]]

TABLES = tuple(table.name for table in METADATA.sorted_tables)
WITH_ROWS = SQL(" UNION ALL ").join(
    SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(Literal(name), Identifier(name))
    for name in TABLES
)
RESTART_SEQUENCES = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
SCHEMA = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
) AS parts (part)
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the tables in the binary format of COPY, and the sequences' values."""

    tables: dict[str, bytes]
    sequences: list[tuple[object, ...]]


def read_rows(connection: Connection) -> Rows:
    """Read all tables that have rows."""
    tables = {}
    for name in _tables_with_rows(connection):
        statement = SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(Identifier(name))
        with connection.cursor().copy(statement) as copy:
            tables[name] = b"".join(bytes(part) for part in copy)
    sequences = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = 'public' AND last_value IS NOT NULL"
    ).fetchall()
    return Rows(tables, sequences)


def write_rows(connection: Connection, rows: Rows) -> None:
    """Replace what the tables hold by what others held, and commit.

    Triggers and foreign keys are not asked: the rows passed them when they were first written.
    """
    connection.execute("SET LOCAL session_replication_role = replica")
    for name in _tables_with_rows(connection):
        connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
    for name, content in rows.tables.items():
        statement = SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(Identifier(name))
        with connection.cursor().copy(statement) as copy:
            copy.write(content)
    connection.execute(RESTART_SEQUENCES)
    connection.cursor().executemany("SELECT setval(%s, %s)", rows.sequences)
    connection.commit()


def read_schema(connection: Connection) -> object:
    """Return a digest of tables, constraints, triggers and functions."""
    row = connection.execute(SCHEMA).fetchone()
    assert row is not None
    return row[0]


def _tables_with_rows(connection: Connection) -> list[str]:
    found = connection.execute(Composed([WITH_ROWS])).fetchall()
    return [str(name) for (name,) in found]
