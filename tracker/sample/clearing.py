"""Removes the illustrative account from a database, and nothing else.

The guards of the ledger forbid every deletion. They are lifted for this one purpose, inside
the transaction that empties the tables and puts them back, so that nobody ever sees the
ledger without them. Users, sign-in attempts, their trail and the facts of adherence stay; the
trail's chain begins anew with what is left of it, and its last record seals the rows that stay.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, or_, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.db import transaction
from tracker.errors import Conflict
from tracker.fund.ledger.tables import LedgerHead
from tracker.people.actors import SAMPLE, SAMPLE_APPROVER, SAMPLE_OFFICER, names
from tracker.people.audit import is_illustrative, lock_record, mark_illustrative
from tracker.people.tables import AuditRecord, RowSeal
from tracker.people.trail_chain import chain_trail
from tracker.schema import METADATA, MODULES
from tracker.sealing.touched_rows import touch_all
from tracker.words import say

ROOMS = frozenset({"fund", "assistance", "documents"})
"""The rooms whose tables are emptied; people and reference keep theirs, and files their folder."""
GUARDED = text(
    "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid) ORDER BY relname"
)
"""The tables that have guards in PostgreSQL."""
REWRITTEN = frozenset({"ledger_head", "audit_record", "row_seal", "trail_head"})
"""The guarded tables that are not emptied but set back, or keep what others left."""
PERSONS = (SAMPLE, SAMPLE_OFFICER, SAMPLE_APPROVER)
"""In whose names the load has left a trail; none of them can sign in."""


def clear_account(session: Session) -> None:
    """Empty the record, wholly or not at all; raises Conflict when it is not illustrative."""
    with transaction(session):
        lock_record(session)
        if not is_illustrative(session):
            raise Conflict(say("the database does not hold the illustrative account"))
        connection = session.connection()
        with guards_lifted(connection):
            _empty_tables(connection)
            session.execute(
                update(LedgerHead)
                .where(col(LedgerHead.id) == 1)
                .values(
                    last_entry_id=0,
                    last_line_id=0,
                    last_account_id=0,
                    digest=b"",
                    recorded_at=None,
                )
            )
            connection.execute(delete(RowSeal))
            connection.execute(delete(AuditRecord).where(_by_the_load()))
            chain_trail(connection)
        touch_all(session)
        mark_illustrative(session, SAMPLE, illustrative=False)


@contextmanager
def guards_lifted(connection: Connection) -> Iterator[None]:
    """Lift the triggers that guard the ledger and put them back, in one transaction."""
    if connection.dialect.name == "sqlite":
        triggers = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        ).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
        return
    lifted = _emptied() | REWRITTEN
    guarded = [name for name in connection.execute(GUARDED).scalars() if name in lifted]
    for table in guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _by_the_load() -> ColumnElement[bool]:
    """Return the condition that a record of the trail names one of those who loaded the account."""
    return or_(*(names(col(AuditRecord.actor), actor) for actor in PERSONS))


def _empty_tables(connection: Connection) -> None:
    """Empty every table but those that are kept; numbers begin again at 1."""
    tables = [table for table in reversed(METADATA.sorted_tables) if table.name in _emptied()]
    if connection.dialect.name == "sqlite":
        for table in tables:
            connection.execute(delete(table))
        return
    names = ", ".join(table.name for table in tables)
    connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")


def _emptied() -> set[str]:
    """Return the names of the tables of money and assistance; the head is set back instead."""
    names = {
        model.__tablename__
        for module in MODULES
        if module.__name__.split(".")[1] in ROOMS
        for model in vars(module).values()
        if getattr(model, "__module__", "") == module.__name__ and hasattr(model, "__table__")
    }
    return names - {"ledger_head"}
