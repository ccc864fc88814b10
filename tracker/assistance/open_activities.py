"""The activities that are planned or going on, with budget and days, as known at a moment."""

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.activity_pace import OPEN
from tracker.assistance.known_at import held_at, was_known
from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.former_activities import FormerActivity
from tracker.assistance.tables.former_breakdowns import FormerActivityPublication
from tracker.reference.codes import ActivityStatus


class OpenActivity(NamedTuple):
    """An activity that is approved and not done; its budget in US cents, None where none is set."""

    id: int
    code: str
    title: str
    status: ActivityStatus
    budget_minor: int | None
    starts_on: date | None
    ends_on: date | None


def read_open_activities(
    session: Session, *, public_only: bool, known_at: datetime | None = None
) -> tuple[OpenActivity, ...]:
    """Return the open activities as known at a moment or now, by code.

    With `public_only` those alone that are published, then and today.
    """
    own = held_at(session, FormerActivity, "activity_id", known_at)
    published = held_at(session, FormerActivityPublication, "activity_id", known_at)
    rows = session.exec(
        select(Activity)
        .where(was_known(col(Activity.known_from), known_at))
        .order_by(col(Activity.code))
    )
    found = []
    for row in rows:
        number = row.id or 0
        states = {row.publication, published.get(number, row).publication}
        counted = own.get(number, row)
        if counted.status in OPEN and not (public_only and states != {PublicationState.PUBLISHED}):
            found.append(_open(row, counted))
    return tuple(found)


def _open(row: Activity, counted: Activity | FormerActivity) -> OpenActivity:
    """Return an activity from its row and from what was known of it."""
    return OpenActivity(
        row.id or 0,
        row.code,
        row.title,
        counted.status,
        counted.budget_minor,
        counted.actual_start or counted.planned_start,
        counted.actual_end or counted.planned_end,
    )
