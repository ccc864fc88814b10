"""The status of the whole record: its version, its last change, its kind."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.fund.ledger.tables import LedgerHead
from tracker.people.subjects import OF_THE_RECORD
from tracker.people.tables import AuditRecord, RecordState


class RecordStatus(NamedTuple):
    """The version of the record, when facts or figures last changed, whether it is illustrative."""

    version: int
    illustrative: bool
    changed_at: datetime | None


def record_status(session: Session) -> RecordStatus:
    """Read the status in one statement."""
    newest: Any = (
        select(AuditRecord.at)
        .where(col(AuditRecord.subject_kind).in_(sorted(OF_THE_RECORD)))
        .order_by(col(AuditRecord.id).desc())
        .limit(1)
    )
    posted: Any = select(LedgerHead.recorded_at)
    statement: Any = select(
        RecordState.version,
        RecordState.illustrative,
        newest.scalar_subquery(),
        posted.scalar_subquery(),
    )
    version, illustrative, changed, moved = session.execute(statement).one()
    moments = [moment for moment in (changed, moved) if moment is not None]
    return RecordStatus(version, illustrative, max(moments, default=None))
