"""Table of the moves of activities from draft to publication."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from tracker.assistance.states import PublicationState
from tracker.db import UtcDateTime, enum_column


class ActivityPublicationMove(SQLModel, table=True):
    """A move of an activity's publication: when, by whom, between which states, and why."""

    __tablename__ = "activity_publication_move"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    moved_at: datetime = Field(sa_type=UtcDateTime)
    moved_by: str = Field(max_length=254)
    before: PublicationState = Field(sa_type=enum_column(PublicationState, "state_before"))
    after: PublicationState = Field(sa_type=enum_column(PublicationState, "state_after"))
    why: str = ""
