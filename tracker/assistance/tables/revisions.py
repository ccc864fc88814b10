"""Table of the revisions of published activities, which wait until they are published too."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, SQLModel

from tracker.assistance.states import RevisionState
from tracker.db import UtcDateTime, enum_column

OPEN = "state IN ('waiting', 'returned', 'handed_in')"
"""The condition of an open revision; the database holds one of an activity."""


class ActivityRevision(SQLModel, table=True):
    """A revision of a published activity: as it was, as its author wants it, and the decision.

    `base` and `wanted` are drafts as JSON; one revision of an activity is open at a time.
    `request_id` is the newest request by which it was handed in for approval.
    """

    __tablename__ = "activity_revision"
    __table_args__ = (
        Index(
            "ix_activity_revision_open",
            "activity_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    state: RevisionState = Field(sa_type=enum_column(RevisionState))
    base: dict[str, Any] = Field(sa_type=JSON)
    wanted: dict[str, Any] = Field(sa_type=JSON)
    made_by: str = Field(max_length=254)
    made_at: datetime = Field(sa_type=UtcDateTime)
    why: str = Field(default="", sa_type=Text)
    decided_by: str = Field(default="", max_length=254)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision: str = Field(default="", sa_type=Text)
    request_id: int | None = Field(default=None, foreign_key="approval_request.id", index=True)
