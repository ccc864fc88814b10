"""Reads the trail as its chain covers it, chains one that has no chain yet, and reseals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, String, bindparam, cast, select, type_coerce, update
from sqlalchemy.engine import Connection
from sqlalchemy.types import NullType
from sqlmodel import SQLModel, col

from tracker.people.actors import UPGRADE
from tracker.people.audit import CLEAR
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord, RecordState, RowSeal, TrailHead
from tracker.people.trail_writer import (
    NO_SEAL,
    START,
    NewRecord,
    append,
    lock_head,
    record_digest,
)
from tracker.periods import utc_now
from tracker.sealing.coverage import SEALED
from tracker.sealing.guards import read_guards
from tracker.sealing.row_digests import GONE, SealedRow, all_digests
from tracker.sealing.spelling import Plain, speller_of

CONTENT = (
    "id", "at", "actor", "action", "subject_kind", "subject_reference", "why", "old", "new", "seal",
)  # fmt: skip
"""The fields that a record's digest covers, in their order."""
BATCH = 2_000
GUARDS = "guards"
SCHEMA = "schema"
"""The reference of the records that migrations leave."""
PROVES = "The rows are sealed as they were then; nothing earlier is proven."


class StoredRecord(NamedTuple):
    """A record of the trail as stored: its number, what its digest covers, seal and digest."""

    number: int
    content: tuple[Plain, ...]
    seal: bytes
    digest: bytes
    facts: Mapping[str, Any]
    action: str


def read_trail(connection: Connection) -> Iterator[StoredRecord]:
    """Read the trail in the order of its numbers, some records at a time."""
    table = SQLModel.metadata.tables["audit_record"]
    columns = [table.c[name] for name in CONTENT]
    raw = [
        cast(one, String) if isinstance(one.type, JSON) else type_coerce(one, NullType())
        for one in columns
    ]
    spell = [speller_of(column) for column in columns]
    statement = select(*raw, type_coerce(table.c.digest, NullType())).order_by(table.c.id)
    for *values, digest in connection.execute(statement.execution_options(yield_per=BATCH)):
        content = tuple(one(value) for one, value in zip(spell, values, strict=True))
        new = content[CONTENT.index("new")]
        yield StoredRecord(
            content[0],
            content,
            values[-1] or NO_SEAL,
            digest or START,
            new if isinstance(new, dict) else {},
            content[CONTENT.index("action")],
        )


def chain_trail(connection: Connection) -> None:
    """Chain the records that are there, without seals, and set the head to the last one."""
    table = SQLModel.metadata.tables["audit_record"]
    moved = (
        update(table)
        .where(table.c.id == bindparam("number"))
        .values(seal=NO_SEAL, digest=bindparam("chained"))
    )
    number, before = 0, START
    chained: list[dict[str, object]] = []
    for record in read_trail(connection):
        number = record.number
        before = record_digest(before, (*record.content[:-1], NO_SEAL.hex()))
        chained.append({"number": number, "chained": before})
    for start in range(0, len(chained), BATCH):
        connection.execute(moved, chained[start : start + BATCH])
    head = update(TrailHead).where(col(TrailHead.id) == 1)
    connection.execute(head.values(last_record_id=number, digest=before))


def current_seals(connection: Connection) -> dict[str, dict[str, bytes]]:
    """Return the newest digest of every row that has one, by table and key."""
    found: dict[str, dict[str, bytes]] = {name: {} for name in SEALED}
    statement = select(col(RowSeal.table_name), col(RowSeal.row_key), col(RowSeal.digest)).order_by(
        col(RowSeal.record_id)
    )
    for name, key, digest in connection.execute(statement.execution_options(yield_per=BATCH)):
        found.setdefault(name, {})[key] = bytes(digest)
    return found


def unsealed_rows(connection: Connection) -> list[SealedRow]:
    """Return the rows that are not as their newest seals say, in the order of seals."""
    sealed = current_seals(connection)
    changed: list[SealedRow] = []
    for name in SEALED:
        expected = sealed[name]
        changed.extend(
            row
            for row in all_digests(connection, name)
            if expected.pop(row.key, None) != row.digest
        )
        changed.extend(SealedRow(name, key, GONE) for key, was in expected.items() if was != GONE)
    return sorted(changed)


def last_schema(connection: Connection) -> dict[str, Any]:
    """Return what the newest upgrade has recorded: schema, rows sealed, guards."""
    found = connection.execute(
        select(col(AuditRecord.new))
        .where(col(AuditRecord.subject_reference) == SCHEMA, col(AuditRecord.actor) == UPGRADE)
        .order_by(col(AuditRecord.id).desc())
        .limit(1)
    ).scalar()
    return found or {}


def last_clearing(connection: Connection) -> tuple[int, datetime] | None:
    """Return number and moment of the record by which the illustrative account was removed last.

    What the load had recorded was removed with it, so the trail's numbers have gaps before that.
    """
    found = connection.execute(
        select(col(AuditRecord.id), col(AuditRecord.at))
        .where(
            col(AuditRecord.subject_kind) == Subject.SAMPLE.value, col(AuditRecord.action) == CLEAR
        )
        .order_by(col(AuditRecord.id).desc())
        .limit(1)
    ).first()
    return (found[0] or 0, found[1]) if found else None


def no_records(connection: Connection) -> Sequence[NewRecord]:
    """Return no records."""
    del connection
    return ()


def seal_schema(
    connection: Connection,
    schema: str,
    at_first: Callable[[Connection], Sequence[NewRecord]] = no_records,
) -> None:
    """Seal what migrations have changed, with one record in the trail for each new schema.

    `at_first` gives the records of what was there before the trail was first sealed. Does nothing
    where the trail says that it was done for this schema.
    """
    lock_head(connection)
    last = last_schema(connection)
    before = last.get(SCHEMA)
    if before == schema and GUARDS in last:
        return
    rows = unsealed_rows(connection)
    illustrative = connection.execute(select(col(RecordState.illustrative))).scalar_one()
    new = {
        SCHEMA: schema,
        "rows": len(rows),
        "illustrative": illustrative,
        GUARDS: read_guards(connection),
    }
    record = NewRecord(
        utc_now(),
        UPGRADE,
        "migrate",
        Subject.RECORD.value,
        SCHEMA,
        PROVES,
        {SCHEMA: before} if before else None,
        new,
    )
    earlier = () if before else at_first(connection)
    append(connection, [*earlier, record], rows)
