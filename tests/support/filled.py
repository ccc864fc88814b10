"""Databases that are filled once step by step, and from then on by copying."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import psycopg
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from tests.support.postgres_rows import Connection, read_rows, write_rows
from tracker.people.tables import AuditRecord
from tracker.schema import METADATA

T = TypeVar("T")
Fill = Callable[[Session], T]
Load = Callable[[Engine], None]

OF_MIGRATIONS = frozenset(
    {"ledger_head", "record_state", "trail_head", "audit_record", "actor_name", "row_seal"}
)
"""The tables that the migrations write rows into."""
TABLES_WITH_ROWS = " UNION ALL ".join(
    f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM {table.name})"  # noqa: S608 - our own names
    for table in METADATA.sorted_tables
)
"""The names of the tables that have rows, as text: one that is built takes longer than it runs."""


def filled_once(fill: Fill[T]) -> Fill[T]:
    """Fill the first new database of each kind, and copy its rows into the next ones.

    The function's result has to be a frozen value that is the same for each new database. A
    database with rows of its own is filled step by step.
    """
    kept: dict[str, tuple[T, Load]] = {}

    @wraps(fill)
    def fill_or_copy(session: Session) -> T:
        engine = session.get_bind().engine
        kind = engine.dialect.name
        new = is_new(session)
        session.rollback()
        if not new:
            return fill(session)
        if kind not in kept:
            kept[kind] = fill(session), saved(engine)
        else:
            kept[kind][1](engine)
        return kept[kind][0]

    return fill_or_copy


def saved(engine: Engine) -> Load:
    """Keep what a database holds, and return the function that writes it back."""
    return _SAVERS[engine.dialect.name](engine)


def is_new(session: Session) -> bool:
    """Tell whether a database holds nothing but what the migrations wrote."""
    connection = session.connection()
    actions = set(session.execute(select(col(AuditRecord.action))).scalars())
    tables = connection.exec_driver_sql(TABLES_WITH_ROWS).scalars()
    return actions <= {"migrate"} and set(tables) == OF_MIGRATIONS


def _save_sqlite(engine: Engine) -> Load:
    """Keep the pages of an SQLite database in memory."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    raw = engine.raw_connection()
    _sqlite(raw.driver_connection).backup(kept)
    raw.close()

    def load(engine: Engine) -> None:
        raw = engine.raw_connection()
        kept.backup(_sqlite(raw.driver_connection))
        raw.close()

    return load


def _sqlite(connection: object) -> sqlite3.Connection:
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _save_postgres(engine: Engine) -> Load:
    """Keep the rows of a PostgreSQL database."""
    raw = engine.raw_connection()
    rows = read_rows(_postgres(raw.driver_connection))
    raw.close()

    def load(engine: Engine) -> None:
        raw = engine.raw_connection()
        write_rows(_postgres(raw.driver_connection), rows)
        raw.close()

    return load


def _postgres(connection: object) -> Connection:
    assert isinstance(connection, psycopg.Connection)
    return connection


_SAVERS: dict[str, Callable[[Engine], Load]] = {
    "sqlite": _save_sqlite,
    "postgresql": _save_postgres,
}
