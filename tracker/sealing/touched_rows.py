"""Which rows of sealed tables a session has written since its transaction began.

Watches every session: what it flushes, and the statements that change rows past its objects.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, event, select
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, object_mapper
from sqlmodel import Session, SQLModel

from tracker.sealing.coverage import SEALED
from tracker.sealing.row_digests import Key, key_names, key_of

TOUCHED = "touched rows"

Touched = defaultdict[str, set[Key]]


def take_touched(session: Session) -> dict[str, set[Key]]:
    """Return the keys of the touched rows by table, and begin anew."""
    found: dict[str, set[Key]] = session.info.pop(TOUCHED, {})
    return found


def touch_all(session: Session) -> None:
    """Count every row of the record as touched, so that all are sealed anew."""
    for name in SEALED:
        table = SQLModel.metadata.tables[name]
        keys = session.execute(select(*(table.c[part] for part in key_names(name))))
        _touched(session)[name].update(key_of(row) for row in keys)


@event.listens_for(Session, "after_flush")
def _note_flushed(session: Session, context: object) -> None:
    """Note the rows that a flush has added, changed or deleted."""
    del context
    _note_objects(session, session.new)
    _note_objects(session, (one for one in session.dirty if session.is_modified(one)))
    _note_objects(session, session.deleted)


def _note_objects(session: Session, objects: Iterable[object]) -> None:
    """Note the rows of objects whose table is sealed."""
    for one in objects:
        mapper = object_mapper(one)
        name = getattr(mapper.local_table, "name", "")
        if name in SEALED:
            _touched(session)[name].add(key_of(mapper.primary_key_from_instance(one)))


@event.listens_for(Session, "do_orm_execute")
def _note_executed(state: ORMExecuteState) -> None:
    """Note the rows that a statement is about to change past the session's objects.

    Raises RuntimeError for an insertion that leaves the keys to the database: the session adds
    such rows as objects.
    """
    if state.is_select:
        return
    statement: Any = state.statement
    table = getattr(statement, "table", None)
    if not isinstance(table, Table) or table.name not in SEALED:
        return
    session: Any = state.session
    names = key_names(table.name)
    if state.is_insert:
        given: Any = state.parameters or {}
        rows = given if isinstance(given, list) else [given]
        if any(name not in row for row in rows for name in names):
            raise RuntimeError(f"add the rows of {table.name} as objects, so that they get seals")
        keys = {key_of([row[name] for name in names]) for row in rows}
    else:
        wanted = select(*(table.c[name] for name in names))
        if statement.whereclause is not None:
            wanted = wanted.where(statement.whereclause)
        keys = {key_of(row) for row in session.execute(wanted, state.parameters or {})}
    _touched(session)[table.name].update(keys)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """Forget what was written in a transaction that was rolled back."""
    if not previous.nested:
        session.info.pop(TOUCHED, None)


def _touched(session: Session) -> Touched:
    found: Touched = session.info.setdefault(TOUCHED, defaultdict(set))
    return found
