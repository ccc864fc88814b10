"""The rows of a PostgreSQL database of the tests, read and written whole, as COPY knows them."""

from dataclasses import dataclass
from typing import TypeAlias

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import URL, make_url

from tracker.schema import METADATA

Connection: TypeAlias = psycopg.Connection[tuple[object, ...]]

TABLES = tuple(table.name for table in METADATA.sorted_tables)
WITH_ROWS = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - our own names
    for name in TABLES
)
"""The names of the tables that have rows, as text: a statement that is built takes longer."""
RESTART_SEQUENCES = "SELECT count(setval(seqrelid, seqstart, false)) FROM pg_sequence"
CATALOGS = ("pg_attribute", "pg_constraint", "pg_proc", "pg_trigger")
SCHEMA = "SELECT ARRAY[{}]".format(
    ", ".join(
        f"(SELECT (count(*), sum(xmin::text::bigint))::text FROM {name})"  # noqa: S608 - our own
        for name in CATALOGS
    )
)
"""How many columns, constraints, functions and triggers there are, and who wrote them when.

What is changed in a schema, and what is changed back, is written by another transaction.
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the tables in the binary format of COPY, and the sequences' values."""

    tables: dict[str, bytes]
    sequences: list[tuple[object, ...]]


_WARM: dict[str, Connection] = {}


def warm_connection(url: str | URL) -> Connection:
    """Return the connection of this process to a database, for what is done to all its tables.

    A new one reads the catalogue first, for longer than it takes to replace the rows.
    """
    name = _plain(url)
    if name not in _WARM or _WARM[name].closed:
        _WARM[name] = psycopg.connect(name, autocommit=True)
    return _WARM[name]


def close_warm(url: str | URL) -> None:
    """Close that connection before the database goes."""
    if found := _WARM.pop(_plain(url), None):
        found.close()


def _plain(url: str | URL) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def read_rows(connection: Connection) -> Rows:
    """Read all tables that have rows."""
    tables = {}
    for name in tables_with_rows(connection):
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
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for name in tables_with_rows(connection):
            connection.execute(SQL("DELETE FROM {}").format(Identifier(name)), prepare=True)
        for name, content in rows.tables.items():
            statement = SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(Identifier(name))
            with connection.cursor().copy(statement) as copy:
                copy.write(content)
        connection.execute(RESTART_SEQUENCES, prepare=True)
        connection.cursor().executemany("SELECT setval(%s, %s)", rows.sequences)


def read_schema(connection: Connection) -> object:
    """Return what differs once columns, constraints, triggers or functions were changed."""
    row = connection.execute(SCHEMA, prepare=True).fetchone()
    assert row is not None
    return row[0]


def tables_with_rows(connection: Connection) -> list[str]:
    """Name the tables that are not empty."""
    found = connection.execute(WITH_ROWS, prepare=True).fetchall()
    return [str(name) for (name,) in found]
