"""What was counted of an activity earlier: kept before a change of it.

Counts as known at an earlier moment are those known then, so each change first puts what it ends
on record, with the moment until which it was known.
"""

from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_parts import standing
from tracker.assistance.tables.activities import (
    Activity,
    ActivityParticipants,
    ActivityResult,
    ParticipantColumns,
    ResultColumns,
)
from tracker.assistance.tables.former_activities import (
    FormerActivity,
    FormerActivityParticipants,
    FormerActivityResult,
)
from tracker.people.audit import moment_of_change

OWN_COUNTED = (
    "status", "budget_minor", "planned_start", "planned_end", "actual_start", "actual_end",
)  # fmt: skip
"""What is counted of the activity itself; its days are those of counts that have none."""
COUNTED = (*OWN_COUNTED, "participants", "results")
"""The fields of a draft that are counted."""
PARTS: tuple[tuple[Any, type[SQLModel], tuple[str, ...]], ...] = (
    (ActivityParticipants, FormerActivityParticipants, tuple(ParticipantColumns.model_fields)),
    (ActivityResult, FormerActivityResult, tuple(ResultColumns.model_fields)),
)
"""The tables of the parts on record and as they were earlier, with their columns."""


def keep_former_activity(
    session: Session, row: Activity, before: ActivityDraft, after: ActivityDraft
) -> None:
    """Put what is counted of an activity on record before it changes, unless it stays the same."""
    if all(getattr(before, name) == getattr(after, name) for name in COUNTED):
        return
    own = {name: getattr(row, name) for name in OWN_COUNTED}
    former = FormerActivity(activity_id=row.id or 0, known_until=moment_of_change(session), **own)
    session.add(former)
    session.flush()
    for table, kept, columns in PARTS:
        owned = col(table.activity_id) == row.id
        found = select(table).where(owned, standing(table)).order_by(table.id)
        session.add_all(
            kept(former_id=former.id, **{name: getattr(part, name) for name in columns})
            for part in session.exec(found)
        )
