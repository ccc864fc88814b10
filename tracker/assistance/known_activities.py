"""Activities with status, budget and days, as known at a moment: all, or those still to be done."""

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


class KnownActivity(NamedTuple):
    """An activity with its status and days; its budget in US cents, None where none is set."""

    id: int
    code: str
    title: str
    status: ActivityStatus
    budget_minor: int | None
    starts_on: date | None
    ends_on: date | None


def read_known_activities(
    session: Session, *, public_only: bool, known_at: datetime | None = None
) -> tuple[KnownActivity, ...]:
    """Return all activities as known at a moment or now, by code.

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
        if not public_only or states == {PublicationState.PUBLISHED}:
            found.append(_known(row, own.get(number, row)))
    return tuple(found)


def read_open_activities(
    session: Session, *, public_only: bool, known_at: datetime | None = None
) -> tuple[KnownActivity, ...]:
    """Return those that are planned or going on: approved, and not done."""
    found = read_known_activities(session, public_only=public_only, known_at=known_at)
    return tuple(one for one in found if one.status in OPEN)


def _known(row: Activity, counted: Activity | FormerActivity) -> KnownActivity:
    """Return an activity from its row and from what was known of it."""
    return KnownActivity(
        row.id or 0,
        row.code,
        row.title,
        counted.status,
        counted.budget_minor,
        counted.actual_start or counted.planned_start,
        counted.actual_end or counted.planned_end,
    )
