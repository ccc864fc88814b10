"""The status of the whole record: its versions, its last change, its latest entry, its kind."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from tracker.fund.ledger.tables import LedgerHead
from tracker.people.subjects import OF_DATA, OF_TITLES
from tracker.people.tables import AuditRecord, RecordState, TrailHead

LOOKED_AT = 500
"""How many of the last records of the trail are looked at for changes of titles."""


class RecordStatus(NamedTuple):
    """The versions of the record, whether it is illustrative, and its latest moments.

    `changed_at` is when facts or figures last changed, `latest_entry_at` when the newest entry of
    the ledger was recorded. `trail_head` is the number of the trail's last record, `titled_at` that
    of the last one by which a title may have changed, 0 where none of the last `LOOKED_AT` is.
    """

    page_version: int
    data_version: int
    illustrative: bool
    changed_at: datetime | None
    latest_entry_at: datetime | None
    trail_head: int = 0
    titled_at: int = 0


def _statement() -> Any:  # noqa: ANN401 - a row of seven columns
    """Return the statement that reads the status."""
    newest: Any = (
        select(AuditRecord.at)
        .where(col(AuditRecord.subject_kind).in_(sorted(OF_DATA)))
        .order_by(col(AuditRecord.id).desc())
        .limit(1)
    )
    posted: Any = select(LedgerHead.recorded_at)
    head: Any = select(TrailHead.last_record_id).scalar_subquery()
    titled: Any = select(func.max(AuditRecord.id)).where(
        col(AuditRecord.id) > head - LOOKED_AT, col(AuditRecord.subject_kind).in_(OF_TITLES)
    )
    columns: list[Any] = [
        RecordState.version,
        RecordState.data_version,
        RecordState.illustrative,
        newest.scalar_subquery(),
        posted.scalar_subquery(),
        head,
        titled.scalar_subquery(),
    ]
    return select(*columns)


# Made once: every page says what the record is.
STATUS = _statement()


def record_status(session: Session) -> RecordStatus:
    """Read the status in one statement."""
    pages, data, illustrative, changed, moved, last, renamed = session.execute(STATUS).one()
    moments = [moment for moment in (changed, moved) if moment is not None]
    newest_moment = max(moments, default=None)
    return RecordStatus(pages, data, illustrative, newest_moment, moved, last or 0, renamed or 0)
