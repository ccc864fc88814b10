"""The trail of changes, and the versions of the record: of its pages, and of its data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, update
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session, col, select

from tracker.db import UtcDateTime, if_free
from tracker.people.subjects import OF_DATA, OF_THE_RECORD, Subject
from tracker.people.tables import AuditRecord, RecordState
from tracker.people.trail_writer import NewRecord, await_commit
from tracker.periods import utc_now
from tracker.words import say

LOAD = "load"
CLEAR = "clear"
"""The actions by which the illustrative account is loaded and removed."""

BY_TOKEN = "by token"  # noqa: S105 - the name of a key
"""The key, in `info` of a session, of the name of the token whose program writes."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a thing: action, subject and reference, the values before and after."""

    action: str
    subject: Subject
    subject_reference: str
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None
    why: str = ""


class TrailItem(NamedTuple):
    """A change in the trail: moment, user, action, reference, reason."""

    at: datetime
    actor: str
    action: str
    subject_reference: str
    why: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def lock_record(session: Session) -> int:
    """Take the one lock of all writers until the transaction ends; return the new page version.

    Every write to the record takes this lock before any other, so writers cannot wait for
    each other in a circle, and whoever sees version n sees all that went into it.
    """
    return _lock(session).version


def await_writers(session: Session) -> None:
    """Wait for all other writers and keep them waiting, as `lock_record` does; the version stays.

    For what is no part of the record, such as users, and for what is perhaps no change at all.
    """
    session.get_one(RecordState, 1, with_for_update=True)


def moment_of_reading(engine: Engine) -> datetime:
    """Return a moment at which all that is recorded so far is known, without waiting for writers.

    It is now, unless a writer is at work: what that records is known from no earlier moment than
    the newest change before it, which is the answer then. To be asked before what is read.
    """
    newest = select(RecordState.latest_at).where(RecordState.id == 1)

    def now(alone: Connection) -> datetime:
        alone.execute(newest.with_for_update())
        return utc_now()

    moment = if_free(engine, now)
    if moment is not None:
        return moment
    with engine.connect() as connection:
        latest = connection.execute(newest).scalar_one()
    return latest or utc_now()


def moment_of_change(session: Session) -> datetime:
    """Take the lock of the record; return the moment from which a change is known.

    No earlier than that of any change before, even when a clock was set back.
    """
    return _lock(session).latest_at


_LATEST = col(RecordState.latest_at)
_NOW = bindparam("now", type_=UtcDateTime)
_HELD = select(RecordState.id).where(RecordState.id == 1).with_for_update()
_MOVE_ON = (
    update(RecordState)
    .where(col(RecordState.id) == 1)
    .values(
        version=RecordState.version + 1,
        latest_at=case((_LATEST > _NOW, _LATEST), else_=_NOW),
    )
    .returning(col(RecordState.version), _LATEST)
)


_MOVE_DATA = (
    update(RecordState)
    .where(col(RecordState.id) == 1)
    .values(data_version=RecordState.data_version + 1)
    .execution_options(synchronize_session=False)
)


class _Locked(NamedTuple):
    """The page version and the moment that a lock of the record gave out."""

    version: int
    latest_at: datetime


def _lock(session: Session) -> _Locked:
    """Move the version and the latest moment of the record on, holding its row.

    The moment is of when the row is held: one taken before a wait for it could be earlier than
    that of what was read meanwhile. On SQLite the transaction has waited already.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.connection().execute(_HELD)
    now = utc_now()
    version, latest = session.connection().execute(_MOVE_ON, {"now": now}).one()
    return _Locked(version, latest or now)


def move_data(session: Session) -> None:
    """Move the version of the data on, since facts or figures change; the lock is held."""
    session.execute(_MOVE_DATA)


def _reason(session: Session, why: str) -> str:
    """Return the reason of a change, with the token by which a program made it."""
    name = session.info.get(BY_TOKEN)
    if name is None:
        return why
    by = say("by token %(name)s", name=name)
    return f"{why} [{by}]".strip()


def record(session: Session, actor: str, change: Change) -> None:
    """Write one change into the trail; see `record_all`."""
    record_all(session, actor, [change])


def record_all(session: Session, actor: str, changes: Iterable[Change]) -> None:
    """Write changes into the trail, and move the versions on that they change.

    They are numbered and chained when the transaction ends, with the seals of the rows that it
    changed.
    """
    changes = list(changes)
    if any(change.subject in OF_THE_RECORD for change in changes):
        lock_record(session)
    if any(change.subject in OF_DATA for change in changes):
        move_data(session)
    now = utc_now()
    await_commit(
        session,
        [
            NewRecord(
                now,
                actor,
                change.action,
                change.subject.value,
                change.subject_reference,
                _reason(session, change.why),
                change.old,
                change.new,
            )
            for change in changes
        ],
    )


def trail_of(
    session: Session, subject: Subject, references: Iterable[str]
) -> tuple[TrailItem, ...]:
    """Return the changes of things of one kind, in their order."""
    statement = (
        select(AuditRecord)
        .where(
            AuditRecord.subject_kind == subject.value,
            col(AuditRecord.subject_reference).in_(list(references)),
        )
        .order_by(col(AuditRecord.id))
    )
    return tuple(
        TrailItem(row.at, row.actor, row.action, row.subject_reference, row.why, row.old, row.new)
        for row in session.exec(statement)
    )


def page_version(session: Session) -> int:
    """Return the version that moves with whatever a page may show; caches go by it."""
    return session.exec(select(RecordState.version)).one()


def data_version(session: Session) -> int:
    """Return the version that moves with facts and figures alone; it is printed beside them."""
    return session.exec(select(RecordState.data_version)).one()


def is_illustrative(session: Session) -> bool:
    """Tell whether the record holds the illustrative account."""
    return session.exec(select(RecordState.illustrative)).one()


def mark_illustrative(session: Session, actor: str, *, illustrative: bool) -> None:
    """Say in the record, and in its trail, whether what it holds is illustrative."""
    state = session.get_one(RecordState, 1)
    state.illustrative = illustrative
    session.add(state)
    session.flush()
    action = LOAD if illustrative else CLEAR
    new = {"illustrative": illustrative}
    record(session, actor, Change(action, Subject.SAMPLE, "illustrative account", new=new))
