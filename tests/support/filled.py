"""Databases that are filled once step by step, and from then on by copying."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, func, literal, select, union_all
from sqlmodel import Session

from tracker.schema import METADATA

T = TypeVar("T")
Fill = Callable[[Session], T]
Load = Callable[[Engine], None]

NEW = {"ledger_head": 1, "record_state": 1}
"""The rows that the migrations write."""


def filled_once(fill: Fill[T]) -> Fill[T]:
    """Fill the first new database of each kind, and copy what it then holds into the next ones.

    The function's result has to be a frozen value that is the same for each new database. A
    database that holds something already is filled step by step.
    """
    kept: dict[str, tuple[T, Load]] = {}

    @wraps(fill)
    def fill_or_copy(session: Session) -> T:
        engine = session.get_bind().engine
        kind = engine.dialect.name
        new = _count_rows(session) == NEW
        session.rollback()
        if not new:
            return fill(session)
        if kind not in kept:
            kept[kind] = fill(session), _SAVERS[kind](engine)
        else:
            kept[kind][1](engine)
        return kept[kind][0]

    return fill_or_copy


def _count_rows(session: Session) -> dict[str, int]:
    """Count the rows of the tables that have any."""
    counts = union_all(
        *(
            select(literal(table.name), func.count()).select_from(table)
            for table in METADATA.sorted_tables
        )
    )
    return {name: count for name, count in session.execute(counts) if count}


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
    """Keep the rows and sequences of a PostgreSQL database, as COPY writes them."""
    rows: dict[str, bytes] = {}
    raw = engine.raw_connection()
    cursor = _postgres(raw.driver_connection).cursor()
    for table in METADATA.sorted_tables:
        with cursor.copy(
            SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(Identifier(table.name))
        ) as copy:
            rows[table.name] = b"".join(bytes(part) for part in copy)
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = 'public' AND last_value IS NOT NULL"
    )
    sequences = cursor.fetchall()
    raw.close()
    empty = min(map(len, rows.values()))
    filled = {name: content for name, content in rows.items() if len(content) > empty}

    def load(engine: Engine) -> None:
        raw = engine.raw_connection()
        cursor = _postgres(raw.driver_connection).cursor()
        # The rows were checked when they were first written: triggers and keys do not ask again.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in NEW:
            cursor.execute(SQL("DELETE FROM {}").format(Identifier(name)))
        for name, content in filled.items():
            with cursor.copy(
                SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(Identifier(name))
            ) as copy:
                copy.write(content)
        cursor.executemany("SELECT setval(%s, %s)", sequences)
        raw.commit()
        raw.close()

    return load


def _postgres(connection: object) -> "psycopg.Connection[tuple[object, ...]]":
    assert isinstance(connection, psycopg.Connection)
    return connection


_SAVERS: dict[str, Callable[[Engine], Load]] = {
    "sqlite": _save_sqlite,
    "postgresql": _save_postgres,
}
