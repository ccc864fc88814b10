"""Tables of the former breakdowns and publications of activities, for figures as known earlier.

Rows are only ever added, one with each change: triggers of the migration refuse anything else.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from tracker.assistance.states import PublicationState, ShareKind
from tracker.db import UtcDateTime, enum_column
from tracker.reference.codes import ActivityType, Theme


class FormerActivityBreakdown(SQLModel, table=True):
    """The programme, type and paragraphs of an activity as they were known until a moment.

    `paragraphs` are their numbers with a blank between; None where they were not kept yet.
    """

    __tablename__ = "former_activity_breakdown"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    programme_id: int = Field(foreign_key="programme.id")
    type: ActivityType = Field(sa_type=enum_column(ActivityType))
    paragraphs: str | None = Field(default=None, max_length=60)


class FormerActivityShare(SQLModel, table=True):
    """A share of a former breakdown, in basis points; a tool's is the sum over its uses."""

    __tablename__ = "former_activity_share"
    __table_args__ = (CheckConstraint("share_bp BETWEEN 0 AND 10000", name="share_in_range"),)

    breakdown_id: int = Field(foreign_key="former_activity_breakdown.id", primary_key=True)
    kind: ShareKind = Field(sa_type=enum_column(ShareKind), primary_key=True)
    code: str = Field(max_length=60, primary_key=True)
    share_bp: int


class FormerActivityPublication(SQLModel, table=True):
    """The publication of an activity as it was known until a moment; with its themes of then."""

    __tablename__ = "former_activity_publication"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    known_until: datetime = Field(sa_type=UtcDateTime, index=True)
    publication: PublicationState = Field(sa_type=enum_column(PublicationState))


class FormerActivityTheme(SQLModel, table=True):
    """A theme that an activity was about as it was known until then."""

    __tablename__ = "former_activity_theme"

    publication_id: int = Field(foreign_key="former_activity_publication.id", primary_key=True)
    theme: Theme = Field(sa_type=enum_column(Theme), primary_key=True)
