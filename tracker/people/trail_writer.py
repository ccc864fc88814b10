"""The only writer of the trail: numbers records, chains their digests, seals what changed.

It works as the last act of every transaction, so that the lock of the trail's head is the last one
that is taken, and one record seals all rows of its transaction by one digest.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import event, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col

from tracker.people.decision_log import Decision, note_decisions
from tracker.people.tables import AuditRecord, RowSeal, TrailHead
from tracker.sealing.row_digests import SealedRow, digest_of_set, digests_of
from tracker.sealing.spelling import Plain, canonical, plain_json, plain_moment
from tracker.sealing.touched_rows import take_touched

START = b""
"""The digest before the first record."""
NO_SEAL = b""
"""The seal of a record that seals no rows."""
SEAL_COLUMNS = ("record_id", "table_name", "row_key", "digest")
AWAITING = "records of the trail"
Follower = Callable[[Session, Sequence["NewRecord"]], None]
_FOLLOWERS: list[Follower] = []
SAVEPOINTS = "records at savepoints"


class NewRecord(NamedTuple):
    """A record of the trail before it has its number."""

    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_reference: str
    why: str = ""
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None


class StoredTrailHead(NamedTuple):
    """The head of the trail: the number of its last record, and that record's digest."""

    last_record_id: int
    digest: bytes


def record_digest(before: bytes, content: Sequence[Plain]) -> bytes:
    """Return the SHA-256 over the digest before and the JSON of a record.

    `content`: id, at, actor, action, subject_kind, subject_reference, why, old, new, seal; the
    moment in UTC to the microsecond, the seal hexadecimal.
    """
    return hashlib.sha256(before + canonical(content)).digest()


def await_commit(session: Session, records: Iterable[NewRecord]) -> None:
    """Keep records until the session's transaction ends; those of one rolled back are forgotten."""
    session.connection()
    session.info.setdefault(AWAITING, []).extend(records)


def follow(follower: Follower) -> None:
    """Let a function see the records of every transaction, in it, before it is committed.

    It is for what is derived from the record and kept with it; it writes to no sealed table.
    """
    _FOLLOWERS.append(follower)


def append(
    connection: Connection, records: Sequence[NewRecord], sealed: Sequence[SealedRow]
) -> StoredTrailHead:
    """Write records to the end of the trail, the last with the seal of rows; return the head."""
    head = lock_head(connection)
    number, before = head
    seal = digest_of_set(sealed) if sealed else NO_SEAL
    rows: list[dict[str, Any]] = []
    for record in records:
        number += 1
        of_it = seal if len(rows) == len(records) - 1 else NO_SEAL
        spelled = (
            plain_moment(record.at),
            *record[1:6],
            plain_json(record.old),
            plain_json(record.new),
            of_it.hex(),
        )
        before = record_digest(before, (number, *spelled))
        rows.append({"id": number, **record._asdict(), "seal": of_it, "digest": before})
    connection.execute(insert(AuditRecord), rows)
    if sealed:
        _insert_seals(connection, number, sealed)
    _move_head(connection, StoredTrailHead(number, before))
    return StoredTrailHead(number, before)


def _insert_seals(connection: Connection, number: int, sealed: Sequence[SealedRow]) -> None:
    """Write the digests of rows as the driver takes them, in half the time of the session's own."""
    statement = insert(RowSeal).compile(dialect=connection.dialect, column_keys=list(SEAL_COLUMNS))
    rows = [(number, *row) for row in sealed]
    if statement.positional:
        connection.exec_driver_sql(statement.string, rows)
    else:
        named = [dict(zip(SEAL_COLUMNS, row, strict=True)) for row in rows]
        connection.exec_driver_sql(statement.string, named)


def lock_head(connection: Connection) -> StoredTrailHead:
    """Read the head of the trail and lock it until the transaction ends."""
    statement = select(col(TrailHead.last_record_id), col(TrailHead.digest))
    number, digest = connection.execute(statement.with_for_update()).one()
    return StoredTrailHead(number, bytes(digest))


def _move_head(connection: Connection, head: StoredTrailHead) -> None:
    """Move the head of the trail to its last record."""
    moved = update(TrailHead).where(col(TrailHead.id) == 1)
    connection.execute(moved.values(last_record_id=head.last_record_id, digest=head.digest))


@event.listens_for(Session, "before_commit")
def _write_trail(session: Session) -> None:
    """Write the records of a transaction that is about to be committed, and seal its rows.

    Raises RuntimeError where rows of sealed tables were written and nothing was recorded.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    records: list[NewRecord] = session.info.pop(AWAITING, [])
    for follower in _FOLLOWERS if records else ():
        follower(session, records)
    touched = take_touched(session)
    if touched and not records:
        raise RuntimeError(
            f"rows of {', '.join(sorted(touched))} were written without a record in the trail: "
            "call record() of tracker.people.audit in the same transaction"
        )
    if records:
        connection = session.connection()
        append(connection, records, digests_of(connection, touched))
        note_decisions(
            session,
            (
                Decision(one.action, one.subject_kind, one.subject_reference, one.actor)
                for one in records
            ),
        )


@event.listens_for(Session, "after_transaction_create")
def _begin(session: Session, begun: SessionTransaction) -> None:
    """Note how many records a savepoint found."""
    if begun.nested:
        _savepoints(session)[begun] = len(session.info.get(AWAITING, ()))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """Forget the records of a transaction that was rolled back, or since the savepoint."""
    kept = _savepoints(session).get(previous, 0)
    del session.info.get(AWAITING, [])[kept:]


def _savepoints(session: Session) -> WeakKeyDictionary[SessionTransaction, int]:
    """Return the numbers of records that savepoints found."""
    found: WeakKeyDictionary[SessionTransaction, int] = session.info.setdefault(
        SAVEPOINTS, WeakKeyDictionary()
    )
    return found
