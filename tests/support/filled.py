"""Databases that are filled once step by step, and from then on by copying."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from tests.support.postgres_rows import (
    WITH_ROWS,
    read_rows,
    tables_with_rows,
    warm_connection,
    write_rows,
)

T = TypeVar("T")
Fill = Callable[[Session], T]
Load = Callable[[Engine], None]

OF_MIGRATIONS = frozenset(
    {"ledger_head", "record_state", "trail_head", "audit_record", "actor_name", "row_seal"}
)
"""The tables that the migrations write rows into."""
ACTIONS = "SELECT DISTINCT action FROM audit_record"


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
    if session.get_bind().dialect.name == "postgresql":
        warm = warm_connection(session.get_bind().engine.url)
        actions = {action for (action,) in warm.execute(ACTIONS, prepare=True)}
        return actions <= {"migrate"} and set(tables_with_rows(warm)) == OF_MIGRATIONS
    connection = session.connection()
    actions = set(connection.exec_driver_sql(ACTIONS).scalars())
    tables = connection.exec_driver_sql(WITH_ROWS).scalars()
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
    rows = read_rows(warm_connection(engine.url))

    def load(engine: Engine) -> None:
        write_rows(warm_connection(engine.url), rows)

    return load


_SAVERS: dict[str, Callable[[Engine], Load]] = {
    "sqlite": _save_sqlite,
    "postgresql": _save_postgres,
}
