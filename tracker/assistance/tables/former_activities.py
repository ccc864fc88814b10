"""Tables of what was counted of activities earlier: status, budget, days, people, results.

Rows are only ever added, one set with each change: triggers of the migration refuse anything else.
"""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from tracker.assistance.tables.activities import ParticipantColumns, ResultColumns
from tracker.db import MinorUnits, UtcDateTime, enum_column
from tracker.reference.codes import ActivityStatus


class FormerActivity(SQLModel, table=True):
    """What was counted of an activity as it was known until a moment; its budget in US cents."""

    __tablename__ = "former_activity"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    status: ActivityStatus = Field(sa_type=enum_column(ActivityStatus))
    budget_minor: int | None = Field(default=None, sa_type=MinorUnits)
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None


class FormerActivityParticipants(ParticipantColumns, table=True):
    """A count of people as it was known until then."""

    __tablename__ = "former_activity_participants"

    id: int | None = Field(default=None, primary_key=True)
    former_id: int = Field(foreign_key="former_activity.id", index=True)


class FormerActivityResult(ResultColumns, table=True):
    """An indicator's value as it was known until then."""

    __tablename__ = "former_activity_result"

    id: int | None = Field(default=None, primary_key=True)
    former_id: int = Field(foreign_key="former_activity.id", index=True)
