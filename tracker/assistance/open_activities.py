"""The open activities of programmes: those that are planned or under way."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from tracker.assistance.activity_pace import OPEN
from tracker.assistance.tables.activities import Activity, Programme


def open_activities(session: Session, programmes: Collection[str]) -> dict[str, list[int]]:
    """Return the numbers of the open activities of each of some programmes, by their codes."""
    found: dict[str, list[int]] = {code: [] for code in programmes}
    statement = (
        select(Programme.code, Activity.id)
        .join(Programme, col(Programme.id) == col(Activity.programme_id))
        .where(col(Programme.code).in_(programmes), col(Activity.status).in_(OPEN))
        .order_by(col(Activity.id))
    )
    for code, number in session.exec(statement):
        found[code].append(number or 0)
    return found
