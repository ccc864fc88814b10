"""The events of dissemination as plain values, as they were known at a moment."""

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.known_at import held_at, was_known
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.tables.activities import Activity
from tracker.assistance.tables.tools import FormerDissemination, Tool, ToolDissemination
from tracker.reference.codes import ParticipantFunction


class DisseminationEvent(NamedTuple):
    """An event by which a tool (its code) reached its readers: `number` of one unit.

    `place` is a State or area (alpha-3), a region (M49) or empty; `activity` a code or empty.
    """

    code: str
    tool: str
    means: DisseminationMeans
    unit: DisseminationUnit
    held_on: date
    number: int
    place: str
    language: str
    audience: ParticipantFunction
    activity: str
    note: str


def read_events(
    session: Session, known_at: datetime | None = None
) -> tuple[DisseminationEvent, ...]:
    """Return all events that were known at a moment as they were then, by day and code.

    Without a moment as they are on record. Codes of tools and activities never change.
    """
    former = held_at(session, FormerDissemination, "dissemination_id", known_at)
    rows = session.exec(
        select(ToolDissemination).where(was_known(col(ToolDissemination.known_from), known_at))
    )
    tools = dict(session.exec(select(Tool.id, Tool.code)).all())
    activities = dict(session.exec(select(Activity.id, Activity.code)).all())
    found = [_event(row.code, former.get(row.id or 0, row), tools, activities) for row in rows]
    return tuple(sorted(found, key=lambda event: (event.held_on, event.code)))


def _event(
    code: str,
    row: ToolDissemination | FormerDissemination,
    tools: dict[int | None, str],
    activities: dict[int | None, str],
) -> DisseminationEvent:
    """Return an event from its row, or from that of a former state."""
    return DisseminationEvent(
        code=code,
        tool=tools[row.tool_id],
        means=row.means,
        unit=row.unit,
        held_on=row.held_on,
        number=row.number,
        place=row.place,
        language=row.language,
        audience=row.audience,
        activity=activities.get(row.activity_id, ""),
        note=row.note,
    )
