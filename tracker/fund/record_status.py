"""The status of the whole record: its versions, its last change, its latest entry, its kind."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.fund.ledger.tables import LedgerHead
from tracker.people.subjects import OF_DATA
from tracker.people.tables import AuditRecord, RecordState


class RecordStatus(NamedTuple):
    """The versions of the record, whether it is illustrative, and its latest moments.

    `changed_at` is when facts or figures last changed, `latest_entry_at` when the newest entry of
    the ledger was recorded.
    """

    page_version: int
    data_version: int
    illustrative: bool
    changed_at: datetime | None
    latest_entry_at: datetime | None


def _statement() -> Any:  # noqa: ANN401 - a row of five columns
    """Return the statement that reads the status."""
    newest: Any = (
        select(AuditRecord.at)
        .where(col(AuditRecord.subject_kind).in_(sorted(OF_DATA)))
        .order_by(col(AuditRecord.id).desc())
        .limit(1)
    )
    posted: Any = select(LedgerHead.recorded_at)
    columns: list[Any] = [
        RecordState.version,
        RecordState.data_version,
        RecordState.illustrative,
        newest.scalar_subquery(),
        posted.scalar_subquery(),
    ]
    return select(*columns)


# Made once: every page says what the record is.
STATUS = _statement()


def record_status(session: Session) -> RecordStatus:
    """Read the status in one statement."""
    pages, data, illustrative, changed, moved = session.execute(STATUS).one()
    moments = [moment for moment in (changed, moved) if moment is not None]
    return RecordStatus(pages, data, illustrative, max(moments, default=None), moved)
